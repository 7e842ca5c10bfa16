"""Matching of the spans of many documents at once; only what is not plain goes span by span."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.errors import Stop
from dateline.scoring.matching import Fragments, Objective, Span, fragments, length, match

Ints = NDArray[np.int64]
Item = Mapping[str, Any]


class Spans(NamedTuple):
    """Spans of documents as columns, in the order of documents and their items."""

    document: Ints  # position of the document
    start: Ints
    end: Ints
    label: Ints  # -1 where the label is unknown
    gaps: dict[int, Fragments]  # pieces of the discontinuous ones, by position

    def span(self, at: int) -> Span:
        pieces = self.gaps.get(at) or ((int(self.start[at]), int(self.end[at])),)
        return Span(pieces, int(self.label[at]))


def spans(documents: Iterable[Sequence[Item]], labels: Mapping[str, int], label: str) -> Spans:
    """The items of each document as columns; `label` is the property that holds the label."""
    documents = list(documents)
    items = list(itertools.chain.from_iterable(documents))
    names = list(map(operator.itemgetter(label), items))
    ids = {name: labels.get(name, -1) for name in set(names)}
    gaps = {at: fragments(item) for at, item in enumerate(items) if item.get("fragments")}
    return Spans(
        np.repeat(np.arange(len(documents)), [len(document) for document in documents]),
        np.fromiter(map(operator.itemgetter("start"), items), np.int64, len(items)),
        np.fromiter(map(operator.itemgetter("end"), items), np.int64, len(items)),
        np.fromiter(map(ids.__getitem__, names), np.int64, len(items)),
        {at: pieces for at, pieces in gaps.items() if len(pieces) > 1},
    )


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
    plain: Pairs  # that are best for any objective: of components where nothing is in doubt
    mixed: list[tuple[list[int], list[int]]]  # the other components, spans of either side

    def pairs(self, objective: Objective) -> Pairs:
        """The best matching of each document, as `dateline.scoring.matching.match` finds it."""
        plain, (over, under) = self.plain, objective.minimum
        wanted = plain.common * under >= over * plain.union
        if objective.labelled and not objective.most:
            wanted &= self.left.label[plain.left] == self.right.label[plain.right]
        mixed = np.array(list(self._mixed_pairs(objective)), np.int64).reshape(-1, 4)
        columns = zip(plain, mixed.T, strict=True)
        return Pairs(*(np.concatenate([column[wanted], more]) for column, more in columns))

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
    component = _components(sides, order)
    size = int(component.max(initial=-1)) + 1
    count = [np.bincount(component[sides.right == side], minlength=size) for side in (0, 1)]
    even = (count[0] == count[1]) & (count[0] > 0) & ~_marked(component, sides.gapped, size)
    order = order[even[component[order]]]
    a, b = (order[sides.right[order] == side] for side in (0, 1))
    unequal = sides.key[a] != sides.key[b]
    settled = even & (~_marked(component, a[unequal], size) | (count[0] == 1))
    a, b = (at[settled[component[at]]] for at in (a, b))
    both = np.minimum(sides.end[a], sides.end[b]) - np.maximum(sides.start[a], sides.start[b])
    union = np.maximum(sides.end[a], sides.end[b]) - np.minimum(sides.start[a], sides.start[b])
    mixed = (count[0] > 0) & (count[1] > 0) & ~settled
    plain = Pairs(a, b - len(left.start), both, union)
    return _settle(left, right, plain, _members(sides, component, mixed))


def _settle(
    left: Spans, right: Spans, plain: Pairs, mixed: list[tuple[list[int], list[int]]]
) -> Alignment:
    """The alignment with those `mixed` components made plain where one side holds the other's.

    Pairs of equal spans with equal labels, as many as there can be, are the best for any objective.
    """
    more: list[tuple[int, int, int, int]] = []
    hard = []
    for lefts, rights in mixed:
        waiting: dict[Span, list[int]] = {}
        for at in rights:
            waiting.setdefault(right.span(at), []).append(at)
        spans = [(at, left.span(at)) for at in lefts]
        same = [(at, waiting[s].pop(), length(s.fragments)) for at, s in spans if waiting.get(s)]
        if len(same) == min(len(lefts), len(rights)):
            more += [(a, b, size, size) for a, b, size in same]
        else:
            hard.append((lefts, rights))
    columns = zip(plain, np.array(more, np.int64).reshape(-1, 4).T, strict=True)
    return Alignment(left, right, Pairs(*(np.concatenate(pair) for pair in columns)), hard)


class _Sides(NamedTuple):
    """The spans of both sides in one; documents are laid one behind the other."""

    right: NDArray[np.bool_]  # false for the left ones, which come first
    start: Ints
    end: Ints
    key: Ints  # the same for equal spans of one label, and sorted by start, end, label
    gapped: Ints  # positions of the discontinuous ones


def _join(left: Spans, right: Spans) -> _Sides:
    document, start, end, label = (np.concatenate([left[at], right[at]]) for at in range(4))
    lengths = np.zeros(int(document.max(initial=-1)) + 1, np.int64)
    np.maximum.at(lengths, document, end)
    base = (np.cumsum(lengths) - lengths)[document]
    longest, labels = int((end - start).max(initial=0)) + 1, int(label.max(initial=0)) + 2
    if (int(lengths.sum()) + 1) * longest * labels >= 1 << 63:
        raise Stop("too much text to be compared in one go: compare the articles in parts")
    key = ((base + start) * longest + end - start) * labels + label + 1
    gapped = [*left.gaps, *(at + len(left.start) for at in right.gaps)]
    sides = np.repeat(np.array([False, True]), [len(left.start), len(right.start)])
    return _Sides(sides, base + start, base + end, key, np.array(gapped, np.int64))


def _components(sides: _Sides, order: Ints) -> Ints:
    """The number of the component of each span: spans whose hulls overlap, also through others."""
    reach = np.maximum.accumulate(sides.end[order])
    component = np.zeros(len(order), np.int64)
    component[order[1:]] = np.cumsum(sides.start[order[1:]] >= reach[:-1])
    return component


def _marked(component: Ints, at: Ints, size: int) -> NDArray[np.bool_]:
    marked = np.zeros(size, bool)
    marked[component[at]] = True
    return marked


def _members(
    sides: _Sides, component: Ints, wanted: NDArray[np.bool_]
) -> list[tuple[list[int], list[int]]]:
    """Positions of the left and of the right spans of each `wanted` component."""
    rank = np.cumsum(wanted) - 1
    first = int(np.count_nonzero(~sides.right))
    members: list[tuple[list[int], list[int]]] = [([], []) for _ in range(int(wanted.sum()))]
    chosen = np.flatnonzero(wanted[component])
    places = rank[component[chosen]].tolist()
    for at, place in zip(chosen.tolist(), places, strict=True):
        members[place][at >= first].append(at - first if at >= first else at)
    return members
