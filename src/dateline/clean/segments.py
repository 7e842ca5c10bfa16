"""A text dump cut into segments: at line ends, where pieces of the page were glued together, and
at the ends of sentences where a line is too long for a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from dateline.clean.lines import read_lines


class Segment(NamedTuple):
    """Offsets in the dump, without white space at the ends; `glued`: nothing is between this one
    and the one before; `lines`: line ends before it; `mark`: as of a `lines.Line`."""

    start: int
    end: int
    glued: bool
    lines: int
    mark: str


_CUTS = re.compile(
    # A lower-case letter, a digit, or the end of a sentence, then a capital or an opening sign.
    r"(?<=[^\W\d_][^\W\d_A-Z])(?=[A-Z\u00c0-\u00de\u0410-\u042f\u0391-\u03a9“„«‘][^\W_])"
    r"|(?<=[^\W_][.!?…])(?=[“„«‘]?[A-Z\u00c0-\u00de\u0410-\u042f]"
    r"[a-z\u00df-\u00ff\u0430-\u044f’' ])"
    r"|(?<=[.!?…][”’»\")])(?=[“„«‘]?[A-Z\u00c0-\u00de\u0410-\u042f])"
    r"|(?<=[\]|])(?=[^\W_])|(?<=[^\W_])(?=\|)|(?<=\|)(?=\S)"
    r"|(?<=\d)(?=[A-Z\u00c0-\u00de][a-z])"
    r"|(?<=(?:19|20)\d\d)(?=\d{1,2} [^\W\d_]|\d\d:\d\d)"
    r"|(?<=[^\W_]\))(?=[A-Z\u00c0-\u00de][a-z])"
    r"|(?<=[^\s©])(?=©)"
    # Labels of lists that are read aloud.
    r"|(?<=[a-z])(?=list \d+ of \d)|(?<=list \d of \d)(?=\S)|(?<=[^\s])(?=end of list)"
    r"|(?<=[.!?…”\]\d])(?=Keep reading)|(?<=[^\s])(?=Skip (?:links|to))|(?<=\S)(?=Published On)"
    r"|(?<=[^\W\d_])(?=Updated:)|(?<=[.!?…”])(?=Source:)|(?<=[.!?…”])(?=Advertisement)"
)
# Not cut: after an initial, and inside the name of an account.
_WHOLE = re.compile(r"(?:^|[\s.])[A-Z]\.$|@\w{1,30}$")
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_]{2})[.!?…][”’»\"')\]]*\s+(?=[“„«‘\"'(]?[^\W_a-z])|[。！？][」』）]?"
)
_SHORTEST_TITLE = 12
_LONGEST = 600  # characters of a piece that may be a paragraph
MOST_SEGMENTS = 20_000  # that are read


def cut(dump: str, title: str) -> list[Segment]:
    """The segments of the dump in order. The title is cut out wherever it comes, unless it is
    short: then it comes too often to say anything."""
    segments: list[Segment] = []
    for line in read_lines(dump, MOST_SEGMENTS):
        for number, (start, end) in enumerate(_pieces(dump, line.start, line.end, title)):
            glued = number > 0 and start == segments[-1].end
            before, mark = (0, "") if number else (line.before, line.mark)
            segments.append(Segment(start, end, glued, before, mark))
        if len(segments) >= MOST_SEGMENTS:
            break
    return segments[:MOST_SEGMENTS]


def _pieces(dump: str, start: int, end: int, title: str) -> list[tuple[int, int]]:
    """The line's pieces without white space around them."""
    cuts = {start, end}
    for match in _CUTS.finditer(dump, start, end):
        at = match.start()
        if start < at < end and not _WHOLE.search(dump, max(start, at - 31), at):
            cuts.add(at)
            if len(cuts) > MOST_SEGMENTS:
                break
    if len(title) >= _SHORTEST_TITLE and title in dump[start:end]:
        titles = [match.start() for match in re.finditer(re.escape(title), dump[start:end])]
        cuts = _around(cuts, [start + at for at in titles], len(title))
    for first, last in pairwise(sorted(cuts)):
        if last - first > _LONGEST:
            cuts.update(found.end() for found in _SENTENCE_END.finditer(dump, first, last))
    out = []
    for first, last in pairwise(sorted(cuts)):
        piece = dump[first:last]
        lead = len(piece) - len(piece.lstrip())
        size = len(piece.strip())
        if size:
            out.append((first + lead, first + lead + size))
    return out


def _around(cuts: set[int], titles: list[int], size: int) -> set[int]:
    """The cuts that are not inside a title of `size` characters, and those around each title."""
    outside = {
        cut
        for cut, before in ((cut, bisect_left(titles, cut)) for cut in cuts)
        if not before or cut >= titles[before - 1] + size
    }
    return outside.union(titles, (at + size for at in titles))
