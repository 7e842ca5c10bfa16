"""Training and model files: a tagger learns what it is shown, and a wrong file is a clear error."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dateline import schema as schemas
from dateline.clean import article
from dateline.errors import Stop, Usage
from dateline.layers import Layer, find, read_layers
from dateline.predict import load, predict
from dateline.predict.tagger.model import MAGIC, Model, read_model, write_model
from dateline.predict.tagger.training import Annotated, Options, pairs, train

NAMES = ["Orla Finch", "Ada Rook", "Piet Marrow", "Ilse Solvane", "Ana Tolland", "Ida Moss"]
PLACES = ["Quillon", "Elland", "Skerrow", "Aune", "Dunmere", "Ostra"]
OPTIONS = Options(least=1, c1=0.01, iterations=40)


def span(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def people() -> list[Annotated]:
    gold = []
    for at, (name, place) in enumerate(zip(NAMES, PLACES, strict=True)):
        text = f"The boats left {place} at noon. Mayor {name} said so to the fishermen of {place}."
        items = [
            {"id": "e1", "type": "PERSON", **span(text, name)},
            {"id": "e2", "type": "GPE", **span(text, place)},
        ]
        gold.append((article(text, f"p{at}", "en"), items))
    return gold


def speeches() -> list[Annotated]:
    gold = []
    for at, name in enumerate(NAMES):
        said = f"that the boats of {PLACES[at]} were late"
        text = f"{name} said {said}. “We wait for them,” {name} added, “and we hope.” It rained."
        added = text.index("“and we hope.”")
        direct = span(text, "“We wait for them,”")
        direct |= {
            "end": added + 14, "text": text[direct["start"] : added + 14],
            "fragments": [
                {"start": direct["start"], "end": direct["end"]},
                {"start": added, "end": added + 14},
            ],
        }  # fmt: skip
        source = span(text, f"{name} added")
        items = [
            {"id": "q1", "type": "INDIRECT", **span(text, said), "cue": span(text, "said"),
             "source": span(text, name)},
            {"id": "q2", "type": "DIRECT", **direct, "cue": span(text, "added"),
             "source": {**source, "end": source["end"] - 6, "text": name}},
        ]  # fmt: skip
        gold.append((article(text, f"q{at}", "en"), items))
    return gold


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "entities.crf"
    write_model(train(people(), find("entities"), OPTIONS).model, path)
    return path


def test_train_plain_layer_finds_the_same_spans(model: Path) -> None:
    pages = [page for page, _ in people()]
    for (_, gold), found in zip(
        people(), predict(pages, "entities", predictor=str(model)), strict=True
    ):
        wanted = {(item["start"], item["type"]) for item in gold}
        assert wanted <= {(item["start"], item["type"]) for item in found}


def test_train_layer_with_a_cue_finds_pieces_and_anchors(tmp_path: Path) -> None:
    result = train(speeches(), find("quotes"), OPTIONS)
    assert result.model.header.pivot == "cue"
    write_model(result.model, tmp_path / "quotes.crf")
    pages = [page for page, _ in speeches()]
    found = predict(pages, "quotes", predictor=str(tmp_path / "quotes.crf"))
    first, second = found[0]
    assert first["text"].startswith("that the boats") and first["source"]["text"] == NAMES[0]
    assert len(second["fragments"]) == 2 and second["type"] == "DIRECT"


def test_train_counts_what_bio_cannot_hold() -> None:
    text = "Mayor Ida Moss of Quillon slept."
    items = [
        {"id": "e1", "type": "PERSON", **span(text, "Ida Moss of Quillon")},
        {"id": "e2", "type": "GPE", **span(text, "Quillon")},
    ]
    result = train([(article(text, "a", "en"), items), *people()], find("entities"), OPTIONS)
    assert result.lost["overlaps another"] == 1


def test_train_takes_other_predictors_as_features() -> None:
    options = replace(OPTIONS, stack=("figures/grammar", "times/grammar"))
    result = train(people(), find("entities"), options)
    assert result.model.header.stack == ("figures/grammar", "times/grammar")


@pytest.mark.parametrize(
    ("stack", "message"),
    [
        ("figures", "--stack figures: write LAYER/NAME, for instance figures/grammar"),
        ("figures/other", "no predictor 'other' for the layer 'figures'; known: grammar"),
    ],
)
def test_train_with_an_unknown_predictor_says_so(stack: str, message: str) -> None:
    with pytest.raises(Usage, match=message):
        train(people(), find("entities"), replace(OPTIONS, stack=(stack,)))


def test_train_learns_a_layer_it_has_never_seen(tmp_path: Path) -> None:
    layers = claims(tmp_path)
    gold = [
        (page, [{**item, "type": "STRONG"} for item in items if item["id"] == "e1"])
        for page, items in people()
    ]
    path = tmp_path / "claims.crf"
    write_model(train(gold, layers["claims"], OPTIONS).model, path)
    (found,) = predict([gold[0][0]], "claims", predictor=str(path), layers=layers)
    assert [(item["text"], item["type"]) for item in found] == [(NAMES[0], "STRONG")]


def claims(folder: Path) -> dict[str, Layer]:
    schema = json.loads((schemas.folder() / "layers" / "times.schema.json").read_text("utf-8"))
    schema["title"] = "claims"
    schema["properties"]["type"]["enum"] = ["STRONG", "WEAK"]
    (folder / "claims.schema.json").write_text(json.dumps(schema), "utf-8")
    return read_layers(folder)


def test_train_without_items_stops() -> None:
    with pytest.raises(Stop, match="nothing to learn"):
        train([(article("Rain.", "a", "en"), [])], find("entities"))


def test_pairs_prefers_the_adjudicated_and_leaves_out_the_unannotated() -> None:
    page, other = article("Rain.", "a", "en"), article("Snow.", "b", "en")
    lines = [
        {"article": "a", "text_sha256": page["text_sha256"], "layer": "entities",
         "annotator": {"id": name, "kind": kind}, "items": [{"id": name}]}
        for name, kind in (("m", "MODEL"), ("z", "HUMAN"), ("j", "ADJUDICATOR"))
    ]  # fmt: skip
    assert pairs([page, other], lines, find("entities")) == [(page, [{"id": "j"}])]


def test_pairs_of_another_text_stop() -> None:
    page = article("Rain.", "a", "en")
    line = {"article": "a", "text_sha256": "0" * 64, "layer": "entities", "items": [],
            "annotator": {"id": "z", "kind": "HUMAN"}}  # fmt: skip
    with pytest.raises(Stop, match="annotated for the text 000000000000…"):
        pairs([page], [line], find("entities"))


def broken(model: Path, path: Path, change: str) -> Path:
    head, line, rest = model.read_bytes().split(b"\n", 2)
    about = json.loads(line)
    match change:
        case "features":
            about["features"] = 99
        case "schema":
            about["schema_sha256"] = "0" * 64
        case "layer":
            about["layer"] = "times"
        case "key":
            about["run"] = "os.system"
        case "table":
            rest = rest[:-1] + b"?"
        case "magic":
            head = b"\x80\x04"
    path.write_bytes(b"\n".join((head, json.dumps(about).encode(), rest)))
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("features", "features version 99"),
        ("schema", "another schema of entities"),
        ("layer", "for the layer 'times'"),
        ("key", "header cannot be read"),
        ("table", "SHA-256"),
        ("magic", "no model of dateline train"),
    ],
)
def test_read_model_wrong_file_is_a_clear_error(
    model: Path, tmp_path: Path, change: str, message: str
) -> None:
    with pytest.raises(Stop, match=message):
        read_model(broken(model, tmp_path / "x.crf", change), find("entities"))


def test_read_model_missing_file_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="make one with"):
        load("entities", str(tmp_path / "none.crf"))


def test_write_model_reads_back_the_same(model: Path, tmp_path: Path) -> None:
    first = read_model(model, find("entities"))
    write_model(Model(first.header, first.tables), tmp_path / "again.crf")
    assert (tmp_path / "again.crf").read_bytes() == model.read_bytes()
    assert model.read_bytes().startswith(MAGIC)


def test_model_holds_no_words(model: Path) -> None:
    tables = b"".join(read_model(model, find("entities")).tables).lower()
    assert not any(word.encode() in tables for word in ("finch", "quillon", "mayor", "boats"))
