"""Pages read from WARC files, ours and those of others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from fastwarc.warc import WarcRecordType

from dateline.errors import Reject, Stop
from dateline.scrape.decode import decode_body
from dateline.scrape.media import is_page, media_type
from dateline.scrape.permissions.page_signals import page_signals
from dateline.scrape.permissions.rights import licence
from dateline.scrape.permissions.signals import Signal
from dateline.scrape.records import Block, Damage, read_records
from dateline.scrape.settings import Limits
from dateline.scrape.sources import Source

RejectRow = dict[str, Any]

PAGES = (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion)
_NOTED = {"requested_url", "source", "licence", "signals"}  # another tool's note has others
_MAX_HEAD = 1 << 16  # bytes of HTTP headers


class Page(NamedTuple):
    """A page as it was fetched.

    `url` is where it was found, `requested_url` what was asked for; `status` is None for local
    files. `headers` have names in lower case, `body` has no Content-Encoding, `licence` is the SPDX
    identifier that the page itself states, else that of the source that was given to `read_pages`.
    `signals` are those of page and site (`$defs/signal` of article.schema.json).
    """

    url: str
    requested_url: str
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    content_type: str
    fetched: datetime
    warc: str
    record_id: str
    source: str | None
    licence: str | None
    signals: list[Signal]


def read_pages(
    path: Path, source: Source | None = None, *, text_only: bool = False
) -> Iterator[Page | RejectRow]:
    """The pages in a WARC file, and a row of reject.schema.json for each record that is none.

    Records of other tools carry no note of ours: `source` then names their source, and the signals
    are those in the page itself. A damaged file gives one row for each damage, and reading
    goes on at the next record that is whole. With `text_only` pages that are no plain text are
    passed over, at the cost of decompressing them. Raises Stop where the file does not exist.
    """
    if not path.is_file():
        raise Stop(f"the WARC file {path} does not exist; restore it, or scrape again")
    limit = Limits().page.decoded
    pending: Block | None = None
    for item in read_records(path, limit + _MAX_HEAD):
        if pending:
            about = _read_note(item, pending) if isinstance(item, Block) else None
            yield _read_page(pending, about, path.name, source, limit)
            pending = None
        if isinstance(item, Damage):
            yield _damage_row(item, path, source)
        elif item.kind in PAGES and (not text_only or _may_be_text(item)):
            pending = item
    if pending:
        yield _read_page(pending, None, path.name, source, limit)


def _may_be_text(record: Block) -> bool:
    """Whether a page's headers have the name of plain text anywhere."""
    kind = record.headers.get("content-type", "").encode()
    head = (record.block or b"")[:_MAX_HEAD].partition(b"\r\n\r\n")[0]
    return b"text/plain" in (head if kind.startswith(b"application/http") else kind).lower()


def _read_note(note: Block, page: Block) -> dict[str, Any] | None:
    """Our JSON about a page, where `note` is the metadata record that holds it."""
    if note.kind != WarcRecordType.metadata or not note.block:
        return None
    if note.headers.get("warc-concurrent-to") != page.headers.get("warc-record-id"):
        return None
    if note.headers.get("content-type") != "application/json":
        return None
    try:
        about = orjson.loads(note.block)
    except ValueError:
        return None
    return about if isinstance(about, dict) and about.keys() >= _NOTED else None


def _read_page(
    record: Block, about: dict[str, Any] | None, warc: str, source: Source | None, limit: int
) -> Page | RejectRow:
    url = record.headers.get("warc-target-uri", "").strip("<>")
    try:
        status, headers, body = _read_block(record, limit)
    except Reject as error:
        name = about["source"] if about else source.name if source else None
        return _row(error.reason, error.detail, record=record, warc=warc, source=name)
    content_type = dict(headers).get("content-type", "")
    fetched = record.date.astimezone(UTC)
    if about is None:
        html = b"" if media_type(content_type) == "text/plain" else body
        about = {
            "source": source.name if source else None,
            "requested_url": url,
            "licence": licence(html, None, headers),
            "signals": page_signals(headers, html, fetched),
        }
    return Page(
        url=url,
        requested_url=about["requested_url"],
        status=status,
        headers=headers,
        body=body,
        content_type=content_type,
        fetched=fetched,
        warc=warc,
        record_id=record.headers.get("warc-record-id", ""),
        source=about["source"],
        licence=about["licence"] or (source.licence if source else None),
        signals=about["signals"],
    )


def _read_block(record: Block, limit: int) -> tuple[int | None, tuple[tuple[str, str], ...], bytes]:
    """Status, headers and decoded body of a record. Raises Reject where it is no page."""
    if record.block is None:
        raise Reject("TOO_LARGE", f"{record.size:,} bytes, the limit is {limit:,}")
    if not record.headers.get("content-type", "").startswith("application/http"):
        content_type = record.headers.get("content-type", "")
        _check_type(content_type)
        return None, (("content-type", content_type),), record.block
    head, _, body = record.block.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/"):
        raise Reject("BROKEN_RECORD", "the record does not begin with an HTTP status line")
    line, *lines = head.decode("latin-1").split("\r\n")
    status = line.split()[1] if len(line.split()) > 1 else ""
    pairs = (item.partition(":") for item in lines)
    headers = tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)
    if status != "200":
        raise Reject("HTTP_ERROR", f"HTTP {status}")
    fields = dict(headers)
    _check_type(fields.get("content-type", ""))
    return 200, headers, _decode(body, fields, limit)


def _check_type(content_type: str) -> None:
    if not is_page(content_type):
        raise Reject("NOT_HTML", f"Content-Type {content_type}")


def _decode(body: bytes, headers: dict[str, str], limit: int) -> bytes:
    """The body as text. Many archives decode it and leave the header that says it is coded."""
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = _dechunk(body)
    try:
        return decode_body(body, headers.get("content-encoding", ""), limit)
    except ValueError as error:
        if body.lstrip()[:1] == b"<":
            return body
        raise Reject("BROKEN_RECORD", str(error)) from error


def _dechunk(body: bytes) -> bytes:
    """The body without its chunks, or as it is where it has none."""
    found, at = bytearray(), 0
    while (end := body.find(b"\r\n", at)) >= 0:
        try:
            size = int(body[at:end].partition(b";")[0], 16)
        except ValueError:
            return body
        if size == 0:
            return bytes(found)
        found += body[end + 2 : end + 2 + size]
        at = end + 2 + size + 2
    return body


def _damage_row(damage: Damage, path: Path, source: Source | None) -> RejectRow:
    detail = (
        f"{path} is damaged at or after byte {damage.offset:,}: {damage.detail}. The pages before "
        "it are kept; replace the file by a whole copy and clean again to get the rest"
    )
    name = source.name if source else None
    return _row("BROKEN_RECORD", detail, record=None, warc=path.name, source=name)


def _row(
    reason: str, detail: str, *, record: Block | None, warc: str, source: str | None
) -> RejectRow:
    headers = record.headers if record else {}
    return {
        "step": "scrape",
        "reason": reason,
        "detail": detail,
        "source": source,
        "url": headers.get("warc-target-uri"),
        "article": None,
        "warc": warc,
        "record_id": headers.get("warc-record-id"),
    }
