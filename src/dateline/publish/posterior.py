"""How likely each token of a text is to be each token of another, all alignments weighed.

A pair hidden Markov model (Durbin et al. 1998, chapter 4): pairs of tokens, gaps in one text, gaps
in the other. A gap opens and closes more easily between blocks, and a block seldom begins inside a
gap that does not lie between blocks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dateline.publish.streams import UNKNOWN, New, Old

Weights = NDArray[np.float64]

# Chosen on GUM's news and the seed with edits of ten kinds, see docs/release.md. What opens a gap
# also closes it, so that the backward pass is the forward pass of the reverse.
OPEN, OPEN_BLOCK, EXTEND, SWITCH = 0.01, 0.1, 0.9, 0.003
CHANGED = 0.01  # tokens that are another word now
STRAY = 0.02  # a beginning of a block where the other text has none
SHRINK = 0.4  # for each code point by which a changed word is longer or shorter

# Shares of tokens by width, in the same texts; the last stands for all longer ones.
SHARES = (1e-3, 0.185, 0.143, 0.161, 0.142, 0.091, 0.077, 0.068, 0.05, 0.036, 0.023, 0.012, 0.006,
          0.004, 1e-3)  # fmt: skip


def posterior(old: Old, new: New, bits: int, after: tuple[bool, bool]) -> Weights:
    """The share of the weight of all alignments that pairs token i of `old` with j of `new`.

    `after` says whether a block begins just after `old`, and after `new`.
    """
    match = _odds(old, new, bits)
    sides = [(old.begins, after[0]), (new.begins, after[1])]
    opens = [np.where(np.append(begins, end), OPEN_BLOCK, OPEN) for begins, end in sides]
    inside = [np.where(begins, STRAY, 1.0) for begins, _ in sides]
    ahead, scale = _forward(match, opens, inside)
    behind, back = _forward(match[::-1, ::-1], [o[::-1] for o in opens], [s[::-1] for s in inside])
    n, m = match.shape
    total = _end_weight(ahead[n + m, :, n], opens) + scale[n + m]
    i, j = np.indices(match.shape) + 1
    logs = scale[i + j] + back[(n - i + 1) + (m - j + 1)] - total
    there = ahead[i + j, 0, i] * behind[(n - i + 1) + (m - j + 1), 0, n - i + 1]
    with np.errstate(divide="ignore", over="ignore"):
        weights: Weights = there / match * np.exp(logs)
    return weights


def _odds(old: Old, new: New, bits: int) -> Weights:
    """How much likelier each pair is of one token than of two by chance."""
    known = (old.widths != UNKNOWN)[:, None]
    differ = np.abs(new.widths[old.kinds] - old.widths[:, None])
    share = np.take(SHARES, np.minimum(new.widths[0], len(SHARES) - 1))[None, :]
    same = np.where(known, (differ == 0) / share, 1.0)
    near = (1 - SHRINK) / (1 + SHRINK) * SHRINK ** np.minimum(differ, 30) / share
    alike = old.codes[:, None] == new.codes[None, :]
    odds = (1 - CHANGED) * 2.0**bits * alike * same + CHANGED * np.where(known, near, 1.0)
    weights: Weights = np.where(old.begins[:, None] == new.begins[None, :], odds, STRAY * odds)
    return weights


def _forward(
    match: Weights, opens: list[Weights], inside: list[Weights]
) -> tuple[Weights, Weights]:
    """Weights by anti-diagonal, state (pair, old only, new only) and i; and their log scales.

    Tokens of one text alone lie at one place of the other: its `opens` are the weights of opening
    and of closing a gap there, `inside` those of the tokens in a gap that is not between blocks.
    """
    n, m = match.shape
    weights = np.zeros((n + m + 1, 3, n + 1))
    scale = np.zeros(n + m + 1)
    weights[0, 0, 0] = 1.0
    every = np.arange(n + 1)
    within = [at == OPEN for at in opens]
    for d in range(1, n + m + 1):
        here, last = weights[d], weights[d - 1]
        i = np.arange(max(1, d - m), min(n, d - 1) + 1)
        if len(i):
            shift = np.exp(scale[d - 2] - scale[d - 1])
            come = _close(weights[d - 2][:, i - 1], opens[0][i - 1], opens[1][d - i - 1])
            here[0, i] = match[i - 1, d - i - 1] * come * shift
        j = np.clip(d - every, 0, m)
        gap = opens[1][j[1:]] * last[0, :-1] + EXTEND * last[1, :-1] + SWITCH * last[2, :-1]
        here[1, 1:] = gap * np.where(within[1][j[1:]], inside[0], 1.0)
        gap = opens[0] * last[0] + EXTEND * last[2] + SWITCH * last[1]
        here[2] = gap * np.where(within[0], inside[1][np.maximum(j, 1) - 1], 1.0)
        here[:, (every > d) | (d - every > m)] = 0.0
        largest = here.max()
        here /= largest
        scale[d] = scale[d - 1] + np.log(largest)
    return weights, scale


def _close(states: Weights, at_old: Weights, at_new: Weights) -> Weights:
    """The weight of coming to a pair from each state."""
    pair, left, right = states
    return np.asarray((1 - at_old - at_new) * pair + at_new * left + at_old * right)


def _end_weight(states: Weights, opens: list[Weights]) -> float:
    """The logarithm of the weight of all alignments; they end as if a pair followed."""
    return float(np.log(_close(states, opens[0][-1], opens[1][-1])))
