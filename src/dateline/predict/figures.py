"""Figures in English news by a grammar: values, ranges, units, and what is counted.

Left to right over the tokens and linear in the length of the text: around each numeral a bounded
window is looked at. Decisions are calibrated on news sentences of 2019 (the first half of the
development set of NewsQuant) and on one article of 2021.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dateline import units
from dateline.numerals import Numeral, Token, decimal_string, glued, parse, tokens
from dateline.predict import not_figures as no
from dateline.predict.figure_parts import (
    Measure,
    counted,
    currency_before,
    modifier_before,
    modifier_behind,
    per_behind,
    rest_behind,
    unit_behind,
)
from dateline.predict.registry import Article, Context, Scored, item_id, span


@dataclass
class Figure:
    """One expression under construction; token positions, ends exclusive."""

    first: int
    last: int
    number: tuple[int, int]
    value: Decimal
    type: str = "COUNT"
    high: Decimal | None = None
    modifier: str = "EXACT"
    unit: str | None = None
    per: str | None = None
    measured: tuple[int, int] | None = None
    part_of: int | None = None
    score: float = 0.6


@dataclass(frozen=True)
class FiguresGrammar:
    """The predictor `grammar` of the layer figures."""

    layer: str = "figures"
    name: str = "grammar"
    version: str = "1"

    def predict(self, articles: list[Article], context: Context) -> list[list[Scored]]:
        """The figures of each article."""
        return [figures_of(article["text"]) for article in articles]


def figures_of(text: str) -> list[Scored]:
    """The figures of `text` as items with scores, in the order of the text."""
    found = tokens(text)
    figures = list(find(found))
    _link_parts(found, figures)
    return [_item(text, found, figure, at) for at, figure in enumerate(figures)]


def find(found: list[Token]) -> Iterator[Figure]:
    """The figures among the tokens of a text."""
    at = 0
    while at < len(found):
        numeral = parse(found, at)
        figure = _figure(found, numeral) if numeral else None
        if figure is not None:
            yield figure
            at = max(figure.last, at + 1)
        else:
            at = max(numeral.last if numeral and numeral.kind == "DIGITS" else 0, at + 1)


def _figure(found: list[Token], numeral: Numeral) -> Figure | None:
    if numeral.kind == "ORDINAL":
        return _ordinal(found, numeral)
    numeral = _millions(found, numeral)
    figure = _ratio(found, numeral) or _age(found, numeral) or _measured(found, numeral)
    if figure is None:
        return None
    if figure.per is None and figure.type in ("MONEY", "MEASURE", "COUNT", "DURATION"):
        per = per_behind(found, figure.last)
        if per:
            figure.per, figure.last = per.code, per.last
    _modify(found, figure)
    if figure.measured is None:
        figure.measured = _of_what(found, figure)
    return figure


def _millions(found: list[Token], numeral: Numeral) -> Numeral:
    """The numeral, times a million where an m stands before what it counts: 2.5m people."""
    at = numeral.last
    if numeral.kind != "DIGITS" or not glued(found, at) or found[at].lower != "m":
        return numeral
    if counted(found, at + 1, numeral.value * 2) is None:
        return numeral
    return numeral._replace(value=numeral.value * 10**6, last=at + 1)


def _measured(found: list[Token], numeral: Numeral) -> Figure | None:
    """A number or a range with a currency or a unit, else one that counts something."""
    figure = _new(numeral)
    if numeral.kind == "VAGUE":
        figure.high, figure.modifier = numeral.high, "RANGE"
    money = currency_before(found, numeral.first)
    figure, low_unit, high_unit = _range(found, figure, numeral)
    if money:
        figure.type, figure.unit, figure.first = "MONEY", money.code, money.first
        figure.score = 0.97
        return figure
    unit = high_unit or low_unit
    if unit is None:
        return _counting(found, figure, numeral)
    if unit.unit.type == "DURATION" and no._dated(found, numeral):
        return None
    figure = _with_unit(found, figure, unit)
    rest = rest_behind(found, unit, figure.value) if figure.high is None else None
    if rest:
        figure.value, figure.unit, figure.last = rest.value, rest.unit.code, rest.last
        figure.number = (figure.first, rest.last)
    return figure


def _new(numeral: Numeral) -> Figure:
    place = (numeral.first, numeral.last)
    return Figure(numeral.first, numeral.last, place, numeral.value)


def _with_unit(found: list[Token], figure: Figure, measure: Measure) -> Figure:
    figure.type, figure.unit = measure.unit.type, measure.unit.code
    figure.value *= measure.factor
    figure.high = figure.high and figure.high * measure.factor
    figure.last, figure.score = max(figure.last, measure.last), 0.93
    old = [token.lower for token in found[figure.last : figure.last + 2]]
    if (
        measure.unit.type == "DURATION"
        and old[-1:]
        and old[-1] in ("old", "olds")
        and old[0] == "-"
    ):
        figure.last += 2
    elif measure.unit.type == "DURATION" and old[:1] == ["old"]:
        figure.last += 1
    if _negative(found, figure.first):
        figure.first, figure.value = figure.first - 1, -figure.value
        figure.number = (figure.first, figure.number[1])
    return figure


def _negative(found: list[Token], first: int) -> bool:
    """Whether a minus stands before a number that has a unit: minus five, -5 but not 3-5."""
    if not first:
        return False
    sign = found[first - 1].text
    alone = glued(found, first) and not glued(found, first - 1)
    return sign == "minus" or (sign in "-−" and alone)


def _range(
    found: list[Token], figure: Figure, numeral: Numeral
) -> tuple[Figure, Measure | None, Measure | None]:
    """The figure, as a range where a second number follows, and the units of both ends.

    Two numbers of a rise or a fall, each with its own unit, are two figures.
    """
    unit = _of_vague(found, figure, numeral) or unit_behind(found, numeral.last, numeral.value)
    behind = unit.last if unit else numeral.last
    start = _second(found, numeral, behind)
    second = parse(found, start) if start is not None else None
    if second is None or second.kind not in ("DIGITS", "WORDS") or numeral.kind == "FRACTION":
        return figure, unit, None
    high = unit_behind(found, second.last, second.value)
    low_value = _shared_scale(found, numeral, second)
    if low_value >= second.value or not _one_range(found, numeral, second, unit, high):
        return figure, unit, None
    figure = dataclasses.replace(
        figure, last=second.last, number=(numeral.first, second.last), value=low_value,
        high=second.value, modifier="RANGE",
    )  # fmt: skip
    return figure, unit, high


def _of_vague(found: list[Token], figure: Figure, numeral: Numeral) -> Measure | None:
    """The unit of tens of millions of dollars, a quarter of a mile."""
    of = numeral.last < len(found) and found[numeral.last].lower == "of"
    if not of or numeral.kind not in ("VAGUE",):
        return None
    return unit_behind(found, numeral.last + 1, numeral.value)


def _second(found: list[Token], numeral: Numeral, behind: int) -> int | None:
    """The token where the upper end of a range may begin."""
    if behind + 1 >= len(found):
        return None
    word = found[behind].lower
    before = found[numeral.first - 1].lower if numeral.first else ""
    if before in "$£€" and numeral.first > 1:
        before = found[numeral.first - 2].lower
    links = word in ("-", "–", "to") or (word == "and" and before == "between")
    at = behind + 1
    if word == "-" and found[at].lower in ("to", "or"):  # 10-to-15, two- or three-week
        at += 1
    elif word == "or" and numeral.kind == "WORDS":
        links = True
    if not links:
        return None
    if at + 1 < len(found) and found[at].lower == "-" and word == "-":
        at += 1
    return at + 1 if found[at].text in "$£€¥" and at + 1 < len(found) else at


def _shared_scale(found: list[Token], low: Numeral, high: Numeral) -> Decimal:
    """The low end with the scale of the high one: $4-5 million."""
    bare = low.last - low.first == 1 and low.kind == "DIGITS"
    if not bare or high.last - high.first < 2:
        return low.value
    plain = parse([found[high.first]], 0)
    if plain is None or plain.value == 0 or low.value >= plain.value * 10:
        return low.value
    return low.value * (high.value / plain.value)


def _one_range(
    found: list[Token], low: Numeral, high: Numeral, low_unit: Measure | None, unit: Measure | None
) -> bool:
    """Whether two numbers are the ends of one range: no score, no rise from one to the other."""
    money = currency_before(found, low.first)
    dash = found[low.last].text in "-–"
    if dash and glued(found, low.last) and not (money or unit):
        inside = found[low.first].start and glued(found, low.first)
        return not inside and counted(found, high.last, high.value) is not None and low.value < 1000
    first = low.first - 1 - (2 if money and money.first < low.first - 1 else bool(money))
    before = found[first].lower if first >= 0 else ""
    own = money if money else low_unit
    if not dash and own and before in ("from", "by") and _moved(found, first):
        return False
    return (
        dash
        or before in ("from", "between", "of")
        or bool(unit or money)
        or (counted(found, high.last, high.value) is not None)
    )


_MOVES = frozenset(
    "rose rise rises risen rising fell fall falls fallen falling increased increase increases "
    "increasing decreased decrease dropped drop drops dropping jumped climbed grew grown grow "
    "declined decline slipped cut raised raise raising lowered up down soared surged plunged "
    "plummeted dipped went edged advanced expanded shrank doubled tripled gained lost".split()
)


def _moved(found: list[Token], at: int) -> bool:
    return any(token.lower in _MOVES for token in found[max(0, at - 6) : at + 1])


def _counting(found: list[Token], figure: Figure, numeral: Numeral) -> Figure | None:
    """A count with its noun, a fraction of something, or a bare number; None where it is none."""
    at = figure.last
    of = at < len(found) and found[at].lower == "of"
    if numeral.kind == "FRACTION":
        return _fraction(found, figure, numeral)
    if numeral.kind == "VAGUE":
        at += of
    elif _one_of(found, numeral):
        at += 2
        while at < len(found) and found[at].lower in ("most", "very", "only"):
            at += 1
    value = figure.high or figure.value
    noun = counted(found, at, Decimal(2) if _one_of(found, numeral) else value)
    if no.pronoun_one(found, numeral) or no.excluded(found, numeral, counted=noun is not None):
        return None
    if _compound(found, at):
        return _hyphenated(found, figure, numeral)
    if figure.high and numeral.kind != "VAGUE" and noun is None:
        return None
    if noun is not None:
        figure.last, figure.measured = noun.last, (noun.first, noun.last)
        figure.unit = _unit_of(noun.head)
        figure.score = 0.85
    elif numeral.kind == "VAGUE" and not of:
        return None
    if figure.unit is None and _casualties(found, figure):
        figure.unit, figure.score = "{person}", 0.8
    if noun is None and numeral.kind == "WORDS" and numeral.value == 1:
        return figure if figure.unit else None
    return figure


def _one_of(found: list[Token], numeral: Numeral) -> bool:
    one = numeral.kind == "WORDS" and numeral.value == 1
    return one and numeral.last + 1 < len(found) and found[numeral.last].lower == "of"


def _compound(found: list[Token], at: int) -> bool:
    """Whether a hyphen and a word follow: six-page, two-state."""
    hyphen = at + 1 < len(found) and found[at].text == "-" and glued(found, at)
    return hyphen and glued(found, at + 1) and found[at + 1].text[0].isalpha()


_IDIOMS = frozenset(
    "state way time times sided dimensional fold off on hand handed faced piece star part tier "
    "letter digit figure wheel tone class second third thirds fourth quarter up down to of like "
    "a and or in".split()
)


def _hyphenated(found: list[Token], figure: Figure, numeral: Numeral) -> Figure | None:
    """A six-page letter counts pages; the two-state solution counts nothing."""
    word = found[figure.last + 1]
    if numeral.value == 1 or word.lower in _IDIOMS or numeral.kind not in ("DIGITS", "WORDS"):
        return None
    if no.excluded(found, numeral, counted=True) or not word.text.islower() or figure.high:
        return None
    figure.measured = (figure.last + 1, figure.last + 2)
    figure.last, figure.unit, figure.score = figure.last + 2, _unit_of(word.text), 0.7
    return figure


_DEMONYMS = ("ians", "ans", "ese", "is", "ish", "ens", "iks", "ots", "rds", "ites")


def _unit_of(head: str) -> str:
    """{person} for people, nationalities among them; else the singular of the noun."""
    if head[0].isupper() and head.endswith(_DEMONYMS):
        return "{person}"
    return "{time}" if head == "times" else units.of_noun(head)


_FATE = frozenset(
    "killed dead injured wounded hurt missing died dying displaced arrested detained hospitalized "
    "hospitalised homeless perished survived".split()
)
_KILLING = frozenset(
    "killing killed kills kill injuring injured wounding wounded toll deaths died left leaving "
    "displacing arrested arresting rescued dead".split()
)


def _casualties(found: list[Token], figure: Figure) -> bool:
    """Whether a number without a noun counts people: 27 killed, killing at least 30."""
    behind = [token.lower for token in found[figure.last : figure.last + 4]]
    if any(word in _FATE for word in behind[:2]) or ("were" in behind[:1] and set(behind) & _FATE):
        return True
    for token in reversed(found[max(0, figure.first - 6) : figure.first]):
        if token.text in ".!?;":
            return False
        if token.lower in _KILLING:
            return True
    return False


def _fraction(found: list[Token], figure: Figure, numeral: Numeral) -> Figure | None:
    """Half of the voters, two-thirds majority; None for half-time and the other half."""
    word, at = found[numeral.first].lower, numeral.last
    of = at < len(found) and found[at].lower == "of"
    if "/" in {token.text for token in found[numeral.first : at]} and not of:
        return None
    whole = of or (at < len(found) and found[at].lower in ("the", "its", "his", "her", "their"))
    first = found[numeral.first - 1].lower if numeral.first else ""
    if word == "half" and (not whole or first in ("the", "second", "first", "other", "-")):
        return None
    if at < len(found) and found[at].text == "-":
        return None
    figure.type, figure.score = "RATIO", 0.8
    return figure


def _ratio(found: list[Token], numeral: Numeral) -> Figure | None:
    """One in five, nine out of 10, two of every three."""
    at = numeral.last
    words = [token.lower for token in found[at : at + 2]]
    if numeral.kind not in ("DIGITS", "WORDS") or numeral.last - numeral.first > 3:
        return None
    if (words[:1] in (["in"], ["of"]) and words[1:] == ["every"]) or words == ["out", "of"]:
        at += 2
    elif words[:1] == ["in"] and numeral.kind == "WORDS":
        at += 1
    else:
        return None
    every = parse(found, at) if at < len(found) else None
    if every is None or every.kind not in ("DIGITS", "WORDS") or every.value <= numeral.value:
        return None
    if 1100 <= every.value <= 2100 or unit_behind(found, every.last, every.value):
        return None
    noun = counted(found, every.last, every.value)
    return Figure(
        numeral.first, noun.last if noun else every.last, (numeral.first, every.last),
        numeral.value / every.value, "RATIO",
        measured=(noun.first, noun.last) if noun else None, score=0.85,
    )  # fmt: skip


def _age(found: list[Token], numeral: Numeral) -> Figure | None:
    """A 50-year-old, aged 20, over the age of 21, Smith, 45, …"""
    first, last = numeral.first, numeral.last
    if numeral.kind not in ("DIGITS", "WORDS") or numeral.value > 120:
        return None
    before = [token.lower for token in found[max(0, first - 3) : first]]
    named = (
        numeral.kind == "DIGITS" and numeral.value >= 5 and last - first == 1
        and before[-1:] == [","] and last < len(found) and found[last].text in ",."
        and first > 1 and found[first - 2].text[0].isupper() 
        and found[first - 2].lower not in no.MONTHS and found[first].text.isdigit()
    )  # fmt: skip
    if before[-1:] == ["aged"] or before[-2:] == ["age", "of"] or named:
        return dataclasses.replace(_new(numeral), type="DURATION", unit="a", score=0.8)
    return None


def _ordinal(found: list[Token], numeral: Numeral) -> Figure | None:
    if no.ordinal_excluded(found, numeral):
        return None
    if numeral.last < len(found) and found[numeral.last].text == "-":  # third-largest
        numeral = numeral._replace(last=numeral.last + 2)
    noun = counted(found, numeral.last, Decimal(1))
    figure = dataclasses.replace(_new(numeral), type="ORDINAL", score=0.7)
    if noun:
        figure.measured = (noun.first, noun.last)
    return figure


def _modify(found: list[Token], figure: Figure) -> None:
    """Widen the figure by the words that say how exact it is, and say it."""
    before = modifier_before(found, figure.first)
    if before is None and figure.first and found[figure.first - 1].lower in ("between", "from"):
        figure.first -= figure.modifier == "RANGE" and figure.high is not None
    if before and not _lasting(found, before.at, figure):
        figure.first = before.at
        figure.modifier = figure.modifier if figure.modifier == "RANGE" else before.name
    behind = modifier_behind(found, figure.last) or modifier_behind(found, figure.number[1])
    if behind and figure.type != "ORDINAL":
        figure.last = max(figure.last, behind.at)
        figure.modifier = figure.modifier if figure.modifier == "RANGE" else behind.name


def _lasting(found: list[Token], at: int, figure: Figure) -> bool:
    """Whether `over` means during: over three years."""
    return (
        figure.type == "DURATION"
        and found[at].lower == "over"
        and (at == 0 or found[at - 1].lower not in ("for", "is", "was", "of", "in", "just", "aged"))
    )


_DETERMINERS = frozenset("the a an its his her their our this these those all".split())


def _of_what(found: list[Token], figure: Figure) -> tuple[int, int] | None:
    """What money or a share is of: aid in $2.8bn in aid, revenue in 60% of its revenue."""
    at = figure.last
    if at >= len(found) or figure.type in ("ORDINAL", "DURATION"):
        return None
    if found[at].lower in ("of", "in"):
        at += 1
        while at < len(found) and found[at].lower in _DETERMINERS:
            at += 1
    elif figure.type not in ("MONEY", "MEASURE"):
        return None
    noun = at < len(found) and counted(found, at, Decimal(1))
    return (noun.first, noun.last) if noun else None


_PARTS = ("including", "among")


def _link_parts(found: list[Token], figures: list[Figure]) -> None:
    """Say which figure is a part of which: 248 people, including 66 children and 40 women."""
    for at in range(1, len(figures)):
        whole, part = figures[at - 1], figures[at]
        between = [token.lower for token in found[whole.last : part.first]]
        if len(between) > 12 or not {whole.type, part.type} <= {"COUNT", "RATIO", "PERCENT"}:
            continue
        listed = between in ([","], ["and"], [",", "and"]) and whole.part_of is not None
        including = any(word in between for word in _PARTS) or between[-3:-1] == ["of", "them"]
        if listed:
            part.part_of = whole.part_of
        elif including and "." not in between and part.value <= whole.value:
            part.part_of = at - 1


def _item(text: str, found: list[Token], figure: Figure, at: int) -> Scored:
    def covered(first: int, last: int) -> dict[str, object]:
        return span(text, found[first].start, found[last - 1].end)

    item: dict[str, object] = {
        "id": item_id("figures", at), "type": figure.type, **covered(figure.first, figure.last),
        "number": covered(*figure.number), "value": decimal_string(figure.value),
        "modifier": figure.modifier,
    }  # fmt: skip
    if figure.high is not None:
        item["value_high"] = decimal_string(figure.high)
    if figure.measured is not None:
        item["measured"] = covered(*figure.measured)
    if figure.unit is not None:
        item["unit"] = figure.unit
    if figure.per is not None:
        item["per"] = figure.per
    if figure.part_of is not None:
        item["part_of"] = item_id("figures", figure.part_of)
    return Scored(item, figure.score)
