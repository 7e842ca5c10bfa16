"""Squared differences δ² of two values, by level of measurement (Krippendorff 2011)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Distance = Callable[[Any, Any], float]
Floats = NDArray[np.float64]


def nominal(a: Hashable, b: Hashable) -> float:
    return float(a != b)


def interval(a: float, b: float) -> float:
    return float(a - b) ** 2


def ratio(a: float, b: float) -> float:
    return 0.0 if a == b else float((a - b) / (a + b)) ** 2 if a + b else 1.0


def masi(a: frozenset[Any], b: frozenset[Any]) -> float:
    """Distance of sets: 1 − Jaccard · monotonicity (Passonneau 2006)."""
    if a == b:
        return 0.0
    both = len(a & b)
    if not both:
        return 1.0
    monotone = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - both / len(a | b) * monotone


NAMED: Mapping[str, Distance] = {
    "nominal": nominal,
    "interval": interval,
    "ratio": ratio,
    "set": masi,
}


def matrix(values: Sequence[Any], totals: Floats, distance: str | Distance) -> Floats:
    """δ² of each pair of `values`, which are sorted for "ordinal", where `totals` counts them."""
    if distance == "ordinal":
        upto = np.cumsum(totals) - totals / 2
        return np.asarray(np.square(upto[:, None] - upto[None, :]))
    if distance == "nominal":
        return 1 - np.eye(len(values))
    if distance in ("interval", "ratio"):
        numbers = np.array([float(value) for value in values])
        gaps = numbers[:, None] - numbers[None, :]
        sums = numbers[:, None] + numbers[None, :] if distance == "ratio" else np.ones_like(gaps)
        even = np.divide(gaps, sums, out=np.sign(np.abs(gaps)), where=sums != 0)
        return np.asarray(np.square(even))
    function = NAMED[distance] if isinstance(distance, str) else distance
    return np.array([[function(a, b) for b in values] for a in values], dtype=np.float64)
