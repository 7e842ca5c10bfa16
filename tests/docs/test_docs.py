"""Docs that cannot drift: generated pages are fresh, every verb is documented with an example."""

import dataclasses
import re
import runpy
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline.project import Settings
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


def test_readme_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
