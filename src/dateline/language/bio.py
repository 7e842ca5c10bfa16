"""BIO tags: spans as one tag a token, and a count of the spans that this cannot hold."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.language.tokens import Range, sentences, tokens

LOSSES = {
    "discontinuous": "is of several pieces",
    "across sentences": "goes on in the next sentence",
    "inside a token": "begins or ends inside a token",
    "nested": "overlaps a longer span, which is kept",
}


class Sentence(NamedTuple):
    """One sentence: its tokens, and a tag for each."""

    tokens: list[Range]
    tags: list[str]


def tag_names(labels: Iterable[str]) -> list[str]:
    """All tags for `labels`, O first: their order is the order of their ids."""
    return ["O", *(f"{mark}-{label}" for label in labels for mark in "BI")]


def tag_sentences(
    text: str, blocks: Iterable[Mapping[str, Any]], items: Iterable[Mapping[str, Any]], label: str
) -> tuple[list[Sentence], Counter[str]]:
    """The sentences of `text` with the tags of `items`, and how many spans were lost, by LOSSES.

    `label` is the property that holds an item's class. Of spans that overlap the longest is kept.
    """
    every = tokens(text)
    cuts = (
        every[bisect.bisect_left(every, (start,)) : bisect.bisect_left(every, (end,))]
        for start, end in sentences(text, blocks)
    )
    found = [Sentence(cut, ["O"] * len(cut)) for cut in cuts]
    starts = [sentence.tokens[0].start for sentence in found]
    lost: Counter[str] = Counter()
    for item in sorted(items, key=lambda item: (item["start"] - item["end"], item["start"])):
        at = bisect.bisect_right(starts, item["start"]) - 1
        loss = _put(item, found[at], item[label]) if at >= 0 else "inside a token"
        if loss:
            lost[loss] += 1
    return found, lost


def _put(item: Mapping[str, Any], sentence: Sentence, label: str) -> str | None:
    """Tag `item` in its sentence; why not, where it cannot be held."""
    if len(item.get("fragments") or ()) > 1:
        return "discontinuous"
    if item["end"] > sentence.tokens[-1].end:
        return "across sentences"
    first = bisect.bisect_left(sentence.tokens, (item["start"], 0))
    last = bisect.bisect_left(sentence.tokens, (item["end"], 0))
    inside = sentence.tokens[first:last]
    if not inside or (inside[0].start, inside[-1].end) != (item["start"], item["end"]):
        return "inside a token"
    if any(tag != "O" for tag in sentence.tags[first:last]):
        return "nested"
    sentence.tags[first:last] = [f"B-{label}"] + [f"I-{label}"] * (last - first - 1)
    return None


def spans(sentence: Sentence) -> list[tuple[int, int, str]]:
    """(start, end, label) of each span that the tags hold; an I- without its B- begins one."""
    found: list[tuple[int, int, str]] = []
    before = "O"
    for token, tag in zip(sentence.tokens, sentence.tags, strict=True):
        label = tag[2:]
        if tag.startswith("I-") and before[2:] == label:
            found[-1] = (found[-1][0], token.end, label)
        elif tag != "O":
            found.append((token.start, token.end, label))
        before = tag
    return found


def where(item: Mapping[str, Any], conditions: Sequence[str]) -> bool:
    """Whether `item` has the value of each of `conditions`, such as `level=NAM`, or none there."""
    pairs = (condition.partition("=") for condition in conditions)
    return all(item.get(name) in (None, value) for name, _, value in pairs)
