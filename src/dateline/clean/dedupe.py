"""Near-duplicates: MinHash finds candidates, the texts themselves decide.

128 permutations in 32 bands of 4 find edited wire copies that the usual 16 bands of 8 miss; every
candidate is then verified exactly, so the bands cost time but no precision.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence

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
# One of two texts is a copy where every block of it stands in the other and makes so much of it.
COPY_SHARE = 0.9
_ROOTS = 8  # of one bucket that a member is compared with: a bucket of a template stays linear

_WORD = re.compile(r"[^\W_]+")
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def words(text: str) -> list[str]:
    """The words of `text` in lower case; in scripts without spaces each character is one."""
    if not text.isascii() and _WIDE.search(text):
        text = _WIDE.sub(lambda match: f" {match[0]} ", text)
    return _WORD.findall(text.lower())


def shingles(text: str) -> list[str]:
    """Every run of SHINGLE_WORDS words; of a shorter text the one run that it is."""
    found = words(text)
    if len(found) <= SHINGLE_WORDS:
        return [" ".join(found)]
    return [
        " ".join(found[at : at + SHINGLE_WORDS]) for at in range(len(found) - SHINGLE_WORDS + 1)
    ]


def signature(text: str) -> NDArray[np.uint64]:
    """The BANDS bands of the MinHash of a text: two texts that share one are candidates."""
    sketch = RMinHash(num_perm=BANDS * BAND_ROWS, seed=42)
    sketch.update(shingles(text))
    rows = np.array(sketch.digest(), dtype=np.uint32).reshape(BANDS, BAND_ROWS)
    return np.array([xxhash.xxh3_64_intdigest(row.tobytes()) for row in rows], np.uint64)


def clusters(bands: NDArray[np.uint64], alike: Callable[[int, int], bool]) -> list[int]:
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


def buckets(bands: NDArray[np.uint64]) -> Iterator[list[int]]:
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
    shared = len(one & two)
    smaller = min(len(one), len(two))
    return shared >= JACCARD * (len(one) + len(two) - shared) or (
        smaller > SHINGLE_WORDS * 4 and shared >= CONTAINMENT * smaller
    )


@functools.lru_cache(maxsize=1024)
def _shingle_set(text: str) -> frozenset[str]:
    return frozenset(shingles(text))


def is_copy(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether one of two lists of blocks is a copy of the other, less a block here and there."""
    one, two = (_block_words(blocks) for blocks in (first, second))
    if sum(map(len, one)) > sum(map(len, two)):
        one, two = two, one
    standing = set(two)
    size = sum(map(len, two))
    return all(block in standing for block in one) and sum(map(len, one)) >= COPY_SHARE * size


def _block_words(blocks: Sequence[str]) -> list[tuple[str, ...]]:
    return [block for block in (tuple(words(text)) for text in blocks) if block]
