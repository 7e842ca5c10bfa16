"""WARC files, ours and those of others, whole and damaged."""

from __future__ import annotations

import gzip
import io
import zlib
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import schema
from dateline.errors import Stop
from dateline.scrape import Page, Source, read_pages
from dateline.scrape.warc import Record, info_record, page_record

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OURS = {"source": "paper", "requested_url": "http://a.example/0", "licence": None, "signals": []}


def ours(number: int, size: int = 300) -> Record:
    body = f"<p>{number}</p>".encode() + bytes(range(256)) * size
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("X-Odd", "\xe9")]
    about = {**OURS, "requested_url": f"http://a.example/{number}"}
    url = f"http://a.example/{number}"
    return page_record(url, body, about, fetched=NOW, status=(200, "OK"), headers=headers)


def write(folder: Path, *members: bytes, name: str = "x.warc.gz") -> Path:
    path = folder / name
    path.write_bytes(b"".join(members))
    return path


def read(path: Path, source: Source | None = None) -> tuple[list[Page], list[dict[str, object]]]:
    items = list(read_pages(path, source))
    rows = [item for item in items if isinstance(item, dict)]
    for row in rows:
        jsonschema.validate(row, schema.load("reject"))
    return [item for item in items if isinstance(item, Page)], rows


def test_page_record_is_read_back_as_it_was(tmp_path):
    info = info_record("x.warc.gz", "paper", NOW, "Dateline/0.1")
    path = write(tmp_path, info, ours(0).members, ours(1).members)
    pages, rows = read(path)
    assert [page.url for page in pages] == ["http://a.example/0", "http://a.example/1"]
    assert rows == [] and pages[0].requested_url == "http://a.example/0"
    assert pages[0].fetched == NOW and ("x-odd", "\xe9") in pages[0].headers
    assert pages[0].body.startswith(b"<p>0</p>\0\1") and len(pages[0].body) == 8 + 256 * 300


def test_page_record_is_always_the_same():
    assert ours(3) == ours(3)
    assert ours(3).record_id != ours(4).record_id


def test_page_record_is_one_gzip_member_for_each_record_with_right_digests():
    data = info_record("x.warc.gz", "paper", NOW, "Dateline/0.1") + ours(0).members
    assert data.count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00") == 3
    kinds = []
    for record in ArchiveIterator(io.BytesIO(data), verify_digests=True):
        kinds.append(record.record_type)
        if record.record_type == WarcRecordType.response:
            assert record.verify_payload_digest()
    assert kinds == [WarcRecordType.warcinfo, WarcRecordType.response, WarcRecordType.metadata]


# Files of others


def foreign(
    body: bytes,
    head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
    kind: str = "response",
) -> bytes:
    block = head + b"\r\n" + body if kind == "response" else body
    type_ = "application/http; msgtype=response" if kind == "response" else "text/plain"
    fields = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"WARC-Date: 2024-01-02T03:04:05Z\r\nWARC-Target-URI: http://a.example/1\r\n"
        f"Content-Type: {type_}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return fields.encode() + block + b"\r\n\r\n"


META = b'<meta name="robots" content="noai"><p>text</p>'
REQUEST = foreign(b"GET / HTTP/1.1\r\n\r\n", kind="request")
INFO = foreign(b"software: x\r\n", kind="warcinfo")
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize("pack", [gzip.compress, bytes], ids=["gzip", "plain"])
def test_read_pages_reads_files_of_others(tmp_path, pack):
    path = write(tmp_path, *map(pack, (INFO, REQUEST, foreign(META), foreign(META))))
    source = Source("archive", licence="CC-BY-4.0")
    pages, rows = read(path, source)
    assert len(pages) == 2 and rows == []
    page = pages[0]
    assert (page.url, page.requested_url) == ("http://a.example/1", "http://a.example/1")
    assert page.fetched == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (page.source, page.licence, page.status) == ("archive", "CC-BY-4.0", 200)
    assert [signal["name"] for signal in page.signals] == ["noai"]
    assert page.signals[0]["seen"] == "2024-01-02T03:04:05+00:00"


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (gzip.compress(META), HTML + b"Content-Encoding: gzip\r\n"),
        (META, HTML + b"Content-Encoding: gzip\r\n"),
        (b"7\r\n" + META[:7] + b"\r\n%x\r\n" % len(META[7:]) + META[7:] + b"\r\n0\r\n\r\n",
         HTML + b"Transfer-Encoding: chunked\r\n"),
        (META, HTML + b"Transfer-Encoding: chunked\r\n"),
        (META, b"HTTP/2 200\r\nContent-Type: text/html\r\n"),
        (META, b"HTTP/1.1 200 OK\r\n"),
    ],
    ids=["gzip", "gzip undone", "chunked", "chunks undone", "http 2", "no type"],
)  # fmt: skip
def test_read_pages_undoes_codings_where_they_are_there(tmp_path, body, head):
    (page,), _ = read(write(tmp_path, gzip.compress(foreign(body, head))))
    assert page.body == META


def test_read_pages_reads_extracted_text(tmp_path):
    (page,), _ = read(write(tmp_path, gzip.compress(foreign(b"A text", kind="conversion"))))
    assert (page.body, page.content_type, page.status) == (b"A text", "text/plain", None)


