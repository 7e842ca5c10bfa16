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
    paths = sorted({path for members in groups.values() for path in members})
    first, second = (_stacked(counts, paths) for counts in (a, b))
    place = {path: at for at, path in enumerate(paths)}
    members = [[place[path] for path in of] for of in groups.values()]

    def statistics(sums: Floats) -> Floats:
        """Mean F1 of each group, (samples, groups)."""
        cells = sums.reshape(len(sums), len(paths), 4)
        return np.stack([mean_f1(cells[:, at]) for at in members], axis=1)

    # The same seed draws the same documents for both: the difference is paired.
    drawn = [statistics(resample(table, samples, seed)) for table in (first, second)]
    p = randomization(first, second, statistics, samples=samples, seed=seed)
    found = [statistics(table.sum(axis=0)[None])[0] for table in (first, second)]
    scores = {
        name: _score(found[0][at], found[1][at], drawn[1][:, at] - drawn[0][:, at], p[at])
        for at, name in enumerate(groups)
    }
    _correct(scores)
    return scores


def _stacked(counts: Counts, paths: Sequence[tuple[str, ...]]) -> Floats:
    return np.concatenate([counts.tables[path] for path in paths], axis=1)


def _score(a: float, b: float, gaps: Floats, p: float) -> dict[str, Any]:
    """One score of both; `gaps` are the differences in the samples, of which there may be none."""
    if np.isnan(a) or np.isnan(b):
        return {"a": None, "b": None, "difference": None, "reason": "undefined for one of them"}
    return {
        "a": float(a),
        "b": float(b),
        "difference": float(b - a),
        "interval": interval(gaps),
        "p": float(p) if len(gaps) else None,
    }


def _correct(scores: dict[str, dict[str, Any]]) -> None:
    """Add `p_holm` (Holm 1979) over all scores that have a p."""
    tested = sorted((s for s in scores.values() if s.get("p") is not None), key=lambda s: s["p"])
    largest = 0.0
    for at, score in enumerate(tested):
        largest = max(largest, min(1.0, score["p"] * (len(tested) - at)))
        score["p_holm"] = largest
