"""Counts of what matched items have besides span and label: anchors, attributes, references."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import numpy as np

from dateline.layers import Layer, Reference
from dateline.scoring.columns import Ints, codes
from dateline.scoring.counts import Counts
from dateline.scoring.matched import Matched
from dateline.scoring.matching import common
from dateline.scoring.squares import Bools

NUMERIC = ("interval", "ratio")
BY_LABEL = ("all", "joint")  # composites that are counted by label, too


class Verdict(NamedTuple):
    """Whether a property of matched items is the same: to the letter, and by overlap."""

    strict: Bools
    overlap: Bools
    in_left: Bools  # whether the left item has it at all
    in_right: Bools
    unknown: Bools | None = None  # references that cannot be followed


def count_parts(matched: Matched, counts: Counts) -> None:
    """Fill anchors/…, attributes/…, references/… on matched items, and composites/… on all items.

    A composite is right where two items overlap (strict: are the same span) and all of its
    properties are the same, those that are empty on both sides included. `joint` and `all` are
    also counted by label, among items of the same label: labels/<label>/joint_overlap, ….
    """
    layer, tally = matched.layer, _Tally(matched, counts)
    verdicts: dict[str, Verdict] = {}
    for name in layer.anchors:
        verdicts[name] = _anchor(matched, name)
        tally.anchor(name, verdicts[name])
    numeric = {a.name for a in layer.attributes if a.agreement in NUMERIC}
    for name in (layer.label, *(attribute.name for attribute in layer.attributes)):
        verdicts[name] = _value(matched, name, numeric=name in numeric)
        tally.attribute(name, verdicts[name])
    for reference in layer.references:
        if reference.target is None:
            verdicts[reference.name] = _reference(matched, reference)
            tally.reference(reference.name, verdicts[reference.name])
    for name, properties in composites(layer).items():
        tally.composite(name, [verdicts[each] for each in properties])


class _Tally:
    """Sums of verdicts by document."""

    def __init__(self, matched: Matched, counts: Counts) -> None:
        self.left, self.right, self.counts = matched.left, matched.right, counts
        self.labels, pairs = matched.layer.labels, matched.best
        self.document = matched.left.document[pairs.left]
        self.same_span = pairs.common == pairs.union
        self.of_left, self.of_right = matched.alignment.left.label, matched.alignment.right.label
        self.label = self.of_left[pairs.left]
        self.same_label = self.label == self.of_right[pairs.right]

    def anchor(self, name: str, verdict: Verdict) -> None:
        for kind, right in (("strict", verdict.strict), ("overlap", verdict.overlap)):
            self._sides(("anchors", name, kind), right, verdict)

    def attribute(self, name: str, verdict: Verdict) -> None:
        given = verdict.in_left | verdict.in_right
        right, of = self._by_document(given & verdict.strict), self._by_document(given)
        self.counts.fill(("attributes", name), (right, of, right, of))

    def reference(self, name: str, verdict: Verdict) -> None:
        unknown = 0 if verdict.unknown is None else int(np.count_nonzero(verdict.unknown))
        if unknown:
            self.counts.totals["references", name] = {"unresolved": unknown}
        self._sides(("references", name), verdict.strict, verdict)

    def _sides(self, path: tuple[str, ...], right: Bools, verdict: Verdict) -> None:
        in_left, in_right = verdict.in_left, verdict.in_right
        if verdict.unknown is not None:
            in_left, in_right = in_left & ~verdict.unknown, in_right & ~verdict.unknown
        correct = self._by_document(right & in_left & in_right)
        sides = (self._by_document(side) for side in (in_right, in_left))
        found, wanted = sides
        self.counts.fill(path, (correct, found, correct, wanted))

    def composite(self, name: str, verdicts: Sequence[Verdict]) -> None:
        loose = np.logical_and.reduce([verdict.overlap for verdict in verdicts])
        tight = np.logical_and.reduce([self.same_span, *(verdict.strict for verdict in verdicts)])
        for kind, right in (("overlap", loose), ("strict", tight)):
            correct = self._by_document(right)
            sizes = (correct, self.right.sizes, correct, self.left.sizes)
            self.counts.fill(("composites", name, kind), sizes)
            if name in BY_LABEL:
                self._by_label(f"{name}_{kind}", right & self.same_label)

    def _by_label(self, name: str, right: Bools) -> None:
        correct = self._cells(self.document[right], self.label[right])
        found = self._cells(self.right.document, self.of_right)
        wanted = self._cells(self.left.document, self.of_left)
        for at, label in enumerate(self.labels):
            cells = (correct[:, at], found[:, at], correct[:, at], wanted[:, at])
            self.counts.fill(("labels", label, name), cells)

    def _by_document(self, where: Bools) -> Ints:
        return np.bincount(self.document[where], minlength=self.counts.documents)

    def _cells(self, document: Ints, label: Ints) -> Ints:
        shape = (self.counts.documents, len(self.labels))
        cells = np.bincount(document * shape[1] + label, minlength=shape[0] * shape[1])
        return cells.reshape(shape)


def composites(layer: Layer) -> dict[str, tuple[str, ...]]:
    """Sets of properties that are scored together, by a name made of theirs.

    Each property alone; all numbers; numbers with what is free text beside them, which is their
    unit; `joint`: all anchors and references; `all`: everything.
    """
    single = [r.name for r in layer.references if r.target is None]
    attributes = [a.name for a in layer.attributes]
    numbers = [a.name for a in layer.attributes if a.agreement in NUMERIC]
    units = [a.name for a in layer.attributes if a.values is None and a.name not in numbers]
    everything = (layer.label, *layer.anchors, *attributes, *single)
    sets: dict[str, tuple[str, ...]] = {name: (name,) for name in everything}
    if numbers:
        sets["+".join(numbers)] = tuple(numbers)
        sets["+".join([*numbers, *units])] = (*numbers, *units)
    if len(layer.anchors) + len(single) > 1:
        sets["joint"] = (*layer.anchors, *single)
    return {**sets, "all": everything}


def _decimal(value: Any) -> Any:
    """The value as a number, so that 2.50 is 2.5; itself where it is none."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return value
    return number if number.is_finite() else value


