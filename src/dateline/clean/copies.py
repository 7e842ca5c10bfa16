"""The body twice in a page, and sentences of it set apart as pull quotes."""

from __future__ import annotations

import re
from collections import Counter

from dateline.clean.blocks.cut import Page

RUNNING = frozenset(("PARAGRAPH", "LIST_ITEM", "BLOCKQUOTE"))
_WORD = re.compile(r"\w+")
_GRAM = 5
_COPY = 0.95  # share of a block's words from which another that is in it is a copy of it
_PART = 0.6  # share of a block's words up to which another is a part of it and no copy


def drop_copies(page: Page, types: list[str], twice: list[int]) -> None:
    """Where the body is twice in the page, keep the copy that is cut into more blocks.

    `twice` are the rows that repeat in part; no others can be copies.
    """
    words = {row: _WORD.findall(page.texts[row].lower()) for row in twice}
    kept = [row for row in twice if types[row] in RUNNING]
    if not kept:
        return
    inside = _parts({row: words[row] for row in kept})
    gone, finer = _cut_finer(words, inside)
    if finer:
        # What the classifier dropped of the finer copy, because it had seen it before.
        first, last = min(finer), max(finer)
        missed = {
            whole: [part for part in parts if first < part < last]
            for whole, parts in _parts(words).items()
            if whole in kept and whole not in gone and not first <= whole <= last
        }
        for whole in _cut_finer(words, missed)[0]:
            gone.add(whole)
            for part in missed[whole]:
                types[part] = types[part] or _kind(page, part)
    for whole, parts in sorted(inside.items()):
        for part in parts:
            if whole in gone or part in gone:
                continue
            if len(words[part]) < _PART * len(words[whole]):
                types[part] = "PULLQUOTE"
            else:
                gone.add(max(whole, part))
    for row in gone:
        types[row] = ""
    _mark_repeated_sentences(page, types, [row for row in twice if types[row] in RUNNING])


def _cut_finer(
    words: dict[int, list[str]], inside: dict[int, list[int]]
) -> tuple[set[int], list[int]]:
    """The rows that stand in the page a second time in several parts, and those parts."""
    gone: set[int] = set()
    finer: list[int] = []
    for whole, copies in sorted(inside.items(), key=lambda item: -len(item[1])):
        parts = [row for row in copies if len(words[row]) < _COPY * len(words[whole])]
        size = sum(len(words[part]) for part in parts)
        if len(parts) > 1 and size >= 0.5 * len(words[whole]) and not gone.intersection(parts):
            gone.add(whole)
            finer += parts
    return gone, finer


def _kind(page: Page, row: int) -> str:
    return "LIST_ITEM" if page.tags[page.elements[row]] == "li" else "PARAGRAPH"


def _parts(words: dict[int, list[str]]) -> dict[int, list[int]]:
    """Of each row the other rows that are parts or copies of it."""
    grams = {
        row: {tuple(mine[at : at + _GRAM]) for at in range(len(mine) - _GRAM + 1)}
        for row, mine in words.items()
    }
    where: dict[tuple[str, ...], list[int]] = {}
    for row, mine in grams.items():
        for gram in mine:
            where.setdefault(gram, []).append(row)
    inside: dict[int, list[int]] = {}
    for row, mine in grams.items():
        hits = Counter(other for gram in mine for other in where[gram] if other != row)
        for other, shared in hits.items():
            if shared == len(mine):  # terms of two countries differ in a word
                inside.setdefault(other, []).append(row)
    return inside


def _mark_repeated_sentences(page: Page, types: list[str], rows: list[int]) -> None:
    """Short blocks that stand word for word inside a longer block of the body are pull quotes."""
    for row in rows:
        text = page.texts[row]
        core = text.strip("\"'“”„‘’«»› ").lower()
        if len(core) <= 300 and any(
            kind in RUNNING
            and len(page.texts[other]) > 1.3 * len(text)
            and core in page.texts[other].lower()
            for other, kind in enumerate(types)
        ):
            types[row] = "PULLQUOTE"
