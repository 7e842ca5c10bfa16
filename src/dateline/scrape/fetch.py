"""One polite HTTP request: a turn for its host, limits, and repeats where they may help."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import ada_url
import aiohttp
from yarl import URL

from dateline.errors import Reject, Retry
from dateline.scrape.address import GuardedResolver
from dateline.scrape.decode import ACCEPT_ENCODING, Truncated, decode_body
from dateline.scrape.settings import Cap, ScrapeSettings
from dateline.scrape.turns import Turns
from dateline.urls import normalise_url

_CHUNK = 1 << 16
_MAX_HEADER = 1 << 16  # bytes; some sites send content policies beyond aiohttp's 8 KiB
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"


class Unanswered(Retry):
    """No answer that can be used, after all tries; `status` is the last HTTP status, if any.

    `reached` says whether there was a connection, and `reason` is that of the reject.
    """

    def __init__(
        self,
        message: str,
        status: int | None = None,
        after_s: float | None = None,
        *,
        reached: bool = True,
    ) -> None:
        super().__init__(message, after_s)
        self.status = status
        self.reached = reached
        self.reason = "HTTP_ERROR" if status else "TIMEOUT" if reached else "UNREACHABLE"


@dataclass(frozen=True)
class Response:
    """An answer. The body is decoded, and empty unless the status is 200."""

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first header of that name (lower case), or None."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class Client:
    """An HTTP client that asks each host one thing at a time. Use it as a context manager."""

    def __init__(self, settings: ScrapeSettings, rng: random.Random) -> None:
        self.settings = settings
        self.bytes = 0
        self._rng = rng
        self._resolver = GuardedResolver(settings.allow_hosts, settings.resolve)
        self._turns = Turns(settings.concurrency)

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=self._resolver, use_dns_cache=False, limit=self.settings.concurrency
            ),
            timeout=aiohttp.ClientTimeout(total=self.settings.limits.answer_s),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            max_line_size=_MAX_HEADER,
            max_field_size=_MAX_HEADER,
            headers={
                "User-Agent": self.settings.user_agent,
                "Accept": _ACCEPT,
                "Accept-Encoding": ACCEPT_ENCODING,
            },
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def get(
        self,
        url: str,
        *,
        delay_s: float,
        cap: Cap,
        headers: Mapping[str, str] | None = None,
        check: Callable[[Response], None] | None = None,
    ) -> Response:
        """The answer of one hop: redirects are not followed.

        `check` may refuse an answer before its body is read. Raises Reject for what a repeat does
        not cure, Unanswered after the last try.
        """
        host = URL(url, encoded=True).host or ""
        self._resolver.check(host)
        for number in range(1, self.settings.limits.tries + 1):
            try:
                async with self._turns.take(host, delay_s):
                    return await self._ask(url, cap, headers or {}, check)
            except Unanswered as error:
                pause = self._pause_s(error, number)
                if number == self.settings.limits.tries or pause > self.settings.limits.wait_s:
                    message = f"{error} ({number} {'try' if number == 1 else 'tries'})"
                    raise Unanswered(
                        message, error.status, error.after_s, reached=error.reached
                    ) from error
                if error.after_s:
                    self._turns.hold(host, pause)
                await asyncio.sleep(pause)
        raise AssertionError("unreachable")

    async def follow(
        self,
        url: str,
        *,
        delay_of: Callable[[str], Awaitable[float]],
        cap: Cap,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The answer after redirects, or the last redirect where they are too many.

        `delay_of` gives the pause for each hop or raises Reject where it may not be asked for.
        """
        start = url
        for _ in range(self.settings.limits.redirects + 1):
            try:
                delay_s = await delay_of(url)
                response = await self.get(url, delay_s=delay_s, cap=cap, headers=headers)
            except Reject as error:
                if url == start:
                    raise
                raise Reject("REDIRECT", f"to {url}: {error}") from error
            if (target := redirect_target(response)) is None:
                break
            url = target
        return response

    def _pause_s(self, error: Unanswered, number: int) -> float:
        """What the server asks for, but at least an exponential one with jitter."""
        own = self.settings.backoff_s * 2.0 ** (number - 1) * self._rng.uniform(0.5, 1.5)
        return max(own, error.after_s or 0.0)

    async def _ask(
        self,
        url: str,
        cap: Cap,
        headers: Mapping[str, str],
        check: Callable[[Response], None] | None,
    ) -> Response:
        try:
            async with self._session.get(
                URL(url, encoded=True), headers=headers, allow_redirects=False
            ) as answer:
                response = _head(answer, url)
                if response.status in (408, 425, 429) or response.status >= 500:
                    what = f"HTTP {response.status} {response.reason}".strip()
                    raise Unanswered(what, response.status, _retry_after_s(response))
                if response.status != 200:
                    return response
                if check:
                    check(response)
                wire = await self._read(answer, cap)
        except TimeoutError as error:
            raise Unanswered(f"no answer in {self.settings.limits.answer_s:g} s") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            reached = not isinstance(error, aiohttp.ClientConnectorError)
            raise Unanswered(f"{type(error).__name__}: {error}", reached=reached) from error
        try:
            encoding = response.header("content-encoding") or ""
            body = await asyncio.to_thread(decode_body, wire, encoding, cap.decoded, cut=cap.cut)
        except ValueError as error:
            status = None if isinstance(error, Truncated) else response.status
            raise Unanswered(str(error), status) from error
        return Response(url, response.status, response.reason, response.headers, body)

    async def _read(self, answer: aiohttp.ClientResponse, cap: Cap) -> bytes:
        """The body as it comes over the wire."""
        if (answer.content_length or 0) > cap.wire and not cap.cut:
            raise Reject("TOO_LARGE", f"{answer.content_length:,} bytes, the limit is {cap.wire:,}")
        wire = bytearray()
        async for chunk in answer.content.iter_chunked(_CHUNK):
            self.bytes += len(chunk)
            wire += chunk
            if len(wire) > cap.wire:
                if cap.cut:
                    break
                raise Reject("TOO_LARGE", f"more than {cap.wire:,} bytes on the wire")
        return bytes(wire)


def redirect_target(response: Response) -> str | None:
    """The absolute address that a response redirects to, or None where it does not.

    Raises Reject where that is no http or https address.
    """
    location = response.header("location")
    if response.status not in (301, 302, 303, 307, 308) or location is None:
        return None
    try:
        location = location.encode("latin-1").decode("utf-8", "surrogateescape")
        target = str(ada_url.URL(location, base=response.url).href).partition("#")[0]
    except ValueError:
        target = ""
    if normalise_url(target) is None:
        raise Reject("REDIRECT", f"to {location!r}, which is no http or https address")
    return target


def _head(answer: aiohttp.ClientResponse, url: str) -> Response:
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.raw_headers
    )
    return Response(url, answer.status, answer.reason or "", headers)


def _retry_after_s(response: Response) -> float | None:
    """The Retry-After header in seconds; a date counts from the server's own Date header."""
    value = response.header("retry-after")
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        then, now = map(parsedate_to_datetime, (value, response.header("date") or ""))
        return max((then - now).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
