"""A scrape from end to end: what becomes of every page."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import socket
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from dateline.errors import Stop
from dateline.scrape import Limits, Page, ScrapeProgress, Source, read_pages, rejects, warc_files

from .conftest import NOW, Answer, Request

PAPER = "http://paper.example"


def urls(*names: str) -> tuple[str, ...]:
    return tuple(f"{PAPER}/{name}" for name in names)


def stored(folder: Path) -> dict[str, Page]:
    """The pages in our WARC files by URL; each must be there once."""
    files = [file.path for file in warc_files([], folder / "pages")]
    items = [item for path in files for item in read_pages(path)]
    assert all(isinstance(item, Page) for item in items)
    found = {item.url: item for item in items if isinstance(item, Page)}
    assert len(found) == len(items)
    return found


def reasons(folder: Path) -> dict[str, str]:
    return {row["url"].removeprefix(PAPER): row["reason"] for row in rejects(folder / "pages")}


def details(folder: Path) -> str:
    return "\n".join(row["detail"] for row in rejects(folder / "pages"))


def test_scrape_keeps_what_is_there_and_says_why_the_rest_is_not(server, site, tmp_path):
    server.page("/a", "One")
    server.page("/b", "Two")
    report = site(Source("paper", urls=urls("a", "b", "c")))
    assert (report.total.found, report.total.fetched) == (3, 2)
    assert report.total.rejected == {"HTTP_ERROR": 1}
    assert list(stored(tmp_path)) == list(urls("a", "b"))
    (row,) = rejects(tmp_path / "pages")
    assert row["url"] == PAPER + "/c" and row["detail"] == "HTTP 404 Not Found"


def test_scrape_stores_a_page_with_all_we_know_of_it(server, site, tmp_path):
    server.routes["/robots.txt"] = Answer(b"User-agent: GPTBot\nDisallow: /")
    server.page("/a", "One", X_Robots_Tag="noai", Content_Language="en")
    source = Source("paper", urls=urls("a?utm_source=x"), licence="CC-BY-4.0")
    site(source)
    page = stored(tmp_path)[PAPER + "/a"]
    assert page.requested_url == PAPER + "/a" and page.status == 200
    assert page.body == server.routes["/a"].body and page.content_type == "text/html"
    assert ("content-language", "en") in page.headers
    assert page.fetched == NOW and page.source == "paper" and page.licence is None
    (page,) = read_pages(tmp_path / "pages" / page.warc, source)
    assert isinstance(page, Page) and page.licence == "CC-BY-4.0"
    assert page.warc == "paper-00000.warc.gz" and page.record_id.startswith("<urn:uuid:")
    assert [(s["name"], s["place"], s["reserves"]) for s in page.signals] == [
        ("robots", PAPER + "/robots.txt", True),
        ("noai", "header x-robots-tag", True),
    ]


def test_scrape_decodes_what_was_compressed_on_the_wire(server, site, tmp_path):
    body = "<p>Größe</p>".encode("latin-1") * 50
    kind = {"Content-Type": "text/html; charset=latin-1", "Content-Encoding": "gzip"}
    server.routes["/a"] = Answer(gzip.compress(body), headers=kind)
    site(Source("paper", urls=urls("a")))
    page = stored(tmp_path)[PAPER + "/a"]
    assert page.body == body and page.content_type == "text/html; charset=latin-1"
    assert dict(page.headers)["x-crawl-content-encoding"] == "gzip"


# robots.txt


def test_scrape_honours_robots(server, site, tmp_path):
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /private/")
    server.page("/a", "One")
    server.page("/private/b", "Two")
    site(Source("paper", urls=urls("a", "private/b")))
    assert reasons(tmp_path) == {"/private/b": "ROBOTS"}
    assert server.asked("/private/b") == 0 and server.asked("/robots.txt") == 1


@pytest.mark.parametrize(
    ("status", "reason"), [(404, None), (403, None), (500, "ROBOTS"), (429, "ROBOTS")]
)
def test_scrape_follows_the_status_of_robots(server, site, tmp_path, status, reason):
    server.routes["/robots.txt"] = Answer(b"", status)
    server.page("/a", "One")
    report = site(Source("paper", urls=urls("a")))
    assert report.total.rejected == ({reason: 1} if reason else {})
    assert server.asked("/robots.txt") == (4 if reason else 1)


def test_scrape_tells_a_host_that_is_down_from_robots(server, site, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{free.getsockname()[1]}"
    source = Source("paper", urls=urls("a"), feeds=urls("feed"))
    site(source, resolve={"paper.example": nobody})
    assert reasons(tmp_path) == {"/a": "UNREACHABLE", "/feed": "UNREACHABLE"}
    assert "Cannot connect to host paper.example:80" in details(tmp_path)


def test_scrape_follows_redirects_of_robots(server, site):
    server.routes["/robots.txt"] = Answer(status=301, headers={"Location": "/r2.txt"})
    server.routes["/r2.txt"] = Answer(b"User-agent: *\nDisallow: /")
    server.page("/a", "One")
    assert site(Source("paper", urls=urls("a"))).total.rejected == {"ROBOTS": 1}


def test_scrape_keeps_to_the_crawl_delay(server, site):
    times: list[float] = []
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 0.1")

    def page(request: Request, before: int) -> Answer:
        times.append(time.monotonic())
        return Answer(b"<p>x</p>", headers={"Content-Type": "text/html"})

    server.routes |= {f"/{name}": page for name in "abc"}
    site(Source("paper", urls=urls("a", "b", "c")))
    assert min(after - before for before, after in pairwise(times)) > 0.09


def test_scrape_refuses_a_crawl_delay_beyond_the_limit(server, site, tmp_path):
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nCrawl-delay: 86400")
    site(Source("paper", urls=urls("a")))
    assert "Crawl-delay 86400 s is beyond our 300 s" in details(tmp_path)


def test_scrape_asks_hosts_side_by_side_but_each_for_one_page_at_a_time(server, site):
    running: dict[str, int] = {}
    most: dict[str, int] = {}
    guard = threading.Lock()

    def page(request: Request, before: int) -> Answer:
        host = request.headers["Host"]
        with guard:
            running[host] = running.get(host, 0) + 1
            most[host] = max(most.get(host, 0), running[host])
            most["all"] = max(most.get("all", 0), sum(running.values()))
        time.sleep(0.03)
        with guard:
            running[host] -= 1
        return Answer(b"<p>x</p>", headers={"Content-Type": "text/html"})

    server.routes |= {f"/{number}": page for number in range(8)}
    hosts = [f"paper{number}.example" for number in range(4)]
    pages = tuple(f"http://{host}/{number}" for number in range(8) for host in hosts)
    report = site(Source("x", urls=pages), resolve=dict.fromkeys(hosts, server.address))
    assert report.total.fetched == 32
    assert [most[host] for host in hosts] == [1, 1, 1, 1] and most["all"] > 1


def test_scrape_says_why_a_site_cannot_be_reached(site, tmp_path):
    site(Source("paper", urls=("http://nowhere.invalid/a",)), limits=Limits(tries=1))
    assert re.match(
        "robots.txt could not be read: ClientConnector.*nowhere.invalid", details(tmp_path)
    )


# Errors and repeats


def failing(status: int, times: int, **headers: str) -> Callable[[Request, int], Answer]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}

    def page(request: Request, before: int) -> Answer:
        if before < times:
            return Answer(b"", status, names)
        return Answer(b"<p>at last</p>", headers={"Content-Type": "text/html"})

    return page


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_scrape_repeats_what_may_succeed_later(server, site, status):
    server.routes["/a"] = failing(status, 2)
    assert site(Source("paper", urls=urls("a"))).total.fetched == 1
    assert server.asked("/a") == 3


def test_scrape_gives_up_after_some_tries(server, site, tmp_path):
    server.routes["/a"] = Answer(b"", 503)
    site(Source("paper", urls=urls("a")))
    assert server.asked("/a") == 4
    assert details(tmp_path) == "HTTP 503 Service Unavailable (4 tries)"


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_scrape_does_not_repeat_what_will_not_succeed(server, site, status):
    server.routes["/a"] = Answer(b"", status)
    assert site(Source("paper", urls=urls("a"))).total.rejected == {"HTTP_ERROR": 1}
    assert server.asked("/a") == 1


@pytest.mark.parametrize("value", ["1", "Tue, 24 Nov 2026 12:00:01 GMT"])
def test_scrape_waits_as_long_as_the_server_asks(server, site, value):
    times: list[float] = []

    def page(request: Request, before: int) -> Answer:
        times.append(time.monotonic())
        return failing(429, 1, Retry_After=value)(request, before)

    server.routes["/a"] = page
    assert site(Source("paper", urls=urls("a"))).total.fetched == 1
    assert 0.9 < times[1] - times[0] < 3.0


def test_scrape_comes_back_later_where_the_server_asks_for_too_long(server, site, tmp_path):
    server.routes["/a"] = failing(429, 1, Retry_After="86400")
    source = Source("paper", urls=urls("a"))
    site(source)
    assert details(tmp_path) == "HTTP 429 Too Many Requests (1 try)"
    site(source)
    site(source)
    assert "the server asked us to wait until 2026-11-25 12:00" in details(tmp_path)
    assert server.asked("/a") == 1


# Limits


def test_scrape_refuses_bombs_and_huge_pages(server, site, tmp_path):
    html = {"Content-Type": "text/html"}
    bomb = gzip.compress(bytes(25_000_000), 9)
    server.routes["/bomb"] = Answer(bomb, headers={**html, "Content-Encoding": "gzip"})
    server.routes["/big"] = Answer(bytes(10_000_001), headers=html)
    site(Source("paper", urls=urls("bomb", "big")))
    assert reasons(tmp_path) == {"/bomb": "TOO_LARGE", "/big": "TOO_LARGE"}


def test_scrape_does_not_wait_for_a_slow_loris(server, site, tmp_path):
    server.routes["/a"] = Answer(raw=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 999, pause_s=0.05)
    start = time.monotonic()
    site(Source("paper", urls=urls("a")), limits=Limits(answer_s=0.3, tries=2))
    assert time.monotonic() - start < 3.0
    assert details(tmp_path) == "no answer in 0.3 s (2 tries)"
    assert reasons(tmp_path) == {"/a": "TIMEOUT"}


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<p>cut",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
        + gzip.compress(b"<p>cut off</p>")[:-9],
        b"nothing like HTTP\r\n\r\n",
        b"",
    ],
    ids=["short", "short gzip", "no HTTP", "nothing"],
)
def test_scrape_repeats_and_then_rejects_half_an_answer(server, site, tmp_path, raw):
    server.routes["/a"] = Answer(raw=raw)
    site(Source("paper", urls=urls("a")))
    assert reasons(tmp_path) == {"/a": "TIMEOUT"} and "(4 tries)" in details(tmp_path)
    assert server.asked("/a") >= 4


def test_scrape_rejects_other_media_before_reading_them(server, site, tmp_path):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 9999\r\n\r\n"
    server.routes["/a"] = Answer(raw=head)
    site(Source("paper", urls=urls("a")))
    assert reasons(tmp_path) == {"/a": "NOT_HTML"} and server.asked("/a") == 1


# Where we may go


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_scrape_never_reaches_into_private_networks(server, site, tmp_path, host):
    server.page("/a", "One")
    site(Source("paper", urls=(f"http://{host}:{server.server_port}/a",)))
    (row,) = rejects(tmp_path / "pages")
    assert row["reason"] == "PRIVATE_ADDRESS" and "allow_hosts" in row["detail"]
    assert server.requests == []


def test_scrape_reaches_hosts_that_are_allowed_by_name(server, site):
    server.page("/a", "One")
    source = Source("paper", urls=(f"http://localhost:{server.server_port}/a",))
    assert site(source, allow_hosts=frozenset({"localhost"})).total.fetched == 1


def test_scrape_follows_no_redirect_into_a_private_network(server, site, tmp_path):
    target = f"http://127.0.0.1:{server.server_port}/secret"
    server.routes["/a"] = Answer(status=302, headers={"Location": target})
    server.page("/secret", "Secret")
    site(Source("paper", urls=urls("a")))
    assert reasons(tmp_path) == {"/a": "REDIRECT"} and server.asked("/secret") == 0


# Redirects


def redirect(target: str) -> Answer:
    return Answer(status=302, headers={"Location": target})


def test_scrape_follows_redirects_and_remembers_what_was_asked_for(server, site, tmp_path):
    server.routes["/a"] = redirect("b?utm_medium=x#top")
    server.routes["/b"] = redirect("/c")
    server.page("/c", "Three")
    assert site(Source("paper", urls=urls("a"))).total.fetched == 1
    page = stored(tmp_path)[PAPER + "/c"]
    assert page.requested_url == PAPER + "/a"


def test_scrape_follows_a_redirect_in_raw_utf_8(server, site, tmp_path):
    server.routes["/a"] = Answer(
        status=302, headers={"Location": "/caf\xe9".encode().decode("latin-1")}
    )
    server.page("/caf%C3%A9", "Menu")
    assert site(Source("paper", urls=urls("a"))).total.fetched == 1
    assert list(stored(tmp_path)) == [PAPER + "/caf%C3%A9"]


def test_scrape_reads_long_headers(server, site, tmp_path):
    server.page("/a", "One", Content_Security_Policy="x" * 30_000)
    assert site(Source("paper", urls=urls("a"))).total.fetched == 1


@pytest.mark.parametrize(
    ("routes", "reason"),
    [
        ({"/a": "/a"}, "REDIRECT"),
        ({"/a": "/a?utm_source=again"}, "REDIRECT"),
        ({"/a": "/x", "/x": "/a"}, "REDIRECT"),
        ({"/a": "/1", "/1": "/2", "/2": "/3", "/3": "/4", "/4": "/5", "/5": "/6"}, "REDIRECT"),
        ({"/a": "mailto:desk@paper.example"}, "REDIRECT"),
        ({"/a": "http://[broken/"}, "REDIRECT"),
        ({"/a": "/private"}, "ROBOTS"),
        ({"/a": "/missing"}, "HTTP_ERROR"),
    ],
)
def test_scrape_rejects_redirects_that_lead_nowhere(server, site, tmp_path, routes, reason):
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /private")
    server.routes |= {path: redirect(target) for path, target in routes.items()}
    server.routes["/a?utm_source=again"] = redirect("/a?utm_source=again")
    site(Source("paper", urls=urls("a")))
    assert reasons(tmp_path) == {"/a": reason}
    assert sum(server.counts[path] for path in [*routes, "/a?utm_source=again"]) <= 7


def test_scrape_keeps_one_of_the_pages_that_lead_to_the_same_place(server, site, tmp_path):
    for name in "abc":
        server.routes[f"/{name}"] = redirect("/x")
    server.routes["/d"] = redirect("/e")
    server.page("/x", "One")
    server.page("/e", "Two")
    report = site(Source("paper", urls=urls("b", "a", "c", "d", "e")))
    assert report.total.rejected == {"DUPLICATE": 3} and report.total.fetched == 2
    assert {page.requested_url for page in stored(tmp_path).values()} == set(urls("b", "e"))
    assert reasons(tmp_path) == dict.fromkeys(["/a", "/c", "/d"], "DUPLICATE")
    assert server.asked("/x") == 1


def test_scrape_rejects_pages_that_lead_to_each_other(server, site, tmp_path):
    server.routes |= {"/a": redirect("/b"), "/b": redirect("/a"), "/c": redirect("/a")}
    site(Source("paper", urls=urls("a", "b", "c")))
    assert reasons(tmp_path) == dict.fromkeys(["/a", "/b", "/c"], "REDIRECT")


# One scrape on top of another


def test_scrape_asks_only_for_what_has_changed(server, site, tmp_path):
    server.page("/tag", "One", ETag='"1"')
    server.page("/date", "Two", Last_Modified="Tue, 24 Nov 2026 11:00:00 GMT")
    server.page("/plain", "Three")
    source = Source("paper", urls=urls("tag", "date", "plain"))
    site(source)
    size = (tmp_path / "pages" / "paper-00000.warc.gz").stat().st_size
    report = site(source)
    assert (report.total.fetched, report.total.unchanged) == (0, 3)
    assert (tmp_path / "pages" / "paper-00000.warc.gz").stat().st_size == size
    asked = {r.path: r.headers for r in server.requests[-3:]}
    assert asked["/tag"]["If-None-Match"] == '"1"'
    assert asked["/date"]["If-Modified-Since"] == "Tue, 24 Nov 2026 11:00:00 GMT"
    server.page("/tag", "One, corrected", ETag='"2"')
    assert site(source).total.fetched == 1
    texts = [p.body for p in read_pages(tmp_path / "pages" / "paper-00000.warc.gz")]
    assert sum(b"corrected" in text for text in texts) == 1 and len(texts) == 4


@pytest.mark.parametrize("change", ["site", "304", "page"])
def test_scrape_stores_a_page_again_when_its_rights_change(server, site, tmp_path, change):
    server.page("/a", "One", ETag='"1"')
    source = Source("paper", urls=urls("a"), licence="CC-BY-4.0")
    site(source)
    if change == "site":
        server.routes["/.well-known/tdmrep.json"] = Answer(
            json.dumps([{"location": "/", "tdm-reservation": 1}]).encode()
        )
    else:
        server.page("/a", "One", ETag='"1"' if change == "304" else '"2"', TDM_Reservation="1")
    assert site(source).total.fetched == 1
    assert site(source).total.unchanged == 1
    old, new = read_pages(tmp_path / "pages" / "paper-00000.warc.gz")
    assert isinstance(old, Page) and isinstance(new, Page)
    assert old.body == new.body
    assert not old.signals and [s["reserves"] for s in new.signals] == [True]


def test_scrape_believes_a_sitemap_that_nothing_has_changed(server, site):
    entries = [("a", "2026-11-24T10:00:00Z"), ("b", "2026-11-24")]
    text = "".join(f"<url><loc>/{n}</loc><lastmod>{d}</lastmod></url>" for n, d in entries)
    server.routes["/map"] = Answer(f"<urlset>{text}</urlset>".encode())
    server.page("/a", "One")
    server.page("/b", "Two")
    source = Source("paper", sitemaps=urls("map"))
    site(source)
    report = site(source)
    assert report.total.unchanged == 2
    assert (server.asked("/a"), server.asked("/b")) == (1, 2)


# Feeds and sitemaps


def test_scrape_finds_pages_in_feeds_and_sitemaps(server, site, tmp_path):
    server.routes["/feed"] = Answer(
        b"<rss version='2.0'><channel><item><link>/a</link></item></channel></rss>",
        headers={"ETag": '"f"'},
    )
    index = "".join(f"<sitemap><loc>{n}</loc></sitemap>" for n in ("/index", "/m1", "/m2", "/m1"))
    server.routes["/index"] = Answer(f"<sitemapindex>{index}</sitemapindex>".encode())
    server.routes["/m1"] = Answer(
        b"<urlset><url><loc>/a</loc></url><url><loc>/b</loc></url></urlset>"
    )
    server.routes["/m2"] = Answer(
        gzip.compress(b"<urlset><url><loc>/c</loc></url><url><loc>/live/d</loc></url></urlset>")
    )
    for name in ("a", "b", "c", "live/d"):
        server.page(f"/{name}", name, ETag=f'"{name}"')
    source = Source(
        "paper", feeds=urls("feed"), sitemaps=urls("index"), exclude=re.compile("^/live/")
    )
    report = site(source)
    assert (report.total.found, report.total.fetched) == (3, 3)
    assert sorted(stored(tmp_path)) == list(urls("a", "b", "c"))
    assert [server.asked(path) for path in ("/index", "/m1", "/m2")] == [1, 1, 1]
    report = site(source)
    assert report.total.unchanged == 3 and server.requests[-1].headers["If-None-Match"]


def test_scrape_counts_a_feed_that_fails_and_goes_on(server, site, tmp_path):
    bomb = b'<!DOCTYPE urlset [<!ENTITY a "aaaa">]><urlset><url><loc>/&a;</loc></url></urlset>'
    server.routes["/bomb"] = Answer(bomb)
    server.page("/a", "One")
    report = site(Source("paper", urls=urls("a"), feeds=urls("gone"), sitemaps=urls("bomb")))
    assert (report.total.found, report.total.fetched) == (3, 1)
    assert report.total.rejected == {"BROKEN_FEED": 1, "HTTP_ERROR": 1}
    assert "the sitemap has a DOCTYPE, which may be an entity bomb" in details(tmp_path)


def test_rejects_are_those_of_the_last_scrape(server, site, tmp_path):
    site(Source("paper", urls=urls("a"), feeds=urls("feed")))
    assert reasons(tmp_path) == {"/a": "HTTP_ERROR", "/feed": "HTTP_ERROR"}
    report = site(Source("paper", urls=urls("b")))
    assert reasons(tmp_path) == {"/b": "HTTP_ERROR"} and report.total.found == 1


def test_scrape_goes_down_five_sitemaps_deep(server, site, tmp_path):
    for number in range(9):
        text = f"<sitemapindex><sitemap><loc>/m{number + 1}</loc></sitemap></sitemapindex>"
        server.routes[f"/m{number}"] = Answer(text.encode())
    site(Source("paper", sitemaps=urls("m0")))
    assert reasons(tmp_path) == {"/m6": "BROKEN_FEED"} and server.asked("/m5") == 1


def test_scrape_takes_no_more_than_the_limit_in_the_order_of_the_source(server, site, tmp_path):
    text = "".join(f"<url><loc>/{n}</loc></url>" for n in range(50))
    server.routes["/map"] = Answer(f"<urlset>{text}</urlset>".encode())
    for number in range(50):
        server.page(f"/{number}", str(number))
    source = Source("paper", sitemaps=urls("map"), include=re.compile("[05]$"), limit=3)
    assert site(source).total.fetched == 3
    assert sorted(stored(tmp_path)) == list(urls("0", "10", "5"))


def test_scrape_gives_a_page_to_the_first_source_that_lists_it(server, site, tmp_path):
    server.page("/a", "One")
    report = site(Source("one", urls=urls("a")), Source("two", urls=urls("a")))
    assert [count.found for count in report.sources.values()] == [1, 0]
    assert stored(tmp_path)[PAPER + "/a"].source == "one"


def test_scrape_is_the_same_whatever_the_order_of_arrival(server, site, tmp_path):
    for name in "abcdefgh":
        server.page(f"/{name}", name)
    server.routes |= {f"/r{n}": redirect(f"/to/{n % 3}") for n in range(8)}
    server.routes |= {f"/to/{n}": failing(500, n) for n in range(3)}
    names = [*"abcdefgh", *(f"r{number}" for number in range(8))]
    seen = []
    for concurrency in (1, 8):
        hosts = {f"{n}.example": server.address for n in "xyz"}
        pages = tuple(f"http://{'xyz'[i % 3]}.example/{n}" for i, n in enumerate(names))
        server.counts.clear()
        site(Source("paper", urls=pages), resolve=hosts, concurrency=concurrency)
        found = sorted(stored(tmp_path).values())
        seen.append((found, list(rejects(tmp_path / "pages"))))
        for file in (tmp_path / "pages").iterdir():
            file.unlink()
    assert seen[0] == seen[1] and len(seen[0][0]) > 8


# Local sources


@pytest.mark.parametrize(
    ("tsv", "message"),
    [
        (b"a.html https://a.example/", r"urls.tsv:1: .* is not a path, a tab and an"),
        (b"caf\xe9.html\thttps://a.example/", r"urls.tsv is not UTF-8 at byte 3; save it as UTF-8"),
    ],
)
def test_scrape_stops_at_a_wrong_list_of_addresses(site, tmp_path, tsv, message):
    (tmp_path / "html").mkdir()
    (tmp_path / "html/urls.tsv").write_bytes(tsv)
    with pytest.raises(Stop, match=message):
        site(Source("old", folder=tmp_path / "html"))


@pytest.mark.parametrize(("kind", "endings"), [("folder", r"\.xhtml"), ("dumps", r"\.md")])
def test_scrape_stops_at_a_folder_without_pages(site, tmp_path, kind, endings):
    (tmp_path / "page.pdf").touch()
    with pytest.raises(Stop, match=rf"source 'old': no file \*.* or \*{endings} in {tmp_path}"):
        site(Source("old", **{kind: tmp_path}))


def test_scrape_reads_folders_and_dumps(site, tmp_path):
    (tmp_path / "html" / "2026").mkdir(parents=True)
    (tmp_path / "html" / "2026" / "a b.html").write_bytes(b"<p>One</p>")
    (tmp_path / "html" / "c.htm").write_bytes(
        b'<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">'
    )
    (tmp_path / "html" / "urls.tsv").write_text("c.htm\thttps://paper.example/c?fbclid=1\n")
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "d.txt").write_text("A dump", "utf-8")
    folder, dumps = tmp_path / "html", tmp_path / "text"
    sources = (
        Source("old", folder=folder, base_url="https://old.example/archive"),
        Source("dumps", dumps=dumps),
    )
    report = site(*sources)
    assert report.total.fetched == 3
    found = stored(tmp_path)
    assert sorted(found) == [
        "https://old.example/archive/2026/a%20b.html",
        "https://paper.example/c",
        "urn:dateline:dumps:d.txt",
    ]
    assert found["https://paper.example/c"].licence == "CC-BY-4.0"
    page = found["urn:dateline:dumps:d.txt"]
    assert (page.content_type, page.body, page.status) == ("text/plain", b"A dump", None)
    assert page.fetched == NOW
    (dumps / "d.txt").write_text("A longer dump", "utf-8")
    report = site(*sources)
    assert (report.total.fetched, report.total.unchanged) == (1, 2)


def test_scrape_never_asks_the_web_for_a_local_page(server, site, tmp_path):
    server.page("/a.html", "of the web")
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html").write_bytes(b"<p>of the folder</p>")
    local = Source("old", folder=tmp_path / "html", base_url=PAPER)
    report = site(local, Source("paper", urls=urls("a.html")))
    assert report.sources["paper"].found == 0 and server.requests == []
    assert stored(tmp_path)[PAPER + "/a.html"].body == b"<p>of the folder</p>"


def test_scrape_refuses_a_local_file_of_200_mb_unread(site, tmp_path):
    (tmp_path / "html").mkdir()
    with (tmp_path / "html" / "huge.html").open("wb") as stream:
        stream.truncate(200_000_000)
    site(Source("old", folder=tmp_path / "html"))
    assert "has 200,000,000 bytes, the limit is 20,000,000" in details(tmp_path)


def test_scrape_lists_warc_files_in_place(site, tmp_path):
    (tmp_path / "old.warc.gz").touch()
    source = Source("archive", warcs=(str(tmp_path / "*.warc.gz"),))
    report = site(source)
    assert report.warcs == ((tmp_path / "old.warc.gz", source),)


def test_scrape_says_how_far_it_is(server, site):
    seen: list[ScrapeProgress] = []
    server.page("/a", "One")
    report = site(Source("paper", urls=urls("a", "b")), progress=seen.append)
    assert seen[0].phase == "discover"
    last = seen[-1]
    assert (last.found, last.fetched, last.rejected, last.bytes) == (2, 1, 1, report.bytes)


# Where an event loop runs already


def test_scrape_runs_inside_a_running_event_loop(server, site, tmp_path):
    server.page("/a", "One")

    async def cell() -> int:
        return site(Source("paper", urls=urls("a"))).total.fetched

    assert asyncio.run(cell()) == 1
    assert list(stored(tmp_path)) == list(urls("a"))


def test_scrape_inside_a_running_event_loop_raises_what_stops_it(site):
    async def cell() -> None:
        site(Source("old", warcs=("/nowhere/*.warc.gz",)))

    with pytest.raises(Stop, match="no WARC file matches"):
        asyncio.run(cell())
