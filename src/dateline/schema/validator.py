"""Whether a value fits a flat schema: fast in bulk, and explained where it does not."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import jsonschema
import jsonschema_rs

from dateline.schema import Schema, load, types

# JSON Schema counts 1.0 as an integer. An offset of 1.0 cuts no text, so that here it is none.
_STRICT: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator,
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: type(value) is int
    ),
)


class Misfit(NamedTuple):
    """One place where a value leaves its schema."""

    pointer: str
    message: str


class Validator:
    """A compiled flat schema."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._fast = jsonschema_rs.Draft202012Validator(_bare(schema), validate_formats=True)
        self._whole = _whole(schema) or (lambda _: True)

    @functools.cached_property
    def _slow(self) -> Any:
        return _STRICT(_bare(self.schema))

    def fits(self, value: Any) -> bool:
        """Whether `value` fits, its integers written as such: 1, not 1.0."""
        return self._fast.is_valid(value) and self._whole(value)

    def misfits(self, value: Any) -> list[Misfit]:
        """Where `value` leaves the schema, [] where it fits; in the order of the value."""
        if self.fits(value):
            return []
        found = [
            Misfit(_pointer(e.instance_path), e.message) for e in self._fast.iter_errors(value)
        ]
        explained = [
            Misfit(_pointer(e.absolute_path), _explain(e)) for e in self._slow.iter_errors(value)
        ]
        formats = [misfit for misfit in found if "date-time" in misfit.message]
        return sorted(explained + formats) or found


@functools.cache
def load_validator(name: str) -> Validator:
    """The compiled schema `name`: article, annotation, span or reject."""
    return Validator(load(name))


def _pointer(path: Any) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _explain(error: Any) -> str:
    """What is wrong and what to do, for the keywords of the subset."""
    value = _short(error.instance)
    match error.validator:
        case "additionalProperties":
            known = ", ".join(error.schema.get("properties", {}))
            return f"{error.message}. Known properties: {known}"
        case "required":
            return f"{error.message}. Add it"
        case "enum":
            allowed = ", ".join("null" if v is None else str(v) for v in error.validator_value)
            return f"{value} is not one of: {allowed}"
        case "type":
            wanted = error.validator_value
            wanted = [wanted] if isinstance(wanted, str) else wanted
            if "integer" in wanted and is_written_as_float(error.instance):
                return not_whole(error.instance)
            wanted = " or ".join(wanted)
            return f"{value} is not of type {wanted}"
    return str(error.message)


def is_written_as_float(value: Any) -> bool:
    """Whether `value` is a whole number, but written as 1.0 or 1e0."""
    return isinstance(value, float) and value.is_integer()


def not_whole(value: Any) -> str:
    """What is wrong with a whole number that is written as 1.0, and what to write."""
    return f"{value} is no whole number as written: write {int(value)}"


def _whole(schema: Schema) -> Callable[[Any], bool] | None:
    """Whether no integer in a value that fits `schema` is a float; None where it has none."""
    if "integer" in types(schema):
        return lambda value: type(value) is not float
    if "items" in schema:
        member = _whole(schema["items"])
        return member and (lambda values: values is None or all(map(member, values)))
    properties = schema.get("properties", {})
    own = [name for name, child in properties.items() if "integer" in types(child)]
    inner = [(name, _whole(child)) for name, child in properties.items() if name not in own]
    members = [(name, check) for name, check in inner if check]
    if not own and not members:
        return None

    def whole(value: Any) -> bool:
        if value is None:
            return True
        for name in own:
            if type(value.get(name)) is float:
                return False
        for name, check in members:
            member = value.get(name)
            if member is not None and not check(member):
                return False
        return True

    return whole


def _short(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= 80 else shown[:77] + "…"


def _bare(schema: Any) -> Any:
    """`schema` without what does not decide anything; half the time to compile."""
    if isinstance(schema, dict):
        dropped = {"$schema", "description", "title", "examples"}
        if "properties" in schema:
            properties = {key: _bare(child) for key, child in schema["properties"].items()}
            rest = {k: v for k, v in schema.items() if k != "properties"}
            return {**_bare(rest), "properties": properties}
        return {k: _bare(v) for k, v in schema.items() if k not in dropped and k[:2] != "x-"}
    return schema
