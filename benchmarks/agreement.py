"""Agreement on real annotators, against other libraries, and on a large made-up corpus.

python benchmarks/agreement.py polnear --data ../shared/data/polnear
python benchmarks/agreement.py speed
python benchmarks/agreement.py oracles     # needs krippendorff, nltk, pygamma-agreement

The libraries of `oracles` go into an environment of their own: krippendorff is GPL-3 and
pygamma-agreement pulls 800 MB.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import random
import re
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.annotate.agreement import agreement, gamma, krippendorff_alpha
from dateline.layers import Layer, shipped
from dateline.scoring.matching import Span, fragments, match
from dateline.text import sha256

Line = dict[str, Any]
LABELS = ("Source", "Cue", "Content")
# Strict F1, overlap F1, F1 weighted by Dice, α of tokens: of a first measurement with other code.
KNOWN = {
    "annotator-training": {
        "Source": (0.801, 0.834, 0.822, 0.724),
        "Cue": (0.758, 0.812, 0.792, 0.676),
        "Content": (0.668, 0.823, 0.796, 0.858),
    },
    "dev": {
        "Source": (0.866, 0.947, 0.891, 0.918),
        "Cue": (0.842, 0.912, 0.874, 0.805),
        "Content": (0.791, 0.929, 0.906, 0.931),
    },
}


def attributions() -> Layer:
    """PolNeAR's spans as a layer: what brat calls T lines, without the events on them."""
    return dataclasses.replace(
        shipped()["times"], name="attributions", labels=LABELS, attributes=(), references=()
    )


def read_brat(folder: Path) -> tuple[list[Line], list[dict[str, str]]]:
    """Judgements and articles of those articles that several annotators did."""
    lines: list[Line] = []
    texts: dict[str, str] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        name, who = path.stem.rsplit("_", 1)
        texts[name] = (folder / "text" / f"{name}.txt").read_text("utf-8")
        items = list(brat_items(path.read_text("utf-8"), texts[name]))
        lines.append({
            "article": name, "text_sha256": sha256(texts[name]), "layer": "attributions",
            "annotator": {"id": who, "kind": "HUMAN"}, "items": items,
        })  # fmt: skip
    times = [line["article"] for line in lines]
    several = {name for name in texts if times.count(name) > 1}
    articles = [{"id": name, "text": text} for name, text in texts.items() if name in several]
    return [line for line in lines if line["article"] in several], articles


def brat_items(annotations: str, text: str) -> Iterator[dict[str, Any]]:
    for name, label, pieces in re.findall(r"^(T\d+)\t(\w+) ([\d ;]+)\t", annotations, re.M):
        if label in LABELS:
            spans = [tuple(map(int, piece.split())) for piece in pieces.split(";")]
            start, end = spans[0][0], spans[-1][1]
            item = {"id": name, "type": label, "start": start, "end": end, "text": text[start:end]}
            if len(spans) > 1:
                item["fragments"] = [{"start": a, "end": b} for a, b in spans]
            yield item


def dice_f1(lines: Sequence[Line], label: str) -> float:
    """Mean over articles of the mean over pairs of F1 with matched spans weighted by Dice."""
    by_article: dict[str, list[float]] = {}
    for a, b in itertools.combinations(lines, 2):
        if a["article"] == b["article"]:
            sides = [
                [Span(fragments(i), label) for i in line["items"] if i["type"] == label]
                for line in (a, b)
            ]
            if any(sides):
                weight = sum(2 * p.common / (p.common + p.union) for p in match(*sides))
                value = 2 * weight / (len(sides[0]) + len(sides[1]))
                by_article.setdefault(a["article"], []).append(value)
    means = [sum(values) / len(values) for values in by_article.values()]
    return sum(means) / len(means)


