"""NewsQuant (the development and test data of CQE, EMNLP 2023): quantities in news sentences.

A sentence becomes an article. The corpus says value, unit and change of each quantity, but not
where it stands: the numeral with the value is looked for in the sentence, left to right.
"""

from __future__ import annotations

import itertools
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
from dateline.language.units import nouns

_KEYS = ("value", "unit", "normalized_unit", "change", "referred_concepts")
_CHANGES = {"~": "APPROX", ">": "MORE_THAN", "<": "LESS_THAN", "=": "EXACT"}


def read_newsquant(path: Path, make: MakeArticle) -> Iterator[Imported]:
    """The sentences of the file, each with its figures; a quantity that is not found is lost."""
    if not path.is_file():
        raise Usage(f"{path} is no file: give newsquant_dev.json or newsquant_test.json")
    try:
        rows = json.loads(read_utf8(path))
    except ValueError as error:
        raise Stop(f"{path} is not JSON: {error}") from error
    if not isinstance(rows, list):
        raise Stop(f"{path} is no list of sentences: {str(rows)[:60]}")
    for number, row in enumerate(rows, 1):
        if not _is_sentence(row):
            raise Stop(f"{path}: row {number} has no text and quantities: {str(row)[:60]}")
        article = make(row["text"], f"newsquant-{number:04}", "en")
        lost: Counter[str] = Counter()
        items = _figures(row, lost)
        yield Imported(
            article, [annotation(article, "figures", items, annotator="newsquant")], lost
        )


def _is_sentence(row: object) -> bool:
    """Whether a row has a text and quantities, each an object."""
    quantities = row.get("quantities") if isinstance(row, dict) and "text" in row else None
    return isinstance(quantities, list) and all(isinstance(one, dict) for one in quantities)


def _figures(row: dict[str, Any], lost: Counter[str]) -> list[Item]:
    text: str = row["text"]
    found = tokens(text)
    free = list(_numerals(found))
    euros = _in_euros(row["quantities"])
    items = []
    for raw in row["quantities"]:
        quantity = {key: str(raw.get(key) or "-").strip() for key in _KEYS}
        ends = _ends(quantity["value"])
        if ends is None:
            lost["value that is no number"] += 1
            continue
        place = _place(found, free, ends)
        if place is None:
            lost["quantity whose number is not in the sentence"] += 1
            continue
        items.append(_item(quantity, ends, Spans(text), place, euros=euros))
        lost["direction of a change"] += quantity["change"] in ("up", "down")
        lost["referred concept"] += quantity["referred_concepts"] != "-"
    items.sort(key=lambda item: item["start"])
    return [{"id": f"figures-{at}", **item} for at, item in enumerate(items, 1)]


def _in_euros(quantities: list[dict[str, Any]]) -> bool:
    """Whether the cents of a sentence are of the euro: it has euros and no dollars."""
    names = " ".join(str(quantity.get("normalized_unit")) for quantity in quantities)
    return "euro" in names and "dollar" not in names


def _numerals(found: list[Token]) -> Iterator[Numeral]:
    at = 0
    while at < len(found):
        numeral = parse(found, at)
        if numeral is not None:
            yield numeral
        at = numeral.last if numeral else at + 1


def _ends(value: str) -> list[Decimal] | None:
    """The number, or both ends of a range; None where it is none, or not a finite one."""
    try:
        ends = [Decimal(part.replace(",", "")) for part in re.split(r"(?<=\d)\s*-\s*", value)]
    except InvalidOperation:
        return None
    return ends if all(end.is_finite() for end in ends) else None


def _place(found: list[Token], free: list[Numeral], ends: list[Decimal]) -> tuple[int, int] | None:
    """Offsets from the first to the last number of a quantity, which are then taken."""
    taken: list[Numeral] = []
    if ends[0] < 1 and (pair := _one_in(found, free, ends[0])):
        return found[pair[0].first].start, found[pair[1].last - 1].end
    for end in ends:
        match = next((n for n in free if _says(found, n, end)), None)
        if match is None and not taken:
            return None
        if match is not None:
            taken.append(match)
            free.remove(match)
        if match is not None and match.high in ends:
            break
    taken.sort()  # a fall from 7 to 5 is 5-7
    return found[taken[0].first].start, found[taken[-1].last - 1].end


def _one_in(found: list[Token], free: list[Numeral], share: Decimal) -> list[Numeral]:
    """The two numerals of one out of three, 2 in five."""
    for low, high in itertools.pairwise(free):
        between = {token.lower for token in found[low.last : high.first]}
        linked = 0 < len(between) < 4 and between <= {"in", "of", "out", "every"} and high.value
        if linked and abs(low.value / high.value - share) < Decimal("0.005"):
            free[:] = [numeral for numeral in free if numeral not in (low, high)]
            return [low, high]
    return []


def _says(found: list[Token], numeral: Numeral, end: Decimal) -> bool:
    """Whether a numeral is `end`: itself, below a minus, rounded, or with the scale of the other
    end of its range."""
    value = numeral.value
    if end in (value, numeral.high):
        return True
    if (
        end < 0
        and numeral.first
        and found[numeral.first - 1].text in ("-", "−", "minus", "negative")
    ):
        return -end == value
    if numeral.kind == "FRACTION":
        return abs(end - value) < Decimal("0.005")
    return bool(value) and end in (value * 10**3, value * 10**6, value * 10**9)


