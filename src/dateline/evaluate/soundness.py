"""Whether items can be scored: all of them at one go, and one by one to name what is wrong."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dateline.errors import Stop
from dateline.layers import Layer
from dateline.schema.validator import is_written_as_float, not_whole
from dateline.scoring import Document, Matched
from dateline.scoring.columns import Columns

UNKNOWN = 1 << 40  # code points of a text that was not given
Item = Mapping[str, Any]


def match_items(documents: Sequence[Document], layer: Layer, sizes: Sequence[int]) -> Matched:
    """The documents' items, ready to be matched; `sizes` are those of the texts, or UNKNOWN.

    Raises Stop for the first item with an unknown label, a span out of range, fragments that are
    none, or a score that is no number.
    """
    try:
        matched = Matched(documents, layer)
        if all(_plain(side, layer, sizes) for side in (matched.left, matched.right)):
            return matched
    except (TypeError, OverflowError):  # what is no span at all
        _look(documents, layer, sizes)
        raise
    _look(documents, layer, sizes)
    return matched


def _plain(side: Columns, layer: Layer, sizes: Sequence[int]) -> bool:
    """Whether nothing can be wrong; False where one has to look."""
    size = np.array(sizes, np.int64)[side.document]
    return (
        set(side.values(layer.label)) <= set(layer.labels)
        and bool(((side.start >= 0) & (side.start < side.end) & (side.end <= size)).all())
        and not {"fragments", "score"} & side.lists.keys()
    )


def _look(documents: Sequence[Document], layer: Layer, sizes: Sequence[int]) -> None:
    """Raise Stop for the first item that cannot be scored."""
    for document, size in zip(documents, sizes, strict=True):
        for what, items in (("gold", document.left), ("predictions", document.right)):
            where = f"{what}: article {document.article}, layer {layer.name}"
            if not isinstance(items, list) or not all(isinstance(i, Mapping) for i in items):
                raise Stop(f"{where}: items must be a list of objects")
            for item in items:
                problem = _problem(item, layer, size)
                if problem:
                    raise Stop(f"{where}, item {item.get('id')}: {problem}")


def _problem(item: Item, layer: Layer, size: int) -> str | None:
    """What is wrong with an item, None where nothing is."""
    label, start, end = item.get(layer.label), item.get("start"), item.get("end")
    if label not in layer.labels:
        return f"unknown label {label!r}; labels of {layer.name}: {', '.join(layer.labels)}"
    for edge, offset in (("start", start), ("end", end)):
        if is_written_as_float(offset):
            return f"{edge}: {not_whole(offset)}"
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= size:
        length = "" if size == UNKNOWN else f", and the text has {size} code points"
        return f"the span [{start}, {end}) is out of range: 0 ≤ start < end{length}"
    if item.get("fragments"):
        bounds = [piece[edge] for piece in item["fragments"] for edge in ("start", "end")]
        ordered = all(a < b for a, b in itertools.pairwise(bounds))
        if not ordered or bounds[0] != start or bounds[-1] != end:
            return f"fragments {bounds} are not sorted and apart, or not all of {start} to {end}"
    score = item.get("score")
    if score is not None and not (_is_number(score) and math.isfinite(score)):
        return f"score is {score}, not a number"
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
