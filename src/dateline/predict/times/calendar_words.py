"""The words of the calendar, and the arithmetic of TIMEX3 values around a publication date."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal

from dateline.language.numerals import ORDINALS, decimal_string

MONTHS = {
    name.lower(): at
    for at in range(1, 13)
    for name in (calendar.month_name[at], calendar.month_abbr[at])
} | {"sept": 9}  # fmt: skip
WEEKDAYS = {name: at for at, name in enumerate(
    "monday tuesday wednesday thursday friday saturday sunday".split(), 1
)}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
UNITS = {
    "second": "S", "minute": "MI", "hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y",
    "decade": "DE", "century": "CE", "weekend": "WE", "quarter": "Q", "night": "NI",
}  # fmt: skip
PARTS = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "midday": "MI",
    "noon": "MI", "lunchtime": "MI",
}  # fmt: skip
TENS = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7,
    "eighties": 8, "nineties": 9,
}  # fmt: skip
HOLIDAYS = {
    ("christmas",): (12, 25), ("christmas", "day"): (12, 25), ("christmas", "eve"): (12, 24),
    ("boxing", "day"): (12, 26), ("new", "year", "day"): (1, 1), ("new", "year", "eve"): (12, 31),
    ("valentine", "day"): (2, 14), ("halloween",): (10, 31),
}  # fmt: skip
_UCUM = {"a": "Y", "mo": "M", "wk": "W", "d": "D", "{decade}": "DE", "{century}": "CE"}
_UCUM_TIME = {"h": "H", "min": "M", "s": "S"}


def duration(value: Decimal, unit: str) -> str | None:
    """P11D of 11 and d; None for a unit that TIMEX3 has not."""
    if unit == "{fortnight}":
        value, unit = value * 2, "wk"
    number = decimal_string(value)
    if unit in _UCUM:
        return f"P{number}{_UCUM[unit]}"
    return f"PT{number}{_UCUM_TIME[unit]}" if unit in _UCUM_TIME else None


def month(year: int, number: int) -> str:
    """YYYY-MM; `number` may leave 1 to 12."""
    at = year * 12 + number - 1
    return f"{at // 12:04}-{at % 12 + 1:02}"


def week(day: date) -> str:
    """The ISO week of a day: 2026-W12."""
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def weekday(today: date, number: int, *, future: bool) -> date:
    """The weekday `number` (Monday 1): today or before, or else after today."""
    back = (today.isoweekday() - number) % 7
    return today + timedelta(days=7 - back) if future else today - timedelta(days=back)


def shifted(today: date, unit: str, steps: int) -> str | None:
    """The period of `unit` that lies `steps` after the one with `today` in it."""
    if unit in ("D", "NI"):
        day = (today + timedelta(days=steps)).isoformat()
        return f"{day}TNI" if unit == "NI" else day
    if unit in ("W", "WE"):
        return week(today + timedelta(weeks=steps)) + ("-WE" if unit == "WE" else "")
    if unit == "M":
        return month(today.year, today.month + steps)
    if unit == "Q":
        at = today.year * 4 + (today.month - 1) // 3 + steps
        return f"{at // 4:04}-Q{at % 4 + 1}"
    years = {"Y": 1, "DE": 10, "CE": 100}.get(unit)
    if years is None or not 0 < today.year + steps * years < 9999:
        return None
    year = f"{today.year + steps * years:04}"
    return year[: {1: 4, 10: 3, 100: 2}[years]]


def month_year(today: date, number: int, *, day: int | None, future: bool | None) -> int:
    """The year of a month (and day) that is named without one.

    The publication's own year, unless that lies against the tense, or more than eight months off
    (six where no day is named).
    """
    first = date(today.year, number, min(day or 15, 28))
    if future is True:
        return today.year + (first < today - timedelta(days=31))
    if future is False:
        return today.year - (first > today + timedelta(days=15 if day is None else 0))
    limit = timedelta(days=245 if day else 175)
    if first < today - limit:
        return today.year + 1
    return today.year - 1 if first > today + limit else today.year


def ordinal(word: str) -> int | None:
    """3 of third, None of another word."""
    return ORDINALS.get(word)
