"""Bad input: an article, a reject or a stop with a reason, never another exception, in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.clean import clean, clean_text
from dateline.clean.html import parse
from dateline.errors import DatelineError, Reject

TAGS = ("div", "p", "a", "b", "table", "td", "li", "br", "h1", "blockquote", "script", "svg", "br/")
SAID = (
    "The boats came in at seven on Tuesday, the port authority said, two hours late.",
    "Nobody was hurt when the ferry struck the quay, but six cars were damaged, said the police.",
    "The captain told the court that the fog had come down within minutes.",
    "Repairs will cost 2 million crowns, according to the council, which owns the quay.",
)
MARKUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
        st.sampled_from(["<!--", "-->", "<![CDATA[", "&amp;", "&#0;", "\x00", '<a href="', '">']),
        st.text(max_size=40),
    ),
    max_size=60,
).map("".join)


def outcome(call: object, page: str | bytes) -> str:
    try:
        call(page, "https://x.example/a", min_words=1)  # type: ignore[operator]
    except DatelineError as error:
        return type(error).__name__
    return "article"


@settings(max_examples=150, deadline=None)
@given(st.one_of(MARKUP, MARKUP.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_clean_survives_any_markup(page: str | bytes) -> None:
    assert outcome(clean, page) in ("article", "Reject")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_clean_survives_any_bytes(page: bytes) -> None:
    assert outcome(clean, page) in ("article", "Reject")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=600))
def test_clean_text_survives_any_text(dump: str) -> None:
    assert outcome(clean_text, dump) in ("article", "Reject")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=12))
def test_clean_text_offsets_slice_the_dump(lines: list[str]) -> None:
    dump = "\n".join(lines)
    try:
        made = clean_text(dump, min_words=1)
    except Reject:
        return
    for block in made["blocks"]:
        raw = dump[block["raw_start"] : block["raw_end"]]
        assert raw == raw.strip()
        assert raw


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + "deep",
        "<p>" * 50_000,
        "<b>" * 50_000 + "bold",
        "<table><tr><td>" * 5_000 + "cell",
        "<p>word word word. " * 20_000,
        "<li><a href='/x'>" + "link " * 8 + "</a>" * 2,
        "<!--" * 50_000,
        '<a href="' * 50_000,
        "<br>" * 100_000,
        "x" * 1_000_000,
        "<p>" + "same five words again here " * 40_000,
        "<div>" * 50_000 + "deep" + "</div>" * 50_000,
        "<td>cell" * 60_000,
        '<script type="application/ld+json">{"a":"b" "c":' + '"b" "c":' * 60_000 + "</script>x",
        '<script type="application/ld+json">{"a": "b"' + "\n" * 500_000 + "</script>x",
        '<script type="application/ld+json">{' + '"a": "' * 100_000 + "</script>x",
        "<title>" + "Site | " * 100_000 + "</title><h1>Boats</h1>",
        '<h1>Boats</h1><p class="byline">By ' + "Jo Vik, " * 50_000 + "</p><p>" + SAID[0] * 9,
        "<p " + " ".join(f"a{number}" for number in range(100_000)) + ">text",
    ],
    ids=lambda page: page[:12],
)
def test_clean_is_not_caught_by(page: str) -> None:
    assert outcome(clean, page) in ("article", "Reject")


@pytest.mark.parametrize("value", ["", '=""', "=x", "='>'", '="<>"'])
def test_parse_leaves_out_the_attributes_of_a_tag_with_thousands(value: str) -> None:
    many = " ".join(f"a{number}{value}" for number in range(9_000))
    tree = parse(f"<p id=a>before</p><p id=b {many}>in it</p><p id=c>after</p>")
    assert [node.text() for node in tree.css("p")] == ["before", "in it", "after"]
    assert [node.id for node in tree.css("p")] == ["a", None, "c"]


def test_parse_keeps_a_long_attribute() -> None:
    data = "data > words " * 9_000
    tree = parse(f'<div data-all="{data}" id=long>text</div>')
    assert tree.css_first("#long").attributes["data-all"] == data


@pytest.mark.parametrize("call", [clean, clean_text])
def test_clean_stores_any_address(call: Callable[..., dict[str, Any]]) -> None:
    said = SAID if call is clean_text else [f"<p>{sentence}</p>" for sentence in SAID]
    page = "\n".join(["<h1>Boats</h1>" if call is clean else "Boats late, and a hit quay", *said])
    assert call(page, "no address \udcb2", min_words=1)["url"] == "no address ?"


@pytest.mark.parametrize("dump", ["aB" * 200_000, "a|" * 200_000, "Title here\n" * 30_000])
def test_clean_text_is_not_caught_by(dump: str) -> None:
    assert outcome(clean_text, dump) == "Reject"


def test_clean_says_how_many_blocks_are_too_many() -> None:
    with pytest.raises(Reject, match="NOT_AN_ARTICLE: 20,000 blocks or more"):
        clean("<h1>Boats</h1>" + "<p>x</p>" * 20_000)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1252">', "windows-1252"),
        ('<meta charset="iso-8859-1">', "windows-1252"),
        ('<meta charset="utf-8">', "windows-1252"),  # a wrong declaration
        ('<meta charset="iso-8859-1">', "utf-8"),  # another
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ('<meta charset="shift_jis">', "shift_jis"),
    ],
)
def test_clean_finds_the_charset(head: str, encoding: str) -> None:
    word = "港" if encoding == "shift_jis" else "Måløy"
    paragraphs = "".join(f"<p>{said} {word} lies on the coast.</p>" for said in SAID)
    page = f"<html><head>{head}</head><body><h1>Boats</h1>{paragraphs}</body></html>"
    assert word in clean(page.encode(encoding, "xmlcharrefreplace"))["text"]
