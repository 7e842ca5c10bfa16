"""The scorer against a brute-force matcher, and its speed against a bare set comparison.

python benchmarks/evaluate.py match --documents 100000
python benchmarks/evaluate.py speed --articles 10000
"""

from __future__ import annotations

import argparse
import functools
import random
import time
from collections.abc import Callable, Sequence
from itertools import permutations
from typing import Any

from dateline.evaluate import evaluate
from dateline.layers import shipped
from dateline.scoring.alignment import align
from dateline.scoring.columns import Columns
from dateline.scoring.matching import PARTIAL

Line = dict[str, Any]
LABELS = shipped()["entities"].labels


def line(article: int, items: Sequence[dict[str, Any]]) -> Line:
    who = {"id": "x", "kind": "HUMAN"}
    return {"article": f"a{article}", "text_sha256": "0" * 64, "layer": "entities",
            "annotator": who, "items": items}  # fmt: skip


def small(draw: random.Random) -> list[dict[str, Any]]:
    """Up to four spans in a text of 16 characters: nested, crossing, repeated, with gaps."""
    items = []
    for number in range(draw.randrange(5)):
        start = draw.randrange(10)
        end = start + 1 + draw.randrange(6)
        item = {"id": str(number), "type": draw.choice(LABELS[:2]), "start": start, "end": end}
        if end - start > 3 and draw.random() < 0.2:
            cut = start + 1 + draw.randrange(end - start - 2)
            item["fragments"] = [{"start": start, "end": cut}, {"start": cut + 1, "end": end}]
        items.append(item)
    return items


def cells(item: dict[str, Any]) -> frozenset[int]:
    pieces = item.get("fragments") or [item]
    return frozenset(at for piece in pieces for at in range(piece["start"], piece["end"]))


def share(a: dict[str, Any], b: dict[str, Any]) -> float:
    x, y = cells(a), cells(b)
    return len(x & y) / len(x | y)


