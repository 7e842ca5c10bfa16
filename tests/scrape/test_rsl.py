from __future__ import annotations

import pytest

from dateline.scrape.permissions import rsl

NS = 'xmlns="https://rslstandard.org/rsl"'


def terms(*licences: str, url: str = "/") -> bytes:
    inner = "".join(f"<license>{licence}</license>" for licence in licences)
    return f'<rsl {NS}><content url="{url}">{inner}</content></rsl>'.encode()


@pytest.mark.parametrize(
    ("licence", "reserves"),
    [
        ('<permits type="usage">all</permits>', False),
        ('<permits type="usage">ai-train search</permits><payment type="free"/>', False),
        ('<permits type="usage">search</permits>', True),
        ('<prohibits type="usage">ai-train</prohibits>', True),
        ('<permits type="usage">all</permits><prohibits type="usage">ai-all</prohibits>', True),
        ('<permits type="usage">all</permits><payment type="subscription"/>', True),
        ('<permits type="usage">all</permits><permits type="user">education</permits>', True),
        ('<payment type="attribution"/>', False),
    ],
)
def test_read_reserves_unless_learning_is_permitted_to_all_for_nothing(licence, reserves):
    assert rsl.read(terms(licence), "/news/1")[1] is reserves


def test_read_takes_the_closest_content():
    document = (
        f'<rsl {NS}><content url="https://a.example/"><license><prohibits type="usage">all'
        f'</prohibits></license></content><content url="/free/*"><license><permits type="usage">'
        "all</permits></license></content></rsl>"
    ).encode()
    assert rsl.read(document, "/free/1") == ("permits usage all", False)
    assert rsl.read(document, "/news/1") == ("prohibits usage all", True)


def test_read_is_silent_about_other_pages():
    assert rsl.read(terms("<prohibits>all</prohibits>", url="/sport/"), "/news/1") == (
        "no terms for this page",
        False,
    )


@pytest.mark.parametrize(
    "document",
    [
        b"<rsl>",
        b"not XML",
        b"",
        b'<!DOCTYPE rsl [<!ENTITY a "b">]><rsl><content url="/"><license/></content></rsl>',
        terms(),
    ],
)
def test_read_reserves_what_it_cannot_read(document):
    assert rsl.read(document, "/news/1")[1] is True
