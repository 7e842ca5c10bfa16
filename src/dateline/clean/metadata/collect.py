"""Metadata of an article from everything a page offers, each value with its source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from dateline import urls
from dateline.clean.blocks.features import Hints
from dateline.clean.metadata import jsonld
from dateline.clean.metadata.authors import split_byline
from dateline.clean.metadata.dates import date_in_url, parse_date
from dateline.clean.metadata.facts import Facts
from dateline.clean.metadata.titles import Candidate, choose_title, strip_site, words

_TITLE_METAS = ("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "title")
_AUTHOR_METAS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "dc.contributor", "byl", "article:author_name", "authors",
    "cxenseparse:author",
    "citation_author", "twitter:misc:written by",
)  # fmt: skip
_PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "parsely-pub-date", "datepublished",
    "article:published", "sailthru.date", "dc.date.issued", "dcterms.created", "dcterms.date",
    "dc.date", "dc.date.created", "pubdate", "publishdate", "publish-date", "publish_date", "date",
    "cxenseparse:recs:publishtime", "og:published_time", "originalpublicationdate",
    "rnews:datepublished",
    "last-modified-date", "citation_publication_date", "article.published", "published_time",
    "video:release_date", "release_date", "published-date", "w-published-date", "published",
)  # fmt: skip
_MODIFIED_METAS = (
    "article:modified_time", "og:updated_time", "article:updated_time", "datemodified",
    "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "revision_date",
)  # fmt: skip
_SECTION_METAS = ("article:section", "parsely-section", "section", "cxenseparse:recs:category")
_TAG_METAS = ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags")
_DAY_AT_END = re.compile(r".*[|•·–-]\s*(\d[\d./-]{7,9})\s*")
_AMERICAN = re.compile(r"-us\b|^us$|_us\b", re.IGNORECASE)


@dataclass(slots=True)
class Metadata:
    """Values by the article's property names, and the source of each."""

    values: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: Any, source: str) -> None:
        """Keep the value unless there is one already."""
        if value and name not in self.values:
            self.values[name] = value
            self.sources[name] = source


def hints_of(facts: Facts) -> Hints:
    """What the classifier compares the blocks with."""
    thing = facts.thing()
    return Hints(
        title=jsonld.string(thing.get("headline")) or facts.meta("og:title") or facts.title,
        description=facts.meta("og:description", "description", "twitter:description")
        or jsonld.string(thing.get("description")),
        authors=jsonld.strings(thing.get("author"))[:10] or facts.metas.get("author", [])[:10],
        body=jsonld.string(thing.get("articleBody")),
    )


def read_metadata(
    facts: Facts,
    url: str | None,
    *,
    headline: str = "",
    bylines: Sequence[list[str]] = (),
    datelines: list[str] | None = None,
    known: Mapping[str, tuple[str, str]] | None = None,
) -> Metadata:
    """The article's metadata. `headline` and `datelines` are blocks of the page, `bylines` groups
    of them, of which the first that names somebody counts; `known` are values by name, with their
    source, that come before all others."""
    found = Metadata()
    names = site_names(facts, url)
    for name, (value, source) in (known or {}).items():
        _put_known(found, name, value, source)
    _titles(found, facts, headline, names)
    _authors(found, facts, bylines, names)
    _dates(found, facts, url, datelines or [])
    _language(found, facts)
    found.put("canonical_url", *_canonical(facts, url))
    thing = facts.thing()
    publisher = jsonld.string(thing.get("publisher"))
    found.put("publisher", facts.meta("og:site_name"), "open-graph")
    found.put("publisher", publisher, "json-ld")
    found.put("publisher", facts.meta("application-name", "publisher", "dc.publisher"), "meta")
    found.put("section", facts.meta(*_SECTION_METAS), "meta")
    found.put("section", jsonld.string(thing.get("articleSection")), "json-ld")
    found.put("section", facts.categories[0] if facts.categories else "", "page")
    found.put("section", section_in_title(facts.title, found.values.get("title")), "page")
    _tags(found, facts)
    return found


