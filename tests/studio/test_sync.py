"""Push, annotate as two people, pull: on a real server, compared item by item."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from dateline.annotate.judgements import Journal, read_lines
from dateline.annotate.standing import standing
from dateline.annotate.studio.accounts import add_account
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.deal import Shown, deal
from dateline.annotate.studio.desk import Desk, open_desk
from dateline.annotate.studio.progress import Progress, progress_of
from dateline.annotate.studio.pull import Mark, Pulled, pull
from dateline.annotate.studio.push import Pushed, articles_of, push, share_out
from dateline.annotate.studio.sync import pull_into, quarantine_file
from dateline.annotate.studio.tasks import to_results
from dateline.errors import Stop, Usage
from dateline.project import Project

from .conftest import Studio
from .examples import ARTICLE, NAMES, TEXT, annotation, annotations, items

pytestmark = pytest.mark.studio

NewDesk = Callable[..., tuple[dict[str, Any], Desk]]


def article(name: str, text: str = TEXT) -> dict[str, Any]:
    from dateline import text as texts

    return {**ARTICLE, "id": name, "text": text, "text_sha256": texts.sha256(text)}


def view(name: str) -> Shown:
    return Shown([{**one, "article": name} for one in annotations()], (), 0.6)


def send(
    server: Server, project: dict[str, Any], desk: Desk, names: list[str], **options: Any
) -> Pushed:
    tasks = deal([article(name) for name in names], desk, **{"shown": view, **options})
    return push(server, project["id"], tasks)


def task_of(server: Server, project: dict[str, Any], name: str) -> dict[str, Any]:
    fields = "id,meta,predictions,result,model_version,annotations,ground_truth,completed_by"
    tasks = server.tasks(project["id"], fields)
    return next(task for task in tasks if task["meta"]["article"] == name)


def annotate(
    server: Server, task: dict[str, Any], results: list[dict[str, Any]], **more: Any
) -> int:
    path = f"api/tasks/{task['id']}/annotations/"
    made = server.call("POST", path, json={"result": results, "lead_time": 30.0, **more})
    return int(made["id"])


def fetch(server: Server, project: dict[str, Any], journal: Journal, mark: Mark) -> Pulled:
    fresh = server.call("GET", f"api/projects/{project['id']}/")
    found = pull(server, fresh, journal, mark)
    journal.flush()
    return found


def lines(here: Project, who: str) -> list[Any]:
    return list(standing(read_lines(here.judgements / f"{who}.jsonl")).values())


def test_what_two_people_said_comes_back_item_by_item(
    admin: Server, people: dict[str, Server], new_desk: NewDesk, folder: Any
) -> None:
    project, desk = new_desk(*NAMES, overlap=2)
    assert send(admin, project, desk, ["a1"]).made == 1
    task = task_of(admin, project, "a1")
    shown = task["predictions"][0]["result"]
    annotate(people["anna"], task, shown)
    fewer = [one for one in annotations() if one["layer"] != "events"]
    annotate(people["boris"], task, to_results(fewer))
    here = Project(folder)
    pulled = pull_into(here, admin, [project])[project["title"]]
    assert (pulled.taken, pulled.lines, pulled.repairs) == (2, 10, [])
    assert items(lines(here, "anna")) == items(annotations())
    nothing = annotation("events", [], clusters=[])
    assert items(lines(here, "boris")) == items([*fewer, nothing])
    assert {line["seconds"] for line in lines(here, "anna")} == {6.0}, "30 s over five layers"


def test_push_twice_makes_nothing_twice(admin: Server, new_desk: NewDesk) -> None:
    project, desk = new_desk("times", "entities", "quotes", "figures", "events")
    names = [f"a{n}" for n in range(5)]
    first = send(admin, project, desk, names[:3])
    second = send(admin, project, desk, names)
    third = send(admin, project, desk, names)
    assert [(one.made, one.present) for one in (first, second, third)] == [(3, 0), (2, 3), (0, 5)]
    assert articles_of(admin, project["id"]) == names
    predictions = [len(task_of(admin, project, name)["predictions"]) for name in names]
    assert predictions == [1] * 5


def test_share_out_leaves_articles_where_they_are(admin: Server, new_desk: NewDesk) -> None:
    desks = {name: new_desk("times") for name in ("anna", "boris", "cleo")}
    numbers = {name: project["id"] for name, (project, _) in desks.items()}
    first = share_out(admin, numbers, ["a1", "a2", "a3"], 2)
    for name, (project, desk) in desks.items():
        send(admin, project, desk, first[name], shown=lambda _: Shown())
    second = share_out(admin, numbers, ["a5", "a4", "a3", "a2", "a1"], 2)
    for name, before in first.items():
        assert set(before) <= set(second[name])
    assert sorted(map(len, second.values())) == [3, 3, 4]


def test_push_of_a_changed_text_is_a_new_task_and_names_the_old_one(
    admin: Server, new_desk: NewDesk
) -> None:
    project, desk = new_desk("times")
    push(admin, project["id"], deal([article("a1")], desk))
    old = task_of(admin, project, "a1")["id"]
    done = push(admin, project["id"], deal([article("a1", TEXT + " More.")], desk))
    assert (done.made, done.present, done.stale) == (1, 0, [old])


def test_push_adds_suggestions_that_came_later(admin: Server, new_desk: NewDesk) -> None:
    project, desk = new_desk(*NAMES)
    assert send(admin, project, desk, ["a1"], shown=lambda name: Shown()).made == 1
    assert send(admin, project, desk, ["a1"]).suggested == 1
    assert send(admin, project, desk, ["a1"]).suggested == 0
    task = task_of(admin, project, "a1")
    assert [one["model_version"] for one in task["predictions"]] == ["rules@1"]


def test_suggestions_that_the_server_leaves_out_are_told(admin: Server, new_desk: NewDesk) -> None:
    """It answers 201 and how many it took; those that do not fit its config are not stored."""
    project, desk = new_desk(*NAMES)
    send(admin, project, desk, ["a1"], shown=lambda name: Shown())
    less = [line for line in project["label_config"].splitlines() if '"PERSON"' not in line]
    admin.call("PATCH", f"api/projects/{project['id']}/", json={"label_config": "\n".join(less)})
    with pytest.raises(Stop, match="took 0 of 1 suggestions"):
        send(admin, project, desk, ["a1"])


def test_push_makes_the_view_without_which_a_first_visit_is_blank(
    admin: Server, new_desk: NewDesk
) -> None:
    project, desk = new_desk("times")
    views = admin.call("GET", "api/dm/views/", params={"project": project["id"]})
    assert len(views) == 1
    open_desk(admin, desk)
    assert admin.call("GET", "api/dm/views/", params={"project": project["id"]}) == views


def test_nothing_that_is_pushed_becomes_ground_truth(admin: Server, new_desk: NewDesk) -> None:
    project, desk = new_desk(*NAMES)
    send(admin, project, desk, ["a1"])
    task = task_of(admin, project, "a1")
    assert task["annotations"] == [], "suggestions are predictions"
    annotate(admin, task, task["predictions"][0]["result"])
    assert not task_of(admin, project, "a1")["annotations"][0]["ground_truth"]


def test_pull_after_pull_is_the_same_file(
    admin: Server, people: dict[str, Server], new_desk: NewDesk, folder: Any
) -> None:
    project, desk = new_desk("times")
    send(admin, project, desk, ["a1", "a2"], shown=lambda name: Shown())
    for name in ("a1", "a2"):
        annotate(people["anna"], task_of(admin, project, name), [])
    here = Project(folder)
    pull_into(here, admin, [project])
    before = (here.judgements / "anna.jsonl").read_bytes()
    again = pull_into(here, admin, [project])[project["title"]]
    assert (again.lines, (here.judgements / "anna.jsonl").read_bytes()) == (0, before)
    for path in (here.work / "studio").iterdir():
        path.unlink()
    whole = pull_into(here, admin, [project])[project["title"]]
    assert (whole.taken, whole.lines) == (2, 0), "without its memory it asks for everything"
    assert (here.judgements / "anna.jsonl").read_bytes() == before


def test_pull_takes_changes_deletions_and_skips(
    admin: Server, people: dict[str, Server], new_desk: NewDesk, tmp_path: Any
) -> None:
    project, desk = new_desk(*NAMES)
    send(admin, project, desk, ["a1", "a2", "a3", "a4"])
    tasks = {name: task_of(admin, project, name) for name in ("a1", "a2", "a3", "a4")}
    shown = tasks["a1"]["predictions"][0]["result"]
    ids = {name: annotate(people["anna"], task, shown) for name, task in tasks.items()}
    journal, mark = Journal(tmp_path), Mark()
    assert fetch(admin, project, journal, mark).lines == 20
    admin.call("PATCH", f"api/annotations/{ids['a1']}/", json={"result": []})
    admin.call("DELETE", f"api/annotations/{ids['a2']}/")
    admin.call("PATCH", f"api/annotations/{ids['a3']}/", json={"was_cancelled": True})
    admin.call("DELETE", f"api/tasks/{tasks['a4']['id']}/")
    found = fetch(admin, project, journal, mark)
    assert (found.skipped, found.withdrawn) == (1, 15)
    assert len(found.quarantine) == 1, "emptied where suggestions stood"
    rows = standing(read_lines(tmp_path / "anna.jsonl"))
    assert {article for article, *_ in rows} == {"a1"}
    assert fetch(admin, project, journal, mark).lines == 0


def test_pull_takes_nothing_of_a_retracted_article(
    admin: Server, people: dict[str, Server], new_desk: NewDesk, folder: Any
) -> None:
    project, desk = new_desk(*NAMES)
    send(admin, project, desk, ["a1", "a2"])
    for name in ("a1", "a2"):
        task = task_of(admin, project, name)
        annotate(people["anna"], task, task["predictions"][0]["result"])
    here = Project(folder)
    here.withdrawn.parent.mkdir(parents=True, exist_ok=True)
    here.withdrawn.write_text('{"article": "a1"}\n', "utf-8")
    found = pull_into(here, admin, [project])[project["title"]]
    assert (found.tasks, found.taken, found.retracted) == (2, 1, 1)
    assert {line["article"] for line in lines(here, "anna")} == {"a2"}


def test_what_changes_while_a_pull_reads_is_taken_the_next_time(
    admin: Server, people: dict[str, Server], new_desk: NewDesk, tmp_path: Any
) -> None:
    project, desk = new_desk("times")
    names = ["a1", "a2", "a3"]
    send(admin, project, desk, names, shown=lambda name: Shown())
    tasks = [task_of(admin, project, name) for name in names]
    ids = [annotate(people["anna"], task, []) for task in tasks]
    times = to_results(annotations()[3])

    def meanwhile(done: int) -> None:
        if done == 2:  # the first page is behind us, the third is not read yet
            admin.call("PATCH", f"api/annotations/{ids[0]}/", json={"result": times})
            admin.call("DELETE", f"api/tasks/{tasks[1]['id']}/")
            time.sleep(4)
            admin.call("PATCH", f"api/annotations/{ids[2]}/", json={"result": times})

    journal, mark = Journal(tmp_path), Mark()
    fresh = admin.call("GET", f"api/projects/{project['id']}/")
    pull(admin, fresh, journal, mark, page_size=1, progress=meanwhile)
    fetch(admin, project, journal, mark)
    rows = standing(read_lines(tmp_path / "anna.jsonl"))
    assert {article: len(line["items"]) for (article, *_), line in rows.items()} == {
        "a1": 1, "a3": 1,
    }  # fmt: skip


def test_drafts_are_counted_and_not_taken(
    admin: Server, people: dict[str, Server], new_desk: NewDesk, tmp_path: Any
) -> None:
    project, desk = new_desk("times")
    send(admin, project, desk, ["a1"], shown=lambda name: Shown())
    path = f"api/tasks/{task_of(admin, project, 'a1')['id']}/drafts"
    people["anna"].call("POST", path, params={"project": project["id"]}, json={"result": []})
    found = fetch(admin, project, Journal(tmp_path), Mark())
    assert (found.drafts, found.taken) == (1, 0)


def test_status_counts_what_each_annotator_did(
    admin: Server, people: dict[str, Server], new_desk: NewDesk
) -> None:
    project, desk = new_desk("times", overlap=2)
    send(admin, project, desk, ["a1", "a2"], shown=lambda name: Shown())
    for name in ("a1", "a2"):
        annotate(people["anna"], task_of(admin, project, name), [])
    annotate(people["boris"], task_of(admin, project, "a1"), [], was_cancelled=True)
    path = f"api/tasks/{task_of(admin, project, 'a2')['id']}/drafts"
    people["boris"].call("POST", path, params={"project": project["id"]}, json={"result": []})
    fresh = admin.call("GET", f"api/projects/{project['id']}/")
    anna, boris = progress_of(admin, fresh)
    assert anna == Progress("anna", tasks=2, done=2, seconds=60.0)
    assert boris == Progress("boris", tasks=2, skipped=1, drafts=1, seconds=0.0)
    assert (anna.minutes_per_article, boris.minutes_per_article) == (0.5, None)


def test_context_is_remembered_and_not_taken(
    admin: Server, people: dict[str, Server], new_desk: NewDesk, tmp_path: Any
) -> None:
    entities, quotes = annotations()[:2]
    project, desk = new_desk("quotes", context=("entities",))
    send(admin, project, desk, ["a1"], shown=lambda name: Shown([quotes], [entities]))
    task = task_of(admin, project, "a1")
    annotate(people["anna"], task, task["predictions"][0]["result"])
    journal = Journal(tmp_path)
    fetch(admin, project, journal, Mark())
    [line] = read_lines(tmp_path / "anna.jsonl")
    assert (line["layer"], line["items"]) == ("quotes", quotes["items"])
    assert line["context"] == task["meta"]["context"]


def dangle(results: list[dict[str, Any]]) -> None:
    next(one for one in results if one["type"] == "relation")["to_id"] = "gone"


def beyond(results: list[dict[str, Any]]) -> None:
    results[0]["value"]["end"] = 9999


def twice(results: list[dict[str, Any]]) -> None:
    results.append({**results[0], "from_name": "times"})
    results[-1]["value"] = {**results[-1]["value"], "labels": ["DATE"]}


def nameless(results: list[dict[str, Any]]) -> None:
    roles = [one for one in results if "SPEAKER" in one.get("labels", ())]
    roles[0]["labels"] = []


def shifted(results: list[dict[str, Any]]) -> None:
    results[0]["value"].update(start=0, end=5)


@pytest.mark.parametrize("damage", [dangle, beyond, twice, nameless, shifted, list.clear])
def test_a_broken_annotation_is_quarantined_until_it_is_put_right(
    admin: Server,
    people: dict[str, Server],
    new_desk: NewDesk,
    folder: Any,
    damage: Callable[[list[dict[str, Any]]], None],
) -> None:
    project, desk = new_desk(*NAMES)
    send(admin, project, desk, ["a1"])
    task = task_of(admin, project, "a1")
    right = to_results(annotations())
    broken = to_results(annotations())
    damage(broken)
    made = annotate(people["anna"], task, broken)
    here = Project(folder)
    pulled = pull_into(here, admin, [project])[project["title"]]
    assert (pulled.taken, pulled.lines) == (0, 0)
    [row] = read_lines(quarantine_file(here))
    assert (row["task"], row["annotator"], row["results"]) == (task["id"], "anna", broken)
    assert row["reasons"]
    people["anna"].call("PATCH", f"api/annotations/{made}/", json={"result": right})
    pull_into(here, admin, [project])
    assert quarantine_file(here).read_bytes() == b""
    assert items(lines(here, "anna")) == items(annotations())


def test_empty_is_an_answer_until_suggestions_come(
    admin: Server, people: dict[str, Server], new_desk: NewDesk, folder: Any
) -> None:
    """Suggestions that were pushed later were not there for anna, and were for boris."""
    project, desk = new_desk(*NAMES, overlap=2)
    send(admin, project, desk, ["a1"], shown=lambda name: Shown())
    annotate(people["anna"], task_of(admin, project, "a1"), [])
    assert send(admin, project, desk, ["a1"]).suggested == 1
    annotate(people["boris"], task_of(admin, project, "a1"), [])
    found = pull_into(Project(folder), admin, [project])[project["title"]]
    assert found.taken == 1
    assert [row["annotator"] for row in found.quarantine] == ["boris"]


def test_what_somebody_said_whose_account_was_removed_is_quarantined(
    admin: Server, new_desk: NewDesk, folder: Any
) -> None:
    project, desk = new_desk("times")
    send(admin, project, desk, ["a1", "a2"], shown=lambda name: Shown())
    dora = add_account(admin, "dora@dateline.example", "a-long-word", name="dora")
    here = Project(folder)
    annotate(admin, task_of(admin, project, "a1"), [], completed_by=dora)
    pull_into(here, admin, [project])
    annotate(admin, task_of(admin, project, "a2"), [], completed_by=dora)
    admin.call("DELETE", f"api/users/{dora}/")
    admin.__dict__.pop("users")  # the names known so far, as in the next command
    found = pull_into(here, admin, [project])[project["title"]]
    reasons = [row["reasons"] for row in found.quarantine]
    assert all(reason == ["account None is unknown; was it removed?"] for reason in reasons)
    assert "a2" in {row["article"] for row in found.quarantine}
    assert [line["article"] for line in lines(here, "dora")] == ["a1"], "what was pulled stands"


def test_a_text_that_was_changed_in_label_studio_is_quarantined(
    admin: Server, people: dict[str, Server], new_desk: NewDesk, tmp_path: Any
) -> None:
    project, desk = new_desk("times")
    send(admin, project, desk, ["a1"], shown=lambda name: Shown())
    task = task_of(admin, project, "a1")
    annotate(people["anna"], task, [])
    data = {"data": {"text": "Another text.", "article": "a1"}}
    admin.call("PATCH", f"api/tasks/{task['id']}/", json=data)
    found = fetch(admin, project, Journal(tmp_path), Mark())
    assert found.quarantine[0]["reasons"] == [
        "the text was changed in Label Studio; offsets do not hold"
    ]


def test_a_config_that_somebody_changed_is_put_back(admin: Server, new_desk: NewDesk) -> None:
    project, desk = new_desk("times", "entities", "quotes", "figures", "events")
    xml = project["label_config"]
    less = "\n".join(line for line in xml.splitlines() if 'value="SET"' not in line)
    admin.call("PATCH", f"api/projects/{project['id']}/", json={"label_config": less})
    assert open_desk(admin, desk)["label_config"] == xml


def test_a_label_that_was_removed_is_quarantined_not_lost(
    admin: Server, people: dict[str, Server], new_desk: NewDesk, tmp_path: Any
) -> None:
    project, desk = new_desk("times")
    send(admin, project, desk, ["a1"], shown=lambda name: Shown())
    results = to_results(annotations()[3])
    results[0]["value"]["labels"] = ["WEEKDAY"]
    annotate(people["anna"], task_of(admin, project, "a1"), results)
    found = fetch(admin, project, Journal(tmp_path), Mark())
    assert "['WEEKDAY']" in found.quarantine[0]["reasons"][0]


def test_a_project_of_somebody_else_is_left_alone(admin: Server, tmp_path: Any) -> None:
    xml = '<View><Text name="t" value="$t"/></View>'
    made = {"title": "test not ours", "label_config": xml}
    project = admin.call("POST", "api/projects/", json=made)
    with pytest.raises(Usage, match="did not make"):
        open_desk(admin, Desk("test not ours", ("times",)))
    with pytest.raises(Usage, match="was not made by dateline push"):
        pull(admin, project, Journal(tmp_path), Mark())


def test_accounts_are_named_and_unique(admin: Server, studio: Studio) -> None:
    assert admin.users[studio.ids["anna"]] == "anna"
    with pytest.raises(Usage, match="has an account"):
        add_account(admin, "anna@dateline.example", "a-long-word")
    with pytest.raises(Stop, match="did not make an account"):
        add_account(admin, "short@dateline.example", "1")
