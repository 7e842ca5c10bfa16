"""Times: expressions and their TIMEX3 values, seen from a Wednesday in March."""

import random
from datetime import date
from typing import Any

import pytest

from dateline.predict.times.grammar import times_of

TODAY = date(2026, 3, 18)  # a Wednesday


def found(text: str, today: date | None = TODAY) -> list[dict[str, Any]]:
    return [scored.item for scored in times_of(text, today)]


@pytest.mark.parametrize(
    ("text", "words", "kind", "value"),
    [
        ("It opened on 3 April 2024.", "3 April 2024", "DATE", "2024-04-03"),
        ("On Tuesday, March 17, 2026, it rained.", "Tuesday, March 17, 2026", "DATE", "2026-03-17"),
        ("It closed on Feb. 9.", "Feb. 9", "DATE", "2026-02-09"),
        ("It was closed in December.", "December", "DATE", "2025-12"),
        ("He arrived on Sunday.", "Sunday", "DATE", "2026-03-15"),
        ("They will vote on Sunday.", "Sunday", "DATE", "2026-03-22"),
        ("The truce is to begin on Friday.", "Friday", "DATE", "2026-03-20"),
        ("They met on Wednesday.", "Wednesday", "DATE", "2026-03-18"),
        ("It fell yesterday.", "yesterday", "DATE", "2026-03-17"),
        ("It fell last week.", "last week", "DATE", "2026-W11"),
        ("It will open next month.", "next month", "DATE", "2026-04"),
        ("It rose this year.", "this year", "DATE", "2026"),
        ("It fell two years ago.", "two years ago", "DATE", "2024"),
        ("in the 1990s", "the 1990s", "DATE", "199"),
        ("of the 20th century", "the 20th century", "DATE", "19"),
        ("In the summer of 2012 it burned.", "summer of 2012", "DATE", "2012-SU"),
        ("the third quarter of 2025", "the third quarter of 2025", "DATE", "2025-Q3"),
        ("the attacks of 9/11", "9/11", "DATE", "2001-09-11"),
        ("on Christmas Eve", "Christmas Eve", "DATE", "2025-12-24"),
        ("at 6am on Sunday, 8 March", "6am on Sunday, 8 March", "TIME", "2026-03-08T06:00"),
        ("It burned on Monday night.", "Monday night", "TIME", "2026-03-16TNI"),
        ("at 10.45 p.m.", "10.45 p.m.", "TIME", "2026-03-18T22:45"),
        ("It lasted 11 days.", "11 days", "DURATION", "P11D"),
        ("It took 90 minutes.", "90 minutes", "DURATION", "PT90M"),
        ("over the past three years", "the past three years", "DURATION", "P3Y"),
        ("every Friday", "every Friday", "SET", "XXXX-WXX-5"),
        ("every two weeks", "every two weeks", "SET", "P2W"),
    ],
)  # fmt: skip
def test_times_expression_has_its_value(text: str, words: str, kind: str, value: str) -> None:
    (item,) = found(text)
    assert (item["text"], item["type"], item["value"]) == (words, kind, value)


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("early on Tuesday", "START"),
        ("late last year", "END"),
        ("mid-March", "MID"),
        ("the end of the month", "END"),
        ("about 11 days", "APPROX"),
        ("more than 14 hours", "MORE_THAN"),
        ("shortly before 5am", "BEFORE"),
    ],
)
def test_times_modifier_is_in_the_span(text: str, modifier: str) -> None:
    (item,) = found(text)
    assert (item["text"], item["modifier"]) == (text, modifier)


@pytest.mark.parametrize(
    "text",
    ["It may march on.", "won 2-1", "2000 people came", "the second man", "a 50-year-old man",
     "Smith, 45, said", "at a cost of $2024"],
)  # fmt: skip
def test_times_other_words_are_none(text: str) -> None:
    assert found(text) == []


def test_times_without_a_publication_date_have_no_relative_value() -> None:
    last, week = found("It fell last week and on 3 April 2024.", None)
    assert "value" not in last and week["value"] == "2024-04-03"


@pytest.mark.parametrize("piece", ["May ", "the ", "every ", "last ", "10:", "'90s ", "early "])
def test_times_come_to_an_end_of_a_repeated_piece(piece: str) -> None:
    text = piece * 2_000
    items = [scored.item for scored in times_of(text, TODAY)]
    assert all(text[item["start"] : item["end"]] == item["text"] for item in items)


def test_times_any_text_gives_slices() -> None:
    pieces = [
        "May",
        " ",
        "2",
        "31",
        "the",
        "last",
        "week",
        "of",
        ",",
        ".",
        "5",
        "am",
        "'",
        "s",
        "1990",
        "Feb",
        "on",
    ]
    rng = random.Random(3)
    for _ in range(400):
        text = "".join(rng.choices(pieces, k=50))
        for item in found(text):
            assert text[item["start"] : item["end"]] == item["text"]
