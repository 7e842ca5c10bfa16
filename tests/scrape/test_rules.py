from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.scrape.permissions.rules import Line, longest, matches, read_lines


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("", "/anything", True),
        ("/", "/anything", True),
        ("/fish", "/fish/salmon.html", True),
        ("/fish", "/Fish", False),
        ("/*.php$", "/folder/filename.php", True),
        ("/*.php$", "/filename.php?parameters", False),
        ("/*.php", "/filename.php/", True),
        ("/fish*.php", "/fishheads/catfish.php?id=2", True),
        ("/exactly$", "/exactly", True),
        ("/exactly$", "/exactly/not", False),
        ("*", "/", True),
        ("/a*$", "/abc", True),
        ("/*b*b", "/ab", False),
        ("/caf%C3%A9", "/café/menu", True),
    ],
)
def test_matches_follows_rfc_9309(pattern, path, expected):
    assert matches(pattern, path) is expected


@given(st.text("ab*$/", max_size=8), st.text("ab/", max_size=10))
def test_matches_agrees_with_a_regular_expression(pattern, path):
    import re

    body, end = (pattern[:-1], r"\Z") if pattern.endswith("$") else (pattern, "")
    expression = "".join(".*" if c == "*" else re.escape(c) for c in body) + end
    assert matches(pattern, path) == bool(re.match(expression, path, re.DOTALL))


def test_longest_is_minus_one_where_nothing_matches():
    assert longest(["/a", "/a/b", "/c/d/e"], "/a/b/c") == 4
    assert longest(["/x"], "/a") == -1


def test_read_lines_knows_whom_a_line_addresses():
    text = """
    License: https://a.example/terms.xml  # for everybody
    User-agent: GPTBot
    User-Agent: CCBot
    Disallow: /
    Crawl-delay: 2

    User-agent: *
    Allow: /
    no colon here
    """
    bots, all_ = frozenset({"gptbot", "ccbot"}), frozenset({"*"})
    assert list(read_lines("\ufeff" + text)) == [
        Line(all_, "license", "https://a.example/terms.xml"),
        Line(bots, "disallow", "/"),
        Line(bots, "crawl-delay", "2"),
        Line(all_, "allow", "/"),
    ]
