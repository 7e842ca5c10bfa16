"""Expressions of time in English news by a grammar, resolved against the publication date.

Values are TIMEX3 (ISO-TimeML 1.2). Where the article has no publication date, what depends on it
has no value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from dateline.language.numerals import Token, tokens
from dateline.predict.figures.grammar import find as find_figures
from dateline.predict.figures.grammar import outside_tables
from dateline.predict.registry import Article, Context, Scored, item_id, span
from dateline.predict.times import calendar_words as words
from dateline.predict.times.reader import Time
from dateline.predict.times.relative import Relative


@dataclass(frozen=True)
class TimesGrammar:
    """The predictor `grammar` of the layer times."""

    layer: str = "times"
    name: str = "grammar"
    version: str = "1"

    def predict(self, articles: list[Article], context: Context) -> list[list[Scored]]:
        """The expressions of time of each article."""
        return [
            outside_tables(times_of(article["text"], published(article)), article)
            for article in articles
        ]


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


class _Page(Relative):
    """The tokens of one article, and the rule for each word that may begin an expression."""

    def __init__(self, found: list[Token], today: date | None) -> None:
        super().__init__(found, today)
        self._rules: dict[str, Callable[[int], Time | None]] = {}
        for names, rule in (
            (words.MONTHS, self._month), (words.WEEKDAYS, self._weekday),
            (("today", "yesterday", "tomorrow", "tonight"), self._day),
            (("last", "this", "next", "past", "coming", "previous", "the"), self._relative),
            (("now", "recently", "soon", "currently", "nowadays"), self._vague),
            (("every", "each", "daily", "weekly", "monthly", "annually", "yearly"), self._set),
            (words.SEASONS, self._season), (words.TENS, self._tens),
            (("noon", "midnight", "midday"), self._noon), (("a", "an", "one"), self._single),
            (("mid", "early", "late"), self._modified),
            (("christmas", "new", "boxing", "halloween", "valentine"), self._holiday),
            (("year",), self._year_end),
        ):  # fmt: skip
            self._rules |= dict.fromkeys(names, rule)

    def find(self) -> list[Time]:
        """The expressions in order; none overlaps another."""
        lengths = self._lengths()
        found: list[Time] = []
        at = 0
        while at < len(self.tokens):
            time = self.at(at) or lengths.get(at)
            if time is not None:
                found.append(self.placed(time, found))
                at = time.last
            else:
                at += 1
        return found

    def at(self, at: int) -> Time | None:
        token = self.tokens[at]
        if token.text[0].isdigit() or token.text in "'’":
            return self._digits(at)
        word = self.lower(at)
        weekday = word.removesuffix("s")
        rule = self._rules.get(weekday if weekday in words.WEEKDAYS else word)
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
            if figure.high is not None:
                value = None  # TIMEX3 has no length from 10 to 14 days
            first = figure.first
            if self.lower(first - 1) in ("last", "past", "next", "coming"):
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
