from __future__ import annotations

import pytest

from dateline.scrape.permissions.robots import MAX_BYTES, product_token, read_robots

URL = "https://a.example/private/page.html"
RULES = b"User-agent: *\nDisallow: /private/*.html$\nCrawl-delay: 3\nRequest-rate: 1/10s\n"


def test_read_robots_follows_wildcards_and_the_end_of_a_path():
    robots = read_robots(200, RULES, "Dateline")
    assert robots.objection(URL) == "robots.txt disallows it to Dateline"
    assert robots.objection(URL + "?page=2") is None


def test_read_robots_prefers_our_own_group():
    rules = b"User-agent: dateline\nAllow: /\n\nUser-agent: *\nDisallow: /"
    assert read_robots(200, rules, "Dateline").objection(URL) is None
    assert read_robots(200, rules, "Other").objection(URL)


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410])
def test_read_robots_allows_all_where_the_file_is_unavailable(status):
    assert read_robots(status, b"", "Dateline").objection(URL) is None


@pytest.mark.parametrize("status", [None, 429, 500, 503])
def test_read_robots_allows_nothing_where_the_file_is_unreachable(status):
    objection = read_robots(status, b"", "Dateline").objection(URL)
    assert objection and objection.startswith("robots.txt could not be read: ")


def test_delay_s_is_the_longest_that_is_asked_for():
    assert read_robots(200, RULES, "Dateline").delay_s == 10.0
    assert read_robots(200, b"User-agent: *\nCrawl-delay: 0.5", "Dateline").delay_s == 0.5
    assert read_robots(200, b"User-agent: *\nCrawl-delay: inf", "Dateline").delay_s == 0.0


def test_read_robots_reads_at_least_500_kib():
    padding = b"# padding\n" * (500 * 1024 // 10)
    assert len(padding) < MAX_BYTES
    assert read_robots(200, padding + RULES, "Dateline").objection(URL)


def test_read_robots_ignores_a_byte_order_mark():
    assert read_robots(200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /", "Dateline").objection(URL)


def test_product_token_is_the_name_without_version_and_contact():
    assert product_token("Dateline/0.1 (+https://gptbot.example)") == "Dateline"
