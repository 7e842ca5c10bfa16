"""What a scrape did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from dateline.scrape.sources import Source
from dateline.scrape.state import FETCHED, NEW, REJECTED, UNCHANGED, State


@dataclass(frozen=True)
class SourceCount:
    """URLs of one source: found = fetched + unchanged + rejected, once the scrape is complete.

    A feed or sitemap that failed counts as found and rejected. `rejected` is by reason.
    """

    fetched: int = 0
    unchanged: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0

    @property
    def found(self) -> int:
        """All URLs."""
        return self.fetched + self.unchanged + sum(self.rejected.values()) + self.waiting


class WarcFile(NamedTuple):
    """A WARC file with pages; `source` only where the file is not ours."""

    path: Path
    source: Source | None = None


@dataclass(frozen=True)
class ScrapeReport:
    """The counts of each source, the WARC files that hold all pages, and the bytes received."""

    sources: Mapping[str, SourceCount]
    warcs: tuple[WarcFile, ...]
    bytes: int

    @property
    def total(self) -> SourceCount:
        """The counts of all sources together."""
        return total(self.sources)


@dataclass(frozen=True)
class ScrapeProgress:
    """How far a scrape is: `phase` is discover or fetch; `url` was the last to end."""

    phase: str
    found: int = 0
    fetched: int = 0
    unchanged: int = 0
    rejected: int = 0
    bytes: int = 0
    url: str = ""


def count_sources(state: State, sources: Iterable[Source]) -> dict[str, SourceCount]:
    """The counts of the state's run, by the names of the sources."""
    table: dict[str, dict[str, dict[str, int]]] = {source.name: {} for source in sources}
    for source, kind, reason, number in state.counts():
        if source in table:
            reasons = table[source].setdefault(kind, {})
            reasons[reason or ""] = reasons.get(reason or "", 0) + number
    return {
        name: SourceCount(
            fetched=sum(kinds.get(FETCHED, {}).values()),
            unchanged=sum(kinds.get(UNCHANGED, {}).values()),
            rejected=dict(sorted(kinds.get(REJECTED, {}).items())),
            waiting=sum(kinds.get(NEW, {}).values()),
        )
        for name, kinds in table.items()
    }


def total(counts: Mapping[str, SourceCount]) -> SourceCount:
    """The sum of several counts."""
    rejected: Counter[str] = Counter()
    for count in counts.values():
        rejected.update(count.rejected)
    return SourceCount(
        fetched=sum(count.fetched for count in counts.values()),
        unchanged=sum(count.unchanged for count in counts.values()),
        rejected=dict(sorted(rejected.items())),
        waiting=sum(count.waiting for count in counts.values()),
    )
