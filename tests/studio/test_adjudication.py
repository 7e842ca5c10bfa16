"""Disagreements to Label Studio as a project, and back as decisions and gold."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dateline
from dateline.annotate.cases import cases
from dateline.annotate.gold import gold
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.desk import find_desk
from dateline.checks import annotation_sha256, check_lines
from dateline.convert.polnear import read_polnear
from dateline.pipeline.reading import gold_of, read_judgements
from dateline.schema.validator import load_validator

from .conftest import Studio
from .judges import harbour, judgements
from .proxy import Proxy
from .settling import Place, push, queue, submit

POLNEAR = Path(__file__).parents[3] / "shared/data/polnear/annotator-training"


@pytest.mark.studio
def test_adjudication_end_to_end(
    place: Callable[..., Place], admin: Server, people: dict[str, Server]
) -> None:
    articles = harbour(2)
    here = place(articles, judgements(articles))
    code, shown = push(here)
    assert code == 0, shown
    desk = find_desk(admin, here.title)
    assert desk["model_version"] == "proposal"
    tasks = queue(admin, here)
    assert [sorted(task["by"]) for task in tasks] == [["anna", "boris", "cleo", "proposal"]] * 2
    # The first article as it was proposed, the second as cleo has it, without her first region.
    submit(people["boris"], tasks[0], tasks[0]["by"]["proposal"]["result"], "proposal")
    results = tasks[1]["by"]["cleo"]["result"]
    entity = next(one["id"] for one in results if one["from_name"] == "entities")
    results = [
        one for one in results
        if entity not in (one.get("id"), one.get("from_id"), one.get("to_id"))
    ]  # fmt: skip
    submit(people["boris"], tasks[1], results, "cleo")
    code, shown = here.verb("pull", "--title", here.title)
    assert code == 0, shown
    lines = here.adjudications()
    whole = [line for line in lines if "dispute" not in line]
    decided = [line for line in lines if "dispute" in line]
    assert {line["annotator"]["id"] for line in lines} == {"boris"}
    assert len(whole) == 4
    expected = cases(judgements(articles))
    assert len(decided) >= sum(len(case.differences) for case in expected)
    assert all(load_validator("decision").misfits(line) == [] for line in decided)
    for article in articles:
        mine = [line for line in whole if line["article"] == article["id"]]
        assert [p for found in check_lines(mine, article) for p in found] == []
    assert here.verb("adjudicate")[1].startswith("open disagreements: 0")
    first = here.gold()
    built = gold_of(here.project)
    assert (built.awaiting, built.lost, len(built.annotations)) == ([], [], 4)
    assert gold(list(reversed(read_judgements(here.project)))).annotations == built.annotations

    files = {path: path.read_bytes() for path in here.project.adjudications.glob("*.jsonl")}
    code, shown = here.verb("pull", "--title", here.title)
    assert code == 0, shown
    (here.project.work / "studio").rename(here.project.work / "forgotten")
    code, shown = here.verb("pull", "--title", here.title)
    assert code == 0, shown
    assert {path: path.read_bytes() for path in files} == files
    assert here.gold() == first

    taken = next(one for one in decided if one["item"] and len(one["among"]) > 1)
    told = here.verb("gold", "--why", taken["article"], taken["item"])[1]
    assert "decided by boris" in told and "cleo" in told and "anna" in told


@pytest.mark.studio
def test_layers_are_settled_one_after_the_other(place: Callable[..., Place], admin: Server) -> None:
    articles = harbour(1)
    here = place(articles, judgements(articles))
    code, shown = push(here, "--layer", "quotes")
    assert "quotes waits: it refers to entities" in shown
    for layer in ("entities", "quotes"):
        passed = here._replace(title=f"{here.title} {layer}")
        code, shown = push(passed, "--layer", layer)
        assert code == 0, shown
        [task] = queue(admin, passed)
        submit(admin, task, task["by"]["proposal"]["result"], "proposal")
        code, shown = passed.verb("pull", "--title", passed.title)
        assert code == 0, shown
    built = gold_of(here.project)
    assert (built.lost, built.awaiting) == ([], [])
    entities, quotes = built.annotations
    speakers = {item["speaker"] for item in quotes["items"] if item.get("speaker")}
    assert speakers and speakers <= {item["id"] for item in entities["items"]}
    whole = {line["layer"]: line for line in here.adjudications() if "dispute" not in line}
    assert whole["quotes"]["context"] == {"entities": annotation_sha256(entities)}


@pytest.mark.studio
def test_a_decision_can_be_changed_and_taken_back(
    place: Callable[..., Place], admin: Server
) -> None:
    articles = harbour(1)
    here = place(articles, judgements(articles))
    push(here)
    [task] = queue(admin, here)
    number = submit(admin, task, task["by"]["anna"]["result"], "anna")
    here.verb("pull", "--title", here.title)
    first = here.gold()
    changed = {"result": task["by"]["boris"]["result"]}
    admin.call("PATCH", f"api/annotations/{number}/", json=changed)
    here.verb("pull", "--title", here.title)
    assert here.gold() != first
    revisions = {line["revision"] for line in here.adjudications() if "dispute" in line}
    assert revisions == {1, 2}
    admin.call("DELETE", f"api/tasks/{task['id']}/")
    code, shown = here.verb("pull", "--title", here.title)
    assert code == 0, shown
    assert here.gold() == b"", "nothing is settled any more"
    assert "disagreements" in here.verb("adjudicate")[1]
    assert "new tasks           1" in push(here)[1]


@pytest.mark.studio
def test_a_judgement_that_changes_makes_a_new_task_of_one_that_nobody_began(
    place: Callable[..., Place], admin: Server
) -> None:
    articles = harbour(2)
    lines = judgements(articles)
    here = place(articles, lines)
    push(here)
    before = queue(admin, here)
    submit(admin, before[1], before[1]["by"]["anna"]["result"], "anna")
    for line in lines:
        if line["annotator"]["id"] == "cleo":
            line["items"] = line["items"][:-1]
    place(articles, lines)
    code, shown = push(here)
    assert code == 0, shown
    after = queue(admin, here)
    assert before[0]["id"] not in [task["id"] for task in after]
    assert before[1]["id"] in [task["id"] for task in after], "work is never deleted"
    assert "to be deleted by hand" in shown
    assert len(after) == 3


@pytest.mark.studio
def test_an_arrow_to_nothing_is_quarantined_until_it_is_put_right(
    place: Callable[..., Place], admin: Server
) -> None:
    articles = harbour(1)
    here = place(articles, judgements(articles))
    push(here)
    [task] = queue(admin, here)
    results = task["by"]["proposal"]["result"]
    arrow = next(one for one in results if one["type"] == "relation")
    broken = [one for one in results if one.get("id") != arrow["to_id"]]
    number = submit(admin, task, broken, "proposal")
    code, shown = here.verb("pull", "--title", here.title)
    assert (code, "ends at nothing" in shown) == (1, True)
    assert here.adjudications() == []
    admin.call("PATCH", f"api/annotations/{number}/", json={"result": results})
    code, shown = here.verb("pull", "--title", here.title)
    assert code == 0, shown
    assert here.adjudications() != []


@pytest.mark.studio
def test_a_server_that_fails_in_the_middle_is_named_and_a_repetition_completes(
    place: Callable[..., Place], admin: Server, studio: Studio, monkeypatch: Any
) -> None:
    articles = harbour(2)
    here = place(articles, judgements(articles))
    failing = {"import"}

    def plan(method: str, path: str, n: int) -> str | None:
        return "cut" if path.rstrip("/").rpartition("/")[2] in failing else None

    with Proxy(studio.running.url, plan) as url:
        monkeypatch.setenv("LABEL_STUDIO_URL", url)
        code, shown = push(here)
        assert (code, "run the same command again" in shown) == (1, True), shown
        failing.clear()
        code, shown = push(here)
        assert code == 0, shown
        tasks = queue(admin, here)
        assert len(tasks) == 2
        for task in tasks:
            submit(admin, task, task["by"]["proposal"]["result"], "proposal")
        failing.add("tasks")
        code, shown = here.verb("pull", "--title", here.title)
        assert (code, "run the same command again" in shown) == (1, True), shown
        failing.clear()
        code, shown = here.verb("pull", "--title", here.title)
        assert code == 0, shown
    assert len([line for line in here.adjudications() if "dispute" not in line]) == 4


@pytest.mark.studio
@pytest.mark.shared
@pytest.mark.skipif(not POLNEAR.is_dir(), reason=f"needs {POLNEAR}")
def test_the_articles_of_six_annotators_are_adjudicated(
    place: Callable[..., Place], admin: Server
) -> None:
    imported = list(read_polnear(POLNEAR, dateline.article))
    lines = [annotation for one in imported for annotation in one.annotations]
    here = place([one.article for one in imported], lines)
    code, shown = push(here)
    assert code == 0, shown
    tasks = queue(admin, here)
    assert (len(tasks), {len(task["by"]) for task in tasks}) == (4, {7})
    for task in tasks:
        submit(admin, task, task["by"]["proposal"]["result"], "proposal")
    code, shown = here.verb("pull", "--title", here.title)
    assert code == 0, shown
    open_ = sum(len(case.differences) for case in cases(lines))
    assert sum("dispute" in line for line in here.adjudications()) == open_ > 50
    first = here.gold()
    built = gold_of(here.project)
    assert (len(built.annotations), built.awaiting) == (4, [])
    assert here.gold() == first
