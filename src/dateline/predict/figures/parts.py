"""What stands before a number in English news: modifiers and currencies."""

from __future__ import annotations

from typing import NamedTuple

from dateline.language import units
from dateline.language.numerals import SCALES, Token, glued
from dateline.language.units.money import SYMBOLS
from dateline.predict.figures.symbols import near

# Ordered by length: the longest phrase that ends before the number wins.
_BEFORE = {
    "EQUAL_OR_MORE": "at_least no_fewer_than no_less_than not_less_than a_minimum_of minimum_of "
    "at_the_very_least",
    "EQUAL_OR_LESS": "up_to as_many_as as_much_as no_more_than at_most a_maximum_of maximum_of "
    "not_more_than as_few_as as_little_as as_high_as as_long_as",
    "MORE_THAN": "more_than over just_over well_over above upwards_of in_excess_of greater_than "
    "higher_than longer_than beyond exceeding exceeded exceeds topping larger_than better_than "
    "a_little_over slightly_more_than slightly_over a_bit_more_than just_above over_than",
    "LESS_THAN": "nearly almost nearly_the "
    "less_than fewer_than under just_under below lower_than shy_of well_under "
    "slightly_less_than shorter_than smaller_than slightly_under just_below just_shy_of",
    "APPROX": "about around roughly approximately some circa an_estimated estimated "
    "close_to near_to in_the_region_of in_the_order_of more_or_less something_like ~ c ca "
    "an_approximate approximate approx just_about perhaps maybe averaged averages averaging "
    "an_average_of average_of",
    "EXACT": "exactly precisely",
}  # fmt: skip


MODIFIERS = {
    tuple(phrase.split("_")): name for name, row in _BEFORE.items() for phrase in row.split()
}


_LONGEST = max(map(len, MODIFIERS))


_BEHIND = {
    ("or", "more"): "EQUAL_OR_MORE", ("or", "older"): "EQUAL_OR_MORE",
    ("or", "over"): "EQUAL_OR_MORE", ("and", "over"): "EQUAL_OR_MORE",
    ("or", "higher"): "EQUAL_OR_MORE", ("or", "greater"): "EQUAL_OR_MORE",
    ("or", "less"): "EQUAL_OR_LESS", ("or", "fewer"): "EQUAL_OR_LESS",
    ("or", "younger"): "EQUAL_OR_LESS", ("or", "under"): "EQUAL_OR_LESS", ("or", "so"): "APPROX",
}  # fmt: skip


_PREPOSITIONS = {(w,) for w in "around about over under above below beyond".split()}


class Modifier(NamedTuple):
    """How exact a number is said to be, and the first or last token of the words that say so."""

    name: str
    at: int


def modifier_before(found: list[Token], first: int) -> Modifier | None:
    """The modifier whose words end right before token `first`; an article may stand between."""
    the = bool(first) and found[first - 1].lower == "the"
    end = first - the
    for size in range(min(_LONGEST, end), 0, -1):
        words = tuple(token.lower for token in found[end - size : end])
        name = MODIFIERS.get(words)
        if name and not (the and words in _PREPOSITIONS):  # around the 12 largest harbours
            return Modifier(name, end - size)
    return None


def modifier_behind(found: list[Token], last: int) -> Modifier | None:
    """The modifier right behind: 50 or more, 50-plus, 50+; `at` is exclusive."""
    pair = tuple(token.lower for token in found[last : last + 2])
    if pair in _BEHIND:
        return Modifier(_BEHIND[pair], last + 2)
    if last < len(found) and found[last].text == "+":
        return Modifier("EQUAL_OR_MORE", last + 1)
    if pair and pair[0] == "-" and pair[-1] in ("plus", "odd") and glued(found, last):
        return Modifier("EQUAL_OR_MORE" if pair[-1] == "plus" else "APPROX", last + 2)
    return None


class Currency(NamedTuple):
    """A currency before a number, and the first token of its sign."""

    code: str
    first: int


def currency_before(found: list[Token], first: int) -> Currency | None:
    """The currency whose sign ends right before token `first`: $, US$, HK $, EUR, Rs."""
    if not first:
        return None
    sign = found[first - 1]
    if sign.text in units.SIGNS:
        apart = sign.start - found[first - 2].end if first > 1 else 9
        close = apart == 0 or (
            apart == 1 and found[first - 2].lower not in ("a", "i")
        )  # a $5m fine
        combined = _dollar(found[first - 2].text) if close and sign.text == "$" else None
        if combined:
            return Currency(combined, first - 2)
        yuan = sign.text == "¥" and near(found, first, _CHINESE)
        return Currency("CNY" if yuan else SYMBOLS[sign.text], first - 1)
    yen = first > 1 and found[first - 2].text in ("Y", "JPY")
    if yen and sign.text == "=" and glued(found, first):
        return Currency("JPY", first - 2)
    if first > 1 and found[first - 2].text == "$" and glued(found, first - 1):  # $US5, $A5
        combined = SYMBOLS.get(f"{sign.text}$")
        return Currency(combined, first - 2) if combined and glued(found, first) else None
    whole = not glued(found, first - 1) or found[first - 2].text in "(/"
    if sign.text == "R" and _model(found, first):
        return None
    if sign.text in SYMBOLS and whole and (glued(found, first) or sign.text in ("Rs", "RM")):
        return Currency(SYMBOLS[sign.text], first - 1)
    iso = len(sign.text) == 3 and (sign.text.isupper() or sign.text in _LOWER_ISO)
    unit = units.BY_NAME.get(sign.text) if iso else None
    return Currency(unit.code, first - 1) if unit and unit.type == "MONEY" else None


def _model(found: list[Token], first: int) -> bool:
    """Whether an R before a number names a model and no rand: the R5's."""
    scaled = first + 1 < len(found) and found[first + 1].lower in {*SCALES, "m", "bn"}
    return len(found[first].text) < 2 and not scaled


_CHINESE = frozenset("china chinese beijing shanghai shenzhen yuan renminbi alibaba".split())
_LOWER_ISO = ("usd", "eur", "gbp", "rmb")


def _dollar(prefix: str) -> str | None:
    """The currency of a prefix of $: HK, hk, AUD, Mex; None for a in a $5m fine."""
    name = prefix.upper()
    return SYMBOLS.get(f"{name}$") or (name if name in units.ISO else None)
