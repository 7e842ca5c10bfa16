"""Units behind a number in English news, and their finer units: 5 feet 2 inches."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import NamedTuple

from dateline.language import units
from dateline.language.numerals import SCALES, Numeral, Token, glued, parse
from dateline.language.units.money import SYMBOLS
from dateline.predict.figures.counted import counted
from dateline.predict.figures.symbols import symbol_unit


class Measure(NamedTuple):
    """A unit behind a number; `last` is exclusive. `factor` turns cents into the currency."""

    unit: units.Unit
    last: int
    factor: Decimal = Decimal(1)


_UNSAFE_SINGULAR = frozenset("cup second bar bit us ms m won stone gray mark".split())


_SYSTEMS = ("us", "imperial", "british", "uk")


def unit_behind(found: list[Token], last: int, value: Decimal) -> Measure | None:
    """The unit whose name begins at token `last`, after a hyphen and a US where they stand."""
    at = last + _hyphened(found, last)
    apart = at > last and not glued(found, at)
    if not apart and at + 1 < len(found) and found[at].lower in _SYSTEMS:
        measure = _unit_at(found, at + 1, value)
        if measure and measure.unit.type == "MEASURE":
            return measure
    return _unit_at(found, last, value)


def _hyphened(found: list[Token], last: int) -> bool:
    return last < len(found) and found[last].text == "-" and glued(found, last)


def _unit_at(found: list[Token], last: int, value: Decimal) -> Measure | None:
    """The unit with the longest name that begins at token `last`, after a hyphen maybe."""
    hyphen = _hyphened(found, last)
    at = last + 1 if hyphen else last
    if hyphen and not glued(found, at):
        return None
    if at < len(found) and found[at].text in units.SIGNS and not _digit_at(found, at + 1):
        return Measure(units.Unit(SYMBOLS[found[at].text], "MONEY"), at + 1)
    for size in range(min(units.LONGEST, len(found) - at), 0, -1):
        words = found[at : at + size]
        if size == 1 and words[0].text == "p" and _clock(found, at):
            return None
        if words[0].text in "′″'" and at + 1 < len(found) and glued(found, at + 1):
            return None
        unit = symbol_unit(found, at, value) if size == 1 else None
        if unit:
            return _with_scale(found, Measure(unit, at + 1))
        measure = _with_scale(found, _named(joined(words), at + size, value))
        if measure is None or (size == 1 and _unsafe(found, at, value, hyphen=hyphen)):
            continue
        return measure
    return None


def _clock(found: list[Token], at: int) -> bool:
    """Whether the p at `at` is that of 5 p.m."""
    return [token.lower for token in found[at + 1 : at + 3]] == [".", "m"]


def _with_scale(found: list[Token], measure: Measure | None) -> Measure | None:
    """The unit, times the scale behind a currency: 85 USD million."""
    if measure is None or measure.unit.type != "MONEY" or measure.last >= len(found):
        return measure
    scale = SCALES.get(found[measure.last].lower)
    return measure._replace(last=measure.last + 1, factor=Decimal(scale)) if scale else measure


def _digit_at(found: list[Token], at: int) -> bool:
    return at < len(found) and found[at].text[0].isdigit()


_DIMENSIONS = ("long", "wide", "high", "tall", "deep", "thick")


def sized(found: list[Token], at: int) -> bool:
    """Whether token `at` says of what a length is: 4m long; not 2m high-school pupils."""
    if at >= len(found) or found[at].lower not in _DIMENSIONS:
        return False
    return [token.lower for token in found[at + 1 : at + 2]] not in (["-"], ["school"], ["schools"])


_FINER = {
    ("h", "min"): 60, ("min", "s"): 60, ("a", "mo"): 12, ("[ft_i]", "[in_i]"): 12,
    ("[lb_av]", "[oz_av]"): 16,
}  # fmt: skip


class Rest(NamedTuple):
    """The second half of 5 feet 2 inches, 3 dollars and 50 cents; `last` is exclusive."""

    unit: units.Unit
    value: Decimal  # of both halves, in `unit`
    last: int


def rest_behind(found: list[Token], whole: Measure, value: Decimal) -> Rest | None:
    """The finer unit that goes on with a measure, with the sum of both; None where none does."""
    at = whole.last
    at += at < len(found) and found[at].lower == "and"
    numeral = parse(found, at) if at < len(found) else None
    if numeral is None or numeral.kind not in ("DIGITS", "WORDS"):
        return None
    part = unit_behind(found, numeral.last, numeral.value) or _inches(found, whole, numeral)
    if part is None:
        return None
    if part.factor != 1 and part.unit.code == whole.unit.code and whole.factor == 1:
        return Rest(whole.unit, value + numeral.value * part.factor, part.last)
    finer = _FINER.get((whole.unit.code, part.unit.code))
    if finer and numeral.value < finer:
        return Rest(part.unit, value * finer + numeral.value, part.last)
    return None


def _inches(found: list[Token], whole: Measure, numeral: Numeral) -> Measure | None:
    """The inches of 5 ft 2 in."""
    at = numeral.last
    feet = whole.unit.code == "[ft_i]" and numeral.kind == "DIGITS"
    inches = feet and at < len(found) and found[at].lower == "in"
    return Measure(units.BY_NAME["inch"], at + 1) if inches else None


def joined(words: list[Token]) -> str:
    """The words with the spacing they have, so that kWh, km/h and pound-feet are found."""
    name = words[0].text
    for before, word in itertools.pairwise(words):
        name += word.text if before.end == word.start else f" {word.text}"
    return name


def _named(name: str, last: int, value: Decimal) -> Measure | None:
    if len(name) == 4 and name[0] in "mM" and name[1:] in units.ISO:  # 120 MEUR
        return Measure(units.Unit(name[1:], "MONEY"), last, Decimal(10**6))
    currency = units.cent(name)
    if name == "p" and value not in (480, 720, 1080, 1440, 2160):  # no lines of a screen
        currency = "GBP"
    if name == "c":  # 50c
        currency = "USD"
    if currency:
        return Measure(units.Unit(currency, "MONEY"), last, Decimal("0.01"))
    name = name.replace("sq. ", "sq ").replace("cu. ", "cu ")
    unit = units.find(name)
    if unit is None and len(name) > 1:
        unit = units.BY_NAME.get(name.lower().replace("-", " "))
    if unit and unit.code == "[lb_av]" and name[0].lower() == "p" and value >= 10000:
        unit = units.Unit("GBP", "MONEY")  # nobody weighs things in millions of pounds avoirdupois
    return Measure(unit, last) if unit else None


def _unsafe(found: list[Token], at: int, value: Decimal, *, hyphen: bool) -> bool:
    """Whether a one-word unit is rather something else here: two second chances, 5 m people."""
    word = found[at].lower
    if word not in _UNSAFE_SINGULAR and (len(word) > 1 or not word.isalpha()):
        return False
    if value % 1 and word in ("bar", "bit", "gray", "stone", "cup", "s"):
        return False
    if word == "won":
        return value < 100
    if word == "second" and value % 1:  # no ordinal
        return False
    if glued(found, at):
        people = word == "m" and value >= 2 and not sized(found, at + 1)
        return people and counted(found, at + 1, value) is not None
    return (
        not hyphen
        and (value > 1 or len(word) == 1)
        and found[at].text not in ("m", "g", "t", "L", "W", "p", "h", "ms")
    )
