"""γ: agreement on where units are and on what they are called, together (Mathet et al. 2015).

For two annotators the best alignment is exact, by assignment. For more, γ here is the mean over
the pairs; `best_alignment` still finds the joint one of the paper where there are few units.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.matching import assign

Floats = NDArray[np.float64]
Unit = tuple[float, float, Hashable]  # start, end, category
_SCALE = 1 << 40  # of gains, which are whole numbers when they are assigned


class Weights(NamedTuple):
    """Of position and category in the dissimilarity, and the cost of a unit without a partner."""

    alpha: float = 1.0
    beta: float = 1.0
    empty: float = 1.0


class Alignment(NamedTuple):
    """Units put together: positions in each annotator's units, None where there is none."""

    disorder: float  # sum over unitary alignments by the mean number of units of an annotator
    tuples: list[tuple[int | None, ...]]


def gamma(
    continua: Sequence[Sequence[Unit]],
    length: float,
    *,
    weights: Weights = Weights(),  # noqa: B008 -- immutable
    samples: int = 30,
    seed: int = 0,
) -> float | None:
    """γ of the annotators' units on a continuum from 0 to `length`: the mean over their pairs.

    Chance is what `samples` continua have in which each annotator's units are turned around a
    random point, ends joined (the paper's 5.2.1). None where a pair has no units, or none of it.
    """
    values = []
    for a, b in itertools.combinations(continua, 2):
        value = pair_gamma(a, b, length, weights=weights, samples=samples, seed=seed)
        if value is not None:
            values.append(value)
    return sum(values) / len(values) if values else None


def pair_gamma(
    a: Sequence[Unit],
    b: Sequence[Unit],
    length: float,
    *,
    weights: Weights = Weights(),  # noqa: B008
    samples: int = 30,
    seed: int = 0,
) -> float | None:
    """γ of two annotators; None where neither has a unit."""
    if not a and not b:
        return None
    observed = pair_disorder(a, b, weights)
    if observed == 0:
        return 1.0
    draw = np.random.default_rng(seed)
    drawn = [pair_disorder(*_shuffled(a, b, length, draw), weights) for _ in range(max(1, samples))]
    return 1 - observed / (sum(drawn) / len(drawn))


def positional(a: Unit, b: Unit) -> float:
    """Dissimilarity of two units' positions.

    >>> round(positional((4, 14, ""), (40, 44, "")), 1)  # Mathet et al. 2015, figure 10
    22.2
    """
    apart = abs(a[0] - b[0]) + abs(a[1] - b[1])
    return (apart / (a[1] - a[0] + b[1] - b[0])) ** 2


def dissimilarity(a: Unit, b: Unit, weights: Weights = Weights()) -> float:  # noqa: B008
    """Weighted sum of the dissimilarities of position and category."""
    alpha, beta, empty = weights
    return (alpha * positional(a, b) + beta * (a[2] != b[2])) * empty


def pair_disorder(
    a: Sequence[Unit],
    b: Sequence[Unit],
    weights: Weights = Weights(),  # noqa: B008
) -> float:
    """Disorder of the best alignment of two annotators' units; 0 where there are none.

    Aligning two units saves twice the cost of an empty one less their dissimilarity. So the best
    alignment is the assignment with the largest savings, and units that save nothing are alone.
    """
    count = len(a) + len(b)
    if not count:
        return 0.0
    savings = _savings(a, b, weights)
    saved = sum(float(savings[row, column]) for row, column in _assignment(savings))
    return 2 * (weights.empty * count - saved) / count


def pair_alignment(
    a: Sequence[Unit],
    b: Sequence[Unit],
    weights: Weights = Weights(),  # noqa: B008
) -> list[tuple[int, int]]:
    """Positions of the units that the best alignment puts together."""
    return sorted(_assignment(_savings(a, b, weights)))


def _savings(a: Sequence[Unit], b: Sequence[Unit], weights: Weights) -> Floats:
    return np.asarray(np.maximum(0, 2 * weights.empty - _apart(a, b, weights)))


def _apart(a: Sequence[Unit], b: Sequence[Unit], weights: Weights) -> Floats:
    """The dissimilarity of each pair of units."""
    if not a or not b:
        return np.zeros((len(a), len(b)))
    names = {name: at for at, name in enumerate(dict.fromkeys(u[2] for u in (*a, *b)))}
    left, right = (
        np.array([(start, end, names[name]) for start, end, name in units]) for units in (a, b)
    )
    ends = np.abs(left[:, None, :2] - right[None, :, :2]).sum(axis=2)
    sizes = (left[:, 1] - left[:, 0])[:, None] + (right[:, 1] - right[:, 0])[None, :]
    apart = weights.alpha * np.square(ends / sizes)
    apart += weights.beta * (left[:, None, 2] != right[None, :, 2])
    return np.asarray(apart * weights.empty)


