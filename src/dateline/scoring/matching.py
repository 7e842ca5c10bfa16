"""One-to-one matching of two sets of spans: exact, and the same in whatever order they come.

Spans may nest, cross, repeat and have gaps. Each `Objective` is maximised lexicographically in
whole numbers, so no result hangs on rounding; what is still tied is decided by position.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Fragments = tuple[tuple[int, int], ...]


class Span(NamedTuple):
    """Pieces of text, sorted and disjoint, half-open in code points, with a label."""

    fragments: Fragments
    label: int | str = 0


class Objective(NamedTuple):
    """What a matching makes as large as it can, in this order, before the sum of IoU.

    `exact_first`: pairs of the same span, of the same label before others. `labelled`: pairs of
    the same label with at least `minimum` IoU (a ratio; 0 means any common character). `most`:
    pairs with at least `minimum`. Without `most` and `labelled` it is the sum of IoU alone.
    """

    exact_first: bool = False
    labelled: bool = False
    most: bool = False
    minimum: tuple[int, int] = (0, 1)


BEST = Objective(exact_first=True)  # the pairs that resemble each other most
PARTIAL = Objective(exact_first=True, most=True)
TYPE = Objective(labelled=True, most=True)


class Pair(NamedTuple):
    """Positions of two matched spans and the characters in both and in either."""

    left: int
    right: int
    common: int
    union: int


def fragments(item: Mapping[str, Any]) -> Fragments:
    """The pieces of a stored span: its `fragments`, or the one from `start` to `end`."""
    pieces = item.get("fragments")
    if pieces:
        return tuple((piece["start"], piece["end"]) for piece in pieces)
    return ((item["start"], item["end"]),)


def length(span: Fragments) -> int:
    """Code points of all pieces together."""
    return sum(end - start for start, end in span)


def common(left: Fragments, right: Fragments) -> int:
    """Code points that lie in both."""
    if len(left) == len(right) == 1:
        return max(0, min(left[0][1], right[0][1]) - max(left[0][0], right[0][0]))
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in left for b in right)


def iou(left: Fragments, right: Fragments) -> float:
    """Intersection over union in code points; 0 for two empty spans."""
    both = common(left, right)
    return both / (length(left) + length(right) - both) if both else 0.0


def match(left: Sequence[Span], right: Sequence[Span], objective: Objective = BEST) -> list[Pair]:
    """The pairs of the best matching, by position of the left span. Pairs have common characters.

    >>> gold, found = [Span(((4, 12),))], [Span(((0, 9),)), Span(((4, 12),))]
    >>> match(gold, found)
    [Pair(left=0, right=1, common=8, union=8)]
    """
    free_left = sorted(range(len(left)), key=lambda at: _order(left[at]))
    free_right = sorted(range(len(right)), key=lambda at: _order(right[at]))
    pairs: list[Pair] = []
    if objective.exact_first:
        for labelled in (True, False):
            same = _same(left, right, free_left, free_right, labelled=labelled)
            pairs += [Pair(a, b, size, size) for a, b in same if (size := length(left[a][0]))]
            taken_left, taken_right = {a for a, _ in same}, {b for _, b in same}
            free_left = [at for at in free_left if at not in taken_left]
            free_right = [at for at in free_right if at not in taken_right]
    for lefts, rights in _components(left, right, free_left, free_right):
        pairs += _solve(left, right, lefts, rights, objective)
    return sorted(pairs)


def _order(span: Span) -> tuple[Fragments, Any]:
    return span.fragments, span.label


def _same(
    left: Sequence[Span],
    right: Sequence[Span],
    lefts: Sequence[int],
    rights: Sequence[int],
    *,
    labelled: bool,
) -> list[tuple[int, int]]:
    """Pairs of equal spans, with equal labels where `labelled`; the first with the first."""
    waiting: dict[Span | Fragments, list[int]] = {}
    for at in reversed(rights):
        waiting.setdefault(right[at] if labelled else right[at].fragments, []).append(at)
    pairs = []
    for at in lefts:
        others = waiting.get(left[at] if labelled else left[at].fragments)
        if others:
            pairs.append((at, others.pop()))
    return pairs


def _components(
    left: Sequence[Span], right: Sequence[Span], lefts: Sequence[int], rights: Sequence[int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Spans whose hulls overlap, directly or through others, where both sides have some."""
    hulls = [(left[at].fragments[0][0], left[at].fragments[-1][1], 0, at) for at in lefts]
    hulls += [(right[at].fragments[0][0], right[at].fragments[-1][1], 1, at) for at in rights]
    sides: tuple[list[int], list[int]] = ([], [])
    reach = -1
    for start, end, side, at in sorted(hulls, key=lambda hull: hull[:2]):
        if start >= reach and (sides[0] or sides[1]):
            if sides[0] and sides[1]:
                yield sides
            sides = ([], [])
        sides[side].append(at)
        reach = max(reach, end)
    if sides[0] and sides[1]:
        yield sides


