"""Whether a value fits a flat schema: fast in bulk, and explained where it does not."""

from __future__ import annotations

import functools
import json
from typing import Any, NamedTuple

import jsonschema
import jsonschema_rs

from dateline.schema import Schema, load


class Misfit(NamedTuple):
    """One place where a value leaves its schema."""

    pointer: str
    message: str


class Validator:
    """A compiled flat schema."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._fast = jsonschema_rs.Draft202012Validator(_bare(schema), validate_formats=True)
        self.fits = self._fast.is_valid

    @functools.cached_property
    def _slow(self) -> Any:
        return jsonschema.Draft202012Validator(self.schema)

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
            wanted = wanted if isinstance(wanted, str) else " or ".join(wanted)
            return f"{value} is not of type {wanted}"
    return str(error.message)


def _short(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= 80 else shown[:77] + "…"


def _bare(schema: Any) -> Any:
    """`schema` without what does not decide anything; half the time to compile."""
    if isinstance(schema, dict):
        dropped = {"description", "title", "examples"}
        if "properties" in schema:
            properties = {key: _bare(child) for key, child in schema["properties"].items()}
            rest = {k: v for k, v in schema.items() if k != "properties"}
            return {**_bare(rest), "properties": properties}
        return {k: _bare(v) for k, v in schema.items() if k not in dropped and k[:2] != "x-"}
    return schema
