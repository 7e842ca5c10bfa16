"""What the headers and the HTML of one page say about its use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from dateline.scrape.permissions import rsl
from dateline.scrape.permissions.signals import (
    AI_BOTS,
    Signal,
    read_policy,
    read_reservation,
    read_usage,
    signal,
    unique,
)
from dateline.scrape.permissions.tags import Tag, read_tags

# Directives of robots metas and X-Robots-Tag, and whether they reserve. noarchive and nocache are
# what Bing reads as "not for models", nosnippet what Google does; noimageai speaks of images only.
_DIRECTIVES = {
    "noai": True, "noml": True, "nosnippet": True, "noarchive": True, "nocache": True,
    "noimageai": False, "max-snippet": False,
}  # fmt: skip
_ROBOTS_METAS = {"robots", "googlebot", "googlebot-news", "bingbot", "msnbot"} | {
    bot.lower() for bot in AI_BOTS
}


def page_signals(headers: Iterable[tuple[str, str]], page: bytes, seen: datetime) -> list[Signal]:
    """The statements in a response's headers and in its HTML."""
    found: list[Signal] = []
    for name, value in headers:
        if read := _HEADERS.get(name.lower()):
            found += read(value, f"header {name.lower()}", seen)
    for tag in read_tags(page):
        found += _read_tag(tag, seen)
    return unique(found)


def _read_tag(tag: Tag, seen: datetime) -> Iterator[Signal]:
    name = tag.attributes.get("name", "").lower()
    content = tag.attributes.get("content", "")
    if tag.name == "meta" and name in _ROBOTS_METAS:
        yield from _read_directives(content, f"meta {name}", seen)
    elif tag.name == "meta" and name.startswith("tdm-") and name in _HEADERS:
        yield from _HEADERS[name](content, f"meta {name}", seen)
    elif tag.name == "link" and "license" in tag.attributes.get("rel", "").lower().split():
        yield from _read_licence(tag.attributes, "link license", seen)
    elif tag.name == "script" and tag.attributes.get("type") == "application/rsl+xml":
        value, reserves = rsl.read(tag.text.encode(), None)
        yield signal("rsl", value, "script application/rsl+xml", reserves, seen)


def _read_directives(value: str, place: str, seen: datetime) -> Iterator[Signal]:
    """Directives of a robots meta or X-Robots-Tag, each perhaps after the name of an agent."""
    for item in value.lower().split(","):
        words = [word.strip() for word in item.split(":")]
        for number, word in enumerate(words):
            if word in _DIRECTIVES:
                zero = word == "max-snippet" and words[number + 1 :] == ["0"]
                yield signal(word, value, place, _DIRECTIVES[word] or zero, seen)


def _read_licence(attributes: Mapping[str, str], place: str, seen: datetime) -> Iterator[Signal]:
    """A link to a licence, or to RSL terms, which reserve until they are known to permit."""
    if href := attributes.get("href"):
        is_rsl = "rsl" in attributes.get("type", "").lower()
        yield signal("rsl" if is_rsl else "licence", href, place, is_rsl, seen)


def licence_links(value: str) -> Iterator[dict[str, str]]:
    """The links to licences in a Link header (RFC 8288), as the attributes of a link tag."""
    for link in value.split("<")[1:]:
        target, _, rest = link.partition(">")
        pairs = (item.partition("=")[::2] for item in rest.rstrip(", ").split(";"))
        found = {name.strip().lower(): text.strip().strip('"') for name, text in pairs}
        if "license" in found.get("rel", "").lower().split():
            yield {**found, "href": target.strip()}


def _read_links(value: str, place: str, seen: datetime) -> Iterator[Signal]:
    for attributes in licence_links(value):
        yield from _read_licence(attributes, place, seen)


def _usage(name: str) -> Callable[[str, str, datetime], Iterator[Signal]]:
    return lambda value, place, seen: read_usage(name, value, place, seen)


_HEADERS: dict[str, Callable[[str, str, datetime], Iterator[Signal]]] = {
    "tdm-reservation": read_reservation,
    "tdm-policy": read_policy,
    "content-usage": _usage("content-usage"),
    "content-signal": _usage("content-signal"),
    "x-robots-tag": _read_directives,
    "link": _read_links,
}
