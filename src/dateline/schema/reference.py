"""docs/schema.md: the tables of every stored field, generated from the schema files."""

from __future__ import annotations

from collections.abc import Iterator

from dateline import schema as schemas
from dateline.layers import Layer, shipped
from dateline.schema import Schema, kind, nullable, values

_HEAD = """\
# Stored fields

Generated from the files in `schema/` by `make docs`; do not edit. A field with `?` may be null or
absent. `[]` is a list. Offsets are Unicode code points, half-open, on the article's `text`. A layer
of your own is a file like those: see [Your own layer](annotate.md#your-own-layer).
"""
_NAMES = ("article", "annotation", "span", "reject", "sentence", "standoff", "withdrawal")


def reference() -> str:
    """The whole page."""
    parts = [_HEAD]
    for name in _NAMES:
        schema = schemas.load(name)
        parts.append(f"## {name}\n\n{schema['description']}\n\n{_table(schema)}")
    for layer in shipped().values():
        parts.append(_layer(layer))
    return "\n".join(parts)


def _layer(layer: Layer) -> str:
    own = {k: v for k, v in layer.schema["properties"].items() if k not in _SPAN}
    table = _table({**layer.schema, "properties": own})
    note = "Every item is a span: `id`, `start`, `end`, `text`, `fragments?`; and further:"
    return f"## Layer {layer.name}\n\n{layer.schema['description']}\n\n{note}\n\n{table}"


_SPAN = ("id", "start", "end", "text", "fragments")


def _table(schema: Schema) -> str:
    rows = ["| field | type | what it is |", "|---|---|---|"]
    rows += [f"| `{name}` | {type_} | {text} |" for name, type_, text in _rows(schema, "")]
    return "\n".join(rows) + "\n"


def _rows(schema: Schema, prefix: str) -> Iterator[tuple[str, str, str]]:
    for name, child in schema["properties"].items():
        mark = "?" if nullable(schema, name) else ""
        yield f"{prefix}{name}{mark}", _type(child), _text(child)
        inner = child["items"] if kind(child) == "array" else child
        if kind(inner) == "object" and "properties" in inner and "x-anchor" not in child:
            brackets = "[]" if kind(child) == "array" else ""
            yield from _rows(inner, f"{prefix}{name}{brackets}.")


def _type(schema: Schema) -> str:
    name = kind(schema)
    if "x-anchor" in schema:
        return "span"
    if name == "array":
        return f"list of {_type(schema['items'])}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"map to {_type(schema['additionalProperties'])}"
    return "date-time" if schema.get("format") == "date-time" else name


def _text(schema: Schema) -> str:
    text = str(schema.get("description", ""))
    names = values(schema)
    if names:
        text += " One of " + ", ".join(f"`{name}`" for name in names) + "."
    if "x-ref" in schema:
        text += f" Names an item of {' or '.join(schema['x-ref'])}."
    return text.replace("|", "\\|")
