"""Boosted trees evaluated by numpy, all at once: every node's answer is a mask of leaves.

A node that sends a row to the right rules out the leaves of its left subtree; what survives the
masks of all nodes, lowest first, is the row's leaf (QuickScorer: Lucchese et al., SIGIR 2015).
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.clean.blocks.characters import Floats

LEAVES = 16


class Forest(NamedTuple):
    """`columns`, `thresholds`, `masks` [trees, nodes]; `values` [trees, LEAVES]."""

    columns: NDArray[np.int16]
    thresholds: Floats
    masks: NDArray[np.uint16]
    values: Floats


def evaluate(forest: Forest, rows: Floats) -> Floats:
    """Sum of the trees' values for each row [rows]: the log-odds of a binary model."""
    columns = np.ascontiguousarray(rows.T)
    right = columns[forest.columns] > forest.thresholds[:, :, None]
    masks = np.where(right, forest.masks[:, :, None], np.uint16(0xFFFF))
    alive = np.bitwise_and.reduce(masks, axis=1)
    leaves = _lowest()[alive]
    values: Floats = np.take_along_axis(forest.values, leaves, axis=1).sum(axis=0)
    return values


@cache
def _lowest() -> NDArray[np.intp]:
    """The number of the lowest bit that is set, for every 16-bit mask."""
    numbers = np.arange(1 << LEAVES, dtype=np.int64)
    lowest = np.zeros(1 << LEAVES, np.intp)
    lowest[1:] = np.log2(numbers[1:] & -numbers[1:])
    return lowest


@cache
def load_forest(name: str) -> Forest:
    """A forest that the package ships."""
    with resources.files("dateline.clean.blocks").joinpath(name).open("rb") as file:
        arrays = np.load(file, allow_pickle=False)
        return Forest(*(arrays[field] for field in Forest._fields))
