"""α_U: agreement on where units of a continuum begin and end (Krippendorff 1995; 2004, 251–256)."""

from __future__ import annotations

import bisect
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

Unit = tuple[int, int, Hashable]  # start, end, category


class Disagreement(NamedTuple):
    """Observed and expected disagreement on a category."""

    observed: float
    expected: float


class _Section(NamedTuple):
    start: int
    length: int
    is_unit: bool


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
    chosen = list(parts.values()) if category is None else [parts[category]] if parts else []
    observed, expected = (sum(part[at] for part in chosen) for at in (0, 1))
    return 1 - observed / expected if expected else None


def disagreements(
    continua: Sequence[Iterable[Unit]], length: int, *, start: int = 0
) -> dict[Hashable, Disagreement]:
    """Observed and expected disagreement of each category that occurs; they add up."""
    units = [list(units) for units in continua]
    categories = {unit[2]: None for one in units for unit in one}
    found: dict[Hashable, Disagreement] = {}
    for category in categories:
        sections = [_sections(one, category, start, length) for one in units]
        found[category] = Disagreement(_observed(sections, length), _expected(sections, length))
    return found


def _sections(units: Iterable[Unit], category: Hashable, start: int, length: int) -> list[_Section]:
    """Units of one category and the gaps between them, from end to end of the continuum."""
    sections: list[_Section] = []
    at = start
    for begin, end in _merged((b, e) for b, e, name in units if name == category):
        if begin > at:
            sections.append(_Section(at, begin - at, False))
        sections.append(_Section(begin, end - begin, True))
        at = end
    if start + length > at:
        sections.append(_Section(at, start + length - at, False))
    return sections


def _merged(units: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(units):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def difference(a: _Section, b: _Section) -> float:
    """δ² of two sections, from begin to end, of two annotators."""
    if a.is_unit and b.is_unit:
        if a.start < b.start + b.length and b.start < a.start + a.length:
            return (a.start - b.start) ** 2 + (a.start + a.length - b.start - b.length) ** 2
        return 0
    unit, gap = (a, b) if a.is_unit else (b, a)
    if unit.is_unit and 0 <= unit.start - gap.start <= gap.length - unit.length:
        return unit.length**2
    return 0


def _observed(sections: Sequence[Sequence[_Section]], length: int) -> float:
    total = 0.0
    for at, a in enumerate(sections):
        for b in sections[at + 1 :]:
            total += sum(difference(x, y) for x, y in _meeting(a, b))
    annotators = len(sections)
    return 2 * total / (annotators * (annotators - 1) * length**2) if annotators > 1 else 0.0


def _meeting(a: Sequence[_Section], b: Sequence[_Section]) -> Iterable[tuple[_Section, _Section]]:
    """Pairs of sections that have a point in common; both lists run from end to end."""
    i = j = 0
    while i < len(a) and j < len(b):
        yield a[i], b[j]
        end_a, end_b = a[i].start + a[i].length, b[j].start + b[j].length
        i += end_a <= end_b
        j += end_b <= end_a


def _expected(sections: Sequence[Sequence[_Section]], length: int) -> float:
    units = [s.length for one in sections for s in one if s.is_unit]
    gaps = sorted(s.length for one in sections for s in one if not s.is_unit)
    whole = len(sections) * length
    below = whole * (whole - 1) - sum(size * (size - 1) for size in units)
    if not below:
        return 0.0
    suffix_count, suffix_sum = _suffixes(gaps)
    total = 0.0
    for size in units:
        first = bisect.bisect_left(gaps, size)
        fitting = suffix_sum[first] - suffix_count[first] * (size - 1)
        total += (len(units) - 1) / 3 * (2 * size**3 - 3 * size**2 + size) + size**2 * fitting
    return 2 / length * total / below


def _suffixes(gaps: Sequence[int]) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """How many gaps there are from each position on, and how long they are together."""
    counts, sums = {len(gaps): 0}, {len(gaps): 0}
    for at in range(len(gaps) - 1, -1, -1):
        counts[at], sums[at] = counts[at + 1] + 1, sums[at + 1] + gaps[at]
    return counts, sums
