"""What the files of a site say about the use of one of its pages."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from protego import Protego

from dateline.scrape.permissions import rsl
from dateline.scrape.permissions.robots import decode
from dateline.scrape.permissions.rules import Line, longest, matches, read_lines
from dateline.scrape.permissions.signals import (
    AI_BOTS,
    Signal,
    read_policy,
    read_reservation,
    read_usage,
    signal,
    unique,
)

_BOTS = frozenset(bot.lower() for bot in AI_BOTS)


@dataclass(frozen=True)
class SiteFile:
    """A file of a site that may speak about rights, as the server answered for it.

    `kind` is robots, tdmrep, ai or rsl; `status` None is no answer, and `problem` says why.
    `reason` is that of a page which may not be fetched for what this file says or for want of it.
    """

    kind: str
    url: str
    status: int | None
    body: bytes
    seen: datetime
    problem: str = ""
    reason: str = "ROBOTS"


def site_signals(files: Sequence[SiteFile], path: str, agent: str) -> list[Signal]:
    """The statements of a site's files about the page at `path` (with its query).

    A file that is refused or fails (401, 403, 429, 5xx, no answer) reserves, since it may say so.
    """
    found: list[Signal] = []
    for file in files:
        if file.status == 200:
            found += _READERS[file.kind](file, path, agent)
        elif _is_hidden(file):
            value = f"HTTP {file.status}" if file.status else "no answer"
            found.append(signal(_NAMES[file.kind], value, file.url, True, file.seen))
    return unique(found)


def licence_files(robots: str) -> list[str]:
    """The addresses of RSL files in the `License:` lines of a robots.txt."""
    return list(dict.fromkeys(line.value for line in read_lines(robots) if line.field == "license"))


def _is_hidden(file: SiteFile) -> bool:
    """A file that exists or may exist and was not shown; RSL terms exist where they are named."""
    return (
        file.kind == "rsl"
        or file.status in (None, 401, 403, 429)
        or (file.status is not None and file.status >= 500)
    )


def _read_robots(file: SiteFile, path: str, agent: str) -> Iterator[Signal]:
    text = decode(file.body)
    rules = _parse(text)
    if barred := [bot for bot in AI_BOTS if not rules.can_fetch(path, bot)]:
        yield signal("robots", f"Disallow for {', '.join(barred)}", file.url, True, file.seen)
    lines = list(read_lines(text))
    for field in ("content-usage", "content-signal"):
        for line in _closest([line for line in lines if line.field == field], path, agent):
            yield from read_usage(field, line.value, file.url, file.seen)


@functools.lru_cache(256)
def _parse(text: str) -> Protego:
    """The rules of a robots.txt, read once for all pages of a site."""
    return Protego.parse(text)


def _closest(lines: Sequence[Line], path: str, agent: str) -> Iterator[Line]:
    """The preferences for a path, of our group (or everybody's) and of the groups of AI bots.

    A line may begin with a path; in a group the longest one counts (draft-ietf-aipref-attach).
    """
    us = agent.lower() if any(agent.lower() in line.agents for line in lines) else "*"
    for group in dict.fromkeys(line.agents for line in lines):
        if us in group or group & _BOTS:
            own = [line for line in lines if line.agents == group]
            size = longest(map(_scope, own), path)
            yield from (o for o in own if len(_scope(o)) == size and matches(_scope(o), path))


def _scope(line: Line) -> str:
    return line.value.split()[0] if line.value.startswith("/") else ""


def _read_tdmrep(file: SiteFile, path: str, agent: str) -> Iterator[Signal]:
    """The first rule of a tdmrep.json whose location matches; the order says how specific it is."""
    if file.body.lstrip()[:1] == b"<":  # a page that says "not found" with status 200
        return
    try:
        entries = json.loads(file.body)
        entries = [entries] if isinstance(entries, dict) else entries
        rule = next((e for e in entries if matches(str(e["location"]), path)), None)
        if rule:
            yield from read_reservation(str(rule["tdm-reservation"]), file.url, file.seen)
            yield from read_policy(str(rule.get("tdm-policy") or ""), file.url, file.seen)
    except (ValueError, TypeError, KeyError):
        text = file.body[:200].decode("utf-8", "replace")
        yield signal("tdm-reservation", f"unreadable: {text}", file.url, True, file.seen)


def _read_ai(file: SiteFile, path: str, agent: str) -> Iterator[Signal]:
    """An ai.txt: the form of robots.txt, with patterns of file types such as `*.html`.

    A page without an extension is HTML too.
    """
    lines = list(read_lines(decode(file.body)))
    addressed = {agent.lower(), "*"} | _BOTS
    rules = [line for line in lines if line.agents & addressed and line.value]
    for name in (path, path.partition("?")[0].rstrip("/") + ".html"):
        barred = [r for r in rules if r.field == "disallow" and _covers(r.value, name)]
        allowed = (r.value for r in rules if r.field == "allow" and _covers(r.value, name))
        if barred and max(len(r.value) for r in barred) > max(map(len, allowed), default=-1):
            line = max(barred, key=lambda rule: len(rule.value))
            yield signal("ai.txt", f"Disallow: {line.value}", file.url, True, file.seen)
            return
    yield from _read_preferences(lines, file)


def _read_preferences(lines: Sequence[Line], file: SiteFile) -> Iterator[Signal]:
    for line in lines:
        if line.field in ("content-usage", "content-signal"):
            yield from read_usage(line.field, line.value, file.url, file.seen)


def _covers(pattern: str, path: str) -> bool:
    return matches(pattern if pattern[0] in "/*" else f"*{pattern}", path)


def _read_rsl(file: SiteFile, path: str, agent: str) -> Iterator[Signal]:
    value, reserves = rsl.read(file.body, path)
    yield signal("rsl", value, file.url, reserves, file.seen)


_NAMES = {"robots": "robots", "tdmrep": "tdm-reservation", "ai": "ai.txt", "rsl": "rsl"}
_READERS: dict[str, Callable[[SiteFile, str, str], Iterator[Signal]]] = {
    "robots": _read_robots,
    "tdmrep": _read_tdmrep,
    "ai": _read_ai,
    "rsl": _read_rsl,
}
