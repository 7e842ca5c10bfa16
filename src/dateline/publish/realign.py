"""Which token of a new text each token of an old one is, from a few bits of each.

Runs that are long enough to be no chance are fixed first. Between them every alignment is weighed,
and a pair is taken only where almost all of the weight goes through it.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.publish.posterior import posterior
from dateline.publish.streams import Flags, Map, New, Old

SEED_BITS = 40  # a run of so many bits occurs by chance in 1 of a million pairs of articles
MARGIN_BITS = 16  # at either end of a run, where an edit may have matched by chance
CERTAIN = 0.95
MAX_CELLS = 4_000_000  # of a gap between two runs; a larger one is another text


class _Run(NamedTuple):
    """Tokens `old` to `old + length` of the old text are `new` to `new + length` of the new."""

    old: int
    new: int
    length: int


def realign(old: Old, new: New, bits: int) -> Map:
    """For each token of `old` its position in `new`, or -1 where that is not certain."""
    found = np.full(len(old.codes), -1, np.int64)
    if not len(old.codes) or not len(new.codes):
        return found
    pairs = seeds(old, new, bits)
    chain = _increasing(pairs)
    _fill(old, new, bits, list(_runs(pairs[chain], bits)), found)
    _moved(old, new, bits, np.delete(pairs, chain, 0), found)
    return found


def _size(bits: int) -> int:
    """Tokens of a seed; with the mark of blocks it fits into 64 bits."""
    return min(-(-SEED_BITS // bits), 64 // (bits + 1))


def seeds(old: Old, new: New, bits: int) -> NDArray[np.int64]:
    """The places where the texts have a run in common that is no chance.

    (position in old, in new) of every window that occurs once in each."""
    left, right = (_windows(_symbols(side), _size(bits), bits + 1) for side in (old, new))
    if not len(left) or not len(right):
        return np.empty((0, 2), np.int64)
    (a, at_a), (b, at_b) = _once(left), _once(right)
    _, in_a, in_b = np.intersect1d(a, b, assume_unique=True, return_indices=True)
    pairs = np.stack([at_a[in_a], at_b[in_b]], 1)
    return pairs[np.argsort(pairs[:, 0])]


def _symbols(side: Old | New) -> NDArray[np.uint64]:
    """Codes that differ where a block begins."""
    return side.codes.astype(np.uint64) * np.uint64(2) + side.begins


def _windows(symbols: NDArray[np.uint64], size: int, bits: int) -> NDArray[np.uint64]:
    count = max(len(symbols) - size + 1, 0)
    packed: NDArray[np.uint64] = np.zeros(count, np.uint64)
    for at in range(size):
        packed = (packed << np.uint64(bits)) | symbols[at : at + count]
    return packed


def _once(windows: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], Map]:
    values, first, counts = np.unique(windows, return_index=True, return_counts=True)
    return values[counts == 1], first[counts == 1]


def _increasing(pairs: NDArray[np.int64]) -> Map:
    """Positions of the longest chain of pairs that goes up in both texts."""
    tails: list[int] = []
    tail_at: list[int] = []
    before = np.full(len(pairs), -1, np.int64)
    for at, value in enumerate(pairs[:, 1].tolist()):
        rank = bisect.bisect_left(tails, value)
        if rank == len(tails):
            tails.append(value)
            tail_at.append(at)
        else:
            tails[rank], tail_at[rank] = value, at
        before[at] = tail_at[rank - 1] if rank else -1
    chain = []
    here = tail_at[-1] if tail_at else -1
    while here >= 0:
        chain.append(here)
        here = int(before[here])
    return np.array(chain[::-1], np.int64)


def _runs(pairs: NDArray[np.int64], bits: int) -> Iterator[_Run]:
    """Neighbouring seeds on one diagonal as one run."""
    size = _size(bits)
    run: _Run | None = None
    for old, new in pairs.tolist():
        if run and old - run.old == new - run.new and old <= run.old + run.length:
            run = run._replace(length=old - run.old + size)
            continue
        if run:
            yield run
        run = _Run(old, new, size)
    if run:
        yield run


def _fill(old: Old, new: New, bits: int, runs: list[_Run], found: Map) -> None:
    """Map what lies in the middle of runs, and weigh what lies between."""
    margin = -(-MARGIN_BITS // bits)
    at_old = at_new = 0
    for run in runs:
        skip = max(margin, at_old - run.old, at_new - run.new)
        length = run.length - margin - skip
        if length > 0:
            start, to = run.old + skip, run.new + skip
            _weigh(old, new, bits, slice(at_old, start), slice(at_new, to), found)
            found[start : start + length] = np.arange(to, to + length)
            at_old, at_new = start + length, to + length
    _weigh(old, new, bits, slice(at_old, len(old.codes)), slice(at_new, len(new.codes)), found)


def _moved(old: Old, new: New, bits: int, pairs: NDArray[np.int64], found: Map) -> None:
    """Map passages that stand elsewhere: seeds off the chain, in stretches that nothing took."""
    taken = np.zeros(len(new.codes), bool)
    taken[found[found >= 0]] = True
    for run in sorted(_runs(pairs, bits), key=lambda run: -run.length):
        middle = run.length // 2
        left = _free(found >= 0, run.old + middle)
        right = _free(taken, run.new + middle)
        if left and right and (found[left] < 0).all():
            part = np.full(left.stop - left.start, -1, np.int64)
            pieces = list(_runs(seeds(old.cut(left), new.cut(right), bits), bits))
            if len(pieces) == 1:
                _fill(old.cut(left), new.cut(right), bits, pieces, part)
            at = part >= 0
            found[left][at] = part[at] + right.start
            taken[part[at] + right.start] = True


def _free(taken: NDArray[np.bool_], at: int) -> slice | None:
    """The stretch around `at` that is not taken."""
    if taken[at]:
        return None
    before, after = np.flatnonzero(taken[:at]), np.flatnonzero(taken[at:])
    start = int(before[-1]) + 1 if len(before) else 0
    return slice(start, at + int(after[0]) if len(after) else len(taken))


def _weigh(old: Old, new: New, bits: int, left: slice, right: slice, found: Map) -> None:
    """Map the pairs of a gap that are certain."""
    a, b = old.cut(left), new.cut(right)
    if not 0 < len(a.codes) * len(b.codes) <= MAX_CELLS:
        return
    after = (_begins(old.begins, left.stop), _begins(new.begins, right.stop))
    weights = posterior(a, b, bits, after)
    best = weights.argmax(1)
    sure = weights[np.arange(len(best)), best] >= CERTAIN
    found[left][sure] = best[sure] + right.start


def _begins(begins: Flags, at: int) -> bool:
    """Whether a block begins at a token, or the text ends."""
    return at >= len(begins) or bool(begins[at])