def _put_known(found: Metadata, name: str, value: str, source: str) -> None:
    if name in ("published", "modified"):
        found.put(name, parse_date(value), source)
    elif name == "authors":
        byline = split_byline([value])
        found.put("authors", byline.authors, source)
        found.put("agencies", byline.agencies, source)
    elif name == "tags":
        found.put(name, [tag.strip() for tag in value.split(",") if tag.strip()], source)
    else:
        found.put(name, value, source)


def site_names(facts: Facts, url: str | None) -> list[str]:
    """What the site is called, by itself and by its address."""
    host = (urlsplit(url).hostname or "") if url else ""
    names = [facts.meta("og:site_name", "application-name"), host.removeprefix("www.")]
    names.append(re.sub(r"\s*\(.*", "", facts.meta("publisher", "dc.publisher")))
    names.append(jsonld.string(facts.thing().get("publisher")))
    for thing in facts.sites:
        if any("Organization" in kind or kind == "WebSite" for kind in jsonld.types(thing)):
            names += [jsonld.string(thing.get("name")), jsonld.string(thing.get("alternateName"))]
    return list(dict.fromkeys(name for name in names if name))


def _titles(found: Metadata, facts: Facts, headline: str, names: list[str]) -> None:
    thing = facts.articles[0] if facts.articles else {}
    many = 0.4 if len(facts.headings) > 1 else 1.0
    editors, name = jsonld.string(thing.get("headline")), jsonld.string(thing.get("name"))
    shared = facts.meta("og:title")
    # A plug-in for search engines writes its one title into all three places. Where the page shows
    # another, that was right 10 times and the plug-in's once (781 pages, 2026-11-24).
    filled = {words(strip_site(title, names)) for title in (editors, name, shared)}
    plugged = 0.1 if len(filled) == 1 else 1.0
    # Weights by a search over 450 pages, 2026-11: JSON-LD is the editors' own headline more often
    # than the heading, which loses to it, and both are before what is written for other sites.
    candidates = [
        Candidate(editors, "json-ld", 1.5 * plugged),
        Candidate(headline, "page", 0.6),
        *(Candidate(heading, "page", 0.4 * many) for heading in facts.headings[:12]),
        Candidate(shared, "open-graph", 0.4),
        Candidate(facts.meta("twitter:title"), "meta", 0.05),
        Candidate(facts.title, "meta", 0.1),
        Candidate(name, "json-ld", 0.25 * plugged),
        *(Candidate(facts.meta(name), "meta", 0.1) for name in _TITLE_METAS),
        *(Candidate(value, "microdata", 0.3) for value in facts.properties.get("headline", [])[:1]),
    ]
    chosen = choose_title(candidates, names)
    if chosen:
        found.put("title", chosen.text, chosen.source)


def _authors(found: Metadata, facts: Facts, bylines: Sequence[list[str]], names: list[str]) -> None:
    thing = facts.thing()
    written = facts.meta("twitter:label1").lower()
    data = facts.metas.get("twitter:data1", []) if "written" in written or "by" in written else []
    sources: list[tuple[list[str], str, bool]] = [
        (jsonld.strings(facts.resolve(thing.get("author"))), "json-ld", False),
        (jsonld.strings(facts.resolve(thing.get("creator"))), "json-ld", False),
        *((facts.metas.get(name, []), "meta", False) for name in _AUTHOR_METAS),
        (data, "meta", False),
        *((rows, "page", True) for rows in bylines),
        (facts.properties.get("author", [])[:3], "microdata", False),
        (facts.authors[:3], "page", True),
    ]
    for values, source, strict in sources:
        byline = split_byline(values[:20], names_of_site=tuple(names), strict=strict)
        found.put("agencies", byline.agencies, source)
        if byline.publications and not strict:
            found.put("publisher", byline.publications[0], source)
        if byline.authors:
            found.put("authors", byline.authors, source)
            return


