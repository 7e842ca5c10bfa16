"""The body twice in a page, and sentences of it set apart as pull quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from dateline.clean.blocks.cut import Page

RUNNING = frozenset(("PARAGRAPH", "LIST_ITEM", "BLOCKQUOTE"))
Words = tuple[str, ...]
Key = TypeVar("Key", int, Words)  # what stands for a text

_WORD = re.compile(r"\w+")
_GRAM = 5
_LONGEST_PULLQUOTE = 300  # characters
_COPY = 0.95  # share of a block's words from which another that is in it is a copy of it
_PART = 0.6  # share of a block's words up to which another is a part of it and no copy


class _Within(NamedTuple):
    """The rows whose words are all in one row, which is among its copies."""

    shorter: list[int]
    copies: list[int]

    def all(self) -> list[int]:
        return sorted(self.shorter + self.copies)


def drop_copies(page: Page, types: list[str], twice: list[int]) -> None:
    """Where the body is twice in the page, keep the copy that is cut into more blocks.

    `twice` are the rows that repeat in part; no others can be copies.
    """
    words = {row: _WORD.findall(page.texts[row].lower()) for row in twice}
    kept = {row: words[row] for row in twice if types[row] in RUNNING}
    if not kept:
        return
    inside = _within(kept)
    gone, finer = _cut_finer(words, inside)
    if finer:
        # What the classifier dropped of the finer copy, because it had seen it before.
        first, last = min(finer), max(finer)
        missed = {
            whole: _Within(*([row for row in rows if first < row < last] for rows in within))
            for whole, within in _within(words).items()
            if whole in kept and whole not in gone and not first <= whole <= last
        }
        for whole in _cut_finer(words, missed)[0]:
            gone.add(whole)
            for part in missed[whole].all():
                types[part] = types[part] or _kind(page, part)
    for whole, within in sorted(inside.items()):
        if whole in gone:
            continue
        for part in within.all():
            if part == whole or whole in gone or part in gone:
                continue
            if len(words[part]) < _PART * len(words[whole]):
                types[part] = "PULLQUOTE"
            else:
                gone.add(max(whole, part))
    for row in gone:
        types[row] = ""
    _mark_repeated_sentences(page, types, [row for row in twice if types[row] in RUNNING])


def _cut_finer(
    words: dict[int, list[str]], inside: dict[int, _Within]
) -> tuple[set[int], list[int]]:
    """The rows that stand in the page a second time in several parts, and those parts."""
    gone: set[int] = set()
    finer: list[int] = []
    for whole, within in sorted(inside.items(), key=lambda item: (-sum(map(len, item[1])), item)):
        parts = within.shorter
        size = sum(len(words[part]) for part in parts)
        if len(parts) > 1 and size >= 0.5 * len(words[whole]) and not gone.intersection(parts):
            gone.add(whole)
            finer += parts
    return gone, finer


def _kind(page: Page, row: int) -> str:
    return "LIST_ITEM" if page.tags[page.elements[row]] == "li" else "PARAGRAPH"


def _within(words: dict[int, list[str]]) -> dict[int, _Within]:
    """For each row that has others in it, which. Rows of the same words share one answer."""
    rows: dict[Words, list[int]] = {}
    for row, found in words.items():
        rows.setdefault(tuple(found), []).append(row)
    grams = {text: set(_grams(text)) for text in rows}
    where = _index(grams)
    inside = {text: _Within([], []) for text in rows}
    for text, mine in grams.items():
        for other in _rarest(mine, where):
            if mine <= grams[other]:  # terms of two countries differ in a word
                shorter = len(text) < _COPY * len(other)
                (inside[other].shorter if shorter else inside[other].copies).extend(rows[text])
    return {
        row: inside[text]
        for text, same in rows.items()
        if sum(map(len, inside[text])) > 1
        for row in same
    }


def _grams(words: Sequence[str]) -> list[Words]:
    return list(zip(*(words[at:] for at in range(_GRAM)), strict=False))


def _index(grams: Mapping[Key, Iterable[Words]]) -> dict[Words, list[Key]]:
    """Which texts each gram is in."""
    where: dict[Words, list[Key]] = {}
    for text, mine in grams.items():
        for gram in mine:
            where.setdefault(gram, []).append(text)
    return where


def _rarest(grams: Iterable[Words], where: dict[Words, list[Key]]) -> list[Key]:
    """The texts that hold the rarest of the grams: no others can hold them all."""
    return min((where[gram] for gram in grams if gram in where), key=len, default=[])


def _mark_repeated_sentences(page: Page, types: list[str], rows: list[int]) -> None:
    """Short blocks that stand word for word inside a longer block of the body are pull quotes."""
    cores = {row: page.texts[row].strip("\"'“”„‘’«»› ").lower() for row in rows}
    cores = {row: core for row, core in cores.items() if len(core) <= _LONGEST_PULLQUOTE}
    if not cores:
        return
    lower = {row: page.texts[row].lower() for row, kind in enumerate(types) if kind in RUNNING}
    where = _index({row: set(_grams(_WORD.findall(text))) for row, text in lower.items()})
    for row, core in cores.items():
        least = 1.3 * len(page.texts[row])
        if any(
            types[other] in RUNNING and len(page.texts[other]) > least and core in lower[other]
            for other in _rarest(_grams(_WORD.findall(core)), where)
        ):
            types[row] = "PULLQUOTE"
