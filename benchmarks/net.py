"""Training of the net of `dateline.clean.blocks.classify`: AdamW, with the gradients written out.

So training needs numpy alone, and is deterministic with one BLAS thread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.clean.blocks.classify import DILATIONS, LABELS, Model, bag, neighbours
from dateline.clean.blocks.features import Features
from dateline.clean.blocks.marks import BUCKETS

Floats = NDArray[np.float32]
GAP = max(DILATIONS)  # empty rows between two pages of a batch, so that neither sees the other
BAGS = ("own", "path", "words")
ARRAYS = Features._fields


@dataclass
class Example:
    """One page: features, labels (any where the weight is 0), weights, and its publisher."""

    features: Features
    labels: NDArray[np.int64]
    weights: Floats
    group: str


def initial(examples: list[Example], width: int, hidden: int, rng: np.random.Generator) -> Model:
    numbers = np.concatenate([e.features.numbers for e in examples])
    mean, spread = numbers.mean(axis=0), numbers.std(axis=0)
    columns = numbers.shape[1] + len(BAGS) * width

    def normal(rows: int, out: int) -> Floats:
        return (rng.standard_normal((rows, out)) * np.sqrt(2 / rows)).astype(np.float32)

    return Model(
        mean,
        np.where(spread > 1e-4, 1 / np.maximum(spread, 0.02), 0).astype(np.float32),
        (rng.standard_normal((BUCKETS, width)) * 0.1).astype(np.float32)
        * known_tokens(examples)[:, None],
        normal(columns, hidden),
        np.zeros(hidden, np.float32),
        tuple((normal(3 * hidden, hidden) * 0.5, np.zeros(hidden, np.float32)) for _ in DILATIONS),
        normal(hidden, len(LABELS)) * 0.5,
        np.zeros(len(LABELS), np.float32),
    )


def known_tokens(examples: list[Example], least: int = 4) -> Floats:
    """1 for the tokens that pages of at least `least` publishers have; the others stay silent."""
    groups: dict[int, set[str]] = {}
    for example in examples:
        for name in BAGS:
            for token in np.unique(getattr(example.features, name)).tolist():
                groups.setdefault(token, set()).add(example.group)
    known = np.zeros(BUCKETS, np.float32)
    known[[token for token, seen in groups.items() if len(seen) >= least and token]] = 1
    return known


def batch(examples: list[Example]) -> tuple[Features, NDArray[np.int64], Floats, Floats]:
    """The pages below one another: features, labels, weights, and which rows are pages."""
    parts: dict[str, list[NDArray[np.generic]]] = {name: [] for name in ARRAYS}
    labels, weights, real = [], [], []
    for example in examples:
        rows = len(example.labels)
        for name in parts:
            array = getattr(example.features, name)
            parts[name] += [array, np.zeros((GAP, array.shape[1]), array.dtype)]
        labels += [example.labels, np.zeros(GAP, np.int64)]
        weights += [example.weights, np.zeros(GAP, np.float32)]
        real += [np.ones(rows, np.float32), np.zeros(GAP, np.float32)]
    features = Features(*(np.concatenate(parts[name]) for name in ARRAYS))
    return features, np.concatenate(labels), np.concatenate(weights), np.concatenate(real)[:, None]


class Trainer:
    """AdamW on the net; see `step`."""

    def __init__(
        self,
        examples: list[Example],
        *,
        width: int = 8,
        hidden: int = 64,
        seed: int = 0,
        epochs: int = 10,
        rate: float = 2e-3,
        decay: float = 0.1,
        dropout: float = 0.4,
        token_dropout: float = 0.5,
        pages: int = 6,
        smoothing: float = 0.05,
    ) -> None:
        self.rng = np.random.default_rng(seed)
        self.examples = examples
        self.model = initial(examples, width, hidden, self.rng)
        self.trainable = known_tokens(examples)[:, None]
        self.epochs, self.rate, self.decay = epochs, rate, decay
        self.dropout, self.token_dropout, self.pages = dropout, token_dropout, pages
        self.smoothing = smoothing
        self.moments = [np.zeros_like(p) for p in self.parameters()]
        self.squares = [np.zeros_like(p) for p in self.parameters()]
        self.average = [p.astype(np.float64) * 0 for p in self.parameters()]
        self.averaged = 0
        self.steps = 0

    def parameters(self) -> list[Floats]:
        m = self.model
        flat = [array for pair in m.convolutions for array in pair]
        return [m.tokens, m.entry, m.entry_bias, *flat, m.out, m.out_bias]

    def run(self) -> Model:
        order = np.arange(len(self.examples))
        total = self.epochs * -(-len(order) // self.pages)
        for epoch in range(self.epochs):
            self.rng.shuffle(order)
            losses = []
            for start in range(0, len(order), self.pages):
                chosen = [self.examples[i] for i in order[start : start + self.pages]]
                progress = self.steps / total
                warm = min(1.0, self.steps / 100)
                rate = self.rate * warm * 0.5 * (1 + np.cos(np.pi * progress))
                losses.append(self.step(chosen, rate))
                if epoch >= self.epochs - 3:
                    self._accumulate()
            print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
        for parameter, mean in zip(self.parameters(), self.average, strict=True):
            parameter[...] = mean / self.averaged
        return self.model

    def _accumulate(self) -> None:
        self.averaged += 1
        for total, parameter in zip(self.average, self.parameters(), strict=True):
            total += parameter

    def step(self, examples: list[Example], rate: float) -> float:
        """One step of AdamW on some pages; the mean loss before it."""
        features, labels, weights, real = batch(examples)
        gradients, loss = self.gradients(features, labels, weights, real)
        self.steps += 1
        for p, g, m, s in zip(
            self.parameters(), gradients, self.moments, self.squares, strict=True
        ):
            m += 0.1 * (g - m)
            s += 0.001 * (g * g - s)
            change = (m / (1 - 0.9**self.steps)) / (np.sqrt(s / (1 - 0.999**self.steps)) + 1e-8)
            p -= np.float32(rate) * (change + self.decay * p * (p.ndim > 1))
        return loss

    def gradients(
        self, features: Features, labels: NDArray[np.int64], weights: Floats, real: Floats
    ) -> tuple[list[Floats], float]:
        model, rng, keep = self.model, self.rng, 1 - self.dropout
        bags = [
            np.where(rng.random(tokens.shape) < self.token_dropout, 0, tokens)
            for tokens in (features.own, features.path, features.words)
        ]
        numbers = np.clip((features.numbers - model.mean) * model.scale, -4, 4)
        numbers = numbers * (rng.random((1, numbers.shape[1])) < 0.97)
        x = np.concatenate([numbers, *(bag(tokens, model.tokens) for tokens in bags)], axis=1)
        x = x.astype(np.float32)
        pre = x @ model.entry + model.entry_bias
        mask0 = (pre > 0) * real * (rng.random(pre.shape) < keep) / keep
        mask0 = mask0.astype(np.float32)
        hidden = pre * mask0
        saved = []
        for dilation, (w, b) in zip(DILATIONS, model.convolutions, strict=True):
            around = neighbours(hidden, dilation)
            pre = around @ w + b
            mask = ((pre > 0) * real * (rng.random(pre.shape) < keep) / keep).astype(np.float32)
            saved.append((around, mask, dilation, w))
            hidden = hidden + pre * mask
        logits = hidden @ model.out + model.out_bias
        logits -= logits.max(axis=1, keepdims=True)
        p = np.exp(logits)
        p /= p.sum(axis=1, keepdims=True)
        rows = np.arange(len(labels))
        scale = np.float32(1 / max(weights.sum(), 1))
        loss = float(-(np.log(p[rows, labels] + 1e-9) * weights).sum() * scale)
        target = np.full_like(p, self.smoothing / p.shape[1])
        target[rows, labels] += 1 - self.smoothing
        d_logits = (p - target) * (weights * scale)[:, None]
        g_out, g_out_bias = hidden.T @ d_logits, d_logits.sum(axis=0)
        d_hidden = d_logits @ model.out.T
        convolutions = []
        for around, mask, dilation, w in reversed(saved):
            d_pre = d_hidden * mask
            convolutions = [around.T @ d_pre, d_pre.sum(axis=0), *convolutions]
            d_hidden = d_hidden + _scatter(d_pre @ w.T, dilation)
        d_pre = d_hidden * mask0
        g_entry, g_entry_bias = x.T @ d_pre, d_pre.sum(axis=0)
        d_x = d_pre @ model.entry.T
        g_tokens = np.zeros_like(model.tokens)
        width = model.tokens.shape[1]
        at = numbers.shape[1]
        for tokens in bags:
            used = np.maximum((tokens > 0).sum(axis=1, keepdims=True), 1)
            d_bag = (d_x[:, at : at + width] / np.sqrt(used)).astype(np.float32)
            row, column = np.nonzero(tokens)
            np.add.at(g_tokens, tokens[row, column], d_bag[row])
            at += width
        g_tokens *= self.trainable
        return [g_tokens, g_entry, g_entry_bias, *convolutions, g_out, g_out_bias], loss


def _scatter(gradient: Floats, dilation: int) -> Floats:
    """The gradient of `neighbours` with respect to its input."""
    width = gradient.shape[1] // 3
    out = gradient[:, width : 2 * width].copy()
    out[:-dilation] += gradient[dilation:, :width]
    out[dilation:] += gradient[:-dilation, 2 * width :]
    return out
