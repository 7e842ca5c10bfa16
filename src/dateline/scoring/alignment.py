"""Matching of the spans of many documents at once; only what is not plain goes span by span."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.errors import Stop
from dateline.scoring.columns import Ints, Spans
from dateline.scoring.matching import Fragments, Objective, Span, length, match
from dateline.scoring.squares import LONGEST, Bools, Squares, solve, squares

Members = list[tuple[list[int], list[int]]]  # positions of left and of right spans


class Pairs(NamedTuple):
    """Positions of matched spans, and how many code points they have in common and together."""

    left: Ints
    right: Ints
    common: Ints
    union: Ints

    @property
    def iou(self) -> NDArray[np.float64]:
        return self.common / self.union


@dataclass(frozen=True)
class Alignment:
    """Two sets of spans of the same documents, cut into components of overlapping spans."""

    left: Spans
    right: Spans
    mention: tuple[Ints, Ints]  # of each side's spans: a number, the same for equal spans
    plain: Pairs  # that are best for any objective: of components where nothing is in doubt
    small: Squares  # components of at most two spans on either side
    mixed: Members  # the other components

    def pairs(self, objective: Objective) -> Pairs:
        """The best matching of each document, as `dateline.scoring.matching.match` finds it."""
        plain, (over, under) = self.plain, objective.minimum
        one_label = objective.labelled and not objective.most
        if over or one_label:
            wanted = plain.common * under >= over * plain.union
            if one_label:
                wanted &= self.left.label[plain.left] == self.right.label[plain.right]
            plain = Pairs(*(column[wanted] for column in plain))
        mixed = np.array(list(self._mixed_pairs(objective)), np.int64).reshape(-1, 4)
        columns = zip(plain, solve(self.small, objective), mixed.T, strict=True)
        return Pairs(*(np.concatenate(parts) for parts in columns))

    def _mixed_pairs(self, objective: Objective) -> Iterator[tuple[int, int, int, int]]:
        for lefts, rights in self.mixed:
            spans_left = [self.left.span(at) for at in lefts]
            spans_right = [self.right.span(at) for at in rights]
            for a, b, both, union in match(spans_left, spans_right, objective):
                yield lefts[a], rights[b], both, union


def align(left: Spans, right: Spans) -> Alignment:
    """The spans of both sides, ready to be matched under any objective."""
    sides = _join(left, right)
    order = np.argsort(sides.key, kind="stable")  # in the order of the text: two long runs
    parts = _components(sides, order)
    a, b = _equal(sides, order)
    fewer = np.minimum(parts.left, parts.right)
    even = (fewer > 0) & ~parts.with_any(sides.gapped)
    settled = even & (np.bincount(parts.of[a], minlength=len(fewer)) == fewer)
    lone = even & ~settled & (parts.left == 1) & (parts.right == 1)
    long = parts.with_any(np.flatnonzero(sides.end - sides.start >= LONGEST))
    small = even & ~(settled | lone | long) & (parts.left <= 2) & (parts.right <= 2)
    wanted = settled[parts.of[a]]
    lefts, rights = (_chosen(sides, order, parts, lone, side) for side in (False, True))
    plain = _overlapping(sides, np.append(a[wanted], lefts), np.append(b[wanted], rights))
    other = _members(sides, parts, (fewer > 0) & ~(settled | lone | small))
    more, mixed = _settle(left, right, other)
    plain = Pairs(*(np.concatenate(both) for both in zip(plain, more, strict=True)))
    lefts, rights = (_in_twos(sides, order, parts, small, side) for side in (False, True))
    numbers = _mentions(sides, order, left, right)
    return Alignment(left, right, numbers, plain, squares(left, right, lefts, rights), mixed)


class _Sides(NamedTuple):
    """The spans of both sides in one; documents are laid one behind the other."""

    right: Bools  # false for the left ones, which come first
    start: Ints
    end: Ints
    key: Ints  # the same for equal spans of one label, and sorted by start, end, label
    labels: int  # by which a key is divided to be without its label
    gapped: Ints  # positions of the discontinuous ones

    @property
    def first(self) -> int:
        """The position of the first right span."""
        return len(self.right) - int(np.count_nonzero(self.right))


class _Components(NamedTuple):
    """Spans whose hulls overlap, also through others, and how many there are on each side."""

    of: Ints  # the number of each span's component
    left: Ints
    right: Ints

    def with_any(self, at: Ints) -> Bools:
        """Which components have one of the spans `at`."""
        marked = np.zeros(len(self.left), bool)
        marked[self.of[at]] = True
        return marked


def _join(left: Spans, right: Spans) -> _Sides:
    document, start, end, label = (np.concatenate([left[at], right[at]]) for at in range(4))
    width, documents = int(end.max(initial=0)), int(document.max(initial=-1)) + 1
    longest, labels = int((end - start).max(initial=0)) + 1, int(label.max(initial=0)) + 2
    if (documents * width + 1) * longest * labels >= 1 << 63:
        raise Stop("too much text to be compared in one go: compare the articles in parts")
    base = document * width
    key = ((base + start) * longest + end - start) * labels + label + 1
    gapped = [*left.gaps, *(at + len(left.start) for at in right.gaps)]
    sides = np.repeat(np.array([False, True]), [len(left.start), len(right.start)])
    return _Sides(sides, base + start, base + end, key, labels, np.array(gapped, np.int64))


def _components(sides: _Sides, order: Ints) -> _Components:
    reach = np.maximum.accumulate(sides.end[order])
    component = np.zeros(len(order), np.int64)
    component[order[1:]] = np.cumsum(sides.start[order[1:]] >= reach[:-1])
    size = int(component.max(initial=-1)) + 1
    numbers = (np.bincount(component[sides.right == side], minlength=size) for side in (0, 1))
    return _Components(component, *numbers)


def _equal(sides: _Sides, order: Ints) -> tuple[Ints, Ints]:
    """Pairs of equal spans with equal labels, as many as there can be: the first with the first."""
    key, right = sides.key[order], sides.right[order]
    opens = np.append(True, key[1:] != key[:-1])[: len(key)]
    group = np.cumsum(opens) - 1
    start = np.flatnonzero(opens)
    lefts = np.bincount(group[~right], minlength=len(start))
    at = np.flatnonzero(right)
    number = at - start[group[at]] - lefts[group[at]]  # among the right ones of its group
    with_partner = number < lefts[group[at]]
    at, number = at[with_partner], number[with_partner]
    return order[start[group[at]] + number], order[at]


def _chosen(sides: _Sides, order: Ints, parts: _Components, of: Bools, right: bool) -> Ints:
    """The spans of one side in the components `of`, in the order of the text."""
    side = order[sides.right[order] == right]
    chosen: Ints = side[of[parts.of[side]]]
    return chosen


def _in_twos(sides: _Sides, order: Ints, parts: _Components, of: Bools, right: bool) -> Ints:
    """The positions of the one or two spans of one side in each component `of`, -1 for none."""
    chosen = _chosen(sides, order, parts, of, right)
    row = (np.cumsum(of) - 1)[parts.of[chosen]]
    twos = np.full((int(np.count_nonzero(of)), 2), -1)
    second = np.append(False, row[1:] == row[:-1])[: len(row)]
    twos[row, second.astype(np.int64)] = chosen - sides.first if right else chosen
    return twos


def _overlapping(sides: _Sides, a: Ints, b: Ints) -> Pairs:
    """Pairs of continuous spans that overlap."""
    common = np.minimum(sides.end[a], sides.end[b]) - np.maximum(sides.start[a], sides.start[b])
    union = np.maximum(sides.end[a], sides.end[b]) - np.minimum(sides.start[a], sides.start[b])
    return Pairs(a, b - sides.first, common, union)


def _settle(left: Spans, right: Spans, mixed: Members) -> tuple[Pairs, Members]:
    """The pairs of components where one side holds the other's spans, and the other components.

    Pairs of equal spans with equal labels, as many as there can be, are the best for any objective.
    """
    plain: list[tuple[int, int, int, int]] = []
    hard = []
    for lefts, rights in mixed:
        waiting: dict[Span, list[int]] = {}
        for at in rights:
            waiting.setdefault(right.span(at), []).append(at)
        spans = [(at, left.span(at)) for at in lefts]
        same = [(at, waiting[s].pop(), length(s.fragments)) for at, s in spans if waiting.get(s)]
        if len(same) == min(len(lefts), len(rights)):
            plain += [(a, b, size, size) for a, b, size in same]
        else:
            hard.append((lefts, rights))
    return Pairs(*np.array(plain, np.int64).reshape(-1, 4).T), hard


def _members(sides: _Sides, parts: _Components, wanted: Bools) -> Members:
    """Positions of the left and of the right spans of each `wanted` component."""
    rank = np.cumsum(wanted) - 1
    members: Members = [([], []) for _ in range(int(wanted.sum()))]
    chosen = np.flatnonzero(wanted[parts.of])
    places = rank[parts.of[chosen]].tolist()
    first = sides.first
    for at, place in zip(chosen.tolist(), places, strict=True):
        members[place][at >= first].append(at - first if at >= first else at)
    return members


def _mentions(sides: _Sides, order: Ints, left: Spans, right: Spans) -> tuple[Ints, Ints]:
    """A number for each span, the same for equal ones of a document, whatever their labels."""
    key = sides.key[order] // sides.labels
    number = np.zeros(len(order), np.int64)
    number[order[1:]] = np.cumsum(key[1:] != key[:-1])
    pieces: dict[tuple[int, Fragments], int] = {}
    for side, offset in ((left, 0), (right, sides.first)):
        for at, gapped in side.gaps.items():
            place = (int(side.document[at]), gapped)
            number[at + offset] = pieces.setdefault(place, len(order) + len(pieces))
    return number[: sides.first], number[sides.first :]
