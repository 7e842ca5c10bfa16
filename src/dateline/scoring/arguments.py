"""Counts of arguments: references in a list, each with a role (ACE 2005; Ji and Grishman 2008)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from dateline.layers import Layer, Reference
from dateline.scoring.counts import Counts
from dateline.scoring.documents import Document, Item
from dateline.scoring.matched import Matched
from dateline.scoring.matching import assign, fragments


class Argument(NamedTuple):
    target: str
    role: str | None


def count_arguments(matched: Matched, counts: Counts) -> None:
    """Fill arguments/<property>/trig_i, trig_c, and arg_i, arg_c by predicted and by gold triggers.

    Trig-I: the same trigger span; Trig-C: and the same label. Arg-I: the label of the trigger and
    the argument are right; Arg-C: and the role. With gold triggers only arguments of triggers
    that both sides have (Trig-C) count. An argument belongs to its trigger.
    """
    layer = matched.layer
    for reference in layer.references:
        if reference.target is None:
            continue
        for at, (document, pairs) in enumerate(zip(matched.documents, matched.pairs, strict=True)):
            _count_document(document, pairs, layer, reference, at, counts)


def _count_document(
    document: Document,
    pairs: Sequence[tuple[int, int]],
    layer: Layer,
    reference: Reference,
    at: int,
    counts: Counts,
) -> None:
    same = [(a, b) for a, b in pairs if _span(document.left[a]) == _span(document.right[b])]
    right = [
        (a, b) for a, b in same if document.left[a][layer.label] == document.right[b][layer.label]
    ]
    sizes = len(document.left), len(document.right)
    path = ("arguments", reference.name)
    counts.add((*path, "trig_i"), at, len(same), *sizes)
    counts.add((*path, "trig_c"), at, len(right), *sizes)
    found = [_compare(document, a, b, reference, counts) for a, b in right]
    both = [sum(column) for column in zip(*found, strict=True)] or [0, 0, 0, 0]
    every = (_arguments(document.left, reference), _arguments(document.right, reference))
    wanted, given = (sum(map(len, side)) for side in every)
    for place, kind in enumerate(("arg_i", "arg_c")):
        counts.add((*path, "predicted_triggers", kind), at, both[place], wanted, given)
        counts.add((*path, "gold_triggers", kind), at, both[place], both[2], both[3])


def _compare(
    document: Document, a: int, b: int, reference: Reference, counts: Counts
) -> tuple[int, int, int, int]:
    """Arguments of one trigger: right targets, right with role, of the left, of the right."""
    lefts, rights = (
        _arguments([item], reference)[0] for item in (document.left[a], document.right[b])
    )
    same = [[document.same(x.target, y.target, reference.layers) for y in rights] for x in lefts]
    unknown = sum(all(cell is None for cell in row) for row in same) if rights else 0
    if unknown:
        totals = counts.totals.setdefault(("arguments", reference.name), {"unresolved": 0})
        totals["unresolved"] += unknown

    def best(right: Callable[[int, int], bool]) -> int:
        weights = [
            [int(right(row, column)) for column in range(len(rights))] for row in range(len(lefts))
        ]
        return len(assign(weights)) if rights else 0

    targets = best(lambda row, column: bool(same[row][column]))
    roles = best(
        lambda row, column: bool(same[row][column]) and lefts[row].role == rights[column].role
    )
    return targets, roles, len(lefts), len(rights)


def _arguments(items: Sequence[Item], reference: Reference) -> list[list[Argument]]:
    return [[Argument(target, role) for _, target, role in reference.targets(i)] for i in items]


def _span(item: Item) -> object:
    return fragments(item)
