"""Who speaks: the source's words, resolved to a mention among the article's entities."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from typing import Any

_SINGULAR = frozenset("he she him her his i who".split())
_PLURAL = frozenset("they them their we".split())
_PEOPLE = ("PERSON", "NORP")


class Speakers:
    """The entity mentions of one article, as candidates for speakers."""

    def __init__(self, text: str, entities: Sequence[Mapping[str, Any]]) -> None:
        self.text = text
        self.entities = sorted(entities, key=lambda one: (one["start"], -one["end"]))
        self._starts = [one["start"] for one in self.entities]

    def of(self, quote: Mapping[str, Any]) -> str | None:
        """The id of the mention that speaks; None where none can be said to.

        The name inside the source, else the mention that is the source, else, for a pronoun, the
        nearest person before it; without a source, the nearest person before the quote.
        """
        source = quote.get("source")
        if not self.entities:
            return None
        if source is None:
            return self._before(quote["start"], _PEOPLE)
        inside = [
            one
            for one in self.entities
            if source["start"] <= one["start"] and one["end"] <= source["end"]
        ]
        names = [one for one in inside if one.get("level") in ("NAM", None)]
        people = [one for one in names if one["type"] == "PERSON"]
        if people or names or inside:
            return str((people or names or inside)[-1]["id"])
        word = source["text"].lower()
        if word in _SINGULAR:
            return self._before(source["start"], ("PERSON",))
        if word in _PLURAL:
            return self._before(source["start"], ("ORG", "NORP", "GPE"))
        return self._around(source)

    def _before(self, at: int, types: Sequence[str]) -> str | None:
        """The nearest mention of one of `types` that begins before `at`."""
        for place in range(bisect.bisect_left(self._starts, at) - 1, -1, -1):
            if self.entities[place]["type"] in types:
                return str(self.entities[place]["id"])
        return None

    def _around(self, source: Mapping[str, Any]) -> str | None:
        """The smallest mention that overlaps the source."""
        over = [
            one
            for one in self.entities
            if one["start"] < source["end"] and source["start"] < one["end"]
        ]
        smallest = min(over, key=lambda one: one["end"] - one["start"], default=None)
        return str(smallest["id"]) if smallest else None
