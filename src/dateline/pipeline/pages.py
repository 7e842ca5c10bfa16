"""From WARC files of pages to shards of articles."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa

from dateline.clean import Site, clean, clean_text, read_sites
from dateline.clean.metadata.language import canonical
from dateline.errors import Reject
from dateline.scrape.local import list_files
from dateline.scrape.pages import Page, read_pages
from dateline.scrape.permissions.rights import rights
from dateline.scrape.sources import Source
from dateline.urls import normalise_url

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
        ("site", pa.binary()),  # of a text dump: Site, what repeats over the file's dumps
        ("reason", pa.string()),
        ("detail", pa.string()),
    ]
)


def page_tables(paths: Sequence[Path], *, source: Source | None = None) -> Iterator[pa.Table]:
    """What the records of WARC files hold, as tables with the columns of PAGE.

    A record that is no page has `reason` and `detail`. Where there is no record, one empty table.
    `source` is that of files which we did not write. The files are read twice, as text dumps are
    compared with each other first.
    """
    sites = {name: site.to_bytes() for name, site in read_sites(_dumps(paths, source)).items()}
    records = (record for path in paths for record in read_pages(path, source))
    yield PAGE.empty_table()
    while batch := list(itertools.islice(records, BATCH_PAGES)):
        yield pa.Table.from_pylist([_row(record, sites) for record in batch], schema=PAGE)


def _dumps(paths: Sequence[Path], source: Source | None) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        for record in read_pages(path, source, text_only=True):
            if isinstance(record, Page) and is_dump(record.content_type):
                yield site_name(record.source, record.url), record.body


def site_name(source: str | None, url: str) -> str:
    """The name of the site whose text dumps have the same menus: the source's pages of a host."""
    return f"{source or ''} {urlsplit(normalise_url(url) or '').hostname or ''}"


def site_of_file(page: Path, source: Source, url: str | None) -> Site | None:
    """What repeats over the dumps of the source that are of the site of `page`; None if nothing.

    `url` is the address of a page that is not in the source's folder.
    """
    files = list_files(source)
    own = next((name for name, path in files.items() if path.samefile(page)), url or "")
    named = ((site_name(source.name, name), path.read_bytes()) for name, path in files.items())
    return read_sites(named).get(site_name(source.name, own))


def is_dump(content_type: str | None) -> bool:
    """Whether a page is cleaned as a text dump."""
    return (content_type or "").startswith("text/plain")


def _row(record: Page | dict[str, Any], sites: Mapping[str, bytes]) -> dict[str, Any]:
    if isinstance(record, dict):
        return record
    name = site_name(record.source, record.url) if is_dump(record.content_type) else ""
    return record._asdict() | {
        "headers": [{"key": key, "value": value} for key, value in record.headers],
        "fetched": record.fetched.isoformat(),
        "site": sites.get(name),
    }


@dataclass(frozen=True)
class SourceSettings:
    """What a source says about the cleaning of its pages."""

    publisher: str | None = None
    licence: str | None = None
    selectors: Mapping[str, Any] | None = None
    language: str | None = None  # BCP 47; articles in another one are rejected


def source_settings(sources: Iterable[Source]) -> dict[str, SourceSettings]:
    """The settings of each source by its name."""
    return {
        source.name: SourceSettings(
            source.publisher,
            source.licence,
            {name: ", ".join(css) for name, css in source.selectors.items()},
            source.language,
        )
        for source in sources
    }


@dataclass(frozen=True)
class PageCleaner:
    """The row function of cleaning: a page in, an article out, or Reject."""

    sources: Mapping[str, SourceSettings]
    languages: tuple[str, ...]
    min_words: int

    def __call__(self, page: dict[str, Any]) -> dict[str, Any]:
        if page["reason"]:
            raise Reject(page["reason"], page["detail"])
        source = self.sources.get(page["source"], SourceSettings())
        tags = [source.language] if source.language else self.languages
        languages = [code for tag in tags if (code := canonical(tag))]
        options: dict[str, Any] = {"languages": languages, "min_words": self.min_words}
        if is_dump(page["content_type"]):
            site = Site.from_bytes(page["site"]) if page["site"] else None
            article = clean_text(page["body"], page["url"], site=site, **options)
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
