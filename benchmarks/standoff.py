"""Stand-off: how many items come back after edits, and how much of the text an attacker reads.

usage: python benchmarks/standoff.py ../shared/data

An item that an edit touched is counted by its place alone: it is right where its first and last
word, edited or not, are. How many such there are is printed beside the rest.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from edits import KINDS, Edited, apply

from dateline.checks import validate
from dateline.clean import article as make_article
from dateline.convert.gum import read_gum
from dateline.convert.polnear import read_polnear
from dateline.layers import Layer, shipped
from dateline.project import ReleaseSettings
from dateline.publish.rehydrate import rehydrate
from dateline.publish.standoff import standoff, standoff_config
from dateline.publish.tables import Published

Document = tuple[dict[str, Any], dict[str, Any]]  # article, gold by layer
BITS = (1, 2, 3, 4)
DEFAULT = ReleaseSettings().standoff_bits
DRAWS = {"gum": range(1, 13), "polnear": range(101, 105)}  # of all ten edits at once


def documents(data: Path) -> Iterator[Document]:
    """GUM's news and interviews, and the seed article, with their annotations."""
    for found in read_gum(data / "gum_news", make_article):
        yield found.article, _valid(found.article, found.annotations)
    seed = json.loads((data / "seed/seed_gold.json").read_text("utf-8"))
    article = make_article(seed["text"], id="seed", language="en")
    lines = [_line(article, layer, items) for layer, items in _seed_layers(seed).items()]
    yield article, _valid(article, lines)


def held_out(data: Path) -> Iterator[Document]:
    """40 articles of PolNeAR with their quotes, on which nothing was chosen."""
    for found in itertools.islice(read_polnear(data / "polnear/dev", make_article), 40):
        yield found.article, _valid(found.article, found.annotations)


def _line(article: Mapping[str, Any], layer: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    for item in items:
        item["text"] = article["text"][item["start"] : item["end"]]
    who = {"id": "seed", "kind": "HUMAN"}
    return {"article": article["id"], "text_sha256": article["text_sha256"], "layer": layer,
            "annotator": who, "items": items}  # fmt: skip


def _valid(article: Mapping[str, Any], lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The lines by layer without the items that a project would reject."""
    for line in lines:
        found = validate(line, article)
        wrong = {int(p.pointer.split("/")[2]) for p in found if p.pointer.startswith("/items/")}
        line["items"] = [item for at, item in enumerate(line["items"]) if at not in wrong]
    return {line["layer"]: line for line in lines}


def _seed_layers(seed: Mapping[str, Any]) -> dict[str, Any]:
    """The seed's spans in our layers, without attributes: only places are measured here."""
    parts = {
        "entities": [(m["type"], m["spans"][0]) for m in seed["entity_mentions"]],
        "quotes": [(q["type"], _hull(q["content"]["spans"])) for q in seed["quotes"]],
        "figures": [(f["kind"], f["spans"][0]) for f in seed["figures"]],
        "times": [(t["type"], t["spans"][0]) for t in seed["timexes"]],
        "events": [("OTHER", v["trigger"]["spans"][0]) for v in seed["event_mentions"]],
    }
    return {layer: _items(layer, found) for layer, found in parts.items()}


def _hull(spans: list[dict[str, Any]]) -> dict[str, Any]:
    return {"begin": spans[0]["begin"], "end": spans[-1]["end"]}


def _items(layer: str, found: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [
        {"id": f"{layer[0]}{n}", "type": label, "start": span["begin"], "end": span["end"]}
        for n, (label, span) in enumerate(found)
    ]


def rehydration(
    docs: list[Document], bits: int, kinds: tuple[str, ...], draw: int = 0
) -> Counter[str]:
    """Items right, wrong and lost after edits of `kinds`, and those whose place was edited away.

    `untouched` and `untouched right` count those in which nothing was edited.
    """
    layers = {name: layer for name, layer in shipped().items() if name in docs[-1][1]}
    config = standoff_config(layers, bits=bits, urls=False)
    result: Counter[str] = Counter()
    for number, (article, gold) in enumerate(docs):
        rng = random.Random(f"{draw} {number} {kinds}")
        row = standoff(
            Published(article, "train", gold), layers, config.schema, bits=bits, urls=False
        )
        edits = [edit for kind in kinds for edit in KINDS[kind](article["text"], rng)]
        edited = apply(article["text"], edits)
        blocks = make_article(edited.text, id="x", language="en")["blocks"]
        result += _compare(row, gold, edited, blocks, layers)
    return result


def _compare(
    row: Mapping[str, Any],
    gold: Mapping[str, Any],
    edited: Edited,
    blocks: list[dict[str, Any]],
    layers: Mapping[str, Layer],
) -> Counter[str]:
    result: Counter[str] = Counter()
    done = rehydrate(row, edited.text, layers, blocks)
    for layer, annotation in gold.items():
        found = {item["id"]: item for item in done.annotations[layer]["items"]}
        for bare, item in zip(row[layer], annotation["items"], strict=True):
            start, end = edited.start(item["start"]), edited.end(item["end"])
            there = start is not None and end is not None and start < end
            verdict = _verdict(found.get(bare["id"]), (start, end), there)
            result[verdict] += 1
            if not _touched(item, edited):
                result.update({"untouched": 1, "untouched right": int(verdict == "right")})
    return result


def _touched(item: Mapping[str, Any], edited: Edited) -> bool:
    return any(e.start < item["end"] and item["start"] < e.end for e in edited.edits) or any(
        item["start"] < e.start == e.end < item["end"] for e in edited.edits
    )


def _verdict(item: Mapping[str, Any] | None, truth: tuple[Any, Any], there: bool) -> str:
    if item is None:
        return "lost" if there else "gone"
    return "right" if there and (item["start"], item["end"]) == truth else "wrong"


def main(data: Path) -> None:
    gum, polnear = list(documents(data)), list(held_out(data))
    print("| edits | GUM and seed | PolNeAR |\n|---|---|---|")
    for kind in KINDS:
        cells = [_cell(rehydration(docs, DEFAULT, (kind,))) for docs in (gum, polnear)]
        print(f"| {kind} | {cells[0]} | {cells[1]} |", flush=True)
    print("\n| bits | GUM and seed, all ten | PolNeAR, all ten |\n|---|---|---|")
    for bits in BITS:
        cells = [_all_ten(docs, bits, DRAWS[n]) for n, docs in (("gum", gum), ("polnear", polnear))]
        print(f"| {bits} | {cells[0]} | {cells[1]} |", flush=True)


def _all_ten(docs: list[Document], bits: int, draws: range) -> str:
    found = sum((rehydration(docs, bits, tuple(KINDS), draw) for draw in draws), Counter())
    untouched = found["untouched right"] / found["untouched"]
    count = found["right"] + found["wrong"] + found["lost"]
    return f"{_cell(found)} of {count:,}; untouched {untouched:.2%} of {found['untouched']:,}"


def _cell(found: Counter[str]) -> str:
    there = found["right"] + found["wrong"] + found["lost"]
    return f"{found['right'] / there:.2%}, {found['wrong']} wrong"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
