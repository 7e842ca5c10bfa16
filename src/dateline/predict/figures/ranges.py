"""Ranges: between €4m and €5m, 10-15 boats, $62 to $68 a share."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from dateline.language.numerals import Numeral, Token, glued, parse
from dateline.predict.figures.counted import counted
from dateline.predict.figures.figure import Figure
from dateline.predict.figures.measures import Measure, unit_behind
from dateline.predict.figures.not_figures import dated, named
from dateline.predict.figures.parts import currency_before
from dateline.predict.figures.rates import per_behind


def with_range(
    found: list[Token], figure: Figure, numeral: Numeral
) -> tuple[Figure, Measure | None, Measure | None]:
    """The figure, as a range where a second number follows, and the units of both ends.

    A fall from 7 to 5 is the range from 5 to 7; by 3 to 5 is no range.
    """
    unit = _of_vague(found, numeral) or unit_behind(found, numeral.last, numeral.value)
    behind = _over_rate(found, unit.last if unit else numeral.last)
    start = _second(found, numeral, behind)
    if start is None and (unit or currency_before(found, numeral.first)):
        start = _far_second(found, numeral, behind)
    second = parse(found, start) if start is not None else None
    if (
        start is None
        or second is None
        or second.kind not in ("DIGITS", "WORDS")
        or numeral.kind == "FRACTION"
    ):
        return figure, unit, None
    if dated(found, numeral) or (found[start - 1].lower == "to" and _decimals(found, second)):
        return figure, unit, None  # from 0.1 to 0.3-0.4
    high = unit_behind(found, second.last, second.value)
    ends = sorted((_shared_scale(found, numeral, second), second.value))
    falls = second.value <= ends[0]
    if ends[0] == ends[1] or not _one_range(found, numeral, second, unit, high, falls=falls):
        return figure, unit, None
    figure = dataclasses.replace(
        figure, last=second.last, number=(numeral.first, second.last), value=ends[0],
        high=ends[1], modifier="RANGE",
    )  # fmt: skip
    return figure, unit, high


def _of_vague(found: list[Token], numeral: Numeral) -> Measure | None:
    """The unit of tens of millions of dollars."""
    of = numeral.last < len(found) and found[numeral.last].lower == "of"
    return unit_behind(found, numeral.last + 1, numeral.value) if of and numeral.high else None


def _over_rate(found: list[Token], at: int) -> int:
    """The token behind a rate or U.S., so that $75 U.S. per barrel to $45 is one range."""
    if [token.text for token in found[at : at + 4]] == ["U", ".", "S", "."]:
        at += 4
    per = per_behind(found, at)
    return per.last if per and per.last < len(found) and found[per.last].lower == "to" else at


def _second(found: list[Token], numeral: Numeral, behind: int) -> int | None:
    """The token where the second number of a range may begin."""
    if behind + 1 >= len(found):
        return None
    word, before = found[behind].lower, _before(found, numeral.first)
    links = word in ("-", "–", "to") or (word == "and" and before == "between")
    at = behind + 1
    more = at + 1 < len(found)
    if word == "-" and more and found[at].lower in ("to", "or"):  # 10-to-15, two- or three-week
        at += 1
    elif word == "or" and numeral.kind == "WORDS":
        links = True
    if not links:
        return None
    if at + 1 < len(found) and found[at].lower == "-":
        at += 1
    return at + 1 if found[at].text in "$£€¥" and at + 1 < len(found) else at


def _far_second(found: list[Token], numeral: Numeral, behind: int) -> int | None:
    """The token of the second number behind some words: from $10 in March to $12 in May.

    Only for two amounts of one currency or one unit.
    """
    if _before(found, numeral.first) != "from":
        return None
    for at in range(behind, min(behind + 8, len(found) - 2)):
        if found[at].lower == "to" and at > behind:
            money = currency_before(found, numeral.first)
            signed = found[at + 1].text in "$£€¥"
            second = parse(found, at + 1 + signed)
            if second is None or signed != bool(money and found[money.first].text in "$£€¥"):
                return None
            unit = unit_behind(found, second.last, second.value)
            bare = (
                second.kind == "DIGITS"
                and second.value < 1000
                and not counted(found, second.last, second.value)
            )
            return at + 1 + signed if signed or unit or (bare and not money) else None
        if found[at].text in ",;:()—!?" or (found[at].text == "." and not glued(found, at + 1)):
            return None
    return None


def _before(found: list[Token], first: int) -> str:
    """The word before a number and its currency."""
    money = currency_before(found, first)
    at = (money.first if money else first) - 1
    return found[at].lower if at >= 0 else ""


def _shared_scale(found: list[Token], low: Numeral, high: Numeral) -> Decimal:
    """The low end with the scale of the high one: $4-5 million."""
    bare = low.last - low.first == 1 and low.kind == "DIGITS"
    if not bare or high.last - high.first < 2:
        return low.value
    plain = parse([found[high.first]], 0)
    if plain is None or plain.value == 0 or low.value >= plain.value * 10:
        return low.value
    scale = high.value / plain.value
    return low.value * scale if scale >= 10 else low.value


def _one_range(
    found: list[Token], low: Numeral, high: Numeral, low_unit: Measure | None,
    high_unit: Measure | None, *, falls: bool,
) -> bool:  # fmt: skip
    """Whether two numbers are the ends of one range: no score, no growth by one to the other."""
    before = _before(found, low.first)
    if low_unit and high_unit and low_unit.unit.code != high_unit.unit.code:
        return False
    if before in ("from", "between"):
        return True
    money = currency_before(found, low.first)
    if falls or (before == "by" and (low_unit or money)):
        return False
    if found[low.last].text in "-–" and glued(found, low.last) and not (money or high_unit):
        if _decimals(found, low):
            return not falls and not named(found, low, counted=False)
        inside = found[low.first].start and glued(found, low.first)
        return not inside and counted(found, high.last, high.value) is not None and low.value < 1000
    dash = found[low.last].text in "-–"
    noun = counted(found, high.last, high.value) is not None
    return dash or before == "of" or bool(high_unit or money) or noun


def _decimals(found: list[Token], low: Numeral) -> bool:
    """Whether a number with a decimal point is joined to another: 0.3-0.4; no times and days."""
    at = low.last
    if at + 1 >= len(found) or found[at].text not in "-–" or not glued(found, at + 1):
        return False
    ends = found[at - 1].text, found[at + 1].text
    apart = at - low.first > 1 or glued(found, low.first) or not glued(found, at)
    return not (apart or all(map(_clock, ends))) and all("." in end[:-1] for end in ends)


def _clock(text: str) -> bool:
    """Whether digits may be a time of day or a day of a month: 10.30, 24.11."""
    hours, _, minutes = text.partition(".")
    if len(minutes) != 2 or not f"{hours}{minutes}".isdecimal():
        return False
    time = int(hours) < 25 and int(minutes) < 60 and int(minutes) % 5 == 0
    return 0 < int(hours) < 32 and (time or 0 < int(minutes) < 13)
