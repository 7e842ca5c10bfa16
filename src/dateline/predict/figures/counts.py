"""Numbers without a currency or a unit: what they count, shares of something, casualties."""

from __future__ import annotations

from decimal import Decimal

from dateline.language import units
from dateline.language.numerals import Numeral, Token, glued, parse
from dateline.language.units import nouns
from dateline.predict.figures import not_figures as no
from dateline.predict.figures import ones
from dateline.predict.figures.counted import counted
from dateline.predict.figures.figure import Figure
from dateline.predict.figures.measures import Measure, sized, unit_behind
from dateline.predict.figures.parts import modifier_behind


def millions(found: list[Token], numeral: Numeral) -> Numeral:
    """The numeral, times a million where an m stands before what it counts: 2.5m people."""
    at = numeral.last
    if numeral.kind != "DIGITS" or not glued(found, at) or found[at].lower != "m":
        return numeral
    if found[at].text == "m" and (
        sized(found, at + 1) or counted(found, at + 1, numeral.value * 2) is None
    ):
        return numeral
    if at + 1 >= len(found) or not found[at + 1].text.isalpha():
        return numeral
    return numeral._replace(value=numeral.value * 10**6, last=at + 1)


def counting(found: list[Token], figure: Figure, numeral: Numeral) -> Figure | None:
    """A count with its noun, a fraction of something, or a bare number; None where it is none."""
    at = figure.last
    of = at < len(found) and found[at].lower == "of"
    if numeral.kind == "FRACTION":
        return _fraction(found, figure, numeral)
    some = _of_some(found, numeral)
    if numeral.kind == "VAGUE":
        at += of
    elif some:
        at = some
    elif behind := modifier_behind(found, at):  # 30 or so boats
        at = behind.at
    value = figure.high or figure.value
    behind_size = _past_size(found, at)
    noun = counted(found, behind_size or at, Decimal(2) if some else value)
    some = some or behind_size
    if noun and value == 1 and not some and noun.last - at == 1 and _verb(found[at]):
        noun = None  # one exists
    if noun and value == 1 and not some:
        noun = ones.without_verb(found, numeral, noun)
    if figure.high is None and ones.pronoun_one(found, numeral, noun):
        return None
    dashed = figure.high is not None and glued(found, numeral.last)  # 10-15 boats
    if not dashed and no.excluded(found, numeral, counted=noun is not None):
        return None
    if _compound(found, at):
        return _hyphenated(found, figure, numeral)
    if noun is not None and some:  # [one] of the [three judges]
        figure.measured = (noun.first, noun.last)
        _count(figure, noun.head, 0.7)
    elif noun is not None and noun.head == "times" and _compares(found, noun.last):
        figure.last, figure.type, figure.score = noun.last, "RATIO", 0.8
    elif noun is not None:
        figure.last, figure.measured = noun.last, (noun.first, noun.last)
        _count(figure, noun.head, 0.85)
    elif numeral.kind == "VAGUE" and not of:
        return None
    if figure.unit is None and _casualties(found, figure):
        figure.unit, figure.score = "{person}", 0.8
    if figure.unit is None and numeral.value == 2 and _or_two(found, numeral):
        word = found[numeral.first - 2].text
        unit = units.find(word)
        figure.unit, figure.type = (unit.code, unit.type) if unit else (_unit_of(word), "COUNT")
    if noun is None and numeral.kind == "WORDS" and numeral.value == 1:
        return figure if figure.unit or _of_them(found, numeral) else None
    return figure


def _of_them(found: list[Token], numeral: Numeral) -> bool:
    """One of those, one of them: a number without its noun."""
    words = [token.lower for token in found[numeral.last : numeral.last + 2]]
    return words[:1] == ["of"] and words[-1] in ("those", "these", "them", "us")


def _compares(found: list[Token], at: int) -> bool:
    """Three times as many, four times more."""
    return at < len(found) and nouns.compares(found[at].lower)


def _count(figure: Figure, head: str, score: float) -> None:
    """Say what the figure counts, or its unit where the noun is one: 50 previous years."""
    unit = units.find(head)
    if unit and unit.type != "MONEY" and head not in _SPANS:
        unit = None
    figure.unit, figure.score = unit.code if unit else _unit_of(head), score
    figure.type = unit.type if unit else figure.type


_SPANS = frozenset(
    "years months weeks days hours minutes yards miles kilometres kilometers metres meters acres "
    "tonnes tons barrels gallons litres liters".split()
)
_DETERMINERS = frozenset("the his her its their our my your these those".split())
_RANKED = frozenset("most very only past last first next top other".split())


