"""Where pages come from: the tables of `sources.toml`."""

from __future__ import annotations

import glob
import hashlib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from dateline import settings
from dateline.errors import Stop, Usage

Selectors = Mapping[str, tuple[str, ...]]
# What `[source.selectors]` may find: the metadata of an article that cleaning takes from a page.
SELECTED = (
    "title", "standfirst", "authors", "published", "modified", "section", "tags", "language",
    "publisher",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One `[[source]]` table. Paths and globs are absolute."""

    name: str
    publisher: str | None = None
    urls: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    folder: Path | None = None
    dumps: Path | None = None
    warcs: tuple[str, ...] = ()
    base_url: str | None = None
    licence: str | None = None
    language: str | None = None
    limit: int | None = None
    include: re.Pattern[str] | None = None
    exclude: re.Pattern[str] | None = None
    delay_s: float | None = None
    selectors: Selectors = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The beginning of the names of its WARC files: ASCII letters, digits and hyphens."""
        stem = re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")[:60]
        return stem or "source-" + hashlib.sha256(self.name.encode()).hexdigest()[:8]

    @property
    def is_local(self) -> bool:
        """Whether its pages are files on this machine."""
        return self.folder is not None or self.dumps is not None

    def wants(self, url: str) -> bool:
        """Whether `include` and `exclude` let a found URL through."""
        path = re.sub(r"^https?://[^/]*", "", url)
        if self.include and not self.include.search(path):
            return False
        return not (self.exclude and self.exclude.search(path))

    def warc_files(self) -> list[Path]:
        """The WARC files that the globs of `warc` match, sorted. Raises Stop where one has none."""
        found: set[str] = set()
        for pattern in self.warcs:
            if not (matches := glob.glob(pattern, recursive=True)):  # noqa: PTH207 (absolute)
                raise Stop(f"source {self.name!r}: no WARC file matches {pattern}")
            found.update(matches)
        return [Path(name) for name in sorted(found)]


def read_sources(path: Path) -> list[Source]:
    """The sources in the file `path`, in its order.

    Raises Usage that names file, source, key and the known keys where something is wrong.
    """
    if not path.is_file():
        raise Usage(f"{path} does not exist. It lists the sources to scrape")
    document = settings.read_toml(path)
    for key in document:
        if key != "source":
            raise Usage(f"{path}: unknown key {key!r}; a source is a table [[source]]")
    tables = document.get("source", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Usage(f"{path}: write [[source]] with two brackets, once for each source")
    sources = [_read_source(table, path, number) for number, table in enumerate(tables, 1)]
    _check_names(sources, path)
    return sources


def _read_source(table: Mapping[str, Any], path: Path, number: int) -> Source:
    where = f"{path}: source {table.get('name', f'number {number}')!r}"
    fields: dict[str, Any] = {}
    for key, value in table.items():
        if key not in KEYS:
            known = ", ".join(KEYS)
            raise Usage(f"{where}: unknown key {key!r}; the known keys are {known}")
        name, convert = KEYS[key]
        try:
            fields[name] = convert(value)
        except ValueError as error:
            raise Usage(f"{where}: {key} = {value!r} is wrong: {error}") from error
    for name in ("folder", "dumps"):
        if name in fields:
            fields[name] = (path.parent / fields[name]).resolve()
    if "warcs" in fields:
        root = glob.escape(str(path.parent.resolve()))
        fields["warcs"] = tuple(str(Path(root, pattern)) for pattern in fields["warcs"])
    if "name" not in fields:
        raise Usage(f"{where}: it has no name")
    _check_kinds(fields, where)
    return Source(**fields)


_FILES = ("folder", "dumps")
_ONLY_OF = {  # keys that not all kinds of source heed
    "base_url": _FILES,
    "delay_s": ("web",),
    "limit": ("web", *_FILES),
    "include": ("web", *_FILES),
    "exclude": ("web", *_FILES),
    "selectors": ("web", "folder", "warc"),
}


def _check_kinds(fields: Mapping[str, Any], where: str) -> None:
    """One kind of origin a source; addresses, feeds and sitemaps are one kind: the web."""
    web = [key for key in ("urls", "feeds", "sitemaps") if fields.get(key)]
    kinds = web[:1] + [key for key in ("folder", "dumps", "warcs") if fields.get(key)]
    if len(kinds) != 1:
        raise Usage(
            f"{where}: give urls, feed and sitemap (they can be combined), or one of folder, "
            "dumps and warc"
        )
    for key in _FILES:
        if key in fields and not fields[key].is_dir():
            wrong = "is a file, not a folder" if fields[key].exists() else "does not exist"
            raise Usage(
                f"{where}: {key}: {fields[key]} {wrong}. Give a folder of pages, relative to the "
                "folder of this file"
            )
    kind = "web" if web else {"warcs": "warc"}.get(kinds[0], kinds[0])
    for key, of in _ONLY_OF.items():
        if key in fields and kind not in of:
            raise Usage(f"{where}: {key} does nothing for a source of {kind}; leave it out")


def _check_names(sources: list[Source], path: Path) -> None:
    """Names, and the file names made from them, are unique."""
    seen: dict[str, str] = {}
    for source in sources:
        if source.stem in seen:
            raise Usage(
                f"{path}: the sources {seen[source.stem]!r} and {source.name!r} would share the "
                f"file name {source.stem}-00000.warc.gz; rename one"
            )
        seen[source.stem] = source.name


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it must be a text that is not empty")
    return value.strip()


def _texts(value: object) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not values:
        raise ValueError("it must be a text or a list of texts")
    return tuple(_text(item) for item in values)


def _addresses(value: object) -> tuple[str, ...]:
    for url in (addresses := _texts(value)):
        try:
            _address(url)
        except ValueError as error:
            raise ValueError(f"{url!r}: {error}") from error
    return addresses


def _address(value: object) -> str:
    return settings.address(_text(value))


def _licence(value: object) -> str:
    return settings.licence(_text(value))


def _language(value: object) -> str:
    return settings.language(_text(value))


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("it must be a whole number above 0")
    return value


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError("it must be a number of seconds")
    if not 0 <= value < math.inf:
        raise ValueError("it must not be negative or infinite")
    return float(value)


def _pattern(value: object) -> re.Pattern[str]:
    if isinstance(value, list):
        raise ValueError("it must be one regular expression; write alternatives as 'one|two'")
    try:
        return re.compile(_text(value))
    except re.error as error:
        raise ValueError(f"it is no regular expression: {error}") from error


def _selectors(value: object) -> Selectors:
    known = ", ".join(SELECTED)
    if not isinstance(value, dict):
        raise ValueError(f"it must be a table [source.selectors] of CSS selectors for {known}")
    found = {}
    for name, selectors in value.items():
        if name not in SELECTED:
            raise ValueError(f"there is nothing to select for {name!r}; there is {known}")
        for selector in (texts := _texts(selectors)):
            _check_css(name, selector)
        found[name] = texts
    return found


def _check_css(name: str, selector: str) -> None:
    try:
        LexborHTMLParser("").css(selector)
    except SelectolaxError:
        raise ValueError(
            f"{selector!r} for {name} is no CSS selector, such as 'h1.title' or 'meta[name=author]'"
        ) from None


KEYS: dict[str, tuple[str, Callable[[object], Any]]] = {
    "name": ("name", _text),
    "publisher": ("publisher", _text),
    "urls": ("urls", _addresses),
    "feed": ("feeds", _addresses),
    "sitemap": ("sitemaps", _addresses),
    "folder": ("folder", _text),
    "dumps": ("dumps", _text),
    "warc": ("warcs", _texts),
    "base_url": ("base_url", _address),
    "licence": ("licence", _licence),
    "language": ("language", _language),
    "limit": ("limit", _count),
    "include": ("include", _pattern),
    "exclude": ("exclude", _pattern),
    "delay_s": ("delay_s", _seconds),
    "selectors": ("selectors", _selectors),
}
