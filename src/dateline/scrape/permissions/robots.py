"""What a robots.txt allows us (RFC 9309)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from protego import Protego

MAX_BYTES = 1 << 20  # RFC 9309, section 2.5: at least 500 KiB are parsed; the rest is ignored


@dataclass(frozen=True)
class Robots:
    """The rules of one origin for one agent; `refusal` says why nothing at all may be fetched."""

    rules: Protego
    agent: str
    refusal: str | None = None

    def objection(self, url: str) -> str | None:
        """Why `url` may not be fetched, or None where it may."""
        if self.refusal:
            return self.refusal
        return None if self.allows(url, self.agent) else f"robots.txt disallows it to {self.agent}"

    def allows(self, url: str, agent: str) -> bool:
        """Whether the rules let `agent` fetch `url`."""
        return self.rules.can_fetch(url, agent)

    @property
    def delay_s(self) -> float:
        """The pause between two requests that the site asks for, in seconds, or 0."""
        delays = [self.rules.crawl_delay(self.agent) or 0.0]
        if rate := self.rules.request_rate(self.agent):
            delays.append(rate.seconds / max(rate.requests, 1))
        return max((delay for delay in delays if math.isfinite(delay)), default=0.0)


def product_token(user_agent: str) -> str:
    """The name that robots.txt knows us by: the User-Agent up to the version."""
    return user_agent.split("/")[0].split()[0]


def read_robots(status: int | None, body: bytes, agent: str, problem: str = "") -> Robots:
    """The rules in the answer to `GET /robots.txt`; `status` None is none, for a `problem`.

    RFC 9309, section 2.3.1: an unavailable file (3xx after five hops, 4xx) allows everything, an
    unreachable one (5xx, network errors) nothing. 429 counts as unreachable: the site asks us to
    stay away.
    """
    if status is None or status >= 500 or status == 429:
        what = problem or (f"HTTP {status}" if status else "no answer")
        return Robots(Protego.parse(""), agent, f"robots.txt could not be read: {what}")
    text = decode(body) if 200 <= status < 300 else ""
    return Robots(Protego.parse(text), agent)


def decode(body: bytes) -> str:
    """The text of a robots.txt: UTF-8, cut at the limit, without byte order mark."""
    return body[:MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
