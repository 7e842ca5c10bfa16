"""The recipes of docs/train.md run as they stand there, and what they train has learnt."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / ".dateline/recipes/bin/python"


def run(section: str, folder: Path, python: str | Path) -> str:
    """Write the section's scripts into `folder` and run its commands there; what they print."""
    page = (ROOT / "docs/train.md").read_text("utf-8")
    text = page.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    for name, script in re.findall(r"```python\n# (\S+)\n(.*?)```", text, re.DOTALL):
        (folder / name).write_text(script, "utf-8")
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    assert commands, f"no commands under {section!r}"
    path = os.pathsep.join([str(Path(python).parent), os.environ["PATH"]])
    known = {**os.environ, "PATH": path, "HF_HOME": str(folder / "cache"), "HF_HUB_OFFLINE": "1"}
    known |= {"OMP_NUM_THREADS": "1"}  # several threads wait for each other on busy cores
    done = subprocess.run(
        ["bash", "-e"], input=commands, capture_output=True, text=True, cwd=folder, env=known
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(demo: tuple[Path, str], tmp_path: Path) -> Path:
    """A folder with the sample's release in dist/."""
    (tmp_path / "dist").symlink_to(demo[0] / "dist")
    return tmp_path


def test_spacy_recipe_trains(folder: Path) -> None:
    printed = run("spaCy", folder, sys.executable)
    losses = [float(row) for row in re.findall(r"^ *\d+ +\d+ +[\d.]+ +([\d.]+)", printed, re.M)]
    assert 0 < losses[-1] < losses[1] / 2, printed
    scores = json.loads((folder / "spacy/test.json").read_text())
    assert scores["ents_f"] > 0.05
    assert set(scores["ents_per_type"]) >= {"PERSON", "ORG", "GPE"}


@pytest.mark.skipif(not RECIPES.exists(), reason="needs torch and transformers (make recipes)")
def test_transformers_recipe_trains(folder: Path) -> None:
    run("transformers", folder, RECIPES)
    log = json.loads((folder / "ner-model/trainer_state.json").read_text())["log_history"]
    losses = [line["loss"] for line in log if "loss" in line]
    assert losses[-1] < losses[0] / 5
    assert max(line.get("eval_f1", 0) for line in log) > 0.3
    assert json.loads((folder / "ner-model/test_results.json").read_text())["test_f1"] > 0.1
