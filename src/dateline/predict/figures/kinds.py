"""Ratios, ages and ordinals."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from dateline.language.numerals import Numeral, Token, glued, parse
from dateline.language.units import nouns
from dateline.predict.figures import not_figures as no
from dateline.predict.figures.counted import counted
from dateline.predict.figures.figure import Figure, new
from dateline.predict.figures.measures import unit_behind


def ratio(found: list[Token], numeral: Numeral) -> Figure | None:
    """One in five, nine out of 10, two of every three, two to one."""
    at = numeral.last
    words = [token.lower for token in found[at : at + 2]]
    if numeral.kind not in ("DIGITS", "WORDS") or numeral.last - numeral.first > 3:
        return None
    if words == ["to", "one"]:
        return Figure(numeral.first, at + 2, (numeral.first, at + 2), numeral.value, "RATIO")
    if (words[:1] in (["in"], ["of"]) and words[1:] == ["every"]) or words == ["out", "of"]:
        at += 2
    elif words[:1] == ["in"] or (words[:1] == ["of"] and numeral.value > 1):
        at += 1
    else:
        return None
    every = parse(found, at) if at < len(found) else None
    if every is None or every.kind not in ("DIGITS", "WORDS") or every.value <= numeral.value:
        return None
    whole = every.value in _WHOLES
    if numeral.kind == "DIGITS" and numeral.value != 1 and not whole:
        return None
    if words[:1] == ["of"] and words[1:] != ["every"] and not (whole and every.value < 11):
        return None
    if 1100 <= every.value <= 2100 or unit_behind(found, every.last, every.value):
        return None
    noun = counted(found, every.last, every.value)
    return Figure(
        numeral.first, noun.last if noun else every.last, (numeral.first, every.last),
        numeral.value / every.value, "RATIO",
        measured=(noun.first, noun.last) if noun else None, score=0.85,
    )  # fmt: skip


_GRADES = frozenset("level category grade stage rating rated risk danger scale".split())


def graded(found: list[Token], numeral: Numeral) -> bool:
    """Whether a number is a grade or the end of its scale: level 2 out of 5."""
    first, end = numeral.first, numeral
    if [token.lower for token in found[first - 2 : first]] == ["out", "of"] and first > 2:
        first -= 3
    elif [token.lower for token in found[end.last : end.last + 2]] == ["out", "of"]:
        scale = parse(found, end.last + 2) if end.last + 2 < len(found) else None
        if scale is None:
            return False
        end = scale
    else:
        return False
    if counted(found, end.last, end.value):
        return False
    for token in reversed(found[max(0, first - 6) : first]):
        if token.lower in _GRADES:
            return True
        if token.text in ".,;:!?":
            return False
    return False


_WHOLES = (3, 4, 5, 10, 20, 100, 1000)


def age(found: list[Token], numeral: Numeral) -> Figure | None:
    """A 50-year-old, aged 20, over the age of 21, Smith, 45, …"""
    first, last = numeral.first, numeral.last
    if numeral.kind not in ("DIGITS", "WORDS") or numeral.value > 120:
        return None
    before = [token.lower for token in found[max(0, first - 3) : first]]
    named = _named(found, numeral)
    behind = found[last].lower if last < len(found) else "."
    said = _says_age(before) and (numeral.value > 9 or before[0] in _WHEN) and behind in _AFTER_AGE
    older = [token.lower for token in found[last : last + 2]] in _OLDER
    said = said or older or _people_of(found, numeral, behind)
    said = said or (behind in _AFTER_AGE and numeral.value > 9 and _of_age(found, first))
    if _plural(found, last) and (before[-2:] in (["over", "-"], ["under", "-"])):
        modifier = "MORE_THAN" if before[-2] == "over" else "LESS_THAN"
        return dataclasses.replace(
            new(numeral), first=first - 2, last=last + 1, type="DURATION", unit="a",
            modifier=modifier, score=0.8,
        )  # fmt: skip
    if (to := _to_age(found, new(numeral))).high and _plural(found, to.last):  # 18-24s
        return dataclasses.replace(to, last=to.last + 1, type="DURATION", unit="a", score=0.8)
    ages = before[-1:] in (["aged"], ["ages"], ["age"]) or before[-2:] == ["ages", "of"]
    if (ages or before[-2:] == ["age", "of"]) and unit_behind(found, last, numeral.value):
        return None  # at the age of four months
    if ages or before[-2:] == ["age", "of"] or named or said:
        figure = dataclasses.replace(new(numeral), type="DURATION", unit="a", score=0.8)
        return _to_age(found, figure) if ages else figure
    return None


def _named(found: list[Token], numeral: Numeral) -> bool:
    """Whether a number between commas is the age of the one before: Smith, 45, said."""
    first, last = numeral.first, numeral.last
    also = first > 2 and found[first - 1].lower == "also"
    at = first - 2 - also  # the name, before a comma
    if at < 0 or found[at + 1].text != "," or last >= len(found) or last - first > 1:
        return False
    age = numeral.kind == "DIGITS" and numeral.value >= 5 and found[first].text.isdigit()
    named = also or (_person(found[at]) and found[at].lower not in no.MONTHS)
    return age and named and found[last].text in ",.;)"


def _person(word: Token) -> bool:
    """Whether a word before an age is a name or a person: Smith, 45; her daughter, 34."""
    return word.text[0].isupper() or nouns.of_noun(word.text) == "{person}"


def _people_of(found: list[Token], numeral: Numeral, behind: str) -> bool:
    """Whether a number is the age of people under 30, workers over 55."""
    first = numeral.first
    if first < 2 or found[first - 1].lower not in ("under", "over") or not 11 < numeral.value < 101:
        return False
    noun = found[first - 2].lower
    people = noun.endswith("s") or noun in ("people", "men", "women", "children")
    apart = behind in _AFTER_AGE or behind in ("who", "are", "is", "were", "have", "the")
    return apart and people and nouns.of_noun(noun) == "{person}"


_WHEN = frozenset("when since until till after before as".split())
_OLDER = [[link, word] for link in ("or", "and") for word in ("older", "younger")]


def _plural(found: list[Token], at: int) -> bool:
    return at < len(found) and found[at].text == "s" and glued(found, at)


def _to_age(found: list[Token], figure: Figure) -> Figure:
    """The figure with the second age behind it: aged 18-24, ages 18 to 29."""
    at = figure.last
    linked = at + 1 < len(found) and found[at].lower in ("to", "-", "–", "and", "through")
    second = parse(found, at + 1) if linked else None
    if second is None or second.kind != "DIGITS" or not figure.value < second.value < 121:
        return figure
    return dataclasses.replace(
        figure, last=second.last, number=(figure.first, second.last), high=second.value,
        modifier="RANGE",
    )  # fmt: skip


def _of_age(found: list[Token], first: int) -> bool:
    """Whether a number says an average age or a life expectancy: the age of the boats is 44."""
    before = [token.lower for token in found[max(0, first - 12) : first]]
    while before and before[-1] in ("about", "around", "just", "over", "under", "nearly"):
        before.pop()
    if before[-1:] not in (["is"], ["was"], ["be"], ["to"], ["at"]):
        return False
    for word in reversed(before):
        if word in ("age", "expectancy"):
            return True
        if word in ".!?;" or word[0].isdigit():
            return False
    return False


_AFTER_AGE = frozenset(". , ; ) ” by at when in on and but for compared versus raising".split())


def _says_age(before: list[str]) -> bool:
    """Whether the words before a number are he is, she turned, he will be."""
    if before in (["he", "will", "be"], ["she", "will", "be"]):
        return True
    if before[-2:] == ["i", "am"]:
        return True
    if before[-1:] in (["he's"], ["she's"], ["he’s"], ["she’s"], ["you're"], ["you’re"]):
        return True
    return before[-2:-1] in (["he"], ["she"], ["i"]) and before[-1] in _IS


_IS = ("is", "was", "turned", "turns")


def ordinal(found: list[Token], numeral: Numeral) -> Figure | None:
    if no.ordinal_excluded(found, numeral):
        return None
    if numeral.last < len(found) and found[numeral.last].text == "-":  # third-largest
        numeral = numeral._replace(last=numeral.last + 2)
    noun = counted(found, numeral.last, Decimal(1))
    figure = dataclasses.replace(new(numeral), type="ORDINAL", score=0.7)
    if noun:
        figure.measured = (noun.first, noun.last)
    return figure
