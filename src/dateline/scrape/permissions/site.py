"""What each site says before its first page is asked for: robots.txt and its files on rights."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urljoin

from ada_url import URL

from dateline.errors import Reject
from dateline.scrape.fetch import Client, Unanswered
from dateline.scrape.permissions.robots import MAX_BYTES, Robots, decode, product_token, read_robots
from dateline.scrape.permissions.signals import Signal
from dateline.scrape.permissions.site_signals import SiteFile, licence_files, site_signals
from dateline.scrape.settings import Cap
from dateline.urls import normalise_url

T = TypeVar("T")

_CAP = Cap(MAX_BYTES, MAX_BYTES, cut=True)
_MAX_AGE_S = 24 * 3600.0  # RFC 9309, section 2.4
_MAX_TERMS = 3  # RSL files of one site that are read
_PLACES = (
    ("tdmrep", "/.well-known/tdmrep.json"),
    ("ai", "/ai.txt"),
    ("ai", "/.well-known/ai.txt"),
)


class Sites:
    """The rules of the sites of a scrape, each asked for once a day."""

    def __init__(self, client: Client, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._agent = product_token(client.settings.user_agent)
        self._robots: dict[str, tuple[float, asyncio.Task[tuple[Robots, SiteFile]]]] = {}
        self._files: dict[str, tuple[float, asyncio.Task[list[SiteFile]]]] = {}

    async def delay_s(self, url: str, delay_s: float | None) -> float:
        """The pause between two requests to the site of `url`, if it may be fetched at all.

        It is the longest of what robots.txt, the source and the settings say. Raises Reject where
        robots.txt does not allow the page or asks for a pause beyond the limit, and where the host
        does not answer at all.
        """
        robots, file = await self._robots_of(url)
        if objection := robots.objection(url):
            raise Reject(file.reason, objection)
        limit = self._client.settings.limits.wait_s
        if robots.delay_s > limit:
            raise Reject("ROBOTS", f"Crawl-delay {robots.delay_s:g} s is beyond our {limit:g} s")
        own = self._client.settings.delay_s if delay_s is None else delay_s
        return max(robots.delay_s, own)

    async def signals(self, url: str, delay_s: float) -> list[Signal]:
        """What the site of `url` says about this page."""
        parsed = URL(url)
        files = await _once_a_day(self._files, parsed.origin, lambda: self._read(url, delay_s))
        return site_signals(files, parsed.pathname + parsed.search, self._agent)

    async def _robots_of(self, url: str) -> tuple[Robots, SiteFile]:
        return await _once_a_day(self._robots, URL(url).origin, lambda: self._read_robots(url))

    async def _read_robots(self, url: str) -> tuple[Robots, SiteFile]:
        file = await self._fetch(
            "robots", urljoin(url, "/robots.txt"), self._client.settings.delay_s
        )
        return read_robots(file.status, file.body, self._agent, file.problem), file

    async def _read(self, url: str, delay_s: float) -> list[SiteFile]:
        _, robots = await self._robots_of(url)
        places = [(kind, urljoin(url, path)) for kind, path in _PLACES]
        if robots.status == 200:
            terms = (normalise_url(to, base=url) for to in licence_files(decode(robots.body)))
            places += [("rsl", to) for to in terms if to][:_MAX_TERMS]
        return [robots, *[await self._fetch(kind, place, delay_s) for kind, place in places]]

    async def _fetch(self, kind: str, url: str, delay_s: float) -> SiteFile:
        """The answer for a file of a site, redirects followed; no answer is status None.

        Raises Reject where the site itself may not be reached.
        """

        async def delay_of(_: str) -> float:
            return delay_s

        seen = self._clock()
        try:
            response = await self._client.follow(url, delay_of=delay_of, cap=_CAP)
        except Unanswered as error:
            reason = "ROBOTS" if error.status else error.reason
            return SiteFile(kind, url, error.status, b"", seen, str(error), reason)
        except Reject as error:
            if error.reason == "PRIVATE_ADDRESS":
                raise
            return SiteFile(kind, url, None, b"", seen, str(error))
        return SiteFile(kind, url, response.status, response.body, seen)


async def _once_a_day(
    cache: dict[str, tuple[float, asyncio.Task[T]]],
    key: str,
    read: Callable[[], Coroutine[Any, Any, T]],
) -> T:
    """The cached result for `key`; all who ask while it is being read wait for the same one."""
    now = asyncio.get_running_loop().time()
    if key not in cache or now - cache[key][0] > _MAX_AGE_S:
        cache[key] = now, asyncio.create_task(read())
    return await asyncio.shield(cache[key][1])
