"""The items of one side of many documents as columns: one value an item, documents in a row."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.errors import Stop
from dateline.scoring.matching import Fragments, Span, fragments

_AT_ONCE = 1000  # items: what the processor keeps at hand while each property is read

Ints = NDArray[np.int64]
Item = Mapping[str, Any]


class Spans(NamedTuple):
    """Spans of documents as columns, in the order of documents and their items."""

    document: Ints  # position of the document
    start: Ints
    end: Ints
    label: Ints  # -1 where the label is unknown
    gaps: dict[int, Fragments]  # pieces of the discontinuous ones, by position

    def fragments(self, at: int) -> Fragments:
        return self.gaps.get(at) or ((int(self.start[at]), int(self.end[at])),)

    def span(self, at: int) -> Span:
        return Span(self.fragments(at), int(self.label[at]))


class Columns:
    """Items of documents, one behind the other, and those of their `properties` that occur.

    Raises TypeError where an item is no mapping, or its start or end is no whole number.
    """

    def __init__(self, documents: Iterable[Sequence[Item]], properties: Collection[str]) -> None:
        documents = list(documents)
        self.items: list[Item] = list(itertools.chain.from_iterable(documents))
        self.sizes = np.fromiter(map(len, documents), np.int64, len(documents))
        self.document = np.repeat(np.arange(len(documents)), self.sizes)
        self.start, self.end = (np.empty(len(self.items), np.int64) for _ in range(2))
        self.lists: dict[str, list[Any]] = {}
        for done in range(0, len(self.items), _AT_ONCE):
            self._read(self.items[done : done + _AT_ONCE], properties, done)

    def _read(self, items: Sequence[Item], properties: Collection[str], done: int) -> None:
        if not {*map(type, items)} <= {dict} and not all(isinstance(i, Mapping) for i in items):
            raise TypeError("items must be mappings")
        for name, column in (("start", self.start), ("end", self.end)):
            values = _values(items, name)
            if {*map(type, values)} - {int}:
                raise TypeError(f"{name} must be a whole number")
            column[done : done + len(items)] = values
        present: set[str] = set[str]().union(*items)
        for name in present.intersection(properties):
            self.lists.setdefault(name, [None] * done).extend(_values(items, name))
        for name in self.lists.keys() - present:
            self.lists[name].extend([None] * len(items))

    def values(self, name: str) -> list[Any]:
        """The property of each item, None where it has none."""
        return self.lists.get(name) or [None] * len(self.items)

    def spans(self, label: Ints) -> Spans:
        """The items' own spans, with the numbers of their labels."""
        pieces = self.lists.get("fragments")
        gaps = _gaps(pieces, self.items) if pieces else {}
        return Spans(self.document, self.start, self.end, label, gaps)

    def codes(self, name: str, codes: Mapping[Any, int]) -> Ints:
        """What `codes` has for the property of each item, -1 where it has nothing."""
        values = self.values(name)
        known = {value: codes.get(value, -1) for value in set(values)}
        return np.fromiter(map(known.__getitem__, values), np.int64, len(values))

    def anchors(self, name: str) -> tuple[Spans, Ints]:
        """The spans of a further anchor, all of one label, and the place of each item's, or -1."""
        values = self.values(name)
        there = [at for at, anchor in enumerate(values) if anchor is not None]
        anchors = [values[at] for at in there]
        place = np.full(len(values), -1)
        place[there] = np.arange(len(there))
        found = Spans(
            self.document[there],
            np.fromiter(map(operator.itemgetter("start"), anchors), np.int64, len(anchors)),
            np.fromiter(map(operator.itemgetter("end"), anchors), np.int64, len(anchors)),
            np.zeros(len(anchors), np.int64),
            _gaps([anchor.get("fragments") for anchor in anchors], anchors),
        )
        return found, place


def codes(
    left: Columns, right: Columns, name: str, form: Callable[[Any], Any] | None = None
) -> tuple[Ints, Ints]:
    """A number for each item's value of a property, the same for equal values; -1 for none.

    `form` gives what values are compared by. Raises Stop where a value is a list or an object.
    """
    if name not in left.lists and name not in right.lists:
        return np.full(len(left.items), -1), np.full(len(right.items), -1)
    sides = left.values(name), right.values(name)
    try:
        distinct = set(sides[0]).union(sides[1])
    except TypeError:
        raise Stop(
            f"{name}: a value is a list or an object, where one word or number goes"
        ) from None
    forms = {value: value if form is None else form(value) for value in distinct - {None}}
    numbers = {value: at for at, value in enumerate(dict.fromkeys(forms.values()))}
    code = {value: numbers[forms[value]] for value in forms}
    return left.codes(name, code), right.codes(name, code)


def _values(items: Sequence[Item], name: str) -> list[Any]:
    try:
        return list(map(operator.itemgetter(name), items))
    except KeyError:
        return [item.get(name) for item in items]


def _gaps(pieces: Sequence[Any], items: Sequence[Item]) -> dict[int, Fragments]:
    return {at: fragments(items[at]) for at, found in enumerate(pieces) if found and len(found) > 1}
