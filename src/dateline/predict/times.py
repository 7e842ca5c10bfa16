"""Expressions of time in English news by a grammar, resolved against the publication date.

Values are TIMEX3 (ISO-TimeML 1.2). Where the article has no publication date, what depends on it
has no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from dateline.numerals import Token, glued, parse, tokens
from dateline.predict import calendar_words as words
from dateline.predict.figures import find as find_figures
from dateline.predict.registry import Article, Context, Scored, item_id, span


@dataclass(frozen=True)
class Time:
    """One expression: tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    type: str
    value: str | None = None
    modifier: str | None = None
    score: float = 0.9


@dataclass(frozen=True)
class TimesGrammar:
    """The predictor `grammar` of the layer times."""

    layer: str = "times"
    name: str = "grammar"
    version: str = "1"

    def predict(self, articles: list[Article], context: Context) -> list[list[Scored]]:
        """The expressions of time of each article."""
        return [times_of(article["text"], published(article)) for article in articles]


def published(article: Article) -> date | None:
    """The day of publication by the page's own clock; None where the article has none."""
    value = article.get("published")
    if isinstance(value, datetime):
        return value.date()
    return datetime.fromisoformat(value).date() if value else None


def times_of(text: str, today: date | None) -> list[Scored]:
    """The expressions of time of `text` as items with scores, in the order of the text."""
    page = _Page(tokens(text), today)
    found = page.find()
    return [_item(text, page.tokens, time, at) for at, time in enumerate(found)]


def _item(text: str, found: list[Token], time: Time, at: int) -> Scored:
    last = found[time.last - 1]
    genitive = 2 if last.lower.endswith(("'s", "’s")) else 0
    item: dict[str, object] = {
        "id": item_id("times", at), "type": time.type,
        **span(text, found[time.first].start, last.end - genitive),
    }  # fmt: skip
    if time.value is not None:
        item["value"] = time.value
    if time.modifier is not None:
        item["modifier"] = time.modifier
    return Scored(item, time.score)


_FUTURE = frozenset(
    "will shall would next upcoming planned scheduled expected expects due plans hopes to "
    "tomorrow soon begins starts opens takes until before by 'll ’ll".split()
)
_PAST = frozenset("was were had did ago last been went came said told".split())
_DATE_BEFORE = frozenset(
    "in since by until till from of during before after between and to the early late mid through "
    "around circa about for spring summer autumn fall winter , ( - – year season fiscal as this "
    "or than versus over c".split()
)


