"""Judgements of one layer of one article, put together: which items of whom are the same one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from dateline.layers import Layer
from dateline.scoring.matching import Fragments, Span, fragments, iou, match

Item = Mapping[str, Any]
Annotation = Mapping[str, Any]
Value = Any  # what JSON can hold
Resolve = Callable[[str, str], Value]  # (annotator, id of an item) -> what it stands for


@dataclass(frozen=True)
class Group:
    """One item as those see it who see it; nobody has two items in one group."""

    votes: Mapping[str, Item]  # annotator -> item, sorted by name
    silent: tuple[str, ...]  # who judged the article and has no such item

    @property
    def place(self) -> tuple[int, int]:
        """From the first start to the last end of the versions."""
        items = self.votes.values()
        return min(item["start"] for item in items), max(item["end"] for item in items)


def group_items(
    lines: Mapping[str, Annotation], layer: Layer, overlap: Fraction = Fraction(1, 2)
) -> list[Group]:
    """The items of all annotators in groups, in the order of the text.

    Two people's items go together where the best matching of the two puts them together and their
    IoU is `overlap` at least; equal ones first, then by IoU, as long as nobody has two in a group.
    """
    nodes = [(who, at) for who in sorted(lines) for at in range(len(lines[who]["items"]))]
    members: dict[tuple[str, int], dict[str, int]] = {node: {node[0]: node[1]} for node in nodes}
    for *_, a, b in sorted(_edges(lines, layer, overlap)):
        ours, theirs = members[a], members[b]
        if ours is not theirs and not set(ours) & set(theirs):
            ours.update(theirs)
            for who, at in theirs.items():
                members[who, at] = ours
    groups = [
        Group(
            {who: lines[who]["items"][at] for who, at in sorted(group.items())},
            tuple(who for who in sorted(lines) if who not in group),
        )
        for group in {id(group): group for group in members.values()}.values()
    ]
    return sorted(groups, key=lambda group: (group.place, _names(group, layer)))


def _names(group: Group, layer: Layer) -> list[tuple[Fragments, str]]:
    return sorted((fragments(item), item[layer.label]) for item in group.votes.values())


def _edges(
    lines: Mapping[str, Annotation], layer: Layer, overlap: Fraction
) -> Iterator[tuple[Any, ...]]:
    spans = {
        who: [Span(fragments(item), item[layer.label]) for item in line["items"]]
        for who, line in lines.items()
    }
    for a, b in itertools.combinations(sorted(lines), 2):
        for left, right, common, union in match(spans[a], spans[b]):
            share = Fraction(common, union)
            if share >= overlap:
                ends = sorted([spans[a][left], spans[b][right]], key=lambda s: s.fragments)
                yield ends[0] != ends[1], -share, ends, (a, left), (b, right)


def properties(layer: Layer) -> tuple[str, ...]:
    """What people can disagree about in an item: `span` for its own span, and property names."""
    attributes = (attribute.name for attribute in layer.attributes)
    references = (reference.name for reference in layer.references)
    return ("span", layer.label, *layer.anchors, *attributes, *references)


def content(item: Item, layer: Layer, who: str, resolve: Resolve) -> dict[str, Value]:
    """What `who` says about an item, by property, in a form that can be compared."""
    found: dict[str, Value] = {"span": _pieces(item), layer.label: item[layer.label]}
    for name in layer.anchors:
        found[name] = None if item.get(name) is None else _pieces(item[name])
    for attribute in layer.attributes:
        value = item.get(attribute.name)
        numeric = attribute.agreement in ("interval", "ratio")
        found[attribute.name] = _decimal(value) if numeric else value
    for reference in layer.references:
        targets = [(role, resolve(who, target)) for _, target, role in reference.targets(item)]
        if reference.target is None:
            found[reference.name] = targets[0][1] if targets else None
        else:
            found[reference.name] = sorted([[r, t] for r, t in targets], key=repr)
    return found


def _pieces(span: Item) -> list[list[int]]:
    return [list(piece) for piece in fragments(span)]


def _decimal(value: Any) -> Any:
    try:
        return None if value is None else format(Decimal(str(value)).normalize(), "f")
    except InvalidOperation:
        return value


def tally(versions: Sequence[Value]) -> list[tuple[int, Value]]:
    """(votes, value) of the different values, the one with the most votes first.

    Of values with equally many, the first in the order of their text.
    """
    counts: dict[str, tuple[int, Value]] = {}
    for value in versions:
        votes, _ = counts.get(repr(value), (0, None))
        counts[repr(value)] = (votes + 1, value)
    return sorted(counts.values(), key=lambda entry: (-entry[0], repr(entry[1])))


def nearest(groups: Sequence[Group], item: Item) -> Group | None:
    """The group with a version that lies most on the item, None where none overlaps it."""
    scored = [
        (max(iou(fragments(item), fragments(v)) for v in group.votes.values()), group)
        for group in groups
    ]
    best = max(scored, key=lambda entry: entry[0], default=(0.0, None))
    return best[1] if best[0] > 0 else None
