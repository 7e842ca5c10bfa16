"""Names and symbols of units in English text, to UCUM codes and ISO 4217."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dateline.language.units import measures
from dateline.language.units.money import CENTS, CURRENCIES, SYMBOLS, WORDLIKE


class Unit(NamedTuple):
    """A unit: its code, the type of a figure that has it, and what it is per (bpd, ppg)."""

    code: str
    type: str  # MONEY, PERCENT, MEASURE, DURATION or COUNT
    per: str | None = None


PER_WORDS = {
    "year": "a", "annum": "a", "month": "mo", "week": "wk", "day": "d", "hour": "h",
    "minute": "min", "second": "s", "night": "{night}", "person": "{person}", "head": "{person}",
    "capita": "{person}", "quarter": "{quarter}", "decade": "{decade}",
}  # fmt: skip
YEARLY = {"annually": "a", "yearly": "a", "monthly": "mo", "weekly": "wk", "daily": "d"}


_KINDS = (
    ("MEASURE", measures.MEASURES), ("DURATION", measures.DURATIONS),
    ("PERCENT", measures.PERCENTS), ("MONEY", CURRENCIES), ("COUNT", measures.STATISTICS),
)  # fmt: skip


def _table() -> dict[str, Unit]:
    """Name -> unit; symbols in their case, words in lower case, singular and plural."""
    table: dict[str, Unit] = {}
    for type_, rows in _KINDS:
        for names, unit in _rows(rows, type_):
            for name in names:
                table.setdefault(name, unit)
    for names, unit in _rows(measures.PREFIXED, "MEASURE"):
        for prefix, sign in measures.PREFIXES.items():
            kind = "DURATION" if unit.code == "s" else unit.type
            for name in names:
                table.setdefault(f"{prefix}{name}", Unit(f"{sign}{unit.code}", kind))
    for symbol in measures.PREFIXED_SYMBOLS.split():
        code = f"{symbol}y" if symbol.endswith("B") else symbol
        for name in (symbol, symbol.replace("u", "µ")):
            table.setdefault(name, Unit(code, "MEASURE"))
    for code in {unit.code for unit in table.values() if unit.type == "MONEY"} - WORDLIKE:
        table.setdefault(code, Unit(code, "MONEY"))
    return table


def _rows(rows: str, type_: str) -> Iterator[tuple[list[str], Unit]]:
    """The names of each row, singular and plural, with its unit."""
    for row in rows.strip().splitlines():
        code, _, names = row.partition(": ")
        code, _, per = code.partition("|")
        forms = []
        for name in names.split():
            singular, _, plural = name.replace("_", " ").partition("|")
            word = len(singular) > 3 or singular in ("ton", "bit", "amp", "day")
            forms += [singular, plural or (f"{singular}s" if word else singular)]
            if type_ == "MONEY" and len(singular) > 4:  # two forms of a plural: kronor, kronas
                forms.append(f"{singular}s")
        yield forms, Unit(code, type_, per or None)


BY_NAME = _table()
LONGEST = max(name.count(" ") + name.count("-") * 2 + 1 for name in BY_NAME)
SIGNS = frozenset(symbol for symbol in SYMBOLS if len(symbol) == 1 and not symbol.isalpha())
ISO = frozenset(unit.code for unit in BY_NAME.values() if unit.type == "MONEY")


def find(name: str) -> Unit | None:
    """The unit of a name in any case or of a symbol in its own; None where there is none."""
    return BY_NAME.get(name) or (BY_NAME.get(name.lower()) if len(name) > 3 else None)


def cent(name: str) -> str | None:
    """The currency of which `name` is a hundredth; None where it is none."""
    return CENTS.get(name.lower())
