"""The verbs of the release, as they are called."""

import importlib
from pathlib import Path

import pytest
from boats import UNLICENSED, make_articles
from typer.testing import CliRunner

from dateline.project import Project


def run(verb: str, *arguments: str) -> tuple[int, str]:
    app = importlib.import_module(f"dateline.scripts.{verb}").app
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    return done.exit_code, done.stdout


def test_verify_prints_and_exits(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    code, out = run("verify", "dist")
    assert code == 0 and out.count("ok ") == 9
    (project.dist / "CITATION.cff").unlink()
    code, out = run("verify")
    assert code == 1 and "CITATION.cff is missing" in out


def test_retract_then_verify_and_diff(
    built: Project, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    name = make_articles()[0]["id"]
    code, out = run("retract", name, "--reason", "PERSON")
    assert code == 0 and "withdrawn.jsonl" in out
    code, out = run("verify")
    assert code == 1 and f"{name} in" in out and "(PERSON)" in out
    code, out = run("publish")
    assert code == 0 and "articles with text" in out and "no licence" in out
    log = tmp_path / "CHANGELOG.md"
    code, out = run("diff", str(built.dist), str(project.dist), "--out", str(log))
    assert code == 0 and f"1 articles removed: {name}" in out
    assert log.read_text() == out


def test_rehydrate_reports(built: Project, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text(make_articles()[UNLICENSED[0]]["text"], "utf-8")
    code, out = run(
        "rehydrate", str(built.dist), "--pages", str(pages), "--out", str(tmp_path / "full")
    )
    assert code == 0
    assert f"no page for article {make_articles()[UNLICENSED[1]]['id']}" in out


def test_export_counts_what_is_lost(built: Project, tmp_path: Path) -> None:
    out_folder = str(tmp_path / "iob2")
    code, out = run("export", "iob2", str(built.dist), "--out", out_folder, "--layer", "entities")
    assert code == 0 and "spans, nested" in out
    assert (tmp_path / "iob2" / "entities.conll").is_file()


def test_report_says_where_it_is(built: Project, tmp_path: Path) -> None:
    code, out = run("report", str(built.dist), "--out", str(tmp_path / "page.html"))
    assert code == 0 and "9 articles" in out
