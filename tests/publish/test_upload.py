"""A release goes to a server that speaks the Hub's protocol, and is loaded back from it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hub_server import Hub, serve

from dateline.errors import Usage
from dateline.pipeline.upload import upload
from dateline.project import Project

UPLOAD = """
import sys
from pathlib import Path
from dateline.errors import DatelineError
from dateline.pipeline.upload import upload
try:
    print(upload(Path(sys.argv[1]), "boats"))
except DatelineError as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""
LOAD = """
import datasets
ner = datasets.load_dataset("me/boats", "ner", split="train")
full = next(iter(datasets.load_dataset("me/boats", "full", split="train", streaming=True)))
print(ner.num_rows, len(full["text"]) > 100)
"""


def test_upload_without_a_network_is_one_line(built: Project, tmp_path: Path) -> None:
    environment = {**os.environ, "HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "dateline", "upload", "me/boats", str(built.dist)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: the Hub at http://127.0.0.1:9 cannot be reached: ConnectError")


def test_upload_to_a_name_that_is_none_says_so(built: Project) -> None:
    with pytest.raises(Usage, match="'my boats' is no name of a data set"):
        upload(built.dist, "my boats")


def run(code: str, hub: Hub, cache: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`code` in a process of its own, which knows no Hub but `hub`."""
    with serve(hub) as address:
        known = {"HF_ENDPOINT": address, "HF_TOKEN": "hf_test", "HF_HUB_DISABLE_XET": "1"}
        environment = {**os.environ, **known, "HF_HOME": str(cache)}
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_upload_and_load_back(built: Project, project: Project, tmp_path: Path) -> None:
    hub = Hub()
    hub.repos["me/boats"] = {"full/train-00000-0123456789abcdef.parquet": b"old", "notes.md": b"x"}
    (project.dist / "full-train.tmp").write_bytes(b"left by a build that was broken off")
    done = run(UPLOAD, hub, tmp_path / "a", str(project.dist))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith(f"/datasets/me/boats/commit/{hub.sha}")
    own = {p.relative_to(built.dist).as_posix() for p in built.dist.rglob("*") if p.is_file()}
    assert set(hub.repos["me/boats"]) - {".gitattributes"} == {*own, "notes.md"}
    assert hub.commits == 1
    loaded = run(LOAD, hub, tmp_path / "b")
    assert loaded.stdout.split() == ["12", "True"], loaded.stderr


def test_upload_refuses_what_does_not_verify(project: Project, tmp_path: Path) -> None:
    hub = Hub()
    with (project.dist / "README.md").open("a") as file:
        file.write("a word more")
    done = run(UPLOAD, hub, tmp_path, str(project.dist))
    assert done.returncode == 1
    assert "does not verify, so it is not uploaded:\n  README.md is not the file" in done.stderr
    assert not hub.repos


def test_upload_without_a_right_says_to_log_in(built: Project, tmp_path: Path) -> None:
    hub = Hub()
    hub.status = 401
    done = run(UPLOAD, hub, tmp_path, str(built.dist))
    assert "Stop: the Hub refuses boats (401): log in" in done.stderr
