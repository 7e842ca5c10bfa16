"""The block classifier: embeddings of hashed tokens, one dense layer, and convolutions over the
sequence of blocks, in which every block sees its neighbours.

The net is small enough that numpy runs it faster than a forest of trees would run in C, and no
library is needed to read it. `benchmarks/train_blocks.py` makes the file.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from dateline.clean.blocks.features import Features

Floats = NDArray[np.float32]

LABELS = (
    "boilerplate", "related", "comment", "headline", "standfirst", "paragraph", "subheading",
    "list_item", "quote", "caption", "byline", "dateline", "embed", "table", "pullquote",
)  # fmt: skip
DILATIONS = (1, 2, 4, 8)
CLIP = 4.0


class Model(NamedTuple):
    """Weights. `mean` and `scale` of the numbers; `tokens` [buckets, width]; `convolutions` holds
    (weights [3 * hidden, hidden], bias) for each of DILATIONS."""

    mean: Floats
    scale: Floats
    tokens: Floats
    entry: Floats
    entry_bias: Floats
    convolutions: tuple[tuple[Floats, Floats], ...]
    out: Floats
    out_bias: Floats


def probabilities(features: Features, model: Model) -> Floats:
    """Probability of each of LABELS [blocks, labels]."""
    with _blas().limit(limits=1):
        logits = _logits(features, model)
    logits -= logits.max(axis=1, keepdims=True)
    out: Floats = np.exp(logits)
    out /= out.sum(axis=1, keepdims=True)
    return out


@cache
def _blas() -> ThreadpoolController:
    """On matrices of a page more threads only wait for each other, at three times the CPU."""
    return ThreadpoolController().select(user_api="blas")


def _logits(features: Features, model: Model) -> Floats:
    hidden = np.maximum(inputs(features, model) @ model.entry + model.entry_bias, 0)
    for dilation, (weights, bias) in zip(DILATIONS, model.convolutions, strict=True):
        hidden = hidden + np.maximum(neighbours(hidden, dilation) @ weights + bias, 0)
    logits: Floats = hidden @ model.out + model.out_bias
    return logits


def inputs(features: Features, model: Model) -> Floats:
    """The first layer's input [blocks, columns]: standardised numbers, then the three bags."""
    numbers = np.clip((features.numbers - model.mean) * model.scale, -CLIP, CLIP)
    bags = [bag(tokens, model.tokens) for tokens in (features.own, features.path, features.words)]
    return np.concatenate([numbers, *bags], axis=1)


def bag(tokens: NDArray[np.int64], table: Floats) -> Floats:
    """Sum of the tokens' embeddings over the root of their number; token 0 is none."""
    used = np.count_nonzero(tokens, axis=1)
    root = np.sqrt(np.maximum(used, 1)).astype(np.float32)
    most = int(np.flatnonzero(tokens.any(axis=0)).max(initial=0)) + 1  # the rest is none
    out: Floats = table[tokens[:, :most]].sum(axis=1) / root[:, None]
    return out


def neighbours(hidden: Floats, dilation: int) -> Floats:
    """Each row beside those `dilation` before and after it; zeros beyond the page."""
    rows, width = hidden.shape
    out = np.zeros((rows, 3 * width), np.float32)
    if rows > dilation:
        out[dilation:, :width] = hidden[:-dilation]
        out[:-dilation, 2 * width :] = hidden[dilation:]
    out[:, width : 2 * width] = hidden
    return out


@cache
def load_model(name: str = "blocks.npz") -> Model:
    """The model that the package ships."""
    with resources.files("dateline.clean.blocks").joinpath(name).open("rb") as file:
        return from_arrays(dict(np.load(file, allow_pickle=False)))


def to_arrays(model: Model) -> dict[str, NDArray[np.float16 | np.float32]]:
    """The model as named arrays for `numpy.savez`; weights in half precision."""
    arrays: dict[str, NDArray[np.float16 | np.float32]] = {
        "mean": model.mean,
        "scale": model.scale,
    }
    for name in ("tokens", "entry", "entry_bias", "out", "out_bias"):
        arrays[name] = getattr(model, name).astype(np.float16)
    for number, (weights, bias) in enumerate(model.convolutions):
        arrays[f"weights{number}"] = weights.astype(np.float16)
        arrays[f"bias{number}"] = bias.astype(np.float16)
    return arrays


def from_arrays(arrays: dict[str, NDArray[np.float16 | np.float32]]) -> Model:
    """The inverse of `to_arrays`."""
    single = {name: array.astype(np.float32) for name, array in arrays.items()}
    convolutions = tuple((single[f"weights{i}"], single[f"bias{i}"]) for i in range(len(DILATIONS)))
    return Model(
        single["mean"],
        single["scale"],
        single["tokens"],
        single["entry"],
        single["entry_bias"],
        convolutions,
        single["out"],
        single["out_bias"],
    )
