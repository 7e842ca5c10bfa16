"""GUM (github.com/amir-zeldes/gum): Wikinews articles with entities, times and quotes.

GUM marks every mention, nested; its ten types are mapped as docs/import.md says. A link is the
title of a Wikipedia article, not a Wikidata identifier: it becomes the cluster's name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dateline.convert.conllu import Document, Mention, head, mentions, read_documents
from dateline.convert.imported import (
    Annotation,
    Article,
    Imported,
    Item,
    MakeArticle,
    Spans,
    annotation,
)
from dateline.errors import Usage
from dateline.language.quotation import kind, quoted

_TYPES = {"person": "PERSON", "organization": "ORG", "place": "GPE"}
_NAMED = {"event": "EVENT", "object": "PRODUCT"}  # only where a name is given
_FACILITY = frozenset(
    "airport bridge building center centre church hall hospital hotel house museum palace park "
    "prison road school square stadium station street theater theatre tower university avenue "
    "mosque cathedral arena room office library court".split()
)
_LOCATION = frozenset(
    "africa america antarctica arctic asia atlantic bay beach coast desert earth east equator "
    "europe gulf hemisphere hill island islands lake mars mediterranean moon mountain mountains "
    "north ocean pacific peninsula region river sea south sun valley west world space area forest "
    "ground place site planet field".split()
)
_LEVELS = {"PROPN": "NAM", "PRON": "PRO", "DET": "PRO"}


def read_gum(folder: Path, make: MakeArticle) -> Iterator[Imported]:
    """The articles of a folder of GUM's .conllu files, with entities, times and quotes."""
    paths = sorted(folder.glob("*.conllu")) or sorted((folder / "conllu").glob("*.conllu"))
    if not paths:
        raise Usage(f"{folder} has no .conllu files: give GUM's dep folder")
    for path in paths:
        for document in read_documents(path):
            yield _imported(document, make)


def _imported(document: Document, make: MakeArticle) -> Imported:
    about = document.comments
    created = about.get("meta::dateCreated", "")
    article = make(
        document.text, document.id, "en",
        title=about.get("meta::title"), url=about.get("meta::sourceURL"),
        published=f"{created}T00:00:00Z" if re.fullmatch(r"\d{4}-\d\d-\d\d", created) else None,
    )  # fmt: skip
    lost: Counter[str] = Counter()
    spans = Spans(document.text)
    made = [
        _entities(document, article, spans, lost),
        annotation(article, "times", _times(document, spans, lost), annotator="gum"),
        annotation(article, "quotes", _quotes(document, spans, lost), annotator="gum"),
    ]
    return Imported(article, made, lost)


def _entities(document: Document, article: Article, spans: Spans, lost: Counter[str]) -> Annotation:
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions(document):
        groups[mention.group].append(mention)
    items: list[Item] = []
    clusters = []
    for group, members in groups.items():
        label = _label(document, members)
        if label is None:
            lost[f"entity {members[0].fields.get('etype')}"] += len(members)
            continue
        found = [_mention(document, member, spans) for member in members]
        for item in filter(None, found):
            items.append({"type": label, "entity": f"entity-{group}", **item})
        clusters.append({"id": f"entity-{group}", "name": _name(document, members)})
    items.sort(key=lambda item: (item["start"], -item["end"]))
    items = [{"id": f"entities-{at}", **item} for at, item in enumerate(items, 1)]
    lost["bridging, information status and salience"] += 1
    return annotation(article, "entities", items, annotator="gum", clusters=clusters)


def _label(document: Document, members: list[Mention]) -> str | None:
    """Our label for a cluster, None where we have none: plants, substances, abstract things."""
    counts = Counter(member.fields.get("etype", "") for member in members)
    etype = counts.most_common(1)[0][0]
    heads = [head(document, member) for member in members]
    named = any(word.upos == "PROPN" for word in heads)
    if etype == "place":
        lemmas = {word.lemma.lower() for word in heads}
        if lemmas & _FACILITY:
            return "FAC"
        return "GPE" if named and not lemmas & _LOCATION else "LOC"
    return _TYPES.get(etype) or (_NAMED.get(etype) if named else None)


