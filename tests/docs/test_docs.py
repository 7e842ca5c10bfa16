"""Docs that cannot drift: generated pages are fresh, every verb is documented with an example."""

import subprocess
import sys
from pathlib import Path

import pytest

from dateline.schema.reference import reference
from dateline.scripts import verbs

ROOT = Path(__file__).parents[2]


def test_schema_reference_is_fresh() -> None:
    assert (ROOT / "docs/schema.md").read_text("utf-8") == reference(), "run: make docs"


@pytest.mark.parametrize("verb", verbs())
def test_verb_is_in_the_readme(verb: str) -> None:
    assert f"`{verb}`" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("verb", verbs())
def test_verb_help_shows_an_example(verb: str) -> None:
    command = [sys.executable, "-c", "from dateline.scripts import main; main()", verb, "--help"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert f"dateline {verb}" in done.stdout.partition("Usage:")[2].partition("\n")[2], done.stdout
