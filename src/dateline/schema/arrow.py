"""Rows as the schema describes them, to Arrow tables and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from dateline.errors import Stop
from dateline.schema import Schema, kind, nullable

_SCALARS = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}
_TIME = pa.timestamp("us", tz="UTC")

Convert = Callable[[Any], Any]


def arrow_type(schema: Schema) -> pa.DataType:
    """The Arrow type of a flat schema. A map is a list of `{key, value}`; enums are strings."""
    name = kind(schema)
    if name == "object":
        if isinstance(schema.get("additionalProperties"), dict):
            value = arrow_type(schema["additionalProperties"])
            pair = [pa.field("key", pa.string(), nullable=False), pa.field("value", value)]
            return pa.list_(pa.struct(pair))
        return pa.struct(_fields(schema))
    if name == "array":
        return pa.list_(arrow_type(schema["items"]))
    return _TIME if schema.get("format") == "date-time" else _SCALARS[name]


def arrow_schema(schema: Schema) -> pa.Schema:
    """The Arrow schema of rows of a flat object schema; a required column is not nullable."""
    return pa.schema(_fields(schema))


def _fields(schema: Schema) -> list[pa.Field]:
    return [
        pa.field(name, arrow_type(child), nullable=nullable(schema, name))
        for name, child in schema["properties"].items()
    ]


def to_table(rows: Iterable[Mapping[str, Any]], schema: Schema) -> pa.Table:
    """`rows` as a table with the columns of `schema`; date-times become UTC timestamps.

    Raises Stop where a value does not fit its column: validate rows before.
    """
    convert = _to_arrow(schema) or (lambda row: row)
    try:
        return pa.Table.from_pylist([convert(row) for row in rows], schema=arrow_schema(schema))
    except (pa.ArrowInvalid, pa.ArrowTypeError, ValueError) as error:
        raise Stop(f"rows do not fit the schema {schema.get('title')!r}: {error}") from error


def to_rows(table: pa.Table, schema: Schema) -> list[dict[str, Any]]:
    """The rows of `table` as plain dicts: the inverse of `to_table`, absent properties are None."""
    convert = _from_arrow(schema) or (lambda row: row)
    return [convert(row) for row in table.to_pylist()]


def _to_arrow(schema: Schema) -> Convert | None:
    """What turns a JSON value into what Arrow takes; None where it is taken as it is."""
    return _walk(schema, parse_time, _pairs)


def _from_arrow(schema: Schema) -> Convert | None:
    return _walk(schema, format_time, dict_of_pairs)


def _walk(schema: Schema, time: Convert, mapping: Convert) -> Convert | None:
    name = kind(schema)
    if schema.get("format") == "date-time":
        return time
    if name == "array":
        return _each(_walk(schema["items"], time, mapping))
    if name != "object":
        return None
    if isinstance(schema.get("additionalProperties"), dict):
        return mapping
    walked = {key: _walk(child, time, mapping) for key, child in schema["properties"].items()}
    return _members({key: child for key, child in walked.items() if child})


def _each(item: Convert | None) -> Convert | None:
    return (lambda values: values and [item(value) for value in values]) if item else None


def _members(convert: dict[str, Convert]) -> Convert | None:
    if not convert:
        return None

    def change(row: Any) -> Any:
        if row is None:
            return None
        changed = dict(row)
        for key, function in convert.items():
            if changed.get(key) is not None:
                changed[key] = function(changed[key])
        return changed

    return change


def parse_time(value: Any) -> datetime:
    """An RFC 3339 date-time (or a datetime) as an aware datetime in UTC. Raises ValueError."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(f"date-time {value!r} has no time zone")
    return moment.astimezone(UTC)


def format_time(moment: datetime) -> str:
    """RFC 3339 in UTC with a final Z, microseconds only where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _pairs(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value[key]} for key in sorted(value)]


def dict_of_pairs(pairs: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A map back from its Arrow form, a list of `{key, value}`."""
    return {pair["key"]: pair["value"] for pair in pairs}
