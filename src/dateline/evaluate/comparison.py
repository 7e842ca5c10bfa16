"""Two systems on the same documents: differences, their intervals, and their p."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dateline.evaluate.summary import mean_f1
from dateline.scoring.clusters import CONLL
from dateline.scoring.counts import Counts, Floats
from dateline.scoring.resampling import interval, randomization, resample

_SHOWN = ("spans", "overlap", "composites", "references", "clusters", "arguments")


def compare_counts(a: Counts, b: Counts, *, samples: int, seed: int) -> dict[str, dict[str, Any]]:
    """For each score of both, by its path: F1 of `a` and `b`, difference, interval, p, Holm's p."""
    groups = {"/".join(path): [path] for path in a.tables if path[0] in _SHOWN and path in b.tables}
    if ("clusters", CONLL[0]) in a.tables:
        groups["clusters/conll"] = [("clusters", name) for name in CONLL]
    scores = {
        name: _compare(_tables(a, paths), _tables(b, paths), samples, seed)
        for name, paths in groups.items()
    }
    _correct(scores)
    return scores


def _tables(counts: Counts, paths: Sequence[tuple[str, ...]]) -> Floats:
    return np.concatenate([counts.tables[path] for path in paths], axis=1)


def _statistic(sums: Floats) -> Floats:
    return mean_f1(sums.reshape(len(sums), -1, 4))


def _compare(a: Floats, b: Floats, samples: int, seed: int) -> dict[str, Any]:
    found = [_statistic(table.sum(axis=0)[None])[0] for table in (a, b)]
    if np.isnan(found).any():
        return {"a": None, "b": None, "difference": None, "reason": "undefined for one of them"}
    # The same seed draws the same documents for both: the difference is paired.
    drawn = [_statistic(resample(table, samples, seed)) for table in (a, b)]
    return {
        "a": float(found[0]),
        "b": float(found[1]),
        "difference": float(found[1] - found[0]),
        "interval": interval(drawn[1] - drawn[0]) if samples else None,
        "p": randomization(a, b, _statistic, samples=samples, seed=seed) if samples else None,
    }


def _correct(scores: dict[str, dict[str, Any]]) -> None:
    """Add `p_holm` (Holm 1979) over all scores that have a p."""
    tested = sorted((s for s in scores.values() if s.get("p") is not None), key=lambda s: s["p"])
    largest = 0.0
    for at, score in enumerate(tested):
        largest = max(largest, min(1.0, score["p"] * (len(tested) - at)))
        score["p_holm"] = largest
