"""One figure under construction."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dateline.language.numerals import Numeral


@dataclass
class Figure:
    """One expression under construction; token positions, ends exclusive."""

    first: int
    last: int
    number: tuple[int, int]
    value: Decimal
    type: str = "COUNT"
    high: Decimal | None = None
    modifier: str = "EXACT"
    unit: str | None = None
    per: str | None = None
    measured: tuple[int, int] | None = None
    part_of: int | None = None
    score: float = 0.6


def new(numeral: Numeral) -> Figure:
    place = (numeral.first, numeral.last)
    return Figure(numeral.first, numeral.last, place, numeral.value)
