import json
from pathlib import Path

import pytest

from dateline import schema as schemas
from dateline.errors import Stop


@pytest.mark.parametrize("name", ["article", "annotation", "reject", "span"])
def test_load_replaces_every_reference(name: str) -> None:
    assert "$ref" not in json.dumps(schemas.load(name))


def test_read_unknown_keyword_names_place_and_known_keywords(tmp_path: Path) -> None:
    path = tmp_path / "odd.schema.json"
    path.write_text('{"type": "object", "properties": {"a": {"type": "string", "pattern": "x"}}}')
    with pytest.raises(Stop, match=r"#/properties/a: unknown keyword 'pattern'.*description"):
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
