from __future__ import annotations

import pytest

from dateline.errors import Reject
from dateline.scrape.feed import read_feed

BASE = "https://paper.example/feeds/news.xml"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title>
<item><title>One</title><link>https://paper.example/1?utm_source=rss</link></item>
<item><title>Two</title><link>/2</link></item>
<item><title>No link</title></item>
<item><title>Mail</title><link>mailto:desk@paper.example</link></item>
<item><title>One again</title><link>https://paper.example/1</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title>
<entry><title>One</title><link rel="alternate" href="https://paper.example/1"/></entry>
<entry><title>Two</title><link href="https://paper.example/2"/></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Paper", "items": [
{"id": "1", "url": "https://paper.example/1"}, {"id": "2", "url": "https://paper.example/2"}]}"""
BROKEN = RSS.replace("Two", "Two & three &nbsp;").replace("</channel></rss>", "")


@pytest.mark.parametrize("text", [RSS, ATOM, JSON, BROKEN], ids=["rss", "atom", "json", "broken"])
def test_read_feed_gives_each_link_once(text):
    listing = read_feed(text.encode(), BASE)
    assert [link.url for link in listing.pages] == [
        "https://paper.example/1",
        "https://paper.example/2",
    ]
    assert listing.sitemaps == [] and listing.left_out == 0


@pytest.mark.parametrize("body", [b"", b"<html><p>Not found</p></html>", b"\x00\x01\x02", b"plain"])
def test_read_feed_refuses_what_is_no_feed(body):
    with pytest.raises(Reject, match="BROKEN_FEED: neither RSS nor Atom"):
        read_feed(body, BASE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_read_feed_refuses_entity_bombs(encoding):
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + RSS.partition("?>")[2]
    with pytest.raises(Reject, match="defines XML entities"):
        read_feed(bomb.encode(encoding), BASE)


def test_read_feed_reads_an_old_feed_with_a_document_type():
    text = RSS.replace("<rss", '<!DOCTYPE rss SYSTEM "http://my.example/rss-0.91.dtd"><rss')
    assert len(read_feed(text.encode(), BASE).pages) == 2


def test_read_feed_never_takes_its_content_for_an_address(server):
    server.page("/feed", "not asked for")
    with pytest.raises(Reject):
        read_feed(f"http://{server.address}/feed".encode(), BASE)
    assert server.requests == []
