"""How a scrape behaves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dateline.errors import Usage

_MB = 1_000_000


class Cap(NamedTuple):
    """The most bytes of a body, on the wire and decoded; `cut`: keep what fits, else refuse it."""

    wire: int
    decoded: int
    cut: bool = False


_PAGE = Cap(10 * _MB, 20 * _MB)
_LISTS = Cap(50 * _MB, 50 * _MB)  # sitemaps.org allows 50 MB


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds. `lists` are feeds and sitemaps."""

    page: Cap = _PAGE
    lists: Cap = _LISTS
    warc_bytes: int = 256 * _MB
    answer_s: float = 30.0  # one request, from the connection to the last byte
    wait_s: float = 300.0  # the longest pause that a site may ask for
    tries: int = 4
    redirects: int = 5


@dataclass(frozen=True)
class ScrapeSettings:
    """Who we are, how polite, and where we may go.

    `delay_s` is the least pause between two requests to a host, `backoff_s` the first one after an
    error, `concurrency` the number of requests at once over all hosts. `allow_hosts` may have
    private addresses; `resolve` gives a host an "address:port", as curl --resolve, and allows it.
    `withdrawn` are ids of addresses (`urls.article_id`) that are not asked for.
    """

    user_agent: str = "Dateline/0.1"
    delay_s: float = 1.0
    backoff_s: float = 1.0
    concurrency: int = 32
    allow_hosts: frozenset[str] = frozenset()
    resolve: Mapping[str, str] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        if not self.user_agent.split("/")[0].strip() or not self.user_agent.isprintable():
            raise Usage(f"user_agent {self.user_agent!r} must begin with a name, as Dateline/0.1")
        if not 0 <= self.delay_s < math.inf or self.concurrency < 1:
            raise Usage("delay_s must not be negative, concurrency at least 1")
