"""Quotation marks: pairs, speeches over paragraphs, apostrophes, and the type of a quote."""

import pytest

from dateline.language.quotation import kind, quoted


def words(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quoted(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“A b,” he said. “C d.”", ["“A b,”", "“C d.”"]),
        ('"A b," he said, "c."', ['"A b,"', '"c."']),
        ("''Yes,'' she said.", ["''Yes,''"]),
        ("'I won't go,' he said. 'Never.'", ["'I won't go,'", "'Never.'"]),
        ("She said ‘meet the parties’ and it’s fine", ["‘meet the parties’"]),
        ("“a ‘b’ c”", ["“a ‘b’ c”"]),
        ("the '80s, the boys’ hats and 'em", []),
        ("„Ja“, sagte er", ["„Ja“"]),
        ("“open “again here” x", ["“open", "“again here”"]),
    ],
)
def test_quoted_pairs_marks(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_quoted_speech_goes_on_in_the_next_paragraph() -> None:
    first, second = quoted("“One.\n\n“Two,” she said.")
    assert (first.closed, first.continues, second.closed) == (False, True, True)


def test_quoted_missing_mark_ends_with_the_paragraph() -> None:
    assert words('He said, "gone.\n\nNext day it was back.') == ['"gone.']


@pytest.mark.parametrize(
    ("content", "expected"),
    [("“A b,”", "DIRECT"), ("that “A b,” or so", "MIXED"), ("all was lost", "INDIRECT")],
)
def test_kind_of_content(content: str, expected: str) -> None:
    text = f"She said {content} today, all was lost"
    start = text.index(content)
    assert kind(text, [(start, start + len(content))], quoted(text)) == expected


@pytest.mark.parametrize("piece", ["“", '"a ', "'a s' ", "‘a", "'s ", "''"])
def test_quoted_comes_to_an_end_of_a_repeated_mark(piece: str) -> None:
    found = quoted(piece * 30_000)
    assert found == sorted(found) and all(one.start < one.end for one in found)
