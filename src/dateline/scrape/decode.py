"""Content-Encoding undone in bounded steps, so that no small body becomes a huge one."""

from __future__ import annotations

import importlib
import importlib.util
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from dateline.errors import Reject

_STEP = 1 << 16
_MAX_LAYERS = 2  # "gzip, gzip" happens behind misconfigured proxies; more is an attack

brotli: Any = importlib.import_module("brotli") if importlib.util.find_spec("brotli") else None
# Older versions of brotli have no limit on what one call returns.
_HAS_BROTLI = brotli is not None and hasattr(brotli.Decompressor, "can_accept_more_data")
ACCEPT_ENCODING = "gzip, deflate, br" if _HAS_BROTLI else "gzip, deflate"


class Truncated(ValueError):
    """The compressed body ends too early."""


def decode_body(body: bytes, encoding: str, limit: int, *, cut: bool = False) -> bytes:
    """`body` without its Content-Encoding, at most `limit` bytes.

    Raises Reject(TOO_LARGE) beyond the limit, or returns what fits where `cut` is set; ValueError
    where the body is not what the encoding says, Truncated where it is only its beginning.
    """
    names = [name for name in encoding.lower().replace(" ", "").split(",") if name]
    names = [name.removeprefix("x-") for name in names if name != "identity"]
    if len(names) > _MAX_LAYERS:
        raise ValueError(f"Content-Encoding {encoding!r} has too many layers")
    for name in reversed(names):
        if name not in _DECODERS:
            raise ValueError(f"unknown Content-Encoding {encoding!r}")
        body = _collect(_DECODERS[name](body), limit, cut)
    if len(body) > limit and not cut:
        raise Reject("TOO_LARGE", f"{len(body):,} bytes, the limit is {limit:,}")
    return body[:limit]


def _collect(pieces: Iterator[bytes], limit: int, cut: bool) -> bytes:
    found = bytearray()
    try:
        for piece in pieces:
            found += piece
            if len(found) > limit:
                if cut:
                    break
                raise Reject("TOO_LARGE", f"more than {limit:,} bytes when decoded")
    except Truncated:
        if not cut:
            raise
    return bytes(found)


def _gunzip(body: bytes) -> Iterator[bytes]:
    """The members of a gzip file; garbage after the last is ignored."""
    if body[:2] != b"\x1f\x8b":
        raise ValueError("the body is no gzip, though its headers say so")
    while body[:2] == b"\x1f\x8b":
        inflater = zlib.decompressobj(31)
        yield from _inflate(inflater, body)
        body = inflater.unused_data


def _inflate(inflater: zlib._Decompress, body: bytes) -> Iterator[bytes]:
    try:
        while body and not inflater.eof:
            yield inflater.decompress(body, _STEP)
            body = inflater.unconsumed_tail
        while not inflater.eof and (rest := inflater.decompress(b"", _STEP)):
            yield rest
    except zlib.error as error:
        raise ValueError(f"damaged body: {error}") from error
    if not inflater.eof:
        raise Truncated("the compressed body ends too early")


def _deflate(body: bytes) -> Iterator[bytes]:
    """zlib as the standard says, or bare deflate as some servers send it."""
    has_header = len(body) > 1 and body[0] & 15 == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return _inflate(zlib.decompressobj(15 if has_header else -15), body)


def _unbrotli(body: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    try:
        yield decoder.process(body, output_buffer_limit=_STEP)
        while not decoder.is_finished() and not decoder.can_accept_more_data():
            yield decoder.process(b"", output_buffer_limit=_STEP)
    except brotli.error as error:
        raise ValueError(f"damaged body: {error}") from error
    if not decoder.is_finished():
        raise Truncated("the compressed body ends too early")


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"gzip": _gunzip, "deflate": _deflate}
if _HAS_BROTLI:
    _DECODERS["br"] = _unbrotli
