"""The seed article with all its annotations, in Dateline's layers; its text stays where it is."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dateline
from dateline.layers import shipped

from .documents import without_faults

FOLDER = Path(__file__).parents[3] / "shared/data/seed"
Item = dict[str, Any]


def read_seed() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The article and an annotation of each layer, all valid."""
    seed = json.loads((FOLDER / "seed_gold.json").read_text("utf-8"))
    article = dict(dateline.article(seed["text"], id="seed", language="en"))
    article["blocks"] = [
        {"type": block["type"].upper(), "start": block["begin"], "end": block["end"]}
        for block in seed["blocks"]
    ]
    makers = {
        "entities": _entities, "quotes": _quotes, "figures": _figures, "times": _times,
        "events": _events,
    }  # fmt: skip
    annotations = [
        {
            "article": "seed", "text_sha256": article["text_sha256"], "layer": layer,
            "annotator": {"id": "seed@1", "kind": "MODEL"}, "items": list(make(seed)),
        }
        for layer, make in makers.items()
    ]  # fmt: skip
    annotations[0]["clusters"] = list(_clusters(seed))
    return article, without_faults(article, annotations)


def _span(spans: list[Mapping[str, Any]]) -> Item:
    first, last = spans[0], spans[-1]
    return {"start": first["begin"], "end": last["end"], "text": first["text"]}


def _label(layer: str, given: str) -> str:
    names = {"WEAPON": "PRODUCT"}
    label = names.get(given, given)
    return label if label in shipped()[layer].labels else "OTHER"


def _entities(seed: Mapping[str, Any]) -> Iterator[Item]:
    for one in seed["entity_mentions"]:
        label, level = _label("entities", one["type"]), one["mention_level"]
        place = _span(one["spans"])
        yield {"id": one["id"], "type": label, **place, "level": level, "entity": one["entity"]}


def _clusters(seed: Mapping[str, Any]) -> Iterator[Item]:
    for one in seed["entities"]:
        link = (one.get("link") or {}).get("id")
        yield {"id": one["id"], "name": one["name"], **({"link": link} if link else {})}


def _mention(seed: Mapping[str, Any], entity: str | None, near: int) -> str | None:
    """The mention of `entity` that is nearest to `near`."""
    found = [one for one in seed["entity_mentions"] if one["entity"] == entity]
    found.sort(key=lambda one: abs(one["spans"][0]["begin"] - near))
    return found[0]["id"] if found else None


def _quotes(seed: Mapping[str, Any]) -> Iterator[Item]:
    for one in seed["quotes"]:
        anchors = {name: _span(one[name]["spans"]) for name in ("cue", "source") if one.get(name)}
        made = {"id": one["id"], "type": one["type"], **_span(one["content"]["spans"]), **anchors}
        near = anchors.get("source", made)["start"]
        yield {
            **made,
            "medium": one.get("medium"),
            "speaker": _mention(seed, one.get("speaker"), near),
        }


def _figures(seed: Mapping[str, Any]) -> Iterator[Item]:
    for one in seed["figures"]:
        measured = one.get("measured") or {}
        made = {
            "id": one["id"], "type": one["kind"], **_span(one["spans"]), "value": one["value"],
            "modifier": one["modifier"], "unit": (one["unit"] or {}).get("code"),
            "per": (one["per"] or {}).get("unit"),
        }  # fmt: skip
        if one.get("number"):
            made["number"] = _span([one["number"]])
        if measured.get("spans"):
            made["measured"] = _span(measured["spans"])
        yield {**made, "of": _mention(seed, measured.get("entity"), made["start"])}


def _times(seed: Mapping[str, Any]) -> Iterator[Item]:
    for one in seed["timexes"]:
        value = one.get("value")
        yield {"id": one["id"], "type": one["type"], **_span(one["spans"]), "value": value}


def _events(seed: Mapping[str, Any]) -> Iterator[Item]:
    for one in seed["event_mentions"]:
        arguments = [dict(argument) for argument in one["arguments"]]
        arguments += [{"role": "PLACE", "target": place} for place in one["place"]]
        arguments += [{"role": "TIME", "target": one["time"]}] if one["time"] else []
        yield {
            "id": one["id"], "type": _label("events", one["type"]),
            **_span(one["trigger"]["spans"]), "realis": one["realis"],
            "polarity": one["polarity"], "tense": one["tense"], "event": one["event"],
            "arguments": arguments,
        }  # fmt: skip