def _mention(document: Document, mention: Mention, spans: Spans) -> Item | None:
    words = document.words
    span = spans.span([(words[mention.first].start, words[mention.last].end)])
    level = _LEVELS.get(head(document, mention).upos, "NOM")
    return span and {**span, "level": level}


def _name(document: Document, members: list[Mention]) -> str:
    """The title of the Wikipedia article, else the longest name, else the first mention."""
    title = next((m.fields["identity"] for m in members if m.fields.get("identity")), None)
    if title:
        return title.replace("_", " ").replace("%2D", "-").replace("%28", "(").replace("%29", ")")
    names = [m for m in members if head(document, m).upos == "PROPN"] or members[:1]
    longest = max(names, key=lambda m: m.last - m.first)
    return document.text[document.words[longest.first].start : document.words[longest.last].end]


_TAG = re.compile(r"<(/?)(date|quote|q)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+):::"([^"]*)"')


def _marked(document: Document, names: set[str]) -> Iterator[tuple[int, int, dict[str, str]]]:
    """(start, end, attributes) of the elements `names` in the XML that MISC keeps."""
    opened: list[tuple[int, dict[str, str]]] = []
    for word in document.words:
        for closing, name, attributes in _TAG.findall(word.misc.get("XML", "")):
            if name not in names:
                continue
            if not closing:
                opened.append((word.start, dict(_ATTRIBUTE.findall(attributes))))
            elif opened:
                start, kept = opened.pop()
                yield start, word.end, kept


def _times(document: Document, spans: Spans, lost: Counter[str]) -> Iterator[Item]:
    for at, (start, end, attributes) in enumerate(_marked(document, {"date"}), 1):
        span = spans.span([(start, end)])
        if span is None:
            continue
        item: Item = {"id": f"times-{at}", "type": "DATE", **span}
        if "when" in attributes:
            item["value"] = _value(attributes["when"])
        else:
            item["value"] = _interval(attributes.get("from", ""), attributes.get("to", ""))
            lost["interval of a date"] += item["value"] is None
        yield item


def _value(when: str) -> str:
    """TEI writes a month of any year as --10."""
    return f"XXXX-{when[2:]}" if when.startswith("--") else when.lstrip("-")


def _interval(start: str, end: str) -> str | None:
    """TIMEX3 of an interval that is a century, a decade, a season, a week or a weekend."""
    if (start[:2], start[2:], end[2:]) == (end[:2], "00-01-01", "99-12-31"):
        return start[:2]
    if start[:3] == end[:3] and start[3:] == "0-01-01" and end[3:] == "9-12-31":
        return start[:3]
    if start[4:7] == "-06" and end[4:7] in ("-08", "-09") and start[:4] == end[:4]:
        return f"{start[:4]}-SU"
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return None
    year, number, _ = date.fromordinal((first.toordinal() + last.toordinal()) // 2).isocalendar()
    days = (last - first).days + 1
    if days == 2 and first.isoweekday() == 6:
        return f"{year}-W{number:02}-WE"
    return f"{year}-W{number:02}" if days in (7, 8) and first.isoweekday() in (1, 7) else None


def _quotes(document: Document, spans: Spans, lost: Counter[str]) -> Iterator[Item]:
    """Block quotations, and words in marks where they are a clause: four words or more."""
    marked = quoted(document.text)
    number = 0
    for start, end, _ in _marked(document, {"quote", "q"}):
        span = spans.span([(start, end)])
        if span is None or len(span["text"].split()) < 4:
            lost["words in quotation marks that quote nobody"] += 1
            continue
        number += 1
        type_ = kind(document.text, [(span["start"], span["end"])], marked)
        yield {"id": f"quotes-{number}", "type": type_, **span}
