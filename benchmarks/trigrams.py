"""A trigram model with Kneser-Ney smoothing, and what it reads of a text given candidates.

Interpolated, with one discount (Chen and Goodman 1999, section 3.1.1 and equation 27).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Ids = NDArray[np.int64]
Weights = NDArray[np.float64]

DISCOUNT = 0.75


class Trigrams(NamedTuple):
    """P(w|u,v) = seen(u,v,w) + rest(u,v) P(w|v), and P(w|v) likewise from `share` of w."""

    share: Weights  # of each word
    pair: csr_matrix  # the discounted share of w after v
    rest: Weights  # what is left after v for words that were not seen there
    context: csr_matrix  # the number of each pair u, v that was seen, from 1
    context_rest: Weights
    first: Ids  # the trigrams of pair number n are first[n - 1] to first[n]
    third: Ids
    seen: Weights


def learn(texts: Iterable[Ids], size: int) -> Trigrams:
    """The model of texts as word numbers below `size`; -1 is a word that is not in the list."""
    words = np.concatenate([np.append(text, -1) for text in texts])
    single = np.bincount(words[words >= 0], minlength=size) + 0.5
    u, v, w = words[:-2], words[1:-1], words[2:]
    whole = (u >= 0) & (v >= 0) & (w >= 0)
    triples = np.stack([u[whole] * size + v[whole], w[whole]], 1)
    unique, counts = np.unique(triples, axis=0, return_counts=True)
    keys, start, number = np.unique(unique[:, 0], return_index=True, return_counts=True)
    total = np.add.reduceat(counts, start)
    context = csr_matrix((np.arange(1, len(keys) + 1), (keys // size, keys % size)), (size,) * 2)
    pair, rest = _continued(unique, size)
    return Trigrams(
        single / single.sum(), pair, rest, context, DISCOUNT * number / total,
        np.append(start, len(unique)), unique[:, 1],
        (counts - DISCOUNT) / np.repeat(total, number),
    )  # fmt: skip


def _continued(triples: Ids, size: int) -> tuple[csr_matrix, Weights]:
    """Word pairs by the number of words before them, and what they leave to single words."""
    keys, counts = np.unique(triples[:, 0] % size * size + triples[:, 1], return_counts=True)
    v = keys // size
    total = np.bincount(v, counts, size)
    number = np.bincount(v, minlength=size)
    shares = (counts - DISCOUNT) / total[v]
    rest = np.where(total > 0, DISCOUNT * number / np.maximum(total, 1), 1.0)
    return csr_matrix((shares, (v, keys % size)), (size,) * 2), rest


def likeliest(candidates: list[Ids], model: Trigrams) -> list[int]:
    """The candidate with the largest posterior at each place (forward-backward over pairs)."""
    places = range(len(candidates) - 2)
    steps = [_step(*candidates[at : at + 3], model) for at in places]
    begin = model.share[candidates[0]][:, None] * _pairs(candidates[0], candidates[1], model)
    ahead = [begin / begin.sum()]
    for step in steps:
        ahead.append(step.forward(ahead[-1]))
    behind = [np.ones_like(ahead[-1])]
    for step in reversed(steps):
        behind.append(step.backward(behind[-1]))
    weights = [a * b for a, b in zip(ahead, reversed(behind), strict=True)]
    best = [weights[0].sum(1).argmax(), *(weight.sum(0).argmax() for weight in weights)]
    return [int(words[at]) for words, at in zip(candidates, best, strict=True)]


class _Step(NamedTuple):
    """From the pairs (u, v) of two places to the pairs (v, w) of the next."""

    pairs: Weights  # P(w|v)
    rest: Weights  # of (u, v)
    at: tuple[Ids, Ids, Ids]  # u, v, w of the trigrams that were seen
    seen: Weights

    def forward(self, weights: Weights) -> Weights:
        made = (weights * self.rest).sum(0)[:, None] * self.pairs
        u, v, w = self.at
        np.add.at(made, (v, w), weights[u, v] * self.seen)
        return made / made.sum()

    def backward(self, weights: Weights) -> Weights:
        made = self.rest * (self.pairs * weights).sum(1)[None, :]
        u, v, w = self.at
        np.add.at(made, (u, v), weights[v, w] * self.seen)
        return made / made.sum()


def _pairs(v: Ids, w: Ids, model: Trigrams) -> Weights:
    seen: Weights = model.pair[v][:, w].toarray()
    return seen + model.rest[v][:, None] * model.share[w][None, :]


def _step(u: Ids, v: Ids, w: Ids, model: Trigrams) -> _Step:
    found = model.context[u][:, v].tocoo()
    number = found.data
    rest = np.ones((len(u), len(v)))
    rest[found.row, found.col] = model.context_rest[number - 1]
    sizes = model.first[number] - model.first[number - 1]
    last = np.cumsum(sizes)
    all_of = np.arange(sizes.sum()) + np.repeat(model.first[number - 1] - last + sizes, sizes)
    place = np.full(len(model.share), -1)
    place[w] = np.arange(len(w))
    third = place[model.third[all_of]]
    fits = third >= 0
    at = (np.repeat(found.row, sizes)[fits], np.repeat(found.col, sizes)[fits], third[fits])
    return _Step(_pairs(v, w, model), rest, at, model.seen[all_of[fits]])
