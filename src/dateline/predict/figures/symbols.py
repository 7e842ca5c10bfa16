"""Units whose symbol or name has two meanings, told apart by the words around them."""

from __future__ import annotations

from decimal import Decimal

from dateline.language import units
from dateline.language.numerals import Token, glued

_PAYING = frozenset(
    "pay pays paid paying cost costs costing price priced prices fine fined worth spend spent "
    "spends earn earns earned earning salary wage wages rent budget debt debts bill sterling "
    "pence ticket fee fees tax bought raise raised invest invested charity loan donated borrowed "
    "£".split()
)
# symbol: unit and the words of which one must stand near; the first that fits is it
_MEANINGS: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {
    symbol: tuple((name, frozenset(words.split())) for name, words in meanings)
    for symbol, meanings in {
        "pound": [("lb", "weigh weighs weighed weighing weight heavy heavier payload cargo thrust "
                         "ounces tons")],
        "kt": [("knot", "wind winds gust gusts ship sail sailing boat yacht vessel aircraft plane "
                        "cruising knots")],
        "c": [("celsius", "temperature temperatures degrees weather warm cold hot water boil boils "
                          "oven freezing")],
        "C": [("coulomb", "charge charges charged electrons")],
        "F": [("farad", "capacitor capacitors capacitance supercapacitor")],
        "R": [("roentgen", "radiation dose exposure exposed rays"),
              ("rand", "rand africa african johannesburg")],
        "b": [("bit", "file data memory message bandwidth bits storage download disk encryption")],
        "B": [("byte", "file data memory message storage disk bytes packet download buffer")],
        "P": [("pixel", "resolution screen video display camera image")],
        "a": [("acre", "land farm field plot estate forest hectares"),
              ("year", "working worked works experience company old lived sentence prison married "
                       "career contract")],
        "dram": [("armenian dram", "armenia armenian yerevan")],
        "p": [("pts", "scored scoring scores")],
        "′": [("minute", "lap latitude longitude")],
    }.items()
}  # fmt: skip
_PAID = {"pounds": "sterling", "kn": "kuna", "R": "rand", "dram": "armenian dram",
         "drams": "armenian dram"}  # fmt: skip
_LETTERS = {"C": "°C", "F": "°F", "V": "volt", "J": "joule", "N": "newton", "K": "kelvin"}
_SURE = ("°C", "°F", "coulomb", "farad")


def symbol_unit(found: list[Token], at: int, value: Decimal) -> units.Unit | None:
    """The unit of the symbol at token `at`, where the words around it say which one it is."""
    text = found[at].text
    if len(text) == 1 and text.isalpha() and not _letter(found, at):
        return None
    if text in ("a", "b") and (glued(found, at) or not _ends(found, at)):
        return None
    name = text if len(text) < 3 else text.lower().removesuffix("s")
    for unit, words in _MEANINGS.get(name, ()):
        if near(found, at, words):
            return units.BY_NAME[unit]
    paid = _PAID.get(text if len(text) < 3 else text.lower())
    if paid and near(found, at, _PAYING):
        return units.BY_NAME[paid]
    letter = _LETTERS.get(text)
    least = 1000 if letter == "kelvin" else 10
    if letter and (letter in _SURE or value % 1 or value >= least):
        return units.BY_NAME[letter]
    return None


def near(found: list[Token], at: int, words: frozenset[str]) -> bool:
    """Whether one of the words stands near in the sentence: weighs 100,000 pounds."""
    for side in (reversed(found[max(0, at - 12) : at]), iter(found[at + 1 : at + 8])):
        for token in side:
            if token.lower in words:
                return True
            if token.text in ".;!?":
                break
    return False


def _letter(found: list[Token], at: int) -> bool:
    """Whether the letter at `at` is a unit: -10C, 30 C outside, 24 V; not Section 30 C."""
    if glued(found, at):
        return True
    before = found[at - 2].text[0] if at > 1 else "."
    behind = found[at + 1].text[0] if at + 1 < len(found) else "."
    return not before.isupper() and not behind.isupper() and not behind.isdigit()


def _ends(found: list[Token], at: int) -> bool:
    """Whether what is measured ends at token `at`: for 10 a and, 16 b."""
    return at + 1 >= len(found) or found[at + 1].lower in (".", ",", ";", "and", "but", "of", "in")