def _of_some(found: list[Token], numeral: Numeral) -> int | None:
    """The token where the noun begins of which some are counted: one of the [boats], two of her
    top [aides], five of the last six [votes]; None where no such noun may follow."""
    at = numeral.last + 1
    if numeral.kind not in ("DIGITS", "WORDS") or at >= len(found) or found[at - 1].lower != "of":
        return None
    one = numeral.kind == "WORDS" and numeral.value == 1
    if found[at].lower in _DETERMINERS or (one and ones.selects(found, at)):
        at += 1
    elif owned := ones.possessed(found, at):
        at = owned
    else:
        return None
    while at < len(found) and found[at].lower in _RANKED:
        at += 1
    inner = parse(found, at) if at < len(found) else None
    return inner.last if inner and inner.kind != "ORDINAL" else at


_BEFORE_TWO = ("a", "an", "another", "last", "next", "past", "first", "final", "extra")


def _past_size(found: list[Token], at: int) -> int | None:
    """The token behind a size that stands before the counted noun: five 45-minute [lessons]."""
    if at + 3 >= len(found) or not found[at].text.isdecimal() or found[at + 1].text != "-":
        return None
    last, end = at, min(at + 8, len(found) - 2)
    while last < end and found[last + 1].text == "-" and found[last + 2].text.isalpha():
        last += 2
    return last + 1 if last > at and glued(found, at + 1) else None


def _verb(word: Token) -> bool:
    """Whether a word behind one has the s of a verb: goes, exists; not bus, species."""
    return word.lower.endswith("s") and not word.lower.endswith(("ss", "us", "is", "ies"))


def _or_two(found: list[Token], numeral: Numeral) -> bool:
    """A boat or two: the number of what stands before."""
    words = [token.lower for token in found[max(0, numeral.first - 4) : numeral.first]]
    return words[-1:] == ["or"] and len(words) > 2 and words[-3] in _BEFORE_TWO


def _compound(found: list[Token], at: int) -> bool:
    """Whether a hyphen and a word follow: six-page, two-state."""
    hyphen = at + 1 < len(found) and found[at].text == "-" and glued(found, at)
    return hyphen and glued(found, at + 1) and found[at + 1].text[0].isalpha()


_IDIOMS = frozenset(
    "state way time times sided dimensional fold off on hand handed faced piece star part tier "
    "letter digit figure wheel tone class second third thirds fourth quarter up down to of like "
    "a and or in for pronged something somethings fers strong".split()
)


def _hyphenated(found: list[Token], figure: Figure, numeral: Numeral) -> Figure | None:
    """A six-page letter counts pages; the two-state solution counts nothing."""
    word = found[figure.last + 1]
    shaped = word.lower.endswith("ed") and not word.lower.endswith(("eed", "bed"))  # six-pointed
    if (
        numeral.value == 1
        or shaped
        or word.lower in _IDIOMS
        or numeral.kind not in ("DIGITS", "WORDS")
    ):
        return None
    if no.excluded(found, numeral, counted=True) or not word.text.islower() or figure.high:
        return None
    figure.measured = (figure.last + 1, figure.last + 2)
    figure.last, figure.unit, figure.score = figure.last + 2, _unit_of(word.text), 0.7
    return figure


def _unit_of(head: str) -> str:
    """{person} for people; else the singular of the noun."""
    return "{time}" if head == "times" else nouns.of_noun(head)


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


_BEFORE_HALF = (
    "in",
    "by",
    "than",
    "least",
    "nearly",
    "almost",
    "approximately",
    "roughly",
    "about",
)


def _of_unit(found: list[Token], at: int) -> Measure | None:
    """The unit of a piece of one: half a mile, three-quarters of an hour."""
    if at + 1 >= len(found) or found[at].lower not in ("a", "an"):
        return None
    unit = unit_behind(found, at + 1, Decimal(1))
    return unit if unit and unit.unit.type in ("MEASURE", "DURATION", "PERCENT") else None


def _fraction(found: list[Token], figure: Figure, numeral: Numeral) -> Figure | None:
    """Half of the voters, two-thirds majority; None for half-time and the other half."""
    word, at = found[numeral.first].lower, numeral.last
    of = at < len(found) and found[at].lower == "of"
    if "/" in {token.text for token in found[numeral.first : at]} and not of:
        return None
    piece = _of_unit(found, at + of)
    if piece:
        figure.type, figure.unit, figure.last = piece.unit.type, piece.unit.code, piece.last
        figure.score = 0.85
        return figure
    whole = of or (at < len(found) and found[at].lower in ("the", "its", "his", "her", "their"))
    first = found[numeral.first - 1].lower if numeral.first else ""
    whole = whole or first in _BEFORE_HALF
    if word == "half" and (not whole or first in ("the", "second", "first", "other", "-")):
        return None
    if at < len(found) and found[at].text == "-":
        return None
    if glued(found, numeral.first) and found[numeral.first - 1].text.isalpha():
        return None
    figure.type, figure.score = "RATIO", 0.8
    return figure
