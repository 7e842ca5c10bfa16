"""PolNeAR (github.com/networkdynamics/PolNeAR): attributions in US news, as quotes.

Source, cue and content are ours under the same names. The type is derived from the quotation
marks. An article with several annotators has one annotation of each.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from dateline.convert.brat import Link, Standoff, read_ann
from dateline.convert.imported import (
    Article,
    Imported,
    Item,
    MakeArticle,
    Spans,
    annotation,
    read_utf8,
)
from dateline.errors import Usage
from dateline.language.quotation import Quoted, kind, quoted

_NAME = re.compile(r"(.+)_([0-9a-f]{4})\.ann")


def read_polnear(folder: Path, make: MakeArticle) -> Iterator[Imported]:
    """The articles of one compartment (a folder with text/ and attributions/)."""
    texts, files = folder / "text", sorted((folder / "attributions").glob("*.ann"))
    if not files or not texts.is_dir():
        raise Usage(
            f"{folder} is no compartment of PolNeAR: it needs text/*.txt and attributions/*.ann"
        )
    of_article: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    for path in files:
        match = _NAME.fullmatch(path.name)
        if match is None:
            raise Usage(f"{path}: the name should end in an annotator's four hexadecimal digits")
        of_article[match[1]].append((match[2], path))
    about = _metadata(folder.parent / "metadata.tsv")
    for name, annotators in of_article.items():
        text = read_utf8(texts / f"{name}.txt")
        article = make(text, name, "en", **about.get(name, {}))
        lost: Counter[str] = Counter()
        marked = quoted(text)
        made = [
            annotation(
                article, "quotes",
                _quotes(read_ann(path, text), article, marked, lost), annotator=annotator,
            )
            for annotator, path in annotators
        ]  # fmt: skip
        yield Imported(article, made, lost)


def _metadata(path: Path) -> dict[str, dict[str, object]]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {
        row["filename"]: {
            "publisher": row["publisher"],
            "title": row["title"],
            "published": f"{row['publication_date']}T00:00:00Z",
        }
        for row in rows
    }


def _quotes(
    found: Standoff, article: Article, marked: list[Quoted], lost: Counter[str]
) -> Iterator[Item]:
    spans = Spans(article["text"])
    used: set[str] = set()
    for at, link in enumerate(found.links, 1):
        used |= {target for _, target in link.roles}
        item = _quote(f"quotes-{at}", link, found, spans, marked)
        if item is None:
            lost["attribution without content"] += 1
        else:
            yield item
    lost.update(bound.label for bound in found.bounds.values() if bound.id not in used)
    lost.update({"note": found.others["#"]} if found.others["#"] else {})


def _quote(
    name: str, link: Link, found: Standoff, spans: Spans, marked: list[Quoted]
) -> Item | None:
    pieces: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for role, target in link.roles[1:]:
        if target in found.bounds:
            pieces[role.rstrip("0123456789")] += found.bounds[target].pieces
    content = spans.span(pieces["Content"])
    if content is None:
        return None
    whole: list[Mapping[str, int]] = content.get("fragments") or [content]
    places = [(piece["start"], piece["end"]) for piece in whole]
    item: Item = {
        "id": name,
        "type": kind(spans.text, places, marked),
        **content,
    }
    for anchor, role in (("cue", "Cue"), ("source", "Source")):
        span = spans.span(pieces[role])
        if span is not None:
            item[anchor] = span
    return item
