"""Which split an article is in: a hash of its cluster, so that it never moves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

SPLITS = ("train", "validation", "test")


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


def by_cluster(article: Mapping[str, Any]) -> str:
    """An article without near-duplicates is a cluster of its own."""
    return str(article["cluster"] or article["id"])


def by_source(article: Mapping[str, Any]) -> str:
    """All articles of a source are in one split: for scores on publishers that were never seen."""
    return str(article["source"] or "")


KEYS: dict[str, Callable[[Mapping[str, Any]], str]] = {"cluster": by_cluster, "source": by_source}
