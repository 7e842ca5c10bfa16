"""Scores of entity clusters: MUC, B³, CEAF and LEA, as sums that add up over documents.

A clustering is a list of sets of mentions; a mention is whatever identifies it in its document.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import NamedTuple

from dateline.scoring.matching import assign

Clusters = Sequence[frozenset[Hashable]]


class Sums(NamedTuple):
    """Precision and recall as numerators and denominators; those of documents are added up."""

    precision_part: float
    precision_whole: float
    recall_part: float
    recall_whole: float


def clusters(named: Iterable[tuple[Hashable, Hashable | None]]) -> list[frozenset[Hashable]]:
    """Clusters of (mention, cluster) in the order of their first mention.

    A mention without a cluster is one by itself; a mention given twice counts the first time, as
    in the CoNLL reference scorer (Pradhan et al. 2014).
    """
    members: dict[Hashable, list[Hashable]] = {}
    seen: set[Hashable] = set()
    for mention, cluster in named:
        if mention not in seen:
            seen.add(mention)
            key = ("alone", mention) if cluster is None else cluster
            members.setdefault(key, []).append(mention)
    return [frozenset(group) for group in members.values()]


def muc(key: Clusters, response: Clusters) -> Sums:
    """Links that are found (Vilain et al. 1995)."""
    return Sums(*_links(response, key), *_links(key, response))


def _links(clusters: Clusters, others: Clusters) -> tuple[float, float]:
    place = _places(others)
    found = 0
    for cluster in clusters:
        parts = {place[mention] for mention in cluster if mention in place}
        lone = sum(mention not in place for mention in cluster)
        found += len(cluster) - len(parts) - lone
    return found, sum(len(cluster) - 1 for cluster in clusters)


def b_cubed(key: Clusters, response: Clusters) -> Sums:
    """For each mention, the part of its cluster that is right (Bagga and Baldwin 1998)."""
    shared = _overlaps(key, response)
    recall = sum(both * both / len(key[k]) for (k, _), both in shared.items())
    precision = sum(both * both / len(response[r]) for (_, r), both in shared.items())
    return Sums(precision, sum(map(len, response)), recall, sum(map(len, key)))


def ceaf_e(key: Clusters, response: Clusters) -> Sums:
    """Best one-to-one matching of clusters by their Dice coefficient (Luo 2005, φ4)."""
    total = _ceaf(key, response, lambda both, k, r: (2 * both, k + r))
    return Sums(total, len(response), total, len(key))


def ceaf_m(key: Clusters, response: Clusters) -> Sums:
    """Best one-to-one matching of clusters by their common mentions (Luo 2005, φ3)."""
    total = _ceaf(key, response, lambda both, k, r: (both, 1))
    return Sums(total, sum(map(len, response)), total, sum(map(len, key)))


def lea(key: Clusters, response: Clusters) -> Sums:
    """Links that are found, each cluster weighted by its size (Moosavi and Strube 2016).

    A single mention has a link to itself, found where the other side has it alone, too.
    """
    shared = _overlaps(key, response)
    return Sums(
        _resolved(response, {(r, k): both for (k, r), both in shared.items()}, key),
        sum(map(len, response)),
        _resolved(key, shared, response),
        sum(map(len, key)),
    )


METRICS: dict[str, Callable[[Clusters, Clusters], Sums]] = {
    "muc": muc,
    "b_cubed": b_cubed,
    "ceaf_e": ceaf_e,
    "ceaf_m": ceaf_m,
    "lea": lea,
}
CONLL = ("muc", "b_cubed", "ceaf_e")  # whose F1 are averaged (Pradhan et al. 2012)


def scores(key: Clusters, response: Clusters) -> dict[str, Sums]:
    """All `METRICS`. Clusters that are equal on both sides touch no other and are not searched."""
    equal = set(key) & set(response)
    mentions = sum(map(len, equal))
    parts = {"muc": mentions - len(equal), "ceaf_e": len(equal)}
    rest = [[cluster for cluster in side if cluster not in equal] for side in (key, response)]
    found = {}
    for name, metric in METRICS.items():
        part = parts.get(name, mentions)
        found[name] = Sums(*(value + part for value in metric(rest[0], rest[1])))
    return found


def _places(clusters: Clusters) -> dict[Hashable, int]:
    return {mention: at for at, cluster in enumerate(clusters) for mention in cluster}


def _overlaps(key: Clusters, response: Clusters) -> Counter[tuple[int, int]]:
    place = _places(response)
    return Counter(
        (at, place[mention])
        for at, cluster in enumerate(key)
        for mention in cluster
        if mention in place
    )


def _resolved(clusters: Clusters, shared: Counter[tuple[int, int]] | dict[tuple[int, int], int],
              others: Clusters) -> float:  # fmt: skip
    total = 0.0
    for (at, other), both in shared.items():
        size = len(clusters[at])
        if size == 1:
            total += len(others[other]) == 1
        else:
            total += size * math.comb(both, 2) / math.comb(size, 2)
    return total


def _ceaf(
    key: Clusters, response: Clusters, similarity: Callable[[int, int, int], tuple[int, int]]
) -> float:
    """The largest sum of similarities (as ratios) of clusters matched one to one."""
    shared = _overlaps(key, response)
    total = 0.0
    for pairs in _connected(shared):
        ratios = {p: similarity(shared[p], len(key[p[0]]), len(response[p[1]])) for p in pairs}
        if len(pairs) == 1:
            total += ratios[pairs[0]][0] / ratios[pairs[0]][1]
            continue
        rows, columns = sorted({k for k, _ in pairs}), sorted({r for _, r in pairs})
        whole = math.lcm(*{below for _, below in ratios.values()})
        weights = [[0] * len(columns) for _ in rows]
        for (k, r), (above, below) in ratios.items():
            weights[rows.index(k)][columns.index(r)] = above * (whole // below)
        total += sum(weights[row][column] for row, column in assign(weights)) / whole
    return total


def _connected(pairs: Collection[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """`pairs` in groups that share no cluster with one another."""
    group: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for pair in pairs:
        sides = (("key", pair[0]), ("response", pair[1]))
        joined = [pair]
        for old in {id(group[side]): group[side] for side in sides if side in group}.values():
            joined += old
        for k, r in joined:
            group["key", k] = group["response", r] = joined
    return list({id(members): members for members in group.values()}.values())
