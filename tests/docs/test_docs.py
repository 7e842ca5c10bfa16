"""Docs that cannot drift: generated pages are fresh, every verb is documented with an example."""

import dataclasses
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.project import Settings
from dateline.scripts import verbs

ROOT = Path(__file__).parents[2]


def test_generated_pages_are_fresh() -> None:
    for path, text in runpy.run_path(str(ROOT / "docs/generate.py"))["pages"]().items():
        assert path.read_text("utf-8") == text, f"{path.name} is stale; run: make docs"


@pytest.mark.parametrize("verb", verbs())
def test_verb_help_shows_an_example(verb: str) -> None:
    command = [sys.executable, "-c", "from dateline.scripts import main; main()", verb, "--help"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert f"dateline {verb}" in done.stdout.partition("Usage:")[2].partition("\n")[2], done.stdout


def test_project_page_has_every_setting() -> None:
    page = (ROOT / "docs/project.md").read_text("utf-8")
    for table in dataclasses.fields(Settings):
        assert f"| **[{table.name}]** |" in page
        for key in dataclasses.fields(table.default_factory):  # type: ignore[arg-type]
            assert f"`{key.name}`" in page, f"[{table.name}] {key.name}"


def test_readme_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
