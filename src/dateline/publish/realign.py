"""Which token of a new text each token of an old one is, from a few bits of each.

Runs that are long enough to be no chance are fixed first. Between them every alignment is weighed
(forward-backward over a pair hidden Markov model, Durbin et al. 1998, chapter 4), and a pair is
taken only where almost all of the weight goes through it.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.publish.hashed import Codes

SEED_BITS = 40  # a run of so many bits occurs by chance in 1 of a million pairs of articles
MARGIN_BITS = 16  # at either end of a run, where an edit may have matched by chance
CERTAIN = 0.98
MAX_CELLS = 4_000_000  # of a gap between two runs; a larger one is another text

# Weights: an edit every few hundred tokens, a long insertion hardly dearer than a short one. Chosen
# with CERTAIN on GUM's news, see docs/release.md. They are symmetric, so that the backward pass is
# the forward pass of the reverse.
OPEN, EXTEND, SWITCH, CHANGED = 0.003, 0.9, 0.003, 0.004

LENGTHS = 6.0  # words of a known length are as rare as one in so many

Map = NDArray[np.int64]


class Stream(NamedTuple):
    """What is known of the tokens of a text."""

    codes: Codes
    begins: NDArray[np.bool_]  # a block
    lengths: NDArray[np.int64]  # in code points; 0 where it is not known

    def cut(self, part: slice) -> Stream:
        return Stream(self.codes[part], self.begins[part], self.lengths[part])

    def symbols(self) -> NDArray[np.uint64]:
        """Codes that differ where a block begins."""
        return self.codes.astype(np.uint64) * np.uint64(2) + self.begins


def stream(codes: Codes) -> Stream:
    """A stream of which only the codes are known."""
    return Stream(codes, np.zeros(len(codes), bool), np.zeros(len(codes), np.int64))


class _Run(NamedTuple):
    """Tokens `old` to `old + length` of the old text are `new` to `new + length` of the new."""

    old: int
    new: int
    length: int


def realign(old: Stream, new: Stream, bits: int) -> Map:
    """For each token of `old` its position in `new`, or -1 where that is not certain."""
    found = np.full(len(old.codes), -1, np.int64)
    if not len(old.codes) or not len(new.codes):
        return found
    pairs = _seeds(old, new, bits)
    chain = _increasing(pairs)
    _fill(old, new, bits, list(_runs(pairs[chain], bits)), found)
    _moved(old, new, bits, np.delete(pairs, chain, 0), found)
    return found


def _size(bits: int) -> int:
    """Tokens of a seed; with the mark of blocks it fits into 64 bits."""
    return min(-(-SEED_BITS // bits), 64 // (bits + 1))


def _seeds(old: Stream, new: Stream, bits: int) -> NDArray[np.int64]:
    """(position in old, in new) of every window that occurs once in each."""
    left, right = (_windows(side.symbols(), _size(bits), bits + 1) for side in (old, new))
    if not len(left) or not len(right):
        return np.empty((0, 2), np.int64)
    (a, at_a), (b, at_b) = _once(left), _once(right)
    _, in_a, in_b = np.intersect1d(a, b, assume_unique=True, return_indices=True)
    pairs = np.stack([at_a[in_a], at_b[in_b]], 1)
    return pairs[np.argsort(pairs[:, 0])]


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


def _fill(old: Stream, new: Stream, bits: int, runs: list[_Run], found: Map) -> None:
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


def _moved(old: Stream, new: Stream, bits: int, pairs: NDArray[np.int64], found: Map) -> None:
    """Map passages that stand elsewhere: seeds off the chain, in stretches that nothing took."""
    taken = np.zeros(len(new.codes), bool)
    taken[found[found >= 0]] = True
    for run in sorted(_runs(pairs, bits), key=lambda run: -run.length):
        middle = run.length // 2
        left = _free(found >= 0, run.old + middle)
        right = _free(taken, run.new + middle)
        if left and right and (found[left] < 0).all():
            part = np.full(left.stop - left.start, -1, np.int64)
            pieces = list(_runs(_seeds(old.cut(left), new.cut(right), bits), bits))
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


def _weigh(old: Stream, new: Stream, bits: int, left: slice, right: slice, found: Map) -> None:
    """Map the pairs of a gap that are certain."""
    a, b = old.cut(left), new.cut(right)
    if not 0 < len(a.codes) * len(b.codes) <= MAX_CELLS:
        return
    posterior = _posterior(a, b, bits)
    best = posterior.argmax(1)
    sure = posterior[np.arange(len(best)), best] >= CERTAIN
    found[left][sure] = best[sure] + right.start


def _odds(a: Stream, b: Stream, bits: int) -> NDArray[np.float64]:
    """How much likelier each pair is of one token than of two by chance."""
    odds = 2.0**bits
    alike = a.symbols()[:, None] == b.symbols()[None, :]
    known = a.lengths[:, None] > 0
    alike &= ~known | (a.lengths[:, None] == b.lengths[None, :])
    gain = np.where(known, odds * LENGTHS, odds)
    return np.where(alike, (1 - CHANGED) * gain, CHANGED * gain / (gain - 1))


def _posterior(a: Stream, b: Stream, bits: int) -> NDArray[np.float64]:
    """The share of the weight of all alignments of `a` and `b` that pairs i with j."""
    match = _odds(a, b, bits)
    ahead, scale = _forward(match)
    behind, back = _forward(match[::-1, ::-1])
    n, m = match.shape
    total = _end_weight(ahead, scale, n, m)
    i, j = np.indices(match.shape) + 1
    logs = scale[i + j] + back[(n - i + 1) + (m - j + 1)] - total
    there = ahead[i + j, 0, i] * behind[(n - i + 1) + (m - j + 1), 0, n - i + 1]
    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray(there / match * np.exp(logs), np.float64)


def _forward(match: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights by anti-diagonal, state (pair, old only, new only) and i; and their log scales."""
    n, m = match.shape
    weights = np.zeros((n + m + 1, 3, n + 1))
    scale = np.zeros(n + m + 1)
    weights[0, 0, 0] = 1.0
    for d in range(1, n + m + 1):
        i = np.arange(max(1, d - m), min(n, d - 1) + 1)
        here, last = weights[d], weights[d - 1]
        if len(i):
            pair, left, right = weights[d - 2][:, i - 1]
            shift = np.exp(scale[d - 2] - scale[d - 1])
            come = (1 - 2 * OPEN) * pair + OPEN * (left + right)
            here[0, i] = match[i - 1, d - i - 1] * come * shift
        here[1, 1:] = OPEN * last[0, :-1] + EXTEND * last[1, :-1] + SWITCH * last[2, :-1]
        here[2] = OPEN * last[0] + EXTEND * last[2] + SWITCH * last[1]
        inside = np.arange(n + 1)
        here[:, (inside > d) | (d - inside > m)] = 0.0
        largest = here.max()
        here /= largest
        scale[d] = scale[d - 1] + np.log(largest)
    return weights, scale


def _end_weight(weights: NDArray[np.float64], scale: NDArray[np.float64], n: int, m: int) -> float:
    """The logarithm of the weight of all alignments; they end as if a pair followed."""
    pair, left, right = weights[n + m, :, n]
    return float(np.log((1 - 2 * OPEN) * pair + OPEN * (left + right)) + scale[n + m])
