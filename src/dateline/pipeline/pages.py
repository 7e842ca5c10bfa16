"""From WARC files of pages to shards of articles."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from dateline.clean import clean, clean_text
from dateline.scrape.rights import rights
from dateline.scrape.warc import Page, read_pages

BATCH_PAGES = 64

_PAIR = pa.struct([("key", pa.string()), ("value", pa.string())])
_SIGNAL = pa.struct(
    [
        ("name", pa.string()),
        ("value", pa.string()),
        ("place", pa.string()),
        ("seen", pa.string()),
        ("reserves", pa.bool_()),
    ]
)
PAGE = pa.schema(
    [
        ("url", pa.string()),
        ("status", pa.int64()),
        ("headers", pa.list_(_PAIR)),
        ("body", pa.binary()),
        ("content_type", pa.string()),
        ("fetched", pa.string()),
        ("warc", pa.string()),
        ("record_id", pa.string()),
        ("source", pa.string()),
        ("licence", pa.string()),
        ("signals", pa.list_(_SIGNAL)),
    ]
)


def page_tables(paths: Sequence[Path], *, source: str | None = None) -> Iterator[pa.Table]:
    """The pages of WARC files, as tables with the columns of PAGE; an empty one where are none.

    `source` is the source's name for files that we did not write.
    """
    pages = (page for path in paths for page in read_pages(path))
    empty = True
    while batch := list(itertools.islice(pages, BATCH_PAGES)):
        empty = False
        yield pa.Table.from_pylist([_page_row(page, source) for page in batch], schema=PAGE)
    if empty:
        yield PAGE.empty_table()


def _page_row(page: Page, source: str | None) -> dict[str, Any]:
    return {
        "url": page.url,
        "status": page.status,
        "headers": [{"key": key, "value": value} for key, value in page.headers],
        "body": page.body,
        "content_type": page.content_type,
        "fetched": page.fetched.isoformat(),
        "warc": page.warc,
        "record_id": page.record_id,
        "source": page.source or source,
        "licence": page.licence,
        "signals": list(page.signals),
    }


@dataclass(frozen=True)
class SourceSettings:
    """What a source says about the cleaning of its pages."""

    publisher: str | None = None
    licence: str | None = None
    selectors: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class PageCleaner:
    """The row function of cleaning: a page in, an article out, or Reject."""

    sources: Mapping[str, SourceSettings]
    languages: tuple[str, ...]
    min_words: int

    def __call__(self, page: dict[str, Any]) -> dict[str, Any]:
        source = self.sources.get(page["source"], SourceSettings())
        is_text = (page["content_type"] or "").startswith("text/plain")
        options = {"languages": self.languages, "min_words": self.min_words}
        if is_text:
            article = clean_text(page["body"], page["url"], **options)
        else:
            headers = {pair["key"].lower(): pair["value"] for pair in page["headers"]}
            article = clean(
                page["body"], page["url"], headers=headers, selectors=source.selectors, **options
            )
        licence = page["licence"] or source.licence
        article["source"] = page["source"]
        article["publisher"] = source.publisher or article["publisher"]
        article["rights"] = rights(licence, page["signals"])
        article["provenance"] |= {
            "warc": page["warc"],
            "record_id": page["record_id"],
            "fetched": page["fetched"],
            "status": page["status"],
        }
        return article
