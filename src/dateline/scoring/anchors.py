"""Counts of further anchors (a quote's cue) as spans of their own, matched or not."""

from __future__ import annotations

import numpy as np

from dateline.scoring.alignment import align
from dateline.scoring.columns import Spans
from dateline.scoring.counts import Counts
from dateline.scoring.matched import Matched
from dateline.scoring.matching import PARTIAL, Objective


def count_anchors(matched: Matched, counts: Counts) -> None:
    """Fill anchors/<name>/alone_strict, alone_overlap; what several items share counts once."""
    size = counts.documents
    for name in matched.layer.anchors:
        both = (side.anchors(name)[0] for side in (matched.left, matched.right))
        alignment = align(*map(_distinct, both))
        sides = alignment.left.document, alignment.right.document
        wanted, found = (np.bincount(documents, minlength=size) for documents in sides)
        pairs = alignment.pairs(PARTIAL)
        correct = np.bincount(sides[0][pairs.left[pairs.common == pairs.union]], minlength=size)
        counts.fill(("anchors", name, "alone_strict"), (correct, found, correct, wanted))
        pairs = alignment.pairs(Objective(most=True))
        correct = np.bincount(sides[0][pairs.left], minlength=size)
        counts.fill(("anchors", name, "alone_overlap"), (correct, found, correct, wanted))


def _distinct(spans: Spans) -> Spans:
    """The spans without those that are in their document a second time."""
    rows = zip(spans.document.tolist(), map(spans.fragments, range(len(spans.start))), strict=True)
    first = {row: at for at, row in reversed(list(enumerate(rows)))}
    kept = np.array(sorted(first.values()), np.int64)
    document, start, end, label = (column[kept] for column in spans[:4])
    gaps = {new: spans.gaps[old] for new, old in enumerate(kept.tolist()) if old in spans.gaps}
    return Spans(document, start, end, label, gaps)
