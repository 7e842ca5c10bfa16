"""Numbers in English news that are no figures: dates, times of day, names, scores, list numbers."""

from __future__ import annotations

from decimal import Decimal

from dateline.language.numerals import SCALES, Numeral, Token, glued, parse
from dateline.predict.figures.measures import unit_behind

MONTHS = frozenset(
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sep sept oct nov dec".split()
)
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_NUMBERED = frozenset(
    "no number numbers nos page pages section sections article articles chapter part parts level "
    "phase type category stage grade class round game week day group channel flight route highway "
    "interstate room gate terminal platform apartment suite act season episode volume issue "
    "version windows iphone ipad galaxy block district ward zone area appendix table figure fig "
    "tier title rule resolution proposition prop amendment exhibit count bill point step item "
    "line lane exit hall studio route unit model size force formula pope king psalm verse "
    "fortune ftse nasdaq russell dow nikkei stoxx p p/tsx cac dax sp boeing airbus apollo vision "
    "agenda world division league area super top-flight studio radio bbc itv espn f m xbox "
    "playstation pixel opec g mark euro expo euros precinct engine ladder battalion pier tower "
    "form schedule order decree square under aged".split()
)
_UNIT_LIKE = frozenset("count point unit day week part size area game season items".split())
_DATED = frozenset(
    "in since by until till from during of before after between and early late mid around circa "
    "through to for spring summer autumn fall winter year season fiscal the".split()
)
_STREET = frozenset("street st road rd avenue ave boulevard blvd lane drive highway court".split())
_SIGNS = frozenset("#@№§©")


def excluded(found: list[Token], numeral: Numeral, *, counted: bool) -> bool:
    """Whether the numeral is none that measures; `counted`: a noun that it counts follows.

    Only for a number without a currency and without a unit.
    """
    if not counted and _ranking(found, numeral):
        return True
    if numeral.kind == "WORDS":
        return _word_in_name(found, numeral) or _word_of_series(found, numeral, counted=counted)
    if numeral.kind != "DIGITS":
        return False
    return (
        _inside_a_word(found, numeral)
        or dated(found, numeral)
        or _days(found, numeral)
        or _clock(found, numeral)
        or _year(found, numeral, counted=counted)
        or named(found, numeral, counted=counted)
        or _listed(found, numeral)
        or (not counted and _score(found, numeral))
    )


def _text(found: list[Token], at: int) -> str:
    return found[at].text if 0 <= at < len(found) else ""


def _lower(found: list[Token], at: int) -> str:
    return found[at].lower if 0 <= at < len(found) else ""


def _by_another(found: list[Token], numeral: Numeral) -> bool:
    """Whether a number is a side of 127x67x38mm: a chain of numbers that ends with a unit."""
    at = numeral.last
    end = at + 6
    while (
        at <= end and _lower(found, at) in ("x", "×") and glued(found, at) and glued(found, at + 1)
    ):
        side = parse(found, at + 1) if _text(found, at + 1)[:1].isdigit() else None
        if side is None:
            return False
        at = side.last
    return at > numeral.last and unit_behind(found, at, Decimal(2)) is not None


def _inside_a_word(found: list[Token], numeral: Numeral) -> bool:
    """X6, F-150, COVID-19, 5G, 80s, 80's, 555-1234, 9/11, 007, #3, a tag or an address."""
    first, last = numeral.first, numeral.last
    digits = found[first].text
    if _by_another(found, numeral):
        return False
    if (len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()) or len(digits) > 30:
        return True
    if digits.isdigit() and len(digits) > 12:  # an identifier
        return True
    if _text(found, first - 1) in _SIGNS or _text(found, first - 1) == "_":
        return True
    if glued(found, first):
        before = _text(found, first - 1)
        if before == "-" and _text(found, first - 2).isupper():  # COVID -19
            return True
        if before[-1].isalnum() or (before in "'’‘" and len(digits) == 2):
            return True
        if before in "-‑–/.:" and glued(found, first - 1) and _text(found, first - 2)[-1].isalnum():
            return True
    if glued(found, last):
        behind = _text(found, last)
        if behind[0].isalnum() or behind == "_":
            return True
        if behind == "(" and len(_text(found, last + 1)) == 1 and _text(found, last + 2) == ")":
            return _text(found, last + 1).isalpha()  # 401(k)
        if behind in "-–/:" and glued(found, last + 1) and _text(found, last + 1)[0].isdigit():
            return True
        if behind in "'’" and _text(found, last + 1) == "s":
            return glued(found, last + 1)  # the 80's
    return False


def _ranking(found: list[Token], numeral: Numeral) -> bool:
    """The top 10, the bottom three, the Big Four: the name of a group."""
    return (
        _lower(found, numeral.first - 1) in ("top", "bottom", "big", "final")
        and _lower(found, numeral.first - 2) in _GROUPS
    )


_GROUPS = frozenset("the its their our his her a in into of".split())


def dated(found: list[Token], numeral: Numeral) -> bool:
    """A day beside its month: Sept. 11, 29 March, March 29."""
    if numeral.value > 31 or numeral.last - numeral.first > 1:
        return False
    before = numeral.first - (2 if _text(found, numeral.first - 1) == "." else 1)
    for at in (before, numeral.last):
        if _lower(found, at) in MONTHS and _text(found, at)[0].isupper():
            return True
    return False