@pytest.mark.parametrize(
    ("body", "head", "reason"),
    [
        (b"", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n", "HTTP_ERROR"),
        (b"\xff\xd8", b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n", "NOT_HTML"),
        (bytes(21_000_000), HTML, "TOO_LARGE"),
        (gzip.compress(bytes(21_000_000)), HTML + b"Content-Encoding: gzip\r\n", "TOO_LARGE"),
        (b"\x1f\x8b\x08damaged", HTML + b"Content-Encoding: gzip\r\n", "BROKEN_RECORD"),
        (b"x", b"no status line", "BROKEN_RECORD"),
    ],
)
def test_read_pages_says_why_a_record_is_no_page(tmp_path, body, head, reason):
    path = write(tmp_path, gzip.compress(foreign(body, head), 1), gzip.compress(foreign(META)))
    pages, (row,) = read(path)
    assert len(pages) == 1 and row["reason"] == reason
    assert (row["url"], row["warc"]) == ("http://a.example/1", "x.warc.gz")


# Damage


@pytest.mark.parametrize("left", [1, 3, 15, 60, 400, -20])
def test_read_pages_keeps_the_pages_before_a_cut(tmp_path, left):
    last = ours(2).members
    path = write(tmp_path, ours(0).members, ours(1).members, last[:left])
    pages, (row,) = read(path)
    whole = 3 if left == -20 else 2  # there the cut is in the note behind the page
    assert [page.url[-1] for page in pages] == list("012")[:whole]
    assert row["reason"] == "BROKEN_RECORD"
    assert f"{path} is damaged at or after byte " in str(row["detail"])
    assert "The pages before it are kept; replace the file" in str(row["detail"])


@pytest.mark.parametrize("at", [0, 1, 20, 200, 300])
def test_read_pages_goes_on_behind_a_damage(tmp_path, at):
    members = [ours(number).members for number in range(4)]
    broken = bytearray(members[1])
    broken[at : at + 4] = bytes(255 - byte for byte in broken[at : at + 4])
    path = write(tmp_path, members[0], bytes(broken), members[2], members[3])
    pages, (row,) = read(path)
    assert [page.url[-1] for page in pages] == ["0", "2", "3"]
    assert row["reason"] == "BROKEN_RECORD"


def test_read_pages_goes_on_behind_a_damage_in_a_plain_file(tmp_path):
    broken = foreign(META).replace(b"WARC/1.0", b"GARC/1.0")
    path = write(tmp_path, foreign(META), broken, foreign(b"<p>next</p>"), name="x.warc")
    pages, rows = read(path)
    assert [page.body for page in pages] == [META, b"<p>next</p>"] and len(rows) == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (bytes(range(9)), b"changed!!", "block is not that of sha1:"),
        (b"Content-Length: 6", b"Content-Length: 6x", "Content-Length '6x"),
    ],
)
def test_read_pages_gives_no_page_that_is_not_as_it_was_written(tmp_path, old, new, says):
    """In a plain file no checksum of gzip helps, nor where a file is cut before it."""
    damaged = gzip.decompress(ours(0, 2).members)
    path = write(
        tmp_path, damaged.replace(old, new, 1), gzip.decompress(ours(1).members), name="x.warc"
    )
    pages, (row,) = read(path)
    assert [page.url[-1] for page in pages] == ["1"]
    assert row["reason"] == "BROKEN_RECORD" and says in str(row["detail"])


MEMBERS = [ours(number, 2).members for number in range(3)]
WHOLE = b"".join(MEMBERS)


def behind_members() -> dict[int, int]:
    """Where a file may end without a damage, and how many pages are before it."""
    ends, at, pages = {}, 0, 0
    while at < len(WHOLE):
        inflater = zlib.decompressobj(31)
        pages += inflater.decompress(WHOLE[at:]).count(b"WARC-Type: response")
        at = len(WHOLE) - len(inflater.unused_data)
        ends[at] = pages
    return ends


ENDS = behind_members()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=4),
    st.integers(0, len(WHOLE)) | st.just(len(WHOLE)),
)
def test_read_pages_gives_whole_pages_or_says_what_is_missing(tmp_path_factory, changes, cut):
    broken = bytearray(WHOLE)
    for at, byte in changes:
        broken[at] = byte
    pages, rows = read(write(tmp_path_factory.getbasetemp(), bytes(broken[:cut])))
    assert all(page.body[8:] == bytes(range(256)) * 2 for page in pages)
    assert len({page.url for page in pages}) == len(pages)
    assert rows or len(pages) == ENDS[cut]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"2024-01-02T03:04:05Z", b"in the year 2024"),
        (b"WARC-Date", b"XARC-Date"),
        (b"Content-Length", b"Xontent-Length"),
    ],
)
def test_read_pages_goes_on_behind_a_record_without_what_it_must_have(tmp_path, old, new):
    broken = gzip.compress(foreign(META).replace(old, new))
    path = write(tmp_path, gzip.compress(foreign(META)), broken, gzip.compress(foreign(META)))
    pages, rows = read(path)
    assert len(pages) == 2 and rows[0]["reason"] == "BROKEN_RECORD"


@pytest.mark.parametrize("text", [b"{broken", b"[]", b'{"requested_url": "https://x.example/"}'])
def test_read_pages_ignores_notes_that_are_not_ours(tmp_path, text):
    note = foreign(text, kind="metadata").replace(b"text/plain", b"application/json")
    note = note.replace(b"WARC-Date", b"WARC-Concurrent-To: <urn:uuid:1>\r\nWARC-Date")
    (page,), rows = read(write(tmp_path, gzip.compress(foreign(META)), gzip.compress(note)))
    assert page.body == META and rows == []


@pytest.mark.parametrize("content", [b"", b"not a WARC file at all", gzip.compress(b"hello")])
def test_read_pages_says_that_a_file_is_no_warc(tmp_path, content):
    pages, (row,) = read(write(tmp_path, content))
    assert pages == [] and row["reason"] == "BROKEN_RECORD"


def test_read_pages_stops_where_the_file_is_missing(tmp_path):
    with pytest.raises(Stop, match="does not exist; restore it, or scrape again"):
        list(read_pages(tmp_path / "gone.warc.gz"))
