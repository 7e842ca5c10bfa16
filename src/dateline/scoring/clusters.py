"""Scores of clusters of mentions: MUC, B³, CEAF and LEA, as sums of documents that add up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.scoring.columns import Ints
from dateline.scoring.matching import assign

Floats = NDArray[np.float64]
CONLL = ("muc", "b_cubed", "ceaf_e")  # whose F1 are averaged (Pradhan et al. 2012)


class Clusters(NamedTuple):
    """One side's clustering of the mentions of all documents."""

    of: Ints  # the cluster of each mention, -1 where this side has no such mention
    document: Ints  # of each cluster

    @property
    def sizes(self) -> Ints:
        return np.bincount(self.of[self.of >= 0], minlength=len(self.document))


class Sums(NamedTuple):
    """Precision and recall as numerators and denominators, one number a document."""

    precision_part: Floats
    precision_whole: Floats
    recall_part: Floats
    recall_whole: Floats


class Shared(NamedTuple):
    """Two clusters, one of either side, that have mentions in common: a row for each such pair."""

    key: Ints
    response: Ints
    common: Ints  # mentions in both
    key_size: Ints
    response_size: Ints
    document: Ints


Parts = tuple[Floats, Floats]  # what each pair of clusters adds to precision and to recall


def muc(shared: Shared) -> Parts:
    """Links that are found (Vilain et al. 1995)."""
    found = (shared.common - 1).astype(np.float64)
    return found, found


def b_cubed(shared: Shared) -> Parts:
    """For each mention, the part of its cluster that is right (Bagga and Baldwin 1998)."""
    squared = np.square(shared.common)
    return squared / shared.response_size, squared / shared.key_size


def ceaf_e(shared: Shared) -> Parts:
    """Best one-to-one matching of clusters by their Dice coefficient (Luo 2005, φ4)."""
    found = _matched(shared, 2 * shared.common, shared.key_size + shared.response_size)
    return found, found


def ceaf_m(shared: Shared) -> Parts:
    """Best one-to-one matching of clusters by their common mentions (Luo 2005, φ3)."""
    found = _matched(shared, shared.common, np.ones_like(shared.common))
    return found, found


def lea(shared: Shared) -> Parts:
    """Links that are found, each cluster weighted by its size (Moosavi and Strube 2016).

    A single mention has a link to itself, found where the other side has it alone, too.
    """
    precision = _links(shared.response_size, shared.common, shared.key_size)
    return precision, _links(shared.key_size, shared.common, shared.response_size)


def _links(size: Ints, common: Ints, other: Ints) -> Floats:
    found = size * (common * (common - 1.0)) / np.maximum(size * (size - 1.0), 1)
    return np.where(size == 1, (other == 1).astype(float), found)


# A metric, and how much a cluster of some size adds to the wholes.
METRICS: dict[str, tuple[Callable[[Shared], Parts], Callable[[Ints], Ints]]] = {
    "muc": (muc, lambda size: np.subtract(size, 1)),
    "b_cubed": (b_cubed, np.positive),
    "ceaf_e": (ceaf_e, np.ones_like),
    "ceaf_m": (ceaf_m, np.positive),
    "lea": (lea, np.positive),
}


def scores(key: Clusters, response: Clusters, documents: int) -> dict[str, Sums]:
    """All `METRICS` of `response` against `key`."""
    shared = _shared(key, response)
    found = {}
    for name, (metric, whole) in METRICS.items():
        columns: list[tuple[Ints, Floats | Ints]]
        columns = [(shared.document, part) for part in metric(shared)]
        columns += [(side.document, whole(side.sizes)) for side in (response, key)]
        precision, recall, of_response, of_key = (
            np.bincount(document, part, documents).astype(np.float64) for document, part in columns
        )
        found[name] = Sums(precision, of_response, recall, of_key)
    return found


def _shared(key: Clusters, response: Clusters) -> Shared:
    both = (key.of >= 0) & (response.of >= 0)
    width = max(1, len(response.document))
    pairs, common = np.unique(key.of[both] * width + response.of[both], return_counts=True)
    k, r = pairs // width, pairs % width
    return Shared(k, r, common, key.sizes[k], response.sizes[r], key.document[k])


def _matched(shared: Shared, above: Ints, below: Ints) -> Floats:
    """The similarity above / below of each pair that is in the best matching, else 0.

    Where each cluster of one side can have the one that is most similar to it, that is the best.
    """
    similarity = above / below
    part = _connected(shared.key, shared.response)
    found = np.zeros(len(part), bool)
    open_parts = np.ones(int(part.max(initial=-1)) + 1, bool)
    for side, other in ((shared.key, shared.response), (shared.response, shared.key)):
        rows = np.flatnonzero(open_parts[part])
        wishes = rows[_most_similar(similarity[rows], side[rows])]
        wanted = np.bincount(other[wishes], minlength=1)
        granted = open_parts.copy()
        granted[part[wishes[wanted[other[wishes]] > 1]]] = False
        found[wishes[granted[part[wishes]]]] = True
        open_parts &= ~granted
    for left_over in _by_part(np.flatnonzero(open_parts[part]), part):
        found[_best(left_over, shared, above, below)] = True
    return np.where(found, similarity, 0.0)


def _most_similar(similarity: Floats, side: Ints) -> Ints:
    """For each cluster of a side the first of its rows with the largest similarity."""
    largest = np.zeros(int(side.max(initial=-1)) + 1)
    np.maximum.at(largest, side, similarity)
    row = np.full(len(largest), -1)
    at = np.flatnonzero(similarity == largest[side])[::-1]
    row[side[at]] = at  # the last one that is written is the first
    return row[row >= 0]


def _connected(key: Ints, response: Ints) -> Ints:
    """A number for each row, the same for those that share clusters, also through others."""
    part: Ints = np.arange(len(key))
    while True:
        before = part
        for side in (key, response):
            lowest = np.full(int(side.max(initial=-1)) + 1, len(key))
            np.minimum.at(lowest, side, part)
            part = lowest[side]
        if np.array_equal(part, before):
            return part


def _by_part(rows: Ints, part: Ints) -> Iterator[list[int]]:
    groups: dict[int, list[int]] = {}
    for row, of in zip(rows.tolist(), part[rows].tolist(), strict=True):
        groups.setdefault(of, []).append(row)
    yield from groups.values()


def _best(rows: list[int], shared: Shared, above: Ints, below: Ints) -> list[int]:
    """Those of `rows` whose similarities add up to most, each cluster taken once at most."""
    lines, columns = sorted(set(shared.key[rows])), sorted(set(shared.response[rows]))
    whole = math.lcm(*below[rows].tolist())
    weights = [[0] * len(columns) for _ in lines]
    row_of = {}
    for row in rows:
        line, column = lines.index(shared.key[row]), columns.index(shared.response[row])
        weights[line][column] = int(above[row]) * (whole // int(below[row]))
        row_of[line, column] = row
    return [row_of[place] for place in assign(weights)]
