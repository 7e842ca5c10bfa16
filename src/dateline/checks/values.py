"""Whether the values of one item make sense: marks, numbers, currencies, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from dateline.checks.spans import Article, Finding, Item

_DOUBLE = '"“”„‟«»‹›「」『』＂'
_OPENING = _DOUBLE + "‘‚'"
_CLOSING = _DOUBLE + "’‘'"


def quotation_marks(item: Item, article: Article) -> Iterator[Finding]:
    """DIRECT content touches a quotation mark, MIXED content holds one, INDIRECT holds no pair.

    Embedded posts and block quotations need no marks.
    """
    start, end, kind = item["start"], item["end"], item["type"]
    if not 0 <= start < end <= len(article.text):
        return
    content = _covered(item, article.text)
    if kind == "DIRECT":
        around = article.text[max(0, start - 2) : start + 1] + article.text[end - 1 : end + 2]
        unmarked = not any(mark in around for mark in _OPENING + _CLOSING)
        if unmarked and article.block_type(start) not in ("EMBED", "BLOCKQUOTE", "PULLQUOTE"):
            yield "/type", "DIRECT, but no quotation mark stands at either end of the content"
    elif kind == "MIXED":
        near = article.text[max(0, start - 1) : start] + content + article.text[end : end + 1]
        if not any(mark in near for mark in _OPENING):
            yield "/type", "MIXED, but the content holds no quotation mark; INDIRECT?"
    elif sum(content.count(mark) for mark in _DOUBLE) >= 2:
        yield "/type", "INDIRECT, but the content holds quotation marks; MIXED?"


def _covered(item: Item, text: str) -> str:
    pieces = item.get("fragments") or [item]
    return " ".join(text[piece["start"] : piece["end"]] for piece in pieces)


_DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def decimal(item: Item, article: Article) -> Iterator[Finding]:
    """`value` and `value_high` are decimal strings: an optional minus, digits, a point, digits."""
    for name in ("value", "value_high"):
        value = item.get(name)
        if value is not None and not _DECIMAL.fullmatch(value):
            message = f"{value!r} is no decimal number; write digits with a point, as in 2800000000"
            yield f"/{name}", message


def value_range(item: Item, article: Article) -> Iterator[Finding]:
    """`value_high` stands with RANGE only, and is not below `value`."""
    high = item.get("value_high")
    if high is None:
        return
    if item.get("modifier") != "RANGE":
        message = f"{high!r} without the modifier RANGE (it is {item.get('modifier')})"
        yield "/value_high", message
    try:
        below = Decimal(high) < Decimal(item.get("value") or high)
    except InvalidOperation:  # `decimal` says so
        return
    if below:
        yield "/value_high", f"{high} is below the value {item.get('value')}"


# ISO 4217, active codes and the funds and metals that news uses.
_CURRENCIES = frozenset(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP "
    "BYN BZD CAD CDF CHF CLF CLP CNH CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB "
    "EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD "
    "JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT "
    "MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR "
    "RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT "
    "TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XAG XAU XCD XDR XOF XPD "
    "XPF XPT YER ZAR ZMW ZWG ZWL DEM FRF ITL ESP NLG BEF ATS PTE IEP FIM GRD".split()
)


def currency(item: Item, article: Article) -> Iterator[Finding]:
    """The unit of MONEY is an ISO 4217 code."""
    if item["type"] == "MONEY" and item.get("unit") not in _CURRENCIES:
        yield "/unit", f"MONEY needs an ISO 4217 code such as USD, not {item.get('unit')!r}"


_TIMEX3 = re.compile(
    r"""PAST_REF | PRESENT_REF | FUTURE_REF
    | P(?=[\dXT.])(?:[\dX.]+(?:Y|M|W|D|DE|CE|C|E|WE|Q|H|MI))*(?:T(?=[\dX.])(?:[\dX.]+[HMS])*)?
    | BC\d{4}
    | (?:[\dX]{2} | [\dX]{3} | [\dX]{4}                             # century, decade, year
        (?:-(?:[HQ][12X34] | SP|SU|FA|WI
          | W[\dX]{2}(?:-(?:[1-7X]|WE)(?:T[\dX:A-Z]+)?)?            # week, day of it, weekend
          | [\dX]{2}(?:-[\dX]{2})?))?)                              # month, day
      (?:T(?:MO|MI|AF|EV|NI|DT|[\dX]{2}(?::[\dX]{2}(?::[\dX]{2}(?:[.,]\d+)?)?)?))?
      (?:Z|[+-]\d{2}:?\d{2})?
    | T(?:MO|MI|AF|EV|NI|DT|[\dX]{2}(?::[\dX]{2}(?::[\dX]{2})?)?)
    """,
    re.ASCII | re.VERBOSE,
)
_CALENDAR = re.compile(r"\d{4}-(\d\d)(?:-(\d\d))?(?!\d)", re.ASCII)


def timex3(item: Item, article: Article) -> Iterator[Finding]:
    """`value` is a TIMEX3 value (ISO-TimeML, section on `value`): 2026-03-17, 2026-W12, P11D."""
    value = item.get("value")
    if value is None:
        return
    date = _CALENDAR.match(value)
    wrong_date = date and not (
        1 <= int(date[1]) <= 12 and 1 <= int(date[2] or 1) <= _days(int(value[:4]), int(date[1]))
    )
    if wrong_date or not _TIMEX3.fullmatch(value):
        yield "/value", f"{value!r} is no TIMEX3 value such as 2026-03-17, 2026-W12, P11D, PAST_REF"


def _days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
