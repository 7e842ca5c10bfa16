"""Stand-off rows: an annotated article without one of its words."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dateline import schema as schemas
from dateline.layers import Layer
from dateline.publish.hashed import Hashed, hashed, to_digits
from dateline.publish.tables import Config, Published, columns, layer_values
from dateline.schema import Schema, kind

Row = dict[str, Any]

_WORD = re.compile(r"[^\W\d_]{2,}")
REFERENCE = re.compile(r"@(\d+):(\d+)")  # a string that stands in the text, by its offsets


def standoff_config(layers: Mapping[str, Layer], *, bits: int, urls: bool) -> Config:
    """The config of the articles whose text is held back: one row each, all layers in it."""
    base = schemas.load("standoff")
    properties = dict(base["properties"])
    for layer in layers.values():
        properties |= columns(layer, layer.name, f"{layer.name}_clusters")
    schema = wordless({**base, "properties": properties})

    def rows(published: Published) -> list[Row]:
        return [standoff(published, layers, schema, bits=bits, urls=urls)]

    return Config("standoff", base["description"], schema, rows, by_article=False)


def wordless(schema: Schema) -> Schema:
    """The flat `schema` without the text of spans: the `text` beside a `start` and an `end`."""
    if "properties" in schema:
        own = schema["properties"]
        spans = {"start", "end", "text"} <= set(own)
        kept = {k: wordless(v) for k, v in own.items() if not (spans and k == "text")}
        required = [name for name in schema.get("required", ()) if name in kept]
        return {**schema, "properties": kept, "required": required}
    return {**schema, "items": wordless(schema["items"])} if "items" in schema else schema


def standoff(
    published: Published, layers: Mapping[str, Layer], schema: Schema, *, bits: int, urls: bool
) -> Row:
    """The row of one article: offsets, labels and hashes.

    Text of spans is left out. Of other strings, one that stands in the text becomes its offsets
    (`@12:25`); one that shares a word with the text is left out, so is every name of a cluster
    that does not stand there; ids are numbered anew where they are words.
    """
    article = published.article
    text = article["text"]
    made = layer_values(layers, published.annotations)
    strings = Strings(text, (one["id"] for values in made.values() for one in values or ()))
    row = {name: article.get(name) for name in ("id", "source", "language", "published", "cluster")}
    row |= {
        "url": article.get("url") if urls else None,
        "text_sha256": article["text_sha256"],
        "text_length": len(text),
        "extractor": (article.get("provenance") or {}).get("extractor"),
        "blocks": [{k: b[k] for k in ("type", "start", "end")} for b in article["blocks"]],
        "bits": bits,
    }
    own = schema["properties"]
    row |= {name: _strip(value, own[name], strings) for name, value in made.items()}
    tokens = hashed(text, article["id"], bits)
    row["tokens"] = to_digits(tokens.codes)
    row["anchors"] = list(_anchors(tokens, row))
    return row


class Strings:
    """Replaces the strings of an article's items by such that say nothing in words of its text."""

    def __init__(self, text: str, ids: Iterable[str]) -> None:
        self._text = text
        self._words = {word.casefold() for word in _WORD.findall(text)}
        ids = set(ids)
        free = (f"n{number}" for number in itertools.count(1) if f"n{number}" not in ids)
        self._ids = dict(zip(sorted(filter(self._speaks, ids)), free, strict=False))

    def _speaks(self, value: str) -> bool:
        """Whether `value` has a word of the text."""
        return any(word.casefold() in self._words for word in _WORD.findall(value))

    def id(self, value: str) -> str:
        """`value`, or a number where it has a word of the text."""
        return self._ids.get(value, value)

    def plain(self, value: str, *, name: bool) -> str | None:
        """`value`, its offsets, or None. A name stays in no case."""
        if not (name or self._speaks(value)):
            return value
        at = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", self._text) if value else None
        return f"@{at.start()}:{at.end()}" if at else None


def _strip(value: Any, schema: Schema, strings: Strings, name: str = "") -> Any:
    """`value` as the wordless `schema` has it, its strings replaced."""
    if value is None:
        return None
    match kind(schema):
        case "array":
            return [_strip(member, schema["items"], strings, name) for member in value]
        case "object":
            own = schema["properties"]
            return {k: _strip(value.get(k), child, strings, k) for k, child in own.items()}
        case "string" if name == "id" or {"x-ref", "x-cluster"} & set(schema):
            return strings.id(value)
        case "string" if name != "link" and "enum" not in schema:
            return strings.plain(value, name=name == "name")
    return value


def spans_of(value: Any) -> Iterator[Mapping[str, Any]]:
    """Everything in `value` that has a `start` and an `end`, however deep; outer ones first."""
    if isinstance(value, Mapping):
        if value.get("start") is not None and value.get("end") is not None:
            yield value
        for child in value.values():
            yield from spans_of(child)
    elif isinstance(value, list):
        for member in value:
            yield from spans_of(member)


def references(value: Any) -> Iterator[tuple[int, int]]:
    """The offsets in every string of `value` that is a reference to the text."""
    if isinstance(value, str):
        found = REFERENCE.fullmatch(value)
        if found:
            yield int(found[1]), int(found[2])
    elif isinstance(value, Mapping | list):
        children: Iterable[Any] = value.values() if isinstance(value, Mapping) else value
        for child in children:
            yield from references(child)


def _anchors(tokens: Hashed, row: Row) -> Iterator[Row]:
    """Where the offsets of `row` lie among `tokens`."""
    places = [(s["start"], s["end"]) for s in spans_of(row)] + list(references(row))
    starts, ends = tokens.starts.tolist(), tokens.ends.tolist()
    edges = sorted({(a, "START") for a, _ in places} | {(b, "END") for _, b in places})
    for offset, edge in edges:
        if edge == "START":
            token = max(bisect.bisect_right(starts, offset) - 1, 0)
            inside = offset - starts[token] if starts else 0
        else:
            token = min(bisect.bisect_left(ends, offset), len(ends) - 1)
            inside = ends[token] - offset if ends else 0
        if starts:
            yield {"offset": offset, "edge": edge, "token": token, "inside": inside}
