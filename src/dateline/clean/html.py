"""HTML to an article: parse, cut into blocks, classify, take what belongs, say where it stood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from dateline.clean import classify
from dateline.clean.article import Piece
from dateline.clean.blocks import Page, read_blocks
from dateline.clean.classify import LABELS
from dateline.clean.facts import Facts, read_facts
from dateline.clean.features import Floats, featurise
from dateline.clean.metadata import Metadata, hints_of, read_metadata

_ROW = {name: number for number, name in enumerate(LABELS)}
_BODY = [_ROW[name] for name in ("paragraph", "subheading", "list_item", "quote", "table")]
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DEEPEST = 400  # browsers stop at 512; a parser that looks up its stack is quadratic beyond
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][^\s>/]*)")


@dataclass(slots=True)
class Reading:
    """A page that was read: its blocks, the type each was given ("" is dropped), and why."""

    page: Page
    facts: Facts
    probabilities: Floats
    types: list[str]
    metadata: Metadata

    def rows(self, *types: str) -> list[int]:
        """The rows of these types."""
        return [row for row, kind in enumerate(self.types) if kind in types]

    def pieces(self) -> list[Piece]:
        """The blocks that were kept."""
        return [
            Piece(
                kind,
                self.page.texts[row],
                path=self.page.path(self.page.elements[row]),
                score=self.score(row),
            )
            for row, kind in enumerate(self.types)
            if kind
        ]

    def score(self, row: int) -> float:
        """Probability of what was decided about the row: its kind, or that it is dropped."""
        p = self.probabilities[row]
        kind = self.types[row]
        label = {"BLOCKQUOTE": "quote"}.get(kind, kind.lower())
        if kind in ("PARAGRAPH", "SUBHEADING", "LIST_ITEM", "BLOCKQUOTE", "TABLE"):
            return round(float(p[_BODY].sum()), 4)
        return round(float(p[_ROW[label]] if kind else 1 - p[_BODY].sum()), 4)


def read_page(
    html: str, url: str | None = None, *, known: Mapping[str, tuple[str, str]] | None = None
) -> Reading:
    """The page's blocks, their types and its metadata; `known` values come before the page's."""
    tree = LexborHTMLParser(_flatten(html))
    facts = read_facts(tree)
    page = read_blocks(tree)
    if page.texts:
        features = featurise(page, hints_of(facts))
        p = classify.probabilities(features, classify.load_model())
    else:
        p = np.zeros((0, len(LABELS)), np.float32)
    types = decide(page, p)
    best = p.argmax(axis=1) if len(p) else np.zeros(0, np.int64)
    texts = page.texts
    headline = next((texts[row] for row, kind in enumerate(types) if kind == "HEADLINE"), "")
    metadata = read_metadata(
        facts,
        url,
        headline=headline,
        bylines=[texts[row] for row in np.flatnonzero(best == _ROW["byline"])[:4]],
        datelines=[texts[row] for row in np.flatnonzero(best == _ROW["dateline"])[:6]],
        known=known,
    )
    standfirst = " ".join(texts[row] for row, kind in enumerate(types) if kind == "STANDFIRST")
    metadata.put("standfirst", standfirst, "page")
    return Reading(page, facts, p, types, metadata)


def decide(page: Page, p: Floats) -> list[str]:
    """The block type of each row, "" for what is dropped."""
    types = [""] * len(page.texts)
    if not types:
        return types
    body = p[:, _BODY].sum(axis=1)
    lead = p[:, _ROW["standfirst"]]
    kept = np.flatnonzero(body + lead > 0.5)
    for row in kept.tolist():
        types[row] = "STANDFIRST" if lead[row] > body[row] else _kind(page, row, p[row])
    best = int(p[:, _ROW["headline"]].argmax())
    if p[best, _ROW["headline"]] > 0.3:
        types[best] = "HEADLINE"
    if len(kept):
        first, last = min(int(kept[0]), best), int(kept[-1]) + 2
        for name in ("caption", "embed", "pullquote"):
            for row in np.flatnonzero(p[:, _ROW[name]] > 0.5).tolist():
                if first <= row <= last and not types[row]:
                    types[row] = name.upper()
    return types


def _kind(page: Page, row: int, p: Floats) -> str:
    """Which kind of body block: by the markup where it says, else by the classifier."""
    element = page.elements[row]
    above = set()
    for _ in range(5):
        above.add(page.tags[element])
        element = page.parents[element]
    if above & {"td", "th"} and p[_ROW["table"]] > 0.2:
        return "TABLE"
    if above & _HEADINGS:
        return "SUBHEADING"
    if "blockquote" in above:
        return "BLOCKQUOTE"
    if above & {"li", "dd", "dt"}:
        return "LIST_ITEM"
    return "SUBHEADING" if p[_ROW["subheading"]] > p[_ROW["paragraph"]] else "PARAGRAPH"


def _flatten(html: str) -> str:
    """The page with tags nested deeper than any browser goes left out."""
    opened = html.count("<") - 2 * html.count("</")
    if opened < 2000:
        return html
    depth = 0
    pieces = []
    at = 0
    for match in _ELEMENT.finditer(html):
        depth += -1 if match[1] else 1
        if depth < 0:
            depth = 0
        if depth > _DEEPEST:
            end = html.find(">", match.end())
            end = len(html) if end < 0 else end + 1
            if match.start() >= at:
                pieces.append(html[at : match.start()])
                at = end
    pieces.append(html[at:])
    return "".join(pieces)
