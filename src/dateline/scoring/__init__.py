"""What two annotations of one layer have in common, counted document by document.

`count` knows no layer by name: what is compared is what the layer's schema has. Evaluation calls
the left side gold and the right side predictions; agreement calls them two annotators.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from dateline.layers import Layer
from dateline.scoring.alignment import Alignment, align, spans
from dateline.scoring.anchors import count_anchors
from dateline.scoring.arguments import count_arguments
from dateline.scoring.counts import Counts
from dateline.scoring.documents import Document
from dateline.scoring.groups import count_groups
from dateline.scoring.matching import BEST
from dateline.scoring.parts import count_parts
from dateline.scoring.schemes import count_spans

__all__ = ["Counts", "Document", "Matched", "count"]


class Matched:
    """The items of documents and the pairs of those that resemble each other most."""

    def __init__(self, documents: Sequence[Document], layer: Layer) -> None:
        labels = {name: at for at, name in enumerate(layer.labels)}
        self.documents = documents
        self.alignment: Alignment = align(
            spans((document.left for document in documents), labels, layer.label),
            spans((document.right for document in documents), labels, layer.label),
        )
        self.best = self.alignment.pairs(BEST)

    @functools.cached_property
    def pairs(self) -> list[list[tuple[int, int]]]:
        """For each document the positions of matched items in it, (left, right)."""
        first_left, first_right = (
            np.searchsorted(side.document, np.arange(len(self.documents)))
            for side in (self.alignment.left, self.alignment.right)
        )
        where = self.alignment.left.document[self.best.left]
        lefts = (self.best.left - first_left[where]).tolist()
        rights = (self.best.right - first_right[where]).tolist()
        found: list[list[tuple[int, int]]] = [[] for _ in self.documents]
        for at, left, right in zip(where.tolist(), lefts, rights, strict=True):
            found[at].append((left, right))
        return found


def count(matched: Matched, layer: Layer) -> Counts:
    """All counts of `layer` over the documents."""
    documents = matched.documents
    counts = Counts(len(documents))
    count_spans(matched.alignment, matched.best, layer, counts)
    count_anchors(documents, layer, counts)
    pairs = matched.pairs
    count_parts(documents, pairs, layer, counts)
    count_arguments(documents, pairs, layer, counts)
    count_groups(documents, layer, counts)
    return counts
