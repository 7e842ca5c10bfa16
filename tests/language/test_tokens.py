from hypothesis import example, given
from hypothesis import strategies as st

from dateline.language.tokens import sentences, tokens
from dateline.text import inside_graphemes, normalise


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens(text)]


def test_tokens_cuts_off_suffixes_elisions_and_hyphens() -> None:
    assert words("Quell’s U.S.-led bid") == ["Quell", "’s", "U.S.", "-", "led", "bid"]
    assert words("l’Assemblée d'Ostra") == ["l’", "Assemblée", "d'", "Ostra"]
    assert words("O’Brien can't pay €4,000.50…")[1:] == ["can't", "pay", "€", "4,000.50", "…"]


def test_tokens_keeps_graphemes_whole() -> None:
    assert words("👩‍🚒 ran") == ["👩‍🚒", "ran"]
    assert words("हिन्दी में") == ["हिन्दी", "में"]


def test_tokens_counts_code_points() -> None:
    assert tokens("a 😀 b") == [(0, 1), (2, 3), (4, 5)]


@given(st.text().map(normalise))
@example(" \u0300")
def test_tokens_cover_everything_but_white_space(text: str) -> None:
    found = tokens(text)
    covered = "".join(text[a:b] for a, b in found)
    assert "".join(covered.split()) == "".join(text.split())
    assert not {start for start, _ in found} & inside_graphemes(text)


def test_sentences_knows_abbreviations_and_closing_marks() -> None:
    text = "Mr. Quell of the U.S. Navy left at 5 p.m. He said: “Go.” They went.\n\nNo stop here"
    found = [text[a:b] for a, b in sentences(text)]
    first = "Mr. Quell of the U.S. Navy left at 5 p.m."
    assert found == [first, "He said: “Go.”", "They went.", "No stop here"]


def test_sentences_ends_with_a_block() -> None:
    blocks = [{"start": 0, "end": 8}, {"start": 9, "end": 15}]
    assert sentences("Boats at sea no", blocks) == [(0, 8), (9, 15)]
