"""Scores of predictions against gold, and of two systems against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dateline.checks import listed
from dateline.errors import Usage
from dateline.evaluate.comparison import compare_counts
from dateline.evaluate.inputs import Annotation, Article, Inputs, pair
from dateline.evaluate.summary import Summary
from dateline.layers import Layer
from dateline.scoring import count

__all__ = ["compare", "evaluate"]


def evaluate(
    gold: Iterable[Annotation],
    predictions: Iterable[Annotation],
    layer: str,
    *,
    layers: Mapping[str, Layer] | None = None,
    articles: Iterable[Article] | None = None,
    samples: int = 1000,
    seed: int = 0,
) -> dict[str, Any]:
    """Scores of `predictions` in `layer`, as plain JSON; docs/evaluate.md names every key.

    Lines of other layers serve to resolve references. With `articles` spans are held against
    the texts, and predictions for articles without gold are left out instead of refused.
    `samples` bootstrap samples of the documents give each score's 95 % interval; 0 gives none.
    Undefined scores are None, with a `reason`. Raises Stop on bad input.
    """
    if samples < 0:
        raise Usage(f"samples is {samples}; give 0 for no intervals, or some 1000")
    inputs = pair(gold, predictions, layer, layers=layers, articles=articles)
    counts = count(inputs.matched)
    return {
        "layer": layer,
        "articles": _articles(inputs),
        "bootstrap": {"samples": samples, "seed": seed, "level": 0.95},
        **Summary(counts, inputs.layer, samples, seed).result(),
    }


def compare(
    gold: Iterable[Annotation],
    a: Iterable[Annotation],
    b: Iterable[Annotation],
    layer: str,
    *,
    layers: Mapping[str, Layer] | None = None,
    articles: Iterable[Article] | None = None,
    samples: int = 1000,
    seed: int = 0,
) -> dict[str, Any]:
    """Whether system `b` is better than `a` on the same gold: F1 of both, difference, interval, p.

    The interval is of the paired bootstrap, p of approximate randomization (two-sided); `p_holm`
    is corrected for the number of scores that are compared. Raises Stop on bad input.
    """
    gold = listed(gold, "gold")
    texts = None if articles is None else listed(articles, "articles")
    sides = [pair(gold, found, layer, layers=layers, articles=texts) for found in (a, b)]
    counts = [count(side.matched) for side in sides]
    return {
        "layer": layer,
        "articles": {"a": _articles(sides[0]), "b": _articles(sides[1])},
        "bootstrap": {"samples": samples, "seed": seed, "level": 0.95},
        "scores": compare_counts(counts[0], counts[1], samples=samples, seed=seed),
    }


def _articles(inputs: Inputs) -> dict[str, Any]:
    return {
        "scored": len(inputs.matched.documents),
        "left_out": [entry._asdict() for entry in inputs.left_out],
        "without_prediction": inputs.without_prediction,
    }
