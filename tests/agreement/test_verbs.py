"""The verbs, from judgements in a project to gold."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dateline.annotate.gold import gold
from dateline.errors import Usage
from dateline.project import Project, init
from dateline.schema.validator import load_validator
from dateline.scripts.adjudicate import app as adjudicate
from dateline.scripts.agree import app as agree
from dateline.scripts.evaluate import app as evaluate
from dateline.scripts.gold import app as build
from dateline.text import sha256

TEXT = "Mayor Ada Lark met Tom Reed on Friday."
RUN = CliRunner()


def line(who: str, *spans: tuple[str, str]) -> dict[str, Any]:
    items = [
        {"id": f"{at}", "type": kind, "start": TEXT.index(words),
         "end": TEXT.index(words) + len(words), "text": words}
        for at, (words, kind) in enumerate(spans)
    ]  # fmt: skip
    return {
        "article": "a1", "text_sha256": sha256(TEXT), "layer": "entities", "items": items,
        "annotator": {"id": who, "kind": "HUMAN"}, "created": "2026-01-01T00:00:00Z",
    }  # fmt: skip


ADA, TOM = ("Ada Lark", "PERSON"), ("Tom Reed", "PERSON")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    init(tmp_path)
    judged = {"ann": line("ann", ADA, TOM), "bob": line("bob", ADA, ("Tom Reed", "ORG"))}
    for who, judgement in judged.items():
        path = Project(tmp_path).judgements / f"{who}.jsonl"
        path.write_text(json.dumps(judgement) + "\n", "utf-8")
    article = {"id": "a1", "text": TEXT, "blocks": []}
    (tmp_path / "articles.jsonl").write_text(json.dumps(article) + "\n", "utf-8")
    return tmp_path


def run(app: Any, project: Path, *arguments: str, answers: str = "") -> str:
    done = RUN.invoke(app, [*arguments, "--project", str(project)], input=answers)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def test_verbs_lead_from_judgements_to_gold(project: Path) -> None:
    texts = ("--articles", str(project / "articles.jsonl"))
    shown = run(agree, project, *texts, "--samples", "20", "--html", str(project / "a.html"))
    assert "entities: 2 annotators" in shown and "0.500" in shown
    assert "Tom Reed" in (project / "a.html").read_text("utf-8")
    assert "open disagreements: 1" in run(adjudicate, project)
    assert "waiting 1" in run(build, project)
    asked = run(adjudicate, project, "--by", "eve b", *texts, answers="x\n2\n")
    assert "»Tom Reed«" in asked and "a number from 1 to 2" in asked
    (decided,) = (project / "annotations/adjudications").glob("*.jsonl")
    assert decided.name == "eve_b.jsonl"
    assert load_validator("decision").misfits(json.loads(decided.read_text("utf-8"))) == []
    out = project / "gold.jsonl"
    assert "articles with gold 1, items 2, waiting 0" in run(build, project, "--output", str(out))
    told = run(build, project, "--why", "a1", "entities-2")
    assert "became gold by: decision" in told and "decided by eve b" in told
    first = out.read_bytes()
    run(build, project, "--output", str(out))
    assert out.read_bytes() == first
    found = project / "annotations/judgements/ann.jsonl"
    scores = run(evaluate, project, str(out), str(found), *texts, "--samples", "20")
    assert "all labels" in scores
    run(evaluate, project, str(out), str(found), "--against", str(found), "--samples", "20")


@pytest.mark.parametrize(("answers", "end"), [
    ("q\n", "saved 0, open 2"), ("", "saved 0, open 2"), ("s\n1\n", "saved 1, open 1"),
    ("1\nq\n", "saved 1, open 1"), ("1\n2\n", "saved 2, open 0"),
])  # fmt: skip
def test_adjudicate_stops_where_it_is_told_and_counts(
    project: Path, answers: str, end: str
) -> None:
    judgement = line("bob", ("Mayor Ada Lark", "ORG"), ("Tom Reed", "ORG"))
    (Project(project).judgements / "bob.jsonl").write_text(json.dumps(judgement) + "\n", "utf-8")
    asked = run(adjudicate, project, "--by", "eve", answers=answers)
    assert "(1 to 2, s to put it off, q to stop)" in asked
    assert "a1, entities: span, type (one answer decides them all)" in asked
    assert asked.endswith(f"\n{end}\n")


def test_adjudicate_empty_line_repeats_the_question_with_its_choices(project: Path) -> None:
    asked = run(adjudicate, project, "--by", "eve", answers="\nq\n")
    assert asked.count("“Tom Reed” type ORG (1: bob)") == 2


def test_adjudicate_asks_once_about_an_item_that_is_there_twice(project: Path) -> None:
    for who, spans in (("ann", [ADA, TOM, TOM]), ("bob", [ADA])):
        path = Project(project).judgements / f"{who}.jsonl"
        path.write_text(json.dumps(line(who, *spans)) + "\n", "utf-8")
    asked = run(adjudicate, project, "--by", "eve", answers="1\n")
    assert "(one answer decides 2 items that are the same)" in asked
    assert asked.endswith("\nsaved 2, open 0\n")


def test_adjudicate_wants_one_place_to_decide_in(project: Path) -> None:
    done = RUN.invoke(adjudicate, ["--push", "--by", "eve", "--project", str(project)])
    assert isinstance(done.exception, Usage) and "--push and --by" in str(done.exception)
    wrong = RUN.invoke(adjudicate, ["--layer", "claims", "--project", str(project)])
    assert isinstance(wrong.exception, Usage) and "claims" in str(wrong.exception)


def test_gold_of_the_lines_of_a_project_is_that_of_the_library(project: Path) -> None:
    lines = [line("ann", ADA), line("bob", ADA)]
    for judgement in lines:
        path = Project(project).judgements / f"{judgement['annotator']['id']}.jsonl"
        path.write_text(json.dumps(judgement) + "\n", "utf-8")
    out = project / "gold.jsonl"
    run(build, project, "--output", str(out))
    assert [json.loads(out.read_text("utf-8"))] == gold(lines).annotations
