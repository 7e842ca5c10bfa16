"""Quotes under construction, and how they become items of the schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.language.quotation import kind
from dateline.predict.quotes.cues import medium
from dateline.predict.quotes.speakers import Speakers
from dateline.predict.registry import Item, Scored, item_id, span, spanned
from dateline.predict.tagger.words import Page


@dataclass
class Draft:
    """One quote under construction: pieces in offsets, cue and source as ranges of words."""

    pieces: list[tuple[int, int]]
    cue: range | None = None
    source: range | None = None
    score: float = 0.5
    stretches: list[int] = field(default_factory=list)


def finished(
    page: Page, drafts: Sequence[Draft], entities: Sequence[Mapping[str, Any]]
) -> list[Scored]:
    """The drafts as items of the schema, sorted, with their speakers."""
    speakers = Speakers(page.text, entities)
    made = []
    for draft in drafts:
        pieces = _merged(page.text, draft.pieces)
        if not pieces:
            continue
        item: Item = {"type": kind(page.text, pieces, page.quoted), **spanned(page.text, pieces)}
        if draft.cue is not None:
            item["cue"] = _words(page, draft.cue)
            item["medium"] = medium(item["cue"]["text"])
        if draft.source is not None:
            item["source"] = _words(page, draft.source)
        speaker = speakers.of(item)
        if speaker is not None:
            item["speaker"] = speaker
        made.append(Scored(item, draft.score))
    made.sort(key=lambda one: (one.item["start"], -one.item["end"]))
    return [
        Scored({"id": item_id("quotes", at), **one.item}, one.score) for at, one in enumerate(made)
    ]


def _words(page: Page, words: range) -> Item:
    return span(page.text, page.words[words[0]].start, page.words[words[-1]].end)


def _merged(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pieces in order, without space at their ends; those with only space between are one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start >= end:
            continue
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
