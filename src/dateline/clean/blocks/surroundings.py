"""What the elements around a block say of it: containers, their text and links, their names."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.clean.blocks.characters import Floats, Ints
from dateline.clean.blocks.cut import Page
from dateline.clean.blocks.marks import GROUPS, LONGEST_CACHED, MOST_CACHED, bucket, read_marks

# Elements whose being an ancestor says something, one bit each.
AROUND = (
    "nav header footer aside form figure table ul ol blockquote article main section a dialog "
    "details li p figcaption dl address fieldset center".split()
)
_AROUND_BIT = {tag: 1 << (bit + len(GROUPS)) for bit, tag in enumerate(AROUND)}

OWN_TOKENS = 10
PATH_TOKENS = 24
_REACH = 7  # elements above a block whose names are read
_MOST_STEPS = 40
_NO_TOKENS = (0,) * PATH_TOKENS


class Surroundings(NamedTuple):
    """`numbers` [blocks, columns]; `own` and `path` [blocks, tokens]."""

    numbers: Floats
    own: Ints
    path: Ints


class _Element(NamedTuple):
    """What name and attributes say: groups, the same with what the name is one of, tokens."""

    bits: int
    around: int
    tokens: tuple[int, ...]


class _Elements(dict[tuple[str, str], _Element]):
    """The element of each name and attributes; bounded, and faster than a call to a cache."""

    def __missing__(self, named: tuple[str, str]) -> _Element:
        tag, attributes = named
        bits, tokens = read_marks(attributes)
        around = bits | _AROUND_BIT.get(tag, 0)
        element = _Element(bits, around, (bucket("t:" + tag), *tokens))
        if len(tag) + len(attributes) <= LONGEST_CACHED:
            if len(self) >= MOST_CACHED:
                self.clear()
            self[named] = element
        return element


_elements = _Elements()
_DOCUMENT = _Element(0, 0, ())


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
    parents, tags, attributes = page.parents, page.tags, page.attributes
    numbers = defaultdict[tuple[str, str], int](itertools.count(1).__next__)
    kinds = [numbers[tags[e], attributes[e]] for e in used]
    known = [_DOCUMENT, *map(_elements.__getitem__, numbers)]
    kind, inherited, depth = [0] * len(tags), [0] * len(tags), [0] * len(tags)
    around = [element.around for element in known]
    for e, number in zip(used, kinds, strict=True):
        parent = parents[e]
        kind[e] = number
        inherited[e] = inherited[parent] | around[number]
        depth[e] = depth[parent] + 1
    sums = sum_subtrees(page, used, sizes, linked, prose)
    columns = _numbers(page, used, np.array(depth), _twins(page, used, kinds), sums, prose)
    bits = _bits(page, known, np.array(kind), inherited)
    own, path = _tokens(page, known, kind)
    return Surroundings(np.concatenate([columns, bits], axis=1), own, path)


def _twins(page: Page, used: list[int], kinds: list[int]) -> Ints:
    """How many children of an element's parent have its name and attributes, itself included."""
    parents, elements = np.array(page.parents), np.array(used)
    alike = parents[elements] * (len(used) + 1) + kinds
    _, group, sizes = np.unique(alike, return_inverse=True, return_counts=True)
    twins = np.ones(len(parents), np.int64)
    twins[elements] = sizes[group]
    return twins


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


def _bits(page: Page, known: list[_Element], kind: Ints, inherited: list[int]) -> Floats:
    elements = np.array(page.elements)
    bits = np.array([element.bits for element in known], np.uint64)
    own, above = bits[kind[elements]], bits[kind[np.array(page.parents)[elements]]]
    for row, inline in enumerate(page.inline):
        if inline:
            own[row] |= read_marks(inline).bits
    groups = len(GROUPS)
    everything = np.array(inherited, np.uint64)[elements]
    parts = ((everything, groups + len(AROUND)), (own, groups), (above, groups))
    return np.concatenate([_unpack(bits, width) for bits, width in parts], axis=1)


def _unpack(bits: NDArray[np.uint64], width: int) -> Floats:
    """The lowest `width` bits of each number, as ones and zeros [numbers, width]."""
    octets = bits.astype("<u8").view(np.uint8).reshape(-1, 8)
    return np.unpackbits(octets, axis=1, count=width, bitorder="little").astype(np.float32)


def _tokens(page: Page, known: list[_Element], kind: list[int]) -> tuple[Ints, Ints]:
    parents = page.parents
    own: list[int] = []
    above: list[int] = []
    rows: dict[int, int] = {}  # of each element around a block the row of `above`
    row_of = []
    for element, inline in zip(page.elements, page.inline, strict=True):
        mine = known[kind[element]].tokens
        if inline:
            mine += read_marks(inline).buckets
        own += (mine + _NO_TOKENS)[:OWN_TOKENS]
        parent = parents[element]
        row = rows.get(parent)
        if row is None:
            row = rows[parent] = len(rows)
            above += _above(page, known, kind, parent)
        row_of.append(row)
    path = np.array(above, np.int64).reshape(-1, PATH_TOKENS)
    return np.array(own, np.int64).reshape(-1, OWN_TOKENS), path[row_of]


def _above(page: Page, known: list[_Element], kind: list[int], element: int) -> list[int]:
    """Tokens of the element and of those around it, nearest first, each once, then zeros."""
    tokens: list[int] = []
    for _ in range(_REACH):
        if not element:
            break
        tokens += known[kind[element]].tokens
        element = page.parents[element]
    return [*dict.fromkeys(tokens), *_NO_TOKENS][:PATH_TOKENS]


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
