"""What a quantity is per: a year, per share, /kg."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from dateline.language import units
from dateline.language.numerals import Token, glued
from dateline.language.units import nouns
from dateline.predict.figures.counted import counted
from dateline.predict.figures.measures import joined


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
        return Per(f"{number}.{nouns.of_noun(noun.head)}", noun.last) if noun else None
    for size in (3, 2, 1):
        name = joined(found[at : at + size])
        code = units.PER_WORDS.get(name.lower())
        unit = units.find(name)
        if at + size > len(found):
            continue
        if code or (unit and unit.type in ("MEASURE", "DURATION") and len(name) > 1):
            return Per(code or unit.code, at + size)  # type: ignore[union-attr]
    word = found[at]
    if word.text.isalpha() and len(word.text) > 1 and (per or word.lower in _SOLD_BY):
        return Per(nouns.of_noun(word.lower), at + 1)
    return None


_SOLD_BY = frozenset(
    "share piece ticket bottle pop game match time head pound litre pack unit".split()
)
