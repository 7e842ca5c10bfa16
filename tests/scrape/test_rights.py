from __future__ import annotations

import json
from datetime import UTC, datetime

import jsonschema
import pytest

from dateline import schema
from dateline.scrape import licence, rights
from dateline.scrape.permissions.page_signals import page_signals
from dateline.scrape.permissions.rights import spdx

CC = "https://creativecommons.org/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (CC + "licenses/by/4.0/", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by-sa/3.0/deed.de", "CC-BY-SA-3.0"),
        ("//creativecommons.org/licenses/by/2.5/", "CC-BY-2.5"),
        (CC + "licenses/by-nc-nd/4.0", "CC-BY-NC-ND-4.0"),
        (CC + "licenses/by-nc-sa/3.0/de/", "CC-BY-NC-SA-3.0"),
        (CC + "publicdomain/zero/1.0/", "CC0-1.0"),
        (CC + "publicdomain/mark/1.0/", "CC-PDM-1.0"),
        (
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            "OGL-UK-3.0",
        ),
        (CC, None),
        ("https://evil.example/?" + CC + "licenses/by/4.0/", None),
        ("https://a.example/terms", None),
    ],
)
def test_spdx_knows_the_address_of_a_licence(url, expected):
    assert spdx(url) == expected


def link(path: str) -> str:
    return f'<link rel="license" href="{CC}{path}">'


def ld(node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize(
    ("page", "declared", "expected"),
    [
        ("", None, None),
        ("", "CC-BY-4.0", "CC-BY-4.0"),
        (link("licenses/by-nc/4.0/"), "CC-BY-4.0", "CC-BY-NC-4.0"),
        ('<link rel="license" href="/terms">', "CC-BY-4.0", "CC-BY-4.0"),
        (link("licenses/by/4.0/") + link("licenses/by-nd/4.0/"), None, "CC-BY-ND-4.0"),
        (ld({"@type": "NewsArticle", "license": CC + "licenses/by/4.0/"}), None, "CC-BY-4.0"),
        (
            ld({"@graph": [{"@type": "WebPage", "license": {"@id": CC + "licenses/by-sa/4.0/"}}]}),
            None,
            "CC-BY-SA-4.0",
        ),
        (ld({"@type": "ImageObject", "license": CC + "licenses/by/4.0/"}), None, None),
        (
            ld(
                {
                    "@type": "NewsArticle",
                    "image": {"@type": "ImageObject", "license": CC + "licenses/by/4.0/"},
                }
            ),
            None,
            None,
        ),
        (f'<a rel="license" href="{CC}licenses/by/4.0/">photo</a>', None, None),
        ('<script type="application/ld+json">{broken</script>', None, None),
        (f'<meta name="DCTERMS.license" content="{CC}licenses/by/4.0/">', None, "CC-BY-4.0"),
    ],
)
def test_licence_is_that_of_the_page_and_never_that_of_a_picture(page, declared, expected):
    assert licence(page.encode(), declared) == expected


def test_licence_is_also_read_from_a_link_header():
    headers = [("Link", f'<{CC}licenses/by/4.0/>; rel="license"')]
    assert licence(b"", None, headers) == "CC-BY-4.0"


@pytest.mark.parametrize(
    ("name", "is_open"),
    [
        ("CC-BY-4.0", True),
        ("CC-BY-SA-3.0", True),
        ("CC0-1.0", True),
        ("CC-PDM-1.0", True),
        ("OGL-UK-3.0", True),
        ("CC-BY-NC-4.0", False),
        ("CC-BY-ND-4.0", False),
        ("LicenseRef-Permission", False),
        ("", False),
        (None, False),
    ],
)
def test_rights_lets_only_open_licences_be_published(name, is_open):
    assert rights(name, [])["text_may_be_published"] is is_open


@pytest.mark.parametrize(
    ("robots", "may_be_published"), [("noai", False), ("noimageai", True), ("index", True)]
)
def test_rights_lets_no_reserved_text_be_published(robots, may_be_published):
    head = f'<meta name="robots" content="{robots}">'.encode()
    signals = page_signals([], head, datetime(2026, 11, 24, tzinfo=UTC))
    found = rights("CC-BY-4.0", signals)
    assert found["text_may_be_published"] is may_be_published
    jsonschema.validate(found, schema.load("article")["properties"]["rights"])
