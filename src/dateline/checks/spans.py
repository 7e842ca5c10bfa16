"""Whether spans lie where they say."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dateline import text as texts
from dateline.layers import Layer

Item = Mapping[str, Any]
Finding = tuple[str, str]  # JSON pointer, message


class Article:
    """What the checks need to know of an article, computed once and shared by its layers."""

    def __init__(self, text: str, blocks: list[dict[str, Any]]) -> None:
        self.text = text
        self.sha256 = texts.sha256(text)
        self.inside = texts.inside_graphemes(text)
        self._blocks = blocks

    def block_type(self, offset: int) -> str | None:
        """The type of the block that holds the character at `offset`."""
        return next((b["type"] for b in self._blocks if b["start"] <= offset < b["end"]), None)


def spans(annotation: Mapping[str, Any], layer: Layer, article: Article) -> Iterator[Finding]:
    """Spans slice the text, keep graphemes whole, and have no white space at their ends."""
    text, inside, anchors = article.text, article.inside, layer.anchors
    for at, item in enumerate(annotation["items"]):
        if not _sound(item, text, inside):
            yield from _span(item, article, f"/items/{at}")
        for name in anchors:
            anchor = item.get(name)
            if anchor is not None and not _sound(anchor, text, inside):
                yield from _span(anchor, article, f"/items/{at}/{name}")


def _sound(span: Item, text: str, inside: frozenset[int]) -> bool:
    """Whether a span in one piece is right; the common case, at the speed of bulk validation."""
    start, end, covered = span["start"], span["end"], span["text"]
    return not (
        start < 0
        or not covered
        or text[start:end] != covered
        or covered[0].isspace()
        or covered[-1].isspace()
        or (inside and (start in inside or end in inside))
        or span.get("fragments")
    )


def _span(span: Item, article: Article, pointer: str) -> Iterator[Finding]:
    """What is wrong with one span, in words; nothing where it is right after all."""
    start, end, text = span["start"], span["end"], article.text
    if not 0 <= start < end <= len(text):
        what = f"start {start} and end {end} are not a stretch of a text of {len(text)} characters"
        yield pointer, f"{what}; offsets are code points, half-open"
        return
    if text[start:end] != span["text"]:
        yield f"{pointer}/text", _moved(span, text)
        return
    for offset, side in ((start, "start"), (end, "end")):
        if offset in article.inside:
            cut = text[max(0, offset - 2) : offset + 2]
            yield f"{pointer}/{side}", f"offset {offset} cuts a character in two: {cut!r}"
    if span["text"] != span["text"].strip():
        yield f"{pointer}/text", f"{span['text'][:60]!r} begins or ends with white space"
    if span.get("fragments"):
        yield from _fragments(span, pointer)


def _moved(span: Item, text: str) -> str:
    """Says what stands at the span's place and where its words are."""
    start, end, covered = span["start"], span["end"], span["text"]
    found = [match.start() for match in re.finditer(re.escape(covered), text)][:500]
    nearest = min(found, key=lambda at: abs(at - start), default=None)
    there = "its words are nowhere in the text"
    if nearest is not None:
        there = f"the nearest {covered[:40]!r} is at {nearest}-{nearest + len(covered)}"
    return f"text[{start}:{end}] is {text[start:end][:60]!r}, not {covered[:60]!r}; {there}"


def _fragments(span: Item, pointer: str) -> Iterator[Finding]:
    pieces = span["fragments"]
    edges = [edge for piece in pieces for edge in (piece["start"], piece["end"])]
    if any(a >= b for a, b in itertools.pairwise(edges)):
        message = f"fragments {edges} are not sorted, disjoint and apart; merge what touches"
        yield f"{pointer}/fragments", message
    elif (edges[0], edges[-1]) != (span["start"], span["end"]):
        whole = f"{span['start']}-{span['end']}"
        yield f"{pointer}/fragments", f"fragments {edges} do not begin and end where {whole} does"