def polnear(data: Path) -> None:
    """Print our numbers beside those of a first measurement."""
    read = {part: read_brat(data / part) for part in (*KNOWN, "train")}
    for part, known in KNOWN.items():
        lines, articles = read[part]
        began = time.perf_counter()
        result = agreement(
            lines, "attributions", layers={"attributions": attributions()}, articles=articles
        )
        seconds = time.perf_counter() - began
        print(f"{part}: {len(articles)} articles, {len(result['pairs'])} pairs, {seconds:.1f} s")
        print("          strict F1        overlap F1       Dice F1          token α")
        print("          ours  known      ours  known      ours  known      ours  known")
        for label, expected in known.items():
            cell = result["labels"][label]
            ours = (
                cell["strict"]["macro"],
                cell["type"]["macro"],
                dice_f1(lines, label),
                result["tokens"]["labels"][label]["alpha"],
            )
            row = "      ".join(f"{a:.3f} {b:.3f}" for a, b in zip(ours, expected, strict=True))
            print(f"{label:8}  {row}")
        tokens, units, mathet = result["tokens"], result["alpha_u"], result["gamma"]
        print(f"all       strict F1 {result['spans']['strict']['micro']:.3f} micro, "
              f"token α {tokens['alpha']:.3f} {_bounds(tokens)}, "
              f"α_U {units['alpha_u']:.3f} {_bounds(units)}, "
              f"γ {mathet['gamma']:.3f} {_bounds(mathet)}")  # fmt: skip
    for part, (lines, articles) in read.items():
        shared(part, lines, articles)
    shared("together", [line for lines, _ in read.values() for line in lines],
           [article for _, articles in read.values() for article in articles])  # fmt: skip


def shared(name: str, lines: Sequence[Line], articles: Sequence[dict[str, str]]) -> None:
    """Print the token α over the articles that several annotators did."""
    result = agreement(
        lines, "attributions", layers={"attributions": attributions()}, articles=articles,
        gamma_articles=0,
    )  # fmt: skip
    number = result["articles"]["judged_by_two_or_more"]
    tokens = result["tokens"]
    print(f"{name}: {number} articles of several, token α {tokens['alpha']:.3f} {_bounds(tokens)}")


def _bounds(cell: dict[str, Any]) -> str:
    return "[{:.3f}, {:.3f}]".format(*cell["interval"])


def made_up(articles: int, seed: int) -> tuple[list[Line], list[dict[str, str]]]:
    """Three annotators, 60 entities an article in clusters, one in seven of them disturbed."""
    draw = random.Random(seed)
    labels = shipped()["entities"].labels
    words = ["word", "some", "longer", "a", "the", "people", "said,"]
    lines, texts = [], []
    for number in range(articles):
        text = " ".join(draw.choice(words) for _ in range(800))
        texts.append({"id": f"a{number}", "text": text})
        at, truth = 0, []
        for _ in range(60):
            start = at + draw.randrange(15, 50)
            at = start + draw.randrange(3, 15)
            truth.append((start, at, draw.choice(labels), draw.randrange(25)))
        for who in "abc":
            items = list(disturbed(truth, labels, draw))
            lines.append({
                "article": f"a{number}", "text_sha256": "0" * 64, "layer": "entities",
                "annotator": {"id": who, "kind": "HUMAN"}, "items": items, "seconds": 100.0,
                "created": f"2026-01-{number % 28 + 1:02}T00:00:00Z",
            })  # fmt: skip
    return lines, texts


def disturbed(
    truth: Sequence[tuple[int, int, str, int]], labels: Sequence[str], draw: random.Random
) -> Iterator[dict[str, Any]]:
    for number, (start, end, label, cluster) in enumerate(truth):
        lot = draw.random()
        if lot < 0.06:
            continue
        yield {
            "id": f"e{number}",
            "type": draw.choice(labels) if lot > 0.96 else label,
            "start": start,
            "end": end + 2 * (lot < 0.10),
            "text": "",
            "level": "NAM" if lot < 0.9 else "NOM",
            "entity": f"c{cluster}",
        }


def speed(articles: int) -> None:
    """Time and memory of everything on three annotators."""
    lines, texts = made_up(articles, seed=1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, cpu = time.perf_counter(), time.process_time()
    agreement(lines, "entities", articles=texts)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{articles} articles, 3 annotators, {sum(len(a['items']) for a in lines)} spans: "
          f"{seconds:.0f} s ({cpu:.0f} s of CPU), peak {peak / 1e6:.2f} GB, "
          f"of which the input {before / 1e6:.2f} GB")  # fmt: skip


