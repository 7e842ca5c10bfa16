"""From a source of the web to the pages it lists: its addresses, feeds and sitemaps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial

from dateline.errors import Reject
from dateline.scrape.feed import read_feed
from dateline.scrape.fetch import Client, Response, Unanswered
from dateline.scrape.listing import Link, Listing
from dateline.scrape.permissions.site import Sites
from dateline.scrape.sitemap import read_sitemap
from dateline.scrape.sources import Source
from dateline.scrape.state import ListRow, State
from dateline.urls import normalise_url

MAX_DEPTH = 5  # sitemaps below sitemaps

Reader = Callable[[bytes, str], Listing]


async def discover(source: Source, lists: Lists) -> list[Link]:
    """The pages of a source, each once, in the order of its addresses, feeds and sitemaps."""
    found: dict[str, Link] = {}
    async for link in _links(source, lists):
        if source.wants(link.url):
            found.setdefault(link.url, link)
        if source.limit and len(found) >= source.limit:
            break
    return list(found.values())


async def _links(source: Source, lists: Lists) -> AsyncIterator[Link]:
    for url in source.urls:
        yield Link(normalise_url(url) or url)
    for url in source.feeds:
        for link in (await lists.read(url, source, read_feed)).pages:
            yield link
    reader = partial(read_sitemap, limit=lists.client.settings.limits.lists.decoded)
    todo = [(normalise_url(url) or url, 0) for url in reversed(source.sitemaps)]
    seen: set[str] = set()
    while todo:
        url, depth = todo.pop()
        if url in seen:  # an index that lists itself, or two that list the same sitemap
            continue
        seen.add(url)
        if depth > MAX_DEPTH:
            lists.reject(url, source, f"more than {MAX_DEPTH} sitemaps below one another")
            continue
        listing = await lists.read(url, source, reader)
        for link in listing.pages:
            yield link
        todo += [(child, depth + 1) for child in reversed(listing.sitemaps)]


class Lists:
    """Feeds and sitemaps, fetched once a run and, from one run to the next, only when changed."""

    def __init__(self, client: Client, sites: Sites, state: State) -> None:
        self.client = client
        self._sites = sites
        self._state = state

    async def read(self, url: str, source: Source, reader: Reader) -> Listing:
        """What a feed or sitemap lists; nothing where it fails, which the state then says."""
        last = self._state.read_list(url)
        if last and last.is_done:
            return last.listing
        try:
            response = await self._fetch(url, source, last)
            if response.status == 304 and last:
                listing, validators = last.listing, (last.etag, last.last_modified)
            else:
                listing = await asyncio.to_thread(reader, response.body, response.url)
                validators = response.header("etag"), response.header("last-modified")
        except (Reject, Unanswered) as error:
            self._state.save_list(url, source.name, None, problem=failure(error))
            return Listing([], [])
        problem = None
        if listing.left_out:
            problem = "BROKEN_FEED", f"{listing.left_out:,} addresses beyond the limit are left out"
        self._state.save_list(url, source.name, listing, validators=validators, problem=problem)
        return listing

    def reject(self, url: str, source: Source, detail: str) -> None:
        """Record that a sitemap was not asked for."""
        self._state.save_list(url, source.name, None, problem=("BROKEN_FEED", detail))

    async def _fetch(self, url: str, source: Source, last: ListRow | None) -> Response:
        response = await self.client.follow(
            url,
            delay_of=lambda hop: self._sites.delay_s(hop, source.delay_s),
            cap=self.client.settings.limits.lists,
            headers=conditions(last.etag, last.last_modified) if last else {},
        )
        if response.status not in (200, 304):
            raise Reject("HTTP_ERROR", f"HTTP {response.status} {response.reason}".strip())
        return response


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The request headers that ask for a document only if it has changed."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def failure(error: Reject | Unanswered) -> tuple[str, str]:
    """Reason and detail of a request that failed."""
    if isinstance(error, Reject):
        return error.reason, error.detail
    return error.reason, str(error)
