"""Docs that cannot drift: generated pages are fresh, every verb is documented with an example."""

import dataclasses
import json
import re
import runpy
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline.annotate.studio import config
from dateline.checks import OF_ANNOTATION, OF_ITEM, validate
from dateline.layers import read_layers, shipped
from dateline.project import Settings
from dateline.schema import KEYWORDS
from dateline.scrape.sources import KEYS, SELECTED
from dateline.scripts import verbs

ROOT = Path(__file__).parents[2]


def test_generated_pages_are_fresh() -> None:
    for path, text in runpy.run_path(str(ROOT / "docs/generate.py"))["pages"]().items():
        assert path.read_text("utf-8") == text, f"{path.name} is stale; run: make docs"


@pytest.mark.parametrize("verb", verbs())
def test_verb_help_shows_an_example(verb: str) -> None:
    app = import_module(f"dateline.scripts.{verb}").app
    done = CliRunner().invoke(app, ["--help"], prog_name=f"dateline {verb}")
    assert done.exit_code == 0, done.output
    assert f"Example: dateline {verb}" in done.output


def test_project_page_has_every_setting() -> None:
    page = (ROOT / "docs/project.md").read_text("utf-8")
    for table in dataclasses.fields(Settings):
        assert f"| **[{table.name}]** |" in page
        for key in dataclasses.fields(table.default_factory):  # type: ignore[arg-type]
            assert f"`{key.name}`" in page, f"[{table.name}] {key.name}"
    rows = re.findall(r"^\| (`\w.*?) \|", page.partition("## corpus/sources.toml")[0], re.MULTILINE)
    assert len(rows) == len(set(rows))


def test_project_page_has_every_key_of_a_source() -> None:
    page = (ROOT / "docs/project.md").read_text("utf-8")
    for key in (*KEYS, *SELECTED):
        assert f"`{key}`" in page or f"`[source.{key}]`" in page, key


def test_own_layer_of_the_page_is_one(tmp_path: Path) -> None:
    page = (ROOT / "docs/annotate.md").read_text("utf-8").partition("\n## Your own layer\n")[2]
    file, line = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    (tmp_path / "votes.schema.json").write_text(file, "utf-8")
    layers = {**shipped(), **read_layers(tmp_path)}
    made = json.loads(line)
    text = re.findall(r"A line about \*(.*)\*:", page)[0]
    assert validate(made, {"text": text}, layers=layers) == []
    made["items"][0] |= {"ayes": -1, "value": None}
    assert validate(made, layers=layers)[0].startswith("/items/0/ayes: -1 is less than the minimum")
    made["items"][0] |= {"ayes": 3, "value": "Tuesday"}
    assert "no TIMEX3 value" in validate(made, {"text": text}, layers=layers)[0]
    assert "MOTION" in config(["votes"], layers=layers)
    for keyword in KEYWORDS:
        assert f"`{keyword}`" in page or f"`{keyword}: " in page, keyword
        assert not keyword.startswith("x-") or f'"{keyword}"' in file, keyword
    for name in (*OF_ITEM, *OF_ANNOTATION):
        assert f"`{name}`" in page, name


def test_readme_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
