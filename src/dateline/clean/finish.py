"""What no block shows by itself: copies of the body, pull quotes, tables, posts, the standfirst.

The classifier decides block by block; these rules see the blocks that it kept together. Each works
on `types`, the block type of each row of the page, "" for what is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.clean.blocks.cut import Page

_WORD = re.compile(r"\w+")
_RUNNING = frozenset(("PARAGRAPH", "LIST_ITEM", "BLOCKQUOTE"))
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
_BYLINE = re.compile(
    r"(?:by|von|par|por|di|av|af|door)\s.*\d[\d.:/]|(?=.*\b(?:19|20)\d\d\b).{1,110}[|•·].{0,90}$",
    re.IGNORECASE | re.DOTALL,
)
_POINTING = frozenset(("PARAGRAPH", "SUBHEADING", "LIST_ITEM", "STANDFIRST"))
_LONGEST_ASIDE = 420
_READ_ALSO = re.compile(
    r"\W*(?:read (?:also|more|next)|also read|see also|related|more on this|watch|listen|"
    r"lesen sie (?:auch|hier|mehr)|lest auch|mehr (?:zum thema|dazu)|"
    r"(?:à )?lire (?:aussi|également|plus)|lee (?:también|además)|te puede interesar|"
    r"leia (?:também|mais)|leggi anche|lees (?:ook|meer)|les (?:også|mer)|læs (?:også|mere)|"
    r"läs (?:också|även|mer)|lue myös|czytaj (?:też|także|więcej)|zobacz też|čtěte (?:také|též)|"
    r"citește și|olvassa el|читайте также|читай(?:те)? також|baca juga|xem thêm)\b",
    re.IGNORECASE,
)
_NOT_LOADED = re.compile(
    r"(?:external|embedded) content|content (?:is|was) blocked|(?:extern|eingebettet)\w* inhalt|"
    r"redaktionell empfohlen|personenbezogene daten an dritt|privatsphäre-einstellungen|"
    r"contenu (?:externe|intégré)|contenido externo|javascript (?:is|muss|must|needs)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"^—\s?.{2,60}\(@\w{2,20}\)")
_READ_ALOUD = re.compile(r"^list \d+ of \d+(?!\d)")
_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_GRAM = 5
_COPY = 0.9  # share of a block's word 5-grams in another from which it is a copy of it
_PART = 0.6  # share of a block's words up to which another is a part of it and no copy
_TWICE = 0.3  # share that repeats from which it is looked whether a block is a copy
_MOST_FORM_CHARACTERS = 500
_MOST_POST_WORDS = 150
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
    _drop_copies(page, types, [row for row in twice if types[row] in _RUNNING])
    _drop_lists_read_aloud(page, types)
    _drop_next_articles(page, types)
    _drop_asides(page, types)
    _drop_bylines(page, types)
    _drop_forms(page, types)
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
    kept = [row for row, kind in enumerate(types) if kind in _RUNNING or kind == "HEADLINE"]
    return (kept[0], kept[-1]) if kept else (-1, -1)


def _drop_copies(page: Page, types: list[str], twice: list[int]) -> None:
    """Where the body is twice in the page, keep the copy that is cut into more blocks.

    `twice` are the rows that repeat in part; no others can be copies.
    """
    if not twice:
        return
    words = {row: _WORD.findall(page.texts[row].lower()) for row in twice}
    inside = _parts(words)
    gone: set[int] = set()
    for whole, copies in sorted(inside.items(), key=lambda item: -len(item[1])):
        parts = [row for row in copies if len(words[row]) < _PART * len(words[whole])]
        size = sum(len(words[part]) for part in parts)
        if len(parts) > 1 and size >= 0.5 * len(words[whole]) and not gone.intersection(parts):
            gone.add(whole)
    for whole, parts in sorted(inside.items()):
        for part in parts:
            if whole in gone or part in gone:
                continue
            if len(words[part]) < _PART * len(words[whole]):
                types[part] = "PULLQUOTE"
            else:
                gone.add(max(whole, part))
    for row in gone:
        types[row] = ""
    _mark_repeated_sentences(page, types, [row for row in twice if types[row] in _RUNNING])


def _parts(words: dict[int, list[str]]) -> dict[int, list[int]]:
    """Of each row the other rows that are parts or copies of it."""
    grams = {
        row: {tuple(mine[at : at + _GRAM]) for at in range(len(mine) - _GRAM + 1)}
        for row, mine in words.items()
    }
    where: dict[tuple[str, ...], list[int]] = {}
    for row, mine in grams.items():
        for gram in mine:
            where.setdefault(gram, []).append(row)
    inside: dict[int, list[int]] = {}
    for row, mine in grams.items():
        hits = Counter(other for gram in mine for other in where[gram] if other != row)
        for other, shared in hits.items():
            if shared >= _COPY * len(mine):
                inside.setdefault(other, []).append(row)
    return inside


def _mark_repeated_sentences(page: Page, types: list[str], rows: list[int]) -> None:
    """Short blocks that stand word for word inside a longer block of the body are pull quotes."""
    for row in rows:
        text = page.texts[row]
        core = text.strip("\"'“”„‘’«»› ").lower()
        if len(core) <= 300 and any(
            kind in _RUNNING
            and len(page.texts[other]) > 1.3 * len(text)
            and core in page.texts[other].lower()
            for other, kind in enumerate(types)
        ):
            types[row] = "PULLQUOTE"


def _drop_lists_read_aloud(page: Page, types: list[str]) -> None:
    """Cards of further articles, `list 1 of 3 …`, with the heading above them."""
    for row, text in enumerate(page.texts):
        if _READ_ALOUD.match(text):
            types[row] = ""
            for above in range(max(row - 2, 0), row):
                if len(page.texts[above]) < 40:
                    types[above] = ""


def _drop_next_articles(page: Page, types: list[str]) -> None:
    """Further articles that the page goes on with: an `<article>` after the text with an `<h1>`
    of its own."""
    if "HEADLINE" not in types or page.tags.count("h1") < 2:
        return
    start = types.index("HEADLINE")
    title = page.texts[start]
    own = {_container(page, start, ("article",), 40), 0}
    first = next((row for row, kind in enumerate(types) if kind == "PARAGRAPH"), len(types))
    for row in range(max(start, first) + 1, len(types)):
        if _container(page, row, ("h1",), 3) and page.texts[row] != title:
            own_of_row = _container(page, row, ("article",), 40)
            if own_of_row in own or any(
                own_of_row in _upwards(page, other, 40) for other in (start, first)
            ):
                continue
            for other in range(row, len(types)):
                if own_of_row in _upwards(page, other, 40):
                    types[other] = ""


def _drop_asides(page: Page, types: list[str]) -> None:
    """Pointers to other articles, and what stands where an embedded post was not loaded."""
    for row, text in enumerate(page.texts):
        if types[row] not in _POINTING or len(text) > _LONGEST_ASIDE:
            continue
        mostly_link = page.linked[row] > 0.4 * len(text)
        if (_READ_ALSO.match(text) and (mostly_link or ":" in text[:40])) or _NOT_LOADED.search(
            text
        ):
            types[row] = ""


def _drop_bylines(page: Page, types: list[str]) -> None:
    """A byline with its date, near the headline, that was taken for a paragraph."""
    start = types.index("HEADLINE") if "HEADLINE" in types else 0
    for row in range(start, min(start + 8, len(types))):
        text = page.texts[row]
        if types[row] == "PARAGRAPH" and len(text) < 200 and _BYLINE.match(text):
            types[row] = ""


def _drop_forms(page: Page, types: list[str]) -> None:
    """The words of a small form and of the box around it: newsletters, polls, searches."""
    boxes = {page.parents[e] for e, tag in enumerate(page.tags) if tag == "form"}
    if not boxes:
        return
    inside: dict[int, list[int]] = {}
    for row in range(len(types)):
        for element in _upwards(page, row, 5):
            if element in boxes:
                inside.setdefault(element, []).append(row)
    for rows in inside.values():
        if sum(len(page.texts[row]) for row in rows) <= _MOST_FORM_CHARACTERS:
            for row in rows:
                types[row] = ""


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
        if any(_says(page.attributes[e], "pull") for e in _upwards(page, row, 3)):
            quoted = any(
                page.tags[e] in ("cite", "footer", "figcaption") for e in _upwards(page, row, 2)
            )
            types[row] = "" if quoted else "PULLQUOTE"


def _find_subheadings(page: Page, types: list[str]) -> None:
    """Short bold paragraphs; and no subheading stays that nothing follows."""
    for row, kind in enumerate(types):
        text = page.texts[row]
        if kind not in ("", "PARAGRAPH") or len(text) > 90 or _END.search(text):
            continue
        between = 0 < row < len(types) - 1 and types[row + 1] in _RUNNING
        bold = kind and page.bold[row] >= 0.95 * len(text)
        if bold or (between and _says(page.attributes[page.elements[row]], "sub")):
            types[row] = "SUBHEADING"
    trailing = []
    for row in range(len(types) - 1, -1, -1):
        if types[row] == "SUBHEADING":
            trailing.append(row)
        elif types[row] in _RUNNING or types[row] == "TABLE":
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
        named = any(_says(page.attributes[e], "lead") for e in _upwards(page, row, 2))
        if named or shared >= 0.85 * max(len(mine), len(told), 1):
            if sum(kind == "PARAGRAPH" for kind in types[row + 1 :]) >= 2:
                types[row] = "STANDFIRST"
            return


@lru_cache(maxsize=20_000)
def _says(attributes: str, what: str) -> bool:
    lower = attributes.lower()
    return any(part in lower for part in _NAMES[what])


def _upwards(page: Page, row: int, steps: int) -> list[int]:
    out: list[int] = []
    element = page.elements[row]
    while element and len(out) < steps:
        out.append(element)
        element = page.parents[element]
    return out


def _container(page: Page, row: int, tags: tuple[str, ...], steps: int = 8) -> int:
    """The nearest element of these names around the row; 0 where there is none."""
    return next((e for e in _upwards(page, row, steps) if page.tags[e] in tags), 0)


def _tables(page: Page, types: list[str], first: int, last: int) -> list[Group]:
    """Tables of data in the body, each as one block: ` | ` between cells, rows on lines."""
    if "table" not in page.tags:
        return []
    tables: dict[int, list[int]] = {}
    for row in range(first, last + 1):
        table = _container(page, row, ("table",))
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
    cells = {_container(page, row, ("td", "th"), 6) for row in rows}
    lines = {_container(page, row, ("tr",), 6) for row in rows}
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
        line = lines.setdefault(_container(page, row, ("tr", "caption"), 6), {})
        cell = _container(page, row, ("td", "th"), 6)
        line[cell] = f"{line[cell]} {page.texts[row]}" if cell in line else page.texts[row]
    return "\n".join(" | ".join(cells.values()) for cells in lines.values())


def _posts(page: Page, types: list[str], first: int, last: int) -> list[Group]:
    """Embedded posts between the first and the last block of the body, each as one block."""
    posts: dict[int, list[int]] = {}
    for row in range(first, min(last + 4, len(types))):
        above = _upwards(page, row, 4)
        named = [e for e in above if page.attributes[e] and _says(page.attributes[e], "embed")]
        if named:
            posts.setdefault(named[-1], []).append(row)
        elif _HANDLE.match(page.texts[row]) and (
            quote := _container(page, row, ("blockquote",), 3)
        ):
            inside = [r for r in range(max(row - 6, 0), row + 1) if quote in _upwards(page, r, 3)]
            posts.setdefault(quote, []).extend(inside)
    groups = []
    for rows in posts.values():
        text = " ".join(page.texts[row] for row in rows)
        shown = [row for row in rows if page.linked[row] < 0.9 * len(page.texts[row])]
        if not shown or len(text.split()) > _MOST_POST_WORDS:
            continue
        for row in rows:
            types[row] = ""
        types[rows[0]] = "EMBED"
        groups.append(Group(rows, "EMBED", text))
    return groups
