"""The lines of a text dump: those that a tool broke, at a width (lynx, w3m) or at an element inside
a sentence (Beautiful Soup), are one again, and the signs of lists, headings and links that tools
write (html2text) are told from the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.clean.blocks.characters import Ints

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_MARK = re.compile(r"(?:[*+•·◦▪‣]|#{1,6})\s+(?=\S)")
_ITEM = re.compile(r"(?:-|\d{1,3}[.)])\s")
_LINK = re.compile(r"(!?)\[([^\[\]]{0,500})\]\((?:[^()\s]|\([^()\s]*\)){0,2000}(?:\s\"[^\"]*\")?\)")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60"
    "\U00020000-\U0003ffff]"
)
_BROKEN_WIDE = re.compile(rf"(?<={_WIDE.pattern})[^\S\n]*\n\s*(?={_WIDE.pattern})")
ENDS = ".!?…”’»\"'):"
_LONG = 30  # columns of one of two lines that are parts of a sentence
_NARROWEST, _WIDEST = 30, 200  # columns of a line that tools break text at
_FEWEST_WORDS = 5  # of a line that could have been broken
_FEWEST_BROKEN = 5
_MOST_WIDER = 0.2  # lines of several words that are wider, for each that is broken


class Line(NamedTuple):
    """Offsets in the dump, without white space at the ends; `before`: line ends before it;
    `mark`: the sign that it begins with, "#" of a heading, else of a list, which is not in it."""

    start: int
    end: int
    before: int
    mark: str


class _Laid(NamedTuple):
    """A line as it was laid out: its columns with the indent, those of its first word, how many
    words it has, whether it begins an item of a list, goes on with a sentence, or ends one."""

    line: Line
    columns: int
    first: int
    words: int
    item: bool
    goes_on: bool
    ends: bool


def read_lines(dump: str, most: int) -> Iterator[Line]:
    """The lines with text in order, made of at most `most` of the dump."""
    lines = list(islice(_lay_out(dump), most))
    start = 0
    for row, runs_on in enumerate(_runs_on(lines)):
        if not runs_on:
            yield lines[start].line._replace(end=lines[row].line.end)
            start = row + 1


def _lay_out(dump: str) -> Iterator[_Laid]:
    before = 0
    for match in _LINE.finditer(dump):
        text = match[0].rstrip()
        bare = text.lstrip()
        if not bare:
            continue
        mark = _MARK.match(bare)
        end = match.start() + len(text)
        start = end - len(bare) + (mark.end() if mark else 0)
        line = Line(start, end, dump.count("\n", before, start), bare[0] if mark else "")
        before = match.end()
        wide = count_wide(text)
        first = 2 if _WIDE.match(bare) else len(bare.split(None, 1)[0])
        words = len(bare.split(None, _FEWEST_WORDS)) + wide
        item = bool(mark or _ITEM.match(bare))
        yield _Laid(line, len(text) + wide, first, words, item, goes_on(bare), bare[-1] in ENDS)


def goes_on(text: str) -> bool:
    """Whether the text begins inside a sentence."""
    return text[:1].islower() or text.startswith((",", ".", ";", ":", "!", "?", ")"))


def _runs_on(lines: list[_Laid]) -> list[bool]:
    """Whether each line was broken at its end."""
    broken = [
        not before.ends
        and here.goes_on
        and here.line.before == 1
        and max(before.columns, here.columns) >= _LONG
        for before, here in pairwise(lines)
    ]
    return [*(broken | _fills_width(lines)), False] if broken else [False] * len(lines)


def _fills_width(lines: list[_Laid]) -> NDArray[np.bool_]:
    """Whether each line but the last was broken at the width of the dump.

    Text is broken where the next word would not fit. So each line votes for the widths that it
    fits in and the first word of the next one besides does not; and every line of several words
    against those that it is wider than. Where few are broken at the best width, or many wider,
    nothing was.
    """
    columns = np.array([laid.columns for laid in lines], np.int64)
    firsts = np.array([laid.first for laid in lines], np.int64)
    follows = np.array([laid.line.before == 1 and not laid.item for laid in lines[1:]], bool)
    fits, too_wide = columns[:-1], columns[:-1] + 1 + firsts[1:]
    several = columns[np.array([laid.words for laid in lines]) >= _FEWEST_WORDS]
    votes = np.cumsum(_tally(fits[follows]) - _tally(too_wide[follows]))
    wider = len(several) - np.cumsum(_tally(several))
    width = _NARROWEST + int((votes - wider)[_NARROWEST : _WIDEST + 1].argmax())
    if votes[width] < max(_FEWEST_BROKEN, wider[width] / _MOST_WIDER):
        return np.zeros(len(fits), bool)
    return follows & (fits <= width) & (width < too_wide)


def _tally(widths: Ints) -> Ints:
    """How many of the widths are each number of columns."""
    return np.bincount(np.minimum(widths, _WIDEST + 1), minlength=_WIDEST + 2)


def count_wide(text: str) -> int:
    """Characters of two columns, as in Chinese, Japanese and Korean."""
    return 0 if text.isascii() else len(_WIDE.findall(text))


def count_words(text: str) -> int:
    """Words; in scripts without spaces two characters count as one."""
    return max(len(text.split()), count_wide(text) // 2)


def one_line(text: str) -> str:
    """The text with runs of white space as one space, and of Markdown's links only their labels.

    No space stands where a line ends in Chinese or Japanese, as these are broken anywhere.
    """
    if "\n" in text and not text.isascii():
        text = _BROKEN_WIDE.sub("", text)
    if "](" in text:
        text = _LINK.sub(_label, text)
    return " ".join(text.split())


def linked(text: str) -> int:
    """Characters of `one_line(text)` that are labels of links."""
    return sum(len(_label(link)) for link in _LINK.finditer(text)) if "](" in text else 0


def _label(link: re.Match[str]) -> str:
    """What a reader sees of a link; of an image nothing."""
    return "" if link[1] else link[2]
