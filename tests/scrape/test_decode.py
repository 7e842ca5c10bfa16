from __future__ import annotations

import gzip
import tracemalloc
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import Reject
from dateline.scrape.decode import Truncated, decode_body


def raw_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(data) + deflater.flush()


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "br": lambda data: brotli.compress(data, quality=4),
    "gzip, gzip": lambda data: gzip.compress(gzip.compress(data)),
    "br, identity": brotli.compress,
    "": bytes,
}


@pytest.mark.parametrize("name", CODINGS)
@given(data=st.binary(max_size=200_000).map(lambda data: data * 3))
def test_decode_body_undoes_every_coding(name, data):
    assert decode_body(CODINGS[name](data), name, 10**6) == data


def test_decode_body_joins_the_members_of_a_gzip_file():
    body = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0garbage"
    assert decode_body(body, "gzip", 100) == b"one two"


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_decode_body_refuses_a_bomb_without_unpacking_it(name):
    bomb = CODINGS[name](bytes(10_000_000))
    assert len(bomb) < 11_000
    tracemalloc.start()
    with pytest.raises(Reject, match="TOO_LARGE: more than 1,000,000 bytes when decoded"):
        decode_body(bomb, name, 1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_decode_body_notices_that_the_end_is_missing(name):
    body = CODINGS[name](bytes(range(256)) * 100)
    with pytest.raises(Truncated):
        decode_body(body[:-5], name, 10**6)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"<p>not gzip</p>", "gzip"),
        (b"\x1f\x8b\x08 damaged", "gzip"),
        (b"\xff\xff\xff\xff", "br"),
        (b"x", "zstd"),
        (b"x", "gzip, gzip, gzip"),
    ],
)
def test_decode_body_refuses_what_is_not_what_it_says(body, name):
    with pytest.raises(ValueError):
        decode_body(body, name, 1000)


def test_decode_body_keeps_what_fits_where_it_may_cut():
    body = gzip.compress(b"User-agent: *\n" * 1000)
    assert decode_body(body, "gzip", 14, cut=True) == b"User-agent: *\n"
    assert decode_body(body[:-5], "gzip", 10**6, cut=True).startswith(b"User-agent")
    assert decode_body(b"plain text", "", 5, cut=True) == b"plain"
