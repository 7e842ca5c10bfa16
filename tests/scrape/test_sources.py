from __future__ import annotations

import re
from pathlib import Path

import pytest

from dateline.errors import Stop, Usage
from dateline.scrape import Source, read_sources


def write(folder: Path, text: str) -> Path:
    path = folder / "sources.toml"
    path.write_text(text, "utf-8")
    return path


def test_read_sources_gives_every_key(tmp_path):
    path = write(
        tmp_path,
        """
        [[source]]
        name = "The Harbour"
        publisher = "Harbour Press"
        urls = ["https://harbour.example/a"]
        feed = "https://harbour.example/rss"
        sitemap = ["https://harbour.example/s1.xml", "https://harbour.example/s2.xml"]
        licence = "CC-BY-4.0"
        language = "en"
        limit = 20
        include = "^/news/"
        exclude = "/live/"
        delay_s = 2
        [source.selectors]
        title = "h1"
        authors = [".by a", "address"]
        """,
    )
    assert read_sources(path) == [
        Source(
            "The Harbour",
            publisher="Harbour Press",
            urls=("https://harbour.example/a",),
            feeds=("https://harbour.example/rss",),
            sitemaps=("https://harbour.example/s1.xml", "https://harbour.example/s2.xml"),
            licence="CC-BY-4.0",
            language="en",
            limit=20,
            include=re.compile("^/news/"),
            exclude=re.compile("/live/"),
            delay_s=2.0,
            selectors={"title": ("h1",), "authors": (".by a", "address")},
        )
    ]


def test_read_sources_takes_paths_relative_to_the_file(tmp_path):
    (tmp_path / "old pages").mkdir()
    path = write(tmp_path, '[[source]]\nname = "old"\nfolder = "old pages"')
    assert read_sources(path)[0].folder == tmp_path / "old pages"


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        (
            'name = "x"\nurl = ["https://a.example/"]',
            r"unknown key 'url'; the known keys are name, p",
        ),
        ('name = "x"', r"give urls, feed and sitemap \(they can be combined\), or one of folder"),
        ('name = "x"\nfeed = "https://a.example/f"\nwarc = "*.gz"', "give urls, feed and sitemap"),
        ('urls = ["https://a.example/"]', "source 'number 1': it has no name"),
        (
            'name = "x"\nurls = ["ftp://a.example/"]',
            "'ftp://a.example/': it must be an http or https address",
        ),
        ('name = "x"\nfeed = 3', r"feed = 3 is wrong: it must be a text or a list of texts"),
        ('name = "x"\nurls = ["https://a.example/"]\nlimit = 0', "a whole number above 0"),
        ('name = "x"\nurls = ["https://a.example/"]\ndelay_s = -1', "must not be negative"),
        ('name = "x"\nurls = ["https://a.example/"]\ninclude = "("', "no regular expression"),
        (
            'name = "x"\nurls = ["https://a.example/"]\ninclude = ["a", "b"]',
            "write alternatives as",
        ),
        ('name = "x"\nurls = ["https://a.example/"]\nlicence = "CC-BY"', "SPDX .* or LicenseRef-"),
        ('name = "x"\nurls = ["https://a.example/"]\nlanguage = "English"', "a BCP 47 tag"),
        ('name = "x"\nfolder = "nowhere"', "folder: .*nowhere does not exist"),
        ('name = "x"\ndumps = "sources.toml"', "dumps: .*sources.toml is a file, not a folder"),
        ('name = "x"\nurls = ["https://a.example/"]\nselectors = "h1"', r"a table \[source.select"),
        ('name = "x"\nwarc = "*.gz"\nlimit = 3', "limit does nothing for a source of warc"),
        ('name = "x"\ndumps = "."\ndelay_s = 3', "delay_s does nothing for a source of dumps"),
        (
            'name = "x"\nurls = ["https://a.example/"]\nbase_url = "https://a.example/"',
            "base_url does nothing for a source of web",
        ),
        (
            'name = "x"\nurls = ["https://a.example/"]\n[source.selectors]\nbody = "p"',
            "nothing to select for 'body'; there is title, standfirst, authors",
        ),
        (
            'name = "x"\nurls = ["https://a.example/"]\n[source.selectors]\ntitle = ["h1", "h1["]',
            r"'h1\[' for title is no CSS selector",
        ),
    ],
)
def test_read_sources_names_file_source_and_key(tmp_path, table, complaint):
    path = write(tmp_path, f"[[source]]\n{table}")
    with pytest.raises(Usage, match=complaint) as error:
        read_sources(path)
    assert str(path) in str(error.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[source]", "is not TOML"),
        ('[sources]\nname = "x"', "unknown key 'sources'"),
        ('[source]\nname = "x"', "with two brackets"),
    ],
)
def test_read_sources_refuses_another_form(tmp_path, text, complaint):
    with pytest.raises(Usage, match=complaint):
        read_sources(write(tmp_path, text))


def test_read_sources_refuses_two_names_with_one_file_name(tmp_path):
    tables = [f'[[source]]\nname = "{n}"\nurls = ["https://a.example/"]' for n in ("A b", "a-B")]
    with pytest.raises(Usage, match=r"'A b' and 'a-B' would share the file name a-b-00000\.warc"):
        read_sources(write(tmp_path, "\n".join(tables)))


def test_read_sources_says_that_a_file_is_missing(tmp_path):
    with pytest.raises(Usage, match="does not exist"):
        read_sources(tmp_path / "sources.toml")


@pytest.mark.parametrize(
    ("name", "stem"),
    [("The Harbour", "the-harbour"), ("../../etc/passwd", "etc-passwd"), ("港", "source-1151db5f")],
)
def test_stem_is_a_safe_file_name(name, stem):
    assert Source(name).stem == stem


def test_wants_looks_at_the_path_and_query_only():
    source = Source("x", include=re.compile("news"), exclude=re.compile("live"))
    assert source.wants("https://live.example/news/1")
    assert not source.wants("https://news.example/sport/1")
    assert not source.wants("https://a.example/news/live")


def test_warc_files_lists_each_match_once_in_order(tmp_path):
    for name in ("b.warc.gz", "a.warc.gz"):
        (tmp_path / name).touch()
    path = write(tmp_path, '[[source]]\nname = "old"\nwarc = ["*.warc.gz", "a.*"]')
    (source,) = read_sources(path)
    assert [file.name for file in source.warc_files()] == ["a.warc.gz", "b.warc.gz"]


def test_warc_files_stops_where_nothing_matches(tmp_path):
    (source,) = read_sources(write(tmp_path, '[[source]]\nname = "old"\nwarc = "*.warc.gz"'))
    with pytest.raises(Stop, match=r"source 'old': no WARC file matches .*\*\.warc\.gz"):
        source.warc_files()
