"""The licence of a page, and whether its text may be published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from dateline.scrape.permissions.page_signals import licence_links
from dateline.scrape.permissions.signals import Signal
from dateline.scrape.permissions.tags import Tag, read_tags

_CREATIVE_COMMONS = re.compile(
    r"^(?:https?:)?//(?:www\.)?creativecommons\.org/"
    r"(?:licenses/(?P<kind>by(?:-nc)?(?:-nd|-sa)?)/(?P<version>\d\.\d)"
    r"|publicdomain/(?P<public>zero|mark)/1\.0)(?![\d.])",
    re.IGNORECASE,
)
_OGL = re.compile(
    r"^(?:https?:)?//(?:www\.)?nationalarchives\.gov\.uk/doc/open-government-licence"
    r"/version/([123])(?!\d)",
    re.IGNORECASE,
)
_LICENCE_METAS = {"dcterms.license", "dc.license", "dc.rights.license"}
# Licences that let anybody copy, change and sell: with at most naming the source and share-alike.
_OPEN = re.compile(
    r"CC0-1\.0|CC-BY(-SA)?-\d\.\d(-[A-Z]+)?|CC-PDM-1\.0|CC-PDDC|PDDL-1\.0|ODC-By-1\.0|ODbL-1\.0"
    r"|OGL-UK-[123]\.0|etalab-2\.0"
)


def spdx(url: str) -> str | None:
    """The SPDX identifier of the licence at an address: Creative Commons and the British OGL.

    Ports to a jurisdiction go by their unported name, which grants the same.
    """
    if match := _CREATIVE_COMMONS.match(url.strip()):
        if public := match["public"]:
            return "CC0-1.0" if public.lower() == "zero" else "CC-PDM-1.0"
        return f"CC-{match['kind'].upper()}-{match['version']}"
    if match := _OGL.match(url.strip()):
        return f"OGL-UK-{match[1]}.0"
    return None


def licence(
    page: bytes, declared: str | None, headers: Iterable[tuple[str, str]] = ()
) -> str | None:
    """The SPDX identifier that the page states, else what the source's owner declared for it.

    Link headers, link elements and metas come before JSON-LD; where they differ, one that is not
    open wins. Links in the text do not count: they are mostly about one picture.
    """
    links = (
        link["href"]
        for name, value in headers
        if name.lower() == "link"
        for link in licence_links(value)
    )
    stated: dict[int, list[str]] = {0: list(filter(None, map(spdx, links)))}
    for tag in read_tags(page):
        rank = 1 if tag.name == "script" else 0
        stated.setdefault(rank, []).extend(filter(None, map(spdx, _statements(tag))))
    best = stated.get(0) or stated.get(1)
    return min(best, key=lambda name: _OPEN.fullmatch(name) is not None) if best else declared


def rights(licence: str | None, signals: Iterable[Signal]) -> dict[str, Any]:
    """The `rights` of an article: published is only what is openly licensed and not reserved."""
    signals = list(signals)
    is_open = licence is not None and _OPEN.fullmatch(licence) is not None
    reserved = any(signal["reserves"] for signal in signals)
    return {
        "licence": licence,
        "text_may_be_published": is_open and not reserved,
        "signals": signals,
    }


def _statements(tag: Tag) -> Iterator[str]:
    """The addresses of licences of the page that a tag names."""
    attributes = tag.attributes
    if tag.name == "link" and "license" in attributes.get("rel", "").lower().split():
        yield attributes.get("href", "")
    elif tag.name == "meta" and attributes.get("name", "").lower() in _LICENCE_METAS:
        yield attributes.get("content", "")
    elif tag.name == "script" and attributes.get("type", "").lower() == "application/ld+json":
        for node in _nodes(tag.text):
            value = node.get("license")
            value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
            if "image" not in str(node.get("@type")).lower() and isinstance(value, str):
                yield value


def _nodes(text: str) -> list[dict[str, Any]]:
    """The outer nodes of a JSON-LD script. Nested ones are pictures and other people's works."""
    try:
        document = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return []
    if isinstance(document, dict):
        document = document.get("@graph", [document])
    return (
        [node for node in document if isinstance(node, dict)] if isinstance(document, list) else []
    )