def oracles(seed: int, data: Path) -> None:
    """The same values from the other libraries, and the time that each takes."""
    import krippendorff
    import numpy as np
    from nltk.metrics.agreement import AnnotationTask

    draw = random.Random(seed)
    units = [draw.choices([1, 2, 3, 4, None], k=3) for _ in range(2000)]
    rows = [list(row) for row in zip(*units, strict=True)]
    table = np.array([[np.nan if v is None else v for v in row] for row in rows], float)
    for level in ("nominal", "ordinal", "interval", "ratio"):
        ours, one = timed(lambda level=level: krippendorff_alpha(rows, level))
        theirs, other = timed(
            lambda level=level: krippendorff.alpha(table, level_of_measurement=level)
        )
        assert abs(ours - theirs) < 1e-9, (level, ours, theirs)
        print(f"α {level:9} {ours:+.6f}  krippendorff {theirs:+.6f}  {other / one:6.1f} times")
    triples = [(who, at, v) for who, row in enumerate(rows) for at, v in enumerate(row) if v]
    ours, one = timed(lambda: krippendorff_alpha(rows))
    theirs, other = timed(lambda: AnnotationTask(triples).alpha())
    assert abs(ours - theirs) < 1e-9, (ours, theirs)
    print(f"α nominal   {ours:+.6f}  nltk         {theirs:+.6f}  {other / one:6.1f} times")
    truth = sorted(draw.sample(range(0, 6000, 100), 60))
    made = [
        [(s + draw.randrange(9), s + 40 + draw.randrange(9), draw.choice("aab")) for s in truth]
        for _ in range(2)
    ]
    print("two made-up annotators, 60 units each")
    compare_gamma(made, 6100, exact=True)
    if not data.is_dir():
        print(f"{data} is missing: no real article")
        return
    lines, articles = read_brat(data / "annotator-training")
    article = max(articles, key=lambda a: len(a["text"]))
    real = [
        [(*piece, item["type"]) for item in line["items"] for piece in fragments(item)]
        for line in lines
        if line["article"] == article["id"]
    ]
    print(f"two annotators of a PolNeAR article, {len(real[0]) + len(real[1])} units")
    compare_gamma(real[:2], len(article["text"]), exact=False)
    ours, seconds = timed(lambda: gamma(real, len(article["text"]), samples=30))
    print(f"γ {ours:.3f} of all {len(real)} annotators, the mean of pairs, in {seconds:.2f} s")


def compare_gamma(sides: Sequence[Any], length: int, *, exact: bool) -> None:
    """γ of two annotators: ours and pygamma-agreement's, with the same way of drawing chance."""
    from pyannote.core import Segment
    from pygamma_agreement import (
        CombinedCategoricalDissimilarity,
        Continuum,
        ShuffleContinuumSampler,
    )

    continuum = Continuum()
    for who, units in zip("ab", sides, strict=True):
        for start, end, name in units:
            continuum.add(who, Segment(start, end), name)
    measure = CombinedCategoricalDissimilarity()
    for fast in (True, False) if exact else (True,):
        options = {"sampler": ShuffleContinuumSampler(), "fast": fast}
        continuum.compute_gamma(measure, n_samples=2, **options)  # compiles
        ours, one = timed(lambda: gamma(sides, length, samples=30))
        theirs, other = timed(
            lambda options=options: continuum.compute_gamma(measure, n_samples=30, **options)
        )
        print(f"γ {ours:.3f} in {one:.3f} s, pygamma-agreement {'fast' if fast else 'exact'} "
              f"{theirs.gamma:.3f} in {other:.2f} s: {other / one:.0f} times")  # fmt: skip


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    value = call()
    return value, time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["polnear", "speed", "oracles"])
    parser.add_argument("--data", type=Path, default=Path("../shared/data/polnear"))
    parser.add_argument("--articles", type=int, default=10_000)
    options = parser.parse_args()
    if options.what == "polnear":
        polnear(options.data)
    elif options.what == "speed":
        speed(options.articles)
    else:
        oracles(1, options.data)


if __name__ == "__main__":
    main()
