"""The JSON-LD of a page as plain dicts, repaired where publishers broke it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

Thing = dict[str, Any]

_WRAPPING = re.compile(
    r"^(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>|;)$", re.DOTALL
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MISSING_COMMA = re.compile(r'("|\]|\}|\d|true|false|null)([^\S\n]*\n\s*)(")')
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
# A string value begins, and ends with the quotation mark after which structure comes.
_VALUE = re.compile(r':\s*"')
_VALUE_END = re.compile(r'"\s*(?:,\s*"|[}\]])')
_INNER_QUOTE = re.compile(r'(?<!\\)"')
_DEEPEST = 12
_LONGEST = 2_000_000


def parse(text: str) -> Any:
    """The value of one JSON-LD script, or None where no repair helps."""
    if len(text) > _LONGEST:
        return None
    try:
        return orjson.loads(text)
    except ValueError:
        pass
    for _ in range(2):
        text = _WRAPPING.sub("", text.strip())
    repairs = (
        lambda s: s,
        lambda s: _TRAILING_COMMA.sub(r"\1", _BAD_ESCAPE.sub(r"\\\\", s)),
        lambda s: _MISSING_COMMA.sub(r"\1,\2\3", s),
        _escape_quotes,
        html.unescape,
    )
    for repair in repairs:
        text = repair(text)
        try:
            return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
        except (ValueError, RecursionError):
            continue
    return None


def _escape_quotes(text: str) -> str:
    """The text with the quotation marks inside its values escaped."""
    pieces: list[str] = []
    at = 0
    while (value := _VALUE.search(text, at)) and (end := _VALUE_END.search(text, value.end())):
        inside = _INNER_QUOTE.sub(r'\\"', text[value.end() : end.start()])
        pieces += text[at : value.end()], inside, end[0]
        at = end.end()
    return "".join([*pieces, text[at:]])


def things(scripts: list[str]) -> list[Thing]:
    """Every typed object of the scripts that stands alone or in a list, a graph or a page."""
    found: list[Thing] = []
    for script in scripts:
        found.extend(_walk(parse(script), 0))
    return found


def _walk(value: Any, depth: int) -> Iterator[Thing]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            if isinstance(value.get(key), list | dict):
                yield from _walk(value[key], depth + 1)


def types(thing: Thing) -> list[str]:
    """The object's types, without a namespace."""
    kind = thing.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return [k.rsplit("/", 1)[-1] for k in kinds if isinstance(k, str)]


def strings(value: Any) -> list[str]:
    """The text of a value that may be a string, a list, or an object with a name."""
    if isinstance(value, str):
        text = " ".join(html.unescape(value).split())
        return [text] if text else []
    if isinstance(value, list):
        return [text for item in value[:100] for text in strings(item)]
    if isinstance(value, dict):
        for key in ("name", "@value", "value", "headline"):
            if value.get(key):
                return strings(value[key])
        if value.get("familyName"):
            return [" ".join(strings(value.get("givenName")) + strings(value["familyName"]))]
    return []


def string(value: Any) -> str:
    """The first of `strings`, or nothing."""
    return next(iter(strings(value)), "")
