"""Statements of publishers about the use of their pages, as dicts, and which of them still count.

A signal has the fields of `$defs/signal` in article.schema.json. Every statement is recorded, also
those that reserve nothing. Where a convention leaves room, the reading that reserves more is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

Signal = dict[str, Any]

# Crawlers that feed models or answer machines, by the names their operators give for robots.txt.
AI_BOTS = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot",
    "ChatGPT-User", "Claude-SearchBot", "Claude-User", "Claude-Web", "ClaudeBot",
    "cohere-ai", "cohere-training-data-crawler", "DeepSeekBot", "Diffbot", "DuckAssistBot",
    "FacebookBot", "Google-CloudVertexBot", "Google-Extended", "GPTBot", "ImagesiftBot",
    "img2dataset", "Meta-ExternalAgent", "meta-externalfetcher", "MistralAI-User",
    "OAI-SearchBot", "omgili", "omgilibot", "PanguBot", "Perplexity-User", "PerplexityBot",
    "Timpibot", "VelenPublicWebCrawler", "webzio-extended", "YouBot",
)  # fmt: skip
_MAX_VALUE = 1000  # characters of a value that are kept


def signal(name: str, value: str, place: str, reserves: bool, seen: datetime) -> Signal:
    """One statement: the convention, what it said, where it stood, whether it reserves."""
    return {
        "name": name,
        "value": value[:_MAX_VALUE],
        "place": place,
        "seen": seen.isoformat(),
        "reserves": reserves,
    }


def unique(signals: Iterable[Signal]) -> list[Signal]:
    """The signals without repetitions, in their order."""
    return list({identity(signal): signal for signal in signals}.values())


def identity(signal: Signal) -> tuple[str, str, str]:
    """What makes two signals the same statement, whenever it was read."""
    return signal["name"], signal["value"], signal["place"]


def settle(site: Iterable[Signal], page: Iterable[Signal]) -> list[Signal]:
    """All statements about a page, where a superseded one reserves nothing any more.

    TDMRep, "Processing priority": a meta element supersedes a header, a header the site's file. A
    page's link to an RSL file adds nothing where the site's robots.txt names the same file.
    """
    site = list(site)
    read = {s["place"] for s in site if s["name"] == "rsl"}
    both = site + [s for s in page if s["name"] != "rsl" or s["value"] not in read]
    best = max(map(_tdm_rank, both), default=0)
    return [{**s, "reserves": False} if 0 < _tdm_rank(s) < best else s for s in both]


def _tdm_rank(signal: Signal) -> int:
    """0 for what is no tdm-reservation, else 1 in a file, 2 in a header, 3 in a meta."""
    if signal["name"] != "tdm-reservation":
        return 0
    return {"header": 2, "meta": 3}.get(signal["place"].partition(" ")[0], 1)


def read_reservation(value: str, place: str, seen: datetime) -> Iterator[Signal]:
    """A tdm-reservation. TDMRep calls all but 0 and 1 an error; who writes `true` means it."""
    if value := value.strip():
        yield signal("tdm-reservation", value, place, value != "0", seen)


def read_policy(value: str, place: str, seen: datetime) -> Iterator[Signal]:
    """A tdm-policy: the address of terms."""
    if value:
        yield signal("tdm-policy", value, place, False, seen)


def read_usage(name: str, value: str, place: str, seen: datetime) -> Iterator[Signal]:
    """Preferences such as `train-ai=n, search=y` (AIPREF) or `ai-train=no` (Content Signals).

    Every category but search is a use by machines that learn or answer. Both are drafts, so
    parameters and unknown categories are read leniently.
    """
    pairs = [item.partition("=")[::2] for item in value.lower().split(",")]
    denied = {
        key.strip()
        for key, answer in pairs
        if answer.partition(";")[0].strip().strip('"') in ("n", "no", "?0")
    }
    if value:
        yield signal(name, value, place, bool(denied - {"search"}), seen)
