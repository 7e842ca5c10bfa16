"""Which split an article is in: a hash of its cluster, so that it never moves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

SPLITS = ("train", "validation", "test")

Article = Mapping[str, Any]


def split_of(key: str, shares: Mapping[str, float], seed: str) -> str:
    """The split of everything that has `key`: the cluster's name, or the source's.

    The key's hash is a number from 0 to 1, and the shares cut that line in the order of SPLITS.
    Nothing else counts, so a corpus that grows keeps what it has where it is.
    """
    digest = hashlib.sha256(f"{seed}\0{key}".encode()).digest()
    place = int.from_bytes(digest[:8]) / 2**64
    for name in SPLITS:
        place -= shares[name]
        if place < 0:
            return name
    return SPLITS[-1]


def by_cluster(article: Article) -> str:
    """An article without near-duplicates is a cluster of its own."""
    return str(article["cluster"] or article["id"])


def by_source(article: Article) -> str:
    """All articles of a source are in one split: for scores on publishers that were never seen."""
    return str(article["source"] or "")


KEYS: dict[str, Callable[[Article], str]] = {"cluster": by_cluster, "source": by_source}


def splitter(settings: Any, first: Mapping[str, str] | None = None) -> Callable[[Article], str]:
    """What tells an article's split under `settings`, a `project.SplitSettings`.

    By time, `first` has the date of the first article of each cluster (`first_dates`): the whole
    cluster goes by it. An article without a date is in train.
    """
    if settings.by == "time":
        dates = first or {}
        cuts = (settings.validation_from, settings.test_from)
        return lambda article: _by_time(article, dates, cuts)
    key_of = KEYS[settings.by]
    shares = {name: getattr(settings, name) for name in SPLITS}
    return lambda article: split_of(key_of(article), shares, settings.seed)


def _by_time(article: Article, first: Mapping[str, str], cuts: tuple[str, str]) -> str:
    day = first.get(article["cluster"] or "", (article["published"] or "")[:10])
    return SPLITS[sum(day >= cut for cut in cuts)]


def first_dates(articles: Iterable[Article]) -> dict[str, str]:
    """The earliest day of publication, YYYY-MM-DD in UTC, of each cluster of several articles."""
    first: dict[str, str] = {}
    for article in articles:
        cluster, day = article["cluster"], (article["published"] or "")[:10]
        if cluster and day and day < first.get(cluster, "9999"):
            first[cluster] = day
    return first
