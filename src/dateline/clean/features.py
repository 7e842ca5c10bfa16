"""What the classifier sees of a page: one row of numbers a block, and hashed tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.clean.blocks import Page
from dateline.clean.marks import GROUPS, Marks, bucket, read_marks

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

TAGS = (
    "p li h1 h2 h3 h4 h5 h6 div span td th blockquote figcaption dt dd a section article pre "
    "label strong button time cite center address".split()
)
# Elements whose being an ancestor says something, one bit each.
AROUND = (
    "nav header footer aside form figure table ul ol blockquote article main section a dialog "
    "details li p figcaption dl address fieldset center".split()
)
_TAG_COLUMN = {tag: column for column, tag in enumerate(TAGS)}
_AROUND_BIT = {tag: 1 << (bit + len(GROUPS)) for bit, tag in enumerate(AROUND)}
_AROUND_BIT.update({"tbody": 0, "ins": 0})

OWN_TOKENS = 10
PATH_TOKENS = 24
WORD_TOKENS = 6


@dataclass(slots=True)
class Hints:
    """What the page's metadata says, for the blocks to be compared with."""

    title: str = ""
    description: str = ""
    authors: list[str] = field(default_factory=list)
    body: str = ""


class Features(NamedTuple):
    """`numbers` [blocks, columns]; the rest [blocks, tokens] are rows of the embedding table."""

    numbers: Floats
    own: Ints
    path: Ints
    words: Ints


@lru_cache(maxsize=20_000)
def _marks(attributes: str) -> Marks:
    return read_marks(attributes)


@lru_cache(maxsize=50_000)
def _word_bucket(word: str) -> int:
    return bucket("w:" + word)


@lru_cache(maxsize=2_000)
def _tag_bucket(tag: str) -> int:
    return bucket("t:" + tag)


# Character classes, as columns of the counts below.
_UPPER, _LOWER, _OTHER_LETTER, _WIDE, _DIGIT, _SPACE, _STOP, _COMMA, _QUOTE, _SIGN = range(10)
_CLASSES = 10


def _character_classes() -> NDArray[np.uint8]:
    table = np.full(0x3000, _SIGN, np.uint8)
    for code in range(0x3000):
        char = chr(code)
        if char.isupper():
            table[code] = _UPPER
        elif char.islower():
            table[code] = _LOWER
        elif char.isdigit():
            table[code] = _DIGIT
        elif char.isspace():
            table[code] = _SPACE
        elif char.isalpha():
            table[code] = _OTHER_LETTER
    for chars, kind in ((".!?…۔؟।", _STOP), (",;،:", _COMMA), ("\"'«»„“”‘’‹›", _QUOTE)):
        table[[ord(c) for c in chars]] = kind
    return table


_CLASS = _character_classes()
_WIDE_STOPS = np.array([ord(c) for c in "。！？"])
_WIDE_QUOTES = np.array([ord(c) for c in "「」『』"])


def _count_characters(texts: list[str]) -> tuple[Floats, Floats]:
    """Counts of each character class [blocks, 10], and the classes of both ends [blocks, 20]."""
    joined = "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = np.where(codes < 0x3000, _CLASS[np.minimum(codes, 0x2FFF)], _WIDE)
    if codes.max() >= 0x3000:
        kinds[np.isin(codes, _WIDE_STOPS)] = _STOP
        kinds[(codes == 0x3001) | (codes == 0xFF0C)] = _COMMA
        kinds[np.isin(codes, _WIDE_QUOTES)] = _QUOTE
    lengths = np.fromiter((len(t) + 1 for t in texts), np.int64, len(texts))
    ends = np.cumsum(lengths)
    rows = np.repeat(np.arange(len(texts)), lengths)
    counts = np.bincount(rows * _CLASSES + kinds, minlength=len(texts) * _CLASSES)
    identity = np.eye(_CLASSES, dtype=np.float32)
    first, last = identity[kinds[ends - lengths]], identity[kinds[np.maximum(ends - 2, 0)]]
    return (
        counts.reshape(-1, _CLASSES).astype(np.float32),
        np.concatenate([first, last], axis=1),
    )


