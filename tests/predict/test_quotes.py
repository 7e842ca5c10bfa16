"""Quotes by rules: where content, cue and source are, and who speaks."""

from typing import Any

import pytest

from dateline.checks import validate
from dateline.clean import article
from dateline.predict import annotate, predict


def found(text: str, entities: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    page = article(text, "a", "en")
    context = [{"layer": "entities", "items": entities}] if entities else []
    (items,) = predict([page], "quotes", predictor="rules", context=[context])
    return items


def parts(text: str) -> list[tuple[str, str, str | None, str | None]]:
    """(type, content, cue, source) of each quote; the pieces of a content joined by |."""
    rows = []
    for item in found(text):
        pieces = item.get("fragments") or [item]
        content = "|".join(text[piece["start"] : piece["end"]] for piece in pieces)
        cue, source = item.get("cue"), item.get("source")
        rows.append((item["type"], content, cue and cue["text"], source and source["text"]))
    return rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We ran all the way,” said Orla Finch.",
         ("DIRECT", "“We ran all the way,”", "said", "Orla Finch")),
        ("“We ran all the way,” she said. “We fell.”",
         ("DIRECT", "“We ran all the way,”|“We fell.”", "said", "she")),
        ('"We ran," Rep. Ada Rook (G-Elland) said, "and we fell."',
         ("DIRECT", '"We ran,"|"and we fell."', "said", "Rep. Ada Rook (G-Elland)")),
        ("‘We ran all the way,’ said Orla Finch, the mayor.",
         ("DIRECT", "‘We ran all the way,’", "said", "Orla Finch")),
        ("''We ran all the way,'' the mayor said.",
         ("DIRECT", "''We ran all the way,''", "said", "the mayor")),
        ("Orla Finch, the mayor, told reporters, “We ran all the way.”",
         ("DIRECT", "“We ran all the way.”", "told", "Orla Finch")),
        ("“We ran all the way home that night, all of us. — Orla Finch",
         ("DIRECT", "“We ran all the way home that night, all of us. — Orla Finch", None, None)),
        ("The mayor said that they had run all the way.",
         ("INDIRECT", "they had run all the way", "said", "The mayor")),
        ("They had run all the way, Orla Finch said.",
         ("INDIRECT", "They had run all the way", "said", "Orla Finch")),
        ("According to the mayor, they had run all the way.",
         ("INDIRECT", "they had run all the way", "According to", "the mayor")),
        ("They had run all the way, according to Orla Finch.",
         ("INDIRECT", "They had run all the way", "according to", "Orla Finch")),
        ("The mayor said they had run “like hares” that night.",
         ("MIXED", "they had run “like hares” that night", "said", "The mayor")),
    ],
)  # fmt: skip
def test_quotes_content_cue_and_source(text: str, expected: tuple[str, ...]) -> None:
    assert parts(text) == [expected]


def test_quotes_speech_over_paragraphs_is_one_quote() -> None:
    text = "“We ran all the way,” said Finch. “We fell.\n\n“We got up again.”"
    ((kind, content, _, _),) = parts(text)
    assert kind == "DIRECT"
    assert content.endswith("|“We fell.\n\n“We got up again.”") or content.count("|") == 2


@pytest.mark.parametrize("text", ["the so-called “smart” bomb", "It was “done” by noon.", ""])
def test_quotes_words_in_marks_are_none(text: str) -> None:
    assert found(text) == []


def mention(text: str, words: str, number: int, kind: str = "PERSON") -> dict[str, Any]:
    start = text.index(words)
    return {
        "id": f"e{number}", "type": kind, "start": start, "end": start + len(words),
        "text": words, "level": "NAM",
    }  # fmt: skip


def test_quotes_pronoun_speaks_for_the_person_before() -> None:
    text = "Orla Finch left Port Ellery early. “We ran all the way,” she said."
    entities = [mention(text, "Orla Finch", 1), mention(text, "Port Ellery", 2, "GPE")]
    assert found(text, entities)[0]["speaker"] == "e1"


def test_quotes_source_speaks_by_the_name_in_it() -> None:
    text = "“We ran all the way,” said the mayor of Port Ellery, Orla Finch."
    entities = [mention(text, "Port Ellery", 1, "GPE"), mention(text, "Orla Finch", 2)]
    assert found(text, entities)[0]["speaker"] in ("e1", "e2")


def test_quotes_annotation_is_valid() -> None:
    text = "“We ran,” she said. Finch said that “it” was over.\n\n'Never,' he added.\n\n“Open"
    page = article(text, "a", "en")
    ((annotation, _),) = annotate([page], "quotes", predictor="rules")
    assert validate(annotation, page) == []
