"""The word one: a pronoun that counts nothing, or a number with a noun."""

from __future__ import annotations

from dateline.language.numerals import Numeral, Token
from dateline.predict.figures.counted import STOP, Noun

_BEFORE_ONE = frozenset(
    "no any every each the this that which another some one's not any-one the- last first next "
    "new big good old".split()
)
_AFTER_ONE = frozenset(
    "another day more such else 's ’s or - that who which is was has can could will "
    "would may might to in on at for and but , . with from by as".split()
)
_OF = frozenset(
    "the his her its their our my your these those them us several many two three four five six "
    "seven eight nine ten whom which only".split()
)


def pronoun_one(found: list[Token], numeral: Numeral, noun: Noun | None) -> bool:
    """Whether the word one is a pronoun and counts nothing: each one, the one that, one another.

    `noun` is what stands behind it or behind its of.
    """
    if numeral.value != 1 or numeral.kind != "WORDS" or found[numeral.first].lower != "one":
        return False
    before = _lower(found, numeral.first - 1)
    that = before == "that" and noun is not None and _clause(found, numeral, noun)
    if before in _BEFORE_ONE and not that:
        return True
    if before == "-" and _lower(found, numeral.first - 2) == "on":
        return True
    behind = _lower(found, numeral.last)
    if behind == "way" and _lower(found, numeral.last + 1) in ("or", "-"):
        return True
    if behind == "size" and _lower(found, numeral.last + 1) in ("fits", "-"):
        return True
    if behind == "of":
        at = numeral.last + 1
        return not selects(found, at) and possessed(found, at) is None
    return behind in _AFTER_ONE or not behind


def selects(found: list[Token], at: int) -> bool:
    """Whether token `at`, behind one of, says of which: the, her, those, three."""
    return _lower(found, at) in _OF


_OWNING = ("a", "an", "the", "last", "next", "this")


def possessed(found: list[Token], at: int) -> int | None:
    """The token behind the owner at token `at`: Mr. Smith's [letters]; None where none is."""
    for last in range(at, min(at + 8, len(found))):
        token = found[last]
        if token.lower.endswith(("'s", "’s")):
            return last + 1
        word = token.text.isalpha() and (token.lower not in STOP or token.lower in _OWNING)
        if not (word or (token.text == "." and len(found[last - 1].text) < 4)):
            return None
    return None


_CLAUSE = frozenset(
    "said say says saying believe believes believed think thinks thought found find finds know "
    "knows knew report reports reported show shows showed shown claim claims claimed announced "
    "confirmed added so fact".split()
)
_FINITE = frozenset(
    "is was has had can could will would may might must should does did died".split()
)


def _clause(found: list[Token], numeral: Numeral, noun: Noun) -> bool:
    """Whether that begins a clause before one: said that one man left, that one of the men is."""
    if _lower(found, numeral.last) == "of":
        return True
    if numeral.first < 2 or not found[numeral.first - 1].text.islower():
        return False
    said = found[numeral.first - 2].lower in _CLAUSE
    return said or _lower(found, noun.last) in _FINITE


_ADJECTIVES = frozenset(
    "local national regional international global federal foreign domestic public "
    "private old new big small large short long good bad black white red green blue".split()
)
_PARTICIPLES = frozenset(
    "drawn made built written given known seen taken held led set sent shown brought bought "
    "caught sold".split()
)
_NOUNS = frozenset("accused deceased speed breed".split())
_BEHIND_PARTICIPLE = frozenset(
    "in at by on to for from up out with near under as after off over down".split()
)


def without_verb(found: list[Token], numeral: Numeral, noun: Noun) -> Noun | None:
    """The noun behind one without the verb at its end: one [sailor] brought; None where no noun is
    left: one local and one drawn up in the port."""
    if found[numeral.first].lower != "one":
        return noun
    word = noun.head.lower()
    past = word in _PARTICIPLES or (word.endswith("ed") and len(word) > 4 and word not in _NOUNS)
    if past and _lower(found, noun.last) in _BEHIND_PARTICIPLE:
        last = noun.last - 1
        adverb = found[last - 1].lower.endswith("ly")
        return (
            None if last == noun.first or adverb else Noun(noun.first, last, found[last - 1].text)
        )
    return None if word in _ADJECTIVES and _paired(found, numeral.first, noun.last) else noun


def _paired(found: list[Token], first: int, last: int) -> bool:
    """Whether another one stands beside: one local and one, one made here and one local."""
    before = [token.lower for token in found[max(0, first - 10) : first]]
    behind = [token.lower for token in found[last : last + 3]]
    other = before[-1:] in (["and"], [","], ["but"]) and "one" in before
    return other or (behind[:1] in (["and"], [","]) and bool({"one", "another"} & set(behind)))


def _lower(found: list[Token], at: int) -> str:
    return found[at].lower if 0 <= at < len(found) else ""
