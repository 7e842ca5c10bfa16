"""Text dumps made from pages whose blocks are labelled: the training data for dumps.

Nobody labels dumps, so pages are saved as text here the way careless tools do it: some neighbours
on lines of their own, others glued together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from dateline.clean.blocks.cut import Page
from dateline.clean.segments import Segment

_PROSE = frozenset("p blockquote pre h2 h3 h4 figcaption".split())


class Dump(NamedTuple):
    """The dump, and for each of its characters the row of the block it is from, -1 for none."""

    text: str
    rows: list[int]


def glue(page: Page, title: str, rng: np.random.Generator) -> Dump:
    """One dump of the page, glued as the generator decides."""
    newline = rng.uniform(0.3, 1.0)  # after prose
    space = rng.uniform(0.0, 0.5)  # between labels
    out = [title + "\n" * int(rng.integers(1, 6))]
    rows = [-1] * len(out[0])
    for row, text in enumerate(page.texts):
        prose = page.tags[page.elements[row]] in _PROSE or len(text) > 160
        draw = rng.random()
        if prose and draw < newline:
            gap = "\n" * int(rng.integers(1, 4))
        elif draw < space:
            gap = "\n" if rng.random() < 0.4 else " "
        else:
            gap = ""
        piece = text.replace("\n", " ") + gap
        out.append(piece)
        rows += [row] * (len(piece) - len(gap)) + [-1] * len(gap)
    return Dump("".join(out), rows)


def glue_alike(page: Page, title: str, site: str) -> str:
    """A dump of the page as one tool saves all pages of a site: elements alike are glued alike."""
    return title + "\n\n" + "".join(_pieces(page, site))


def _pieces(page: Page, site: str) -> Iterator[str]:
    style = _draw(site)
    newline, space = 0.3 + 0.7 * style, 0.5 * style
    for row, text in enumerate(page.texts):
        element = page.elements[row]
        tag, above = page.tags[element], page.tags[page.parents[element]]
        draw = _draw(f"{site} {above} {tag} {page.attributes[element]}")
        prose = tag in _PROSE or len(text) > 160
        gap = "\n" if prose and draw < newline else " " if draw < space else ""
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
