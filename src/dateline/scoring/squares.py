"""The best matchings of many small components at once: at most two spans on either side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.scoring.columns import Ints, Spans
from dateline.scoring.matching import Objective

Bools = NDArray[np.bool_]
LONGEST = 1 << 14  # code points of a span, so that sums of two IoU are compared in 64 bits


class Squares(NamedTuple):
    """Components, each side's spans sorted by span and label; -1 and no characters for none."""

    left: Ints  # (components, 2)
    right: Ints
    common: Ints  # (components, left, right)
    union: Ints
    agree: Bools  # whether the labels are the same


def squares(left: Spans, right: Spans, lefts: Ints, rights: Ints) -> Squares:
    """Components of the spans at `lefts` and `rights`, (components, 2) each, -1 for none."""
    a, b = lefts[:, :, None], rights[:, None, :]
    common = np.minimum(left.end[a], right.end[b]) - np.maximum(left.start[a], right.start[b])
    common = np.where((a < 0) | (b < 0), 0, np.maximum(common, 0))
    lengths = left.end[a] - left.start[a] + right.end[b] - right.start[b]
    return Squares(lefts, rights, common, lengths - common, left.label[a] == right.label[b])


def solve(of: Squares, objective: Objective) -> tuple[Ints, Ints, Ints, Ints]:
    """Left and right positions, common and union of the pairs that `match` finds for `objective`.

    Two matchings are all there are: first with first and second with second, or crosswise.
    """
    over, under = objective.minimum
    allowed = (of.common > 0) & (of.common * under >= over * of.union)
    if objective.labelled and not objective.most:
        allowed &= of.agree
    # Above 0 where crosswise is better, below 0 where it is worse.
    crossed: Ints = np.zeros(len(of.left), np.int64)
    for straight, across in _criteria(of, allowed, objective):
        crossed = np.where(crossed == 0, np.sign(across.astype(np.int64) - straight), crossed)
    columns = np.where(crossed > 0, 1, 0)[:, None] ^ np.array([0, 1])
    rows = np.arange(len(columns))[:, None], np.array([0, 1])[None, :], columns
    found = allowed[rows]
    right = np.take_along_axis(of.right, columns, axis=1)
    return of.left[found], right[found], of.common[rows][found], of.union[rows][found]


def _criteria(of: Squares, allowed: Bools, objective: Objective) -> list[tuple[Ints, Ints]]:
    """What the two matchings are compared by, in this order."""
    agree = (allowed & of.agree).astype(np.int64)
    criteria = []
    if objective.exact_first:
        criteria.append(_exact_first(of))
    if objective.labelled:
        criteria.append(_sums(agree))
    if objective.most:
        criteria.append(_sums(allowed.astype(np.int64)))
    return [*criteria, _overlaps(of, allowed), _sums(agree)]


def _sums(cells: Ints) -> tuple[Ints, Ints]:
    return cells[:, 0, 0] + cells[:, 1, 1], cells[:, 0, 1] + cells[:, 1, 0]


def _exact_first(of: Squares) -> tuple[Ints, Ints]:
    """Which matching has the first pair of equal spans, of one label before others."""
    equal = (of.common == of.union) & (of.common > 0)
    rank = (equal.astype(np.int64) * (1 + of.agree)).reshape(-1, 4)
    best = rank.argmax(axis=1)
    across = (best == 1) | (best == 2)
    some = rank.max(axis=1, initial=0) > 0
    return (some & ~across).astype(np.int64), (some & across).astype(np.int64)


def _overlaps(of: Squares, allowed: Bools) -> tuple[Ints, Ints]:
    """The sums of IoU over a common denominator, which is below 2 to the power of 60."""
    both = np.where(allowed, of.common, 0)
    union = np.where(allowed, of.union, 1)
    below = union[:, 0, 0] * union[:, 1, 1], union[:, 0, 1] * union[:, 1, 0]
    straight = both[:, 0, 0] * union[:, 1, 1] + both[:, 1, 1] * union[:, 0, 0]
    across = both[:, 0, 1] * union[:, 1, 0] + both[:, 1, 0] * union[:, 0, 1]
    return straight * below[1], across * below[0]
