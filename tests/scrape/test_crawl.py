"""A scrape from end to end: what becomes of every page."""

from __future__ import annotations

from pathlib import Path

from dateline.scrape import Page, Source, read_pages, rejects, warc_files


def pages(folder: Path) -> list[Page]:
    files = [file.path for file in warc_files([], folder)]
    items = [item for path in files for item in read_pages(path)]
    assert all(isinstance(item, Page) for item in items)
    return sorted(item for item in items if isinstance(item, Page))


def test_scrape_keeps_what_is_there_and_says_why_the_rest_is_not(server, site, tmp_path):
    server.page("/a", "One")
    server.page("/b", "Two")
    source = Source("paper", urls=tuple(f"http://paper.example/{name}" for name in "abc"))
    report = site(source)
    assert (report.total.found, report.total.fetched) == (3, 2)
    assert report.total.rejected == {"HTTP_ERROR": 1}
    assert [page.url for page in pages(tmp_path / "pages")] == [
        "http://paper.example/a",
        "http://paper.example/b",
    ]
    (row,) = rejects(tmp_path / "pages")
    assert row["url"] == "http://paper.example/c" and row["detail"] == "HTTP 404 Not Found"
