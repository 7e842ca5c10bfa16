"""Sources on this machine: folders of HTML pages and of text dumps."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from dateline.errors import Stop
from dateline.scrape.sources import Source
from dateline.urls import normalise_url

HTML_FILES = (".html", ".htm", ".xhtml")
TEXT_FILES = (".txt", ".text", ".md")
URLS = "urls.tsv"


def list_files(source: Source) -> dict[str, Path]:
    """The pages of a folder by address, in the order of their paths.

    A line `path<TAB>address` in the folder's urls.tsv gives a file its address; else it is
    `base_url` and the path; else `urn:dateline:SOURCE:PATH`, which is stable and no address at all.
    Raises Stop where there is no page, urls.tsv is wrong or two files have the same address.
    """
    folder = source.folder or source.dumps
    assert folder
    known = _read_urls(folder / URLS)
    suffixes = HTML_FILES if source.folder else TEXT_FILES
    found: dict[str, Path] = {}
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in suffixes):
        name = path.relative_to(folder).as_posix()
        url = known.get(name) or _made_up(source, name)
        if url in found:
            raise Stop(f"{found[url]} and {path} have the same address {url} in {folder / URLS}")
        found[url] = path
    if not found:
        endings = " or ".join(f"*{suffix}" for suffix in suffixes)
        raise Stop(f"source {source.name!r}: no file {endings} in {folder}")
    return found


def content_type(source: Source) -> str:
    """The media type of all files of a local source."""
    return "text/html" if source.folder else "text/plain"


def _made_up(source: Source, name: str) -> str:
    if source.base_url:
        url = normalise_url(quote(name), base=source.base_url.rstrip("/") + "/")
        assert url
        return url
    return f"urn:dateline:{source.stem}:{quote(name)}"


def _read_urls(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise Stop(f"{path} is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    for number, line in enumerate(lines, 1):
        name, tab, address = line.partition("\t")
        url = normalise_url(address)
        if not line.strip():
            continue
        if not tab or url is None:
            raise Stop(f"{path}:{number}: {line!r} is not a path, a tab and an http(s) address")
        found[name] = url
    return found
