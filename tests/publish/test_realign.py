"""The alignment of codes, against a truth and against enumeration."""

import numpy as np
from numpy.typing import NDArray

from dateline.publish import posterior as module
from dateline.publish.realign import realign
from dateline.publish.streams import UNKNOWN, New, Old

Codes = NDArray[np.uint8]
RNG = np.random.default_rng(6)


def codes(size: int) -> Codes:
    return RNG.integers(0, 4, size).astype(np.uint8)


def old_of(values: Codes) -> Old:
    """Tokens of which only the codes are known."""
    plain = np.zeros(len(values), np.int64)
    return Old(values, plain.astype(bool), plain + UNKNOWN, plain)


def new_of(values: Codes) -> New:
    """The same of a new text; all are four wide."""
    flags = np.zeros(len(values), bool)
    return New(values, flags, np.full((4, len(values)), 4, np.int64), flags)


def test_realign_finds_what_moved_and_nothing_wrong() -> None:
    old = codes(700)
    pieces = [
        old[:150],
        codes(40),
        old[150:300],
        old[301:400],
        old[500:600],
        old[400:500],
        old[600:],
    ]
    truth = np.full(700, -1)
    at = 0
    for piece, start in zip(pieces, (0, None, 150, 301, 500, 400, 600), strict=True):
        if start is not None:
            truth[start : start + len(piece)] = np.arange(at, at + len(piece))
        at += len(piece)
    found = realign(old_of(old), new_of(np.concatenate(pieces)), 2)
    assert (found[found >= 0] == truth[found >= 0]).all()
    assert (found >= 0).mean() > 0.97


def test_realign_of_equal_texts_is_the_identity() -> None:
    old = codes(300)
    assert realign(old_of(old), new_of(old), 2).tolist() == list(range(300))


def test_realign_of_unrelated_texts_finds_nothing() -> None:
    assert (realign(old_of(codes(400)), new_of(codes(400)), 2) >= 0).sum() == 0


def test_realign_of_nothing() -> None:
    assert realign(old_of(codes(0)), new_of(codes(5)), 2).tolist() == []
    assert realign(old_of(codes(3)), new_of(codes(0)), 2).tolist() == [-1] * 3


def every_path(a: Codes, b: Codes, bits: int) -> NDArray[np.float64]:
    """The posterior by enumeration of all alignments."""
    moves = {"PP": 1 - 2 * module.OPEN, "LL": module.EXTEND, "RR": module.EXTEND}
    moves |= dict.fromkeys(("PL", "PR", "LP", "RP"), module.OPEN)
    moves |= dict.fromkeys(("LR", "RL"), module.SWITCH)
    odds = 2.0**bits
    weights = np.zeros((len(a), len(b)))
    total = 0.0

    def go(i: int, j: int, state: str, weight: float, pairs: list[tuple[int, int]]) -> None:
        nonlocal total
        if (i, j) == (len(a), len(b)):
            total += weight * moves[state + "P"]
            for pair in pairs:
                weights[pair] += weight * moves[state + "P"]
            return
        if i < len(a) and j < len(b):
            fit = (1 - module.CHANGED) * odds * (a[i] == b[j]) + module.CHANGED
            go(i + 1, j + 1, "P", weight * moves[state + "P"] * fit, [*pairs, (i, j)])
        if i < len(a):
            go(i + 1, j, "L", weight * moves[state + "L"], pairs)
        if j < len(b):
            go(i, j + 1, "R", weight * moves[state + "R"], pairs)

    go(0, 0, "P", 1.0, [])
    return weights / total


def test_posterior_is_the_share_of_all_alignments() -> None:
    for _ in range(4):
        a, b = codes(4), codes(5)
        assert np.allclose(
            module.posterior(old_of(a), new_of(b), 2, (False, False)), every_path(a, b, 2)
        )
