"""The items of many documents, matched: what everything else is counted on."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from dateline.layers import Layer
from dateline.scoring.alignment import Alignment, Pairs, align
from dateline.scoring.columns import Columns
from dateline.scoring.documents import Document
from dateline.scoring.matching import BEST


class Matched:
    """The items of documents and the pairs of those that resemble each other most.

    Raises TypeError where an item is no span at all.
    """

    def __init__(self, documents: Sequence[Document], layer: Layer) -> None:
        self.documents, self.layer = documents, layer
        properties = {*layer.schema["properties"], "score"} - {"id", "start", "end", "text"}
        self.left = Columns((document.left for document in documents), properties)
        self.right = Columns((document.right for document in documents), properties)

    @functools.cached_property
    def alignment(self) -> Alignment:
        """The spans of both sides. Their starts, ends and labels must be sound."""
        labels = {name: at for at, name in enumerate(self.layer.labels)}
        sides = (s.spans(s.codes(self.layer.label, labels)) for s in (self.left, self.right))
        return align(*sides)

    @functools.cached_property
    def best(self) -> Pairs:
        """The matched items of all documents."""
        return self.alignment.pairs(BEST)

    @functools.cached_property
    def pairs(self) -> list[list[tuple[int, int]]]:
        """For each document the positions of matched items in it, (left, right)."""
        where = self.left.document[self.best.left]
        lefts, rights = (
            (at - (np.cumsum(side.sizes) - side.sizes)[where]).tolist()
            for side, at in ((self.left, self.best.left), (self.right, self.best.right))
        )
        found: list[list[tuple[int, int]]] = [[] for _ in self.documents]
        for at, left, right in zip(where.tolist(), lefts, rights, strict=True):
            found[at].append((left, right))
        return found