def _repeats(words: list[list[str]]) -> Floats:
    """For each block, the share of its word 5-grams seen earlier and later in the page [n, 2]."""
    n = len(words)
    out = np.zeros((n, 2), np.float32)
    ids: dict[str, int] = {}
    codes: list[int] = []
    rows: list[int] = []
    for row, block in enumerate(words):
        if len(block) >= 6:
            codes.extend([ids.setdefault(word, len(ids) + 1) for word in block])
            rows.extend([row] * len(block))
    if len(codes) < 10:
        return out
    code = np.array(codes, np.uint64)
    row_of = np.array(rows)
    grams = np.zeros(len(code) - 4, np.uint64)
    for shift in range(5):
        grams = grams * np.uint64(0x9E3779B97F4A7C15) + code[shift : len(code) - 4 + shift]
    inside = row_of[4:] == row_of[:-4]
    grams, row_of = grams[inside], row_of[:-4][inside]
    _, group = np.unique(grams, return_inverse=True)
    first = np.full(group.max() + 1, n, np.int64)
    last = np.zeros(group.max() + 1, np.int64)
    np.minimum.at(first, group, row_of)
    np.maximum.at(last, group, row_of)
    total = np.maximum(np.bincount(row_of, minlength=n), 1)
    out[:, 0] = np.bincount(row_of, first[group] < row_of, minlength=n) / total
    out[:, 1] = np.bincount(row_of, last[group] > row_of, minlength=n) / total
    return out


def _overlaps(texts: list[str], words: list[list[str]], hints: Hints) -> Floats:
    """How each block agrees with the title, description, authors and JSON-LD body [n, 9]."""
    out = np.zeros((len(texts), 9), np.float32)
    title, description = set(hints.title.lower().split()), set(hints.description.lower().split())
    authors = [name.lower() for name in hints.authors if len(name) > 3]
    body = hints.body
    out[:, 8] = len(body) > 400
    for row, block in enumerate(words):
        size = len(block)
        if size <= 60:
            mine = set(block)
            if title:
                shared = len(mine & title)
                out[row, 0], out[row, 1] = shared / len(mine), shared / len(title)
            if description:
                shared = len(mine & description)
                out[row, 2], out[row, 3] = shared / len(mine), shared / len(description)
        text = texts[row]
        if authors and len(text) < 300:
            lower = text.lower()
            found = [name for name in authors if name in lower]
            out[row, 4] = bool(found)
            out[row, 5] = sum(map(len, found)) / len(text)
        if body and len(text) > 2:
            out[row, 6] = text[:48] in body
            out[row, 7] = text[-32:] in body
    return out


