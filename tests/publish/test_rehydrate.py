"""A release with stand-off articles and own copies become a full release."""

import subprocess
import sys
from pathlib import Path

import pytest
from boats import UNLICENSED, make_articles, publish

from dateline import schema as schemas
from dateline.errors import Stop, Usage
from dateline.pipeline.rehydrate import read_copies, rehydrate_release
from dateline.pipeline.upload import upload
from dateline.project import Project
from dateline.publish.reading import open_release
from dateline.publish.verify import verify
from dateline.schema.arrow import to_table
from dateline.shards import write_table


def copies(folder: Path, change: str = "") -> Path:
    """Text files of the articles that are stand-off."""
    folder.mkdir()
    for number in UNLICENSED:
        (folder / f"{number}.txt").write_text(make_articles()[number]["text"] + change, "utf-8")
    return folder


def test_rehydrate_gives_a_full_release_that_verifies(built: Project, tmp_path: Path) -> None:
    release = open_release(built.dist)
    found = read_copies([copies(tmp_path / "pages")])
    report = rehydrate_release(release, found, tmp_path / "full")
    assert report.exact.total() == 10
    assert not (report.moved + report.changed + report.lost) and not report.missing
    full = open_release(tmp_path / "full")
    assert [c.name for c in verify(full) if c.problems] == []
    articles = {r["id"]: r for s in full.splits("full") for r in full.rows("full", s)}
    assert len(articles) == 11
    for number in UNLICENSED:
        article = make_articles()[number]
        row = articles[article["id"]]
        assert row["text"] == article["text"]
        assert all(row["text"][i["start"] : i["end"]] == i["text"] for i in row["entities"])
    with pytest.raises(Stop, match="for your own use"):
        upload(tmp_path / "full", "boats")


def test_rehydrate_reports_edits_missing_pages_and_strangers(
    built: Project, tmp_path: Path
) -> None:
    folder = copies(tmp_path / "pages", change=" And so on.")
    (folder / f"{UNLICENSED[0]}.txt").rename(folder / "x.txt")
    (folder / "x.txt").write_text("Nothing that anybody annotated. " * 9, "utf-8")
    report = rehydrate_release(open_release(built.dist), read_copies([folder]), tmp_path / "full")
    assert report.exact.total() == 5
    assert report.missing == [make_articles()[UNLICENSED[0]]["id"]]
    assert report.unseen.total() == 5
    assert report.unknown == {"x.txt": "it is none of the articles"}


def test_rehydrate_refuses_a_folder_in_use(built: Project, tmp_path: Path) -> None:
    with pytest.raises(Usage, match="not empty"):
        rehydrate_release(open_release(built.dist), [], built.dist)
    with pytest.raises(Usage, match="no such file"):
        list(read_copies([tmp_path / "nowhere"]))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/notes.pdf").write_text("no page")
    with pytest.raises(Usage, match=r"folder has no file whose name ends in \.warc"):
        list(read_copies([tmp_path / "folder"]))


def test_rehydrate_without_a_matching_page_writes_nothing(built: Project, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "x.txt").write_text("Nothing that anybody annotated. " * 9, "utf-8")
    (folder / "cut.warc.gz").write_bytes(b"\x1f\x8b\x08" + bytes(range(200)))
    (folder / "binary.html").write_bytes(bytes(range(256)) * 9)
    command = [sys.executable, "-m", "dateline", "rehydrate", str(built.dist), "--pages",
               str(folder), "--out", str(tmp_path / "full")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "error: none of the articles is among the pages; nothing was written\n"
    for number in UNLICENSED:
        assert f"no page for article {make_articles()[number]['id']}" in done.stdout
    assert "x.txt: it is none of the articles" in done.stdout
    assert "cut.warc.gz: BROKEN_RECORD" in done.stdout and "binary.html: NOT_HTML" in done.stdout
    assert not (tmp_path / "full").exists()


def test_rehydrate_of_a_release_without_any_text(project: Project, tmp_path: Path) -> None:
    articles = make_articles()
    for article in articles:
        article["rights"] = {"licence": None, "text_may_be_published": False, "signals": []}
    write_table(to_table(articles, schemas.load("article")), project.articles / "a.arrow")
    publish(project)
    release = open_release(project.dist)
    assert set(release.configs) == {"standoff"}
    (tmp_path / "4.txt").write_text(articles[4]["text"], "utf-8")
    report = rehydrate_release(release, read_copies([tmp_path / "4.txt"]), tmp_path / "full")
    assert list(report.articles) == [articles[4]["id"]] and len(report.missing) == 5
    full = open_release(tmp_path / "full")
    assert [c.name for c in verify(full) if c.problems] == []
    assert [row["text"] for split in full.splits("full") for row in full.rows("full", split)] == [
        articles[4]["text"]
    ]


def test_rehydrate_refuses_a_damaged_release(project: Project, tmp_path: Path) -> None:
    (shard, *_) = (project.dist / "standoff").glob("*.parquet")
    shard.write_bytes(shard.read_bytes()[:100])
    with pytest.raises(Stop, match=rf"damaged: standoff/{shard.name} is not the file"):
        rehydrate_release(open_release(project.dist), [], tmp_path / "full")
