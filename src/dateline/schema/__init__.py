"""The stored types: the JSON Schema files in `schema/`, read, checked and flattened.

Everything else about a stored field (Arrow type, feature, check, table in the docs) is derived.
"""

from __future__ import annotations

import difflib
import functools
import importlib.resources
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs

from dateline.errors import Stop

Schema = dict[str, Any]

# The closed subset. `additionalProperties` is false, or the schema of a map's values.
_PLAIN = {
    "$schema", "title", "description", "type", "properties", "required", "additionalProperties",
    "items", "enum", "const", "anyOf", "$ref", "$defs", "format", "examples",
}  # fmt: skip
# What narrows the values and changes no stored type.
LIMITS = {
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
    "maxLength", "pattern", "minItems", "maxItems", "uniqueItems",
}  # fmt: skip
_NAMES: Schema = {"type": "array", "items": {"type": "string"}, "minItems": 1}
_OURS: dict[str, Schema] = {  # ours, and what may stand there; docs/annotate.md says what they mean
    "x-label": {"const": True},
    "x-anchor": {"type": "string"},
    "x-ref": _NAMES,
    "x-cluster": {"const": True},
    "x-studio": {"type": "object"},
    "x-agreement": {"enum": ["nominal", "ordinal", "interval", "ratio", "set", "reference"]},
    "x-checks": _NAMES,
}
KEYWORDS = _PLAIN | LIMITS | _OURS.keys()
# The rest of JSON Schema 2020-12: it decides by cases, or names what no stored type has.
_OTHERS = {
    "$anchor", "$comment", "$dynamicAnchor", "$dynamicRef", "$id", "$vocabulary", "allOf",
    "contains", "contentEncoding", "contentMediaType", "contentSchema", "default",
    "dependentRequired", "dependentSchemas", "deprecated", "else", "if", "maxContains",
    "maxProperties", "minContains", "minProperties", "not", "oneOf", "patternProperties",
    "prefixItems", "propertyNames", "readOnly", "then", "unevaluatedItems",
    "unevaluatedProperties", "writeOnly",
}  # fmt: skip
_TYPES = ("object", "array", "string", "integer", "number", "boolean", "null")


def folder() -> Path:
    """The folder of the schema files that come with Dateline."""
    return Path(str(importlib.resources.files("dateline.schemas")))


@functools.cache
def load(name: str) -> Schema:
    """The flat schema `name` (article, annotation, span, reject): every `$ref` is replaced.

    Raises Stop where a file is missing, is no JSON or leaves the subset. Do not change the result.
    """
    return read(folder() / f"{name}.schema.json")


def read(path: Path) -> Schema:
    """The flat schema in the file `path`; references may name other files of the schema folder."""
    flat: Schema = _flatten(_parse(path), path, "")
    flat.pop("$defs", None)
    return flat


@functools.cache
def _parse(path: Path) -> Schema:
    if not path.is_file():
        raise Stop(f"schema file {path} does not exist")
    try:
        schema: Schema = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise Stop(f"schema file {path} is not JSON: {error}") from error
    try:
        jsonschema_rs.meta.validate(schema)
    except jsonschema_rs.ValidationError as error:
        where = "".join(f"/{part}" for part in error.instance_path)
        known = f"unknown type {error.instance!r}; known: {', '.join(_TYPES)}"
        message = known if where.endswith("/type") else error.message
        raise Stop(f"{path}#{where}: {message}") from error
    _check(schema, path, "")
    return schema


def _check(schema: Any, path: Path, pointer: str) -> None:
    """Raise Stop at the first place where `schema` leaves the subset."""
    if not isinstance(schema, dict):
        raise Stop(f"{path}#{pointer}: a schema is a JSON object, this is {schema!r}")
    for key in schema:
        if key not in KEYWORDS:
            raise Stop(f"{path}#{pointer}: {_unknown(key)}")
        if key in _OURS:
            _check_ours(key, schema[key], f"{path}#{pointer}/{key}")
    if "anyOf" in schema and (len(schema["anyOf"]) != 2 or schema["anyOf"][1] != {"type": "null"}):
        raise Stop(
            f'{path}#{pointer}/anyOf: only [something, {{"type": "null"}}] is allowed, '
            "for something that may be null"
        )
    _check_pattern(schema, f"{path}#{pointer}/pattern")
    for where, child in _children(schema):
        _check(child, path, f"{pointer}/{where}")


