"""A LightGBM model as the arrays that `dateline.clean.blocks.forest` evaluates."""

from __future__ import annotations

from typing import Any

import numpy as np

from dateline.clean.blocks.forest import LEAVES, Forest


def to_forest(dump: dict[str, Any]) -> Forest:
    """The forest of `Booster.dump_model()`: numeric splits, at most LEAVES leaves a tree."""
    trees = [info["tree_structure"] for info in dump["tree_info"]]
    shape = (len(trees), LEAVES - 1)
    columns = np.zeros(shape, np.int16)
    thresholds = np.full(shape, np.inf, np.float32)  # a node that is not there rules nothing out
    masks = np.full(shape, 0xFFFF, np.uint16)
    values = np.zeros((len(trees), LEAVES), np.float32)
    for number, tree in enumerate(trees):
        nodes: list[tuple[int, float, int]] = []
        leaves: list[float] = []
        _walk(tree, nodes, leaves)
        values[number, : len(leaves)] = leaves
        for at, (column, threshold, mask) in enumerate(nodes):
            columns[number, at] = column
            thresholds[number, at] = threshold
            masks[number, at] = mask
    return Forest(columns, thresholds, masks, values)


def _walk(node: dict[str, Any], nodes: list[tuple[int, float, int]], leaves: list[float]) -> None:
    """Leaves from left to right; a node's mask rules out those of its left subtree."""
    if "split_feature" not in node:
        leaves.append(node["leaf_value"])
        return
    first = len(leaves)
    _walk(node["left_child"], nodes, leaves)
    left = sum(1 << leaf for leaf in range(first, len(leaves)))
    nodes.append((node["split_feature"], float(np.float32(node["threshold"])), 0xFFFF & ~left))
    _walk(node["right_child"], nodes, leaves)
