"""What stands around a number in English news: modifiers, currencies, units."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import NamedTuple

from dateline.language import units, units_nouns
from dateline.language.numerals import SCALES, Numeral, Token, glued, parse
from dateline.language.units_money import SYMBOLS
from dateline.predict.figures.counted import counted

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
        close = apart == 0 or (apart == 1 and len(found[first - 2].text) > 1)  # a $5m fine
        combined = _dollar(found[first - 2].text) if close and sign.text == "$" else None
        if combined:
            return Currency(combined, first - 2)
        return Currency(SYMBOLS[sign.text], first - 1)
    if sign.text == "=" and found[first - 2].text in ("Y", "JPY") and glued(found, first):
        return Currency("JPY", first - 2)
    if first > 1 and found[first - 2].text == "$" and glued(found, first - 1):  # $US5, $A5
        combined = SYMBOLS.get(f"{sign.text}$")
        return Currency(combined, first - 2) if combined and glued(found, first) else None
    whole = not glued(found, first - 1) or found[first - 2].text in "(/"
    if sign.text in SYMBOLS and whole and (glued(found, first) or sign.text in ("Rs", "RM")):
        return Currency(SYMBOLS[sign.text], first - 1)
    iso = len(sign.text) == 3 and (sign.text.isupper() or sign.text in _LOWER_ISO)
    unit = units.BY_NAME.get(sign.text) if iso else None
    return Currency(unit.code, first - 1) if unit and unit.type == "MONEY" else None


_LOWER_ISO = ("usd", "eur", "gbp", "rmb")


def _dollar(prefix: str) -> str | None:
    """The currency of a prefix of $: HK, hk, AUD, Mex; None for a in a $5m fine."""
    name = prefix.upper()
    return SYMBOLS.get(f"{name}$") or (name if name in units.ISO else None)


class Measure(NamedTuple):
    """A unit behind a number; `last` is exclusive. `factor` turns cents into the currency."""

    unit: units.Unit
    last: int
    factor: Decimal = Decimal(1)


_UNSAFE_SINGULAR = frozenset("cup second bar bit us ms m won stone gray mark".split())


def unit_behind(found: list[Token], last: int, value: Decimal) -> Measure | None:
    """The unit whose name begins at token `last`, after a hyphen where there is one."""
    hyphen = last < len(found) and found[last].text == "-" and glued(found, last)
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
        if size == 1 and words[0].lower in ("pound", "pounds") and _weighs(found, at):
            return Measure(units.BY_NAME["lb"], at + 1)
        if size == 1 and words[0].text == "C" and _celsius(found, at):
            return Measure(units.BY_NAME["°C"], at + 1)
        measure = _with_scale(found, _named(_joined(words), at + size, value))
        if measure is None or (size == 1 and _unsafe(found, at, value, hyphen=hyphen)):
            continue
        return measure
    return None


_WEIGHING = frozenset(
    "weigh weighs weighed weighing weight heavy heavier payload cargo thrust ounces tons".split()
)


def _weighs(found: list[Token], at: int) -> bool:
    """Whether pounds are a weight: weighs 100,000 pounds."""
    for near in (reversed(found[max(0, at - 9) : at]), iter(found[at + 1 : at + 6])):
        for token in near:
            if token.lower in _WEIGHING:
                return True
            if token.text in ".;!?":
                break
    return False


def _clock(found: list[Token], at: int) -> bool:
    """Whether the p at `at` is that of 5 p.m."""
    return [token.lower for token in found[at + 1 : at + 3]] == [".", "m"]


def _with_scale(found: list[Token], measure: Measure | None) -> Measure | None:
    """The unit, times the scale behind a currency: 85 USD million."""
    if measure is None or measure.unit.type != "MONEY" or measure.last >= len(found):
        return measure
    scale = SCALES.get(found[measure.last].lower)
    return measure._replace(last=measure.last + 1, factor=Decimal(scale)) if scale else measure


def _celsius(found: list[Token], at: int) -> bool:
    """Whether the C at `at` is a temperature's: -10C, 30 C outside; not Section 30 C."""
    if glued(found, at):
        return True
    before = found[at - 2].text[0] if at > 1 else "."
    behind = found[at + 1].text[0] if at + 1 < len(found) else "."
    return not before.isupper() and not behind.isupper() and not behind.isdigit()


def _digit_at(found: list[Token], at: int) -> bool:
    return at < len(found) and found[at].text[0].isdigit()


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


def _joined(words: list[Token]) -> str:
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
    unit = units.find(name)
    if unit is None and len(name) > 1:
        unit = units.BY_NAME.get(name.lower().replace("-", " "))
    if unit and unit.code == "[lb_av]" and name[0].lower() == "p" and value >= 10000:
        unit = units.Unit("GBP", "MONEY")  # nobody weighs things in millions of pounds avoirdupois
    return Measure(unit, last) if unit else None


def _unsafe(found: list[Token], at: int, value: Decimal, *, hyphen: bool) -> bool:
    """Whether a one-word unit is rather something else here: two second chances, 5 m people."""
    word = found[at].lower
    if word not in _UNSAFE_SINGULAR and len(word) > 1:
        return False
    if word == "won":
        return value < 100
    if word == "second" and value % 1:  # no ordinal
        return False
    if glued(found, at):
        return word == "m" and value >= 2 and counted(found, at + 1, value) is not None
    return (
        not hyphen
        and (value > 1 or len(word) == 1)
        and found[at].text not in ("m", "g", "t", "L", "W", "p")
    )


class Per(NamedTuple):
    """What a quantity is per; `last` is exclusive."""

    code: str
    last: int


def per_behind(found: list[Token], last: int) -> Per | None:
    """The per-unit at token `last`: a year, per share, /kg, an hour, annually."""
    words = [token.lower for token in found[last : last + 6]]
    if words and words[0] in units.YEARLY:
        return Per(units.YEARLY[words[0]], last + 1)
    if words[:1] == ["-"] and words[1:2] and words[1] in ("a", "an", "per") and len(words) > 3:
        return _per_named(found, last + 3, per=True) if words[2] == "-" else None
    if len(words) < 2 or words[0] not in ("a", "an", "per", "each", "every", "/"):
        return None
    if words[0] == "/" and not (glued(found, last) and glued(found, last + 1)):
        return None
    if words[2:3] and words[0] in ("a", "an") and words[2] in _AGO:
        return None
    return _per_named(found, last + 1, per=words[0] in ("per", "/"))


_AGO = frozenset("ago earlier later before after prior".split())


def _per_named(found: list[Token], at: int, *, per: bool) -> Per | None:
    number = found[at].text.replace(",", "")
    if per and number.isascii() and number.isdecimal():
        noun = counted(found, at + 1, Decimal(2))
        return Per(f"{number}.{units_nouns.of_noun(noun.head)}", noun.last) if noun else None
    for size in (3, 2, 1):
        name = _joined(found[at : at + size])
        code = units.PER_WORDS.get(name.lower())
        unit = units.find(name)
        if at + size > len(found):
            continue
        if code or (unit and unit.type in ("MEASURE", "DURATION") and len(name) > 1):
            return Per(code or unit.code, at + size)  # type: ignore[union-attr]
    word = found[at]
    if word.text.isalpha() and len(word.text) > 1 and (per or word.lower in _SOLD_BY):
        return Per(units_nouns.of_noun(word.lower), at + 1)
    return None


_SOLD_BY = frozenset(
    "share piece ticket bottle pop game match time head pound litre pack unit".split()
)
