"""What the arrows between regions mean.

An arrow that can mean one thing only needs no label and may point either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dateline.annotate.studio.controls import PIECES
from dateline.annotate.studio.regions import Note, Region, Regions


class Arrow(NamedTuple):
    """`target` is, for `owner`, the `property` (in `role`)."""

    owner: Region
    target: Region
    property: str
    role: str | None = None


def read_arrows(results: Iterable[Mapping[str, Any]], regions: Regions) -> list[Arrow]:
    """The meaning of each arrow in `results`; what has none becomes a note of `regions`."""
    arrows: list[Arrow] = []
    for result in results:
        if result.get("type") != "relation":
            continue
        ends = [str(result.get("from_id")), str(result.get("to_id"))]
        missing = [end for end in ends if end not in regions.by_id]
        if missing:
            message = f"an arrow from {ends[0]} to {ends[1]} ends at nothing: {missing[0]}"
            regions.notes.append(Note("", message))
            continue
        start, end = (regions.by_id[one] for one in ends)
        if result.get("direction") == "left":
            start, end = end, start
        for label in result.get("labels") or [None]:
            arrows += _read(start, end, label, regions)
    return arrows


def _read(start: Region, end: Region, label: str | None, regions: Regions) -> Iterator[Arrow]:
    forward = [arrow for name, arrow in _possible(start, end, regions) if label in (None, name)]
    backward = [arrow for name, arrow in _possible(end, start, regions) if label in (None, name)]
    possible = forward or backward
    named = f" {label!r}" if label else ""
    if len(possible) != 1:
        if label is None and possible:
            choices = ", ".join(arrow.role or arrow.property for arrow in possible)
            why = f"needs a label; it could be {choices}"
        else:
            why = "means nothing; delete it or give it another label"
        message = f"the arrow{named} from {start} to {end} {why}"
        regions.notes.append(Note(_layer(start, end), message))
        return
    if label is None or possible is backward:
        arrow = possible[0]
        message = f"the arrow{named} from {start} to {end} was read as "
        message += f"{arrow.role or arrow.property} of {arrow.owner}"
        regions.notes.append(Note(_layer(start, end), message, repaired=True))
    yield possible[0]


def _layer(start: Region, end: Region) -> str:
    return end.control if start.control == PIECES else start.control


def _possible(owner: Region, target: Region, regions: Regions) -> Iterator[tuple[str, Arrow]]:
    """(label, meaning) of each arrow that may go from `owner` to `target`."""
    form = regions.forms.get(owner.control)
    if form is None or owner.label not in form.labels:
        return
    if target.control == PIECES:
        yield PIECES, Arrow(owner, target, PIECES)
    elif target.control == owner.control and regions.anchor(target):
        if regions.is_item(owner):
            name = str(regions.anchor(target))
            yield name, Arrow(owner, target, name)
    elif regions.is_item(owner) and regions.is_item(target):
        allowed = {one.name: one.layers for one in form.layer.references}
        for label, (name, role) in form.arrows.items():
            if target.control in allowed.get(name, ()):
                yield label, Arrow(owner, target, name, role)
