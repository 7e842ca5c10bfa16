"""From sources to pages: the scrape of a project, with its rejects as a shard."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version

import orjson

from dateline import scrape as scraping
from dateline.engine import Counts
from dateline.errors import Usage
from dateline.pipeline.rows import rejects_table
from dateline.pipeline.withdrawn import addresses, read_withdrawn
from dateline.project import Project
from dateline.scrape import Limits, ScrapeProgress, ScrapeReport, ScrapeSettings
from dateline.shards import write_json, write_table

_COUNTS = "scrape.json"


def scrape(
    project: Project,
    resolve: Mapping[str, str] | None = None,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    progress: Callable[[ScrapeProgress], None] | None = None,
) -> ScrapeReport:
    """Fetch what is new or changed of the project's sources into `project.pages`.

    `resolve` gives a host an "address:port" and allows it, as curl --resolve does. Raises Usage
    where there is no source.
    """
    sources = scraping.read_sources(project.sources)
    if not sources:
        raise Usage(
            f"{project.sources} names no source. Write a table [[source]] for each; the keys that "
            "may stand there are in docs/project.md"
        )
    project.pages.mkdir(parents=True, exist_ok=True)
    report = scraping.scrape(
        sources,
        project.pages,
        settings=_settings(project, resolve or {}),
        clock=clock,
        rng=random.Random(0),
        progress=progress,
    )
    rejected = rejects_table(list(scraping.rejects(project.pages)))
    write_table(rejected, project.rejects / "scrape" / "all.arrow")
    total = report.total
    counts = {"in": total.found, "kept": total.fetched + total.unchanged, "rejected": len(rejected)}
    write_json(counts, project.work / _COUNTS)
    return report


def _settings(project: Project, resolve: Mapping[str, str]) -> ScrapeSettings:
    chosen = project.settings.scrape
    contact = f" (+{chosen.contact})" if chosen.contact else ""
    return ScrapeSettings(
        user_agent=f"Dateline/{version('dateline')}{contact}",
        delay_s=chosen.delay_s,
        concurrency=chosen.concurrency,
        allow_hosts=frozenset(chosen.allow_hosts),
        resolve=resolve,
        withdrawn=addresses(read_withdrawn(project.withdrawn)),
        limits=Limits(answer_s=chosen.timeout_s, tries=chosen.tries),
    )


def scraped(project: Project) -> Counts:
    """The counts of the last scrape, over all sources; {} where there was none."""
    path = project.work / _COUNTS
    counts: Counts = orjson.loads(path.read_bytes()) if path.is_file() else {}
    return counts
