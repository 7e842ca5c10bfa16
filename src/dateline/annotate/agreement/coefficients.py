"""Chance-corrected agreement on items that everybody rates. None where it is undefined.

It is undefined where there is nothing to correct for: no item, or no variance at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from dateline.annotate.agreement.distances import Distance, Floats, matrix
from dateline.errors import Usage

Ratings = Sequence[Sequence[Hashable | None]]  # a row for each annotator; None: not rated


def cohen_kappa(
    a: Sequence[Hashable], b: Sequence[Hashable], distance: str | Distance = "nominal"
) -> float | None:
    """κ of two annotators (Cohen 1960; with another distance weighted, Cohen 1968).

    >>> a, b = [1] * 30 + [0] * 70, [1] * 20 + [0] * 10 + [1] * 20 + [0] * 50
    >>> round(cohen_kappa(a, b), 4)  # Artstein and Poesio 2008, example 1
    0.3478
    """
    table, values = contingency(a, b)
    return kappa_of(table, _distances(values, table, distance))


def kappa_of(table: Floats, distances: Floats) -> float | None:
    """κ of a contingency table, with the distance of each two of its values."""
    return _corrected(table, np.outer(table.sum(axis=1), table.sum(axis=0)), distances)


def scott_pi(
    a: Sequence[Hashable], b: Sequence[Hashable], distance: str | Distance = "nominal"
) -> float | None:
    """π of two annotators, who are taken to have the same habits (Scott 1955).

    >>> a, b = [1] * 30 + [0] * 70, [1] * 20 + [0] * 10 + [1] * 20 + [0] * 50
    >>> round(scott_pi(a, b), 4)  # Artstein and Poesio 2008, example 1
    0.3407
    """
    table, values = contingency(a, b)
    both = (table.sum(axis=1) + table.sum(axis=0)) / 2
    return _corrected(table, np.outer(both, both), _distances(values, table, distance))


def bennett_s(
    a: Sequence[Hashable], b: Sequence[Hashable], categories: int | None = None
) -> float | None:
    """S of two annotators, with `categories` equally likely ones (Bennett et al. 1954).

    `categories` is the number of those that occur unless given.
    >>> a, b = [1] * 30 + [0] * 70, [1] * 20 + [0] * 10 + [1] * 20 + [0] * 50
    >>> round(bennett_s(a, b), 2)  # Artstein and Poesio 2008, example 1
    0.4
    """
    table, values = contingency(a, b)
    size = len(values) if categories is None else categories
    if size < 2 or not table.sum():
        return None
    observed = float(np.trace(table) / table.sum())
    return (observed - 1 / size) / (1 - 1 / size)


def fleiss_kappa(counts: ArrayLike, category: int | None = None) -> float | None:
    """κ of many annotators, each item rated by the same number of them (Fleiss 1971).

    `counts`: a row for each item, a column for each category. With `category` the agreement on
    that column alone. Raises Usage where rows do not add up to the same number.
    >>> table = [[0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0],
    ...          [2, 2, 8, 1, 1], [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2],
    ...          [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]]
    >>> round(fleiss_kappa(table), 3)  # the example of Wikipedia's article on Fleiss' kappa
    0.21
    """
    table = np.asarray(counts, dtype=np.float64)
    raters = table.sum(axis=1)
    if not len(table) or raters[0] < 2:
        return None
    if (raters != raters[0]).any():
        raise Usage(
            f"every item needs the same number of ratings, but there are {raters.min():g} to "
            f"{raters.max():g}; with gaps use krippendorff_alpha"
        )
    n = raters[0]
    share = table.sum(axis=0) / table.sum()
    if category is None:
        observed = float(((table * table).sum(axis=1) - n).sum() / (len(table) * n * (n - 1)))
        chance = float((share * share).sum())
    else:
        column, chance = table[:, category], float(share[category])
        if not column.sum():
            return None
        observed = float((column * (column - 1)).sum() / (column.sum() * (n - 1)))
    return None if chance == 1 else (observed - chance) / (1 - chance)


def gwet_ac1(ratings: Ratings, distance: str | Distance = "nominal") -> float | None:
    """AC1 of any number of annotators, with gaps; with another distance AC2 (Gwet 2008, 2014).

    >>> a = [1] * 87 + [2] * 13
    >>> b = [1] * 80 + [2] * 7 + [1] * 8 + [2] * 5
    >>> round(gwet_ac1([a, b]), 3)  # irrCAC: κ is low here although 85 of 100 agree
    0.808
    """
    values, table = unit_counts(ratings)
    raters = table.sum(axis=1)
    paired = table[raters >= 2]
    if len(values) < 2 or not len(paired):
        return None
    apart = matrix(values, table.sum(axis=0), distance)
    weights = 1 - apart / (apart.max() or 1)
    of = paired.sum(axis=1)
    agreeing = (paired * (paired @ weights - 1)).sum(axis=1) / (of * (of - 1))
    share = (table[raters > 0] / raters[raters > 0, None]).mean(axis=0)
    size = len(values)
    chance = float(weights.sum() / (size * (size - 1)) * (share * (1 - share)).sum())
    return float((agreeing.mean() - chance) / (1 - chance))


def contingency(a: Sequence[Hashable], b: Sequence[Hashable]) -> tuple[Floats, list[Any]]:
    """How often each pair of values occurs, and the values in the order of rows and columns."""
    values = ordered({*a, *b})
    place = {value: at for at, value in enumerate(values)}
    table = np.zeros((len(values), len(values)))
    for (x, y), times in Counter(zip(a, b, strict=True)).items():
        table[place[x], place[y]] = times
    return table, values


def unit_counts(ratings: Ratings) -> tuple[list[Any], Floats]:
    """The values that occur, and how often each was given to each unit."""
    values = ordered({value for row in ratings for value in row if value is not None})
    place = {value: at for at, value in enumerate(values)}
    table = np.zeros((len(ratings[0]) if ratings else 0, len(values)))
    for row in ratings:
        for unit, value in enumerate(row):
            if value is not None:
                table[unit, place[value]] += 1
    return values, table


def ordered(values: set[Any]) -> list[Any]:
    """The values sorted, numbers by size; by their text where they cannot be compared."""
    try:
        return sorted(values)
    except TypeError:
        return sorted(values, key=repr)


def _distances(values: Sequence[Any], table: Floats, distance: str | Distance) -> Floats:
    return matrix(values, table.sum(axis=0) + table.sum(axis=1), distance)


def _corrected(table: Floats, expected: Floats, distances: Floats) -> float | None:
    """1 − observed / expected disagreement; None where none is to be expected."""
    count = table.sum()
    by_chance = float((expected * distances).sum())
    if not by_chance:
        return None
    return 1 - float((table * distances).sum()) * float(count) / by_chance
