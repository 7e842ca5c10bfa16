"""The time of day, alone and with its day: 6am on Sunday, Monday night, 1800 GMT."""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.language.numerals import glued
from dateline.predict.times import calendar_words as words
from dateline.predict.times.reader import Reader, Time

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EDGES: dict[tuple[str, ...], str] = {
    ("shortly", "before"): "BEFORE", ("just", "before"): "BEFORE", ("shortly", "after"): "AFTER",
    ("just", "after"): "AFTER", ("about",): "APPROX", ("around",): "APPROX",
}  # fmt: skip


class Clock(Reader):
    """The rules for the time of day."""

    def _clock(self, at: int) -> Time | None:
        hour, minute = self._number(at, 0, 24), 0
        last = at + 1
        match = re.fullmatch(r"(\d{1,2})\.(\d\d)", self.tokens[at].text)
        if match and int(match[1]) <= 24 and int(match[2]) < 60:
            hour, minute = int(match[1]), int(match[2])
        marked = False
        if hour is not None and self.lower(last) == ":" and glued(self.tokens, last):
            inner = self._number(last + 1, 0, 59)
            if inner is None or len(self.tokens[last + 1].text) != 2:
                return None
            minute, last, marked = inner, last + 2, True
        four = self._number(at, 0, 2400)
        if (
            len(self.tokens[at].text) == 4
            and four is not None
            and self.lower(last) in ("gmt", "hrs", "hours")
        ):
            hour, minute, marked = four // 100, four % 100, True
        if hour is None:
            return None
        half, end = self._half(last)
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif not (
            marked
            or self.lower(last).startswith("o'clock")
            or self.lower(last).startswith("o’clock")
        ):
            return None
        elif not marked:
            end = last + 1
        if hour > 23 or minute > 59 or (at and self.lower(at - 1) == ":"):
            return None
        if self.lower(end) in ("gmt", "utc", "et", "est", "edt", "bst", "cet", "pt", "local"):
            end += 2 if self.lower(end) == "local" else 1
        return Time(at, end, "TIME", f"T{hour:02}:{minute:02}", score=0.85)

    def _half(self, at: int) -> tuple[str, int]:
        """("a" or "p", end) of am, p.m.; ("", at) where there is none."""
        word = self.lower(at)
        if word in ("am", "pm"):
            return word[0], at + 1
        dotted = [token.lower for token in self.tokens[at : at + 4]]
        if dotted[:3] in (["a", ".", "m"], ["p", ".", "m"]):
            return dotted[0], at + 4 if dotted[3:] == ["."] else at + 3
        return "", at

    def _noon(self, at: int) -> Time | None:
        if self.lower(at) == "midnight":
            return self._with_date(Time(at, at + 1, "TIME", "T00:00"))
        return self._with_date(Time(at, at + 1, "TIME", "T12:00"))

    def _with_date(self, clock: Time) -> Time:
        """6am on Sunday, 8 March: one expression."""
        at = clock.last + (self.lower(clock.last) == "on")
        day = self.day_at(at)
        if day is None or day.value is None or len(day.value) != 10:
            return clock
        return replace(clock, last=day.last, value=f"{day.value}{clock.value}")

    def _with_clock(self, time: Time) -> Time:
        """Monday night, Tuesday at 5pm, yesterday morning."""
        if time.type != "DATE" or time.value is None or len(time.value) != 10:
            return time
        part = words.PARTS.get(self.lower(time.last))
        if part and self.lower(time.last) != "noon":
            return replace(time, last=time.last + 1, type="TIME", value=f"{time.value}T{part}")
        at = time.last + (self.lower(time.last) == "at")
        clock = (
            self._clock(at) if at < len(self.tokens) and self.tokens[at].text[0].isdigit() else None
        )
        if clock is None or clock.value is None:
            return time
        return replace(time, last=clock.last, type="TIME", value=f"{time.value}{clock.value}")

    def placed(self, time: Time, before: list[Time]) -> Time:
        """A time of day with the words that are about it, on the day that was named last."""
        if time.type != "TIME" or time.value is None:
            return time
        if time.value.startswith("T"):
            near = [one for one in before[-2:] if time.first - one.last < 60 and one.value]
            days = [one.value[:10] for one in near if one.value and _DAY.match(one.value)]
            day = days[-1] if days else self.today and self.today.isoformat()
            time = replace(time, value=f"{day}{time.value}" if day else time.value)
        pair = (self.lower(time.first - 2), self.lower(time.first - 1))
        for words_before in (pair, pair[1:]):
            if words_before in _EDGES:
                first = time.first - len(words_before)
                return replace(time, first=first, modifier=_EDGES[words_before])
        return time