def _solve(
    left: Sequence[Span],
    right: Sequence[Span],
    lefts: Sequence[int],
    rights: Sequence[int],
    objective: Objective,
) -> list[Pair]:
    """The best matching inside one component.

    The side with fewer spans, or with the earlier ones, gives the rows: so ties fall the same way
    when the sides are exchanged.
    """
    swap = _side(left, lefts) > _side(right, rights)
    if swap:
        left, right, lefts, rights = right, left, rights, lefts
    lefts = sorted(lefts, key=lambda at: _order(left[at]))
    rights = sorted(rights, key=lambda at: _order(right[at]))
    sizes = [[_sizes(left[a], right[b]) for b in rights] for a in lefts]
    weights = _weights(left, right, lefts, rights, sizes, objective)
    pairs = []
    for row, column in assign(weights):
        both, union = sizes[row][column]
        a, b = lefts[row], rights[column]
        pairs.append(Pair(b, a, both, union) if swap else Pair(a, b, both, union))
    return pairs


def _side(spans: Sequence[Span], at: Sequence[int]) -> tuple[int, list[tuple[Fragments, Any]]]:
    return len(at), sorted(_order(spans[i]) for i in at)


def _sizes(a: Span, b: Span) -> tuple[int, int]:
    both = common(a.fragments, b.fragments)
    return both, length(a.fragments) + length(b.fragments) - both


def _weights(
    left: Sequence[Span],
    right: Sequence[Span],
    lefts: Sequence[int],
    rights: Sequence[int],
    sizes: Sequence[Sequence[tuple[int, int]]],
    objective: Objective,
) -> list[list[int]]:
    """One whole number a pair that orders matchings as `objective` says; 0 for no pair."""
    pairs = min(len(lefts), len(rights))
    shared = math.lcm(*{union for row in sizes for both, union in row if both})
    same, most = pairs + 1, (pairs + 1) * (shared * pairs + 1)
    labelled = most * (pairs + 1)
    over, under = objective.minimum
    weights = []
    for a, row in zip(lefts, sizes, strict=True):
        weights.append([0] * len(row))
        for at, (both, union) in enumerate(row):
            if not both or both * under < over * union:
                continue
            agree = left[a].label == right[rights[at]].label
            if objective.labelled and not objective.most and not agree:
                continue
            weights[-1][at] = (
                agree
                + both * (shared // union) * same
                + (most if objective.most else 0)
                + (labelled if objective.labelled and agree else 0)
            )
    return weights


def assign(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """(row, column) of the one-to-one assignment with the largest sum; pairs of weight 0 left out.

    Kuhn and Munkres's method with potentials, O(rows² · columns), exact for whole numbers.
    >>> assign([[7, 5, 0], [6, 1, 0]])
    [(0, 1), (1, 0)]
    """
    rows, columns = len(weights), len(weights[0]) if weights else 0
    if rows > columns:
        turned = [[row[at] for row in weights] for at in range(columns)]
        return sorted((row, column) for column, row in assign(turned))
    if rows == columns == 2:
        straight, across = weights[0][0] + weights[1][1], weights[0][1] + weights[1][0]
        found = [(0, 0), (1, 1)] if straight >= across else [(0, 1), (1, 0)]
        return [(row, column) for row, column in found if weights[row][column]]
    if rows == 1:
        best = max(range(columns), key=lambda at: weights[0][at])
        return [(0, best)] if weights[0][best] else []
    row_of = _kuhn_munkres(weights, rows, columns)
    found = [(row, at) for at, row in enumerate(row_of) if row >= 0 and weights[row][at]]
    return sorted(found)


def _kuhn_munkres(weights: Sequence[Sequence[int]], rows: int, columns: int) -> list[int]:
    """The row of each column, -1 where it has none; there are at least as many columns as rows."""
    infinite = 1 + 2 * sum(max(row) for row in weights)
    row_potential, potential = [0] * rows, [0] * (columns + 1)
    row_of = [-1] * (columns + 1)  # the last column is where each row starts
    for start in range(rows):
        row_of[columns], here = start, columns
        slack, came_from, done = [infinite] * columns, [columns] * columns, [False] * (columns + 1)
        while row_of[here] >= 0:
            done[here] = True
            row, step, nearest = row_of[here], infinite, columns
            costs, offset = weights[row], row_potential[row]
            for at in range(columns):
                if done[at]:
                    continue
                gap = -costs[at] - offset - potential[at]
                if gap < slack[at]:
                    slack[at], came_from[at] = gap, here
                if slack[at] < step:
                    step, nearest = slack[at], at
            for at in range(columns + 1):
                if done[at]:
                    row_potential[row_of[at]] += step
                    potential[at] -= step
                elif at < columns:
                    slack[at] -= step
            here = nearest
        while here != columns:
            row_of[here], here = row_of[came_from[here]], came_from[here]
    return row_of[:columns]
