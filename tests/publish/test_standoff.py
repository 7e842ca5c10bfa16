"""Stand-off rows hold no words of the text, and come back."""

import random
import re
from pathlib import Path
from typing import Any

import pytest
from boats import annotations, make_articles

from dateline.layers import Layer, read_layer, shipped
from dateline.publish.hashed import from_digits, hashed, to_digits
from dateline.publish.rehydrate import rehydrate
from dateline.publish.standoff import standoff, standoff_config
from dateline.publish.tables import Published
from dateline.schema.validator import Validator

LAYERS = {name: shipped()[name] for name in ("entities", "quotes", "figures")}
ARTICLE = make_articles()[4]
GOLD = {found["layer"]: found for found in annotations(ARTICLE, 4)}
CONFIG = standoff_config(LAYERS, bits=2, urls=False)


def row(gold: dict[str, Any] = GOLD, layers: dict[str, Layer] = LAYERS) -> dict[str, Any]:
    config = standoff_config(layers, bits=2, urls=False)
    published = Published(ARTICLE, "train", gold)
    return standoff(published, layers, config.schema, bits=2, urls=False)


def strings(value: Any) -> list[str]:
    """Every string of a row but the labels of enums and the row's own fields."""
    if isinstance(value, str):
        return [value]
    children = value.values() if isinstance(value, dict) else value
    return (
        [s for child in children for s in strings(child)] if isinstance(value, dict | list) else []
    )


def test_standoff_has_no_word_of_the_text() -> None:
    words = {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", ARTICLE["text"])}
    made = row()
    labels = {"PARAGRAPH", "START", "END", "PERSON", "GPE", "NAM", "NOM", "DIRECT", "COUNT"}
    found = {s for s in strings(made) if s not in labels}
    spoken = {w for s in found for w in re.findall(r"[^\W\d_]{2,}", s) if w.casefold() in words}
    assert not spoken
    assert made["entities"] and made["quotes"] and made["figures"]


def test_standoff_fits_its_schema() -> None:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items() if v is not None}
        return [plain(v) for v in value] if isinstance(value, list) else value

    assert Validator(CONFIG.schema).misfits(plain(row())) == []


def test_standoff_names_that_stand_in_the_text_become_offsets() -> None:
    names = [cluster["name"] for cluster in row()["entities_clusters"]]
    start = ARTICLE["text"].index("Ed Farr")
    assert names == [f"@{start}:{start + 7}", None]
    assert row()["figures"][0]["unit"].startswith("@")  # a unit that is a word of the text


def test_standoff_ids_that_are_words_are_numbered() -> None:
    entities = {**GOLD["entities"], "items": [dict(i) for i in GOLD["entities"]["items"]]}
    entities["items"][0]["id"] = ARTICLE["text"].split()[0]
    made = row({"entities": entities})
    assert made["entities"][0]["id"] == "n1"


def test_rehydrate_the_same_text_gives_everything_back() -> None:
    done = rehydrate(row(), ARTICLE["text"], LAYERS, ARTICLE["blocks"])
    for name, found in done.annotations.items():
        for item, gold in zip(found["items"], GOLD[name]["items"], strict=True):
            assert {k: v for k, v in item.items() if v is not None} == gold
    assert done.exact.total() == sum(len(found["items"]) for found in GOLD.values())
    assert not (done.moved + done.changed + done.lost)


def test_rehydrate_follows_edits_and_loses_what_is_gone() -> None:
    text = ARTICLE["text"].replace("“", '"').replace("”", '"').replace("Farr", "Fahr")
    done = rehydrate(row(), f"A new line that was not there before.\n\n{text}", LAYERS, [])
    assert done.changed["entities"] == 2
    assert done.moved["entities"] + done.moved["figures"] >= 1
    for found in done.annotations.values():
        assert all(len(item["text"]) == item["end"] - item["start"] for item in found["items"])


def test_rehydrate_another_text_loses_all() -> None:
    other = " ".join(random.Random(1).choices(make_articles()[3]["text"].split(), k=80))
    done = rehydrate(row(), other, LAYERS, [])
    assert done.lost.total() == sum(len(found["items"]) for found in GOLD.values())


def test_rehydrate_drops_references_to_what_is_lost() -> None:
    text = ARTICLE["text"].replace(
        "Ed Farr of Carrow", "Somebody else altogether from nowhere at all"
    )
    done = rehydrate(row(), text, LAYERS, ARTICLE["blocks"])
    ids = {item["id"] for item in done.annotations["entities"]["items"]}
    assert done.lost["entities"] >= 1
    assert all(
        q["speaker"] in ids or q["speaker"] is None for q in done.annotations["quotes"]["items"]
    )


def test_standoff_takes_a_layer_it_has_never_seen(tmp_path: Path) -> None:
    path = tmp_path / "claims.schema.json"
    path.write_text(
        '{"title": "claims", "description": "d", "type": "object", "properties": {'
        '"id": {"$ref": "span.schema.json#/$defs/id"},'
        '"type": {"type": "string", "enum": ["CLAIM"], "x-label": true},'
        '"start": {"$ref": "span.schema.json#/properties/start"},'
        '"end": {"$ref": "span.schema.json#/properties/end"},'
        '"text": {"$ref": "span.schema.json#/properties/text"},'
        '"note": {"type": ["string", "null"]}},'
        '"required": ["id", "type", "start", "end", "text"], "additionalProperties": false}'
    )
    layers = {"claims": read_layer(path)}
    spans = GOLD["entities"]["items"][:1]
    item = {"id": "k1", "type": "CLAIM", **{k: spans[0][k] for k in ("start", "end", "text")}}
    gold = {
        "claims": {
            "items": [{**item, "note": "says Carrow often"}, {**item, "id": "k2", "note": "ok"}]
        }
    }
    made = row(gold, layers)
    assert [claim["note"] for claim in made["claims"]] == [None, "ok"]
    done = rehydrate(made, ARTICLE["text"], layers, ARTICLE["blocks"])
    assert [claim["text"] for claim in done.annotations["claims"]["items"]] == [item["text"]] * 2


@pytest.mark.parametrize("bits", [1, 2, 3, 4])
def test_to_digits_round_trip(bits: int) -> None:
    codes = hashed(ARTICLE["text"], "k", bits).codes
    assert from_digits(to_digits(codes)).tolist() == codes.tolist()
    assert codes.max() < 2**bits


def test_hashed_ignores_case_kinds_of_marks_and_white_space() -> None:
    first, second = "“Boats” – Ed’s…  ran", '"BOATS" -- ed\'s\u00a0... ran'
    assert hashed(first, "k", 8).codes.tolist() == hashed(second, "k", 8).codes.tolist()


def test_hashed_depends_on_the_key() -> None:
    assert (
        hashed(ARTICLE["text"], "a", 4).codes.tolist()
        != hashed(ARTICLE["text"], "b", 4).codes.tolist()
    )