def _dates(found: Metadata, facts: Facts, url: str | None, datelines: list[str]) -> None:
    thing = facts.thing()
    american = bool(_AMERICAN.search(f"{facts.language} {facts.meta('og:locale')}"))

    def put(name: str, value: str, source: str) -> None:
        found.put(name, parse_date(value, month_first=american), source)

    put("published", jsonld.string(thing.get("datePublished")), "json-ld")
    for meta in _PUBLISHED_METAS:
        put("published", facts.meta(meta), "meta")
    for value in facts.properties.get("datepublished", [])[:3]:
        put("published", value, "microdata")
    put("published", jsonld.string(thing.get("dateCreated")), "json-ld")
    for stamp, text, _ in facts.times[:3]:
        put("published", stamp or text, "page")
        put("published", text, "page")
    if day := _DAY_AT_END.fullmatch(facts.title):
        put("published", day[1], "meta")
    for value in datelines[:4]:
        put("published", value, "page")
    if url:
        found.put("published", date_in_url(url), "url")
    put("modified", jsonld.string(thing.get("dateModified")), "json-ld")
    for meta in _MODIFIED_METAS:
        put("modified", facts.meta(meta), "meta")
    for value in facts.properties.get("datemodified", [])[:3]:
        put("modified", value, "microdata")


def _language(found: Metadata, facts: Facts) -> None:
    for value, source in (
        (facts.language, "page"),
        (jsonld.string(facts.thing().get("inLanguage")), "json-ld"),
        (facts.meta("og:locale"), "open-graph"),
        (facts.meta("content-language", "language", "dc.language"), "meta"),
    ):
        code = re.split(r"[-_]", value.strip().lower())[0]
        if 2 <= len(code) <= 3 and code.isalpha():
            found.put("language", code, source)


def _canonical(facts: Facts, url: str | None) -> tuple[str | None, str]:
    """The page's own address where it is plausible: another site's is a mistake or a trick."""
    thing = facts.thing()
    page = thing.get("mainEntityOfPage")
    identity = page.get("@id") if isinstance(page, dict) else page
    for value, source in (
        (facts.canonical, "page"),
        (facts.meta("og:url"), "open-graph"),
        (thing.get("url"), "json-ld"),
        (identity, "json-ld"),
    ):
        if not isinstance(value, str) or not value.strip():
            continue
        address = urls.normalise_url(value, url)
        if address and _plausible(address, url):
            return address, source
    return (urls.normalise_url(url), "url") if url else (None, "")


def _plausible(address: str, url: str | None) -> bool:
    if not url:
        return True
    there, here = urlsplit(address), urlsplit(url)
    if there.path in ("", "/") and here.path not in ("", "/"):
        return False
    return registrable(there.hostname or "") == registrable(here.hostname or "")


_SECOND_LEVEL = frozenset("co com org net ac gov edu or ne go gob nic".split())


def registrable(host: str) -> str:
    """The registered domain by rule of thumb: two labels, three under `co.uk` and its like."""
    labels = host.lower().strip(".").split(".")
    if labels[-1].isdigit() or ":" in host:
        return host
    size = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-size:])


def _tags(found: Metadata, facts: Facts) -> None:
    def clean(values: list[str]) -> list[str]:
        parts = [part.strip() for value in values for part in re.split(r"[,;]", value)]
        return list(dict.fromkeys(part for part in parts if 1 < len(part) <= 80))[:50]

    for name in _TAG_METAS[:2]:
        found.put("tags", clean(facts.metas.get(name, [])), "meta")
    found.put("tags", clean(jsonld.strings(facts.thing().get("keywords"))), "json-ld")
    for name in _TAG_METAS[2:]:
        found.put("tags", clean(facts.metas.get(name, [])), "meta")
    found.put("tags", clean(facts.tags), "page")


def section_in_title(page_title: str, headline: str | None) -> str:
    """The part of `Headline | Section | Site` between the two, where there is just one."""
    parts = [part for part in re.split(r"\s+[|·•–—-]\s+|\s*[|｜]\s*", page_title) if part]
    known = len(parts) == 3 and parts[0] == headline and len(parts[1].split()) <= 3
    return parts[1] if known else ""
