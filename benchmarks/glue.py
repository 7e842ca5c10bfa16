"""Text dumps made from pages whose blocks are labelled: the training data for dumps.

Nobody labels dumps, so pages are saved as text here the ways that tools do it: glued together, a
line for each piece of text, all in one line, laid out as in a browser, or broken at a width too.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from dateline.clean.blocks.cut import Page, read_blocks
from dateline.clean.charset import decode
from dateline.clean.metadata.facts import read_facts
from dateline.clean.segments import Segment

_PROSE = frozenset("p blockquote pre h2 h3 h4 figcaption".split())
_TITLED = 0.6  # of the dumps begin with the page's title

Pieces = Iterator[tuple[str, int]]  # of text, with the row of the block it is from, -1 for none


class Dump(NamedTuple):
    """The dump, and for each of its characters the row of the block it is from, -1 for none."""

    text: str
    rows: list[int]


def whole_page(data: bytes) -> tuple[Page, str]:
    """All text of a page, with its menus and footers, and its title."""
    html = decode(data)
    title = read_facts(LexborHTMLParser(html)).title
    return read_blocks(LexborHTMLParser(html), furniture=True), title


def glue(page: Page, title: str, rng: np.random.Generator) -> Dump:
    """One dump of the page, in a way that the generator draws."""
    styles, shares = zip(*STYLES.items(), strict=True)
    style = styles[int(rng.choice(len(styles), p=shares))]
    text, rows = [], []
    if rng.random() < _TITLED:
        text = [title + (" " if style is _spaced else "\n" * int(rng.integers(1, 6)))]
        rows = [-1] * len(text[0])
    for piece, row in style(page, rng):
        text.append(piece)
        rows += [row] * len(piece)
    return Dump("".join(text), rows)


def _glued(page: Page, rng: np.random.Generator) -> Pieces:
    """Some neighbours on lines of their own, others with nothing between them."""
    newline = rng.uniform(0.3, 1.0)  # after prose
    space = rng.uniform(0.0, 0.5)  # between labels
    for row, text in enumerate(page.texts):
        draw = rng.random()
        yield text.replace("\n", " "), row
        if _is_prose(page, row) and draw < newline:
            yield "\n" * int(rng.integers(1, 4)), -1
        elif draw < space:
            yield "\n" if rng.random() < 0.4 else " ", -1


def _lined(page: Page, rng: np.random.Generator) -> Pieces:
    """Each text on a line of its own, also a link or a name inside a paragraph."""
    for row, text in enumerate(page.texts):
        words = text.split(" ")
        at = 0
        while len(words) - at > 6 and rng.random() < 0.4:
            start = at + int(rng.integers(1, len(words) - at))
            end = start + int(rng.integers(1, 5))
            yield " ".join(words[at:start]) + "\n" + " ".join(words[start:end]) + "\n", row
            at = end
        yield " ".join(words[at:]), row
        yield "\n", -1


def _spaced(page: Page, rng: np.random.Generator) -> Pieces:
    """All in one line."""
    for row, text in enumerate(page.texts):
        yield text.replace("\n", " "), row
        yield " ", -1


def _laid_out(page: Page, rng: np.random.Generator, indent: str = "") -> Pieces:
    """Prose with an empty line after it, labels on a line each, maybe with signs of markup."""
    bullet = rng.choice(["", "* ", "• ", "- "])
    heading = rng.choice(["", "", "# "])
    apart = "\n" * int(rng.integers(1, 4))
    for row, text in enumerate(page.texts):
        tag, above = _names(page, row)
        yield indent, -1
        if "li" in (tag, above):
            yield bullet, -1
        elif tag in ("h1", "h2", "h3"):
            yield heading, -1
        yield text, row
        yield apart if _is_prose(page, row) else "\n", -1


def _broken(page: Page, rng: np.random.Generator) -> Pieces:
    """Laid out, and lines broken at a width."""
    width = int(rng.integers(56, 110))
    indent = " " * int(rng.choice([0, 0, 2, 3]))
    for text, row in _laid_out(page, rng, indent):
        if row < 0:
            yield text, row
        else:
            lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
            yield ("\n" + indent).join(lines), row


def _markdown(page: Page, rng: np.random.Generator) -> Pieces:
    """Headings, lists and links as in Markdown."""
    for row, text in enumerate(page.texts):
        tag, above = _names(page, row)
        if "li" in (tag, above):
            yield "  * ", -1
        elif tag in ("h1", "h2", "h3"):
            yield "#" * int(tag[1]) + " ", -1
        words = text.split(" ")
        start, end = _link(page, row, len(words), rng)
        for number, word in enumerate(words):
            yield "[" * (number == start) + word, row
            yield f"](/{int(rng.integers(10**6))})" * (number + 1 == end) + " ", -1
        yield "\n\n" if _is_prose(page, row) else "\n", -1


def _link(page: Page, row: int, words: int, rng: np.random.Generator) -> tuple[int, int]:
    """The words of a link in the block's text, as many as it has in the page."""
    size = round(words * page.linked[row] / max(len(page.texts[row]), 1))
    start = int(rng.integers(0, max(words - size, 0) + 1))
    return (start, start + size) if size else (-1, -1)


STYLES = {
    _glued: 0.3, _lined: 0.15, _spaced: 0.1, _laid_out: 0.2, _broken: 0.15, _markdown: 0.1,
}  # fmt: skip


def _names(page: Page, row: int) -> tuple[str, str]:
    """The names of the block's element and of the one around it."""
    element = page.elements[row]
    return page.tags[element], page.tags[page.parents[element]]


def _is_prose(page: Page, row: int) -> bool:
    return page.tags[page.elements[row]] in _PROSE or len(page.texts[row]) > 160


def glue_alike(page: Page, title: str, site: str) -> str:
    """A dump of the page as one tool saves all pages of a site: elements alike are glued alike."""
    return title + "\n\n" + "".join(_pieces(page, site))


def _pieces(page: Page, site: str) -> Iterator[str]:
    style = _draw(site)
    newline, space = 0.3 + 0.7 * style, 0.5 * style
    for row, text in enumerate(page.texts):
        tag, above = _names(page, row)
        draw = _draw(f"{site} {above} {tag} {page.attributes[page.elements[row]]}")
        gap = "\n" if _is_prose(page, row) and draw < newline else " " if draw < space else ""
        yield text.replace("\n", " ") + gap


def _draw(name: str) -> float:
    """A number from 0 to 1, the same for a name on every machine."""
    return int(hashlib.md5(name.encode("utf-8", "replace")).hexdigest()[:8], 16) / 2**32


def label_segments(segments: list[Segment], rows: list[int], labels: list[int]) -> list[int]:
    """The label of each segment: that of the block most of it is from; 0 for the title line."""
    out = []
    for segment in segments:
        part = [row for row in rows[segment.start : segment.end] if row >= 0]
        out.append(labels[max(set(part), key=part.count)] if part else 0)
    return out
