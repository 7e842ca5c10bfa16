"""Labels for the blocks of pages whose article text is known, by aligning the two.

What is in the truth, and once, is content; its kind and the kind of everything else follow from
the markup. These labels are weak: they are as good as the data's own idea of an article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dateline.clean.blocks.classify import LABELS
from dateline.clean.blocks.cut import Page
from dateline.clean.blocks.marks import GROUPS, read_marks

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_BIT = {name: 1 << bit for bit, name in enumerate(GROUPS)}
UNKNOWN = -1
_LABEL = {name: number for number, name in enumerate(LABELS)}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def tokens(text: str) -> list[str]:
    """Words in lower case; a character each in scripts without spaces."""
    return _TOKEN.findall(text.lower())


def truth_lines(truth: Mapping[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """Lines of the body, of the standfirst, and those of the body that are subheadings."""
    if "sections" not in truth:
        return [line for line in truth["body"].split("\n") if line.strip()], [], []
    body, headings = [], []
    for section in truth["sections"]:
        headings += section["headline"]
        body += section["headline"] + section["paragraphs"]
    return body, list(truth["summary"]), headings


def label_blocks(page: Page, truth: Mapping[str, Any]) -> list[int]:
    """The number in LABELS of each block of the page; UNKNOWN where the truth cannot say."""
    body, summary, headings = truth_lines(truth)
    words = [tokens(text) for text in page.texts]
    above = _ancestors(page)
    marks = _marks(page)
    inside = _aligned(words, body)
    lead = _aligned(words, summary) if summary else set()
    heading_lines = {tuple(tokens(line)) for line in headings}
    headline = _headline(page, words, tokens(truth["title"] or ""), above, min(inside, default=0))
    names = [name.lower() for name in truth["authors"] or [] if name]
    lists_unknown = "sections" in truth  # made by selectors for paragraphs and subheadings alone
    first, last = min(inside, default=0), max(inside, default=0)
    out = []
    for row, block in enumerate(words):
        if (
            lists_unknown
            and row not in inside
            and first < row < last
            and above[row] & {"li", "dd", "dt"}
            and page.linked[row] < 0.5 * len(page.texts[row])
        ):
            out.append(UNKNOWN)
            continue
        if not lists_unknown and headline < row < min(first, headline + 6) and len(block) > 6:
            out.append(UNKNOWN)  # a standfirst or not: this truth has no place for it
            continue
        if row == headline:
            label = "headline"
        elif row in lead:
            label = "standfirst"
        elif row in inside:
            label = _content(page, row, above[row], marks[row], tuple(block) in heading_lines)
        else:
            label = _other(page, row, above[row], marks[row], names)
        out.append(_LABEL[label])
    return out


def _content(page: Page, row: int, above: set[str], marks: tuple[int, int], heading: bool) -> str:
    if "figcaption" in above or marks[0] & _BIT["caption"]:
        return "caption"
    if above & {"td", "th"} and len(page.texts[row]) < 200:
        return "table"
    if above & _HEADINGS or heading:
        return "subheading"
    if "blockquote" in above:
        return "embed" if marks[1] & _BIT["embed"] else "quote"
    if above & {"li", "dd", "dt"}:
        return "list_item"
    return "paragraph"


def _other(page: Page, row: int, above: set[str], marks: tuple[int, int], names: list[str]) -> str:
    own, inherited = marks
    text = page.texts[row].lower()
    short = len(text) < 160
    if inherited & _BIT["comment"] and not above & {"nav", "header"}:
        return "comment"
    if "figcaption" in above or own & _BIT["caption"] or ("figure" in above and len(text) > 12):
        return "caption"
    if short and any(name in text for name in names):
        return "byline"
    if short and ("time" in above or own & _BIT["date"]) and any(c.isdigit() for c in text):
        return "dateline"
    if "blockquote" in above:
        return "embed" if inherited & _BIT["embed"] else "pullquote"
    if inherited & _BIT["related"]:
        return "related"
    return "boilerplate"


def _ancestors(page: Page) -> list[set[str]]:
    out = []
    for element in page.elements:
        names = set()
        for _ in range(6):
            names.add(page.tags[element])
            element = page.parents[element]
        out.append(names)
    return out


def _marks(page: Page) -> list[tuple[int, int]]:
    """The attribute groups of each block's own and parent element, and of all above."""
    bits = [read_marks(attributes).bits for attributes in page.attributes]
    inherited = bits[:]
    for e in range(1, len(bits)):
        inherited[e] |= inherited[page.parents[e]]
    inline = [read_marks(attributes).bits if attributes else 0 for attributes in page.inline]
    return [
        (bits[e] | bits[page.parents[e]] | inline[row], inherited[e])
        for row, e in enumerate(page.elements)
    ]


def _aligned(words: list[list[str]], lines: list[str]) -> set[int]:
    """The rows that make up the lines, each part of the lines used once, in order."""
    truth = [token for line in lines for token in tokens(line)]
    where: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(truth)):
        for size in (3, 4):
            where.setdefault(tuple(truth[at : at + size]), []).append(at)
    starts: dict[tuple[str, ...], list[int]] = {}
    at = 0
    for line in lines:
        line_tokens = tokens(line)
        starts.setdefault(tuple(line_tokens), []).append(at)
        at += len(line_tokens)
    matches = []
    for row, block in enumerate(words):
        if not block:
            continue
        if len(block) < 4:
            matches += [(row, at, len(block)) for at in starts.get(tuple(block), [])[:8]]
            continue
        grams = [tuple(block[i : i + 4]) for i in range(len(block) - 3)]
        hits = [gram for gram in grams if gram in where]
        if len(hits) >= 0.55 * len(grams):
            offset = grams.index(hits[0])
            matches += [(row, at - offset, len(block)) for at in where[hits[0]][:8]]
    return _best_chain(matches)


def _best_chain(matches: list[tuple[int, int, int]]) -> set[int]:
    """Rows of the heaviest chain of (row, place, length) that rises in row and place."""
    matches.sort()
    best = [0.0] * len(matches)
    back = [-1] * len(matches)
    for i, (row, at, size) in enumerate(matches):
        best[i] = size
        for j in range(max(0, i - 400), i):
            other, place, length = matches[j]
            if other < row and place + 0.6 * length <= at and best[j] + size > best[i]:
                best[i], back[i] = best[j] + size, j
    rows = set()
    i = max(range(len(matches)), key=best.__getitem__, default=-1)
    while i >= 0:
        rows.add(matches[i][0])
        i = back[i]
    return rows


def _headline(
    page: Page, words: list[list[str]], title: list[str], above: list[set[str]], first: int
) -> int:
    """The row of the headline, or -1: the title's words, in an h1, just above the body."""
    wanted = set(title)
    best, chosen = 0.0, -1
    for row, block in enumerate(words):
        if not block or len(block) > 2 * len(title) + 6:
            continue
        mine = set(block)
        score = len(mine & wanted) ** 2 / max(len(mine) * len(wanted), 1)
        if score < 0.5:
            continue
        score += 1.0 if "h1" in above[row] else 0.4 if above[row] & _HEADINGS else 0.0
        score += 0.2 if row <= first else 0.0
        score += 0.1 / (1 + abs(first - row))
        if score > best:
            best, chosen = score, row
    return chosen
