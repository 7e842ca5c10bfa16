"""Where a page names its authors and its date outside of its metadata, or is told to."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from dateline.clean.blocks.cut import Page
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
    return list(dict.fromkeys([*near, *labelled, *np.flatnonzero(judged).tolist()]))


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
