"""Sitemaps and sitemap indexes (sitemaps.org 0.9); XML or plain text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from lxml import etree

from dateline.errors import Reject
from dateline.scrape.decode import decode_body
from dateline.scrape.feed import read_feed
from dateline.scrape.listing import Listing, declares, make_listing

_FEEDS = {"rss", "feed", "rdf"}
_ROOTS = {"urlset", "sitemapindex"}
_DOCTYPE = "the sitemap has a DOCTYPE, which may be an entity bomb: not read"


def read_sitemap(body: bytes, base: str, limit: int) -> Listing:
    """What a sitemap lists; it may be gzipped, up to `limit` bytes. A feed does as a sitemap too.

    Raises Reject(BROKEN_FEED) for what is no sitemap or has a DOCTYPE, Reject(TOO_LARGE).
    """
    if body[:2] == b"\x1f\x8b":
        try:
            body = decode_body(body, "gzip", limit)
        except ValueError as error:
            raise Reject("BROKEN_FEED", str(error)) from error
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        lines = re.findall(r"^\s*(https?://\S+)", body.decode("utf-8", "replace"), re.M)
        if not lines:
            raise Reject("BROKEN_FEED", "no sitemap: neither XML nor a list of addresses")
        return make_listing([(line, None) for line in lines], [], base)
    if declares(body, b"DOCTYPE"):
        raise Reject("BROKEN_FEED", _DOCTYPE)
    entries: list[tuple[str, str, str | None]] = []
    for entry in _entries(body):
        if entry is None:
            return read_feed(body, base)
        entries.append(entry)
    pages = [(loc, lastmod) for kind, loc, lastmod in entries if kind == "url"]
    return make_listing(pages, [loc for kind, loc, _ in entries if kind == "sitemap"], base)


def _entries(body: bytes) -> Iterator[tuple[str, str, str | None] | None]:
    """Kind (url or sitemap), location and last change of each entry; a single None for a feed.

    Names are compared without namespace, since half of the sitemaps get it wrong.
    """
    events = etree.iterparse(
        io.BytesIO(body),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        recover=True,
    )
    root, found = None, False
    try:
        for event, element in events:
            if root is None:
                root = element
                if _check_root(root) in _FEEDS:
                    yield None
                    return
            elif event == "end" and (kind := _name(element)) in ("url", "sitemap"):
                fields = {_name(child): (child.text or "").strip() for child in element}
                if location := fields.get("loc"):
                    found = True
                    yield kind, location, fields.get("lastmod")
                root.clear()  # an entry that has been read takes no memory
    except etree.XMLSyntaxError as error:
        raise Reject("BROKEN_FEED", f"no sitemap: {error.msg}") from error
    if not found and events.error_log:
        raise Reject("BROKEN_FEED", f"no sitemap: {events.error_log[0].message}")


def _check_root(root: etree._Element) -> str:
    if root.getroottree().docinfo.doctype:
        raise Reject("BROKEN_FEED", _DOCTYPE)
    if (name := _name(root)) not in _ROOTS | _FEEDS:
        raise Reject("BROKEN_FEED", f"no sitemap: the root element is {name!r}")
    return name


def _name(element: etree._Element) -> str:
    """The local name; comments and processing instructions have none."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
