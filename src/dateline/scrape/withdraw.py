"""Pages taken out of the WARC files again, and out of what the next scrape asks for."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from dateline.scrape.pages import PAGES
from dateline.scrape.records import Damage, placed_records
from dateline.scrape.state import FILE, State
from dateline.scrape.store import REWRITTEN, lock, recover
from dateline.urls import article_id

_ENDINGS = (".warc", ".warc.gz")
_HEADERS = -1  # the longest block that is read: none


class _Stretch(NamedTuple):
    """Where a record begins, whether it is to go, and whether it is a page."""

    start: int
    goes: bool
    is_page: bool


def withdraw(folder: Path, addresses: Collection[str], records: Collection[str]) -> int:
    """Take pages out of the WARC files in `folder`; how many there were.

    A page goes with all its revisions and with what belongs to it, where its address or its record
    is one of `addresses` (ids of addresses, `urls.article_id`) or `records` (WARC-Record-IDs). What
    the state knows of it goes too. Killed at any moment, the next scrape or the same call goes on.
    Raises Stop where a scrape is under way.
    """
    if not folder.is_dir():
        return 0
    with lock(folder), contextlib.ExitStack() as stack:
        state = stack.enter_context(State(folder)) if (folder / FILE).is_file() else None
        if state:
            recover(folder, state)
            _forget(state, set(addresses))
        files = sorted(path for path in folder.iterdir() if path.name.endswith(_ENDINGS))
        gone = set(addresses) | set(records)
        return sum(_rewrite(path, gone, state) for path in files)


def _forget(state: State, addresses: set[str]) -> None:
    with state.transaction():
        for url, final in state.addresses():
            found = {article_id(each) for each in (url, final) if each} & addresses
            if found:
                state.withdraw(url, f"the address {min(found)} is in corpus/withdrawn.jsonl")


def _rewrite(path: Path, gone: set[str], state: State | None) -> int:
    """Copy a WARC file without the records that go, byte for byte; how many pages went.

    The copy takes the file's place only when the state counts its bytes: see `store.recover`.
    """
    stretches = list(_stretches(path, gone))
    if not any(stretch.goes for stretch in stretches):
        return 0
    rewritten = path.with_name(path.name + REWRITTEN)
    with path.open("rb") as old, rewritten.open("wb") as new:
        ends = [*(stretch.start for stretch in stretches[1:]), path.stat().st_size]
        for stretch, end in zip(stretches, ends, strict=True):
            if not stretch.goes:
                old.seek(stretch.start)
                new.write(old.read(end - stretch.start))
        new.flush()
        os.fsync(new.fileno())
    if state:
        state.shrink_warc(path.name, rewritten.stat().st_size)
    rewritten.replace(path)
    return sum(stretch.goes and stretch.is_page for stretch in stretches)


def _stretches(path: Path, gone: set[str]) -> Iterator[_Stretch]:
    """The records of a file. What cannot be read is part of the record before it, or stays."""
    going: set[str] = set()  # records, so that what belongs to them is known
    first = True
    for start, record in placed_records(path, _HEADERS):
        if first and (start or isinstance(record, Damage)):
            yield _Stretch(0, goes=False, is_page=False)
        first = False
        if isinstance(record, Damage):
            continue
        own = record.headers.get("warc-record-id", "")
        of = record.headers.get("warc-concurrent-to", "")
        address = record.headers.get("warc-target-uri", "").strip("<>")
        known = {own, of, article_id(address)} if address else {own, of}
        goes = bool(known & gone) or of in going
        if goes:
            going.add(own)
        yield _Stretch(start, goes, record.kind in PAGES)
