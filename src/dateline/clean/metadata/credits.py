"""Where a page names its authors and its date outside of its metadata, or is told to."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from dateline.clean.blocks.cut import Page
from dateline.clean.metadata.authors import looks_like_person
from dateline.errors import Stop

BYLINE = re.compile(
    r"^(?:by|von|par|por|di|av|af|door|text:|author:|written by)\s|"
    r"\n.*(?:byline|author|autor|auteur|writer)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:(?:written|article|words|story|text|posted|reported) )?by:?|author:?|autor(?:in|:in)?:?|"
    r"von|text:?|auteur:?|autore:?|escrito por:?|par|por|di",
    re.IGNORECASE,
)
DAY = re.compile(r"\b(?:19|20)\d\d\b")


_SEPARATOR = re.compile(
    r"\s*[|•·●/\n]\s*|\s[-–—]\s|\s{2,}|(?<=\d\d\d\d)[,:]?\s+(?:by\s+)?(?=[^\W\d])"
)
_NO_NAME = re.compile(
    r"\b(?:news|read|reading|min|local|world|video|live|opinion|share|home|more|photo|updated|last|"
    r"comments?|view|watch|listen|press|release|blog|category|uncategorized|posted|published)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"[(（]?(?:autorin/autor|(?:auto?re?|author|text|words|escrito por|written by|von|by|texte|"
    r"责编|责任编辑|作者|記者|记者)(?:\s*[:：]|(?<=y|r)\s))\s*\S.{1,50}",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"text-align:\s*right|sign|author", re.IGNORECASE)
_NEAR = range(-3, 14)  # rows from the headline on that may hold a byline
_LONGEST = 1_000  # characters of a byline
_END = 12  # rows after the body in which it is signed


def bylines(page: Page, types: list[str], judged: NDArray[np.bool_]) -> list[list[str]]:
    """What may name the authors, the likeliest place first: the rows of `credits`, names beside
    the date under the headline, the signature below the text."""
    rows = credits(page, types, judged, BYLINE)[:4]
    return [
        [page.texts[row] for row in rows],
        _beside_dates(page, types),
        _signatures(page, types),
    ]


def _beside_dates(page: Page, types: list[str]) -> list[str]:
    start = types.index("HEADLINE") if "HEADLINE" in types else 0
    parts: list[str] = []
    for row in _NEAR:
        row += start
        if 0 <= row < len(types) and not types[row] and len(page.texts[row]) < 120:
            text = page.texts[row]
            if DAY.search(text):
                parts += _SEPARATOR.split(text)
    return [part for part in parts if looks_like_person(part) and not _NO_NAME.search(part)][:1]


def _signatures(page: Page, types: list[str]) -> list[str]:
    last = max((row for row, kind in enumerate(types) if kind == "PARAGRAPH"), default=-1)
    end = range(max(last, 0), min(last + _END, len(types)))
    short = [row for row in end if len(page.texts[row]) < 60]
    signed = [page.texts[row] for row in short if _SIGNED.fullmatch(page.texts[row])]
    aside = [
        page.texts[row]
        for row in short[:3]
        if _ASIDE.search(page.attributes[page.elements[row]]) and looks_like_person(page.texts[row])
    ]
    return [*signed[:2], *aside[:1]]


def credits(
    page: Page, types: list[str], judged: NDArray[np.bool_], pattern: re.Pattern[str]
) -> list[int]:
    """Short rows near the headline that match the pattern, rows that follow a label such as
    "Written by", then those that were judged so."""
    start = types.index("HEADLINE") if "HEADLINE" in types else 0
    short = [row for row in range(len(types)) if not types[row] and len(page.texts[row]) < 200]
    near = [
        row for row in short if -4 < row - start < 14 and pattern.search(_with_names(page, row))
    ]
    labelled = [row + 1 for row in short if _LABEL.fullmatch(page.texts[row])]
    labelled = [row for row in labelled if row < len(types) and len(page.texts[row]) < 60]
    named = [row for row in np.flatnonzero(judged).tolist() if len(page.texts[row]) < _LONGEST]
    return list(dict.fromkeys([*near, *labelled, *named]))


def _with_names(page: Page, row: int) -> str:
    """The row's text, then in a line of its own what its elements are called."""
    element = page.elements[row]
    above = page.attributes[page.parents[element]]
    return f"{page.texts[row]}\n{page.inline[row]} {page.attributes[element]} {above}"


def select(tree: LexborHTMLParser, selectors: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What the selectors find: of an element its `content`, `datetime` or text.

    Raises Stop where one is no CSS selector.
    """
    found = {}
    for name, selector in selectors.items():
        try:
            nodes = tree.css(selector)
        except SelectolaxError as error:
            raise Stop(f"selector for {name}: {selector!r} is not CSS: {error}") from error
        values = []
        for node in nodes[: 1 if name not in ("authors", "tags") else 20]:
            attributes = node.attributes
            text = " ".join(node.text(deep=True).split())
            values.append(attributes.get("content") or attributes.get("datetime") or text)
        if any(values):
            found[name] = (", ".join(value for value in values if value), "sources.toml")
    return found