def featurise(page: Page, hints: Hints) -> Features:
    """The features of every block of `page`, which has at least one."""
    texts = page.texts
    n = len(texts)
    counts, ends = _count_characters(texts)
    words = [text.lower().split() for text in texts]
    sizes = counts.sum(axis=1) - 1
    units = np.maximum(np.fromiter(map(len, words), np.float32, n), counts[:, _WIDE] / 2)
    elements = np.array(page.elements)
    linked = np.minimum(np.array(page.linked, np.float32) / np.maximum(sizes, 1), 1)
    links = np.array(page.links, np.float32)
    prose = np.where((units >= 10) & (linked < 0.4), sizes, 0)
    tree = _Tree(page, elements, sizes, linked * sizes, prose)
    letters = np.maximum(counts[:, [_UPPER, _LOWER, _OTHER_LETTER, _WIDE]].sum(axis=1), 1)

    numbers = np.empty((n, 0), np.float32)
    columns = [
        np.log1p(sizes) / 4,
        np.log1p(units) / 3,
        np.minimum(units, 40) / 20,
        linked,
        np.log1p(links),
        np.minimum(np.array(page.bold, np.float32) / np.maximum(sizes, 1), 1),
        np.log1p(np.array(page.breaks, np.float32)),
        np.minimum(np.array(page.images, np.float32), 3) / 2,
        counts[:, _UPPER] / letters,
        counts[:, _WIDE] / np.maximum(sizes, 1),
        counts[:, _OTHER_LETTER] / np.maximum(sizes, 1),
        counts[:, _DIGIT] / np.maximum(sizes, 1) * 3,
        np.log1p(counts[:, _STOP]),
        np.log1p(counts[:, _COMMA]),
        np.log1p(counts[:, _QUOTE]),
        counts[:, _SIGN] / np.maximum(sizes, 1) * 5,
        counts[:, _STOP] / np.maximum(units, 1) * 5,
        counts[:, _COMMA] / np.maximum(units, 1) * 5,
        (prose > 0).astype(np.float32),
    ]
    position = np.arange(n, dtype=np.float32)
    before = np.cumsum(prose) - prose
    total = max(float(prose.sum()), 1.0)
    overlap = _overlaps(texts, words, hints)
    headline = _headline_row(page, overlap, units)
    columns += [
        position / n,
        before / total,
        (before == 0).astype(np.float32),
        (before + prose >= total).astype(np.float32),
        np.clip((position - headline) / 10, -3, 3),
        (position > headline).astype(np.float32),
        (position == headline).astype(np.float32),
        np.full(n, np.log1p(n) / 3),
        np.full(n, np.log1p(total) / 4),
        np.full(n, np.log1p(float((prose > 0).sum())) / 2),
    ]
    own_tags = np.zeros((n, len(TAGS)), np.float32)
    for row, element in enumerate(page.elements):
        column = _TAG_COLUMN.get(page.tags[element])
        if column is not None:
            own_tags[row, column] = 1
    numbers = np.concatenate(
        [
            np.stack(columns, axis=1).astype(np.float32),
            ends,
            own_tags,
            overlap,
            _repeats(words),
            tree.numbers,
        ],
        axis=1,
    )
    return Features(numbers, tree.own, tree.path, _word_tokens(words))


def _headline_row(page: Page, overlap: Floats, units: Floats) -> int:
    """The row of the block most like a headline: the title's words, in a heading, early."""
    score = overlap[:, 0] * overlap[:, 1] * (units < 40)
    for row, element in enumerate(page.elements):
        parent = page.parents[element]
        if page.tags[element] == "h1" or page.tags[parent] == "h1":
            score[row] += 0.6
        elif page.tags[element] == "h2":
            score[row] += 0.2
    return int(score.argmax()) if score.max() > 0.3 else 0


def _word_tokens(words: list[list[str]]) -> Ints:
    out = np.zeros((len(words), WORD_TOKENS), np.int64)
    for row, block in enumerate(words):
        chosen = block if len(block) <= WORD_TOKENS else block[:4] + block[-2:]
        out[row, : len(chosen)] = [_word_bucket(word[:20]) for word in chosen]
    return out


