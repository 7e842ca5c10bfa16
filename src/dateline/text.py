"""Canonical text: one normalisation, its hash, and where a span may begin and end."""

from __future__ import annotations

import hashlib
import re
import unicodedata

SEPARATOR = "\n\n"  # between two blocks of an article

_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls but tab and line feed, the byte order mark, and what is not a character.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")

# Code points that continue a grapheme cluster (UAX #29, Unicode 15.1, simplified: combining
# marks, ZWJ and what follows it, variation selectors, emoji modifiers and tags). A text without
# one of them has a boundary between any two characters, which is the common case and the fast one.
_EXTEND = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983"
    "\u09bc\u09be-\u09cd\u0a3c-\u0a4d\u0abc-\u0acd\u0b3c-\u0b57\u0bbe-\u0bcd\u0c3e-\u0c56"
    "\u0cbc-\u0cd6\u0d3e-\u0d4d\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ece\u0f71-\u0f84\u102b-\u103e\u135d-\u135f\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200c\u200d\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)


def normalise(text: str) -> str:
    """Canonical form of `text`: NFC, `\\n` line ends, no control characters, no lone surrogates.

    Applied once, when an article is made, and never again: offsets count code points of the result.
    """
    if not text.isprintable():  # what is has no line ends, controls or surrogates
        text = _CONTROL.sub("", _NEWLINE.sub("\n", text))
    return unicodedata.normalize("NFC", text)


def sha256(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hexadecimal. Raises UnicodeEncodeError on surrogates."""
    return hashlib.sha256(text.encode()).hexdigest()


def inside_graphemes(text: str, start: int = 0, end: int | None = None) -> frozenset[int]:
    """Offsets in `text[start:end]` that lie inside a grapheme cluster of `text`, where no span may
    begin or end."""
    inside = set()
    while 0 < start < len(text) and _is_flag(text[start]) and _is_flag(text[start - 1]):
        start -= 1
    for match in _EXTEND.finditer(text, start, len(text) if end is None else end):
        at = match.start()
        if _is_flag(text[at]):  # regional indicators pair up into flags
            if at and _is_flag(text[at - 1]) and at - 1 not in inside:
                inside.add(at)
            continue
        if at and text[at - 1] not in "\n":
            inside.add(at)
        if text[at] == "\u200d" and at + 1 < len(text) and _joins(text, at):
            inside.add(at + 1)
    return frozenset(inside)


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _joins(text: str, at: int) -> bool:
    """Whether the ZWJ at `at` glues two pictographs (UAX #29, GB11), not two letters."""
    return text[at + 1] >= "\u2190" and unicodedata.category(text[at + 1]) == "So"
