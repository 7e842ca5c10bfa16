"""Text that two splits share: clusters, near-duplicates, and long quotations.

A model that saw a test article's text in training is measured too well. Hashes of a sample of all
windows of the text find the candidates; the two texts themselves decide.
"""

from __future__ import annotations

import itertools
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import xxhash
from numpy.typing import NDArray

from dateline.language.quotation import quoted
from dateline.publish.splits import SPLITS

WINDOW = 32  # bytes of letters and digits: about six words
SAMPLE = 1 << 57  # of 2**64: one window in 128 is looked at
CANDIDATE = 3  # shared sampled windows; half of an article of 500 words has about ten
SHARED = 0.5  # of the shorter text's windows: more is a near-duplicate
QUOTE_WORDS = 8  # a shorter quotation may be shared by chance

_OTHER = re.compile(r"[\W_]+")

Hashes = NDArray[np.uint64]


class Leak(NamedTuple):
    """Two articles in different splits that share text; `first` is in the earlier split."""

    kind: str  # cluster, near-duplicate or quotation
    first: str
    second: str
    splits: tuple[str, str]

    def __str__(self) -> str:
        return (
            f"{self.kind}: article {self.first} in {self.splits[0]}, "
            f"article {self.second} in {self.splits[1]}"
        )


@dataclass
class _Owned:
    """Hashes and the number of the article that each is of, 12 bytes a hash."""

    hashes: array[int] = field(default_factory=lambda: array("Q"))
    owners: array[int] = field(default_factory=lambda: array("I"))

    def add(self, hashes: Hashes, owner: int) -> None:
        self.hashes.frombytes(hashes.tobytes())
        self.owners.extend(itertools.repeat(owner, len(hashes)))


@dataclass
class LeakCheck:
    """Collects what is needed of each article, a few hundred bytes, and finds what is shared."""

    ids: list[str] = field(default_factory=list)
    splits: array[int] = field(default_factory=lambda: array("b"))
    _alone: int = 0
    _windows: _Owned = field(default_factory=_Owned)
    _quotes: _Owned = field(default_factory=_Owned)
    _clusters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, article: Mapping[str, Any], split: str) -> None:
        """Take an article that goes out in `split`."""
        at, number = len(self.ids), SPLITS.index(split)
        self.ids.append(article["id"])
        self.splits.append(number)
        found = windows(article["text"])
        self._windows.add(found[found < SAMPLE], at)
        self._quotes.add(_quotes(article["text"]), at)
        self._alone += not article["cluster"]
        if article["cluster"]:
            self._clusters[article["cluster"]].setdefault(number, at)

    @property
    def clusters(self) -> int:
        """How many clusters the articles are in; one without near-duplicates is one itself."""
        return len(self._clusters) + self._alone

    def leaks(self, texts: Callable[[set[str]], Mapping[str, str]]) -> list[Leak]:
        """All leaks; `texts` gives the texts of articles by id, to compare candidates."""
        found = [
            self._leak("cluster", a, b)
            for places in self._clusters.values()
            for a, b in itertools.combinations(places.values(), 2)
        ]
        found += [self._leak("quotation", a, b) for a, b in self._sharing(self._quotes, 1)]
        candidates = [
            self._leak("near-duplicate", a, b) for a, b in self._sharing(self._windows, CANDIDATE)
        ]
        known = texts({name for leak in candidates for name in (leak.first, leak.second)})
        found += [leak for leak in candidates if near(known[leak.first], known[leak.second])]
        return sorted(set(found))

    def _leak(self, kind: str, a: int, b: int) -> Leak:
        first, second = sorted((a, b), key=lambda at: (self.splits[at], self.ids[at]))
        names = (SPLITS[self.splits[first]], SPLITS[self.splits[second]])
        return Leak(kind, self.ids[first], self.ids[second], names)

    def _sharing(self, owned: _Owned, least: int) -> Iterator[tuple[int, int]]:
        """Pairs of articles in different splits with at least `least` hashes in common."""
        values = np.frombuffer(owned.hashes, np.uint64)
        owners = np.frombuffer(owned.owners, np.dtype(owned.owners.typecode))
        order = np.argsort(values, kind="stable")
        values, owners = values[order], owners[order]
        edges = (np.flatnonzero(np.diff(values)) + 1).tolist()
        splits = np.frombuffer(self.splits, np.int8)
        pairs: Counter[tuple[int, int]] = Counter()
        for start, end in itertools.pairwise([0, *edges, len(values)]):
            group = np.unique(owners[start:end])
            if len(group) > 1 and len(set(splits[group].tolist())) > 1:
                pairs.update(_across(group.tolist(), self.splits))
        return (pair for pair, count in pairs.items() if count >= least)


def _across(group: list[int], splits: array[int]) -> Iterator[tuple[int, int]]:
    """Pairs of `group` in different splits; of a large group, each with one of every split."""
    if len(group) > 20:
        first = {splits[at]: at for at in reversed(group)}
        return ((min(a, b), max(a, b)) for a in group for s, b in first.items() if splits[a] != s)
    return ((a, b) for a, b in itertools.combinations(group, 2) if splits[a] != splits[b])


def windows(text: str) -> Hashes:
    """A hash of each stretch of WINDOW letters and digits of `text`, case and marks ignored."""
    plain = _OTHER.sub("", text.casefold()).encode()
    hashes = np.frombuffer(plain, np.uint8).astype(np.uint64) + np.uint64(1)
    factor, length = 0x9E3779B97F4A7C15, 1
    while length < WINDOW:
        if len(hashes) <= length:
            return np.empty(0, np.uint64)
        hashes = hashes[:-length] * np.uint64(factor) + hashes[length:]
        factor, length = factor * factor % (1 << 64), length * 2
    hashes = (hashes ^ (hashes >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.unique(hashes ^ (hashes >> np.uint64(32)))


def near(first: str, second: str) -> bool:
    """Whether most of the shorter text stands in the other."""
    a, b = windows(first), windows(second)
    shorter = min(len(a), len(b))
    return bool(shorter) and len(np.intersect1d(a, b, assume_unique=True)) >= SHARED * shorter


def _quotes(text: str) -> Hashes:
    found = (text[q.start : q.end] for q in quoted(text))
    long = (quote for quote in found if len(quote.split()) >= QUOTE_WORDS)
    hashes = {xxhash.xxh3_64_intdigest(_plain(quote)) for quote in long}
    return np.array(sorted(hashes), np.uint64)


def _plain(quote: str) -> bytes:
    return _OTHER.sub(" ", quote.casefold()).strip().encode()


def message(leaks: Iterable[Leak], shown: int = 10) -> str:
    """What to tell who builds the release."""
    leaks = list(leaks)
    lines = [str(leak) for leak in leaks[:shown]]
    more = [f"and {len(leaks) - shown} more"] if len(leaks) > shown else []
    return "\n  ".join(
        [f"{len(leaks)} pairs of articles share text across splits:", *lines, *more]
    ) + (
        '\nSet [splits] leaks = "drop" to leave out the article in the earlier split, or '
        '"allow" to publish them as they are'
    )
