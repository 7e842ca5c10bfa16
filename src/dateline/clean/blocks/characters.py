"""Numbers and hashed tokens of texts alone: what they are made of, and what repeats."""

from __future__ import annotations

import itertools
from collections import defaultdict
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dateline.clean.blocks.marks import bucket

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

UPPER, LOWER, OTHER_LETTER, WIDE, DIGIT, SPACE, STOP, COMMA, QUOTE, SIGN = range(10)
CLASSES = 10
WORD_TOKENS = 6
_WORD_START = crc32(b"w:")
_NO_WORDS = [""] * WORD_TOKENS
_LONGEST_WORD = 24
_MOST_CACHED = 50_000

_WIDE_FROM = 0x3000  # Chinese, Japanese and Korean: no spaces between words, or few


def _character_classes() -> NDArray[np.uint8]:
    table = np.full(_WIDE_FROM, SIGN, np.uint8)
    for code in range(_WIDE_FROM):
        char = chr(code)
        if char.isupper():
            table[code] = UPPER
        elif char.islower():
            table[code] = LOWER
        elif char.isdigit():
            table[code] = DIGIT
        elif char.isspace():
            table[code] = SPACE
        elif char.isalpha():
            table[code] = OTHER_LETTER
    for chars, kind in ((".!?…۔؟।", STOP), (",;،:", COMMA), ("\"'«»„“”‘’‹›", QUOTE)):
        table[[ord(c) for c in chars]] = kind
    return table


_CLASS = _character_classes()
_IDENTITY = np.eye(CLASSES, dtype=np.float32)
_WIDE_SIGNS = {"。！？": STOP, "、，": COMMA, "「」『』": QUOTE}


def count_characters(texts: list[str]) -> tuple[Floats, Floats]:
    """Counts of each character class [texts, 10], and the classes of both ends [texts, 20]."""
    joined = "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    if joined.isascii() or int(codes.max()) < _WIDE_FROM:
        kinds = _CLASS[codes]
    else:
        kinds = np.where(codes < _WIDE_FROM, _CLASS[np.minimum(codes, _WIDE_FROM - 1)], WIDE)
        for signs, kind in _WIDE_SIGNS.items():
            kinds[np.isin(codes, [ord(sign) for sign in signs])] = kind
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    ends = np.cumsum(lengths)
    rows = np.repeat(np.arange(len(texts)) * CLASSES, lengths)
    counts = np.bincount(rows + kinds, minlength=len(texts) * CLASSES)
    first, last = _IDENTITY[kinds[ends - lengths]], _IDENTITY[kinds[np.maximum(ends - 2, 0)]]
    return (
        counts.reshape(-1, CLASSES).astype(np.float32),
        np.concatenate([first, last], axis=1),
    )


def repeats(words: list[list[str]]) -> Floats:
    """For each text, the share of its word 5-grams seen in earlier and in later ones [texts, 2].

    This finds copies that are cut into other blocks. Texts below six words repeat by nature.
    """
    n = len(words)
    out = np.zeros((n, 2), np.float32)
    long = [block for block in words if len(block) >= 6]
    lengths = [len(block) if len(block) >= 6 else 0 for block in words]
    total_words = sum(lengths)
    if total_words < 10:
        return out
    row_of = np.repeat(np.arange(n), lengths)
    ids = defaultdict[str, int](itertools.count(1).__next__)  # numbers each word, all in C
    codes = map(ids.__getitem__, itertools.chain.from_iterable(long))
    code = np.fromiter(codes, np.uint64, total_words)
    grams: NDArray[np.uint64] = np.zeros(len(code) - 4, np.uint64)
    for shift in range(5):
        grams = grams * np.uint64(0x9E3779B97F4A7C15) + code[shift : len(code) - 4 + shift]
    inside = row_of[4:] == row_of[:-4]
    grams, row_of = grams[inside], row_of[:-4][inside]
    total = np.maximum(np.bincount(row_of, minlength=n), 1)
    ordered = np.sort(grams)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(twice):
        return out
    again = twice[np.minimum(np.searchsorted(twice, grams), len(twice) - 1)] == grams
    grams, row_of = grams[again], row_of[again]  # few, and only they have to be put in order
    order = np.argsort(grams, kind="stable")
    ordered, rows = grams[order], row_of[order]
    starts = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    group = np.cumsum(starts) - 1
    at = np.flatnonzero(starts)
    first = rows[at]
    last = rows[np.concatenate([at[1:] - 1, [len(rows) - 1]])]
    out[:, 0] = np.bincount(rows, first[group] < rows, minlength=n) / total
    out[:, 1] = np.bincount(rows, last[group] > rows, minlength=n) / total
    return out


class _Buckets(dict[str, int]):
    """The bucket of each word; bounded, and faster than a call to a cache."""

    def __missing__(self, word: str) -> int:
        if len(word) >= _LONGEST_WORD:
            return 0
        if len(self) >= _MOST_CACHED:
            self.clear()
        known = self[word] = bucket(word, _WORD_START) if word else 0
        return known


_buckets = _Buckets()


def word_tokens(words: list[list[str]]) -> Ints:
    """Hashed first four and last two words of each text [texts, 6]; 0 is none."""
    chosen: list[str] = []
    for block in words:
        size = len(block)
        if size > WORD_TOKENS:
            chosen += block[:4]
            chosen += block[-2:]
        else:
            chosen += block
            chosen += _NO_WORDS[size:]
    tokens = np.fromiter(map(_buckets.__getitem__, chosen), np.int64, len(chosen))
    return tokens.reshape(-1, WORD_TOKENS)


def text_columns(counts: Floats, words: list[list[str]]) -> tuple[list[Floats], Floats, Floats]:
    """Columns that describe each text, its size in characters, and in words.

    In scripts without spaces two characters count as a word.
    """
    sizes = np.maximum(counts.sum(axis=1) - 1, 1)
    units = np.maximum(np.fromiter(map(len, words), np.float32, len(words)), counts[:, WIDE] / 2)
    letters = np.maximum(counts[:, [UPPER, LOWER, OTHER_LETTER, WIDE]].sum(axis=1), 1)
    some = np.maximum(units, 1)
    columns = [
        np.log1p(sizes) / 4,
        np.log1p(units) / 3,
        np.minimum(units, 40) / 20,
        counts[:, UPPER] / letters,
        counts[:, WIDE] / sizes,
        counts[:, OTHER_LETTER] / sizes,
        counts[:, DIGIT] / sizes * 3,
        np.log1p(counts[:, STOP]),
        np.log1p(counts[:, COMMA]),
        np.log1p(counts[:, QUOTE]),
        counts[:, SIGN] / sizes * 5,
        counts[:, STOP] / some * 5,
        counts[:, COMMA] / some * 5,
    ]
    return columns, sizes, units
