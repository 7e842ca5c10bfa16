"""A small project whose release is built by the pipeline: twelve articles, written here."""

from pathlib import Path
from typing import Any

import orjson

from dateline import pipeline
from dateline import schema as schemas
from dateline.clean import article as make_article
from dateline.project import CorpusSettings, Project, read_project
from dateline.publish.datasheet import UNANSWERED, blank
from dateline.schema.arrow import to_table
from dateline.shards import write_table

NAMES = "Ada Quell, Bo Tarn, Cy Wick, Di Moss, Ed Farr, Fay Lund, Gus Hale, Ida Rook, Jo Pell, "
NAMES += "Kit Vane, Lou Marsh, May Thorn"
TOWNS = "Port Ellery, Saltmarsh, Wexmoor, Dunholt, Carrow, Overy, Pellan, Skerrow, Aldwick, "
TOWNS += "Brayford, Tolland, Vessen"
THINGS = "ferries, bridges, schools, clinics, trams, piers, mills, farms, barges, libraries, "
THINGS += "wells, kilns"
VERBS = "opened, closed, mended, counted, painted, sold, measured, visited, moved, guarded, "
VERBS += "flooded, praised"
ANNOTATED = range(0, 12, 2)
RESERVED, UNLICENSED = (9,), (4, 10)  # 10 is annotated and goes out without its words


def text(number: int) -> str:
    """Three paragraphs that share hardly a word with another number's."""
    pick = [words.split(", ") for words in (NAMES, TOWNS, THINGS, VERBS)]
    name, town, thing, verb = (words[number % 12] for words in pick)
    other = [words[(number * 5 + 3) % 12] for words in pick]
    return (
        f"{town} {verb} its {thing} early\n\n"
        f"{name} of {town} {verb} {number + 12} {thing} on Monday. “We {verb} the {thing} because "
        f"nobody in {town} asked us to wait {number} more years,” {name} said 😀.\n\n"
        f"{other[0]}, who {other[3]} the {other[2]} of {other[1]}, left before {town} was done; "
        f"{thing} number {number * 7} stayed {verb} until {name.split()[1]} came back."
    )


def line(article: dict[str, Any], layer: str, spans: list[dict[str, Any]]) -> dict[str, Any]:
    """A judgement whose items are `spans`: each is found by its `text`."""
    items = []
    for number, span in enumerate(spans):
        start = article["text"].index(span["text"])
        place = {"start": start, "end": start + len(span["text"])}
        items.append({"id": f"{layer[0]}{number}", **place, **span})
    items.sort(key=lambda item: (item["start"], item["end"]))
    return {
        "article": article["id"], "text_sha256": article["text_sha256"], "layer": layer,
        "annotator": {"id": "ann", "kind": "HUMAN"}, "guideline": f"{layer}@1", "items": items,
        "created": "2026-11-01T00:00:00Z",
    }  # fmt: skip


def annotations(article: dict[str, Any], number: int) -> list[dict[str, Any]]:
    """Entities with a cluster, nested and pronoun mentions, and a quote with its speaker."""
    name = NAMES.split(", ")[number]
    town = TOWNS.split(", ")[number]
    entities = line(article, "entities", [
        {"text": name, "type": "PERSON", "level": "NAM", "entity": "c1"},
        {"text": f"{name} of {town}", "type": "PERSON", "level": "NOM", "entity": "c1"},
        {"text": town, "type": "GPE", "level": "NAM", "entity": "c2"},
    ])  # fmt: skip
    entities["clusters"] = [{"id": "c1", "name": name}, {"id": "c2", "name": f"Town of {town}"}]
    quoted = article["text"].split("“")[1].split("”")[0]
    speaker = next(item["id"] for item in entities["items"] if item["text"] == name)
    quotes = line(article, "quotes", [
        {"text": f"“{quoted}”", "type": "DIRECT", "speaker": speaker},
    ])  # fmt: skip
    figures = line(article, "figures", [
        {"text": f"{number + 12} {THINGS.split(', ')[number]}", "type": "COUNT",
         "value": str(number + 12), "unit": THINGS.split(", ")[number]},
    ])  # fmt: skip
    return [entities, quotes, figures]


def make_articles() -> list[dict[str, Any]]:
    """The twelve articles, in the order of their numbers."""
    found = []
    for number in range(12):
        signals = [{"name": "tdm-reservation", "value": "1", "place": "meta", "reserves": True}]
        rights = {
            "licence": None if number in UNLICENSED else "CC-BY-4.0",
            "text_may_be_published": number not in (*RESERVED, *UNLICENSED),
            "signals": signals if number in RESERVED else [],
        }
        made = make_article(
            text(number), f"{number * 7919 % 65536:016x}", "en",
            title=text(number).partition("\n")[0], source="test",
            published=f"2026-03-{number + 1:02}T06:00:00Z", url=f"http://x.example/{number}",
        )  # fmt: skip
        found.append({**made, "rights": rights})
    return found


def write_project(root: Path, settings: str = "") -> Project:
    """The project in the folder `root`, with articles and judgements."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "dateline.toml").write_text(
        f'[corpus]\nname = "boats"\ntitle = "Boats"\n[splits]\ntrain = 0.4\nvalidation = 0.3\n'
        f"test = 0.3\n{settings}"
    )
    sheet = blank(CorpusSettings(name="boats")).replace(UNANSWERED, "An answer.")
    number = "Of <!-- n:articles -->?<!-- /n --> articles"
    (root / "DATASHEET.md").write_text(sheet.replace("An answer", number, 1))
    project = read_project(root)
    project.judgements.mkdir(parents=True, exist_ok=True)
    articles = make_articles()
    write_table(to_table(articles, schemas.load("article")), project.articles / "a.arrow")
    lines = [found for n in ANNOTATED for found in annotations(articles[n], n)]
    data = b"".join(orjson.dumps(found) + b"\n" for found in lines)
    (project.judgements / "ann.jsonl").write_bytes(data)
    return project


def publish(project: Project) -> dict[str, int]:
    """Build gold and the release; the release's counts."""
    return pipeline.run(project, ("gold", "release"))["release"]
