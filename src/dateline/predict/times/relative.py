"""What is said from the day of publication: last week, on Tuesday, every month, a year ago."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from dateline.language.numerals import parse
from dateline.predict.times import calendar_words as words
from dateline.predict.times.dates import Dates
from dateline.predict.times.reader import Time


class Relative(Dates):
    """The rules for what is relative to a day."""

    def day_at(self, at: int) -> Time | None:
        if self.lower(at) in words.WEEKDAYS:
            return self._weekday(at)
        return self._day(at) if self.lower(at) in ("today", "yesterday", "tomorrow") else None

    def _weekday(self, at: int) -> Time | None:
        name = self.lower(at)
        plural = name not in words.WEEKDAYS
        number = words.WEEKDAYS[name.removesuffix("s")] if plural else words.WEEKDAYS[name]
        if not self.tokens[at].text[0].isupper():
            return None
        if plural:
            return Time(at, at + 1, "SET", f"XXXX-WXX-{number}")
        follows = at + 1 + (self.lower(at + 1) == ",")
        exact = self._month(follows) if self.lower(follows) in words.MONTHS else None
        exact = exact or (self._day_month(follows) if self._number(follows, 1, 31) else None)
        if exact:
            return replace(exact, first=at)
        if self.today is None:
            return Time(at, at + 1, "DATE", f"XXXX-WXX-{number}")
        future = self._future(at) is True
        return Time(
            at, at + 1, "DATE", words.weekday(self.today, number, future=future).isoformat()
        )

    def _day(self, at: int) -> Time | None:
        word = self.lower(at)
        step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
        value = (
            words.shifted(self.today, "NI" if word == "tonight" else "D", step)
            if self.today
            else None
        )
        return Time(at, at + 1, "TIME" if word == "tonight" else "DATE", value)

    def _relative(self, at: int) -> Time | None:
        """Last week, the past year, this summer, next Monday, the end of the year."""
        word, first = self.lower(at), at
        if word == "the":
            return self._the(at)
        unit = self.lower(at + 1)
        sign = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}[word]
        if unit in ("past", "coming") and word == "this":
            unit, at = self.lower(at + 2), at + 1
            sign = -1
        last = at + 2
        if unit in words.WEEKDAYS:
            return self._this_weekday(first, at + 1, sign)
        if unit in words.MONTHS and self.tokens[at + 1].text[0].isupper():
            return self._this_month(first, words.MONTHS[unit], sign, last)
        if unit in words.SEASONS:
            year = self.today and str(self.today.year + sign)
            return Time(first, last, "DATE", f"{year}-{words.SEASONS[unit]}" if year else None)
        if unit in words.PARTS and unit != "noon":
            day = words.shifted(self.today, "D", sign) if self.today else None
            return Time(first, last, "TIME", day and f"{day}T{words.PARTS[unit]}")
        if unit not in words.UNITS or (word == "past" and self.lower(first - 1) != "the"):
            return None
        value = words.shifted(self.today, words.UNITS[unit], sign) if self.today else None
        return Time(first, last, "DATE", value)

    def _this_weekday(self, first: int, at: int, sign: int) -> Time | None:
        number = words.WEEKDAYS[self.lower(at)]
        if self.today is None:
            return Time(first, at + 1, "DATE", f"XXXX-WXX-{number}")
        day = words.weekday(
            self.today, number, future=sign > 0 or (sign == 0 and self._future(first) is True)
        )
        if sign < 0 and day == self.today:
            day = words.weekday(date.fromordinal(self.today.toordinal() - 1), number, future=False)
        return Time(first, at + 1, "DATE", day.isoformat())

    def _this_month(self, first: int, month: int, sign: int, last: int) -> Time | None:
        if self.today is None:
            return Time(first, last, "DATE", f"XXXX-{month:02}")
        year = self.today.year
        year -= sign < 0 and month >= self.today.month
        year += sign > 0 and month <= self.today.month
        return Time(first, last, "DATE", words.month(year, month))

    def _the(self, at: int) -> Time | None:
        """The end of the year, the past year, the next day, the year before."""
        word = self.lower(at + 1)
        edge = {"end": "END", "start": "START", "beginning": "START", "middle": "MID"}.get(word)
        if edge and self.lower(at + 2) == "of":
            inner = self.at(at + 3) if at + 3 < len(self.tokens) else None
            unit = words.UNITS.get(self.lower(at + 4)) if self.lower(at + 3) == "the" else None
            if inner is None and unit in ("Y", "M", "W", "DE", "CE"):
                value = words.shifted(self.today, unit, 0) if self.today and unit else None
                inner = Time(at + 3, at + 5, "DATE", value)
            return inner and replace(inner, first=at, modifier=edge)
        if word in ("past", "last", "previous", "next", "coming"):
            inner = self._relative(at + 1)
            return inner and replace(inner, first=at)
        if (
            word in words.UNITS
            and self.lower(at + 2) in ("before", "after")
            and word in ("year", "month")
        ):
            step = -1 if self.lower(at + 2) == "before" else 1
            value = words.shifted(self.today, words.UNITS[word], step) if self.today else None
            return Time(at, at + 3, "DATE", value, score=0.6) if self._stops(at + 3) else None
        return None

    def _vague(self, at: int) -> Time | None:
        word = self.lower(at)
        if word == "now" and self.lower(at + 1) in ("-", "that"):
            return None
        value = {"recently": "PAST_REF", "soon": "FUTURE_REF"}.get(word, "PRESENT_REF")
        if word == "soon" and (
            self.lower(at - 1) in ("as", "too") or self.lower(at + 1) == "after"
        ):
            return None
        return Time(at, at + 1, "DATE", value, score=0.6)

    def _single(self, at: int) -> Time | None:
        """A year ago; for a week; about an hour: the article counts as one."""
        unit = self.lower(at + 1)
        if unit not in words.UNITS or unit in ("weekend", "night", "second", "quarter"):
            return None
        ucum = {"Y": "a", "M": "mo", "W": "wk", "D": "d", "H": "h", "MI": "min", "DE": "{decade}"}
        code = ucum.get(words.UNITS[unit])
        if code is None:
            return None
        time = Time(at, at + 2, "DURATION", words.duration(Decimal(1), code), score=0.7)
        ago = self._ago(time, Decimal(1), code)
        before = self.lower(at - 1)
        if ago.type == "DATE":
            return ago
        lasts = before in ("for", "within", "in", "over", "than", "nearly", "almost", "about")
        return (
            time
            if lasts and self.lower(at) != "one" and self._stops_or_preposition(at + 2)
            else None
        )

    def _ago(self, time: Time, value: Decimal, unit: str) -> Time:
        """A point in time where a length is counted back from now."""
        ago = self.lower(time.last) in ("ago",) or (
            self.lower(time.last) in ("earlier", "back") and self.lower(time.last + 1) in (".", ",")
        )
        if not ago:
            return time
        step = {"a": "Y", "mo": "M", "wk": "W", "d": "D", "{decade}": "DE"}.get(unit)
        exact = self.today is not None and step is not None and value == int(value) < 3000
        point = (
            words.shifted(self.today, step, -int(value)) if exact and self.today and step else None
        )
        return replace(time, last=time.last + 1, type="DATE", value=point or "PAST_REF")

    def _set(self, at: int) -> Time | None:
        word = self.lower(at)
        simple = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M"}.get(word)
        if word in ("annually", "yearly"):
            simple = "P1Y"
        if word not in ("every", "each"):
            adverb = word in ("annually", "yearly") or self._stops(at + 1)
            return Time(at, at + 1, "SET", simple, score=0.7) if adverb else None
        following = self.lower(at + 1)
        if following in words.WEEKDAYS:
            return Time(at, at + 2, "SET", f"XXXX-WXX-{words.WEEKDAYS[following]}")
        if following in words.UNITS:
            unit = words.UNITS[following]
            step = {"H": "PT1H", "MI": "PT1M", "S": "PT1S", "NI": "P1D", "WE": "P1WE"}.get(
                unit, f"P1{unit}"
            )
            return Time(at, at + 2, "SET", step)
        numeral = parse(self.tokens, at + 1) if at + 1 < len(self.tokens) else None
        unit_at = numeral.last if numeral else 0
        name = words.UNITS.get(self.lower(unit_at).removesuffix("s")) if numeral else None
        if numeral is None or name is None or numeral.value != int(numeral.value):
            return None
        prefix = "PT" if name in ("H", "MI", "S") else "P"
        return Time(
            at,
            unit_at + 1,
            "SET",
            f"{prefix}{int(numeral.value)}{name[0] if prefix == 'PT' else name}",
        )

    def _modified(self, at: int) -> Time | None:
        """Mid-March, early on Tuesday, late last year."""
        word, inner_at = self.lower(at), at + 1
        if word == "mid" and self.lower(inner_at) == "-":
            inner_at += 1
        if (
            word != "mid"
            and self.lower(inner_at) in ("on", "in")
            and self.lower(inner_at + 1) not in ("the",)
        ):
            inner_at += 1
        if inner_at >= len(self.tokens) or self.lower(inner_at) in (
            "a",
            "an",
            "early",
            "late",
            "mid",
            "the",
        ):
            return None
        inner = self.at(inner_at)
        edge = {"mid": "MID", "early": "START", "late": "END"}[word]
        return (
            replace(inner, first=at, modifier=edge)
            if inner and inner.type in ("DATE", "TIME")
            else None
        )
