"""croissant.json is valid and its records load, as mlcroissant sees it."""

import json
from typing import Any

import pytest

from dateline.project import Project


@pytest.fixture(scope="module")
def dataset(built: Project) -> Any:
    module = pytest.importorskip("mlcroissant", reason="needs the extra croissant")
    return module.Dataset(jsonld=str(built.dist / "croissant.json"))


@pytest.mark.filterwarnings("default")
def test_croissant_has_no_errors(dataset: Any) -> None:
    assert not dataset.metadata.ctx.issues.errors


@pytest.mark.filterwarnings("default")
def test_croissant_records_load(dataset: Any, built: Project) -> None:
    rows = json.loads((built.dist / "release.json").read_text())["rows"]
    for config, splits in rows.items():
        for split, count in splits.items():
            found = list(dataset.records(record_set=f"{config}/{split}"))
            assert len(found) == count, (config, split)


def test_croissant_names_the_responsible_ai_vocabulary(built: Project) -> None:
    found = json.loads((built.dist / "croissant.json").read_text())
    assert found["conformsTo"][0].endswith("croissant/1.1")
    assert {"rai:dataCollection", "rai:dataBiases", "rai:dataUseCases"} <= set(found)
    fields = {f["@id"] for r in found["recordSet"] for f in r["field"]}
    assert "articles/train/text" in fields
