"""Bytes of a page as text: mark, header, declaration, and what the bytes themselves say."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping

_HEAD = 2048
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Labels that mean another encoding than their name (WHATWG Encoding Standard, section 4.2).
_ALIASES = {
    "iso-8859-1": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252",
    "iso8859-1": "windows-1252", "ascii": "windows-1252", "us-ascii": "windows-1252",
    "iso-8859-9": "windows-1254", "iso-8859-11": "windows-874", "tis-620": "windows-874",
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932", "shift-jis": "cp932",
    "x-sjis": "cp932", "utf8": "utf-8", "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",
    "big5": "big5hkscs", "unicode": "utf-8", "windows-874": "cp874",
}  # fmt: skip


def decode(data: bytes, headers: Mapping[str, str] | None = None) -> str:
    """The text of the bytes. Never raises: what no guess decodes is replaced by U+FFFD.

    A declaration is believed only where the bytes agree: the mark at the start, then the HTTP
    header, then the page's own; then UTF-8; then the declared encoding with replacement.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    declared = [name for name in _declarations(data, headers) if _known(name)]
    # Bytes that decode as UTF-8 and are not ASCII are UTF-8, whatever anybody declares.
    utf8 = _strict(data, "utf-8")
    if utf8 is not None and (not data.isascii() or not any(_keeps_ascii(d) for d in declared)):
        return utf8
    for name in declared:
        text = _strict(data, name)
        if text is not None:
            return text
    if "utf-8" in declared and _damage(data) < 0.002:
        return data.decode("utf-8", "replace")
    others = [name for name in declared if name != "utf-8"]
    return data.decode(others[0] if others else _guess(data), "replace")


def _declarations(data: bytes, headers: Mapping[str, str] | None) -> Iterator[str]:
    for name, value in (headers or {}).items():
        if name.lower() == "content-type":
            match = _HEADER.search(value)
            if match:
                yield _alias(match[1])
    head = data[:_HEAD]
    for pattern in (_XML, _DECLARED):
        found = pattern.search(head)
        if found:
            yield _alias(found[1].decode("ascii", "replace"))


def _alias(name: str) -> str:
    name = name.strip().lower()
    return _ALIASES.get(name, name)


def _known(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding and name not in ("utf-7", "idna", "punycode")
    except (LookupError, ValueError):
        return False


def _keeps_ascii(name: str) -> bool:
    return b"<".decode(name, "replace") == "<" and not name.startswith(("iso-2022", "hz"))


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, ValueError):
        return None


def _damage(data: bytes) -> float:
    """Share of the characters beyond ASCII that are not UTF-8."""
    text = data.decode("utf-8", "replace")
    high = sum(1 for char in text[:200_000] if char > "\x7f")
    return text[:200_000].count("\ufffd") / max(high, 1) * 0.05


def _guess(data: bytes) -> str:
    """The legacy encoding that the bytes look most like."""
    sample = data[:100_000]
    runs = _HIGH.findall(sample)
    together = sum(len(run) for run in runs if len(run) > 1)
    if together < 0.5 * sum(map(len, runs)):
        return "windows-1252"  # single letters with accents between others
    best, fewest = "windows-1252", 0.08
    for name, expected in _EXPECTED.items():
        high = [char for char in sample.decode(name, "replace") if char > "\x7f"]
        odd = sum(1 for char in high if not expected.match(char)) / max(len(high), 1)
        if high and odd < fewest:
            best, fewest = name, odd
    return best


_HIGH = re.compile(rb"[\x80-\xff]+")
_EXPECTED = {
    "cp932": re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff00-\uff60]"),
    "cp949": re.compile("[\uac00-\ud7a3“”‘’·…]"),
    "gb18030": re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”‘’…—·]"),
    "big5hkscs": re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”‘’…—·]"),
    "windows-1251": re.compile("[\u0410-\u044f\u0401\u0451\u0404-\u0457«»—–„“”№\xa0]"),
}
