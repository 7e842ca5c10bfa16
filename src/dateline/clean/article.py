"""An article made of blocks: canonical text, offsets, hash, and its body by block types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dateline import text as canonical
from dateline import urls
from dateline.errors import Stop, Usage

Article = dict[str, Any]

_METADATA = (
    "url", "canonical_url", "source", "publisher", "title", "standfirst", "authors", "agencies",
    "published", "modified", "language", "section", "tags",
)  # fmt: skip
_LISTS = frozenset(("authors", "agencies", "tags"))
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Piece(NamedTuple):
    """One block before its text is placed: type, text, and where it stood."""

    type: str
    text: str
    path: str | None = None
    raw_start: int | None = None
    raw_end: int | None = None
    score: float | None = None


def assemble(
    pieces: Iterable[Piece],
    metadata: Mapping[str, Any],
    sources: Mapping[str, str],
    *,
    extractor: str,
) -> Article:
    """An article of the pieces, each normalised; pieces without text are left out."""
    parts: list[str] = []
    blocks = []
    at = 0
    for piece in pieces:
        part = canonical.normalise(piece.text).strip()
        if not part:
            continue
        start = at + (len(canonical.SEPARATOR) if parts else 0)
        at = start + len(part)
        parts.append(part)
        blocks.append(_block(piece, start, at))
    text = canonical.SEPARATOR.join(parts)
    return _article(text, blocks, metadata, sources, extractor)


def _block(piece: Piece, start: int, end: int) -> dict[str, Any]:
    return {
        "type": piece.type,
        "start": start,
        "end": end,
        "path": piece.path,
        "raw_start": piece.raw_start,
        "raw_end": piece.raw_end,
        "score": piece.score,
    }


def _article(
    text: str,
    blocks: list[dict[str, Any]],
    metadata: Mapping[str, Any],
    sources: Mapping[str, str],
    extractor: str | None,
) -> Article:
    sha256 = canonical.sha256(text)
    address = metadata.get("canonical_url") or metadata.get("url")
    found = {name: metadata.get(name, [] if name in _LISTS else None) for name in _METADATA}
    return {
        "id": urls.article_id(address) if address else sha256[:16],
        **found,
        "text": text,
        "text_sha256": sha256,
        "blocks": blocks,
        "cluster": None,
        "rights": {"licence": None, "text_may_be_published": False, "signals": []},
        "provenance": {
            "warc": None,
            "record_id": None,
            "fetched": None,
            "status": None,
            "extractor": extractor,
            "fields": [{"name": name, "source": source} for name, source in sources.items()],
        },
    }


def article(text: str, id: str, language: str | None = None, **metadata: Any) -> Article:
    """An article of exactly this text: nothing is cleaned, normalised or moved.

    The pieces between blank lines are its PARAGRAPH blocks. `metadata` are further properties of
    an article (title, url, authors …). Raises Stop on an unknown property and on lone surrogates,
    which no file can hold, and Usage where `text` or `id` is no text.
    """
    for name, value in (("text", text), ("id", id)):
        if not isinstance(value, str):
            raise Usage(f"article {id}: {name} is {str(value)[:60]!r}, no text; decode bytes first")
    unknown = sorted(set(metadata) - set(_METADATA))
    if unknown:
        raise Stop(
            f"article {id}: no such properties: {', '.join(unknown)}. Known: {', '.join(_METADATA)}"
        )
    surrogate = _SURROGATE.search(text)
    if surrogate:
        raise Stop(
            f"article {id}: the text has a lone surrogate (U+{ord(surrogate[0]):04X}) at "
            f"{surrogate.start()}, so it cannot be stored; decode its source with errors='replace'"
        )
    blocks = [_block(Piece("PARAGRAPH", ""), start, end) for start, end in _paragraphs(text)]
    made = _article(text, blocks, {**metadata, "language": language}, {}, None)
    return {**made, "id": id}


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the pieces between blank lines, without white space at their ends."""
    at = 0
    for start, end in [
        *((m.start(), m.end()) for m in _BLANK_LINES.finditer(text)),
        (len(text), len(text)),
    ]:
        piece = text[at:start]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            yield at + lead, at + len(piece.rstrip())
        at = end


_CHOICE = {
    "SUBHEADING": "subheadings",
    "LIST_ITEM": "lists",
    "BLOCKQUOTE": "quotes",
    "CAPTION": "captions",
    "PULLQUOTE": "pullquotes",
    "EMBED": "embeds",
    "TABLE": "tables",
    "HEADLINE": "headline",
    "STANDFIRST": "standfirst",
}


def body(
    article: Mapping[str, Any],
    *,
    subheadings: bool = True,
    lists: bool = True,
    quotes: bool = True,
    captions: bool = False,
    pullquotes: bool = False,
    embeds: bool = False,
    tables: bool = False,
    headline: bool = False,
    standfirst: bool = False,
) -> str:
    """The article's paragraphs and the chosen kinds of block, joined by a blank line.

    Raises Usage for what is no article.
    """
    if not isinstance(article, Mapping) or not {"text", "blocks"} <= article.keys():
        raise Usage(f"{str(article)[:60]!r} is no article, with a text and its blocks")
    wanted = {
        "subheadings": subheadings, "lists": lists, "quotes": quotes, "captions": captions,
        "pullquotes": pullquotes, "embeds": embeds, "tables": tables, "headline": headline,
        "standfirst": standfirst,
    }  # fmt: skip
    kept = [
        article["text"][block["start"] : block["end"]]
        for block in article["blocks"]
        if block["type"] == "PARAGRAPH" or wanted[_CHOICE[block["type"]]]
    ]
    return canonical.SEPARATOR.join(kept)
