"""The same numbers from other libraries, where they are installed.

They are in no extra: krippendorff is GPL-3, pygamma-agreement pulls 800 MB. Install them into an
environment of their own: pip install krippendorff nltk pygamma-agreement nervaluate
"""

import random
from typing import Any

import pytest

from dateline.annotate.agreement import cohen_kappa, fleiss_kappa, krippendorff_alpha, scott_pi
from dateline.annotate.agreement.gamma import pair_disorder
from dateline.evaluate import evaluate

Rows = list[list[int | None]]


def ratings(seed: int, gaps: bool = True) -> Rows:
    draw = random.Random(seed)
    truth = [draw.randrange(1, 5) for _ in range(60)]
    return [
        [None if gaps and draw.random() < 0.2 else draw.choice([t, t, draw.randrange(1, 5)])
         for t in truth]
        for _ in range(3)
    ]  # fmt: skip


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_krippendorff_alpha_is_that_of_fast_krippendorff(level: str) -> None:
    oracle = pytest.importorskip("krippendorff", reason="the oracle krippendorff is not installed")
    for seed in range(20):
        rows = ratings(seed)
        table = [[float("nan") if v is None else v for v in row] for row in rows]
        expected = oracle.alpha(table, level_of_measurement=level)
        assert krippendorff_alpha(rows, level) == pytest.approx(expected)


def test_coefficients_are_those_of_nltk() -> None:
    oracle = pytest.importorskip(
        "nltk.metrics.agreement", reason="the oracle nltk is not installed"
    )
    for seed in range(20):
        rows = ratings(seed, gaps=False)
        triples = [(who, at, v) for who, row in enumerate(rows) for at, v in enumerate(row)]
        task = oracle.AnnotationTask(triples)
        two = oracle.AnnotationTask([t for t in triples if t[0] < 2])
        counts = [[unit.count(v) for v in range(1, 5)] for unit in zip(*rows, strict=True)]
        assert krippendorff_alpha(rows) == pytest.approx(task.alpha())
        assert cohen_kappa(rows[0], rows[1]) == pytest.approx(two.kappa())
        assert scott_pi(rows[0], rows[1]) == pytest.approx(two.pi())
        # nltk's multi_kappa is Davies and Fleiss's; its pi of many annotators is Fleiss's κ.
        assert fleiss_kappa(counts) == pytest.approx(task.pi())


def test_pair_disorder_is_that_of_pygamma() -> None:
    oracle = pytest.importorskip(
        "pygamma_agreement", reason="the oracle pygamma-agreement is not installed"
    )
    core = pytest.importorskip("pyannote.core", reason="pyannote is not installed")
    draw = random.Random(8)
    for _ in range(5):
        sides = [
            [(s, s + draw.randrange(1, 9), draw.choice("ab")) for s in draw.sample(range(60), 8)]
            for _ in range(2)
        ]
        continuum = oracle.Continuum()
        for who, units in zip("ab", sides, strict=True):
            for start, end, name in units:
                continuum.add(who, core.Segment(start, end), name)
        best = continuum.get_best_alignment(oracle.CombinedCategoricalDissimilarity())
        assert pair_disorder(*sides) == pytest.approx(best.disorder, abs=1e-5)


def test_strict_scores_are_those_of_nervaluate_on_flat_spans() -> None:
    oracle = pytest.importorskip("nervaluate", reason="the oracle nervaluate is not installed")
    draw = random.Random(9)
    kinds = ["PERSON", "ORG"]
    sides: list[list[list[dict[str, Any]]]] = [[], []]
    for _ in range(60):
        truth = [(at, at + draw.randrange(3, 8), draw.choice(kinds)) for at in range(0, 100, 10)]
        for side in sides:
            side.append([
                {"start": s, "end": e, "label": draw.choice(kinds) if draw.random() < 0.2 else k}
                for s, e, k in truth if draw.random() < 0.8
            ])  # fmt: skip
    result = oracle.Evaluator(*sides, tags=kinds, loader="dict").evaluate()
    lines = [
        [
            {"article": str(at), "text_sha256": "", "layer": "entities",
             "items": [{**item, "type": item["label"]} for item in items]}
            for at, items in enumerate(side)
        ]
        for side in sides
    ]  # fmt: skip
    ours = evaluate(*lines, "entities", samples=0)["spans"]
    theirs = result["overall"] if isinstance(result, dict) else result[0]
    for ours_name, name in (("strict", "strict"), ("exact", "exact"), ("type", "ent_type")):
        cell = theirs[name]
        value = cell["f1"] if isinstance(cell, dict) else cell.f1
        assert ours[ours_name]["f1"] == pytest.approx(value), name