def _unknown(key: str) -> str:
    """What is wrong with a keyword that is not of the subset, and what to do."""
    known = f"Supported are {', '.join(sorted(KEYWORDS))}"
    if key in _OTHERS:
        return f"{key!r} is JSON Schema, but not supported here. Leave it out. {known}"
    near = difflib.get_close_matches(key, KEYWORDS, n=1)
    what = f"Did you mean {near[0]!r}?" if near else "Remove it or correct its spelling."
    return f"unknown keyword {key!r}. {what} {known}"


def _check_ours(key: str, value: Any, where: str) -> None:
    """Raise Stop where `value` is none of what may stand under our keyword."""
    if not jsonschema_rs.is_valid(_OURS[key], value):
        raise Stop(f"{where}: {value!r} may not stand here, only {json.dumps(_OURS[key])}")


def _check_pattern(schema: Schema, where: str) -> None:
    """Raise Stop where `pattern` is none for either of the two validators."""
    if not isinstance(schema.get("pattern"), str):
        return
    try:
        re.compile(schema["pattern"])
        jsonschema_rs.Draft202012Validator({"pattern": schema["pattern"]})
    except (re.error, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise Stop(f"{where}: {schema['pattern']!r} is no regular expression: {reason}") from error


def _children(schema: Schema) -> Iterator[tuple[str, Any]]:
    for key in ("properties", "$defs"):
        for name, child in schema.get(key, {}).items():
            yield f"{key}/{name}", child
    if "items" in schema:
        yield "items", schema["items"]
    if isinstance(schema.get("additionalProperties"), dict):
        yield "additionalProperties", schema["additionalProperties"]
    if "anyOf" in schema:
        yield "anyOf/0", schema["anyOf"][0]


def _flatten(schema: Schema, path: Path, pointer: str) -> Schema:
    """`schema` with references replaced and `anyOf [X, null]` folded into X's type."""
    if len(pointer) > 400:
        raise Stop(f"{path}#{pointer[:80]}…: references go in a circle; a stored type must end")
    if "$ref" in schema:
        target, at = _resolve(schema["$ref"], path, pointer)
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        return {**_flatten(target, at, f"{pointer}/$ref"), **rest}
    if "anyOf" in schema:
        inner = _flatten(schema["anyOf"][0], path, f"{pointer}/anyOf/0")
        rest = {key: value for key, value in schema.items() if key != "anyOf"}
        return {**inner, **rest, "type": [*types(inner), "null"]}
    flat = {key: value for key, value in schema.items() if key != "$defs"}
    if "properties" in schema:
        flat["properties"] = {
            name: _flatten(child, path, f"{pointer}/properties/{name}")
            for name, child in schema["properties"].items()
        }
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            flat[key] = _flatten(schema[key], path, f"{pointer}/{key}")
    return flat


def _resolve(reference: str, path: Path, pointer: str) -> tuple[Schema, Path]:
    """The schema that `reference` in the file `path` names, and the file it is in."""
    file, _, fragment = reference.partition("#")
    target = path
    if file:
        if "//" in file or file.startswith("/"):
            raise Stop(f"{path}#{pointer}: $ref {reference!r} leaves the schema folder")
        target = (path.parent / file).resolve()
        if not target.is_file():  # a project's own layer refers to the types that ship here
            target = folder() / Path(file).name
    found: Any = _parse(target)
    for part in filter(None, fragment.split("/")):
        if not isinstance(found, dict) or part not in found:
            raise Stop(f"{path}#{pointer}: $ref {reference!r} names nothing")
        found = found[part]
    return found, target


def types(schema: Mapping[str, Any]) -> list[str]:
    """The JSON types that `schema` admits, in its order; `null` among them."""
    type_ = schema.get("type", [])
    return [type_] if isinstance(type_, str) else list(type_)


def kind(schema: Mapping[str, Any]) -> str:
    """The one JSON type of `schema` besides null. Raises Stop where there is no single one."""
    found = [type_ for type_ in types(schema) if type_ != "null"]
    if len(found) != 1:
        raise Stop(f"schema {schema.get('title') or dict(schema)!r}: needs exactly one type")
    return found[0]


def nullable(schema: Mapping[str, Any], name: str) -> bool:
    """Whether the property `name` of the object `schema` may be null or absent."""
    return name not in schema.get("required", ()) or "null" in types(schema["properties"][name])


def values(schema: Mapping[str, Any]) -> list[str] | None:
    """The strings of an enum in the order of their label ids, without null; None for no enum."""
    return [value for value in schema["enum"] if value is not None] if "enum" in schema else None
