"""What a site's files say about a page."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from dateline.scrape.permissions.signals import settle
from dateline.scrape.permissions.site_signals import SiteFile, licence_files, site_signals

SEEN = datetime(2026, 11, 24, tzinfo=UTC)
URLS = {
    "robots": "https://a.example/robots.txt",
    "tdmrep": "https://a.example/.well-known/tdmrep.json",
    "ai": "https://a.example/ai.txt",
    "rsl": "https://a.example/license.xml",
}


def file(kind: str, text: str, status: int | None = 200) -> SiteFile:
    return SiteFile(kind, URLS[kind], status, text.encode(), SEEN)


def read(given: SiteFile, path: str = "/news/story") -> list[tuple[str, str, bool]]:
    found = site_signals([given], path, "Dateline")
    assert all(signal["place"] == given.url for signal in found)
    return [(signal["name"], signal["value"], signal["reserves"]) for signal in found]


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        ("User-agent: *\nAllow: /", []),
        (
            "User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /",
            [("robots", "Disallow for CCBot, GPTBot", True)],
        ),
        ("User-agent: GPTBot\nDisallow: /sport/", []),
        ("User-agent: Googlebot\nDisallow: /", []),
        (
            "User-agent: *\nContent-Usage: train-ai=n",
            [("content-usage", "train-ai=n", True)],
        ),
        (
            "Content-Signal: search=yes,ai-train=no",
            [("content-signal", "search=yes,ai-train=no", True)],
        ),
        (
            "User-agent: *\nContent-Usage: train-ai=n\nContent-Usage: /news/ train-ai=y",
            [("content-usage", "/news/ train-ai=y", False)],
        ),
        (
            "User-agent: *\nContent-Usage: /sport/ train-ai=n",
            [],
        ),
        (
            "User-agent: Dateline\nContent-Usage: train-ai=y\n"
            "User-agent: *\nContent-Usage: train-ai=n",
            [("content-usage", "train-ai=y", False)],
        ),
        (
            "User-agent: *\nContent-Signal: ai-train=yes\n"
            "User-agent: GPTBot\nContent-Signal: ai-train=no",
            [("content-signal", "ai-train=yes", False), ("content-signal", "ai-train=no", True)],
        ),
    ],
)
def test_site_signals_reads_robots(robots, expected):
    assert read(file("robots", robots)) == expected


RULES = [
    {"location": "/news/free/", "tdm-reservation": 0},
    {"location": "/news/", "tdm-reservation": 1, "tdm-policy": "https://a.example/policy"},
    {"location": "/*.pdf$", "tdm-reservation": 1},
]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "/news/story",
            [("tdm-reservation", "1", True), ("tdm-policy", "https://a.example/policy", False)],
        ),
        ("/news/free/story", [("tdm-reservation", "0", False)]),
        ("/sport/story", []),
        ("/sport/table.pdf", [("tdm-reservation", "1", True)]),
    ],
)
def test_site_signals_takes_the_first_rule_of_tdmrep_that_matches(path, expected):
    assert read(file("tdmrep", json.dumps(RULES)), path) == expected


def test_site_signals_reserves_where_tdmrep_cannot_be_read():
    assert read(file("tdmrep", "[{")) == [("tdm-reservation", "unreadable: [{", True)]
    assert read(file("tdmrep", '[{"place": "/"}]'))[0][2]
    assert read(file("tdmrep", "<!doctype html><p>Not found</p>")) == []


@pytest.mark.parametrize(
    ("text", "path", "reserved"),
    [
        ("User-Agent: *\nDisallow: /", "/news/story", True),
        ("User-Agent: *\nDisallow: *.html\nAllow: *.jpg", "/news/story", True),
        ("User-Agent: *\nDisallow: *.txt\nAllow: *.html", "/news/story", False),
        ("User-Agent: *\nDisallow: .html", "/news/story.html", True),
        ("User-Agent: *\nDisallow: /\nAllow: /news/", "/news/story", False),
        ("# Our newspaper\n\nWrite to us: we are glad to help.", "/news/story", False),
    ],
)
def test_site_signals_reads_ai_txt(text, path, reserved):
    assert any(reserves for _, _, reserves in read(file("ai", text), path)) is reserved


@pytest.mark.parametrize("kind", ["robots", "tdmrep", "ai", "rsl"])
@pytest.mark.parametrize(
    ("status", "reserved"), [(None, True), (401, True), (403, True), (429, True), (503, True)]
)
def test_site_signals_reserves_where_a_file_is_hidden(kind, status, reserved):
    ((_, value, reserves),) = read(file(kind, "", status))
    assert reserves is reserved and value == (f"HTTP {status}" if status else "no answer")


@pytest.mark.parametrize("kind", ["robots", "tdmrep", "ai"])
def test_site_signals_is_silent_where_a_file_does_not_exist(kind):
    assert read(file(kind, "", 404)) == []


def test_site_signals_reserves_where_named_terms_are_missing():
    assert read(file("rsl", "", 404)) == [("rsl", "HTTP 404", True)]


def test_licence_files_are_named_in_robots():
    robots = "License: https://a.example/1.xml\nUser-agent: *\nLicense: https://a.example/2.xml"
    assert licence_files(robots) == ["https://a.example/1.xml", "https://a.example/2.xml"]


def statement(name: str, place: str, reserves: bool, value: str = "1") -> dict[str, object]:
    return {"name": name, "value": value, "place": place, "seen": None, "reserves": reserves}


@pytest.mark.parametrize(
    ("site", "page", "reserved"),
    [
        ([statement("tdm-reservation", URLS["tdmrep"], True)], [], True),
        (
            [statement("tdm-reservation", URLS["tdmrep"], True)],
            [statement("tdm-reservation", "header tdm-reservation", False)],
            False,
        ),
        (
            [],
            [
                statement("tdm-reservation", "header tdm-reservation", False),
                statement("tdm-reservation", "meta tdm-reservation", True),
            ],
            True,
        ),
        (
            [statement("robots", URLS["robots"], True)],
            [statement("tdm-reservation", "header tdm-reservation", False)],
            True,
        ),
        (
            [statement("rsl", URLS["rsl"], False, "permits usage all")],
            [statement("rsl", "link license", True, URLS["rsl"])],
            False,
        ),
    ],
)
def test_settle_lets_meta_supersede_header_and_header_the_file(site, page, reserved):
    settled = settle(site, page)
    assert any(signal["reserves"] for signal in settled) is reserved
