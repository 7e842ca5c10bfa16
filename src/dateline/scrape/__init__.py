"""Pages of the web, of feeds, sitemaps, folders and archives, into WARC files with their rights."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from dateline.scrape.crawl import crawl
from dateline.scrape.pages import Page, read_pages
from dateline.scrape.permissions.rights import licence, rights
from dateline.scrape.report import (
    ScrapeProgress,
    ScrapeReport,
    SourceCount,
    WarcFile,
    count_sources,
)
from dateline.scrape.settings import Limits, ScrapeSettings
from dateline.scrape.sources import Source, read_sources
from dateline.scrape.state import FILE, State
from dateline.scrape.store import open_store

__all__ = [
    "Limits",
    "Page",
    "ScrapeProgress",
    "ScrapeReport",
    "ScrapeSettings",
    "Source",
    "SourceCount",
    "WarcFile",
    "is_under_way",
    "licence",
    "read_pages",
    "read_sources",
    "rejects",
    "rights",
    "scrape",
    "warc_files",
]


T = TypeVar("T")


def scrape(
    sources: Sequence[Source],
    pages_dir: Path,
    *,
    settings: ScrapeSettings,
    clock: Callable[[], datetime],
    rng: random.Random,
    progress: Callable[[ScrapeProgress], None] | None = None,
) -> ScrapeReport:
    """Fetch all pages of the sources into WARC files in `pages_dir`; goes on where it was.

    `clock` gives aware times. Once a scrape is complete, the next one asks for everything again but
    stores only what is new or changed. Raises Stop where it cannot go on, without loss.
    """
    with open_store(pages_dir, sources, settings, clock) as store:
        size = _run(
            crawl(
                sources,
                store,
                settings,
                clock=clock,
                rng=rng,
                progress=progress or (lambda _: None),
            )
        )
        counts = count_sources(store.state, sources)
        store.state.finish()
    return ScrapeReport(counts, tuple(warc_files(sources, pages_dir)), size)


def _run(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`. Where an event loop runs already, as in a notebook, a thread has it."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    tasks: list[tuple[asyncio.AbstractEventLoop, asyncio.Future[T]]] = []

    async def noted() -> T:
        task = asyncio.ensure_future(work)
        tasks.append((asyncio.get_running_loop(), task))
        return await task

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(asyncio.run, noted())
        try:
            return future.result()
        except BaseException:  # whoever interrupts the cell ends the scrape, not only the waiting
            for loop, task in tasks:
                if not future.done():
                    loop.call_soon_threadsafe(task.cancel)
            raise


def warc_files(sources: Sequence[Source], pages_dir: Path) -> list[WarcFile]:
    """The WARC files with pages: ours in `pages_dir`, then those that `warc` sources name."""
    own: list[WarcFile] = []
    if (pages_dir / FILE).exists():
        with State(pages_dir) as state:
            own = [WarcFile(pages_dir / name) for name, _, size in state.warcs() if size]
    return own + [WarcFile(path, source) for source in sources for path in source.warc_files()]


def is_under_way(pages_dir: Path) -> bool:
    """Whether a scrape has begun and is not finished: it runs now, or was stopped."""
    if not (pages_dir / FILE).exists():
        return False
    with State(pages_dir) as state:
        return state.is_under_way


def rejects(pages_dir: Path) -> Iterator[dict[str, Any]]:
    """A row of reject.schema.json for each URL that the last scrape rejected, sorted."""
    if not (pages_dir / FILE).exists():
        return
    with State(pages_dir) as state:
        rows = state.rejects()
    for source, url, reason, detail in rows:
        yield {
            "step": "scrape",
            "reason": reason,
            "detail": detail,
            "source": source,
            "url": url,
            "article": None,
            "warc": None,
            "record_id": None,
        }
