"""Text dumps as the tools make them that people have: lines broken or in pieces, marks, links."""

import textwrap
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.clean import body, clean_text
from dateline.clean.lines import count_words, linked, one_line, read_lines
from dateline.clean.textdump import page_title

HEADLINE = "Ferry to Skerry Island sails again after a winter in the yard"
MENU = ["Home", "News", "Council", "Sport", "Letters", "Weather", "My account", "Search"]
TOLD = [
    "The ferry to Skerry Island left the old quay at seven on Monday morning with forty passengers "
    "on board, eleven weeks after a cracked shaft had put it into the yard.",
    "“We had begun to count the days in tins of soup,” said Berit Aune, who keeps the shop on the "
    "island and had ordered bread from the mainland for the first time since January.",
    "The repair cost the county 2.4 million crowns, twice what the yard had named in December, and "
    "the council will ask on Thursday who is going to pay for the second half of it.",
    "A smaller boat had carried mail and medicine during the winter, but neither cars nor cattle, "
    "and three farmers told the paper that they had sold animals which they wanted to keep.",
    "From Friday the ferry will sail four times a day, as it did last year, and once more on "
    "Sunday evenings when pupils return to their school in town.",
]
FOOT = ["About the paper", "Privacy", "Advertise with us", "© The Skerry Post"]


def broken(width: int, indent: str) -> str:
    """As a browser of the terminal shows it."""
    menu = "\n".join(f"{indent}  * {name}" for name in MENU)
    told = [textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent)
            for text in (HEADLINE, *TOLD)]  # fmt: skip
    return "\n\n".join([menu, *told, "\n".join(f"{indent}  * {name}" for name in FOOT)])


def in_one_line() -> str:
    return " ".join([f"{HEADLINE} | The Skerry Post", *MENU, HEADLINE, *TOLD, *FOOT])


def in_pieces() -> str:
    """Links inside paragraphs on lines of their own."""
    told = "\n".join(TOLD)
    for link in ("old quay", "cracked shaft", "Berit Aune", "three farmers"):
        told = told.replace(f" {link} ", f"\n{link}\n")
    return "\n".join([f"{HEADLINE} | The Skerry Post", *MENU, HEADLINE, told, *FOOT])


def markdown() -> str:
    menu = "\n".join(f"  * [{name}](/{name.lower()})" for name in MENU)
    told = "\n\n".join(TOLD).replace("Berit Aune", "[Berit Aune](/people/berit_(aune))")
    foot = "\n".join(f"  * [{name}](/about)" for name in FOOT)
    return f"{menu}\n\n# {HEADLINE}\n\n![The quay](/quay.jpg)\n\n{told}\n\n{foot}\n"


@pytest.mark.parametrize(
    "dump", [broken(72, ""), broken(80, "   "), broken(100, " "), in_pieces(), markdown()]
)
def test_paragraphs_are_whole_and_alone(dump: str) -> None:
    made = clean_text(dump)
    assert body(made, subheadings=True).split("\n\n") == TOLD
    assert made["title"] == HEADLINE


def test_a_dump_of_one_line_is_cut_into_sentences() -> None:
    made = clean_text(in_one_line())
    kept = body(made)
    assert made["title"] == HEADLINE
    assert all(text in kept for text in TOLD)
    assert HEADLINE not in kept


@pytest.mark.parametrize("make", [lambda: broken(72, "  "), in_pieces, markdown, in_one_line])
def test_raw_offsets_reach_around_each_block(make: Callable[[], str]) -> None:
    dump = make()
    made = clean_text(dump)
    for block in made["blocks"]:
        raw = dump[block["raw_start"] : block["raw_end"]]
        assert one_line(raw) == made["text"][block["start"] : block["end"]]


def test_signs_of_lists_and_headings_are_told_from_the_text() -> None:
    dump = "# Boats\n\n* one\n  + two\n- said he\n+1 for that\n#tag\n"
    assert [(line.mark, dump[line.start : line.end]) for line in read_lines(dump, 99)] == [
        ("#", "Boats"), ("*", "one"), ("+", "two"), ("", "- said he"), ("", "+1 for that"),
        ("", "#tag"),
    ]  # fmt: skip


PARAGRAPH = st.lists(st.text("abcdefg", min_size=1, max_size=9), min_size=40, max_size=80)


@given(st.lists(PARAGRAPH, min_size=3, max_size=6), st.integers(40, 120), st.integers(0, 5))
def test_broken_paragraphs_are_one_line_again(
    paragraphs: list[list[str]], width: int, indent: int
) -> None:
    texts = [" ".join(words) for words in paragraphs]
    space = " " * indent
    dump = "\n\n".join(
        textwrap.fill(text, width, initial_indent=space, subsequent_indent=space) for text in texts
    )
    lines = [one_line(dump[line.start : line.end]) for line in read_lines(dump, 10_000)]
    assert lines == texts


@pytest.mark.parametrize("dump", ["\n".join(TOLD), "\n".join(MENU * 9), "\n".join("a b c" * 40)])
def test_lines_that_were_not_broken_stay(dump: str) -> None:
    lines = [dump[line.start : line.end] for line in read_lines(dump, 10_000)]
    assert lines == [line.strip() for line in dump.split("\n") if line.strip()]


def test_chinese_is_joined_without_spaces() -> None:
    told = "渡轮在修理十一周之后于星期一早上再次驶向岛屿，船上共有四十名乘客。" * 4
    dump = "\n\n".join("\n".join(textwrap.wrap(told, 40)) for _ in range(3))
    assert [one_line(dump[a:b]) for a, b, *_ in read_lines(dump, 99)] == [told] * 3


@pytest.mark.parametrize(
    ("text", "shown", "in_links"),
    [
        ("see [the quay](/quay \"Quay\") now", "see the quay now", 8),
        ("![a boat](/boat.jpg) [one](/a_(b)) [two](<x>)", "one two", 6),
        ("an [aside] (in brackets), a[1](2)", "an [aside] (in brackets), a1", 1),
        ("[open](never", "[open](never", 0),
    ],
)  # fmt: skip
def test_links_of_markdown_leave_their_labels(text: str, shown: str, in_links: int) -> None:
    assert (one_line(text), linked(text)) == (shown, in_links)


@pytest.mark.parametrize(
    "line", ["Skip to main content", "* Home", "Menu", "#alternate", "Home News"]
)
def test_the_first_line_of_a_menu_is_no_title(line: str) -> None:
    assert page_title("\n".join([line, *MENU, *TOLD])) == ""


def test_count_words_takes_two_wide_characters_for_one() -> None:
    assert (count_words("two words"), count_words("渡轮再次驶向")) == (2, 3)
