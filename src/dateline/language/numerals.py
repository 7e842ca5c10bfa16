"""Numerals of English text: tokens, and the number that begins at a token, in digits or words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?<![\w.])\.[0-9]+|[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]|_|\d+"
)


class Token(NamedTuple):
    """A word, a number in digits, or a mark; offsets are half-open."""

    start: int
    end: int
    text: str
    lower: str


class Numeral(NamedTuple):
    """A number in the text: tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    value: Decimal
    kind: str  # DIGITS, WORDS, ORDINAL, FRACTION or VAGUE
    high: Decimal | None = None  # upper end of a VAGUE one: dozens, tens of millions


def tokens(text: str) -> list[Token]:
    """The tokens of `text`; white space is none. Linear in the length of the text."""
    return [Token(m.start(), m.end(), m[0], m[0].lower()) for m in _TOKEN.finditer(text)]


def _numbers(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * at for at, word in enumerate(words.split())}


ONES = _numbers("zero one two three four five six seven eight nine", 0)
TEENS = _numbers(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10
)
TENS = _numbers("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
SCALES = {
    "hundred": 100, "thousand": 10**3, "lakh": 10**5, "lakhs": 10**5, "million": 10**6,
    "crore": 10**7, "crores": 10**7, "billion": 10**9, "trillion": 10**12,
    "quadrillion": 10**15,
}  # fmt: skip
DOZENS = {"dozen": 12, "dozens": 12}
SUFFIXES = {
    "k": 10**3, "mn": 10**6, "mln": 10**6, "mio": 10**6, "mm": 10**6, "bn": 10**9, "bln": 10**9,
    "tn": 10**12, "tln": 10**12, "trn": 10**12, "m": 10**6, "b": 10**9, "t": 10**12,
}  # fmt: skip
PLURAL_SCALES = {
    "dozens": 12, "hundreds": 100, "thousands": 10**3, "millions": 10**6, "billions": 10**9,
    "trillions": 10**12, "lakhs": 10**5, "crores": 10**7,
}  # fmt: skip
ORDINALS = {
    **_numbers("first second third fourth fifth sixth seventh eighth ninth tenth", 1),
    **_numbers("eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth", 11),
    **_numbers("eighteenth nineteenth twentieth", 18),
    **_numbers("thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth", 30, 10),
    "hundredth": 100, "thousandth": 1000, "millionth": 10**6,
}  # fmt: skip
FRACTIONS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
    "⅞": (7, 8),
}  # fmt: skip
_SMALL = {**ONES, **TEENS, **TENS}
STARTERS = frozenset(
    {*_SMALL, *SCALES, *DOZENS, *PLURAL_SCALES, *ORDINALS, *FRACTIONS, *_VULGAR, "a", "an", "tens"}
    | {f"{name}s" for name in FRACTIONS}
)


def parse(found: list[Token], at: int) -> Numeral | None:
    """The longest numeral that begins at token `at`, None where none does."""
    token = found[at]
    if token.text[0] in "0123456789" or (token.text[0] == "." and len(token.text) > 1):
        return _digits(found, at)
    if token.lower not in STARTERS:
        return None
    return _vague(found, at) or _fraction_words(found, at) or _words(found, at)


