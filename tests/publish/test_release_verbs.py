"""The verbs of the release, as they are called."""

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest
from boats import UNLICENSED, make_articles, publish
from typer.testing import CliRunner

from dateline import schema as schemas
from dateline.errors import Usage
from dateline.project import Project
from dateline.schema.arrow import to_table
from dateline.shards import write_table


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
    assert code == 0 and f"1 article removed: {name}" in out
    assert log.read_text() == out


def test_publish_announces_a_split_without_articles(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.root)
    path = project.root / "dateline.toml"
    path.write_text(path.read_text().replace("test = 0.3", "test = 0.0001\nseed = 'x'", 1)
                    .replace("train = 0.4", "train = 0.6999"))  # fmt: skip
    code, out = run("publish")
    assert code == 0
    assert "test is empty: the 11 articles are 11 clusters of near-duplicates" in out
    assert "train is empty" not in out and "with a chance of 0%" in out


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
    assert code == 0 and "spans, nested" in out and "it cannot hold: white space" in out
    assert (tmp_path / "iob2" / "entities.conll").is_file()


def test_export_into_a_file_says_so(built: Project, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    for name in ("brat", "jsonl"):
        with pytest.raises(Usage, match="out is a file; name a folder"):
            run("export", name, str(built.dist), "--out", str(tmp_path / "out"))
    assert (tmp_path / "out").read_text() == "mine"


def test_export_of_a_split_that_is_none_names_the_others(built: Project) -> None:
    with pytest.raises(Usage, match=r"no texts in a split 'standoff'; it has some in: train, "):
        run("export", "jsonl", str(built.dist), "--split", "standoff")


def test_export_goes_to_a_folder_of_its_format_and_split(
    built: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("export", "jsonl", str(built.dist), "--split", "test")
    assert (tmp_path / "jsonl-test/articles.jsonl").is_file()


def test_release_without_texts_is_said(
    make_project: Callable[[str], Project], tmp_path: Path
) -> None:
    project = make_project("")
    rows = [{**a, "rights": {**a["rights"], "licence": None}} for a in make_articles()]
    write_table(to_table(rows, schemas.load("article")), project.articles / "a.arrow")
    publish(project)
    for verb in (["export", "jsonl"], ["report"]):
        with pytest.raises(Usage, match="holds no texts, only stand-off annotations"):
            run(*verb, str(project.dist), "--out", str(tmp_path / "out"))


def test_report_says_where_it_is(built: Project, tmp_path: Path) -> None:
    code, out = run("report", str(built.dist), "--out", str(tmp_path / "new/page.html"))
    assert code == 0 and "9 articles" in out


def test_publish_warns_where_the_same_version_had_other_content(project: Project) -> None:
    app = importlib.import_module("dateline.scripts.publish").app
    said = []
    for title in ("Another title", "Another title", "A third title"):
        rows = make_articles()
        rows[0]["title"] = title
        write_table(to_table(rows, schemas.load("article")), project.articles / "a.arrow")
        said.append(CliRunner().invoke(app, ["--project", str(project.root)]).stderr)
    warning = f"the content differs from the 1.0.0 that was in {project.dist}"
    assert [warning in text for text in said] == [True, False, True]
    assert "raise version in dateline.toml" in said[0]
    path = project.root / "dateline.toml"
    path.write_text(path.read_text().replace("[corpus]", '[corpus]\nversion = "1.1.0"', 1))
    done = CliRunner().invoke(app, ["--project", str(project.root)])
    assert done.exit_code == 0 and "warning" not in done.stderr
