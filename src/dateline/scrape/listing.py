"""What feeds and sitemaps list: pages, and further sitemaps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from dateline.urls import normalise_url

MAX_LINKS = 50_000  # sitemaps.org: addresses in one file


class Link(NamedTuple):
    """A page: its normalised address, and when it was last changed as the sitemap writes it."""

    url: str
    lastmod: str | None = None


class Listing(NamedTuple):
    """The pages and the further sitemaps that one document lists, and how many were left out."""

    pages: list[Link]
    sitemaps: list[str]
    left_out: int = 0


def make_listing(
    pages: Iterable[tuple[str, str | None]], sitemaps: Iterable[str], base: str
) -> Listing:
    """A listing of what is an http(s) address, relative to `base`, each once, up to the limit."""
    links: dict[str, Link] = {}
    for location, lastmod in pages:
        if url := normalise_url(location, base=base):
            links.setdefault(url, Link(url, lastmod))
    children = dict.fromkeys(filter(None, (normalise_url(s, base=base) for s in sitemaps)))
    left_out = max(len(links) - MAX_LINKS, 0) + max(len(children) - MAX_LINKS, 0)
    return Listing(list(links.values())[:MAX_LINKS], list(children)[:MAX_LINKS], left_out)


def declares(body: bytes, what: bytes) -> bool:
    """Whether an XML document has a declaration such as DOCTYPE or ENTITY, in any width."""
    return re.search(rb"<!\s*" + what, body.replace(b"\0", b"")) is not None
