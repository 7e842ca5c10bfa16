"""Quotation marks: which stretches of a text stand in them, and what that makes of a quote.

Marks are paired inside a paragraph. One that is not closed goes on where the next paragraph opens
again, as newspapers set a speech of several paragraphs, and else to the end of its own.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_OPEN = "“„«‟"
_CLOSE = "”»"
_DOUBLE = _OPEN + _CLOSE + '"'
_MARK = re.compile("''|``|[“”„«»‟\"‘’']")
_PARAGRAPH = re.compile(r"[^\n]+")
_AHEAD = 200  # marks, apostrophes among them, that may stand inside one stretch
_CLOSED_BY = {
    "“": ("”", '"'), "„": ("“", "”"), "«": ("»",), "‟": ("”",), '"': ('"', "”"),
    "''": ("''",), "``": ("''",), "‘": ("’",), "'": ("'",),
}  # fmt: skip


class Quoted(NamedTuple):
    """A stretch in quotation marks, the marks included; half-open.

    `closed` is false where the closing mark is missing, `continues` true where the next paragraph
    goes on with the same speech.
    """

    start: int
    end: int
    closed: bool = True
    continues: bool = False


def quoted(text: str) -> list[Quoted]:
    """The outermost stretches of `text` in quotation marks, in order; a nested one is none."""
    found: list[Quoted] = []
    for paragraph in _PARAGRAPH.finditer(text):
        start = paragraph.start() + len(paragraph[0]) - len(paragraph[0].lstrip())
        end = paragraph.start() + len(paragraph[0].rstrip())
        here = list(_pairs(text, start, end))
        goes_on = found and not found[-1].closed and here and here[0].start == start
        if goes_on and not text[found[-1].end : start].strip():
            found[-1] = found[-1]._replace(continues=True)
        found += here
    return found


def _pairs(text: str, start: int, end: int) -> Iterator[Quoted]:
    """The stretches of one paragraph."""
    marks = [(m.start(), m[0]) for m in _MARK.finditer(text, start, end)]
    at = 0
    while at < len(marks):
        place, mark = marks[at]
        at += 1
        if not _opens(text, place, mark, start, end):
            continue
        closing = _closing(text, marks, at, mark, end)
        if closing is not None:
            place_of_end, last = marks[closing]
            at = closing + 1
            yield Quoted(place, place_of_end + len(last))
        elif mark not in "‘'":
            ahead = range(at, min(at + _AHEAD, len(marks))) if mark in _OPEN else ()
            at = next((here for here in ahead if marks[here][1] == mark), len(marks))
            stop = marks[at][0] if at < len(marks) else end
            yield Quoted(place, place + len(text[place:stop].rstrip()), False)


def _closing(
    text: str, marks: list[tuple[int, str]], at: int, opening: str, end: int
) -> int | None:
    """The mark, from number `at`, that closes; None where none does.

    A single mark behind an s may be a genitive: it closes only where no surer one follows.
    """
    unsure = None
    for here in range(at, min(at + _AHEAD, len(marks))):
        place, mark = marks[here]
        if mark == opening and mark in _OPEN + "‘":
            return unsure
        if mark not in _CLOSED_BY[opening]:
            continue
        if opening not in "‘'":
            return here
        sure = _ends_single(text, place, end)
        if sure:
            return here
        if sure is None and unsure is None:
            unsure = here
    return unsure


def _opens(text: str, at: int, mark: str, start: int, end: int) -> bool:
    """Whether a mark opens: by its shape, or a straight one by the spaces around it."""
    if mark in _CLOSE or mark == "’":
        return False
    before = text[at - 1] if at > start else " "
    behind = text[at + len(mark)] if at + len(mark) < end else " "
    if mark in _OPEN or mark == "``":
        return True
    free = before.isspace() or before in "([{—–-:/"
    if mark in "‘'":
        return free and behind.isalnum() and not _elided(text, at, end)
    return free and not behind.isspace()


_ELIDED = re.compile(r"['‘](?:\d|em\b|til\b|cause\b|tis\b|twas\b|n\b|round\b)")


def _elided(text: str, at: int, end: int) -> bool:
    """Whether a single mark stands for letters that are left out: the '80s, 'em."""
    return _ELIDED.match(text, at, end) is not None


def _ends_single(text: str, at: int, end: int) -> bool | None:
    """Whether a single mark closes and is no apostrophe; None where it may be either."""
    before, behind = text[at - 1], text[at + 1] if at + 1 < end else " "
    if behind.isalnum() or before.isspace():
        return False
    return None if before == "s" and behind.isspace() else True


def kind(text: str, pieces: Sequence[tuple[int, int]], marked: Sequence[Quoted]) -> str:
    """DIRECT, MIXED or INDIRECT: how much of the content in `pieces` is in quotation marks.

    `marked` are the stretches in marks of the whole text, in order.

    Content that fills its marks only with the help of others (a stretch that was cut out of a long
    speech) is what its own marks make of it, so that the check of the layer holds.
    """
    inside = outside = 0
    for start, end in pieces:
        near = slice(
            bisect.bisect_right(marked, start, key=lambda q: q.end),
            bisect.bisect_left(marked, end, key=lambda q: q.start),
        )
        covered = sum(_letters(text[max(start, q.start) : min(end, q.end)]) for q in marked[near])
        inside += covered
        outside += _letters(text[start:end]) - covered
    first, last = pieces[0][0], pieces[-1][1]
    ends = text[max(0, first - 2) : first + 1] + text[last - 1 : last + 2]
    if inside and not outside and _MARK.search(ends):
        return "DIRECT"
    content = "".join(text[start:end] for start, end in pieces)
    double = sum(content.count(mark) for mark in _DOUBLE)
    opening = double or any(mark in content for mark in "‘'")
    return "MIXED" if (inside and opening) or double > 1 else "INDIRECT"


def _letters(text: str) -> int:
    return sum(character.isalnum() for character in text)
