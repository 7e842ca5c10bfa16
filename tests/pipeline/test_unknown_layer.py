"""A layer that the code has never seen goes through the whole pipeline by its schema alone."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dateline import pipeline
from dateline import schema as schemas
from dateline import text as texts
from dateline.project import Project, init, read_project
from dateline.schema.arrow import to_table
from dateline.shards import read_table, write_table

CLAIMS = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "claims",
    "description": "Something that somebody says is so.",
    "type": "object",
    "properties": {
        "id": {"$ref": "../span.schema.json#/$defs/id"},
        "type": {
            "description": "What kind of claim.",
            "type": "string",
            "enum": ["FACT", "FORECAST"],
            "x-label": True,
        },
        **{
            name: {"$ref": f"../span.schema.json#/properties/{name}"}
            for name in ("start", "end", "text", "fragments")
        },
        "claimant": {
            "description": "Who claims it.",
            "type": ["string", "null"],
            "x-ref": ["entities"],
        },
        "checked": {"description": "Whether it was checked.", "type": ["boolean", "null"]},
    },
    "required": ["id", "type", "start", "end", "text"],
    "additionalProperties": False,
}
TEXT = "Ida Quell said the tide would turn."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """One article with one entity and one claim."""
    init(tmp_path)
    (tmp_path / "schema/layers/claims.schema.json").write_text(json.dumps(CLAIMS))
    article = {
        "id": "00000000000000aa", "text": TEXT, "text_sha256": texts.sha256(TEXT), "language": "en",
        "blocks": [{"type": "PARAGRAPH", "start": 0, "end": len(TEXT)}],
        "rights": {"licence": "CC-BY-4.0", "text_may_be_published": True, "signals": []},
    }  # fmt: skip
    project = read_project(tmp_path)
    write_table(to_table([article], schemas.load("article")), project.articles / "a.arrow")
    mention = {"id": "e1", "type": "PERSON", "start": 0, "end": 9, "text": "Ida Quell"}
    claim = {
        "id": "c1", "type": "FORECAST", "start": 15, "end": 34, "text": TEXT[15:34],
        "claimant": "e1", "checked": False,
    }  # fmt: skip
    lines = [line("entities", [mention]), line("claims", [claim])]
    (project.judgements / "desk.jsonl").write_text("".join(json.dumps(row) + "\n" for row in lines))
    return project


def line(layer: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "article": "00000000000000aa", "text_sha256": texts.sha256(TEXT), "layer": layer,
        "annotator": {"id": "desk", "kind": "HUMAN"}, "items": items,
    }  # fmt: skip


def test_unknown_layer_is_checked_and_released(project: Project) -> None:
    counts = pipeline.run(project, ("gold", "release"))
    assert counts["gold"]["gold"] == 2
    import datasets

    loaded = datasets.load_dataset(
        str(project.dist), "claims", cache_dir=str(project.root / "cache")
    )
    (data,) = loaded.values()
    (item,) = data[0]["items"]
    assert data.features["items"].feature["type"].int2str(item["type"]) == "FORECAST"
    assert (item["claimant"], item["checked"]) == ("e1", False)


def test_unknown_layer_broken_reference_is_rejected_with_its_reason(project: Project) -> None:
    path = project.judgements / "desk.jsonl"
    path.write_text(path.read_text().replace('"claimant": "e1"', '"claimant": "e9"'))
    counts = pipeline.run(project, ("gold",))["gold"]
    assert (counts["in"], counts["kept"], counts["rejected"]) == (2, 1, 1)
    (reject,) = read_table(project.rejects / "gold" / "all.arrow").to_pylist()
    assert reject["reason"] == "INVALID"
    assert "/items/0/claimant: 'e9' names nothing" in reject["detail"]


def test_gold_of_a_changed_text_is_rejected(project: Project) -> None:
    shard = project.articles / "a.arrow"
    table = read_table(shard)
    changed = pa.array([TEXT + "!"])
    write_table(table.set_column(table.column_names.index("text"), "text", changed), shard)
    counts = pipeline.run(project, ("gold",))["gold"]
    assert counts["reason:TEXT_CHANGED"] == 2
