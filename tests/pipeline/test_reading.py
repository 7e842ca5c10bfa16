from pathlib import Path

import pytest

from dateline.errors import Stop, Usage
from dateline.pipeline.reading import gold_of, read_articles, read_judgements, surroundings
from dateline.project import init, read_project
from dateline.shards import write_lines


def line(annotator: str, kind: str) -> dict[str, object]:
    return {
        "article": "a", "text_sha256": "0" * 64, "layer": "times", "items": [],
        "annotator": {"id": annotator, "kind": kind},
    }  # fmt: skip


def test_read_judgements_of_a_new_project_are_none(tmp_path: Path) -> None:
    init(tmp_path)
    assert read_judgements(read_project(tmp_path)) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ([1], r"ida.jsonl:2: /: \[1\] is not of type object.* dateline validate .*ida.jsonl"),
        ({"article": "a"}, "'annotator' is a required property"),
        ({"dispute": "x"}, "'among' is a required property"),
    ],
)
def test_read_judgements_stops_at_a_line_that_is_none(
    tmp_path: Path, wrong: object, message: str
) -> None:
    init(tmp_path)
    project = read_project(tmp_path)
    write_lines([line("ida", "HUMAN"), wrong], project.judgements / "ida.jsonl")
    with pytest.raises(Stop, match=message):
        read_judgements(project)


def test_read_articles_stops_at_a_line_without_text(tmp_path: Path) -> None:
    write_lines([{"id": "a", "text": "x"}, {"id": "b"}], tmp_path / "articles.jsonl")
    with pytest.raises(
        Stop, match=r"articles.jsonl:2: an article is an object with an id and a text"
    ):
        read_articles([tmp_path / "articles.jsonl"], None, {"a"})


def test_surroundings_outside_of_a_project_are_the_shipped_layers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert surroundings(Path()).project is None and "entities" in surroundings(Path()).layers
    (tmp_path / "dateline.toml").write_text("[corpus]\nname = 3\n")
    with pytest.raises(Usage, match="name = 3 is wrong"):
        surroundings(Path())


def test_gold_of_a_project_leaves_models_out_and_follows_its_rules(tmp_path: Path) -> None:
    init(tmp_path)
    project = read_project(tmp_path)
    write_lines([line("ida", "HUMAN")], project.judgements / "ida.jsonl")
    write_lines([line("grammar", "MODEL")], project.judgements / "grammar.jsonl")
    assert len(gold_of(project).annotations) == 1
    settings = tmp_path / "dateline.toml"
    settings.write_text(settings.read_text() + "\n[gold]\nsingle = false\n")
    assert gold_of(read_project(tmp_path)).annotations == []
