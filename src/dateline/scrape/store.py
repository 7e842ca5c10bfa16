"""Pages into WARC files, and what happened to each URL into the state; both or neither.

A batch is appended and flushed to the disk first, then committed together with the new length of
the file. What lies beyond a committed length was written by a scrape that died, and is cut off.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from dateline.errors import Stop
from dateline.scrape.settings import ScrapeSettings
from dateline.scrape.sources import Source
from dateline.scrape.state import State
from dateline.scrape.warc import Record, info_record

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How asking for a page ended: columns of the state to change, and a record to append."""

    url: str
    source: str
    values: dict[str, Any] = field(default_factory=dict)
    record: Record | None = None


class Store:
    """The folder of pages, held by one scrape at a time. Raises Stop where it cannot be used."""

    def __init__(
        self,
        folder: Path,
        sources: Iterable[Source],
        settings: ScrapeSettings,
        clock: Callable[[], datetime],
    ) -> None:
        self.folder = folder
        self._stems = {source.name: source.stem for source in sources}
        self._settings = settings
        self._clock = clock
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.state = State(folder)
        except OSError as error:
            os.close(self._lock)
            raise Stop(f"another scrape is writing to {folder}; wait until it has ended") from error
        except Stop:
            os.close(self._lock)
            raise
        self._recover()

    def close(self) -> None:
        """Give the folder free."""
        self.state.close()
        os.close(self._lock)

    def _recover(self) -> None:
        """Cut off what was written but not committed."""
        for name, _, size in self.state.warcs():
            path = self.folder / name
            there = path.stat().st_size if path.exists() else 0
            if size == 0:  # the scrape died with its first batch
                path.unlink(missing_ok=True)
                self.state.forget_warc(name)
            elif not path.exists():
                log.warning("%s is gone; its pages are fetched again", path)
                self.state.forget_warc(name)
            elif there < size:
                raise Stop(
                    f"{path} has {there:,} bytes, but {size:,} were written. Restore it, or move "
                    "it away: then its pages are fetched again"
                )
            elif there > size:
                os.truncate(path, size)

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Make a batch permanent. Raises Stop where the disk is full; what was there stays."""
        batches: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            if outcome.record:
                batches[outcome.source].append(outcome)
        try:
            files = {source: self._open_warc(source) for source in batches}
            with self.state.transaction():
                for outcome in outcomes:
                    self.state.update(outcome.url, **outcome.values)
                for source, batch in batches.items():
                    self._append(*files[source], source, batch)
        except (OSError, sqlite3.OperationalError) as error:
            raise Stop(
                f"cannot write to {self.folder}: {error}. Make room and scrape again: it goes on "
                "where it was, and what was there is kept"
            ) from error

    def _append(self, name: str, size: int, source: str, batch: Sequence[Outcome]) -> None:
        """Append a batch behind the committed `size` bytes of a file, inside the transaction."""
        path = self.folder / name
        with path.open("r+b" if path.exists() else "xb") as stream:
            stream.truncate(size)
            stream.seek(size)
            if size == 0:
                agent = self._settings.user_agent
                size += stream.write(info_record(name, source, self._clock(), agent))
            for outcome in batch:
                assert outcome.record
                size += stream.write(outcome.record.members)
                self.state.update(outcome.url, warc=name, warc_end=size)
            stream.flush()
            os.fsync(stream.fileno())
        self.state.set_warc(name, source, size)

    def _open_warc(self, source: str) -> tuple[str, int]:
        """Name and committed bytes of the file that the source's next page goes to.

        A new name is recorded before the file exists, so that a file without a record is somebody
        else's and never touched.
        """
        own = [(name, size) for name, owner, size in self.state.warcs() if owner == source]
        if own and own[-1][1] < self._settings.limits.warc_bytes:
            return own[-1]
        stem, number = self._stems[source], 0
        taken = {name for name, _ in own}
        while (name := f"{stem}-{number:05}.warc.gz") in taken or (self.folder / name).exists():
            number += 1
        self.state.set_warc(name, source, 0)
        return name, 0
