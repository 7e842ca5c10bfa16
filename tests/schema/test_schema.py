import json
from pathlib import Path
from typing import Any

import pytest

from dateline import schema as schemas
from dateline.errors import Stop
from dateline.schema.arrow import arrow_type
from dateline.schema.validator import Validator


@pytest.mark.parametrize("name", ["article", "annotation", "reject", "span"])
def test_load_replaces_every_reference(name: str) -> None:
    assert "$ref" not in json.dumps(schemas.load(name))


def test_read_unknown_keyword_names_place_and_known_keywords(tmp_path: Path) -> None:
    path = tmp_path / "odd.schema.json"
    path.write_text('{"type": "object", "properties": {"a": {"type": "string", "patern": "x"}}}')
    wanted = r"#/properties/a: unknown keyword 'patern'\. Did you mean 'pattern'.*description"
    with pytest.raises(Stop, match=wanted):
        schemas.read(path)


def test_read_keyword_of_json_schema_that_is_not_supported_says_so(tmp_path: Path) -> None:
    path = tmp_path / "odd.schema.json"
    path.write_text('{"type": "string", "oneOf": [{"const": "a"}]}')
    with pytest.raises(Stop, match=r"'oneOf' is JSON Schema, but not supported here\..*minimum"):
        schemas.read(path)


LIMITED = [
    ("integer", {"minimum": 0, "maximum": 9}, 0, -1),
    ("integer", {"exclusiveMinimum": 0, "exclusiveMaximum": 9}, 1, 9),
    ("number", {"multipleOf": 0.5}, 1.5, 1.4),
    ("string", {"minLength": 1, "maxLength": 3}, "äöü", ""),
    ("string", {"pattern": "^[A-Z]+$"}, "AB", "Ab"),
    ("array", {"minItems": 1, "maxItems": 2, "items": {"type": "string"}}, ["a"], []),
    ("array", {"uniqueItems": True, "items": {"type": "string"}}, ["a", "b"], ["a", "a"]),
]


@pytest.mark.parametrize(("kind", "limits", "right", "wrong"), LIMITED)
def test_limits_are_checked_and_change_no_stored_type(
    kind: str, limits: dict[str, Any], right: Any, wrong: Any, tmp_path: Path
) -> None:
    path = tmp_path / "limited.schema.json"
    child = {"type": [kind, "null"], **limits}
    path.write_text(json.dumps({"type": "object", "properties": {"a": child}}))
    schema = schemas.read(path)
    validator = Validator(schema)
    assert validator.fits({"a": right}) and validator.fits({"a": None})
    (misfit,) = validator.misfits({"a": wrong})
    assert misfit.pointer == "/a" and misfit.message
    plain = {"type": kind, **{k: v for k, v in limits.items() if k == "items"}}
    assert arrow_type(schema["properties"]["a"]) == arrow_type(plain)


def test_limits_of_the_subset_are_all_tested() -> None:
    assert {key for _, limits, *_ in LIMITED for key in limits} - {"items"} == schemas.LIMITS


@pytest.mark.parametrize(
    ("child", "message"),
    [
        ('{"type": "integer", "minimum": "0"}', r'#/properties/a/minimum: "0" is not of type'),
        (
            '{"type": "string", "pattern": "("}',
            r"a/pattern: '\(' is no regular expression: missing",
        ),
        ('{"type": "string", "x-ref": "entities"}', "#/properties/a/x-ref: 'entities' may not sta"),
        ('{"type": "string", "x-agreement": "order"}', "x-agreement: 'order' may not stand here"),
        ('{"type": "integr"}', "#/properties/a/type: unknown type 'integr'; known: object, array"),
        ('{"type": ["string", 5]}', "#/properties/a/type: unknown type"),
        ('{"type": "object", "properties": []}', "#/properties/a/properties: "),
        ('{"type": "string", "enum": "A"}', r'#/properties/a/enum: "A" is not of type "array"'),
    ],
)
def test_read_wrong_value_of_a_keyword_names_the_place(
    child: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "odd.schema.json"
    path.write_text(f'{{"type": "object", "properties": {{"a": {child}}}}}')
    with pytest.raises(Stop, match=message):
        schemas.read(path)


def test_read_broken_json_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "broken.schema.json"
    path.write_text('{"type": ')
    with pytest.raises(Stop, match=r"broken\.schema\.json is not JSON"):
        schemas.read(path)


def test_read_circular_reference_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "circle.schema.json"
    path.write_text('{"$defs": {"a": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}')
    with pytest.raises(Stop, match="circle"):
        schemas.read(path)


def test_read_dangling_reference_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dangling.schema.json"
    path.write_text('{"$ref": "#/$defs/nothing"}')
    with pytest.raises(Stop, match="names nothing"):
        schemas.read(path)


def test_read_any_of_two_types_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "union.schema.json"
    path.write_text('{"anyOf": [{"type": "string"}, {"type": "integer"}]}')
    with pytest.raises(Stop, match="anyOf"):
        schemas.read(path)


def test_descriptions_stand_on_every_stored_property() -> None:
    files = list(schemas.folder().rglob("*.schema.json"))
    assert len(files) >= 9
    for path in files:
        flat = schemas.read(path)
        for name, child in _properties(flat):
            assert child.get("description"), f"{path.name}: {name} has no description"


def _properties(schema: schemas.Schema) -> list[tuple[str, schemas.Schema]]:
    own = list(schema.get("properties", {}).items())
    inner = [child for _, child in own if schemas.kind(child) == "object"]
    inner += [child["items"] for _, child in own if "items" in child]
    return own + [pair for child in inner for pair in _properties(child)]