class _Tree:
    """What the elements around a block say: `numbers` [n, …], `own` and `path` tokens."""

    def __init__(
        self, page: Page, elements: Ints, sizes: Floats, linked: Floats, prose: Floats
    ) -> None:
        count = len(page.tags)
        marks = [_marks(attributes) if attributes else _NOTHING for attributes in page.attributes]
        parents = page.parents
        inherited, depth = [0] * count, [0] * count
        around = _AROUND_BIT
        kin: dict[tuple[int, str, str], int] = {}
        keys = []
        for e in range(1, count):
            parent = parents[e]
            tag = page.tags[e]
            inherited[e] = inherited[parent] | marks[e].bits | around.get(tag, 0)
            depth[e] = depth[parent] + 1
            key = (parent, tag, page.attributes[e] if len(page.attributes[e]) < 200 else "")
            keys.append(key)
            kin[key] = kin.get(key, 0) + 1
        twins = [1] + [kin[key] for key in keys]
        sums = [self._subtrees(parents, elements, values) for values in (sizes, linked, prose)]
        direct = np.bincount(np.array(parents)[elements], prose, minlength=count)
        direct += np.bincount(elements, prose, minlength=count)
        self.numbers = self._numbers(
            page,
            elements,
            np.array(inherited),
            np.array(depth),
            np.array(twins),
            sums,
            direct,
            marks,
        )
        self.own, self.path = self._tokens(page, marks)

    @staticmethod
    def _subtrees(parents: list[int], elements: Ints, values: Floats) -> Floats:
        """Sums of the blocks' values over every element's subtree."""
        sums = np.bincount(elements, values, minlength=len(parents)).tolist()
        for e in range(len(parents) - 1, 0, -1):
            sums[parents[e]] += sums[e]
        return np.array(sums, np.float32)

    @staticmethod
    def _numbers(
        page: Page,
        elements: Ints,
        inherited: Ints,
        depth: Ints,
        twins: Ints,
        sums: list[Floats],
        direct: Floats,
        marks: list[Marks],
    ) -> Floats:
        size, linked, prose = sums
        parents = np.array(page.parents)
        total = max(float(prose[0]), 1.0)
        main = int(direct.argmax())
        core = _core(page, prose)
        chains = _chains(parents, elements, main), _chains(parents, elements, core)
        p1 = parents[elements]
        p2 = parents[p1]
        p3 = parents[p2]
        around = [elements, p1, p2, p3]
        own = np.array(
            [
                marks[e].bits | (_marks(inline).bits if inline else 0)
                for e, inline in zip(page.elements, page.inline, strict=True)
            ]
        )
        bits = np.concatenate(
            [
                (inherited[elements][:, None] >> np.arange(len(GROUPS) + len(AROUND))) & 1,
                (own[:, None] >> np.arange(len(GROUPS))) & 1,
                (np.array([marks[e].bits for e in p1.tolist()])[:, None] >> np.arange(len(GROUPS)))
                & 1,
            ],
            axis=1,
        )
        columns = [prose[e] / total for e in around[1:]]
        columns += [linked[e] / np.maximum(size[e], 1) for e in around[1:]]
        columns += [np.log1p(size[e]) / 5 for e in around[1:]]
        columns += [np.log1p(twins[e]) for e in around]
        columns += [
            direct[p1] / total,
            (p1 == main) | (elements == main),
            chains[0] >= 0,
            np.minimum(chains[0], 8) / 4,
            chains[1] >= 0,
            np.minimum(chains[1], 8) / 4,
            np.minimum(np.abs(depth[elements] - depth[main]), 10) / 5,
            depth[elements] / 15,
            np.minimum(np.array(page.orders)[elements], 30) / 15,
        ]
        return np.concatenate(
            [np.stack(columns, axis=1).astype(np.float32), bits.astype(np.float32)], axis=1
        )

    @staticmethod
    def _tokens(page: Page, marks: list[Marks]) -> tuple[Ints, Ints]:
        own = np.zeros((len(page.elements), OWN_TOKENS), np.int64)
        path = np.zeros((len(page.elements), PATH_TOKENS), np.int64)
        known: dict[int, list[int]] = {}
        for row, (element, inline) in enumerate(zip(page.elements, page.inline, strict=True)):
            mine = [_tag_bucket(page.tags[element]), *marks[element].buckets]
            if inline:
                mine += _marks(inline).buckets
            mine = mine[:OWN_TOKENS]
            own[row, : len(mine)] = mine
            parent = page.parents[element]
            above = known.get(parent)
            if above is None:
                above = known[parent] = _above(page, marks, parent)
            path[row, : len(above)] = above
        return own, path


def _above(page: Page, marks: list[Marks], element: int) -> list[int]:
    """Tokens of the element and of those around it, nearest first, each once."""
    tokens: dict[int, None] = {}
    for _ in range(7):
        if not element or len(tokens) >= PATH_TOKENS:
            break
        tokens[_tag_bucket(page.tags[element])] = None
        tokens.update(dict.fromkeys(marks[element].buckets))
        element = page.parents[element]
    return list(tokens)[:PATH_TOKENS]


def _core(page: Page, prose: Floats) -> int:
    """The deepest element that holds at least 60 % of the page's prose."""
    need = 0.6 * float(prose[0])
    core = 0
    for e in range(1, len(page.tags)):
        if prose[e] >= need and page.parents[e] == core:
            core = e
    return core


def _chains(parents: Ints, elements: Ints, target: int) -> Ints:
    """How many steps above each block `target` is; -1 where it is not above the block."""
    steps = np.full(len(elements), -1)
    here = elements.copy()
    for step in range(40):
        steps[(here == target) & (steps < 0)] = step
        here = parents[here]
        if not here.any():
            break
    return steps


_NOTHING = Marks(0, ())
