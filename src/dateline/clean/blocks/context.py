"""What the second stage sees of a block: the first stage's opinion of it and of what is around."""

from __future__ import annotations

import numpy as np

from dateline.clean.blocks.characters import Floats
from dateline.clean.blocks.classify import LABELS
from dateline.clean.blocks.cut import Page
from dateline.clean.blocks.surroundings import sum_subtrees, used_elements

_ROW = {name: number for number, name in enumerate(LABELS)}
BODY = [
    _ROW[name] for name in ("paragraph", "subheading", "list_item", "quote", "table", "standfirst")
]
_NEIGHBOURS = (1, 2, 3, 4, 5)
_TOLD = [_ROW[name] for name in ("related", "comment", "caption", "subheading", "headline")]
_LEVELS = 4  # containers above a block whose shares are looked at
_WINDOWS = (4, 10, 25)


def contextualise(page: Page, p: Floats) -> Floats:
    """Context of every block [blocks, columns] from the first stage's probabilities `p`."""
    size = np.fromiter(map(len, page.texts), np.float32, len(page.texts))
    body = p[:, BODY].sum(axis=1)
    mass = body * size
    total = max(float(mass.sum()), 1.0)
    parts = [
        body[:, None],
        p,
        *(_shift(body[:, None], step) for near in _NEIGHBOURS for step in (near, -near)),
        *(_shift(p[:, _TOLD], step) for step in (1, -1)),
        _containers(page, mass, size, total),
        _windows(mass, size, total),
        _kin(page, mass, size, total),
    ]
    n = len(size)
    row = np.arange(n) - int(p[:, _ROW["headline"]].argmax())
    whole = np.stack([row, np.full(n, total), np.full(n, (body > 0.5).sum())], axis=1)
    rows: Floats = np.concatenate([*parts, whole], axis=1).astype(np.float32)
    return rows


def _shift(columns: Floats, step: int) -> Floats:
    """The columns of the block `step` rows before each; zeros beyond the page."""
    out = np.zeros_like(columns)
    if abs(step) < len(columns):
        if step > 0:
            out[step:] = columns[:-step]
        else:
            out[:step] = columns[-step:]
    return out


def _containers(page: Page, mass: Floats, size: Floats, total: float) -> Floats:
    """For each level above: its share of the body, its density, its density without this block."""
    masses, sizes = sum_subtrees(page, used_elements(page), mass, size)
    parents, here = np.array(page.parents), np.array(page.elements)
    columns = []
    for _ in range(_LEVELS):
        here = parents[here]
        inside, room = masses[here], sizes[here]
        columns += [
            inside / total,
            inside / np.maximum(room, 1),
            (inside - mass) / np.maximum(room - size, 1),
        ]
    return np.stack(columns, axis=1)


def _windows(mass: Floats, size: Floats, total: float) -> Floats:
    """Density of the body in windows around each block, and its share before and up to it."""
    n = len(mass)
    masses = np.concatenate([[0], np.cumsum(mass)])
    sizes = np.concatenate([[0], np.cumsum(size)])
    row = np.arange(n)
    columns = []
    for reach in _WINDOWS:
        low, high = np.maximum(row - reach, 0), np.minimum(row + reach + 1, n)
        columns.append((masses[high] - masses[low]) / np.maximum(sizes[high] - sizes[low], 1))
    return np.stack([*columns, masses[:-1] / total, masses[1:] / total], axis=1)


def _kin(page: Page, mass: Floats, size: Floats, total: float) -> Floats:
    """The same of all blocks whose element and parent have the same names as this block's."""
    ids: dict[tuple[str, str, str, str], int] = {}
    tags, attributes, parents = page.tags, page.attributes, page.parents
    group = np.array(
        [
            ids.setdefault(
                (tags[e], attributes[e], tags[parents[e]], attributes[parents[e]]), len(ids)
            )
            for e in page.elements
        ]
    )
    masses, sizes = np.bincount(group, mass)[group], np.bincount(group, size)[group]
    return np.stack(
        [
            masses / np.maximum(sizes, 1),
            (masses - mass) / np.maximum(sizes - size, 1),
            np.log1p(np.bincount(group)[group]),
            masses / total,
        ],
        axis=1,
    )
