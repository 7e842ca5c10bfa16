"""Pages as WARC 1.1 records: each a gzip member of its own, then one of JSON about it.

The body is stored decoded. As in Common Crawl's files, the headers that described it on the wire
get the prefix `X-Crawl-`, and Content-Length is that of the stored body; so every reader sees a
plain body. The JSON is a `metadata` record, WARC-Concurrent-To the page's.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from zlib_ng import zlib_ng

_WIRE_ONLY = {"content-encoding", "transfer-encoding", "content-length"}
_LEVEL = 6  # 3.4 times as fast as the libraries' level 9, and 2 % larger


@dataclass(frozen=True)
class Record:
    """A page to be stored: gzip members, ready to be appended, and what identifies it."""

    members: bytes
    record_id: str
    digest: str


def page_record(
    url: str,
    body: bytes,
    about: dict[str, Any],
    *,
    fetched: datetime,
    status: tuple[int, str] | None,
    headers: Iterable[tuple[str, str]],
) -> Record:
    """A page and what we know about it.

    With a status it is an HTTP response, else a `resource` (a local file) whose only header is its
    Content-Type. The record's id is made from address, body and time, so it is always the same.
    """
    digest = _digest(body)
    date = fetched.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    record_id = _urn(f"{url} {digest} {date}")
    if status:
        kind, block = "response", _http_head(status, headers, len(body)) + body
        content_type = "application/http; msgtype=response"
    else:
        kind, block, content_type = "resource", body, dict(headers)["Content-Type"]
    named = {"WARC-Target-URI": url, "WARC-Payload-Digest": digest}
    page = _member(kind, record_id, date, named, content_type, block)
    named = {"WARC-Target-URI": url, "WARC-Concurrent-To": record_id}
    text = orjson.dumps(about, option=orjson.OPT_SORT_KEYS)
    note = _member("metadata", _urn(f"{record_id} about"), date, named, "application/json", text)
    return Record(page + note, record_id, digest)


def info_record(name: str, source: str, created: datetime, user_agent: str) -> bytes:
    """The first member of a file: who wrote it, and how."""
    date = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = {
        "software": user_agent,
        "format": "WARC File Format 1.1",
        "robots": "RFC 9309",
        "isPartOf": source.replace("\n", " "),
    }
    block = "".join(f"{key}: {value}\r\n" for key, value in lines.items()).encode()
    named = {"WARC-Filename": name}
    return _member(
        "warcinfo", _urn(f"{name} {date}"), date, named, "application/warc-fields", block
    )


def _http_head(status: tuple[int, str], headers: Iterable[tuple[str, str]], size: int) -> bytes:
    lines = [f"HTTP/1.1 {status[0]} {status[1]}"]
    for name, value in headers:
        prefix = "X-Crawl-" if name.lower() in _WIRE_ONLY else ""
        lines.append(f"{prefix}{name}: {value}")
    lines.append(f"Content-Length: {size}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def _member(
    kind: str, record_id: str, date: str, named: dict[str, str], content_type: str, block: bytes
) -> bytes:
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": record_id,
        "WARC-Date": date,
        **named,
        "WARC-Block-Digest": _digest(block),
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    deflater = zlib_ng.compressobj(_LEVEL, wbits=31)
    raw = head.encode() + b"\r\n" + block + b"\r\n\r\n"
    return bytes(deflater.compress(raw) + deflater.flush())


def _digest(data: bytes) -> str:
    """SHA-1 in base 32, the form that every WARC tool reads."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def _urn(name: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>"
