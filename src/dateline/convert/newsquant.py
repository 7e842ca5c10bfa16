"""NewsQuant (the development and test data of CQE, EMNLP 2023): quantities in news sentences.

A sentence becomes an article. The corpus says value, unit and change of each quantity, but not
where it stands: the numeral with the value is looked for in the sentence, left to right.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from dateline.convert.imported import Imported, Item, MakeArticle, Spans, annotation, read_utf8
from dateline.errors import Stop, Usage
from dateline.language import units
from dateline.language.numerals import Numeral, Token, decimal_string, parse, tokens

_CHANGES = {"~": "APPROX", ">": "MORE_THAN", "<": "LESS_THAN", "=": "EXACT"}


def read_newsquant(path: Path, make: MakeArticle) -> Iterator[Imported]:
    """The sentences of the file, each with its figures; a quantity that is not found is lost."""
    if not path.is_file():
        raise Usage(f"{path} is no file: give newsquant_dev.json or newsquant_test.json")
    try:
        rows = json.loads(read_utf8(path))
    except ValueError as error:
        raise Stop(f"{path} is not JSON: {error}") from error
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not {"text", "quantities"} <= set(row):
            raise Stop(f"{path}: row {number} has no text and quantities: {str(row)[:60]}")
        article = make(row["text"], f"newsquant-{number:04}", "en")
        lost: Counter[str] = Counter()
        items = _figures(row, lost)
        yield Imported(
            article, [annotation(article, "figures", items, annotator="newsquant")], lost
        )


def _figures(row: dict[str, Any], lost: Counter[str]) -> list[Item]:
    text: str = row["text"]
    found = tokens(text)
    free = list(_numerals(found))
    items = []
    for quantity in row["quantities"]:
        ends = _ends(quantity["value"])
        place = _place(found, free, ends)
        if place is None:
            lost["quantity whose number is not in the sentence"] += 1
            continue
        items.append(_item(quantity, ends, Spans(text), place))
        lost["direction of a change"] += quantity["change"] in ("up", "down")
        lost["referred concept"] += quantity["referred_concepts"] not in ("", "-")
    items.sort(key=lambda item: item["start"])
    return [{"id": f"figures-{at}", **item} for at, item in enumerate(items, 1)]


def _numerals(found: list[Token]) -> Iterator[Numeral]:
    at = 0
    while at < len(found):
        numeral = parse(found, at)
        if numeral is not None:
            yield numeral
        at = numeral.last if numeral else at + 1


def _ends(value: object) -> list[Decimal]:
    try:
        return [Decimal(part) for part in re.split(r"(?<=\d)\s*-\s*", str(value))]
    except InvalidOperation as error:
        raise Stop(f"NewsQuant: {value!r} is no value of a quantity") from error


def _place(found: list[Token], free: list[Numeral], ends: list[Decimal]) -> tuple[int, int] | None:
    """Offsets from the first to the last number of a quantity, which are then taken."""
    taken: list[Numeral] = []
    for end in ends:
        match = next((n for n in free if end in (n.value, n.high)), None) or next(
            (n for n in free if n.value and end in (n.value * 10**6, n.value * 10**9)), None
        )
        if match is None and not taken:
            return None
        if match is not None:
            taken.append(match)
            free.remove(match)
        if match is not None and match.high in ends:
            break
    return found[taken[0].first].start, found[taken[-1].last - 1].end


def _item(
    quantity: dict[str, Any], ends: list[Decimal], spans: Spans, place: tuple[int, int]
) -> Item:
    start, end = min(place[0], place[1]), max(place)
    start, end = _with_unit(spans.text, quantity["unit"], start, end)
    code, per, type_ = _unit(quantity["normalized_unit"])
    factor = Decimal("0.01") if _in_cents(quantity) else Decimal(1)
    item: Item = {
        "type": type_, **(spans.span([(start, end)]) or {}), "number": spans.span([place]),
        "value": decimal_string(min(ends) * factor),
        "modifier": _CHANGES.get(quantity["change"], "EXACT"),
    }  # fmt: skip
    if len(ends) > 1:
        item |= {"value_high": decimal_string(max(ends) * factor), "modifier": "RANGE"}
    if code:
        item["unit"] = code
    if per:
        item["per"] = per
    return item


def _in_cents(quantity: dict[str, Any]) -> bool:
    """Whether the value is in hundredths of the currency: cent, cent per share, and sen, whose
    unit the corpus calls ringgit."""
    whole = quantity["normalized_unit"].partition(" per ")[0].strip()
    return bool(units.cent(whole) or units.cent(quantity["unit"].strip()))


def _with_unit(text: str, unit: str, start: int, end: int) -> tuple[int, int]:
    """The span with the unit's words where they stand beside the number."""
    words = unit.strip()
    if words in ("", "-"):
        return start, end
    if text[end:].lstrip(" -").startswith(words):
        return start, text.index(words, end) + len(words)
    before = text[:start].rstrip()
    if before.endswith(words):
        return len(before) - len(words), end
    sign = words.split()[0]
    return (len(before) - len(sign), end) if before.endswith(sign) else (start, end)


def _unit(name: str) -> tuple[str | None, str | None, str]:
    """(unit, per, type) of a normalised unit: dollar per barrel, percentage, first-team player."""
    name = name.strip().removesuffix(" of age")
    if name in ("", "-"):
        return None, None, "COUNT"
    head = name.partition(" of ")[0]  # a barrel of oil
    unit = units.find(name) or _cents(name)
    whole, _, per = name.partition(" per ")
    if unit is None and per:
        share = units.PER_WORDS.get(per) or getattr(units.find(per), "code", None)
        code, _, type_ = _unit(whole)
        return code, share or units.of_noun(per.split()[-1]), type_
    unit = unit or units.find(head)
    if unit:
        return unit.code, None, unit.type
    return units.of_noun(head.split()[-1]), None, "COUNT"


def _cents(name: str) -> units.Unit | None:
    code = units.cent(name)
    return units.Unit(code, "MONEY") if code else None
