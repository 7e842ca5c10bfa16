"""Counts of clusters of items, where the layer groups them."""

from __future__ import annotations

import numpy as np

from dateline.scoring.clusters import Clusters, scores
from dateline.scoring.columns import Ints, codes
from dateline.scoring.counts import Counts
from dateline.scoring.matched import Matched


def count_groups(matched: Matched, counts: Counts) -> None:
    """Fill clusters/<metric>. A mention is its span; one without a cluster is alone in its own.

    A span that comes a second time counts the first time, as in the CoNLL reference scorer
    (Pradhan et al. 2014).
    """
    if matched.layer.cluster is None:
        return
    left, right, mention = matched.left, matched.right, matched.alignment.mention
    names = codes(left, right, matched.layer.cluster)
    size = 1 + max((int(side.max(initial=-1)) for side in mention), default=-1)
    key, response = (
        _clusters(side.document, of, numbers, size)
        for side, of, numbers in zip((left, right), names, mention, strict=True)
    )
    for metric, sums in scores(key, response, counts.documents).items():
        counts.fill(("clusters", metric), sums)


def _clusters(document: Ints, name: Ints, mention: Ints, mentions: int) -> Clusters:
    """The clusters of one side: a name stands for another cluster in each document."""
    first = np.full(mentions, -1)
    first[mention[::-1]] = np.arange(len(mention))[::-1]  # the last one written is the first item
    there = np.flatnonzero(first >= 0)
    at = first[there]
    named = name[at] >= 0
    key = document[at] * (int(name.max(initial=-1)) + 1) + name[at]
    distinct, number = np.unique(key[named], return_inverse=True)
    cluster = np.full(mentions, -1)
    cluster[there[named]] = number
    alone = there[~named]
    cluster[alone] = len(distinct) + np.arange(len(alone))
    of_document = np.empty(len(distinct) + len(alone), np.int64)
    of_document[cluster[there]] = document[at]
    return Clusters(cluster, of_document)