def _value(matched: Matched, name: str, *, numeric: bool) -> Verdict:
    left, right = codes(matched.left, matched.right, name, _decimal if numeric else None)
    a, b = left[matched.best.left], right[matched.best.right]
    return Verdict(a == b, a == b, a >= 0, b >= 0)


def _anchor(matched: Matched, name: str) -> Verdict:
    spans_left, of_left = matched.left.anchors(name)
    spans_right, of_right = matched.right.anchors(name)
    a, b = of_left[matched.best.left], of_right[matched.best.right]
    strict, overlap = (a < 0) & (b < 0), (a < 0) & (b < 0)
    both = np.flatnonzero((a >= 0) & (b >= 0))
    starts, ends = (
        (getattr(spans_left, edge)[a[both]], getattr(spans_right, edge)[b[both]])
        for edge in ("start", "end")
    )
    strict[both] = (starts[0] == starts[1]) & (ends[0] == ends[1])
    overlap[both] = np.minimum(*ends) > np.maximum(*starts)
    for at in both.tolist() if spans_left.gaps or spans_right.gaps else ():
        here, there = spans_left.fragments(int(a[at])), spans_right.fragments(int(b[at]))
        strict[at], overlap[at] = here == there, common(here, there) > 0
    return Verdict(strict, overlap, a >= 0, b >= 0)


def _reference(matched: Matched, of: Reference) -> Verdict:
    left, pairs = matched.left, matched.best
    lefts, rights = left.values(of.name), matched.right.values(of.name)
    in_left, in_right = (
        np.fromiter((value is not None for value in values), bool, len(values))[at]
        for values, at in ((lefts, pairs.left), (rights, pairs.right))
    )
    same, unknown = ~(in_left | in_right), np.zeros(len(in_left), bool)
    document = left.document[pairs.left]
    for at in np.flatnonzero(in_left & in_right).tolist():
        names = lefts[pairs.left[at]], rights[pairs.right[at]]
        found = matched.documents[document[at]].same(*names, of.layers)
        same[at], unknown[at] = bool(found), found is None
    return Verdict(same, same, in_left, in_right, unknown)
