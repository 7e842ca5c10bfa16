"""Which segments of a text dump are kept, and as what."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dateline.clean.blocks.characters import Floats
from dateline.clean.blocks.classify import LABELS
from dateline.clean.lines import ENDS, count_words, goes_on
from dateline.clean.segments import Segment

ROW = {name: number for number, name in enumerate(LABELS)}
BODY = [ROW[name] for name in ("paragraph", "subheading", "list_item", "quote")]
_CREDIT = re.compile(r"\[[^\[\]]{3,80}/[^\[\]]{2,60}\]$|\((?:Photo|Foto|Image)[^()]{2,80}\)$")
_HANDLE = re.compile(r"^— .{2,60}\(@\w{2,20}\)")
_CLOCK = re.compile(r"(?=.*\d[:.]\d\d)(?:\d{1,2}[:.]\d\d|[AaPp]\.?[Mm]\b|[A-Z]{2,4}\b|\W){1,12}")
_LIST_STARTS = re.compile(r"^list \d+ of \d+$|\blist of \d+ items?$")
_LEAST_HEADLINE = 0.1
# Log-odds that a change between kept and dropped costs, and one between two lines alike.
_CHANGE, _CHANGE_ALIKE = 0.5, 2.0


def decide(texts: list[str], segments: list[Segment], p: Floats, title: str) -> list[str]:
    """The block type of each segment, "" for what is dropped."""
    body = p[:, BODY].sum(axis=1)
    lead = p[:, ROW["standfirst"]]
    kept = smooth(body + lead, _alike(texts, segments))
    types = [""] * len(segments)
    kept &= np.array([not _CLOCK.fullmatch(text) for text in texts])
    for row in np.flatnonzero(kept).tolist():
        sub = p[row, ROW["subheading"]] > 0.5 * body[row] or _is_label(segments, texts, row)
        mark = segments[row].mark
        if mark:
            types[row] = "SUBHEADING" if mark == "#" else "LIST_ITEM"
        else:
            types[row] = "SUBHEADING" if sub else "PARAGRAPH"
    first = _headline(texts, p, title)
    sizes = np.where(kept, [len(text) for text in texts], 0)
    if first > 0 and sizes[:first].sum() > 0.4 * sizes.sum():
        first = -1  # a title that comes again below the article, not above it
    for row in range(first):
        types[row] = ""
    if first >= 0:
        types[first] = "HEADLINE"
        under = first + 1
        if under < len(types) and _is_standfirst(texts[under], body[under], lead[under]):
            types[under] = "STANDFIRST"
    elif title and texts[0] == title and kept.any():
        types[0] = "HEADLINE"  # it comes nowhere but in the <title>
    last = int(np.flatnonzero(kept)[-1]) if kept.any() else -1
    for row in range(max(first, 0), last + 1):
        if _CREDIT.search(texts[row]) or (not types[row] and p[row, ROW["caption"]] > 0.5):
            types[row] = "CAPTION"
        elif _HANDLE.match(texts[row]):
            types[row] = "EMBED"
            if row and types[row - 1] in ("PARAGRAPH", ""):
                types[row - 1] = "EMBED"
    return types


def _is_label(segments: list[Segment], texts: list[str], row: int) -> bool:
    """Whether the segment is a short line of its own that ends no sentence."""
    alone = segments[row].lines and (row + 1 == len(segments) or segments[row + 1].lines)
    if alone and row + 1 < len(segments) and goes_on(texts[row + 1]):
        return False  # a part of a sentence that the next line goes on with
    bare = texts[row].rstrip("”’»\"' ")
    return bool(alone) and len(bare) < 70 and bare.count(" ") < 9 and bare[-1:].isalnum()


def _is_standfirst(text: str, body: float, lead: float) -> bool:
    """Whether the segment under the headline is one: it is judged so, or is a sentence that is
    judged to be no paragraph."""
    sentence = 40 <= len(text) <= 500 and text[-1] in ENDS and text.count(" ") >= 7
    return lead > max(body, 0.2) or (sentence and body < 0.5)


def smooth(kept: Floats, alike: list[bool]) -> NDArray[np.bool_]:
    """Which rows are kept, by the best path through two states that are dear to change.

    `alike` says of each row that it looks like the one before, so that a change there is dearer.
    """
    odds = np.log(np.clip(kept, 1e-4, 1 - 1e-4) / np.clip(1 - kept, 1e-4, 1 - 1e-4)).tolist()
    inside, outside = -_CHANGE, 0.0
    came: list[tuple[bool, bool]] = []
    for value, same in zip(odds, alike, strict=True):
        cost = _CHANGE_ALIKE if same else _CHANGE
        came.append((inside >= outside - cost, inside - cost > outside))
        inside, outside = max(inside, outside - cost) + value, max(outside, inside - cost)
    state = inside > outside
    states = []
    for stayed, left in reversed(came):
        states.append(state)
        state = stayed if state else left
    return np.array(states[::-1], bool)


def _alike(texts: list[str], segments: list[Segment]) -> list[bool]:
    """Whether a segment and the one before are both whole lines that end a sentence."""
    whole = [
        segment.lines > 0
        and (row + 1 == len(segments) or segments[row + 1].lines > 0)
        and len(texts[row]) > 40
        and texts[row][-1] in ENDS
        for row, segment in enumerate(segments)
    ]
    return [here and before for here, before in zip(whole, [False, *whole], strict=False)]


def lists_read_aloud(texts: list[str]) -> Iterator[int]:
    """Rows of lists that a page marks for screen readers: `list 1 of 3 … end of list`."""
    row = 0
    while row < len(texts):
        if _LIST_STARTS.search(texts[row]):
            reach = range(row, min(row + 40, len(texts)))
            end = next((r for r in reach if texts[r].strip() == "end of list"), row)
            yield from range(row, end + 1)
            row = end
        row += 1


def _headline(texts: list[str], p: Floats, title: str) -> int:
    """The row of the headline, best where the title comes again; -1 if there is none."""
    score = p[:, ROW["headline"]] * [count_words(text) > 2 for text in texts]
    for row, text in enumerate(texts):
        if title and row and text == title:
            score[row] += 1
    best = int(score.argmax())
    return best if score[best] > _LEAST_HEADLINE else -1
