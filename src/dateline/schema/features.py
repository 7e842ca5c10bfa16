"""Hugging Face features, derived from the schema."""

from __future__ import annotations

from typing import Any

from dateline.schema import Schema, kind, values


def features(schema: Schema) -> Any:
    """`datasets.Features` of a flat object schema: enums as ClassLabel, arrays as List.

    Never a Sequence of dict, which would turn a list of items into a dict of lists.
    """
    import datasets

    return datasets.Features(
        {name: _feature(child, datasets) for name, child in schema["properties"].items()}
    )


def _feature(schema: Schema, datasets: Any) -> Any:
    names = values(schema)
    if names is not None:
        return datasets.ClassLabel(names=names)
    name = kind(schema)
    if name == "array":
        return datasets.List(_feature(schema["items"], datasets))
    if name == "object":
        if isinstance(schema.get("additionalProperties"), dict):
            value = _feature(schema["additionalProperties"], datasets)
            return datasets.List({"key": datasets.Value("string"), "value": value})
        return {key: _feature(child, datasets) for key, child in schema["properties"].items()}
    if schema.get("format") == "date-time":
        return datasets.Value("timestamp[us, tz=UTC]")
    scalar = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}
    return datasets.Value(scalar[name])
