"""One page asked for: what comes of it as an outcome for the store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import orjson

from dateline.errors import Reject
from dateline.scrape.discover import conditions, failure
from dateline.scrape.fetch import Client, Response, Unanswered, redirect_target
from dateline.scrape.local import content_type
from dateline.scrape.media import is_page, media_type
from dateline.scrape.permissions.page_signals import page_signals
from dateline.scrape.permissions.rights import licence
from dateline.scrape.permissions.signals import Signal, identity, settle
from dateline.scrape.permissions.site import Sites
from dateline.scrape.sources import Source
from dateline.scrape.state import FETCHED, REJECTED, UNCHANGED, PageRow
from dateline.scrape.store import Outcome
from dateline.scrape.warc import page_record
from dateline.urls import article_id, normalise_url

_MAX_WAIT_S = 30 * 24 * 3600.0  # a longer Retry-After is not believed


Files = dict[tuple[str, str], Path]  # of local sources, by source and address


class Visitor:
    """Asks for pages. It keeps nothing; all it knows of a page is in the page's row."""

    def __init__(
        self,
        client: Client,
        sites: Sites,
        sources: Mapping[str, Source],
        files: Files,
        clock: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._sites = sites
        self._sources = sources
        self._files = files
        self._clock = clock

    async def visit(self, row: PageRow) -> Outcome:
        """Ask for a page, unless the site or an earlier answer says not to."""
        try:
            self._check_withdrawn(row)
            if self._sources[row.source].is_local:
                return await asyncio.to_thread(self._read_file, row)
            self._check_wait(row)
            return await self._visit(row)
        except Reject as error:
            reason, detail = failure(error)
            if row.location:
                detail = f"redirected to {row.location}: {detail}"
                reason = "REDIRECT" if reason == "PRIVATE_ADDRESS" else reason
            return _rejected(row, reason, detail, not_before=row.not_before)
        except Unanswered as error:
            wait = self._clock().timestamp() + min(error.after_s or 0.0, _MAX_WAIT_S)
            return _rejected(row, *failure(error), not_before=wait)

    def _check_withdrawn(self, row: PageRow) -> None:
        name = article_id(row.location or row.url)
        if name in self._client.settings.withdrawn:
            raise Reject("WITHDRAWN", f"the address {name} is in corpus/withdrawn.jsonl")

    def _check_wait(self, row: PageRow) -> None:
        now = self._clock().timestamp()
        if row.not_before and row.not_before > now:
            until = datetime.fromtimestamp(row.not_before, tz=self._clock().tzinfo)
            raise Reject("HTTP_ERROR", f"the server asked us to wait until {until:%Y-%m-%d %H:%M}")

    async def _visit(self, row: PageRow) -> Outcome:
        url = row.location or row.url
        source = self._sources[row.source]
        delay_s = await self._sites.delay_s(url, source.delay_s)
        site = await self._sites.signals(url, delay_s)
        is_same_site = _identities(site) == _site_part(row.signals)
        if is_same_site and _is_unchanged(row):
            return _unchanged(row)
        headers = {}
        if is_same_site and row.final == url:
            headers = conditions(row.etag, row.last_modified)
        response = await self._ask(url, delay_s, headers)
        if response.status == 304 and _has_new_signals(row, response, self._clock()):
            response = await self._ask(url, delay_s, {})
        if target := redirect_target(response):
            values = {"location": normalise_url(target), "hops": row.hops + 1}
            return Outcome(row.url, row.source, values)
        if response.status == 304:
            return _unchanged(row)
        if response.status != 200:
            raise Reject("HTTP_ERROR", f"HTTP {response.status} {response.reason}".strip())
        fetched = self._clock().replace(microsecond=0)
        return await asyncio.to_thread(_fetched, row, source, response, site=site, fetched=fetched)

    async def _ask(self, url: str, delay_s: float, headers: Mapping[str, str]) -> Response:
        """The answer, after redirects that lead to the same page in another spelling."""
        start, limits = url, self._client.settings.limits
        for _ in range(limits.redirects + 1):
            response = await self._client.get(
                url, delay_s=delay_s, cap=limits.page, headers=headers, check=_check_type
            )
            target = redirect_target(response)
            if target is None or normalise_url(target) != normalise_url(start):
                return response
            url = target
        raise Reject("REDIRECT", f"{start} redirects to itself")

    def _read_file(self, row: PageRow) -> Outcome:
        source, limit = self._sources[row.source], self._client.settings.limits.page.decoded
        path = self._files.get((row.source, row.url))
        if path is None:
            raise Reject("BROKEN_RECORD", "the file is gone")
        try:
            if (size := path.stat().st_size) > limit:
                raise Reject("TOO_LARGE", f"{path} has {size:,} bytes, the limit is {limit:,}")
            body = path.read_bytes()
        except OSError as error:
            raise Reject("BROKEN_RECORD", str(error)) from error
        headers = (("Content-Type", content_type(source)),)
        response = Response(row.url, 0, "", headers, body)
        fetched = self._clock().replace(microsecond=0)
        return _fetched(row, source, response, site=[], fetched=fetched)


def _fetched(
    row: PageRow, source: Source, response: Response, *, site: list[Signal], fetched: datetime
) -> Outcome:
    """A page with its record, or unchanged where body and signals are those stored already."""
    is_text = media_type(response.header("content-type") or "") == "text/plain"
    html = b"" if is_text else response.body
    signals = settle(site, page_signals(response.headers, html, fetched))
    about = {
        "source": source.name,
        "requested_url": row.url,
        "declared": source.licence,
        "licence": licence(html, None, response.headers),
        "signals": signals,
    }
    url = normalise_url(response.url) or response.url
    record = page_record(
        url,
        response.body,
        about,
        fetched=fetched,
        status=(response.status, response.reason) if response.status else None,
        headers=response.headers,
    )
    identities = orjson.dumps(_identities(signals)).decode()
    values = {
        "final": url,
        "etag": response.header("etag"),
        "last_modified": response.header("last-modified"),
        "stored_lastmod": row.lastmod,
        "digest": record.digest,
        "signals": identities,
    }
    if (row.digest, row.signals, row.final) == (record.digest, identities, url):
        return Outcome(row.url, row.source, {**values, "state": UNCHANGED})
    values |= {"state": FETCHED, "record_id": record.record_id}
    return Outcome(row.url, row.source, values, record)


def _unchanged(row: PageRow) -> Outcome:
    return Outcome(row.url, row.source, {"state": UNCHANGED, "stored_lastmod": row.lastmod})


def _rejected(
    row: PageRow, reason: str, detail: str, *, not_before: float | None = None
) -> Outcome:
    values = {"state": REJECTED, "reason": reason, "detail": detail, "not_before": not_before}
    return Outcome(row.url, row.source, values)


def _check_type(response: Response) -> None:
    content_type = response.header("content-type") or ""
    if not is_page(content_type):
        raise Reject("NOT_HTML", f"Content-Type {content_type}")


def _is_unchanged(row: PageRow) -> bool:
    """Whether the sitemap says so: a time, not just a day, that is the one of the stored page."""
    return bool(row.digest and row.lastmod and "T" in row.lastmod) and (
        row.lastmod == row.stored_lastmod
    )


def _has_new_signals(row: PageRow, response: Response, seen: datetime) -> bool:
    """Whether the headers of a 304 say something that the stored page does not have."""
    stored = orjson.loads(row.signals or "[]")
    return any(s not in stored for s in _identities(page_signals(response.headers, b"", seen)))


def _identities(signals: list[Signal]) -> list[list[str]]:
    return sorted(list(identity(signal)) for signal in signals)


def _site_part(signals: str | None) -> list[list[str]] | None:
    """Of stored identities those from files of the site; None where nothing is stored."""
    if signals is None:
        return None
    return [entry for entry in orjson.loads(signals) if entry[2].startswith("http")]
