"""A text as a stream of a few bits a token: enough to align two texts, too few to read one."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint8]

# A pattern of its own, which never changes: what was published must align with later versions.
_TOKEN = re.compile(r"[^\W_]+|\.\.\.|--|''|``|’’|‘‘|[^\w\s]|_")
_DOUBLE = frozenset({"''", "``", "’’", "‘‘"})
_SAME = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′`´", "'"), "…": "."})
_DASHES = frozenset({"--", "-", "‐", "‑", "‒", "–", "—", "―", "−"})


class Hashed(NamedTuple):
    """The tokens of a text: where each begins and ends, and its code."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    codes: Codes


def hashed(text: str, key: str, bits: int) -> Hashed:
    """The tokens of `text`, each with a keyed hash of `bits` bits (1 to 8).

    Kinds of quotation marks and of dashes, upper case and white space make no difference.
    """
    known: dict[str, int] = {}
    places, codes = [], []
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token not in known:
            known[token] = code(token, key, bits)
        places.append(match.span())
        codes.append(known[token])
    at = np.array(places, np.int64).reshape(-1, 2)
    return Hashed(at[:, 0], at[:, 1], np.array(codes, np.uint8))


def plain(token: str) -> str:
    """What of a token is hashed: kinds of marks, widths and cases are as one."""
    same = "-" if token in _DASHES else "." if token == "..." else token.translate(_SAME)
    same = '"' if token in _DOUBLE else same
    return unicodedata.normalize("NFKC", same).casefold()


def code(token: str, key: str, bits: int) -> int:
    """The code of one token."""
    digest = hashlib.blake2b(plain(token).encode(), digest_size=8, key=key.encode()[:64]).digest()
    return int.from_bytes(digest) >> (64 - bits)


def to_digits(codes: Codes) -> str:
    """One hexadecimal digit a token, for at most 4 bits."""
    return "".join(f"{code:x}" for code in codes.tolist())


def from_digits(digits: str) -> Codes:
    """The inverse of `to_digits`."""
    return np.array([int(digit, 16) for digit in digits], np.uint8)
