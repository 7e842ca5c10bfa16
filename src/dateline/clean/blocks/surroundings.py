"""What the elements around a block say of it: containers, their text and links, their names."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dateline.clean.blocks.characters import Floats, Ints
from dateline.clean.blocks.cut import Page
from dateline.clean.blocks.marks import GROUPS, NOTHING, Marks, bucket, read_marks

# Elements whose being an ancestor says something, one bit each.
AROUND = (
    "nav header footer aside form figure table ul ol blockquote article main section a dialog "
    "details li p figcaption dl address fieldset center".split()
)
_AROUND_BIT = {tag: 1 << (bit + len(GROUPS)) for bit, tag in enumerate(AROUND)}
_GROUP_BITS = np.arange(len(GROUPS))
_ALL_BITS = np.arange(len(GROUPS) + len(AROUND))

OWN_TOKENS = 10
PATH_TOKENS = 24
_REACH = 7  # elements above a block whose names are read
_MOST_STEPS = 40
_MOST_TAGS = 2_000


class Surroundings(NamedTuple):
    """`numbers` [blocks, columns]; `own` and `path` [blocks, tokens]."""

    numbers: Floats
    own: Ints
    path: Ints


class _TagBuckets(dict[str, int]):
    """The token of each element name; bounded, as pages may invent names."""

    def __missing__(self, tag: str) -> int:
        if len(self) >= _MOST_TAGS:
            self.clear()
        known = self[tag] = bucket("t:" + tag)
        return known


tag_buckets = _TagBuckets()


def used_elements(page: Page) -> list[int]:
    """The elements that hold text, in document order."""
    used = bytearray(len(page.tags))
    parents = page.parents
    for element in page.elements:
        while element and not used[element]:
            used[element] = 1
            element = parents[element]
    return [element for element in range(1, len(used)) if used[element]]


def sum_subtrees(page: Page, used: list[int], *values: Floats) -> list[Floats]:
    """Sums of the blocks' values over every element's subtree, one array for each of `values`."""
    out = []
    parents = page.parents
    for column in values:
        sums = np.bincount(page.elements, column, minlength=len(parents)).tolist()
        for element in reversed(used):
            sums[parents[element]] += sums[element]
        out.append(np.array(sums, np.float32))
    return out


def look_around(page: Page, sizes: Floats, linked: Floats, prose: Floats) -> Surroundings:
    """The surroundings of every block; `linked` and `prose` are characters, as `sizes`."""
    used = used_elements(page)
    count = len(page.tags)
    marks: list[Marks] = [NOTHING] * count
    inherited, depth, twins = [0] * count, [0] * count, [1] * count
    named: list[tuple[int, ...]] = [()] * count  # the tokens of each element
    kin: dict[tuple[int, str, str], list[int]] = {}
    parents, tags, attributes = page.parents, page.tags, page.attributes
    for e in used:
        parent, tag, attribute = parents[e], tags[e], attributes[e]
        mark = read_marks(attribute)
        marks[e] = mark
        inherited[e] = inherited[parent] | mark.bits | _AROUND_BIT.get(tag, 0)
        depth[e] = depth[parent] + 1
        named[e] = (tag_buckets[tag], *mark.buckets)
        kin.setdefault((parent, tag, attribute), []).append(e)
    for alike in kin.values():
        if len(alike) > 1:
            for e in alike:
                twins[e] = len(alike)
    sums = sum_subtrees(page, used, sizes, linked, prose)
    numbers = _numbers(page, used, np.array(depth), np.array(twins), sums, prose)
    bits = _bits(page, marks, inherited)
    own, path = _tokens(page, named)
    return Surroundings(np.concatenate([numbers, bits], axis=1), own, path)


def _numbers(
    page: Page, used: list[int], depth: Ints, twins: Ints, sums: list[Floats], block_prose: Floats
) -> Floats:
    size, linked, prose = sums
    elements, parents = np.array(page.elements), np.array(page.parents)
    total = max(float(prose[0]), 1.0)
    p1 = parents[elements]
    direct = np.bincount(elements, block_prose, minlength=len(parents))
    direct += np.bincount(p1, block_prose, minlength=len(parents))
    main, core = int(direct.argmax()), _core(page, used, prose)
    p2 = parents[p1]
    p3 = parents[p2]
    above = (p1, p2, p3)
    to_main, to_core = _steps(parents, elements, main), _steps(parents, elements, core)
    columns = [prose[e] / total for e in above]
    columns += [linked[e] / np.maximum(size[e], 1) for e in above]
    columns += [np.log1p(size[e]) / 5 for e in above]
    columns += [np.log1p(twins[e]) for e in (elements, *above)]
    columns += [
        direct[p1] / total,
        (p1 == main) | (elements == main),
        to_main >= 0,
        np.minimum(to_main, 8) / 4,
        to_core >= 0,
        np.minimum(to_core, 8) / 4,
        np.minimum(np.abs(depth[elements] - depth[main]), 10) / 5,
        depth[elements] / 15,
        np.minimum(np.array(page.orders)[elements], 30) / 15,
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _bits(page: Page, marks: list[Marks], inherited: list[int]) -> Floats:
    own = [
        marks[e].bits | read_marks(inline).bits
        for e, inline in zip(page.elements, page.inline, strict=True)
    ]
    parent = [marks[page.parents[e]].bits for e in page.elements]
    everything = np.array([inherited[e] for e in page.elements])
    bits: Floats = np.concatenate(
        [
            (everything[:, None] >> _ALL_BITS) & 1,
            (np.array(own)[:, None] >> _GROUP_BITS) & 1,
            (np.array(parent)[:, None] >> _GROUP_BITS) & 1,
        ],
        axis=1,
    ).astype(np.float32)
    return bits


def _tokens(page: Page, named: list[tuple[int, ...]]) -> tuple[Ints, Ints]:
    own: list[int] = []
    above: list[int] = []
    rows: dict[int, int] = {}  # of each element around a block the row of `above`
    nothing = (0,) * OWN_TOKENS
    for element, inline in zip(page.elements, page.inline, strict=True):
        mine = named[element]
        if inline:
            mine += read_marks(inline).buckets
        own += (mine + nothing)[:OWN_TOKENS]
        parent = page.parents[element]
        if parent not in rows:
            rows[parent] = len(rows)
            above += _above(page, named, parent)
    path = np.array(above, np.int64).reshape(-1, PATH_TOKENS)
    row_of = [rows[page.parents[element]] for element in page.elements]
    return np.array(own, np.int64).reshape(-1, OWN_TOKENS), path[row_of]


def _above(page: Page, named: list[tuple[int, ...]], element: int) -> list[int]:
    """Tokens of the element and of those around it, nearest first, each once, then zeros."""
    tokens: list[int] = []
    for _ in range(_REACH):
        if not element:
            break
        tokens += named[element]
        element = page.parents[element]
    return [*dict.fromkeys(tokens), *[0] * PATH_TOKENS][:PATH_TOKENS]


def _core(page: Page, used: list[int], prose: Floats) -> int:
    """The deepest element that holds at least 60 % of the page's prose."""
    need = 0.6 * float(prose[0])
    core = 0
    sums = prose.tolist()
    for e in used:
        if sums[e] >= need and page.parents[e] == core:
            core = e
    return core


def _steps(parents: Ints, elements: Ints, target: int) -> Ints:
    """How many steps above each block `target` is; -1 where it is not above the block."""
    steps = np.full(len(elements), -1)
    here = elements
    for step in range(_MOST_STEPS):
        steps[here == target] = step
        here = parents[here]
        if not here.any():
            break
    return steps
