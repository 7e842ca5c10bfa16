"""What a page says about itself in its head and markup, read before anything is judged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dateline.clean.metadata import jsonld
from dateline.clean.metadata.jsonld import Thing

_ARTICLE = re.compile(r"Article|Posting|Report|Review|Opinion|Analysis|Recipe|HowTo|BlogPost")
_PAGE = re.compile(r"WebPage|CreativeWork|VideoObject|PodcastEpisode|AudioObject|Product|Event")
_MOST_NODES = 400  # of one kind that are looked at


@dataclass(slots=True)
class Facts:
    """The raw claims. `metas` has lower-case names; values are stripped and never empty."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    articles: list[Thing] = field(default_factory=list)  # JSON-LD of the article, best first
    pages: list[Thing] = field(default_factory=list)  # JSON-LD of the page or another work
    sites: list[Thing] = field(default_factory=list)  # the rest: organisations, sites, people
    title: str = ""  # of <title>
    headings: list[str] = field(default_factory=list)  # of <h1>
    canonical: str = ""
    language: str = ""
    times: list[tuple[str, str, str]] = field(default_factory=list)  # datetime, text, attributes
    properties: dict[str, list[str]] = field(default_factory=dict)  # microdata
    authors: list[str] = field(default_factory=list)  # links with rel=author
    tags: list[str] = field(default_factory=list)  # links with rel=tag
    categories: list[str] = field(default_factory=list)  # links with rel="category tag"

    def meta(self, *names: str) -> str:
        """The first value of the first of the names that is there."""
        for name in names:
            if name in self.metas:
                return self.metas[name][0]
        return ""

    def thing(self) -> Thing:
        """The JSON-LD object of the article, or else of the page; empty where there is none."""
        return self.articles[0] if self.articles else self.pages[0] if self.pages else {}

    def resolve(self, value: Any) -> Any:
        """The value, with the objects of the page in place of references to them (`@id`)."""
        if isinstance(value, list):
            return [self.resolve(item) for item in value[:100]]
        if isinstance(value, dict) and "@id" in value and not value.get("name"):
            known = (thing for thing in self.sites if thing.get("@id") == value["@id"])
            return next(known, value)
        return value


def read_facts(tree: LexborHTMLParser) -> Facts:
    """The claims of the page. Reads the tree before `read_blocks` drops its scripts."""
    facts = Facts()
    _read_metas(tree, facts)
    _read_things(tree, facts)
    for node in tree.css("title"):
        facts.title = _text(node)
        if facts.title:
            break
    facts.headings = [text for node in tree.css("h1")[:20] if (text := _text(node))]
    for node in tree.css('link[rel~="canonical"]')[:1]:
        facts.canonical = (node.attributes.get("href") or "").strip()
    root = tree.css_first("html")
    if root is not None:
        attributes = root.attributes
        facts.language = (attributes.get("lang") or attributes.get("xml:lang") or "").strip()
    for node in tree.css("time")[:_MOST_NODES]:
        attributes = node.attributes
        facts.times.append(
            (
                (attributes.get("datetime") or "").strip(),
                _text(node)[:100],
                f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}",
            )
        )
    for node in tree.css("[itemprop]")[:_MOST_NODES]:
        _read_property(node, facts)
    facts.authors = [_text(n)[:100] for n in tree.css('a[rel~="author"]')[:20]]
    for node in tree.css('a[rel~="tag"]')[:50]:
        kind = facts.categories if "category" in (node.attributes.get("rel") or "") else facts.tags
        kind.append(_text(node)[:100])
    return facts


def _text(node: LexborNode) -> str:
    return " ".join(node.text(deep=True, separator="").split())


def _read_metas(tree: LexborHTMLParser, facts: Facts) -> None:
    for node in tree.css("meta[content]")[:_MOST_NODES]:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = " ".join((attributes.get("content") or "").split())
        if name and content:
            facts.metas.setdefault(name.strip().lower(), []).append(content)


def _read_things(tree: LexborHTMLParser, facts: Facts) -> None:
    scripts = [node.text() for node in tree.css('script[type*="ld+json"]')[:50]]
    for thing in jsonld.things(scripts):
        kinds = " ".join(jsonld.types(thing))
        if _ARTICLE.search(kinds):
            facts.articles.append(thing)
        elif _PAGE.search(kinds):
            facts.pages.append(thing)
        else:
            facts.sites.append(thing)
    facts.articles.sort(key=lambda thing: _weight(thing, facts), reverse=True)


def _weight(thing: Thing, facts: Facts) -> float:
    """How likely the object is the page's own article and not one that it lists."""
    headline = jsonld.string(thing.get("headline") or thing.get("name")).lower()
    title = facts.meta("og:title", "twitter:title").lower()
    weight = 2.0 if headline and title and (headline in title or title in headline) else 0.0
    weight += sum(0.5 for key in ("author", "datePublished", "articleBody") if thing.get(key))
    return weight + (0.5 if headline else 0.0)


def _read_property(node: LexborNode, facts: Facts) -> None:
    attributes = node.attributes
    value = attributes.get("content") or attributes.get("datetime")
    name = (attributes.get("itemprop") or "").strip().lower()
    if not value and name in ("author", "headline", "name", "datepublished", "datemodified"):
        inner = node.css_first('[itemprop="name"]') if name == "author" else None
        value = _text(inner if inner is not None else node)[:300]
    if name and value:
        facts.properties.setdefault(name, []).append(" ".join(value.split()))