def _assignment(savings: Floats) -> list[tuple[int, int]]:
    """The assignment with the largest sum, found in the parts that do not touch one another."""
    pairs: list[tuple[int, int]] = []
    rows_of, columns_of = np.nonzero(savings)
    for rows, columns in _parts(rows_of.tolist(), columns_of.tolist()):
        if len(rows) == len(columns) == 1:
            pairs.append((rows[0], columns[0]))
            continue
        part = np.rint(savings[np.ix_(rows, columns)] * _SCALE).astype(np.int64).tolist()
        pairs += [(rows[row], columns[column]) for row, column in assign(part)]
    return pairs


def _parts(rows: Sequence[int], columns: Sequence[int]) -> list[tuple[list[int], list[int]]]:
    """Rows and columns that are connected, over the cells (rows[i], columns[i])."""
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for row, column in zip(rows, columns, strict=True):
        parent[root(row)] = root(~column)
    parts: dict[int, tuple[list[int], list[int]]] = {}
    for node in sorted(parent):
        members = parts.setdefault(root(node), ([], []))
        members[node < 0].append(~node if node < 0 else node)
    return list(parts.values())


def _shuffled(
    a: Sequence[Unit], b: Sequence[Unit], length: float, draw: np.random.Generator
) -> tuple[list[Unit], list[Unit]]:
    """Two continua by chance: those of two annotators drawn with replacement, each turned.

    The points of turning are apart by half the mean unit at least, as in pygamma-agreement, for
    two that are turned alike agree as the annotators do.
    """
    gap = sum(end - start for start, end, _ in (*a, *b)) / (len(a) + len(b)) / 2
    pivots = draw.uniform(0, length, 2)
    for _ in range(100):
        apart = abs(pivots[0] - pivots[1])
        if min(apart, length - apart) >= gap:
            break
        pivots[1] = draw.uniform(0, length)
    sources = [(a, b)[which] for which in draw.integers(0, 2, 2)]
    first, second = (
        _turned(units, float(by), length) for units, by in zip(sources, pivots, strict=True)
    )
    return (first, second) if first or second else (list(a), _turned(b, float(pivots[1]), length))


def _turned(units: Sequence[Unit], by: float, length: float) -> list[Unit]:
    turned = []
    for start, end, name in units:
        shift = by - length if start + by > length else by
        turned.append((start + shift, end + shift, name))
    return turned


def best_alignment(
    continua: Sequence[Sequence[Unit]],
    weights: Weights = Weights(),  # noqa: B008
) -> Alignment:
    """The joint alignment of any number of annotators with the least disorder, exactly.

    Time grows with the number of tuples that could be aligned: for some tens of units.
    """
    tuples = _candidates(continua, weights)
    order = sorted(
        (unit[0], who, at) for who, one in enumerate(continua) for at, unit in enumerate(one)
    )
    nodes = {(who, at): bit for bit, (_, who, at) in enumerate(order)}
    by_first: dict[int, list[tuple[float, int, tuple[int | None, ...]]]] = {}
    for cost, members in tuples:
        bits = [nodes[who, at] for who, at in enumerate(members) if at is not None]
        by_first.setdefault(min(bits), []).append((cost, sum(1 << bit for bit in bits), members))
    everything = (1 << len(nodes)) - 1
    # Units are covered from left to right: a state is the set of those that are covered.
    states: dict[int, tuple[float, tuple[tuple[int | None, ...], ...]]] = {0: (0.0, ())}
    for bit in range(len(nodes)):
        after: dict[int, tuple[float, tuple[tuple[int | None, ...], ...]]] = {}
        for covered, (cost, chosen) in states.items():
            if covered >> bit & 1:
                options = [(cost, covered, chosen)]
            else:
                options = [
                    (cost + more, covered | mask, (*chosen, members))
                    for more, mask, members in by_first[bit]
                    if not covered & mask
                ]
            for total, state, made in options:
                if state not in after or total < after[state][0]:
                    after[state] = (total, made)
        states = after
    total, chosen = states[everything]
    mean = len(nodes) / len(continua)
    return Alignment(total / mean if mean else 0.0, list(chosen))


def _candidates(
    continua: Sequence[Sequence[Unit]], weights: Weights
) -> list[tuple[float, tuple[int | None, ...]]]:
    """(disorder, members) of the unitary alignments that may be in a best one.

    One that costs more than its units alone is in none (the paper's 5.1.1).
    """
    pairs = len(continua) * (len(continua) - 1) / 2
    apart = {
        (i, j): _apart(continua[i], continua[j], weights)
        for i, j in itertools.combinations(range(len(continua)), 2)
    }
    found: list[tuple[float, tuple[int | None, ...]]] = []
    for members in itertools.product(*([None, *range(len(one))] for one in continua)):
        taken = [who for who, at in enumerate(members) if at is not None]
        if not taken:
            continue
        inside = sum(
            float(apart[i, j][members[i], members[j]]) for i, j in itertools.combinations(taken, 2)
        )
        empty = pairs - len(taken) * (len(taken) - 1) / 2
        cost = (inside + empty * weights.empty) / pairs
        if cost <= len(taken) * weights.empty:
            found.append((cost, members))
    return found
