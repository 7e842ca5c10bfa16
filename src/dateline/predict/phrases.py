"""Where a noun phrase begins and ends, without a parse: names, and what stands before them."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.predict.quotes.cues import ADVERBS, CUES, NOUNS
from dateline.predict.tagger.words import Word

_PRONOUNS = frozenset("he she they it i we you who one some many others this that".split())
_EDGES = frozenset(
    "that which while when where as if but because since so or although though whether than and "
    "after before until unless in on at by for from with about into during against between".split()
)
_INSIDE = frozenset("of the a an and for at in on to 's ’s & - . his her their its our my".split())
_LONGEST = 14  # words


def phrase_before(words: Sequence[Word], at: int, start: int) -> range | None:
    """The noun phrase that ends before word `at`, over adverbs and an apposition in commas."""
    end = at
    while end > start and words[end - 1].lower in ADVERBS:
        end -= 1
    if end > start and words[end - 1].text == ",":
        comma = next(
            (k for k in range(end - 2, max(start, end - 25) - 1, -1) if words[k].text == ","), None
        )
        if comma is not None and comma > start and words[comma - 1].text[0].isupper():
            end = comma
        elif comma is not None:
            end -= 1
        else:
            return None
    if end > start and words[end - 1].lower in _PRONOUNS:
        return range(end - 1, end)
    first = end
    if end > start and words[end - 1].text == ")":  # Gwen Moore (D-Wis.)
        opening = (k for k in range(end - 1, max(start, end - 10) - 1, -1) if words[k].text == "(")
        first = next(opening, end)
    while first > start and end - first < _LONGEST and _part(words, first - 1, end):
        first -= 1
    return _trimmed(words, first, end)


def phrase_after(words: Sequence[Word], at: int, stop: int) -> range | None:
    """The noun phrase that begins at word `at`."""
    if at < stop and words[at].lower in _PRONOUNS:
        return range(at, at + 1)
    end = at
    while end < stop and end - at < _LONGEST and _part(words, end, end + 1):
        end += 1
    return _trimmed(words, at, end)


def _part(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether word `at` may be inside a noun phrase that ends at `end`."""
    word = words[at]
    if word.quote is not None or (word.lower in CUES and word.lower not in NOUNS):
        return False
    if word.lower in _INSIDE:
        return word.text != "." or (at > 0 and len(words[at - 1].text) <= 3)
    return (word.text[0].isalnum() or word.text in "'’") and word.lower not in _EDGES


def _trimmed(words: Sequence[Word], first: int, end: int) -> range | None:
    """The phrase without connecting words at its edges; None where nothing is left."""
    while first < end and words[first].lower in (_INSIDE | _EDGES) - _DETERMINERS:
        first += 1
    while end > first and words[end - 1].lower in (_INSIDE | _EDGES):
        end -= 1
    return range(first, end) if first < end else None


_DETERMINERS = frozenset("the a an his her their its our my".split())
