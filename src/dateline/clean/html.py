"""HTML to an article: parse, cut into blocks, classify, take what belongs, say where it stood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser

from dateline.clean.article import Piece
from dateline.clean.blocks import classify
from dateline.clean.blocks.above import upwards
from dateline.clean.blocks.characters import Floats
from dateline.clean.blocks.classify import LABELS
from dateline.clean.blocks.context import BODY, contextualise
from dateline.clean.blocks.cut import Page, read_blocks
from dateline.clean.blocks.features import featurise
from dateline.clean.blocks.forest import Forest, evaluate, load_forest
from dateline.clean.blocks.rescue import rescue
from dateline.clean.finish import Group, finish
from dateline.clean.metadata.collect import Metadata, hints_of, read_metadata
from dateline.clean.metadata.credits import DAY, bylines, credits, select
from dateline.clean.metadata.facts import Facts, read_facts

_ROW = {name: number for number, name in enumerate(LABELS)}
_OWN_LABEL = ("HEADLINE", "STANDFIRST", "CAPTION", "EMBED", "PULLQUOTE")
_SURE = 0.03
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DEEPEST = 400  # browsers stop at 512; a parser that looks up its stack is quadratic beyond
_MANY_TAGS = 8_000  # as many open tags take 0.1 s; half of all pages have fewer
_MOST_TAGS = 20_000  # from here on tags may be nested too deep even if each is closed
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][^\s>/]*)")
_LONG = 16_384  # characters without a "<", as 4,000 attributes take, and many a script
_MOST_ATTRIBUTES = 2_000  # the parser compares each with those before it
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_OPENED = re.compile(r"(<[a-zA-Z][^\s>/]*)((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)")


class Models(NamedTuple):
    """What judges the blocks: the net, and the trees of the second stage."""

    net: classify.Model
    forest: Forest


@cache
def load_models() -> Models:
    """The models that the package ships."""
    return Models(classify.load_model(), load_forest("body.npz"))


@dataclass(slots=True)
class Reading:
    """A page that was read: its blocks, the type each was given ("" is dropped), and why."""

    page: Page
    facts: Facts
    probabilities: Floats
    body: Floats  # probability that a block belongs to the article, by both stages
    types: list[str]
    groups: list[Group]
    metadata: Metadata

    def rows(self, *types: str) -> list[int]:
        """The rows of these types."""
        return [row for row, kind in enumerate(self.types) if kind in types]

    def pieces(self) -> list[Piece]:
        """The blocks that were kept."""
        texts = {group.rows[0]: group.text for group in self.groups}
        return [
            Piece(
                kind,
                texts.get(row, self.page.texts[row]),
                path=self.page.path(self.page.elements[row]),
                score=self.score(row),
            )
            for row, kind in enumerate(self.types)
            if kind
        ]

    def score(self, row: int) -> float:
        """Probability of what was decided about the row: its kind, or that it is dropped."""
        kind = self.types[row]
        if not kind:
            return round(float(1 - self.body[row]), 4)
        label = _ROW.get(kind.lower())
        if kind in _OWN_LABEL and label is not None:
            return round(float(self.probabilities[row, label]), 4)
        return round(float(self.body[row]), 4)


def read_page(
    html: str,
    url: str | None = None,
    *,
    selectors: Mapping[str, str] | None = None,
    models: Models | None = None,
) -> Reading:
    """The page's blocks, their types and its metadata.

    `selectors` are CSS selectors by property, whose finds come before what the page says.
    """
    tree = parse(html)
    facts = read_facts(tree)
    known = select(tree, selectors) if selectors else {}
    page = read_blocks(tree)
    hints = hints_of(facts)
    if page.texts:
        features = featurise(page, hints)
        models = models or load_models()
        p = classify.probabilities(features, models.net)
        body = judge_body(page, features.numbers, p, models.forest)
        repeated = features.repeated
    else:
        p, body = np.zeros((0, len(LABELS)), np.float32), np.zeros(0, np.float32)
        repeated = np.zeros((0, 2), np.float32)
    types = decide(page, p, body)
    groups = finish(page, types, hints.description, repeated)
    best = p.argmax(axis=1) if len(p) else np.zeros(0, np.int64)
    texts = page.texts
    headline = next((texts[row] for row, kind in enumerate(types) if kind == "HEADLINE"), "")
    metadata = read_metadata(
        facts,
        url,
        headline=headline,
        bylines=bylines(page, types, best == _ROW["byline"]),
        datelines=[texts[row] for row in credits(page, types, best == _ROW["dateline"], DAY)][:6],
        known=known,
    )
    standfirst = " ".join(texts[row] for row, kind in enumerate(types) if kind == "STANDFIRST")
    metadata.put("standfirst", standfirst, "page")
    return Reading(page, facts, p, body, types, groups, metadata)


def unsure(p: Floats) -> NDArray[np.bool_]:
    """The rows whose fate the first stage leaves open, for the second to decide."""
    body = p[:, BODY].sum(axis=1)
    open_to: NDArray[np.bool_] = (body > _SURE) & (body < 1 - _SURE)
    return open_to


def judge_body(page: Page, numbers: Floats, p: Floats, forest: Forest) -> Floats:
    """Probability that each block belongs to the article, by both stages [blocks]."""
    body: Floats = p[:, BODY].sum(axis=1)
    rows = unsure(p)
    if rows.any():
        seen = np.concatenate([numbers[rows], contextualise(page, p)[rows]], axis=1)
        odds = evaluate(forest, seen)
        body[rows] = 1 / (1 + np.exp(-odds))
    return rescue(page, p, body)


def decide(page: Page, p: Floats, body: Floats) -> list[str]:
    """The block type of each row, "" for what is dropped."""
    types = [""] * len(page.texts)
    if not types:
        return types
    lead = p[:, _ROW["standfirst"]]
    kept = np.flatnonzero(body > 0.5)
    for row in kept.tolist():
        is_lead = lead[row] > 0.5 * p[row, BODY].sum()
        types[row] = "STANDFIRST" if is_lead else _kind(page, row, p[row])
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
    above = {page.tags[element] for element in upwards(page, row, 5)}
    if above & _HEADINGS:
        return "SUBHEADING"
    if "blockquote" in above:
        return "BLOCKQUOTE"
    if above & {"li", "dd", "dt"}:
        return "LIST_ITEM"
    return "SUBHEADING" if p[_ROW["subheading"]] > p[_ROW["paragraph"]] else "PARAGRAPH"


def parse(html: str) -> LexborHTMLParser:
    """The page's tree, as deep as a browser makes it."""
    tags = html.count("<")
    if tags < _MANY_TAGS or (tags < _MOST_TAGS and tags - 2 * html.count("</") < 2000):
        return LexborHTMLParser(_without_countless_attributes(html, _long_tags(html)))
    return LexborHTMLParser(_flatten(_without_countless_attributes(html, _OPENED.finditer(html))))


def _long_tags(html: str) -> Iterator[re.Match[str]]:
    """The tags that may be long: those before as many characters without a "<"."""
    at = 0
    for window in range(0, len(html) - _LONG, _LONG):
        if window < at or html.find("<", window, window + _LONG) >= 0:
            continue
        start = html.rfind("<", at, window)
        if start >= 0 and (opened := _OPENED.match(html, start)):
            yield opened
            at = opened.end()


def _without_countless_attributes(html: str, tags: Iterable[re.Match[str]]) -> str:
    """The page; each of `tags` that has more attributes than any page writes is left without."""
    pieces = []
    at = 0
    for tag in tags:
        long = len(tag[2]) > 2 * _MOST_ATTRIBUTES
        if long and len(_QUOTED.sub("", tag[2]).split()) > _MOST_ATTRIBUTES:
            pieces += [html[at : tag.start()], tag[1]]
            at = tag.end()
    return "".join([*pieces, html[at:]]) if pieces else html


def _flatten(html: str) -> str:
    """The page with tags nested deeper than any browser goes left out."""
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
