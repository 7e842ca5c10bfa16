from pathlib import Path

import pytest

from dateline.errors import Stop
from dateline.project import CorpusSettings, Project
from dateline.publish.datasheet import QUESTIONS, blank, fill, unanswered

ROOT = Path(__file__).parents[2]


def test_questions_are_those_of_the_published_template() -> None:
    counts = [len(questions) - 1 for questions in QUESTIONS.values()]  # without "other comments"
    assert counts == [3, 15, 11, 3, 5, 6, 7]


def test_blank_answers_nothing() -> None:
    assert len(unanswered(blank(CorpusSettings(name="boats")))) == 57


def test_publish_writes_the_numbers(built: Project) -> None:
    text = (built.dist / "DATASHEET.md").read_text("utf-8")
    assert "Of <!-- n:articles -->11<!-- /n --> articles." in text
    assert unanswered(text) == []


def test_fill_names_an_unknown_number(built: Project) -> None:
    known = {"rights": [], "published": [None, None], "version": "1", "words": 1, "languages": {}}
    known |= {"judgements": {}, "layers": {}, "bio": {"spans": 0, "lost": {}}, "leaks": []}
    with pytest.raises(Stop, match="there is no number 'boats'"):
        fill("<!-- n:boats -->1<!-- /n -->", {**known, "rows": {}})


def test_datasheet_of_the_repository_answers_every_question() -> None:
    assert unanswered((ROOT / "DATASHEET.md").read_text("utf-8")) == []