def _item(
    quantity: dict[str, str], ends: list[Decimal], spans: Spans, place: tuple[int, int], *,
    euros: bool,
) -> Item:  # fmt: skip
    start, end = _with_unit(spans.text, quantity["unit"], *place)
    code, per, type_ = _unit(
        quantity["normalized_unit"], _head(spans.text[place[1] :], quantity["unit"])
    )
    if quantity["unit"] == "times" and _compares(spans.text[place[1] :]):
        code, type_ = None, "RATIO"
    cents = _cents(quantity, spans.text)
    if cents:
        code, type_ = ("EUR" if euros and cents == "USD" else cents), "MONEY"
    factor = Decimal("0.01") if cents else Decimal(1)
    item: Item = {
        "type": type_, **(spans.span([(start, end)]) or {}), "number": spans.span([place]),
        "value": decimal_string(_rounded(min(ends)) * factor),
        "modifier": _CHANGES.get(quantity["change"], "EXACT"),
    }  # fmt: skip
    if len(ends) > 1:
        item |= {"value_high": decimal_string(max(ends) * factor), "modifier": "RANGE"}
    if code:
        item["unit"] = code
    if per:
        item["per"] = per
    return item


def _compares(behind: str) -> bool:
    """Whether the times of a quantity are a ratio: three times as many."""
    words = behind.split()[:2]
    return words[:1] == ["times"] and nouns.compares(words[-1].strip(",.;").lower())


def _rounded(value: Decimal) -> Decimal:
    """A quotient in binary, 0.6666666666666666, to the four decimals that we give quotients."""
    digits = len(value.as_tuple().digits)
    return round(value, 4) if digits > 14 and value % 1 else value


def _cents(quantity: dict[str, str], text: str) -> str | None:
    """The currency whose hundredths a value is in: cents, cents per share, sen, and p, which the
    corpus calls a point and is a penny where nobody scores."""
    if quantity["unit"] == "p":
        return None if re.search(r"\bscor", text) else "GBP"
    whole = quantity["normalized_unit"].partition(" per ")[0].strip()
    return units.cent(whole) or units.cent(quantity["unit"])


def _with_unit(text: str, unit: str, start: int, end: int) -> tuple[int, int]:
    """The span with the unit's words where they stand beside the number."""
    if unit == "-":
        return start, end
    if text[end:].lstrip(" -").startswith(unit):
        return start, text.index(unit, end) + len(unit)
    before = text[:start].rstrip()
    if before.endswith(unit):
        return len(before) - len(unit), end
    sign = unit.split()[0]
    return (len(before) - len(sign), end) if before.endswith(sign) else (start, end)


_BEHIND_HEAD = frozenset("of in on at for to with by from above per that who".split())


def _head(behind: str, unit: str) -> str:
    """The counted noun among the words of a unit: the last of the first ones that stand together
    behind the number, before a preposition; moments in `proudest moments life`."""
    run: list[str] = []
    for word in unit.removeprefix("of ").split():
        together = r"(?:,? (?:and|or|&) |[ ,-]+)".join(map(re.escape, [*run, word]))
        if word in _BEHIND_HEAD or (run and not re.search(together, behind)):
            break
        if word in ("and", "or") and run and run[-1].endswith("s"):  # boats and ferries
            break
        if word[0].isalnum() and (run or re.search(rf"\b{together}s?\b", behind)):
            run.append(word)
    named = [word for word in run if word[0].isalpha()]
    return named[-1] if named else ""


def _piece(noun: str) -> str:
    """The word of a hyphenated noun that is in the plural, else the last."""
    first, _, last = noun.partition("-")
    return first if first.endswith("s") and not last.endswith("s") else noun.split("-")[-1] or noun


def _unit(name: str, noun: str) -> tuple[str | None, str | None, str]:
    """(unit, per, type) of a normalised unit: dollar per barrel, percentage, first-team player.

    `noun` is what it counts where it is no known unit.
    """
    name = name.removesuffix(" of age").strip()
    if name == "-":
        return None, None, "COUNT"
    if name.startswith("% "):  # a share of something: % voter
        return None, None, "RATIO"
    if name == "age":
        return "a", None, "DURATION"
    head = name.partition(" of ")[0]  # a barrel of oil
    unit = units.find(name)
    whole, _, per = name.partition(" per ")
    if unit is None and per:
        share = units.PER_WORDS.get(per) or getattr(units.find(per), "code", None)
        code, _, type_ = _unit(whole, noun)
        return code, share or nouns.of_noun(per.split()[-1]), type_
    unit = unit or units.find(head)
    if unit:
        return unit.code, unit.per, unit.type
    if name.endswith(" percentage"):  # field goal percentage
        return "%", None, "PERCENT"
    if not noun or noun.isupper():  # WAR, win above replacement
        words = re.split(r" (?:above|in|to|for) ", head)[0].split()
        noun = next((word for word in reversed(words) if word[0].isalpha()), "thing")
    return nouns.of_noun(_piece(noun)), None, "COUNT"
