"""What the classifier sees of a page: one row of numbers a block, and hashed tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from dateline.clean.blocks.characters import (
    Floats,
    Ints,
    count_characters,
    repeats,
    text_columns,
    word_tokens,
)
from dateline.clean.blocks.cut import Page
from dateline.clean.blocks.surroundings import look_around

TAGS = (
    "p li h1 h2 h3 h4 h5 h6 div span td th blockquote figcaption dt dd a section article pre "
    "label strong button time cite center address".split()
)
_TAG_COLUMN = {tag: column for column, tag in enumerate(TAGS)}


@dataclass(slots=True)
class Hints:
    """What the page's metadata says, for the blocks to be compared with."""

    title: str = ""
    description: str = ""
    authors: list[str] = field(default_factory=list)
    body: str = ""


class Features(NamedTuple):
    """`numbers` [blocks, columns]; `own`, `path` and `words` [blocks, tokens] are rows of the
    embedding table; `repeated` [blocks, 2] as `characters.repeats` counts, for later stages."""

    numbers: Floats
    own: Ints
    path: Ints
    words: Ints
    repeated: Floats


def featurise(page: Page, hints: Hints) -> Features:
    """The features of every block of `page`, which has at least one."""
    texts = page.texts
    n = len(texts)
    counts, ends = count_characters(texts)
    words = [text.lower().split() for text in texts]
    columns, sizes, units = text_columns(counts, words)
    linked = np.minimum(np.array(page.linked, np.float32) / sizes, 1)
    prose = np.where((units >= 10) & (linked < 0.4), sizes, np.float32(0))
    overlap = overlaps(texts, words, hints)
    columns += [
        linked,
        np.log1p(np.array(page.links, np.float32)),
        np.minimum(np.array(page.bold, np.float32) / sizes, 1),
        np.log1p(np.array(page.breaks, np.float32)),
        (np.minimum(np.array(page.images), 3) / 2).astype(np.float32),
        (prose > 0).astype(np.float32),
        *positions(prose, _headline_row(page, overlap, units)),
    ]
    repeated = repeats(words)
    around = look_around(page, sizes, linked * sizes, prose)
    tags = np.zeros((n, len(TAGS) + 1), np.float32)
    tags[np.arange(n), [_TAG_COLUMN.get(page.tags[e], len(TAGS)) for e in page.elements]] = 1
    numbers = np.concatenate(
        [
            np.stack(columns, axis=1).astype(np.float32),
            ends,
            tags,
            overlap,
            repeated,
            around.numbers,
        ],
        axis=1,
    )
    return Features(numbers, around.own, around.path, word_tokens(words), repeated)


def positions(prose: Floats, headline: int) -> list[Floats]:
    """Columns: where in the page each block is, by rows, by prose, and from the headline."""
    n = len(prose)
    row = np.arange(n, dtype=np.float32)
    before = np.cumsum(prose) - prose
    total = max(float(prose.sum()), 1.0)
    return [
        row / n,
        before / total,
        (before == 0).astype(np.float32),
        (before + prose >= total).astype(np.float32),
        np.clip((row - headline) / 10, -3, 3),
        (row > headline).astype(np.float32),
        (row == headline).astype(np.float32),
        np.full(n, np.log1p(n) / 3, np.float32),
        np.full(n, np.log1p(total) / 4, np.float32),
        np.full(n, np.log1p(float((prose > 0).sum())) / 2, np.float32),
    ]


def overlaps(texts: list[str], words: list[list[str]], hints: Hints) -> Floats:
    """How each text agrees with the title, description, authors and JSON-LD body [texts, 9]."""
    title, description = set(hints.title.lower().split()), set(hints.description.lower().split())
    authors = [name.lower() for name in hints.authors if len(name) > 3]
    body = hints.body if len(hints.body) > 400 else ""
    cells: list[int] = []
    values: list[float] = []
    for row, block in enumerate(words):
        size = len(block)
        if not 0 < size <= 60:
            continue
        for column, told in ((0, title), (2, description)):
            if not told.isdisjoint(block):
                mine = set(block)
                shared = len(mine & told)
                cells += row * 9 + column, row * 9 + column + 1
                values += shared / len(mine), shared / len(told)
        if authors and size < 40:
            lower = texts[row].lower()
            if found := sum([len(name) for name in authors if name in lower]):
                cells += row * 9 + 4, row * 9 + 5
                values += 1.0, found / len(texts[row])
    out = np.zeros((len(texts), 9), np.float32)
    out.ravel()[cells] = values
    if body:
        out[:, 6] = [text[:48] in body for text in texts]
        out[:, 7] = [text[-32:] in body for text in texts]
        out[:, 8] = 1
    return out


def _headline_row(page: Page, overlap: Floats, units: Floats) -> int:
    """The row of the block most like a headline: the title's words, in a heading, early."""
    score = overlap[:, 0] * overlap[:, 1] * (units < 40)
    for row, element in enumerate(page.elements):
        tag = page.tags[element]
        if tag == "h1" or page.tags[page.parents[element]] == "h1":
            score[row] += 0.6
        elif tag == "h2":
            score[row] += 0.2
    return int(score.argmax()) if score.max() > 0.3 else 0