def same(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return bool(a["type"] == b["type"])


Worth = Callable[[dict[str, Any], dict[str, Any]], float]
WORTHS: dict[tuple[str, ...], Worth] = {
    ("spans", "strict"): lambda a, b: share(a, b) == 1 and same(a, b),
    ("spans", "exact"): lambda a, b: share(a, b) == 1,
    ("spans", "partial"): lambda a, b: 1 if share(a, b) == 1 else 0.5 * (share(a, b) > 0),
    ("spans", "type"): lambda a, b: share(a, b) > 0 and same(a, b),
    ("overlap", "0.3", "spans"): lambda a, b: share(a, b) >= 0.3,
    ("overlap", "0.8", "labelled"): lambda a, b: share(a, b) >= 0.8 and same(a, b),
}


def brute_force(left: Sequence[Any], right: Sequence[Any], worth: Worth) -> float:
    """The largest sum over every one-to-one matching of the smaller side into the larger."""
    small_side, large_side = sorted((left, right), key=len)
    table = [[worth(a, b) for b in large_side] for a in small_side]
    size = len(small_side)
    return max(
        sum(table[row][column] for row, column in enumerate(columns))
        for columns in permutations(range(len(large_side)), size)
    )


def match(documents: int, seed: int) -> None:
    """Count the batches of documents where a scheme's best sum is not that of brute force.

    No matching is better than the best, so that where the sums of a batch are equal all of its
    documents are.
    """
    draw = random.Random(seed)
    wrong = done = 0
    began = time.perf_counter()
    while done < documents:
        size = min(1000, documents - done)
        sides = [[small(draw) for _ in range(size)] for _ in range(2)]
        lines = [[line(at, items) for at, items in enumerate(side)] for side in sides]
        result = evaluate(*lines, "entities", samples=0)
        for path, worth in WORTHS.items():
            found: Any = result
            for key in path:
                found = found[key]
            expected = sum(brute_force(a, b, worth) for a, b in zip(*sides, strict=True))
            if found["matched"] != expected:
                wrong += 1
                print(f"wrong: {'/'.join(path)} in documents {done} to {done + size}")
        done += size
    seconds = time.perf_counter() - began
    print(f"{documents} documents, {len(WORTHS)} schemes each: {wrong} wrong ({seconds:.0f} s)")


def corpus(articles: int, seed: int, *, full: bool = False) -> tuple[list[Line], list[Line]]:
    """Articles of 44 spans in the mean, one in seven of them nested, and a system's version.

    `full`: with level and cluster, of 15 clusters an article.
    """
    draw = random.Random(seed)
    gold, found = [], []
    for article in range(articles):
        items, at = [], 0
        for number in range(38):
            start = at + draw.randrange(30, 90)
            at = start + draw.randrange(3, 25)
            kind = draw.choice(LABELS)
            items.append({"id": f"e{number}", "type": kind, "start": start, "end": at, "text": ""})
            if draw.random() < 0.16:
                inner = {"id": f"n{number}", "type": draw.choice(LABELS), "start": start,
                         "end": start + 2, "text": ""}  # fmt: skip
                items.append(inner)
        if full:
            for item in items:
                item |= {"level": "NAM", "entity": f"c{draw.randrange(15)}"}
        gold.append(line(article, items))
        found.append(line(article, [changed for i in items if (changed := noisy(i, draw))]))
    return gold, found


def noisy(item: dict[str, Any], draw: random.Random) -> dict[str, Any] | None:
    lot = draw.random()
    if lot < 0.06:
        return None
    if lot < 0.10:
        return {**item, "end": item["end"] + 2}
    if "entity" in item and draw.random() < 0.1:
        item = {**item, "entity": f"c{draw.randrange(15)}"}
    return {**item, "type": draw.choice(LABELS)} if lot < 0.14 else dict(item)


def bare(gold: Sequence[Line], found: Sequence[Line]) -> tuple[int, int, int]:
    """Strict counts as anybody would write them down."""
    sides = [
        {(a["article"], i["start"], i["end"], i["type"]) for a in lines for i in a["items"]}
        for lines in (gold, found)
    ]
    return len(sides[0] & sides[1]), len(sides[0]), len(sides[1])


def strict(gold: Sequence[Line], found: Sequence[Line]) -> int:
    """The same count over exact matching of all spans."""
    labels = {name: at for at, name in enumerate(LABELS)}
    sides = [
        side.spans(side.codes("type", labels))
        for side in (Columns((a["items"] for a in lines), ["type"]) for lines in (gold, found))
    ]
    pairs = align(*sides).pairs(PARTIAL)
    equal = (pairs.common == pairs.union) & (
        sides[0].label[pairs.left] == sides[1].label[pairs.right]
    )
    return int(equal.sum())


def speed(articles: int, seed: int) -> None:
    """CPU seconds of the bare comparison, of the strict scheme, and of everything."""
    gold, found = corpus(articles, seed)
    total = sum(len(a["items"]) for a in gold)
    print(f"{articles} articles, {total} gold spans")
    counts = bare(gold, found)
    base = best_of(lambda: bare(gold, found))
    one = best_of(lambda: strict(gold, found))
    assert strict(gold, found) == counts[0]
    rows = [("bare set comparison, strict counts", base), ("optimal matching, strict scheme", one)]
    for full in (False, True):
        sides = corpus(articles, seed, full=True) if full else (gold, found)
        what = ", with levels and clusters" if full else ""
        for samples in (0, 1000):
            call = functools.partial(evaluate, *sides, "entities", samples=samples)
            seconds = best_of(call)
            rows.append((f"evaluate{what}, {samples} bootstrap samples", seconds))
    for name, seconds in rows:
        print(f"{name:60} {seconds:6.2f} s  {seconds / base:5.1f} times")


def best_of(call: Callable[[], object], times: int = 3) -> float:
    seconds = []
    for _ in range(times):
        began = time.process_time()
        call()
        seconds.append(time.process_time() - began)
    return min(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["match", "speed"])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261124)
    options = parser.parse_args()
    if options.what == "match":
        match(options.documents, options.seed)
    else:
        speed(options.articles, options.seed)


if __name__ == "__main__":
    main()
