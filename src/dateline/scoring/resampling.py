"""Resampling of documents: bootstrap intervals and approximate randomization.

Whatever is resampled is a table of counts, one row a document, and a statistic of its column
sums that takes the sums of many samples at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]

_CELLS = 4_000_000  # of the table of weights that is held at a time: 32 MB


def resample(table: Floats, samples: int, seed: int) -> Floats:
    """Column sums of `samples` bootstrap samples of the rows, (samples, columns)."""
    documents = len(table)
    draw = np.random.default_rng(seed)
    columns, place = _distinct(table)
    sums = np.empty((samples, columns.shape[1]))
    for done, count in _chunks(samples, documents):
        rows = draw.integers(0, documents, (count, documents), np.uint32).astype(np.int64)
        rows += np.arange(count)[:, None] * documents
        times = np.bincount(rows.ravel(), minlength=count * documents)
        sums[done : done + count] = times.reshape(count, documents).astype(np.float64) @ columns
    return sums[:, place]


def _distinct(table: Floats) -> tuple[Floats, list[int]]:
    """The columns that differ, and for each column which of them it is: counts recur a lot."""
    places: dict[bytes, int] = {}
    place = [places.setdefault(column.tobytes(), len(places)) for column in table.T]
    first = {at: column for column, at in reversed(list(enumerate(place)))}
    return table[:, [first[at] for at in range(len(places))]], place


def interval(values: Floats, level: float = 0.95) -> list[float] | None:
    """The middle `level` of the values of a statistic over the samples; None where it is undefined.

    Undefined (NaN) in single samples is left out; undefined in more than one of twenty, there
    is no interval.
    """
    defined = values[~np.isnan(values)]
    if len(defined) == 0 or len(defined) < 0.95 * len(values):
        return None
    tail = (1 - level) / 2
    return [float(bound) for bound in np.quantile(defined, [tail, 1 - tail])]


def randomization(a: Floats, b: Floats, statistic: Statistic, *, samples: int, seed: int) -> Floats:
    """p of the differences of two systems on the same documents (Noreen 1989, two-sided).

    In each sample the systems' counts are exchanged in a random half of the documents. There is
    one p for each column of the statistic; where it is undefined it counts as 0.
    """
    draw = np.random.default_rng(seed)
    totals = a.sum(axis=0), b.sum(axis=0)
    observed = np.abs(_difference(totals[0][None], totals[1][None], statistic)[0])
    as_large = np.zeros(observed.shape, np.int64)
    for _, count in _chunks(samples, len(a)):
        swap = draw.integers(0, 2, (count, len(a))).astype(np.float64) @ (b - a)
        shuffled = np.abs(_difference(totals[0] + swap, totals[1] - swap, statistic))
        as_large += np.count_nonzero(shuffled >= observed - 1e-12, axis=0)
    return np.asarray((as_large + 1) / (samples + 1))


def _difference(a: Floats, b: Floats, statistic: Statistic) -> Floats:
    return np.nan_to_num(statistic(a)) - np.nan_to_num(statistic(b))


def _chunks(samples: int, documents: int) -> Iterator[tuple[int, int]]:
    """How many samples are done, and how many are drawn next."""
    size = max(1, _CELLS // max(1, documents))
    for done in range(0, samples, size):
        yield done, min(size, samples - done)


def divide(above: Any, below: Any) -> Floats:
    """above / below, NaN where below is 0."""
    above, below = np.broadcast_arrays(np.asarray(above, float), np.asarray(below, float))
    quotient = np.full(above.shape, np.nan)
    np.divide(above, below, out=quotient, where=below != 0)
    return quotient
