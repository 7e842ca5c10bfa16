"""What pages say: one row for each convention and each way to write it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dateline.scrape.permissions.page_signals import page_signals

SEEN = datetime(2026, 11, 24, tzinfo=UTC)


def read(headers: dict[str, str], head: str) -> list[tuple[str, str, str, bool]]:
    found = page_signals(tuple(headers.items()), head.encode(), SEEN)
    assert all(signal["seen"] == "2026-11-24T00:00:00+00:00" for signal in found)
    return [(s["name"], s["value"], s["place"], s["reserves"]) for s in found]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("tdm-reservation", "1", ("tdm-reservation", True)),
        ("TDM-Reservation", "0", ("tdm-reservation", False)),
        ("tdm-reservation", "true", ("tdm-reservation", True)),
        ("tdm-policy", "https://a.example/policy.json", ("tdm-policy", False)),
        ("Content-Usage", "train-ai=n", ("content-usage", True)),
        ("Content-Usage", "train-ai=y, search=n", ("content-usage", False)),
        ("Content-Usage", "bots=n;exceptions=x", ("content-usage", True)),
        ("Content-Usage", "tdm=?0", ("content-usage", True)),
        ("Content-Signal", "search=yes, ai-train=no", ("content-signal", True)),
        ("Content-Signal", "ai-train=yes, search=yes, ai-input=yes", ("content-signal", False)),
        ("X-Robots-Tag", "noai", ("noai", True)),
        ("X-Robots-Tag", "otherbot: noarchive", ("noarchive", True)),
        ("X-Robots-Tag", "noimageai", ("noimageai", False)),
        ("X-Robots-Tag", "max-snippet: 0", ("max-snippet", True)),
        ("X-Robots-Tag", "max-snippet:-1", ("max-snippet", False)),
        ("X-Robots-Tag", "googlebot: max-snippet:0", ("max-snippet", True)),
    ],
)
def test_page_signals_reads_headers(name, value, expected):
    assert read({name: value}, "") == [
        (
            expected[0],
            value,
            f"header {name.lower()}",
            expected[1],
        )
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            '<meta name="tdm-reservation" content="1">',
            ("tdm-reservation", "1", "meta tdm-reservation", True),
        ),
        (
            '<meta name="tdm-policy" content="/terms">',
            ("tdm-policy", "/terms", "meta tdm-policy", False),
        ),
        ('<meta name="ROBOTS" content="noai">', ("noai", "noai", "meta robots", True)),
        (
            '<meta name="robots" content="index, noimageai">',
            ("noimageai", "index, noimageai", "meta robots", False),
        ),
        ('<meta name="bingbot" content="nocache">', ("nocache", "nocache", "meta bingbot", True)),
        (
            '<meta name="gptbot" content="noarchive">',
            ("noarchive", "noarchive", "meta gptbot", True),
        ),
        (
            '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">',
            ("licence", "https://creativecommons.org/licenses/by/4.0/", "link license", False),
        ),
        (
            '<link rel="license" type="application/rsl+xml" href="/rsl.xml">',
            ("rsl", "/rsl.xml", "link license", True),
        ),
        (
            '<script type="application/rsl+xml"><rsl><content url="/"><license><prohibits '
            'type="usage">ai-train</prohibits></license></content></rsl></script>',
            ("rsl", "prohibits usage ai-train", "script application/rsl+xml", True),
        ),
    ],
)
def test_page_signals_reads_the_head(head, expected):
    assert read({}, head) == [expected]


def test_page_signals_reads_licences_in_link_headers():
    value = (
        '</style.css>; rel=preload, <https://a.example/rsl.xml>; rel="license"; '
        'type="application/rsl+xml", <https://creativecommons.org/publicdomain/zero/1.0/>;rel=license'
    )
    assert read({"Link": value}, "") == [
        ("rsl", "https://a.example/rsl.xml", "header link", True),
        ("licence", "https://creativecommons.org/publicdomain/zero/1.0/", "header link", False),
    ]


def test_page_signals_gives_one_signal_for_each_directive():
    head = '<meta name="robots" content="noai, noimageai, nosnippet">'
    assert [(name, reserves) for name, _, _, reserves in read({}, head)] == [
        ("noai", True),
        ("noimageai", False),
        ("nosnippet", True),
    ]


def test_page_signals_is_silent_about_ordinary_pages():
    head = '<meta name="robots" content="index, max-image-preview:large"><link rel="canonical">'
    assert read({"X-Robots-Tag": "noindex", "Content-Type": "text/html"}, head) == []