def decimal_string(value: Decimal) -> str:
    """`value` as plain digits: no exponent, no zeros at the end; quotients to four decimals."""
    endless = len(value.as_tuple().digits) > 20  # one third, in the precision of the context
    rounded = round(value, 4) if endless else value
    text = format(rounded, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def read_digits(text: str) -> Decimal | None:
    """The value of digits with points and commas in English use; None for 10.4.2 or 7,30."""
    if len(text) > 40:
        return None
    whole, _, decimals = text.partition(".")
    if not decimals.isdigit() and decimals:
        return None
    head, *groups = whole.split(",")
    # 1,234,567 and, in South Asia, 12,34,567
    if groups and not (len(groups[-1]) == 3 and all(len(group) in (2, 3) for group in groups)):
        return None
    return Decimal(f"{head or 0}{''.join(groups)}.{decimals or 0}").normalize()


def _lower(found: list[Token], at: int) -> str:
    return found[at].lower if 0 <= at < len(found) else ""


def glued(found: list[Token], at: int) -> bool:
    """Whether no white space stands between token `at` and the one before."""
    return 0 < at < len(found) and found[at].start == found[at - 1].end


def _digits(found: list[Token], at: int) -> Numeral | None:
    value, last = read_digits(found[at].text), at + 1
    if value is None:
        return None
    while _thousands(found, at, last):  # 12 400
        value, last = value * 1000 + Decimal(found[last].text), last + 1
    follower = _lower(found, last)
    if follower in ("×", "x") and _lower(found, last + 1) == "10":
        return _scientific(found, at, value)
    if glued(found, last) and follower in ("st", "nd", "rd", "th"):
        return Numeral(at, last + 1, value, "ORDINAL")
    slash = _slash(found, at, value)
    if slash:
        return slash
    if follower in _VULGAR:
        top, bottom = _VULGAR[follower]
        value, last = value + Decimal(top) / bottom, last + 1
    return _scaled(found, at, last, value, "DIGITS")


def _thousands(found: list[Token], at: int, last: int) -> bool:
    """Whether three more digits of the same number follow behind a space."""
    if last >= len(found) or len(found[at].text) > 3 or not found[at].text.isdecimal():
        return False
    group = found[last].text
    return group.isdecimal() and len(group) == 3 and found[last].start == found[last - 1].end + 1


def _scientific(found: list[Token], at: int, value: Decimal) -> Numeral:
    """1.99×10−30, 5 x 10^6; the number itself where no exponent follows."""
    last = at + 3 + (_lower(found, at + 3) == "^")
    minus = _lower(found, last) in ("-", "−")
    exponent = found[last + minus].text if last + minus < len(found) else ""
    if exponent.isascii() and exponent.isdigit() and int(exponent) < 100:
        power = Decimal(10) ** (-int(exponent) if minus else int(exponent))
        return Numeral(at, last + minus + 1, value * power, "DIGITS")
    return Numeral(at, at + 1, value, "DIGITS")


def _slash(found: list[Token], at: int, value: Decimal) -> Numeral | None:
    """1/2, and 1 1/2 where the part behind it is a proper fraction."""
    if _lower(found, at + 1) in ("/", "⁄"):
        return _proper(found, at, value)
    follows = at + 3 < len(found) and found[at + 1].text.isdecimal() and not glued(found, at + 1)
    part = _proper(found, at + 1, Decimal(found[at + 1].text)) if follows else None
    return part and _scaled(found, at, part.last, value + part.value, "DIGITS")


def _proper(found: list[Token], at: int, value: Decimal) -> Numeral | None:
    """The proper fraction whose upper number, `value`, is token `at`."""
    slashed = _lower(found, at + 1) in ("/", "⁄") and at + 2 < len(found)
    if not slashed or not (glued(found, at + 1) and glued(found, at + 2)):
        return None
    bottom = read_digits(found[at + 2].text) if found[at + 2].text[0].isdecimal() else None
    if bottom and value < bottom and _lower(found, at + 3) != "/":
        return Numeral(at, at + 3, value / bottom, "FRACTION")
    return None


def _scaled(found: list[Token], first: int, last: int, value: Decimal, kind: str) -> Numeral:
    """The numeral with the scale words behind it multiplied in: 2.8bn, 10 hundred million."""
    value, last = _and_part(found, last, value)
    joined = 1 if _lower(found, last) == "-" and glued(found, last) else 0
    word = _lower(found, last + joined)
    if word in SCALES or word in DOZENS:
        value, last = value * (SCALES | DOZENS)[word], last + joined + 1
        for _ in range(3):  # a hundred million million; no text of scale words alone goes on
            if _lower(found, last) in SCALES:
                value, last = value * SCALES[_lower(found, last)], last + 1
        value, last = _and_part(found, last, value)
    elif word in SUFFIXES and _abbreviates(found, first, last, word):
        value, last = value * SUFFIXES[word], last + 1
    return Numeral(first, last, value, kind)


def _abbreviates(found: list[Token], first: int, at: int, word: str) -> bool:
    """Whether a suffix is a scale: 5bn, 5 bln, 5k, $5m, and $5MM; no metres and no 5 k."""
    if len(word) > 1 and word != "mm":
        return found[at].text != "Tn"
    thousand = word == "k" and len(found[first].text) < 4  # 2700K is in kelvin
    return glued(found, at) and (thousand or _after_money(found, first) or shillings(found, at + 1))


def shillings(found: list[Token], at: int) -> bool:
    """Whether the sign of East African shillings stands at token `at`: 500/-, 4m/=."""
    sign = _lower(found, at) == "/" and _lower(found, at + 1) in ("-", "=")
    return sign and glued(found, at) and glued(found, at + 1) and not (
        glued(found, at + 2) and found[at + 2].text[0].isalnum()
    )  # fmt: skip


def _and_part(found: list[Token], at: int, value: Decimal) -> tuple[Decimal, int]:
    """The value with the part that follows: two and a half, a million and a half, two and
    three-quarters."""
    joined = [token.lower for token in found[at : at + 6]]
    if joined in (["-", "and", "-", "a", "-", "half"], ["-", "and", "-", "a", "-", "quarter"]):
        return value + Decimal(1) / FRACTIONS[joined[5]], at + 6
    if _lower(found, at) != "and":
        return value, at
    whole = SCALES.get(_lower(found, at - 1), 1)
    if whole == 1 and value >= 100:
        return value, at
    count, last = _lower(found, at + 1), at + 2
    hyphen = _lower(found, last) == "-"
    last += hyphen
    name = _lower(found, last)
    if count in ("a", "one") and name in ("half", "quarter"):
        return value + Decimal(whole) / FRACTIONS[name], last + 1
    below, above = FRACTIONS.get(name.removesuffix("s"), 0), ONES.get(count, 0)
    if (hyphen or name.endswith("s")) and 1 < above < below:
        return value + Decimal(whole) * above / below, last + 1
    return value, at


def _after_money(found: list[Token], first: int) -> bool:
    """Whether a currency stands before: only then is m a million and not a metre."""
    before = found[first - 1].text if first else ""
    dollars = first > 1 and found[first - 2].text == "$"  # $US5m
    return bool(before) and (before in "$£€¥₹₩₽₪₺" or before in _MONEY_PREFIXES or dollars)


_MONEY_PREFIXES = frozenset(
    "Rs RM R PS USD EUR GBP JPY CHF CAD AUD NZD INR CNY RMB HKD SGD".split()
)


def _vague(found: list[Token], at: int) -> Numeral | None:
    """Dozens, millions, tens of thousands: from one of them to ten of them."""
    low, last = Decimal(1), at
    word = _lower(found, last)
    if word in ("tens", "hundreds") and _lower(found, at + 1) == "of":
        inner = _lower(found, at + 2)
        if inner in PLURAL_SCALES and inner != "dozens":
            low, last = Decimal(10 if word == "tens" else 100), at + 2
            word = inner
    if word not in PLURAL_SCALES:
        return None
    low *= PLURAL_SCALES[word]
    return Numeral(at, last + 1, low, "VAGUE", low * 10)


def _fraction_words(found: list[Token], at: int) -> Numeral | None:
    """Half (a million), two-thirds, a quarter of, one in words over one in words."""
    word = _lower(found, at)
    part = _part(found, at)
    if part is None or part.kind != "FRACTION":
        return part
    scaled = _of_scale(found, part.last, bare=word == "half")
    if scaled:
        return Numeral(at, scaled[1], part.value * scaled[0], "WORDS")
    return None if word == "quarter" else part


def _of_scale(found: list[Token], at: int, *, bare: bool) -> tuple[int, int] | None:
    """The scale that a fraction is of, and where it ends: half a million, a quarter billion,
    two-thirds of a million. `bare`: half a dozen, too."""
    at += _lower(found, at) in ("-", "of")
    at += _lower(found, at) in ("a", "an")
    scale = _lower(found, at)
    if scale in ("million", "billion", "trillion") or (bare and scale in ("dozen", *SCALES)):
        return (SCALES | DOZENS)[scale], at + 1
    return None


def _part(found: list[Token], at: int) -> Numeral | None:
    word = _lower(found, at)
    if word in ("half", "quarter"):
        return Numeral(at, at + 1, Decimal(1) / FRACTIONS[word], "FRACTION")
    if word in _VULGAR:
        top, bottom = _VULGAR[word]
        return Numeral(at, at + 1, Decimal(top) / bottom, "FRACTION")
    count = 1 if word in ("a", "an") else _SMALL.get(word)
    if not count:
        return None
    behind = at + 2 if _lower(found, at + 1) == "-" else at + 1
    name = _lower(found, behind)
    part = FRACTIONS.get(name) or FRACTIONS.get(name.removesuffix("s") if count > 1 else "")
    if not part or (count > 1 and not name.endswith(("s", "halves"))):
        return None
    if word in ("a", "an", "one") and part == 2 and word != "one":
        return None
    shares = _lower(found, behind + 1) == "of" or _lower(found, at - 1) in _SHARING
    shares |= word == "one" and behind == at + 2
    shares |= _of_scale(found, behind + 1, bare=False) is not None
    if word in ("a", "an", "one") and not shares:
        return None  # a third man, one quarter earlier
    return Numeral(at, behind + 1, Decimal(count) / part, "FRACTION")


_SHARING = frozenset("by nearly almost about roughly around than over under".split())


def _words(found: list[Token], at: int) -> Numeral | None:
    last, total, current = at, 0, None
    article = _lower(found, at) in ("a", "an")
    if article:
        if _lower(found, at + 1) == "couple":
            return _couple(found, at)
        if _lower(found, at + 1) not in (SCALES | {"dozen": 12}):
            return None
        last, current = at + 1, 1
    ordinal = False
    seen = False
    while last < len(found) and not ordinal:
        step = _step(found, last, total, current, joined=seen)
        if step is None:
            break
        last, total, current, ordinal = step
        seen = True
    if not seen:
        return None
    value = Decimal(total + (current or 0))
    if ordinal:
        return Numeral(at, last, value, "ORDINAL")
    if _lower(found, last) == "point" and _lower(found, last + 1) in ONES:
        return _point(found, at, last, value)
    return _scaled(found, at, last, value, "WORDS")


def _couple(found: list[Token], at: int) -> Numeral | None:
    """A couple dozen, a couple of hundred; none in a couple of ships."""
    last = at + 2 + (_lower(found, at + 2) == "of")
    scaled = _lower(found, last) in SCALES or _lower(found, last) == "dozen"
    return _scaled(found, at, last, Decimal(2), "WORDS") if scaled else None


_Step = tuple[int, int, int | None, bool]


def _step(
    found: list[Token], at: int, total: int, current: int | None, *, joined: bool
) -> _Step | None:
    """One more word of a number: where it ends, sums so far, and whether it was an ordinal."""
    word = _lower(found, at)
    if word in ("and", "-") and joined:
        at += 1
        following = _lower(found, at)
        tens = current is not None and current % 100 >= 20 and current % 10 == 0
        if word == "-" and not (glued(found, at) and (tens or following in SCALES)):
            return None
        if word == "and" and (following not in _SMALL or not _round(total, current)):
            return None
        word = following
    if word in _SMALL or word in ORDINALS:
        value = _SMALL.get(word) or ORDINALS.get(word, 0)
        if not _fits(value, current):
            return None
        return at + 1, total, (current or 0) + value, word not in _SMALL
    scale = (SCALES | DOZENS).get(word)
    if scale is None or current is None or (word == "dozens" and joined):
        return None
    if scale in (100, 12):
        return (at + 1, total, current * scale, False) if current < 100 else None
    return at + 1, total + current * scale, None, False


def _round(total: int, current: int | None) -> bool:
    return current % 100 == 0 if current else total > 0


def _fits(value: int, current: int | None) -> bool:
    """Whether `value` can follow in a number: after a hundred, or a one after a ten."""
    if not current:
        return current is None
    return current % 100 == 0 or (current % 100 >= 20 and current % 10 == 0 and 0 < value < 10)


def _point(found: list[Token], at: int, last: int, value: Decimal) -> Numeral:
    digits, last = "", last + 1
    while _lower(found, last) in ONES:
        digits, last = digits + str(ONES[_lower(found, last)]), last + 1
    return _scaled(found, at, last, value + Decimal(f"0.{digits}"), "WORDS")
