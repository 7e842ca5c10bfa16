"""The records of a WARC file, and where it is damaged."""

from __future__ import annotations

import base64
import gzip
import hashlib
import mmap
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

_GZIP = b"\x1f\x8b\x08"
_PLAIN = b"\r\n\r\nWARC/1."
_STEP = 1 << 16
_MANDATORY = {"warc-type", "warc-date", "content-length"}


class Block(NamedTuple):
    """A record: its type, its headers by lower-case name, its date, and its block.

    The block is None where it is longer than the limit; `size` says how long.
    """

    kind: WarcRecordType
    headers: dict[str, str]
    date: datetime
    size: int
    block: bytes | None


class Damage(NamedTuple):
    """The record that begins at byte `offset`, or the next one, cannot be read."""

    offset: int
    detail: str


def read_records(path: Path, limit: int) -> Iterator[Block | Damage]:
    """The records of a WARC file, plain or compressed, and its damages."""
    return (record for _, record in placed_records(path, limit))


def placed_records(path: Path, limit: int) -> Iterator[tuple[int, Block | Damage]]:
    """The records and damages of a WARC file, each with the byte where it begins.

    After a damage reading goes on at the next record that is whole (gzip and plain files).
    """
    start: int | None = 0
    reported = False
    while start is not None:
        last = start - 1  # the beginning of the last record that was whole
        try:
            for at, block in _read_from(path, start, limit):
                last, reported = at, False
                yield at, block
            _check_tail(path, max(last, start))
            return
        except (OSError, EOFError, KeyError, ValueError) as error:
            if not reported:
                yield max(last, start), Damage(max(last, start), str(error))
            reported = True
        start = _next_record(path, last + 1 if last >= start else start + 1)


def _read_from(path: Path, start: int, limit: int) -> Iterator[tuple[int, Block]]:
    with path.open("rb") as stream:
        stream.seek(start)
        for record in ArchiveIterator(stream, parse_http=False):
            size = record.content_length
            block = record.reader.read() if size <= limit else None
            if block is not None and len(block) < size:
                raise EOFError(f"a record of {size:,} bytes ends after {len(block):,}")
            yield record.stream_pos, _block(record, size, block)


def _block(record: WarcRecord, size: int, block: bytes | None) -> Block:
    headers = {name.lower(): value for name, value in record.headers.items()}
    if missing := _MANDATORY - set(headers):
        raise EOFError(f"a record without {', '.join(sorted(missing))}")
    if record.record_date is None:
        raise EOFError(f"a record with WARC-Date {headers['warc-date']!r}")
    if headers["content-length"].strip() != str(size):
        raise EOFError(f"a record with Content-Length {headers['content-length']!r}")
    if block is not None and not _as_written(block, headers.get("warc-block-digest", "")):
        raise EOFError(f"a record whose block is not that of {headers['warc-block-digest']}")
    return Block(record.record_type, headers, record.record_date, size, block)


def _as_written(block: bytes, digest: str) -> bool:
    """False where the block has another SHA-1, in hexadecimal or base 32. Others are not checked.

    gzip's own checksum stands behind the record, so it says nothing where a file is cut there.
    """
    algorithm, _, value = digest.partition(":")
    if algorithm.lower() != "sha1":
        return True
    found = hashlib.sha1(block, usedforsecurity=False)
    forms = (found.hexdigest().upper(), base64.b32encode(found.digest()).decode())
    return value.strip().upper() in forms


def _check_tail(path: Path, at: int) -> None:
    """Raise EOFError where the file ends inside a gzip member: fastwarc takes that for its end."""
    with path.open("rb") as stream:
        stream.seek(at)
        head = stream.read(len(_GZIP))
        if not head:
            raise EOFError("the file is empty")
        if head == _GZIP:
            stream.seek(at)
            with gzip.open(stream) as members:
                while members.read(_STEP):
                    pass


def _next_record(path: Path, start: int) -> int | None:
    """Where the next record begins at or after `start`, as far as one can tell from its bytes."""
    if path.stat().st_size <= start:
        return None
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:3] != _GZIP:
            found = data.find(_PLAIN, max(start - 4, 0))
            return found + 4 if found >= 0 else None
        at = data.find(_GZIP, start)
        while at >= 0:
            try:
                if zlib.decompressobj(31).decompress(data[at : at + 512], 5) == b"WARC/":
                    return at
            except zlib.error:
                pass
            at = data.find(_GZIP, at + 1)
    return None
