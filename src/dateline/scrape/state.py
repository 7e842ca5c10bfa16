"""What is known of each URL, in SQLite: so that a scrape can go on, and the next one save work.

A run is one scrape from beginning to end, however often it was interrupted. A page's `state` is
that of its run; what was stored of it (digest, ETag and so on) stays from one run to the next.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

import orjson

from dateline.errors import Stop
from dateline.scrape.listing import Link, Listing

FILE = "state.sqlite3"
NEW, FETCHED, UNCHANGED, REJECTED = "NEW", "FETCHED", "UNCHANGED", "REJECTED"

_VERSION = 1
_SCHEMA = """
CREATE TABLE run (id INTEGER PRIMARY KEY, finished INTEGER NOT NULL DEFAULT 0);
CREATE TABLE warc (name TEXT PRIMARY KEY, source TEXT NOT NULL, bytes INTEGER NOT NULL);
CREATE TABLE page (
  url TEXT PRIMARY KEY, source TEXT NOT NULL, position INTEGER NOT NULL, run INTEGER NOT NULL,
  state TEXT NOT NULL, hops INTEGER NOT NULL DEFAULT 0, location TEXT, lastmod TEXT,
  reason TEXT, detail TEXT, not_before REAL,
  final TEXT, etag TEXT, last_modified TEXT, stored_lastmod TEXT, digest TEXT, signals TEXT,
  warc TEXT, warc_end INTEGER, record_id TEXT
) WITHOUT ROWID;
CREATE INDEX page_run ON page (run, state, hops, position);
CREATE TABLE list (
  url TEXT PRIMARY KEY, source TEXT NOT NULL, run INTEGER NOT NULL, reason TEXT, detail TEXT,
  etag TEXT, last_modified TEXT, listing TEXT
) WITHOUT ROWID;
"""
_FORGET = (
    "final = NULL, etag = NULL, last_modified = NULL, stored_lastmod = NULL, digest = NULL, "
    "signals = NULL, warc = NULL, warc_end = NULL, record_id = NULL"
)


@dataclass(frozen=True)
class PageRow:
    """A page that is still to be asked for: at `location` after `hops` redirects, else at `url`.

    From `final` on, what was stored of it last. `signals` is JSON of their identities.
    """

    url: str
    source: str
    hops: int
    location: str | None
    lastmod: str | None
    not_before: float | None
    final: str | None
    etag: str | None
    last_modified: str | None
    stored_lastmod: str | None
    digest: str | None
    signals: str | None


@dataclass(frozen=True)
class ListRow:
    """A feed or sitemap as it was read last; `is_done` where that was in this run."""

    etag: str | None
    last_modified: str | None
    listing: Listing
    is_done: bool


_COLUMNS = ", ".join(field.name for field in fields(PageRow))


class State:
    """The database of a folder of pages. Raises Stop where it cannot be read."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        try:
            self._db = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")  # a lost commit only means fetch again
            self._create()
        except sqlite3.Error as error:
            raise Stop(
                f"{self._path} cannot be read: {error}. Move it away to scrape everything anew; "
                "the WARC files beside it stay as they are"
            ) from error
        row = self._db.execute("SELECT id, finished FROM run ORDER BY id DESC LIMIT 1").fetchone()
        self.run: int = 1 if row is None else row[0] + row[1]
        self.is_under_way: bool = row is not None and not row[1]

    def _create(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            self._db.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = {_VERSION};COMMIT;")
        elif version != _VERSION:
            raise Stop(f"{self._path} has version {version}, this Dateline reads {_VERSION}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the file free."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside, or none."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def begin(self) -> None:
        """Start the run, or go on with it."""
        self._db.execute("INSERT OR IGNORE INTO run (id) VALUES (?)", (self.run,))

    def finish(self) -> None:
        """The run is complete; the next scrape is a new one."""
        self._db.execute("UPDATE run SET finished = 1 WHERE id = ?", (self.run,))

    def register(self, found: Iterable[tuple[str, Sequence[Link]]]) -> None:
        """Take the links of each source into the run. A link belongs to the first that has it.

        What an interrupted run had from sources that are gone is left out of it.
        """
        found = list(found)
        rows = [(name, link) for name, links in found for link in links]
        names = orjson.dumps([name for name, _ in found]).decode()
        with self.transaction():
            self._db.execute(
                "UPDATE page SET run = 0 WHERE run = ? AND state = 'NEW' "
                "AND source NOT IN (SELECT value FROM json_each(?))",
                (self.run, names),
            )
            for position, (name, link) in enumerate(rows):
                self._db.execute(
                    "INSERT INTO page (url, source, position, run, state, lastmod) "
                    "VALUES (?1, ?2, ?3, ?4, 'NEW', ?5) ON CONFLICT (url) DO UPDATE SET "
                    "source = ?2, position = ?3, run = ?4, state = 'NEW', lastmod = ?5, hops = 0, "
                    "location = NULL, reason = NULL, detail = NULL WHERE run <> ?4",
                    (link.url, name, position, self.run, link.lastmod),
                )

    def level(self) -> int | None:
        """The fewest redirects behind a page that is still to be asked for, None for no page."""
        query = "SELECT min(hops) FROM page WHERE run = ? AND state = 'NEW'"
        least: int | None = self._db.execute(query, (self.run,)).fetchone()[0]
        return least

    def pending(self, level: int) -> list[PageRow]:
        """The pages of a level that are still to be asked for, in the order they were found."""
        query = (
            f"SELECT {_COLUMNS} FROM page WHERE run = ? AND state = 'NEW' AND hops = ? "
            "ORDER BY position"
        )
        return [PageRow(*row) for row in self._db.execute(query, (self.run, level))]

    def locations(self) -> dict[str, str | None]:
        """All pages of the run, and where those that redirect lead."""
        query = "SELECT url, location FROM page WHERE run = ? ORDER BY hops, position"
        return dict(self._db.execute(query, (self.run,)).fetchall())

    def update(self, url: str, **values: Any) -> None:
        """Change columns of a page."""
        names = ", ".join(f"{name} = ?" for name in values)
        self._db.execute(f"UPDATE page SET {names} WHERE url = ?", (*values.values(), url))

    def read_list(self, url: str) -> ListRow | None:
        """What a feed or sitemap said last, or None where it was never read."""
        query = "SELECT etag, last_modified, listing, run, reason FROM list WHERE url = ?"
        row = self._db.execute(query, (url,)).fetchone()
        if row is None or row[2] is None:
            return None
        pages, sitemaps, left_out = orjson.loads(row[2])
        listing = Listing([Link(*page) for page in pages], sitemaps, left_out)
        return ListRow(row[0], row[1], listing, row[3] == self.run and row[4] is None)

    def save_list(
        self,
        url: str,
        source: str,
        listing: Listing | None,
        *,
        validators: tuple[str | None, str | None] = (None, None),
        problem: tuple[str, str] | None = None,
    ) -> None:
        """Record how reading a feed or sitemap ended: `problem` is reason and detail."""
        text = None
        if listing is not None:  # orjson takes no named tuples
            pages = [list(link) for link in listing.pages]
            text = orjson.dumps([pages, listing.sitemaps, listing.left_out]).decode()
        self._db.execute(
            "INSERT OR REPLACE INTO list VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (url, source, self.run, *(problem or (None, None)), *validators, text),
        )

    def warcs(self) -> list[tuple[str, str, int]]:
        """Name, source and committed bytes of our WARC files, in their order."""
        return self._db.execute("SELECT name, source, bytes FROM warc ORDER BY name").fetchall()

    def set_warc(self, name: str, source: str, size: int) -> None:
        """Record how many bytes of a WARC file count."""
        self._db.execute("INSERT OR REPLACE INTO warc VALUES (?, ?, ?)", (name, source, size))

    def forget_warc(self, name: str) -> None:
        """A WARC file is gone: its pages were never fetched."""
        with self.transaction():
            self._db.execute(
                "UPDATE page SET state = 'NEW', hops = 0, location = NULL "
                "WHERE warc = ? AND run = ? AND state IN ('FETCHED', 'UNCHANGED')",
                (name, self.run),
            )
            self._db.execute(f"UPDATE page SET {_FORGET} WHERE warc = ?", (name,))
            self._db.execute("DELETE FROM warc WHERE name = ?", (name,))

    def addresses(self) -> list[tuple[str, str | None]]:
        """Every page's address, and where the stored one was found."""
        return self._db.execute("SELECT url, final FROM page ORDER BY url").fetchall()

    def withdraw(self, url: str, detail: str) -> None:
        """Forget what was stored of a page, and reject it."""
        self._db.execute(
            f"UPDATE page SET {_FORGET}, state = 'REJECTED', reason = 'WITHDRAWN', detail = ?, "
            "not_before = NULL WHERE url = ?",
            (detail, url),
        )

    def shrink_warc(self, name: str, size: int) -> None:
        """A WARC file is about to be replaced by a shorter one. It is on the disk on return."""
        self._db.execute("PRAGMA synchronous = FULL")
        with self.transaction():
            self._db.execute("UPDATE warc SET bytes = ? WHERE name = ?", (size, name))
            self._db.execute("UPDATE page SET warc_end = NULL WHERE warc = ?", (name,))

    def counts(self) -> list[tuple[str, str, str | None, int]]:
        """Source, state, reason and number of the run's pages; a list that failed is one too."""
        query = (
            "SELECT source, state, reason, count(*) FROM page WHERE run = ?1 "
            "GROUP BY source, state, reason UNION ALL "
            "SELECT source, 'REJECTED', reason, count(*) FROM list "
            "WHERE run = ?1 AND reason IS NOT NULL GROUP BY source, reason"
        )
        return self._db.execute(query, (self.run,)).fetchall()

    def rejects(self) -> list[tuple[str, str, str, str]]:
        """Source, URL, reason and detail of what the last run rejected, sorted."""
        query = (
            "SELECT source, url, reason, detail FROM page WHERE state = 'REJECTED' "
            "AND run = (SELECT max(id) FROM run) UNION ALL "
            "SELECT source, url, reason, detail FROM list WHERE reason IS NOT NULL "
            "AND run = (SELECT max(id) FROM run) ORDER BY 1, 2, 3"
        )
        return self._db.execute(query).fetchall()
