"""Articles of The Harbour, and three people who read them otherwise than its desk."""

import functools
import json
from pathlib import Path
from typing import Any

import dateline

ROOT = Path(__file__).parents[2]
SITE = ROOT / "corpus/harbour/site"
NAMES = ("entities", "quotes")
Line = dict[str, Any]


@functools.cache
def desk() -> dict[tuple[str, str], Line]:
    """The desk's annotations, by article and layer."""
    path = ROOT / "annotations/judgements/desk.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {(line["article"], line["layer"]): line for line in lines}


def harbour(count: int) -> list[Line]:
    """The first articles that the desk annotated, cleaned from their pages."""
    wanted = {article for article, _ in desk()}
    found: list[Line] = []
    for line in (ROOT / "corpus/harbour/truth.jsonl").read_text("utf-8").splitlines():
        url = json.loads(line)["url"]
        path = url.partition("harbour.example/")[2].rstrip("/")
        pages = (SITE / path, SITE / f"{path}.html", SITE / path / "index.html")
        page = next((page for page in pages if path and page.is_file()), None)
        if page and len(found) < count:
            article = dateline.clean(page.read_bytes(), url=url)
            found += [article] if article["id"] in wanted else []
    return found


def judgements(articles: list[Line]) -> list[Line]:
    """What anna, boris and cleo say of entities and quotes, each with ids of their own."""
    return [
        _rename(_edit({**desk()[article["id"], layer]}, who), who)
        for article in articles
        for layer in NAMES
        for who in ("anna", "boris", "cleo")
    ]


def _edit(line: Line, who: str) -> Line:
    """anna is the desk; boris cuts every third item short, cleo leaves every fourth one out and
    gives every fifth another type or medium."""
    items = [{**item} for item in line["items"]]
    for at, item in enumerate(items):
        words = item["text"].split()
        if who == "boris" and at % 3 == 1 and len(words) > 2 and "fragments" not in item:
            item["text"] = item["text"].removeprefix(words[0]).lstrip()
            item["start"] = item["end"] - len(item["text"])
        if who == "cleo" and at % 5 == 2:
            item |= {"type": "ORG"} if line["layer"] == "entities" else {"medium": "WRITING"}
    if who == "cleo":
        items = [item for at, item in enumerate(items) if at % 4 != 3 or line["layer"] != "quotes"]
    return {**line, "items": items}


def _rename(line: Line, who: str) -> Line:
    """Ids of the annotator's own, in references, too; clusters are left out."""
    items = []
    for item in line["items"]:
        made = {key: value for key, value in item.items() if key != "entity"}
        made["id"] = f"{who[0]}{item['id']}"
        if made.get("speaker"):
            made["speaker"] = f"{who[0]}{item['speaker']}"
        items.append(made)
    return {
        **line, "items": items, "clusters": [] if line["layer"] == "entities" else None,
        "annotator": {"id": who, "kind": "HUMAN"}, "created": f"2026-03-0{len(who)}T08:00:00Z",
    }  # fmt: skip
