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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
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

REWRITTEN = ".new"  # behind the name of a WARC file


@dataclass(frozen=True)
class Outcome:
    """How asking for a page ended: columns of the state to change, and a record to append."""

    url: str
    source: str
    values: dict[str, Any] = field(default_factory=dict)
    record: Record | None = None


@dataclass
class _Part:
    """Records that go to one file, behind its first `size` bytes."""

    source: str
    name: str
    size: int
    outcomes: list[Outcome] = field(default_factory=list)


@contextmanager
def open_store(
    folder: Path,
    sources: Iterable[Source],
    settings: ScrapeSettings,
    clock: Callable[[], datetime],
) -> Iterator[Store]:
    """The store of a folder, for one scrape at a time.

    Raises Stop where the folder is in use or damaged, and where the disk is full; nothing that was
    there before is lost.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with lock(folder), State(folder) as state:
            recover(folder, state)
            yield Store(folder, state, sources, settings, clock)
    except (OSError, sqlite3.OperationalError) as error:
        raise Stop(
            f"cannot go on with {folder}: {error}. If the disk is full, make room, and scrape "
            "again: it goes on where it was, and what was there is kept"
        ) from error


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """The folder for one process alone. Raises Stop where another one has it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise Stop(
            f"another scrape or retract is writing to {folder}; wait until it has ended"
        ) from error
    try:
        yield
    finally:
        os.close(handle)


def recover(folder: Path, state: State) -> None:
    """Cut off what was written but not committed, and carry out what was committed.

    Raises Stop where a file is shorter than what was written.
    """
    for name, _, size in state.warcs():
        path = folder / name
        _finish_rewrite(path, size)
        there = path.stat().st_size if path.exists() else 0
        if size == 0:  # the scrape died with its first batch
            path.unlink(missing_ok=True)
            state.forget_warc(name)
        elif not path.exists():
            log.warning("%s is gone; its pages are fetched again", path)
            state.forget_warc(name)
        elif there < size:
            raise Stop(
                f"{path} has {there:,} bytes, but {size:,} were written. Restore it, or move "
                "it away: then its pages are fetched again"
            )
        elif there > size:
            os.truncate(path, size)


def _finish_rewrite(path: Path, size: int) -> None:
    """A file that a retraction wrote anew takes its place once the state counts its bytes.

    It is always the shorter one, so the two cannot be confused; if not yet counted, it goes.
    """
    rewritten = path.with_name(path.name + REWRITTEN)
    if rewritten.exists() and rewritten.stat().st_size == size:
        rewritten.replace(path)
    else:
        rewritten.unlink(missing_ok=True)


class Store:
    """WARC files and state of a folder; see `open_store`."""

    def __init__(
        self,
        folder: Path,
        state: State,
        sources: Iterable[Source],
        settings: ScrapeSettings,
        clock: Callable[[], datetime],
    ) -> None:
        self.state = state
        self._folder = folder
        self._stems = {source.name: source.stem for source in sources}
        self._settings = settings
        self._clock = clock

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Make a batch permanent."""
        parts = list(self._plan([outcome for outcome in outcomes if outcome.record]))
        with self.state.transaction():
            for outcome in outcomes:
                self.state.update(outcome.url, **outcome.values)
            for part in parts:
                self._append(part)

    def _plan(self, outcomes: Iterable[Outcome]) -> Iterator[_Part]:
        """Which records go to which file; a file that is full is followed by the next one."""
        batches: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in outcomes:
            batches[outcome.source].append(outcome)
        for source, batch in batches.items():
            part = _Part(source, *self._open_warc(source))
            size = part.size
            for outcome in batch:
                if size >= self._settings.limits.warc_bytes:
                    yield part
                    part, size = _Part(source, self._new_warc(source), 0), 0
                part.outcomes.append(outcome)
                size += len(outcome.record.members) if outcome.record else 0
            yield part

    def _append(self, part: _Part) -> None:
        """Append records behind the committed bytes of a file, inside the transaction."""
        path, size = self._folder / part.name, part.size
        with path.open("r+b" if path.exists() else "xb") as stream:
            stream.truncate(size)
            stream.seek(size)
            if size == 0:
                agent = self._settings.user_agent
                size += stream.write(info_record(part.name, part.source, self._clock(), agent))
            for outcome in part.outcomes:
                assert outcome.record
                size += stream.write(outcome.record.members)
                self.state.update(outcome.url, warc=part.name, warc_end=size)
            stream.flush()
            os.fsync(stream.fileno())
        self.state.set_warc(part.name, part.source, size)

    def _open_warc(self, source: str) -> tuple[str, int]:
        """Name and committed bytes of the file that the source's next page goes to."""
        own = [(name, size) for name, owner, size in self.state.warcs() if owner == source]
        if own and own[-1][1] < self._settings.limits.warc_bytes:
            return own[-1]
        return self._new_warc(source), 0

    def _new_warc(self, source: str) -> str:
        """The name of the source's next file.

        It is recorded before the file exists, so that a file without a record is somebody else's
        and never touched.
        """
        taken = {name for name, _, _ in self.state.warcs()}
        number = 0
        while (name := f"{self._stems[source]}-{number:05}.warc.gz") in taken or (
            self._folder / name
        ).exists():
            number += 1
        self.state.set_warc(name, source, 0)
        return name
