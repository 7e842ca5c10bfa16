import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import text as texts


def test_normalise_composes_and_unifies_line_ends() -> None:
    assert (
        texts.normalise("Ma\u0301rta\r\nand\rothers\u2028here\x00\ufeff")
        == "Márta\nand\nothers\nhere"
    )


@given(st.text(st.characters(codec=None)))
def test_normalise_is_idempotent_and_encodable(text: str) -> None:
    once = texts.normalise(text)
    assert texts.normalise(once) == once
    once.encode()


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("plain", set()),
        ("e\u0324x", {1}),
        ("👨\u200d👩\u200d👧", {1, 2, 3, 4}),
        ("🇫🇷🇩🇪", {1, 3}),
        ("👍🏽", {1}),
        ("☂️", {1}),
        ("\u0301", set()),
    ],
)
def test_inside_graphemes_finds_the_places_that_cut(text: str, inside: set[int]) -> None:
    assert texts.inside_graphemes(text) == inside


@given(
    st.text(alphabet="a \n\u0301\u200d👍🏽🇫🇷", max_size=20), st.integers(0, 20), st.integers(0, 20)
)
def test_inside_graphemes_of_a_part_are_those_of_the_text(text: str, start: int, end: int) -> None:
    whole = texts.inside_graphemes(text)
    part = texts.inside_graphemes(text, start, end)
    assert {at for at in part if start <= at < end} == {at for at in whole if start <= at < end}


@given(st.text(alphabet="aé漢 \n", max_size=40))
def test_inside_graphemes_is_empty_for_composed_text(text: str) -> None:
    assert not texts.inside_graphemes(unicodedata.normalize("NFC", text))
