"""Counts of further anchors (a quote's cue) as spans of their own, matched or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from dateline.layers import Layer
from dateline.scoring.alignment import align, spans
from dateline.scoring.counts import Counts
from dateline.scoring.documents import Document, Item
from dateline.scoring.matching import PARTIAL, Objective, fragments


def count_anchors(documents: Sequence[Document], layer: Layer, counts: Counts) -> None:
    """Fill anchors/<name>/alone_strict, alone_overlap; what several items share counts once."""
    for name in layer.anchors:
        left = spans((list(_anchors(d.left, name)) for d in documents), {"": 0}, "type")
        right = spans((list(_anchors(d.right, name)) for d in documents), {"": 0}, "type")
        size = counts.documents
        wanted, found = (np.bincount(side.document, minlength=size) for side in (left, right))
        alignment = align(left, right)
        pairs = alignment.pairs(PARTIAL)
        exact = left.document[pairs.left[pairs.common == pairs.union]]
        correct = np.bincount(exact, minlength=size)
        counts.fill(("anchors", name, "alone_strict"), (correct, found, correct, wanted))
        pairs = alignment.pairs(Objective(most=True))
        correct = np.bincount(left.document[pairs.left], minlength=size)
        counts.fill(("anchors", name, "alone_overlap"), (correct, found, correct, wanted))


def _anchors(items: Sequence[Item], name: str) -> Iterator[dict[str, Any]]:
    seen = set()
    for item in items:
        anchor = item.get(name)
        if anchor is None or fragments(anchor) in seen:
            continue
        seen.add(fragments(anchor))
        yield {**anchor, "type": ""}
