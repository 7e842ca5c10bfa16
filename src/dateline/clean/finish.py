"""What no block shows by itself: copies of the body, pull quotes, tables, posts, the standfirst.

The classifier decides block by block; these rules see the blocks that it kept together. Each works
on `types`, the block type of each row of the page, "" for what is dropped.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.clean.blocks.above import container, upwards
from dateline.clean.blocks.cut import Page
from dateline.clean.blocks.marks import LONGEST_CACHED, MOST_CACHED
from dateline.clean.copies import RUNNING, drop_copies
from dateline.clean.foreign import (
    drop_asides,
    drop_bylines,
    drop_forms,
    drop_lists_read_aloud,
    drop_next_articles,
)

_WORD = re.compile(r"\w+")
# Parts of class names, by what they say.
_NAMES: dict[str, tuple[str, ...]] = {
    "pull": ("pullquote", "pull-quote", "pull_quote", '"pull', " pull ", "zitat-box", "quotebox"),
    "embed": (
        "embed", "twitter-tweet", "twitter-video", "instagram-media", "tiktok", "fb-post",
        "bluesky", "social-post", "data-network=",
    ),
    "lead": (
        "standfirst", '"lead"', '"lede"', "-lead", "-dek", '"dek', "deck", "intro", "subtitle",
        "sub-title", "subheadline", "sub-headline", "summary", "excerpt", "vorspann", "chapo",
        "entradilla", "article-description",
    ),
    "sub": ('"sub"', "subhead", "sub-head", "crosshead", "cross-head", "intertitle", "zwischen"),
}  # fmt: skip
_HANDLE = re.compile(r"^—\s?.{2,60}\(@\w{2,20}\)")
_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_TWICE = 0.3  # share that repeats from which it is looked whether a block is a copy
_MOST_POST_WORDS = 150
_LONG = 250  # characters of a paragraph that is no post
_MOST_TRAILING = 2  # subheadings at the end that head what was dropped


class Group(NamedTuple):
    """Rows that are one block of the article, and the text they make together."""

    rows: list[int]
    type: str
    text: str


def finish(
    page: Page, types: list[str], description: str, repeated: NDArray[np.float32]
) -> list[Group]:
    """Correct `types` in place; the rows that belong together. `description` is the page's own;
    `repeated` [blocks, 2] the share of each block that comes earlier and later in the page."""
    twice = np.flatnonzero(repeated.max(axis=1) > _TWICE).tolist()
    drop_copies(page, types, [row for row in twice if types[row] in RUNNING or not types[row]])
    drop_lists_read_aloud(page, types)
    drop_next_articles(page, types)
    drop_asides(page, types)
    drop_bylines(page, types)
    drop_forms(page, types)
    _complete_lists(page, types)
    first, last = _reach(types)
    if first < 0:
        return []
    groups = [*_tables(page, types, first, last), *_posts(page, types, first, last)]
    _find_pull_quotes(page, types, first, last)
    _find_subheadings(page, types)
    _find_standfirst(page, types, description)
    return groups


def _reach(types: list[str]) -> tuple[int, int]:
    kept = [row for row, kind in enumerate(types) if kind in RUNNING or kind == "HEADLINE"]
    return (kept[0], kept[-1]) if kept else (-1, -1)


def _complete_lists(page: Page, types: list[str]) -> None:
    """The items of a list of which most were kept."""
    lists: dict[int, list[int]] = {}
    for row in range(len(types)):
        if page.tags[page.elements[row]] == "li":
            lists.setdefault(page.parents[page.elements[row]], []).append(row)
    for rows in lists.values():
        kept = sum(types[row] == "LIST_ITEM" for row in rows)
        if len(rows) / 2 <= kept < len(rows):
            for row in rows:
                if not types[row] and page.linked[row] < 0.5 * len(page.texts[row]):
                    types[row] = "LIST_ITEM"


def _find_pull_quotes(page: Page, types: list[str], first: int, last: int) -> None:
    for row in range(first, last + 1):
        if types[row] not in ("", "PARAGRAPH", "BLOCKQUOTE", "SUBHEADING"):
            continue
        if not 15 <= len(page.texts[row]) <= 400:
            continue
        if any(_says(page.attributes[e], "pull") for e in upwards(page, row, 3)):
            quoted = any(
                page.tags[e] in ("cite", "footer", "figcaption") for e in upwards(page, row, 2)
            )
            types[row] = "" if quoted else "PULLQUOTE"


def _find_subheadings(page: Page, types: list[str]) -> None:
    """Short bold paragraphs; and no subheading stays that nothing follows."""
    for row, kind in enumerate(types):
        text = page.texts[row]
        if kind not in ("", "PARAGRAPH") or len(text) > 90 or _END.search(text):
            continue
        between = 0 < row < len(types) - 1 and types[row + 1] in RUNNING
        bold = kind and page.bold[row] >= 0.95 * len(text)
        if bold or (between and _says(page.attributes[page.elements[row]], "sub")):
            types[row] = "SUBHEADING"
    trailing = []
    for row in range(len(types) - 1, -1, -1):
        if types[row] == "SUBHEADING":
            trailing.append(row)
        elif types[row] in RUNNING or types[row] == "TABLE":
            break
    if len(trailing) <= _MOST_TRAILING:  # more are a list of pictures, each below its heading
        for row in trailing:
            types[row] = ""


def _find_standfirst(page: Page, types: list[str], description: str) -> None:
    """The block under the headline that is the page's description, or is named a standfirst."""
    if "STANDFIRST" in types or "HEADLINE" not in types:
        return
    told = set(_WORD.findall(description.lower()))
    start = types.index("HEADLINE")
    for row in range(start + 1, min(start + 6, len(types))):
        text = page.texts[row]
        if types[row] not in ("PARAGRAPH", "SUBHEADING", "") or not 20 <= len(text) <= 600:
            continue
        mine = set(_WORD.findall(text.lower()))
        shared = len(mine & told)
        named = any(_says(page.attributes[e], "lead") for e in upwards(page, row, 2))
        if named or shared >= 0.85 * max(len(mine), len(told), 1):
            if sum(kind == "PARAGRAPH" for kind in types[row + 1 :]) >= 2:
                types[row] = "STANDFIRST"
            return


