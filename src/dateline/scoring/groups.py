"""Counts of clusters of items, where the layer groups them."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.layers import Layer
from dateline.scoring.clusters import clusters, scores
from dateline.scoring.counts import Counts
from dateline.scoring.documents import Document
from dateline.scoring.matching import fragments


def count_groups(documents: Sequence[Document], layer: Layer, counts: Counts) -> None:
    """Fill clusters/<metric>. A mention is its span; one without a cluster is alone in its own."""
    if layer.cluster is None:
        return
    name = layer.cluster
    for at, document in enumerate(documents):
        key = clusters((fragments(item), item.get(name)) for item in document.left)
        response = clusters((fragments(item), item.get(name)) for item in document.right)
        for metric, sums in scores(key, response).items():
            counts.table("clusters", metric)[at] += sums
