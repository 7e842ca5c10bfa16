"""A news page becomes an article, or a reject with its reason."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from dateline.clean.article import article, assemble, body
from dateline.clean.charset import decode
from dateline.clean.explain import render, rows_of_dump, rows_of_page
from dateline.clean.html import Reading, read_page
from dateline.clean.lines import count_words
from dateline.clean.metadata.language import identify
from dateline.clean.reject import check_article, check_bytes, check_size, check_text
from dateline.clean.repeats import Counter, Site
from dateline.clean.segments import MOST_SEGMENTS
from dateline.clean.textdump import read_dump, segment_texts
from dateline.errors import Reject, Usage
from dateline.urls import normalise_url

__all__ = ["Site", "article", "body", "clean", "clean_text", "explain", "read_sites"]

EXTRACTOR = "dateline-clean 1"
_PATH = re.compile(
    r"[^<\n]{1,250}\.(?:x?html?|te?xt|warc|php|aspx?)|[^\s<]{0,250}[/\\][^\s<]{0,250}",
    re.IGNORECASE,
)
RUNNING = ("PARAGRAPH", "SUBHEADING", "LIST_ITEM", "BLOCKQUOTE")  # what makes an article long


def clean(
    html: str | bytes,
    url: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    selectors: Mapping[str, str] | None = None,
    languages: Collection[str] = (),
    min_words: int = 50,
) -> dict[str, Any]:
    """The article of a page, as schema/article.schema.json has it.

    `headers` are the response's, for the charset. `selectors` are CSS selectors by property
    (title, authors, published …) that override what the page says. With `languages`, articles in
    others are rejected. Raises Reject with a reason of `errors.REASONS`.
    """
    text = as_text(html, headers)
    check_text(text)
    _refuse_path(text, "NOT_HTML", "clean")
    address = url if url and normalise_url(url) else None
    reading = read_page(text, address, selectors=selectors)
    return to_article(reading, url, languages=languages, min_words=min_words)


def to_article(
    reading: Reading, url: str | None, *, languages: Collection[str] = (), min_words: int = 50
) -> dict[str, Any]:
    """The article of a page that was read; raises Reject as `clean` does."""
    address = url if url and normalise_url(url) else None
    page = reading.page
    rows = reading.rows(*RUNNING)
    sure = [row for row in rows if reading.body[row] > 0.75]
    words = sum(count_words(page.texts[row]) for row in sure)
    check_article(
        page, reading.facts, address, body_words=words, body_rows=rows, min_words=min_words
    )
    metadata = reading.metadata
    metadata.put("url", storable(url), "url")
    set_language(
        metadata.values, metadata.sources, " ".join(page.texts[r] for r in rows), languages
    )
    return assemble(reading.pieces(), metadata.values, metadata.sources, extractor=EXTRACTOR)


def clean_text(
    dump: str | bytes,
    url: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    selectors: Mapping[str, str] | None = None,
    languages: Collection[str] = (),
    min_words: int = 50,
    site: Site | None = None,
) -> dict[str, Any]:
    """The article of a page that was saved as text; its blocks have offsets into `dump`.

    `site` is what repeats over the dumps of its site, as `read_sites` finds it. The other keywords
    are those of `clean`, so that both are called alike; a dump has no elements for `selectors` to
    find. Raises Reject with a reason of `errors.REASONS`.
    """
    text = as_text(dump, headers)
    _refuse_path(text, "NOT_AN_ARTICLE", "clean_text")
    reading = read_dump(text, site)
    if len(reading.segments) == MOST_SEGMENTS:
        raise Reject("NOT_AN_ARTICLE", f"{MOST_SEGMENTS:,} segments or more")
    pieces = reading.pieces()
    running = [piece.text for piece in pieces if piece.type in RUNNING]
    words = sum(map(count_words, running))
    if words < min_words:
        reason = "TOO_SHORT" if words >= min_words / 2 else "NOT_AN_ARTICLE"
        raise Reject(reason, f"{words} words of running text, the project asks for {min_words}")
    metadata = reading.metadata(storable(url))
    set_language(metadata.values, metadata.sources, " ".join(running), languages)
    return assemble(pieces, metadata.values, metadata.sources, extractor=EXTRACTOR)


def read_sites(dumps: Iterable[tuple[str, str | bytes]]) -> dict[str, Site]:
    """What repeats over text dumps, for `clean_text`: of pairs of a site's name and a dump.

    The dumps may come in any order, and one at a time: a bounded part is held. What is no text is
    passed over. A site of fewer than three articles has no entry.
    """
    counter = Counter()
    for name, dump in dumps:
        with contextlib.suppress(Reject):
            counter.add(name, as_text(dump), segment_texts)
    return counter.sites()


def as_text(page: str | bytes, headers: Mapping[str, str] | None = None) -> str:
    """The page decoded. Raises Reject where it is binary, empty or too large, Usage for no page."""
    if not isinstance(page, str | bytes):
        raise Usage(
            f"a page is text or bytes, and this is {type(page).__name__}: {str(page)[:60]!r}. Give "
            "the page itself, for instance Path('page.html').read_bytes()"
        )
    if isinstance(page, bytes):
        check_bytes(page)
        page = decode(page, headers)
    check_size(page)
    return page


def _refuse_path(text: str, reason: str, function: str) -> None:
    """Raise Reject where what should be a page is the path or the address of one."""
    start = text[:300].strip()
    if len(text) < 300 and _PATH.fullmatch(start):
        raise Reject(
            reason,
            f"{start!r} looks like a path or an address: dateline.{function} takes the page "
            "itself, as read_bytes() of its file gives it",
        )


def storable(url: str | None) -> str | None:
    """The address without lone surrogates, which no file can hold."""
    return url and url.encode("utf-8", "replace").decode()


def explain(
    page: str | bytes,
    url: str | None = None,
    *,
    dump: bool = False,
    selectors: Mapping[str, str] | None = None,
    site: Site | None = None,
) -> str:
    """One HTML page that shows every block of `page`, kept or dropped, with class and score.

    `dump` says that the page is a text dump; `selectors` are as in `clean`, `site` as in
    `clean_text`. Raises Reject where it is neither.
    """
    text = as_text(page)
    url = url if url and normalise_url(url) else None
    try:
        made = clean_text(text, url, site=site) if dump else clean(text, url, selectors=selectors)
        verdict = f"Kept: an article of {count_words(body(made)):,} words."
    except Reject as error:
        made, verdict = {}, f"Rejected. {error}"
    if dump:
        segments = read_dump(text, site)
        rows, metadata = rows_of_dump(segments), segments.metadata(url)
    else:
        reading = read_page(text, url, selectors=selectors)
        rows, metadata = rows_of_page(reading, text), reading.metadata
    fields = made["provenance"]["fields"] if made else ()
    sources = metadata.sources | {field["name"]: field["source"] for field in fields}
    return render(rows, {**metadata.values, **made}, sources, url=url, verdict=verdict)


def set_language(
    values: dict[str, Any], sources: dict[str, str], text: str, languages: Collection[str]
) -> None:
    """Put the text's language; raises Reject where it is not one of `languages`."""
    found = identify(text, values.get("language"))
    if found:
        values["language"] = found.code
        if found.source == "text":
            sources["language"] = "text"
    if languages and values.get("language") not in languages:
        raise Reject("WRONG_LANGUAGE", f"{values.get('language')}, not {', '.join(languages)}")
