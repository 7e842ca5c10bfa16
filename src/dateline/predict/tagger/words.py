"""The words of an article as the taggers see them: with syntax where there is a parse."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.language.quotation import Quoted, quoted
from dateline.language.tokens import sentences, tokens
from dateline.predict import parsing


@dataclass(slots=True)
class Word:
    """One word or mark. `head` and `children` are positions in the article's list of words."""

    start: int
    end: int
    text: str
    lower: str
    sentence: int
    quote: int | None = None  # number of the stretch in quotation marks that it is in
    tag: str = ""
    pos: str = ""
    lemma: str = ""
    relation: str = ""
    head: int = -1
    entity: str = ""
    children: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The words of one article, cut into paragraphs."""

    text: str
    words: list[Word]
    paragraphs: list[range]
    quoted: list[Quoted]
    parsed: bool


def read_pages(articles: Sequence[Mapping[str, Any]], *, parse: bool) -> Iterator[Page]:
    """A page for each article. Raises MissingExtra for `parse` without spaCy."""
    if parse:
        docs = parsing.parse([article["text"] for article in articles])
        for article, pieces in zip(articles, docs, strict=True):
            yield _page(article, _parsed(pieces), parsed=True)
    else:
        for article in articles:
            yield _page(article, _plain(article), parsed=False)


def _page(article: Mapping[str, Any], words: list[Word], *, parsed: bool) -> Page:
    text = article["text"]
    marked = quoted(text)
    starts = [stretch.start for stretch in marked]
    for word in words:
        at = bisect.bisect_right(starts, word.start) - 1
        if at >= 0 and word.start < marked[at].end:
            word.quote = at
    return Page(text, words, _paragraphs(article, words), marked, parsed)


def _paragraphs(article: Mapping[str, Any], words: list[Word]) -> list[range]:
    text, edges = article["text"], {block["start"] for block in article.get("blocks") or ()}
    found, first = [], 0
    for at in range(1, len(words)):
        between = text[words[at - 1].end : words[at].start]
        if "\n" in between or words[at].start in edges:
            found.append(range(first, at))
            first = at
    return [*found, range(first, len(words))] if words else []


def _plain(article: Mapping[str, Any]) -> list[Word]:
    text, words = article["text"], []
    for number, place in enumerate(sentences(text, article.get("blocks") or ())):
        for start, end in tokens(text, *place):
            form = text[start:end]
            words.append(Word(start, end, form, form.lower(), number))
    return words


def _parsed(pieces: list[tuple[int, Any]]) -> list[Word]:
    words: list[Word] = []
    sentence = 0
    for offset, doc in pieces:
        kept = [token for token in doc if not token.is_space]
        place = {token.i: len(words) + at for at, token in enumerate(kept)}
        for token in kept:
            start = offset + token.idx
            sentence += token.is_sent_start is True and bool(words)
            children = tuple(place[child.i] for child in token.children if child.i in place)
            words.append(
                Word(
                    start, start + len(token), token.text, token.lower_, sentence, None,
                    token.tag_, token.pos_, token.lemma_.lower(), token.dep_,
                    place.get(token.head.i, place[token.i]), token.ent_type_, children,
                )
            )  # fmt: skip
    return words
