"""A release with stand-off articles and own copies become a full release."""

from pathlib import Path

import pytest
from boats import UNLICENSED, make_articles

from dateline.errors import Stop, Usage
from dateline.pipeline.rehydrate import read_copies, rehydrate_release
from dateline.pipeline.upload import upload
from dateline.project import Project
from dateline.publish.reading import open_release
from dateline.publish.verify import verify


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
    assert report.unknown == ["x.txt"]


def test_rehydrate_refuses_a_folder_in_use(built: Project, tmp_path: Path) -> None:
    with pytest.raises(Usage, match="not empty"):
        rehydrate_release(open_release(built.dist), [], built.dist)
    with pytest.raises(Usage, match="no such file"):
        list(read_copies([tmp_path / "nowhere"]))
