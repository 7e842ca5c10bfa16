"""What the verbs of the pipeline tell somebody who is new."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dateline import pipeline
from dateline.errors import Stop
from dateline.project import Project, init, read_project
from dateline.scrape.state import State
from dateline.scripts.clean import app as clean
from dateline.scripts.init import app as init_verb
from dateline.scripts.plan import app as plan

RUN = CliRunner()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a source of one page, of which nothing was scraped."""
    init(tmp_path)
    (tmp_path / "corpus/old").mkdir()
    (tmp_path / "corpus/old/a.html").write_text("<p>Two boats sank.</p>")
    project = read_project(tmp_path)
    project.sources.write_text('[[source]]\nname = "old"\nfolder = "old"\n')
    return project


def run(app: Any, *arguments: str) -> str:
    done = RUN.invoke(app, list(arguments))
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def refused(app: Any, *arguments: str) -> str:
    done = RUN.invoke(app, list(arguments))
    assert isinstance(done.exception, Stop), (done.output, done.exception)
    return str(done.exception)


@pytest.mark.parametrize("option", ["--source", "--url", "--out"])
def test_clean_refuses_options_of_explain_alone(project: Project, option: str) -> None:
    said = refused(clean, option, "old", "--project", str(project.root))
    assert f"{option} old goes with --explain PAGE alone" in said


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.html", b"", ": NOT_HTML: empty; a page is wanted"),
        ("a.html", b"\x1f\x8b" + bytes(9), "; a page is wanted"),
        ("a.warc.gz", b"", " is a WARC file, which holds many; a page is wanted"),
        ("folder", None, " is a folder; a page is wanted"),
    ],
)
def test_explain_of_what_is_no_page_names_the_file(
    tmp_path: Path, name: str, data: bytes | None, message: str
) -> None:
    path = tmp_path / name
    path.mkdir() if data is None else path.write_bytes(data)
    said = refused(clean, "--explain", str(path))
    assert said.startswith(str(path)) and message in said


def test_explain_writes_where_it_is_told(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "told.html"
    page = project.corpus / "old/a.html"
    said = run(clean, "--explain", str(page), "--source", "old", "--out", str(out),
               "--project", str(project.root))  # fmt: skip
    assert f"wrote {out}" in said and "Two boats sank." in out.read_text("utf-8")


def test_init_of_a_project_says_that_it_is_one(project: Project) -> None:
    said = run(init_verb, str(project.root))
    assert said.startswith(f"{project.root} is a project already; nothing was changed")
    (project.guidelines / ".gitkeep").unlink()
    assert "is a project already; what was missing was made" in run(init_verb, str(project.root))


def test_init_of_a_new_folder_says_what_is_next(tmp_path: Path) -> None:
    said = run(init_verb, str(tmp_path / "new"))
    assert "next: name your sources" in said and "already" not in said


def state(project: Project, step: str) -> str:
    """The row of a step in the plan."""
    shown = run(plan, "--project", str(project.root))
    (row,) = (line for line in shown.splitlines() if line.split()[:1] == [step])
    return row


def test_plan_before_a_scrape_says_that_nothing_ran(project: Project) -> None:
    assert all("never run" in state(project, step) for step in ("scrape", "clean", "articles"))


def test_plan_after_a_scrape_that_was_stopped_says_so(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    pipeline.scrape(project)
    assert "never run" in state(project, "articles") and "to do" in state(project, "clean")
    assert "1" in state(project, "scrape") and "not finished" not in state(project, "scrape")
    with State(project.pages) as crawl:
        crawl.begin()  # the next scrape, of which nothing more came
    row = state(project, "scrape")
    assert "not finished: dateline scrape goes on" in row and "1" not in row


def test_clean_removes_what_a_killed_run_left(project: Project) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    folder = project.rejects / "clean"
    folder.mkdir(parents=True)
    for process in (gone.pid, os.getpid()):
        (folder / f".old-00000.arrow.{process}.tmp").write_bytes(b"half")
    pipeline.scrape(project)
    pipeline.run(project, ("clean",))
    (left,) = folder.glob(".*.tmp")
    assert left.name == f".old-00000.arrow.{os.getpid()}.tmp"
