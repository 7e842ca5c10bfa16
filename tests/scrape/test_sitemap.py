from __future__ import annotations

import gzip

import pytest

from dateline.errors import Reject
from dateline.scrape import listing as listing_module
from dateline.scrape.listing import Link
from dateline.scrape.sitemap import read_sitemap

BASE = "https://paper.example/sitemap.xml"
LIMIT = 50_000_000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def pages(text: str | bytes) -> list[tuple[str, str | None]]:
    body = text.encode() if isinstance(text, str) else text
    return [tuple(link) for link in read_sitemap(body, BASE, LIMIT).pages]


NEWS = f"""{HEAD}<!-- a comment --><urlset {NS}
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
 <url><loc> https://paper.example/1 </loc><lastmod>2026-11-24T10:00:00Z</lastmod>
  <news:news><news:publication_date>2026-11-23</news:publication_date></news:news>
  <image:image><image:loc>https://paper.example/1.jpg</image:loc></image:image></url>
 <url><loc>/2?a&amp;b</loc></url><url><lastmod>2026</lastmod></url>
</urlset>"""
FOUND = [
    ("https://paper.example/1", "2026-11-24T10:00:00Z"),
    ("https://paper.example/2?a=&b=", None),
]


def test_read_sitemap_gives_pages_with_their_last_change():
    assert pages(NEWS) == FOUND


def test_read_sitemap_reads_gzip_and_other_encodings():
    assert pages(gzip.compress(NEWS.encode())) == FOUND
    assert pages(NEWS.replace("UTF-8", "UTF-16").encode("utf-16")) == FOUND
    assert pages(b"\xef\xbb\xbf" + NEWS.encode()) == FOUND


@pytest.mark.parametrize("namespace", ["", 'xmlns="http://www.google.com/schemas/sitemap/0.84"'])
def test_read_sitemap_does_not_care_for_namespaces(namespace):
    assert pages(NEWS.replace(NS, namespace)) == FOUND


def test_read_sitemap_gives_the_sitemaps_of_an_index():
    text = f"""<sitemapindex {NS}><sitemap><loc>https://paper.example/s1.xml.gz</loc>
    <lastmod>2026-11-24</lastmod></sitemap><sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>"""
    listing = read_sitemap(text.encode(), BASE, LIMIT)
    assert listing.sitemaps == ["https://paper.example/s1.xml.gz", "https://paper.example/s2.xml"]
    assert listing.pages == []


def test_read_sitemap_reads_a_list_of_addresses():
    assert pages("https://paper.example/1\nhttps://paper.example/2\nnonsense:\n") == [
        ("https://paper.example/1", None),
        ("https://paper.example/2", None),
    ]


def test_read_sitemap_reads_a_feed():
    text = "<rss version='2.0'><channel><item><link>https://paper.example/1</link></item></channel></rss>"
    assert pages(text) == [("https://paper.example/1", None)]


def test_read_sitemap_survives_an_ampersand_that_is_not_escaped():
    assert pages(NEWS.replace("&amp;", "&"))[0] == FOUND[0]


BOMB = HEAD + "<!DOCTYPE urlset [" + '<!ENTITY e0 "ha">'
for level in range(1, 30):
    BOMB += f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">'
BOMB += f"]><urlset {NS}><url><loc>https://paper.example/&e29;</loc></url></urlset>"


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        BOMB.replace("<urlset xmlns", '<urlset a="&e29;" xmlns'),
        '<!DOCTYPE urlset SYSTEM "file:///etc/passwd"><urlset><url><loc>/1</loc></url></urlset>',
    ],
    ids=["entities", "entities in an attribute", "external"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_read_sitemap_refuses_entity_bombs(text, encoding):
    with pytest.raises(Reject, match="BROKEN_FEED: the sitemap has a DOCTYPE"):
        read_sitemap(text.replace('encoding="UTF-8"', "").encode(encoding), BASE, LIMIT)


@pytest.mark.parametrize(
    "body",
    [b"<html><p>Not found</p></html>", b"<", b"<urlset", b"", gzip.compress(NEWS.encode())[:-9]],
    ids=["html", "nothing", "cut off", "empty", "cut off gzip"],
)
def test_read_sitemap_refuses_what_is_no_sitemap(body):
    with pytest.raises(Reject, match="BROKEN_FEED"):
        read_sitemap(body, BASE, LIMIT)


def test_read_sitemap_refuses_a_gzip_bomb():
    with pytest.raises(Reject, match="TOO_LARGE"):
        read_sitemap(gzip.compress(bytes(51_000_000), 1), BASE, LIMIT)


def test_read_sitemap_counts_what_is_beyond_the_limit(monkeypatch):
    monkeypatch.setattr(listing_module, "MAX_LINKS", 50)
    entries = "".join(f"<url><loc>/{n}</loc></url>" for n in range(57))
    listing = read_sitemap(f"<urlset>{entries}</urlset>".encode(), BASE, LIMIT)
    assert len(listing.pages) == 50 and listing.left_out == 7
    assert listing.pages[0] == Link("https://paper.example/0", None)
