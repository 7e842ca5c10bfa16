"""Krippendorff's α: any number of annotators, gaps, any level of measurement."""

from __future__ import annotations

from collections import Counter

import numpy as np

from dateline.annotate.agreement.coefficients import Ratings, ordered
from dateline.annotate.agreement.distances import Distance, Floats, matrix


def krippendorff_alpha(ratings: Ratings, distance: str | Distance = "nominal") -> float | None:
    """α of a row for each annotator and a column for each unit, None where somebody gave no value.

    `distance` is nominal, ordinal, interval, ratio, set, or a function that gives δ². None where
    nothing is rated twice, or where all values are the same (Krippendorff 2011).
    >>> rows = [[None] * 5 + [3, 4, 1, 2, 1, 1, 3, 3, None, 3],
    ...         [1, None, 2, 1, 3, 3, 4, 3] + [None] * 7,
    ...         [None, None, 2, 1, 3, 4, 4, None, 2, 1, 1, 3, 3, None, 4]]
    >>> round(krippendorff_alpha(rows), 6), round(krippendorff_alpha(rows, "interval"), 6)
    (0.691358, 0.810845)
    """
    units = zip(*ratings, strict=True)
    counts = Counter(tuple(value for value in unit if value is not None) for unit in units)
    values = ordered({value for unit in counts if len(unit) > 1 for value in unit})
    place = {value: at for at, value in enumerate(values)}
    coincidences = np.zeros((len(values), len(values)))
    for unit, times in counts.items():
        if len(unit) < 2:
            continue
        inside = Counter(unit)
        share = times / (len(unit) - 1)
        for a, of_a in inside.items():
            for b, of_b in inside.items():
                coincidences[place[a], place[b]] += share * of_a * (of_b - (a == b))
    return alpha_of(coincidences, matrix(values, coincidences.sum(axis=0), distance))


def alpha_of(coincidences: Floats, distances: Floats) -> float | None:
    """α of a matrix of coincidences, None where there is nothing to disagree about."""
    totals = coincidences.sum(axis=0)
    expected = float((np.outer(totals, totals) * distances).sum())
    if not expected:
        return None
    observed = float((coincidences * distances).sum())
    return 1 - float(totals.sum() - 1) * observed / expected
