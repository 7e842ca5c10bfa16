"""Counts of what matched items have besides span and label: anchors, attributes, references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from dateline.layers import Attribute, Layer, Reference
from dateline.scoring.counts import Counts, Path
from dateline.scoring.documents import Document, Item
from dateline.scoring.matching import common, fragments

NUMERIC = ("interval", "ratio")
BY_LABEL = {"joint", "all"}  # composites that are counted by label, too


class Verdict(NamedTuple):
    """Whether a property of two matched items is the same: to the letter, and by overlap."""

    strict: bool
    overlap: bool
    in_left: bool  # whether the left item has it at all
    in_right: bool
    unknown: bool = False  # a reference that cannot be followed


Judge = Callable[[Document, Item, Item], Verdict]


def count_parts(
    documents: Sequence[Document],
    pairs: Sequence[Sequence[tuple[int, int]]],
    layer: Layer,
    counts: Counts,
) -> None:
    """Fill anchors/…, attributes/…, references/… on matched items, and composites/… on all items.

    A composite is right where two items overlap (strict: are the same span) and all of its
    properties are the same, those that are empty on both sides included. `joint` and `all` are
    also counted by label, among items of the same label: labels/<label>/joint_overlap, ….
    """
    judges = _judges(layer)
    wanted = composites(layer)
    _prepare(counts, layer)
    values = (layer.label, *layer.anchors, *(attribute.name for attribute in layer.attributes))
    references = [r.name for r in layer.references if r.target is None]
    for at, document in enumerate(documents):
        tally = _Tally(layer, values, wanted)
        for left, right in pairs[at]:
            a, b = document.left[left], document.right[right]
            same = fragments(a) == fragments(b)
            empty = not any(name in a or name in b for name in references)
            if empty and all(a.get(name) == b.get(name) for name in values):
                tally.alike(a, same)
            else:
                judged = {name: judge(document, a, b) for name, judge in judges.items()}
                tally.judged(judged, same, a[layer.label])
        tally.write(counts, at, document)


class _Tally:
    """The counts of one document."""

    def __init__(
        self, layer: Layer, values: Sequence[str], wanted: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.values, self.wanted = values, wanted
        self.anchors, self.label = layer.anchors, layer.label
        self.references = {r.name for r in layer.references}
        self.pairs: dict[Path, list[int]] = {}  # right, in the left item, in the right item
        self.loose, self.tight = dict.fromkeys(wanted, 0), dict.fromkeys(wanted, 0)
        self.by_label: Counter[tuple[str, str]] = Counter()
        # Pairs that are the same in everything but their span: by label, whether the span is the
        # same, too, and which properties they have.
        self.same: Counter[tuple[str, bool, tuple[str, ...]]] = Counter()
        self.unresolved: Counter[str] = Counter()

    def alike(self, item: Item, same: bool) -> None:
        """Count a pair that is the same in everything but its span."""
        present = tuple([name for name in self.values if item.get(name) is not None])
        self.same[item[self.label], same, present] += 1

    def judged(self, verdicts: Mapping[str, Verdict], same: bool, label: str) -> None:
        """Count a pair of which each property was compared."""
        for name, verdict in verdicts.items():
            if verdict.in_left or verdict.in_right:
                self._add(name, verdict)
        for name, properties in self.wanted.items():
            loose = all(verdicts[p].overlap for p in properties)
            tight = same and all(verdicts[p].strict for p in properties)
            self.loose[name] += loose
            self.tight[name] += tight
            if name in BY_LABEL and verdicts[self.label].strict:
                self._add_label(label, name, loose, tight)

    def _add_label(self, label: str, name: str, loose: int, tight: int) -> None:
        self.by_label[label, f"{name}_overlap"] += loose
        self.by_label[label, f"{name}_strict"] += tight

    def _add(self, name: str, verdict: Verdict, times: int = 1) -> None:
        strict, overlap, in_left, in_right, unknown = verdict
        sides = (in_left * times, in_right * times)
        both = (in_left and in_right) * times
        if name in self.anchors:
            self._count(("anchors", name, "strict"), both * strict, *sides)
            self._count(("anchors", name, "overlap"), both * overlap, *sides)
        elif name not in self.references:
            self._count(("attributes", name), strict * times, times, times)
        elif unknown:
            self.unresolved[name] += 1
        else:
            self._count(("references", name), both * strict, *sides)

    def _count(self, path: Path, right: int, in_left: int, in_right: int) -> None:
        cell = self.pairs.setdefault(path, [0, 0, 0])
        cell[0] += right
        cell[1] += in_left
        cell[2] += in_right

    def _count_alike(self) -> None:
        """Put the pairs that are alike to the others."""
        right = Verdict(True, True, True, True)
        for (label, same, present), times in self.same.items():
            for name in present:
                self._add(name, right, times)
            for name in self.wanted:
                self.loose[name] += times
                self.tight[name] += same * times
                if name in BY_LABEL:
                    self._add_label(label, name, times, same * times)

    def write(self, counts: Counts, at: int, document: Document) -> None:
        """Put everything into the row of document `at`."""
        self._count_alike()
        for path, cell in self.pairs.items():
            counts.add(path, at, *cell)
        sizes = len(document.left), len(document.right)
        for name in self.wanted:
            counts.add(("composites", name, "overlap"), at, self.loose[name], *sizes)
            counts.add(("composites", name, "strict"), at, self.tight[name], *sizes)
        labels = [
            Counter(item[self.label] for item in side) for side in (document.left, document.right)
        ]
        for label in labels[0].keys() | labels[1].keys():
            for name in BY_LABEL & self.wanted.keys():
                for variant in (f"{name}_overlap", f"{name}_strict"):
                    sizes = labels[0][label], labels[1][label]
                    counts.add(
                        ("labels", label, variant), at, self.by_label[label, variant], *sizes
                    )
        for name, number in self.unresolved.items():
            totals = counts.totals.setdefault(("references", name), {"unresolved": 0})
            totals["unresolved"] += number


def _prepare(counts: Counts, layer: Layer) -> None:
    """Make all tables, so that what nobody uses is reported as undefined."""
    for name in layer.anchors:
        counts.table("anchors", name, "strict")
        counts.table("anchors", name, "overlap")
    for name in (layer.label, *(attribute.name for attribute in layer.attributes)):
        counts.table("attributes", name)
    for reference in layer.references:
        if reference.target is None:
            counts.table("references", reference.name)
    for label in layer.labels:
        for name in sorted(BY_LABEL & composites(layer).keys()):
            counts.table("labels", label, f"{name}_overlap")
            counts.table("labels", label, f"{name}_strict")


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


def same_value(attribute: Attribute, left: Any, right: Any) -> bool:
    """Whether two values are the same; numbers as decimals, so that 2.50 is 2.5."""
    if left == right:
        return True
    if attribute.agreement not in NUMERIC or left is None or right is None:
        return False
    try:
        return Decimal(str(left)) == Decimal(str(right))
    except InvalidOperation:
        return False


def _judges(layer: Layer) -> dict[str, Judge]:
    judges: dict[str, Judge] = {layer.label: _value(Attribute(layer.label, "string", None, ""))}
    judges |= {name: _anchor(name) for name in layer.anchors}
    judges |= {attribute.name: _value(attribute) for attribute in layer.attributes}
    judges |= {r.name: _reference(r) for r in layer.references if r.target is None}
    return judges


def _value(attribute: Attribute) -> Judge:
    name = attribute.name

    def judge(document: Document, a: Item, b: Item) -> Verdict:
        left, right = a.get(name), b.get(name)
        same = same_value(attribute, left, right)
        return Verdict(same, same, left is not None, right is not None)

    return judge


def _anchor(name: str) -> Judge:
    def judge(document: Document, a: Item, b: Item) -> Verdict:
        left, right = a.get(name), b.get(name)
        if left is None or right is None:
            same = left is right
            return Verdict(same, same, left is not None, right is not None)
        here, there = fragments(left), fragments(right)
        return Verdict(here == there, common(here, there) > 0, True, True)

    return judge


def _reference(reference: Reference) -> Judge:
    name = reference.name

    def judge(document: Document, a: Item, b: Item) -> Verdict:
        left, right = a.get(name), b.get(name)
        if left is None or right is None:
            same = left is right
            return Verdict(same, same, left is not None, right is not None)
        found = document.same(left, right, reference.layers)
        return Verdict(bool(found), bool(found), True, True, found is None)

    return judge