class _Page:
    """The tokens of one article, and what is found at each of them."""

    def __init__(self, found: list[Token], today: date | None) -> None:
        self.tokens = found
        self.today = today
        self._rules: dict[str, Callable[[int], Time | None]] = {}
        for names, rule in (
            (words.MONTHS, self._month), (words.WEEKDAYS, self._weekday),
            (("today", "yesterday", "tomorrow", "tonight"), self._day),
            (("last", "this", "next", "past", "coming", "previous", "the"), self._relative),
            (("now", "recently", "soon", "currently", "nowadays"), self._vague),
            (("every", "each", "daily", "weekly", "monthly", "annually", "yearly"), self._set),
            (words.SEASONS, self._season), (words.TENS, self._tens),
            (("noon", "midnight", "midday"), self._noon), (("a", "an", "one"), self._single),
            (("mid", "early", "late"), self._modified), (("christmas", "new", "boxing"), self._holiday),
            (("halloween", "valentine"), self._holiday), (("year",), self._year_end),
        ):  # fmt: skip
            self._rules |= dict.fromkeys(names, rule)

    def find(self) -> list[Time]:
        """The expressions in order; none overlaps another."""
        lengths = self._lengths()
        found: list[Time] = []
        at = 0
        while at < len(self.tokens):
            time = self._at(at) or lengths.get(at)
            if time is not None:
                found.append(time)
                at = time.last
            else:
                at += 1
        return found

    def lower(self, at: int) -> str:
        """The token in lower case and without a genitive, "" outside the text."""
        if not 0 <= at < len(self.tokens):
            return ""
        word = self.tokens[at].lower
        return word[:-2] if word.endswith(("'s", "’s")) else word

    def _at(self, at: int) -> Time | None:
        token = self.tokens[at]
        if token.text[0].isdigit() or token.text in "'’":
            return self._digits(at)
        word = self.lower(at)
        rule = self._rules.get(word) or self._rules.get(word.removesuffix("s"))
        if rule is None:
            return self._ordinal(at) if words.ordinal(word) else None
        time = rule(at)
        return time and self._with_clock(time)

    def _lengths(self) -> dict[int, Time]:
        """The durations that the figures' grammar finds, as lengths or as N years ago."""
        made = {}
        for figure in find_figures(self.tokens):
            number = self.tokens[figure.number[0] : figure.last]
            aged = any(token.lower in ("old", "olds", "age", "aged") for token in number)
            if figure.type != "DURATION" or figure.unit is None or aged or not figure.unit:
                continue
            if not any(token.text.isalpha() for token in number):  # Smith, 45, …
                continue
            value = words.duration(figure.value, figure.unit)
            if value is None or self.lower(figure.last) in ("old",):
                continue
            first = figure.first
            if self.lower(first - 1) in ("last", "past", "next", "first", "coming", "final"):
                first -= 1
            modifier = None if figure.modifier in ("EXACT", "RANGE") else figure.modifier
            made[first] = self._ago(
                Time(first, figure.last, "DURATION", value, modifier, 0.85),
                figure.value,
                figure.unit,
            )
            if self.lower(first - 1) == "the" and first != figure.first:
                made[first - 1] = replace(made[first], first=first - 1)
        return made

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

    def _future(self, at: int) -> bool | None:
        """What the words before and a few behind say of the tense; None where nothing."""
        for here in range(at - 1, max(-1, at - 9), -1):
            word = self.lower(here)
            if word in ".!?;,":
                break
            if word in ("will", "'ll", "’ll", "shall", "would"):
                return True
            if word in _PAST or (word.endswith("ed") and len(word) > 4):
                return False
            if word in _FUTURE and word not in ("to", "by", "before", "until"):
                return True
        for here in range(at + 1, min(at + 10, len(self.tokens))):
            word = self.lower(here)
            if word in ".!?;,":
                break
            if word in ("will", "'ll", "’ll"):
                return True
            if word in _PAST or (word.endswith("ed") and len(word) > 4):
                return False
        return None

    # A calendar date

    def _number(self, at: int, low: int, high: int) -> int | None:
        text = self.tokens[at].text if 0 <= at < len(self.tokens) else ""
        fits = text.isascii() and text.isdigit() and len(text) <= 4 and low <= int(text) <= high
        return int(text) if fits else None

    def _year_at(self, at: int) -> tuple[int, int] | None:
        """(year, end) of a year at token `at`, after a comma or an of."""
        if self.lower(at) in (",", "of", "'", "’"):
            short = self._number(at + 1, 0, 99) if self.lower(at) in "'’" else None
            if short is not None and len(self.tokens[at + 1].text) == 2:
                return self._full(short), at + 2
            at += 1
        year = self._number(at, 1000, 2199)
        return None if year is None or len(self.tokens[at].text) != 4 else (year, at + 1)

    def _full(self, short: int) -> int:
        limit = (self.today.year if self.today else 2030) % 100 + 10
        return (2000 if short <= limit else 1900) + short

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

    def _month(self, at: int) -> Time | None:
        month = words.MONTHS.get(self.lower(at))
        if month is None or not self.tokens[at].text[0].isupper():
            return None
        last = at + 1
        if self.lower(last) == "." and glued(self.tokens, last) and len(self.lower(at)) <= 4:
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
            and self.lower(at - 1) not in _DATE_BEFORE - {"the"}
        ):
            return None
        return self._date(at, month, None, last)

    def _measures(self, at: int) -> bool:
        return self.lower(at + 1) in ("%", "percent", "million", "billion", ":")

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
            and len(self.lower(last)) <= 4
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
        if figure is not None and year < 1900 and before not in _DATE_BEFORE:
            return None
        if self.lower(at + 1) in ("people", "percent", "%", "dollars", "miles", "km", "votes"):
            return None
        if year < 1500 and before not in ("in", "since", "until"):
            return None
        return Time(at, at + 1, "DATE", str(year), score=0.85)

    def _word(self, at: int) -> bool:
        """Whether token `at` is glued to the one before as a part of the same word."""
        return (
            glued(self.tokens, at)
            and self.tokens[at].text[0].isalnum()
            and at > 0
            and (self.tokens[at - 1].text[-1].isalnum())
        )

    def _tens(self, at: int) -> Time | None:
        if self.lower(at - 1) != "the":
            return None
        return Time(at - 1, at + 1, "DATE", f"19{words.TENS[self.lower(at)]}")

    # Days

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
            inner = self._at(at + 3) if at + 3 < len(self.tokens) else None
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

    def _stops(self, at: int) -> bool:
        return not self.lower(at).isalpha() or self.lower(at) in ("and", "but", "when")

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

    def _season(self, at: int) -> Time | None:
        """The summer of 2012, spring 2026."""
        year = self._year_at(at + 1)
        if year is None or self.lower(at) not in words.SEASONS:
            return None
        return Time(at, year[1], "DATE", f"{year[0]:04}-{words.SEASONS[self.lower(at)]}")

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
        inner = self._at(inner_at)
        edge = {"mid": "MID", "early": "START", "late": "END"}[word]
        return (
            replace(inner, first=at, modifier=edge)
            if inner and inner.type in ("DATE", "TIME")
            else None
        )

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

    def _holiday(self, at: int) -> Time | None:
        for size in (3, 2, 1):
            key = tuple(self.lower(here) for here in range(at, at + size))
            if key in words.HOLIDAYS:
                return self._date(at, *words.HOLIDAYS[key], at + size)
        return None

    def _year_end(self, at: int) -> Time | None:
        if self.lower(at + 1) != "end" and self.lower(at + 2) != "end":
            return None
        last = at + 2 if self.lower(at + 1) == "end" else at + 3
        joined = last == at + 2 or self.lower(at + 1) in ("'s", "’s", "-")
        value = f"{self.today.year}-12-31" if self.today else None
        return Time(at, last, "DATE", value, score=0.6) if joined else None

    # The time of day

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
        day = None
        if self.lower(at) in words.WEEKDAYS:
            day = self._weekday(at)
        elif self.lower(at) in ("today", "yesterday", "tomorrow"):
            day = self._day(at)
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
