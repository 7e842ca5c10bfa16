"""α_U: agreement on where units of a continuum begin and end (Krippendorff 1995; 2004, 251–256)."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Unit = tuple[int, int, Hashable]  # start, end, category
Ints = NDArray[np.int64]


class Disagreement(NamedTuple):
    """Observed and expected disagreement on a category."""

    observed: float
    expected: float


class Units(NamedTuple):
    """One annotator's units of a category, sorted and apart."""

    start: Ints
    end: Ints


def alpha_u(
    continua: Sequence[Iterable[Unit]],
    length: int,
    *,
    start: int = 0,
    category: Hashable | None = None,
) -> float | None:
    """α_U of annotators' units on a continuum of `length` that begins at `start`.

    Over all categories, or of one. Units of one annotator and category that overlap are taken
    together. None where nobody has a unit, or where no disagreement is to be expected.
    >>> c = [[(225, 295, "c"), (370, 400, "c")],
    ...      [(220, 300, "c"), (355, 375, "c"), (400, 420, "c")]]
    >>> k = [(180, 240, "k"), (300, 350, "k")]
    >>> round(alpha_u([c[0] + k, c[1] + k], 300, start=150), 3)  # Krippendorff 2004, p. 254: .859
    0.859
    """
    parts = disagreements(continua, length, start=start)
    chosen = [part for name, part in parts.items() if category is None or name == category]
    observed, expected = (sum(part[at] for part in chosen) for at in (0, 1))
    return 1 - observed / expected if expected else None


def disagreements(
    continua: Sequence[Iterable[Unit]], length: int, *, start: int = 0
) -> dict[Hashable, Disagreement]:
    """Observed and expected disagreement of each category that occurs; they add up."""
    units = [list(units) for units in continua]
    found: dict[Hashable, Disagreement] = {}
    for category in {unit[2]: None for one in units for unit in one}:
        merged = [merge((s - start, e - start) for s, e, name in one if name == category)
                  for one in units]  # fmt: skip
        found[category] = Disagreement(_observed(merged, length), expected(merged, length))
    return found


def merge(units: Iterable[tuple[int, int]]) -> Units:
    """The units sorted, those that overlap as one, those without length left out."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(units):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    table = np.array(merged, np.int64).reshape(-1, 2)
    return Units(table[:, 0], table[:, 1])


def _observed(units: Sequence[Units], length: int) -> float:
    annotators = len(units)
    if annotators < 2:
        return 0.0
    total = sum(differences(a, b)[1].sum() for a, b in itertools.combinations(units, 2))
    return 2 * float(total) / (annotators * (annotators - 1) * length**2)


def differences(a: Units, b: Units) -> tuple[Ints, Ints]:
    """Where two annotators differ (a point in the unit) and δ² of the two sections there.

    Units that overlap differ by the squares of the distances of their ends; a unit that lies
    in the other's gap by the square of its length; everything else by nothing.
    """
    first, last = _overlapped(a, b)
    count = last - first
    left = np.repeat(np.arange(len(a.start)), count)
    right = np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count)
    right += np.repeat(first, count)
    apart = np.square(a.start[left] - b.start[right]) + np.square(a.end[left] - b.end[right])
    lone_a = count == 0
    first, last = _overlapped(b, a)
    lone_b = last == first
    where = np.concatenate([a.start[left], a.start[lone_a], b.start[lone_b]])
    alone = [np.square(one.end - one.start)[lone] for one, lone in ((a, lone_a), (b, lone_b))]
    return where, np.concatenate([apart, *alone])


def _overlapped(a: Units, b: Units) -> tuple[Ints, Ints]:
    """The first unit of `b` that each of `a` overlaps, and the one after the last."""
    first = np.searchsorted(b.end, a.start, side="right")
    return first, np.maximum(first, np.searchsorted(b.start, a.end, side="left"))


def expected(units: Sequence[Units], length: int) -> float:
    """The disagreement to be expected of annotators' units on a continuum of `length`."""
    sizes = np.concatenate([one.end - one.start for one in units]).astype(np.float64)
    gaps = np.sort(np.concatenate([_gaps(one, length) for one in units])).astype(np.float64)
    whole = float(len(units) * length)
    below = whole * (whole - 1) - float((sizes * (sizes - 1)).sum())
    if not below:
        return 0.0
    first = np.searchsorted(gaps, sizes, side="left")  # the first gap that the unit fits into
    longer = np.concatenate([np.cumsum(gaps[::-1])[::-1], [0]])[first]
    fitting = longer - (len(gaps) - first) * (sizes - 1)
    among = (len(sizes) - 1) / 3 * (2 * sizes**3 - 3 * sizes**2 + sizes)
    return 2 / length * float((among + sizes**2 * fitting).sum()) / below


def _gaps(units: Units, length: int) -> Ints:
    edges = np.concatenate([units.start, [length]]) - np.concatenate([[0], units.end])
    return np.asarray(edges[edges > 0])
