"""All sources of a scrape: discovered, then asked for, host beside host, and written down."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from dateline.scrape.discover import Lists, discover
from dateline.scrape.fetch import Client
from dateline.scrape.listing import Link
from dateline.scrape.local import list_files
from dateline.scrape.permissions.site import Sites
from dateline.scrape.report import ScrapeProgress, count_sources, total
from dateline.scrape.settings import ScrapeSettings
from dateline.scrape.sources import Source
from dateline.scrape.state import FETCHED, NEW, REJECTED, UNCHANGED, PageRow, State
from dateline.scrape.store import Outcome, Store
from dateline.scrape.visit import Files, Visitor

Progress = Callable[[ScrapeProgress], None]

_WORKERS = 4  # pages of one host that may be under way: one is asked for, the others wait to repeat
_BATCH = 64  # pages that are flushed to the disk together


async def crawl(
    sources: Sequence[Source],
    store: Store,
    settings: ScrapeSettings,
    *,
    clock: Callable[[], datetime],
    rng: random.Random,
    progress: Progress,
) -> int:
    """Scrape the sources into the store; the bytes that came over the wire.

    Pages come in levels: those that were found, then those they redirect to, and so on. Which of
    two pages that lead to the same place is kept is decided between two levels, by their order in
    the sources, so it depends neither on the network nor on where a scrape was interrupted.
    """
    store.state.begin()
    files: Files = {}
    async with Client(settings, rng) as client:
        sites = Sites(client, clock)
        progress(ScrapeProgress("discover"))
        lists = Lists(client, sites, store.state)
        found = await asyncio.gather(*(_find(source, lists, files) for source in sources))
        store.state.register(zip((source.name for source in sources), found, strict=True))
        visitor = Visitor(client, sites, {source.name: source for source in sources}, files, clock)
        writer = _Writer(store, client, progress, sources)
        while (level := store.state.level()) is not None:
            if level:
                settle_redirects(store.state, level, settings.limits.redirects)
            await _visit_all(store.state.pending(level), visitor, writer)
        return client.bytes


async def _find(source: Source, lists: Lists, files: Files) -> list[Link]:
    """The pages of any source; `files` gets the paths of local ones."""
    if source.warcs:
        source.warc_files()  # raises Stop where one is missing, before anything is fetched
        return []
    if source.is_local:
        local = list_files(source)
        files.update(((source.name, url), path) for url, path in local.items())
        return [Link(url) for url in local if source.wants(url)][: source.limit]
    return await discover(source, lists)


def settle_redirects(state: State, level: int, limit: int) -> None:
    """Reject the pages of a level that lead to a page we have anyway, to themselves, or too far."""
    leads_to = state.locations()
    taken: dict[str, str] = {}
    for url, location in leads_to.items():
        if location and location not in leads_to:
            taken.setdefault(location, url)
    with state.transaction():
        for row in state.pending(level):
            if verdict := _judge(row, leads_to, taken, limit):
                reason, detail = verdict
                state.update(row.url, state=REJECTED, reason=reason, detail=detail)


def _judge(
    row: PageRow, leads_to: Mapping[str, str | None], taken: Mapping[str, str], limit: int
) -> tuple[str, str] | None:
    """Reason and detail why a redirected page is not followed, or None."""
    target = row.location or row.url
    if row.hops > limit:
        return "REDIRECT", f"more than {limit} redirects; the next is to {target}"
    if target in leads_to:
        seen, at = {row.url}, target
        while at not in seen and (onward := leads_to.get(at)):
            seen.add(at)
            at = onward
        if at in seen:
            return "REDIRECT", f"to {target}, in a circle"
        return "DUPLICATE", f"redirects to {target}, which is a page of this scrape itself"
    if (owner := taken[target]) != row.url:
        return "DUPLICATE", f"redirects to {target}, as {owner} does, which is kept"
    return None


async def _visit_all(rows: Sequence[PageRow], visitor: Visitor, writer: _Writer) -> None:
    """Visit pages, the hosts side by side, and write down the outcomes as they come."""
    hosts: dict[str, list[PageRow]] = defaultdict(list)
    for row in rows:
        hosts[urlsplit(row.location or row.url).hostname or ""].append(row)
    queue: asyncio.Queue[Outcome] = asyncio.Queue(_BATCH)

    async def work(todo: Iterator[PageRow]) -> None:
        for row in todo:
            await queue.put(await visitor.visit(row))

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(writer.write(queue, len(rows)))
            for host in hosts.values():
                todo = iter(host)
                for _ in range(min(_WORKERS, len(host))):
                    group.create_task(work(todo))
    except BaseExceptionGroup as errors:  # one reason to stop is enough for one readable message
        raise errors.exceptions[0] from errors


class _Writer:
    """Writes outcomes in batches, and says how far the scrape is."""

    def __init__(
        self, store: Store, client: Client, progress: Progress, sources: Sequence[Source]
    ) -> None:
        self._store = store
        self._client = client
        self._progress = progress
        self._sources = sources

    async def write(self, queue: asyncio.Queue[Outcome], number: int) -> None:
        """Write `number` outcomes."""
        start = total(count_sources(self._store.state, self._sources))
        ended: Counter[str] = Counter()
        while number:
            batch = [await queue.get()]
            while not queue.empty() and len(batch) < _BATCH:
                batch.append(queue.get_nowait())
            await asyncio.to_thread(self._store.write, batch)
            number -= len(batch)
            ended.update(outcome.values.get("state", NEW) for outcome in batch)
            self._progress(
                ScrapeProgress(
                    "fetch",
                    found=start.found,
                    fetched=start.fetched + ended[FETCHED],
                    unchanged=start.unchanged + ended[UNCHANGED],
                    rejected=sum(start.rejected.values()) + ended[REJECTED],
                    bytes=self._client.bytes,
                    url=batch[-1].url,
                )
            )
