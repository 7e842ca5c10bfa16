"""Dates by the calendar: 3 April 2026, the 1990s, the third quarter, Christmas Eve."""

from __future__ import annotations

from datetime import date

from dateline.language.numerals import glued
from dateline.predict.figures.grammar import find as find_figures
from dateline.predict.times import calendar_words as words
from dateline.predict.times.clock import Clock
from dateline.predict.times.reader import DATE_BEFORE, Time

_SHORT = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())


class Dates(Clock):
    """The rules for dates."""

    def _month(self, at: int) -> Time | None:
        month = words.MONTHS.get(self.lower(at))
        if month is None or not self.tokens[at].text[0].isupper():
            return None
        last = at + 1
        if self.lower(last) == "." and glued(self.tokens, last) and self.lower(at) in _SHORT:
            last += 1
        day = self._number(last, 1, 31)
        if day is not None and self.lower(last + 1) in ("st", "nd", "rd", "th"):
            return self._date(at, month, day, last + 2)
        if day is not None and not self._measures(last):
            return self._date(at, month, day, last + 1)
        alone = self.lower(at) in ("may", "march", "mar", "jun", "sep", "dec", "jan", "oct", "nov")
        if (
            alone
            and self._year_at(last) is None
            and self.lower(at - 1) not in DATE_BEFORE - {"the"}
        ):
            return None
        return self._date(at, month, None, last)

    def _digits(self, at: int) -> Time | None:
        clock = self._clock(at)
        if clock:
            return self._with_date(clock)
        return self._day_month(at) or self._numeric(at) or self._decade(at) or self._plain_year(at)

    def _day_month(self, at: int) -> Time | None:
        """3 April 2026, the 3rd of April."""
        day = self._number(at, 1, 31)
        if day is None:
            return None
        last = at + 1
        if self.lower(last) in ("st", "nd", "rd", "th") and glued(self.tokens, last):
            last += 1
        if self.lower(last) == "of":
            last += 1
        month = words.MONTHS.get(self.lower(last))
        if month is None or not self.tokens[last].text[0].isupper():
            return self._century(at, day, last)
        dot = (
            self.lower(last + 1) == "."
            and glued(self.tokens, last + 1)
            and self.lower(last) in _SHORT
        )
        return self._date(at, month, day, last + 1 + dot)

    def _century(self, at: int, number: int, last: int) -> Time | None:
        """The 21st century is 20 in TIMEX3."""
        if last > at + 1 and self.lower(last) == "century":
            first = at - 1 if self.lower(at - 1) == "the" else at
            return Time(first, last + 1, "DATE", f"{number - 1:02}")
        return None

    def _numeric(self, at: int) -> Time | None:
        """2026-03-17, and the attacks of 9/11."""
        five = [token.text for token in self.tokens[at : at + 5]]
        if five[1:2] == ["-"] and five[3:4] == ["-"] and len(five) == 5:
            try:
                return Time(at, at + 5, "DATE", date.fromisoformat("".join(five)).isoformat())
            except ValueError:
                return None
        if five[:3] == ["9", "/", "11"] and self.lower(at + 3) != "/":
            return Time(at, at + 3, "DATE", "2001-09-11")
        return None

    def _decade(self, at: int) -> Time | None:
        """The 1990s, the '60s, the 1930’s."""
        mark = self.tokens[at].text in "'’"
        number = self._number(at + mark, 0, 2100)
        end = at + mark + 1
        if number is None or not glued(self.tokens, end):
            return None
        if self.lower(end) in "'’" and self.lower(end + 1) == "s":
            end += 1
        digits = self.tokens[at + mark].text
        if self.lower(end) != "s" or digits[-1] != "0" or len(digits) not in (2, 4):
            return None
        first = at - 1 if self.lower(at - 1) == "the" else at
        century = "19" if int(digits[-2]) > 1 or not mark else "20"
        return Time(first, end + 1, "DATE", (digits if len(digits) == 4 else century + digits)[:3])

    def _plain_year(self, at: int) -> Time | None:
        mark = self.tokens[at].text in "'’"
        if mark:
            short = self._number(at + 1, 0, 99)
            fits = short is not None and glued(self.tokens, at + 1) and not glued(self.tokens, at)
            if (
                not fits
                or short is None
                or len(self.tokens[at + 1].text) != 2
                or self._word(at + 2)
            ):
                return None
            return Time(at, at + 2, "DATE", f"{self._full(short)}", score=0.7)
        year = self._number(at, 1000, 2100)
        if year is None or len(self.tokens[at].text) != 4 or self._word(at + 1) or self._word(at):
            return None
        before = self.lower(at - 1)
        if before in "$£€#:.@/" and glued(self.tokens, at) and before:
            return None
        figure = next(iter(find_figures(self.tokens[max(0, at - 3) : at + 6])), None)
        if figure is not None and year < 1900 and before not in DATE_BEFORE:
            return None
        if self.lower(at + 1) in ("people", "percent", "%", "dollars", "miles", "km", "votes"):
            return None
        if year < 1500 and before not in ("in", "since", "until"):
            return None
        return Time(at, at + 1, "DATE", str(year), score=0.85)

    def _tens(self, at: int) -> Time | None:
        if self.lower(at - 1) != "the":
            return None
        return Time(at - 1, at + 1, "DATE", f"19{words.TENS[self.lower(at)]}")

    def _season(self, at: int) -> Time | None:
        """The summer of 2012, spring 2026."""
        year = self._year_at(at + 1)
        if year is None or self.lower(at) not in words.SEASONS:
            return None
        return Time(at, year[1], "DATE", f"{year[0]:04}-{words.SEASONS[self.lower(at)]}")

    def _holiday(self, at: int) -> Time | None:
        for size in (3, 2, 1):
            key = tuple(self.lower(here) for here in range(at, at + size))
            if key in words.HOLIDAYS:
                return self._date(at, *words.HOLIDAYS[key], at + size)
        return None

    def _ordinal(self, at: int) -> Time | None:
        """The third quarter of 2025, the nineteenth century."""
        number = words.ordinal(self.lower(at))
        following = self.lower(at + 1)
        first = at - 1 if self.lower(at - 1) == "the" else at
        if number is None or not (
            following == "century" or (following == "quarter" and number < 5)
        ):
            return None
        if following == "century":
            return Time(first, at + 2, "DATE", f"{number - 1:02}")
        year = self._year_at(at + 2)
        if year is not None:
            return Time(first, year[1], "DATE", f"{year[0]}-Q{number}")
        value = f"{self.today.year}-Q{number}" if self.today else None
        return Time(first, at + 2, "DATE", value, score=0.6)

    def _year_end(self, at: int) -> Time | None:
        if self.lower(at + 1) != "end" and self.lower(at + 2) != "end":
            return None
        last = at + 2 if self.lower(at + 1) == "end" else at + 3
        joined = last == at + 2 or self.lower(at + 1) in ("'s", "’s", "-")
        value = f"{self.today.year}-12-31" if self.today else None
        return Time(at, last, "DATE", value, score=0.6) if joined else None
