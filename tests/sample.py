"""A project like this checkout's, without anything that was made from it."""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUN = [sys.executable, "-m", "dateline"]
NARROW = {**os.environ, "COLUMNS": "80"}


def make_project(folder: Path) -> Path:
    """The project's settings, sources and judgements in `folder`."""
    (folder / "corpus").mkdir(parents=True)
    for name in ("dateline.toml", "corpus/sources.toml"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "annotations", folder / "annotations")
    return folder
