"""γ: agreement on where units are and on what they are called, together (Mathet et al. 2015).

For two annotators the best alignment is exact, by assignment. For more, γ here is the mean over
the pairs; `dateline.annotate.agreement.joint` finds the paper's joint alignment of few units.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.scoring.matching import assign

Floats = NDArray[np.float64]
Unit = tuple[float, float, Hashable]  # start, end, category
_SCALE = 1 << 40  # of gains, which are whole numbers when they are assigned


class Weights(NamedTuple):
    """Of position and category in the dissimilarity, and the cost of a unit without a partner."""

    alpha: float = 1.0
    beta: float = 1.0
    empty: float = 1.0


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
    left, right = placed(a, b)
    observed = _disorder(left, right, weights)
    if observed == 0:
        return 1.0
    draw = np.random.default_rng(seed)
    drawn = [
        _disorder(*_shuffled(left, right, length, draw), weights) for _ in range(max(1, samples))
    ]
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
    left, right = placed(a, b)
    return _disorder(left, right, weights)


def pair_alignment(
    a: Sequence[Unit],
    b: Sequence[Unit],
    weights: Weights = Weights(),  # noqa: B008
) -> list[tuple[int, int]]:
    """Positions of the units that the best alignment puts together."""
    left, right = placed(a, b)
    return sorted(_assignment(_savings(left, right, weights))[1])


class Placed(NamedTuple):
    """Units as columns; categories as numbers that the two annotators share."""

    ends: Floats  # (units, 2)
    name: Floats


def placed(*sides: Sequence[Unit]) -> list[Placed]:
    names: dict[Hashable, int] = {}
    return [
        Placed(
            np.array([unit[:2] for unit in units], float).reshape(-1, 2),
            np.array([names.setdefault(unit[2], len(names)) for unit in units], float),
        )
        for units in sides
    ]


def _disorder(a: Placed, b: Placed, weights: Weights) -> float:
    count = len(a.name) + len(b.name)
    if not count:
        return 0.0
    saved, _ = _assignment(_savings(a, b, weights))
    return 2 * (weights.empty * count - saved) / count


def _savings(a: Placed, b: Placed, weights: Weights) -> Floats:
    return np.asarray(np.maximum(0, 2 * weights.empty - apart_of(a, b, weights)))


def apart_of(a: Placed, b: Placed, weights: Weights) -> Floats:
    """The dissimilarity of each pair of units."""
    gaps = np.abs(a.ends[:, None, 0] - b.ends[None, :, 0])
    gaps += np.abs(a.ends[:, None, 1] - b.ends[None, :, 1])
    gaps /= (a.ends[:, 1] - a.ends[:, 0])[:, None] + (b.ends[:, 1] - b.ends[:, 0])[None, :]
    apart = weights.alpha * np.square(gaps)
    apart += weights.beta * (a.name[:, None] != b.name[None, :])
    return np.asarray(apart * weights.empty)


def _assignment(savings: Floats) -> tuple[float, list[tuple[int, int]]]:
    """The largest sum of an assignment, and its pairs.

    It is found in the parts that do not touch one another, which mostly are single cells.
    """
    rows, columns = np.nonzero(savings)
    alone = (np.bincount(rows)[rows] == 1) & (np.bincount(columns)[columns] == 1)
    pairs = list(zip(rows[alone].tolist(), columns[alone].tolist(), strict=True))
    for part in _parts(rows[~alone].tolist(), columns[~alone].tolist()):
        cells = savings[np.ix_(*part)]
        found = assign(np.rint(cells * _SCALE).astype(np.int64).tolist())
        pairs += [(part[0][row], part[1][column]) for row, column in found]
    return float(sum(savings[row, column] for row, column in pairs)), pairs


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
    a: Placed, b: Placed, length: float, draw: np.random.Generator
) -> tuple[Placed, Placed]:
    """Two continua by chance: those of two annotators drawn with replacement, each turned.

    The points of turning are apart by half the mean unit at least, as in pygamma-agreement, for
    two that are turned alike agree as the annotators do.
    """
    sizes = np.concatenate([a.ends, b.ends])
    gap = float((sizes[:, 1] - sizes[:, 0]).mean()) / 2
    pivots = draw.uniform(0, length, 2)
    for _ in range(100):
        apart = abs(pivots[0] - pivots[1])
        if min(apart, length - apart) >= gap:
            break
        pivots[1] = draw.uniform(0, length)
    sources = [(a, b)[which] for which in draw.integers(0, 2, 2)]
    if not any(len(source.name) for source in sources):
        sources = [a, b]
    first, second = (
        _turned(units, float(by), length) for units, by in zip(sources, pivots, strict=True)
    )
    return first, second


def _turned(units: Placed, by: float, length: float) -> Placed:
    over = units.ends[:, :1] + by > length
    return Placed(units.ends + by - length * over, units.name)