def _says(attributes: str, what: str) -> bool:
    short = len(attributes) <= LONGEST_CACHED
    return _known_to_say(attributes, what) if short else _look_for(attributes, what)


def _look_for(attributes: str, what: str) -> bool:
    lower = attributes.lower()
    return any(part in lower for part in _NAMES[what])


_known_to_say = lru_cache(maxsize=MOST_CACHED)(_look_for)


def _tables(page: Page, types: list[str], first: int, last: int) -> list[Group]:
    """Tables of data in the body, each as one block: ` | ` between cells, rows on lines."""
    if "table" not in page.tags:
        return []
    tables: dict[int, list[int]] = {}
    for row in range(first, last + 1):
        table = container(page, row, ("table",))
        if table:
            tables.setdefault(table, []).append(row)
    groups = []
    for rows in tables.values():
        if not _is_data(page, rows):
            continue
        for row in rows:
            types[row] = ""
        types[rows[0]] = "TABLE"
        groups.append(Group(rows, "TABLE", _table_text(page, rows)))
    return groups


def _is_data(page: Page, rows: list[int]) -> bool:
    """Whether these cells are data and not the layout of a page of the 1990s."""
    texts = [page.texts[row] for row in rows]
    cells = {container(page, row, ("td", "th"), 6) for row in rows}
    lines = {container(page, row, ("tr",), 6) for row in rows}
    size = sum(map(len, texts))
    linked = sum(page.linked[row] for row in rows)
    return (
        len(lines) > 1
        and len(cells) >= 2 * len(lines)
        and size < 80 * len(cells)
        and max(map(len, texts)) < 400
        and linked < 0.6 * size
    )


def _table_text(page: Page, rows: list[int]) -> str:
    lines: dict[int, dict[int, str]] = {}
    for row in rows:
        line = lines.setdefault(container(page, row, ("tr", "caption"), 6), {})
        cell = container(page, row, ("td", "th"), 6)
        line[cell] = f"{line[cell]} {page.texts[row]}" if cell in line else page.texts[row]
    return "\n".join(" | ".join(cells.values()) for cells in lines.values())


def _is_prose(page: Page, types: list[str], rows: list[int]) -> bool:
    """Whether the rows are the article's own text, in an element that is called an embed."""
    return not container(page, rows[0], ("blockquote",), 4) and any(
        types[row] == "PARAGRAPH" and len(page.texts[row]) >= _LONG for row in rows
    )


def _posts(page: Page, types: list[str], first: int, last: int) -> list[Group]:
    """Embedded posts between the first and the last block of the body, each as one block."""
    posts: dict[int, list[int]] = {}
    for row in range(first, min(last + 4, len(types))):
        above = upwards(page, row, 4)
        named = [e for e in above if page.attributes[e] and _says(page.attributes[e], "embed")]
        if named:
            posts.setdefault(named[-1], []).append(row)
        elif _HANDLE.match(page.texts[row]) and (quote := container(page, row, ("blockquote",), 3)):
            inside = [r for r in range(max(row - 6, 0), row + 1) if quote in upwards(page, r, 3)]
            posts.setdefault(quote, []).extend(inside)
    groups = []
    for rows in posts.values():
        text = " ".join(page.texts[row] for row in rows)
        shown = [row for row in rows if page.linked[row] < 0.9 * len(page.texts[row])]
        if not shown or len(text.split()) > _MOST_POST_WORDS or _is_prose(page, types, rows):
            continue
        for row in rows:
            types[row] = ""
        types[rows[0]] = "EMBED"
        groups.append(Group(rows, "EMBED", text))
    return groups
