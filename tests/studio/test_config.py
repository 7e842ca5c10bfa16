"""The labelling config comes from the schema, for any layers."""

import dataclasses
import itertools
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dateline.annotate.studio import config, to_results
from dateline.annotate.studio.controls import forms
from dateline.annotate.studio.server import SILENT, VERSION
from dateline.errors import Stop, Usage
from dateline.layers import read_layer, read_layers, shipped

from .examples import NAMES, annotations

LAYERS = {**shipped(), **read_layers(Path(__file__).parent / "layers")}


def tags(xml: str, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(xml).iter(name))


@pytest.mark.parametrize("size", [1, 2, len(LAYERS)])
def test_every_label_and_property_of_any_layers_has_a_control(size: int) -> None:
    for names in itertools.combinations(LAYERS, size):
        xml = config(names, layers=LAYERS)
        shown = {
            tag.get("name"): {label.get("value") for label in tag.iter("Label")}
            for tag in tags(xml, "Labels")
        }
        for name in names:
            layer = LAYERS[name]
            assert shown[name] == {*layer.labels, *layer.anchors.values()}
            controls = {tag.get("name") for tag in [*tags(xml, "Choices"), *tags(xml, "TextArea")]}
            assert {f"{name}_{one.name}" for one in layer.attributes} <= controls


@pytest.mark.parametrize("names", [[*LAYERS], ["events"], ["claims", "quotes"]])
def test_hotkeys_are_unique(names: list[str]) -> None:
    keys = [tag.get("hotkey") for tag in tags(config(names, layers=LAYERS), "Label")]
    given = [key for key in keys if key]
    assert len(given) == len(set(given)) >= min(len(keys), 20)


def test_colours_and_hotkeys_are_those_of_the_schema() -> None:
    labels = {tag.get("value"): tag for tag in tags(config(["quotes"]), "Label")}
    assert (labels["CUE"].get("background"), labels["CUE"].get("hotkey")) == ("#ef6c00", "c")
    assert (labels["DIRECT"].get("background"), labels["DIRECT"].get("hotkey")) == ("#1565c0", "1")


def test_results_of_the_layers_need_no_control_that_the_config_lacks() -> None:
    xml = config(NAMES)
    controls = {tag.get("name") for tag in ElementTree.fromstring(xml).iter()}
    labels = {tag.get("value") for tag in tags(xml, "Relation")}
    for result in to_results(annotations()):
        if result["type"] == "relation":
            assert set(result["labels"]) <= labels
        else:
            assert result["from_name"] in controls


def test_several_arrows_between_two_regions_are_allowed() -> None:
    assert tags(config(NAMES), "Relations")[0].get("choice") == "multiple"


def test_context_has_no_boxes_and_no_keys_and_can_be_pointed_at() -> None:
    xml = config(["quotes"], context=["entities"])
    names = {tag.get("name") for tag in ElementTree.fromstring(xml).iter()}
    assert "entities" in names
    assert "entities_level" not in names
    assert "quotes_speaker" not in names, "an arrow does it"
    keys = [tag.get("hotkey") for tag in tags(xml, "Labels")[1]]
    assert tags(xml, "Labels")[1].get("name") == "entities"
    assert keys == [None] * len(keys)


def test_a_reference_to_a_layer_that_is_not_shown_has_a_box() -> None:
    assert "quotes_speaker" in config(["quotes"])


def test_numbers_are_lines_of_text() -> None:
    assert tags(config(NAMES), "Number") == []


def test_label_studio_reads_it() -> None:
    interface = pytest.importorskip(
        "label_studio_sdk.label_interface", reason="pip install 'dateline[studio]'"
    )
    read = interface.LabelInterface(config([*LAYERS], layers=LAYERS))
    read.validate()
    prediction = {"result": [r for r in to_results(annotations()) if r["type"] != "relation"]}
    assert read.validate_prediction(prediction)


def test_config_names_an_unknown_layer() -> None:
    with pytest.raises(Usage, match="no layer 'claims'"):
        config(["claims"])
    with pytest.raises(Usage, match="needs a layer"):
        config([])


def test_forms_refuse_an_anchor_that_is_called_like_a_label(tmp_path: Path) -> None:
    claims = Path(__file__).parent / "layers/claims.schema.json"
    broken = claims.read_text("utf-8").replace('"EVIDENCE"', '"FACT"')
    (tmp_path / "claims.schema.json").write_text(broken, "utf-8")
    with pytest.raises(Stop, match="'FACT' of 'evidence'"):
        forms({"claims": read_layer(tmp_path / "claims.schema.json")})


def test_forms_refuse_controls_of_one_name() -> None:
    times = LAYERS["times"]
    other = dataclasses.replace(times, name="times_value")
    with pytest.raises(Stop, match="times_value"):
        forms({"times": times, "times_value": other})


def test_the_compose_file_runs_the_same_version_as_silently() -> None:
    text = (Path(__file__).parents[2] / "docs/compose.yaml").read_text("utf-8")
    assert f"image: heartexlabs/label-studio:{VERSION}\n" in text
    for name, value in SILENT.items():
        assert f'{name}: "{value}"' in text
