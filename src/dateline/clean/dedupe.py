"""Near-duplicates: MinHash finds candidates, the texts themselves decide.

128 permutations in 32 bands of 4 find edited wire copies that the usual 16 bands of 8 miss; every
candidate is then verified exactly, so the bands cost time but no precision.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import xxhash
from numpy.typing import NDArray
from rensa import RMinHash

SHINGLE_WORDS = 5
BANDS = 32
BAND_ROWS = 4
# Two texts are near-duplicates from here on: shared shingles of all, or of the shorter text.
JACCARD = 0.5
CONTAINMENT = 0.7
# One of two texts is a copy of the other where shared blocks are so much of the longer one.
COPY_SHARE = 0.9
_WORDS_OF_A_SENTENCE = 12  # different ones; a shorter block may be a byline or a notice
_ROOTS = 8  # of one bucket that a member is compared with: a bucket of a template stays linear

_PRIME = np.uint64(0x9E3779B97F4A7C15)

Hashes = NDArray[np.uint64]

_WORD = re.compile(r"[^\W_]+")
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def words(text: str) -> list[str]:
    """The words of `text` in lower case; in scripts without spaces each character is one."""
    if not text.isascii() and _WIDE.search(text):
        text = _WIDE.sub(lambda match: f" {match[0]} ", text)
    return _WORD.findall(text.lower())


def shingles(text: str) -> Hashes:
    """Sorted hashes of the runs of SHINGLE_WORDS words; a shorter text is one run."""
    found = words(text)
    size = max(min(SHINGLE_WORDS, len(found)), 1)
    hashes = np.array([_hash(word) for word in found] or [0], np.uint64)
    runs: Hashes = np.zeros(len(hashes) - size + 1, np.uint64)
    for shift in range(size):
        runs = runs * _PRIME + hashes[shift : len(hashes) - size + 1 + shift]
    return np.unique(runs)


@functools.lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    return xxhash.xxh3_64_intdigest(word.encode("utf-8", "surrogatepass"))


def signatures(texts: Iterable[str]) -> Hashes:
    """The bands of each text's MinHash [texts, BANDS]; two texts that share one are candidates.

    256 bytes a text.
    """
    texts = iter(texts)
    rows = [np.zeros((0, BANDS), np.uint64)]
    while batch := list(itertools.islice(texts, 256)):
        sets = [shingles(text) for text in batch]
        ends = np.cumsum([0, *map(len, sets)]).tolist()
        sketch = RMinHash.digest_matrix_from_flat_token_hashes(
            np.concatenate(sets), ends, BANDS * BAND_ROWS, 42
        )
        values = np.array(sketch.to_rows(), np.uint64).reshape(len(batch), BANDS, BAND_ROWS)
        bands = np.zeros(values.shape[:2], np.uint64)
        for row in range(BAND_ROWS):
            bands = bands * _PRIME + values[:, :, row]
        rows.append(bands)
    return np.concatenate(rows)


def clusters(bands: Hashes, alike: Callable[[int, int], bool]) -> list[int]:
    """For each row of `bands` (texts by BANDS) the first row of its cluster.

    `alike` decides about two rows; it is asked for candidates only. The result does not depend on
    anything but which rows are alike.
    """
    parent = list(range(len(bands)))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    asked: set[tuple[int, int]] = set()
    for bucket in buckets(bands):
        heads: list[int] = []
        for row in bucket:
            for head in heads[:_ROOTS]:
                first, second = sorted((root(head), root(row)))
                if first == second:
                    break
                if (head, row) not in asked:
                    asked.add((head, row))
                    if alike(head, row):
                        parent[second] = first
                        break
            else:
                heads.append(row)
    return [root(row) for row in range(len(bands))]


def buckets(bands: Hashes) -> Iterator[list[int]]:
    """Groups of two rows or more that share a band, rows in their order."""
    for band in bands.T:
        order = np.argsort(band, kind="stable")
        edges = np.flatnonzero(np.diff(band[order])) + 1
        for group in np.split(order, edges) if len(order) else ():
            if len(group) > 1:
                yield group.tolist()


def alike(first: str, second: str) -> bool:
    """Whether two texts are near-duplicates: enough shared shingles, of both or of the shorter."""
    one, two = _shingle_set(first), _shingle_set(second)
    shared = len(np.intersect1d(one, two, assume_unique=True))
    smaller = min(len(one), len(two))
    return shared >= JACCARD * (len(one) + len(two) - shared) or (
        smaller > SHINGLE_WORDS * 4 and shared >= CONTAINMENT * smaller
    )


_shingle_set = functools.lru_cache(maxsize=1024)(shingles)


def is_copy(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two lists of blocks are one text with other furniture.

    Most words stand in blocks that both have, and what else there is was not edited: no block of
    one is another wording of a block of the other.
    """
    one, two = (_block_words(blocks) for blocks in (first, second))
    shared = set(one) & set(two)
    size = max(sum(map(len, one)), sum(map(len, two)))
    if sum(map(len, shared)) < COPY_SHARE * size:
        return False
    rest = [[set(block) for block in blocks if block not in shared] for blocks in (one, two)]
    return not any(_rewords(a, b) for a in rest[0] for b in rest[1])


def _rewords(first: set[str], second: set[str]) -> bool:
    smaller = min(len(first), len(second))
    return smaller >= _WORDS_OF_A_SENTENCE and len(first & second) >= smaller / 2


def _block_words(blocks: Sequence[str]) -> list[tuple[str, ...]]:
    return [block for block in (tuple(words(text)) for text in blocks) if block]
