"""Dates as publishers write them, in JSON-LD, in meta elements and in the page's own words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

# Prefixes of the months' names in the languages of the pages, lower case; the longest match wins.
_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "jan janv ene janeiro gen jän januari ocak leden stycz tammi sij янв січ ιαν يناير "
        "कांउ jaanuar sausio",
        "feb févr fév fevereiro helmi şub únor lut feb фев лют φεβ فبراير vasario",
        "mar mär mars maart mrt março maalis břez março mart marz мар бер μαρ مارس kovo",
        "apr avr abr huhti nisan dub kwie апр квіт απρ أبريل balandžio travanj",
        "may mai mei mag maj maio mayıs květ touko мая май трав μαϊ مايو gegužės",
        "jun juin giu kesä haziran červen czerw июн черв ιουν يونيو birželio",
        "jul juil lug heinä temmuz červenec lip июл лип ιουλ يوليو liepos",
        "aug août ago aoû elo ağustos srp sier авг серп αυγ أغسطس rugpjūčio",
        "sep sept set syys eylül září wrz сен вер σεπ سبتمبر rugsėjo",
        "oct okt ott out loka ekim říj paź окт жовт οκτ أكتوبر spalio october",
        "nov nov marras kasım listopadu listop ноя лист νοε نوفمبر lapkričio",
        "dec dez dic déc dés joulu aralık prosin grud дек груд δεκ ديسمبر gruodžio",
    ),
    1,
):
    for _name in _names.split():
        _MONTHS.setdefault(_name, _number)
_MONTHS["listopada"] = 11
_PREFIXES = sorted(_MONTHS, key=len, reverse=True)

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$")
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d{2}|19\d{2})\s*[年년./]\s*(\d{1,2})\s*[月월./]\s*(\d{1,2})")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](20\d{2}|19\d{2})(?!\d)")
_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:de\s+|of\s+)?([^\W\d_]{3,12})\.?,?[\s-]+"
    r"(?:de\s+|del\s+)?(20\d{2}|19\d{2})"
)
_NAMED_FIRST = re.compile(
    r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(20\d{2}|19\d{2})(?!\d)"
)
_NAMED_SECOND = re.compile(
    r"(?<!\d)(20\d{2}|19\d{2})[\s-]+([^\W\d_]{3,12})\.?[\s-]+(\d{1,2})(?!\d)"
)
_TIME = re.compile(
    r"(?<![\d:.])(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s*([ap]\.?m\.?)?\s*"
    r"\(?(Z\b|UTC|GMT|CEST|CET|EST|EDT|ET\b|PST|PDT|BST|IST|JST|AEST|AEDT|[+-]\d{2}:?\d{2})?\)?",
    re.IGNORECASE,
)
# Offsets of the abbreviations that mean one thing on a news page; hours.
_ZONES = {
    "z": 0.0, "utc": 0.0, "gmt": 0.0, "cest": 2.0, "cet": 1.0, "est": -5.0, "edt": -4.0,
    "pst": -8.0, "pdt": -7.0, "bst": 1.0, "jst": 9.0, "aest": 10.0, "aedt": 11.0,
}  # fmt: skip
_URL_DATE = re.compile(
    r"/((?:19|20)\d{2})[/-]?(?:(\d{1,2})[/-](\d{1,2})|(\d{2})(\d{2}))(?=[/+_.-]|$)"
)
_EARLIEST = 1990


def parse_date(value: str, *, month_first: bool = False) -> str | None:
    """ISO 8601 date-time of the value, with its own offset; None where no date is in it.

    A value without an offset is taken as UTC, one without a time as midnight. `month_first` reads
    1/2/2024 as 2 January.
    """
    value = " ".join(value.split())[:120]
    if not value:
        return None
    if value.isdecimal() and len(value) in (10, 13):  # ² is a digit, but no number
        return _iso(datetime.fromtimestamp(int(value[:10]), UTC))
    match = _ISO.match(value) or _COMPACT.match(value)
    if match:
        parts = match.groups()
        return _build([int(part or 0) for part in parts[:6]], parts[6])
    day = _day(value, month_first)
    if day is None:
        return None
    clock = _TIME.search(_NUMERIC.sub(" ", _YEAR_FIRST.sub(" ", value)))
    if clock is None:
        return _build([*day, 0, 0, 0], None)
    hour, minute, second, half, zone = clock.groups()
    hours = int(hour) % 12 + (12 if half.lower().startswith("p") else 0) if half else int(hour)
    return _build([*day, hours, int(minute), int(second or 0)], zone) or _build(
        [*day, 0, 0, 0], None
    )


def date_in_url(url: str) -> str | None:
    """The day in the URL's path, as `/2024/05/03/`, as an ISO 8601 date-time."""
    match = _URL_DATE.search(url)
    return _build([*(int(g) for g in match.groups() if g), 0, 0, 0], None) if match else None


def _day(value: str, month_first: bool) -> list[int] | None:
    match = _YEAR_FIRST.search(value)
    if match:
        return [int(g) for g in match.groups()]
    for pattern, order in (
        (_NAMED, (2, 1, 0)), (_NAMED_FIRST, (2, 0, 1)), (_NAMED_SECOND, (0, 1, 2)),
    ):  # fmt: skip
        for match in pattern.finditer(value):
            year, name, number = (match.group(i + 1) for i in order)
            month = _month(name)
            if month:
                return [int(year), month, int(number)]
    match = _NUMERIC.search(value)
    if match:
        first, second, year = (int(g) for g in match.groups())
        if second > 12 or (month_first and first <= 12):
            first, second = second, first
        return [year, second, first]
    match = _ISO.search(value)
    return [int(g) for g in match.groups()[:3]] if match else None


def _month(name: str) -> int | None:
    name = name.lower()
    return next((_MONTHS[prefix] for prefix in _PREFIXES if name.startswith(prefix)), None)


def _build(parts: list[int], zone: str | None) -> str | None:
    try:
        moment = datetime(*parts, tzinfo=_zone(zone))  # type: ignore[misc, arg-type]
    except (ValueError, OverflowError):
        return None
    return _iso(moment) if moment.year >= _EARLIEST else None


def _zone(zone: str | None) -> timezone:
    if not zone:
        return UTC
    hours = _ZONES.get(zone.lower())
    if hours is not None:
        return timezone(timedelta(hours=hours))
    digits = zone[1:].replace(":", "")
    if not digits.isdecimal():
        return UTC
    minutes = int(digits[:2]) * 60 + int(digits[2:4] or 0)
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))


def _iso(moment: datetime) -> str:
    text = moment.isoformat(timespec="seconds")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text
