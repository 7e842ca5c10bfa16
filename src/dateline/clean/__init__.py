"""A news page becomes an article, or a reject with its reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dateline.clean.article import article, assemble, body
from dateline.clean.charset import decode
from dateline.clean.html import Reading, read_page
from dateline.clean.language import identify
from dateline.clean.reject import check_article, check_bytes, check_text
from dateline.errors import Reject

__all__ = ["article", "body", "clean"]

EXTRACTOR = "dateline-clean 1"


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
    reading = read(html, url, headers=headers, selectors=selectors)
    page = reading.page
    rows = reading.rows("PARAGRAPH", "SUBHEADING", "LIST_ITEM", "BLOCKQUOTE")
    words = sum(count_words(page.texts[row]) for row in rows)
    check_article(page, reading.facts, url, body_words=words, body_rows=rows, min_words=min_words)
    metadata = reading.metadata
    metadata.put("url", url, "url")
    set_language(
        metadata.values, metadata.sources, " ".join(page.texts[r] for r in rows), languages
    )
    return assemble(reading.pieces(), metadata.values, metadata.sources, extractor=EXTRACTOR)


def read(
    html: str | bytes,
    url: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    selectors: Mapping[str, str] | None = None,
) -> Reading:
    """Every block of the page with its type, and the metadata. Raises Reject where it is no HTML."""
    if isinstance(html, bytes):
        check_bytes(html)
        html = decode(html, headers)
    check_text(html)
    return read_page(html, url)


def count_words(text: str) -> int:
    """Words; in scripts without spaces two characters count as one."""
    wide = sum(1 for char in text if char >= "\u3000") if not text.isascii() else 0
    return max(len(text.split()), wide // 2)


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
