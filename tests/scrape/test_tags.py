from __future__ import annotations

import pytest

from dateline.scrape.permissions.tags import Tag, read_tags


def test_read_tags_understands_quotes_entities_and_case():
    page = b"""<META NAME="robots" Content='noai, "x"'><link rel=license href=/a?b&amp;c />
    <meta name = "tdm-reservation" content=1><metadata name="no">"""
    assert list(read_tags(page)) == [
        Tag("meta", {"name": "robots", "content": 'noai, "x"'}),
        Tag("link", {"rel": "license", "href": "/a?b&c"}),
        Tag("meta", {"name": "tdm-reservation", "content": "1"}),
    ]


def test_read_tags_steps_over_comments_scripts_and_styles():
    page = b"""<!-- <meta name="a"> --><style><meta name="b"></style>
    <script type="x" data-a=">">if (a < 1) "<meta name='c'>"</script><meta name="d">"""
    assert list(read_tags(page)) == [
        Tag("script", {"type": "x", "data-a": ">"}, "if (a < 1) \"<meta name='c'>\""),
        Tag("meta", {"name": "d"}),
    ]


def test_read_tags_finds_a_tag_behind_an_unpaired_quotation_mark():
    page = b"""<meta name="description" content="so "called"><meta name="robots" content="noai">"""
    assert Tag("meta", {"name": "robots", "content": "noai"}) in list(read_tags(page))


def test_read_tags_reads_utf_16():
    page = '\ufeff<meta name="robots" content="noai">'.encode("utf-16-le")
    assert list(read_tags(page)) == [Tag("meta", {"name": "robots", "content": "noai"})]


@pytest.mark.parametrize(
    "piece",
    [
        b"<meta '",
        b"<!--",
        b"<script>",
        b"<script ",
        b'<meta a="',
        b"<div>",
        b"<meta a=b ",
        b"<meta ='",
        b"<meta = ",
    ],
)
def test_read_tags_comes_to_an_end_of_a_repeated_piece(piece):
    """In 0.02 to 0.1 s; by the square of the length it would be hours."""
    many = 2_000_000 // len(piece)
    assert sum(1 for _ in read_tags(piece * many)) <= many
