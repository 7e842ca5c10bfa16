"""One expression of time, and what the rules need to know of the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.language.numerals import Token, glued
from dateline.predict.times import calendar_words as words


@dataclass(frozen=True)
class Time:
    """One expression: tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    type: str
    value: str | None = None
    modifier: str | None = None
    score: float = 0.9


_WILL = frozenset("will shall 'll ’ll".split())
_FUTURE = _WILL | frozenset(
    "would next upcoming planned scheduled expected expects due plans hopes forecast tomorrow soon "
    "begins starts opens".split()
)
_PAST = frozenset("was were had did ago been went came said told".split())


def _is_past(word: str) -> bool:
    return word in _PAST or (word.endswith("ed") and len(word) > 4)


DATE_BEFORE = frozenset(
    "in since by until till from of during before after between and to the early late mid through "
    "around circa about for spring summer autumn fall winter , ( - – year season fiscal as this "
    "or than versus over c".split()
)


class Reader:
    """The words of one article, read from a place in them."""

    def __init__(self, found: list[Token], today: date | None) -> None:
        self.tokens = found
        self.today = today

    def at(self, at: int) -> Time | None:
        """The expression that begins at token `at`, by any rule."""
        raise NotImplementedError

    def day_at(self, at: int) -> Time | None:
        """The weekday, or today, yesterday, tomorrow, at token `at`."""
        raise NotImplementedError

    def lower(self, at: int) -> str:
        """The token in lower case and without a genitive, "" outside the text."""
        if not 0 <= at < len(self.tokens):
            return ""
        word = self.tokens[at].lower
        return word[:-2] if word.endswith(("'s", "’s")) else word

    def _future(self, at: int) -> bool | None:
        """What the clause around says of the tense; None where it says nothing."""
        before = self._clause(range(at - 1, max(-1, at - 9), -1))
        planned = "to" in before[:3] and before[:1] in (["on"], ["by"], ["in"])  # to begin on
        if planned or _FUTURE & set(before):
            return True
        if any(map(_is_past, before)):
            return False
        behind = self._clause(range(at + 1, min(at + 10, len(self.tokens))))
        if _WILL & set(behind):
            return True
        if any(map(_is_past, behind)):
            return False
        return True if before[:1] in (["from"], ["until"], ["by"]) else None

    def _clause(self, places: range) -> list[str]:
        """The words at `places` up to a mark that ends the clause."""
        found: list[str] = []
        for here in places:
            word = self.lower(here)
            if word in ".!?;,":
                break
            found.append(word)
        return found

    def _word(self, at: int) -> bool:
        """Whether token `at` is glued to the one before as a part of the same word."""
        return (
            glued(self.tokens, at)
            and self.tokens[at].text[0].isalnum()
            and at > 0
            and (self.tokens[at - 1].text[-1].isalnum())
        )

    def _stops(self, at: int) -> bool:
        return not self.lower(at).isalpha() or self.lower(at) in ("and", "but", "when")

    def _stops_or_preposition(self, at: int) -> bool:
        return self._stops(at) or self.lower(at) in (
            "of",
            "in",
            "to",
            "after",
            "before",
            "on",
            "at",
        )

    def _number(self, at: int, low: int, high: int) -> int | None:
        text = self.tokens[at].text if 0 <= at < len(self.tokens) else ""
        fits = text.isascii() and text.isdigit() and len(text) <= 4 and low <= int(text) <= high
        return int(text) if fits else None

    def _measures(self, at: int) -> bool:
        return self.lower(at + 1) in ("%", "percent", "million", "billion", ":")

    def _full(self, short: int) -> int:
        limit = (self.today.year if self.today else 2030) % 100 + 10
        return (2000 if short <= limit else 1900) + short

    def _year_at(self, at: int) -> tuple[int, int] | None:
        """(year, end) of a year at token `at`, after a comma or an of."""
        if self.lower(at) in (",", "of", "'", "’"):
            short = self._number(at + 1, 0, 99) if self.lower(at) in "'’" else None
            if short is not None and len(self.tokens[at + 1].text) == 2:
                return self._full(short), at + 2
            at += 1
        year = self._number(at, 1000, 2199)
        return None if year is None or len(self.tokens[at].text) != 4 else (year, at + 1)

    def _date(self, first: int, month: int, day: int | None, last: int) -> Time | None:
        """A date whose month (and day) is known, with the year behind it or the one that fits."""
        year = self._year_at(last)
        if year is None and self.today is None:
            return Time(first, last, "DATE", f"XXXX-{month:02}" + (f"-{day:02}" if day else ""))
        if year is None and self.today is not None:
            future = self._future(first)
            resolved = words.month_year(self.today, month, day=day, future=future)
        else:
            assert year is not None
            resolved, last = year
        value = words.month(resolved, month)
        try:
            value = date(resolved, month, day).isoformat() if day else value
        except ValueError:
            return None
        return Time(first, last, "DATE", value)
