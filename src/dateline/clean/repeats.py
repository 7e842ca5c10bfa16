"""What repeats over the text dumps of one site: menus, notices, footers.

A first look at all dumps counts their segments, a second one cleans each of them with the counts.
Copies of an article count as one page, so that an article which was fetched again stays. The
counts depend on which dumps there are, not on their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import xxhash
from numpy.typing import NDArray

from dateline.clean.lines import count_wide, one_line
from dateline.clean.segments import Segment

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

FEWEST = 3  # pages, from which a segment repeats
# Of the pages of a file, those with the smallest hashes are counted, with the segments of each
# that have the smallest hashes: a sample that no order changes. 16 bytes a segment, 19 MB at most.
MOST_PAGES = 2048
MOST_SEGMENTS = 512
SENTENCE = 60  # characters, from which a segment may be a sentence of an article
LABEL = 25  # characters; what is shorter may be a part of a word or a place and its agency
_COPY_SHARE = 0.5  # of the shorter page's characters, labels apart, that the other one has too


class Site(NamedTuple):
    """How many pages of a site each segment stands on, where it repeats; copies are one page."""

    pages: int
    hashes: Hashes  # of segments, in order
    counts: Ints

    def to_bytes(self) -> bytes:
        """The site as a table's column holds it."""
        return np.concatenate(
            [np.array([self.pages], np.uint64), self.hashes, self.counts.astype(np.uint64)]
        ).tobytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> Site:
        """The inverse of `to_bytes`."""
        numbers = np.frombuffer(data, np.uint64)
        half = len(numbers) // 2
        return cls(int(numbers[0]), numbers[1 : half + 1], numbers[half + 1 :].astype(np.int64))

    def repeats(self, texts: Sequence[str], title: str) -> list[int]:
        """For each segment of a dump the pages of the site it stands on; 0 where that is no sign.

        No sign are the first line, which is the title, the title where it comes again, and short
        segments beside others that do not repeat.
        """
        hashes = np.array([hash_segment(text) for text in texts], np.uint64)
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        pages = np.where(self.hashes[at] == hashes, self.counts[at], 0)
        sizes = np.array([length(text) for text in texts])
        pages[pages < np.where(sizes >= SENTENCE, *self.needed())] = 0
        pages[[row == 0 or text == title for row, text in enumerate(texts)]] = 0
        pages[(sizes < LABEL) & beside(pages == 0)] = 0
        counted: list[int] = pages.tolist()
        return counted

    def needed(self) -> tuple[float, float]:
        """On how many pages a sentence repeats, and on how many a shorter segment.

        Articles on one subject share paragraphs of background: a sentence has to be on a quarter
        of the pages, of few pages on half.
        """
        few = min(6.0, self.pages / 2)
        return max(FEWEST, few, self.pages / 4), max(FEWEST, self.pages / 20)


class Segments(NamedTuple):
    """The segments of one dump as they are counted: each once, its hash and its length."""

    hashes: Hashes
    lengths: Ints


class Counter:
    """Counts the segments of dumps by site; see the notes on MOST_PAGES."""

    def __init__(self) -> None:
        self._pages: dict[tuple[int, str], Segments] = {}
        self._below = 1 << 64  # hashes of dumps that may be of the sample

    def add(self, site: str, dump: str, cut: Callable[[str], Sequence[str]]) -> None:
        """Count a dump by the segments that `cut` makes of it. The same one again is no other."""
        name = xxhash.xxh3_64_intdigest(f"{site}\0{dump}".encode("utf-8", "replace"))
        if name < self._below:
            self._pages[name, site] = _segments(cut(dump))
        if len(self._pages) >= MOST_PAGES + 256:
            self._shrink()

    def sites(self) -> dict[str, Site]:
        """The sites that have segments which repeat."""
        self._shrink()
        pages: dict[str, list[Segments]] = {}
        for (_, site), found in sorted(self._pages.items()):
            pages.setdefault(site, []).append(found)
        sites = {name: count(found) for name, found in pages.items() if len(found) >= FEWEST}
        return {name: site for name, site in sites.items() if len(site.hashes)}

    def _shrink(self) -> None:
        smallest = sorted(self._pages)
        self._pages = {name: self._pages[name] for name in smallest[:MOST_PAGES]}
        if len(smallest) > MOST_PAGES:
            self._below = smallest[MOST_PAGES][0]


def count(pages: Sequence[Segments]) -> Site:
    """The site of these pages."""
    articles = np.array(_articles(pages), np.int64)
    owners = np.repeat(articles, [len(page.hashes) for page in pages])
    hashes = np.concatenate([page.hashes for page in pages])
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    new = np.ones(len(hashes), bool)  # for this segment an article that was not yet counted
    new[1:] = (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])
    found, counts = np.unique(hashes[new], return_counts=True)
    often = counts >= FEWEST
    return Site(len(np.unique(articles)), found[often], counts[often])


def hash_segment(text: str) -> int:
    """The hash of a segment's text."""
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "replace"))


def length(text: str) -> int:
    """Characters; in scripts without spaces each counts as three, as it says as much."""
    return len(text) + 2 * count_wide(text)


def beside(rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The `rows`, and those that are before or after one of them."""
    out = rows.copy()
    out[1:] |= rows[:-1]
    out[:-1] |= rows[1:]
    return out


def texts_of(dump: str, segments: Sequence[Segment]) -> list[str]:
    """The segments' texts, a line each."""
    return [one_line(dump[segment.start : segment.end]) for segment in segments]


def _segments(texts: Sequence[str]) -> Segments:
    lengths = {hash_segment(text): length(text) for text in texts}
    hashes = sorted(lengths)[:MOST_SEGMENTS]
    return Segments(
        np.array(hashes, np.uint64), np.array([lengths[each] for each in hashes], np.int64)
    )


def _articles(pages: Sequence[Segments]) -> list[int]:
    """For each page the first one that it is a copy of, by way of others maybe; else itself."""
    first = list(range(len(pages)))

    def root(page: int) -> int:
        while first[page] != page:
            first[page] = first[first[page]]
            page = first[page]
        return page

    sizes = np.array([page.lengths[page.lengths >= LABEL].sum() for page in pages])
    for number, shared in enumerate(_shared(pages)):
        alike = shared > _COPY_SHARE * np.minimum(sizes[:number], sizes[number])
        for other in np.flatnonzero(alike).tolist():
            first[max(root(other), root(number))] = min(root(other), root(number))
    return [root(page) for page in range(len(pages))]


def _shared(pages: Sequence[Segments]) -> Iterator[Ints]:
    """For each page the characters that it shares with each page before it, labels apart."""
    found, counts = np.unique(np.concatenate([page.hashes for page in pages]), return_counts=True)
    often = counts > 1
    owners = {
        name: np.empty(count, np.int64)
        for name, count in zip(found[often].tolist(), counts[often].tolist(), strict=True)
    }
    filled = dict.fromkeys(owners, 0)
    for number, page in enumerate(pages):
        shared = np.zeros(number, np.int64)
        for name, size in zip(page.hashes.tolist(), page.lengths.tolist(), strict=True):
            if size >= LABEL and name in owners:
                shared[owners[name][: filled[name]]] += size
                owners[name][filled[name]] = number
                filled[name] += 1
        yield shared