def _days(found: list[Token], numeral: Numeral) -> bool:
    """The second day of July 8 to 12, Feb. 11-15."""
    first = numeral.first
    if numeral.value > 31 or _lower(found, first - 1) not in ("to", "and", "through", "-", "–"):
        return False
    day = parse(found, first - 2) if first > 2 and _text(found, first - 2).isdecimal() else None
    return day is not None and dated(found, day)


def _score(found: list[Token], numeral: Numeral) -> bool:
    """1 – 0 with spaces, and the 1) of a list inside a sentence."""
    first, last = numeral.first, numeral.last
    if _text(found, last) == ")" and numeral.value < 10:
        return all(token.text != "(" for token in found[max(0, first - 8) : first])
    behind = _text(found, last) == "–" and _text(found, last + 1)[:1].isdigit()
    return behind or (_text(found, first - 1) == "–" and _text(found, first - 2)[:1].isdigit())


def _clock(found: list[Token], numeral: Numeral) -> bool:
    """5am, 10.45 p.m., 6 o'clock, 12:30, 1800 GMT."""
    last = numeral.last
    word = _lower(found, last)
    if word in ("am", "pm", "o'clock", "o’clock", "gmt", "et", "edt", "est", "bst", "cet", "utc"):
        return True
    return word in ("a", "p") and _text(found, last + 1) == "." and _lower(found, last + 2) == "m"


def _year(found: list[Token], numeral: Numeral, *, counted: bool) -> bool:
    text = found[numeral.first].text
    if numeral.last - numeral.first > 1 or len(text) != 4 or not text.isdigit():
        return False
    value, before = int(text), _lower(found, numeral.first - 1)
    if 2100 < value < 2200 and before in ("by", "in", "until", "since"):
        return True
    if not 1100 <= value <= 2100:
        return False
    return not counted or before in _DATED or (value >= 1900 and value != 2000)


def named(found: list[Token], numeral: Numeral, *, counted: bool) -> bool:
    """Part of a name: Big 12, iPhone 11, page 4, Flight 370, 575 Wilbraham Road, Group: 4."""
    first = numeral.first
    before = found[first - 1] if first else None
    if before is None or "," in found[first].text:
        return False
    if before.text == ":" and not counted:
        return True
    if before.text == "." and _lower(found, first - 2) in ("no", "nos"):
        return True
    if before.lower == "of" and _text(found, first - 2) in ("Group", "Gang"):
        return True
    if before.lower in _NUMBERED:
        return not (counted and before.lower in _UNIT_LIKE)
    for at in range(numeral.last + 1, numeral.last + 4):
        if _lower(found, at) in _STREET and _text(found, at)[0].isupper():
            return _text(found, numeral.last)[0].isupper()
    if counted:
        return False
    behind = _text(found, numeral.last)
    whole = found[first].text.isdigit()
    if whole and behind[:1].isupper() and behind.lower() not in MONTHS | _WEEKDAYS:
        return True
    return before.text[0].isupper() and not _starts(found, first - 1)


def _starts(found: list[Token], at: int) -> bool:
    """Whether token `at` begins a sentence, where a capital says nothing."""
    return at == 0 or found[at - 1].text in '.!?:“"‘' or _break(found, at)


def _break(found: list[Token], at: int) -> bool:
    return found[at].start - found[at - 1].end > 1


def _listed(found: list[Token], numeral: Numeral) -> bool:
    """The number of a list item at the start of a line."""
    first, last = numeral.first, numeral.last
    starts = first == 0 or _break(found, first)
    return starts and _text(found, last) in (".", ")") and not _text(found, last + 1).islower()


def _word_in_name(found: list[Token], numeral: Numeral) -> bool:
    """Big Ten, Group of Seven, a million-dollar idea in capitals."""
    first = numeral.first
    if not found[first].text[0].isupper() or _starts(found, first):
        return False
    before = first - 2 if _lower(found, first - 1) == "of" else first - 1
    return _text(found, before)[:1].isupper() or _text(found, numeral.last)[:1].isupper()


_SERIES = frozenset(
    "day phase part chapter season number level stage round act type category tier game page step "
    "grade class war".split()
)


def _word_of_series(found: list[Token], numeral: Numeral, *, counted: bool) -> bool:
    """Day five, phase two, a high-five."""
    before = _lower(found, numeral.first - 1)
    joined = before == "-" and glued(found, numeral.first) and glued(found, numeral.first - 1)
    if joined and _text(found, numeral.first - 2).isalpha():
        return _lower(found, numeral.first - 2) not in ("to", "or", "and", "a", "by")
    return before in _SERIES and not counted


_RANKED = frozenset("the a an his her its their our my your this that 's ’s".split())
_NO_RANK = frozenset(
    "century of lady minister amendment half aid instance place hand name person floor".split()
)


def ordinal_excluded(found: list[Token], numeral: Numeral) -> bool:
    """Whether an ordinal is part of a date or a name, or an adverb."""
    if dated(found, numeral) or _lower(found, numeral.last) in _NO_RANK:
        return True
    if _lower(found, numeral.last) == "-" and not _lower(found, numeral.last + 1).endswith("est"):
        return True
    if numeral.last < len(found) and parse(found, numeral.last):  # the first two years
        return True
    before = _lower(found, numeral.first - 1)
    if found[numeral.first].text[0].isupper() or _lower(found, numeral.last) in MONTHS:
        return True
    ranked = before in _RANKED or before in SCALES or before.endswith(("'s", "’s"))
    return not ranked
