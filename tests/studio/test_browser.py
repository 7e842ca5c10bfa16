"""What a person at a browser does to the data: exactly that is pulled, and nothing else."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.annotate.judgements import Journal, read_lines
from dateline.annotate.standing import standing
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.deal import Shown, deal
from dateline.annotate.studio.pull import Mark, Pulled, pull
from dateline.annotate.studio.push import push
from dateline.annotate.studio.tasks import to_results

from .browser import Person
from .examples import ARTICLE, NAMES, TEXT, annotations, items, span

pytestmark = [pytest.mark.studio, pytest.mark.browser]
ESCAPE, BACKSPACE = "\ue00c", "\ue003"
Open = Callable[..., tuple[dict[str, Any], int]]


@pytest.fixture
def opened(admin: Server, new_desk: Callable[..., Any], anna: Person) -> Open:
    """Pushes the example with all five layers, and opens it in the browser."""

    def make(
        shown: list[dict[str, Any]] | None = None, *, names: list[str] = NAMES
    ) -> tuple[dict[str, Any], int]:
        project, desk = new_desk(*names)
        seen = Shown(annotations() if shown is None else shown)
        push(admin, project["id"], deal([ARTICLE], desk, shown=lambda _: seen))
        task = next(admin.tasks(project["id"], "id"))["id"]
        anna.open(project["id"], task, regions=bool(seen.suggestions))
        return project, task

    return make


@pytest.fixture
def pulled(admin: Server, tmp_path: Path) -> Callable[..., tuple[Pulled, list[Any]]]:
    def make(project: dict[str, Any]) -> tuple[Pulled, list[Any]]:
        journal = Journal(tmp_path)
        fresh = admin.call("GET", f"api/projects/{project['id']}/")
        found = pull(admin, fresh, journal, Mark())
        journal.flush()
        path = tmp_path / "anna.jsonl"
        rows = standing(read_lines(path)) if path.exists() else {}
        return found, sorted(rows.values(), key=lambda row: NAMES.index(row["layer"]))

    return make


def test_a_task_that_is_submitted_unchanged_comes_back_unchanged(
    anna: Person, opened: Open, pulled: Any
) -> None:
    given = annotations()
    given[2]["items"][2]["value"] = "12345678901234567890.5"  # a <Number> would break on it
    project, _ = opened(given)
    anna.submit()
    found, lines = pulled(project)
    assert (found.quarantine, found.repairs) == ([], [])
    assert items(lines) == items(given)


def test_what_is_drawn_is_exactly_the_difference(anna: Person, opened: Open, pulled: Any) -> None:
    project, _ = opened()
    anna.mark("including", "d")  # PRODUCT; the word stands after an emoji of three code points
    anna.choose("including")
    anna.click('.dl-foot [name="NOM"]')
    anna.write("entities_entity", "the ferries")
    anna.press(ESCAPE)
    anna.choose("3 ferries")
    anna.press("r", alt=True)
    anna.choose("Port Sorrel")
    anna.press(ESCAPE)
    anna.submit()
    found, lines = pulled(project)
    assert found.quarantine == []
    assert len(found.repairs) == 1, "an arrow without a label"
    expected = annotations()
    [drawn] = [one for one in lines[0]["items"] if one["text"] == "including"]
    want = {"type": "PRODUCT", **span("including"), "level": "NOM", "entity": "the ferries"}
    assert {k: v for k, v in drawn.items() if k != "id"} == want
    assert [one for one in lines[0]["items"] if one != drawn] == expected[0]["items"]
    expected[2]["items"][1]["of"] = "e2"
    assert items(lines)[1:] == items(expected)[1:]


def test_a_second_label_on_a_region_is_quarantined(anna: Person, opened: Open, pulled: Any) -> None:
    """A chosen region and the key of another layer's label: Label Studio stores both."""
    project, _ = opened()
    anna.choose("Monday")
    anna.press("p")
    anna.submit()
    found, lines = pulled(project)
    assert lines == []
    assert any("is labelled" in reason for reason in found.quarantine[0]["reasons"])


def test_attributes_of_a_label_that_is_no_more_are_left_out_and_told(
    anna: Person, opened: Open, pulled: Any
) -> None:
    """Relabelled within its layer, a region keeps the attributes of its old label."""
    given = annotations()[1:2]
    given[0]["items"] = [
        {"id": "q9", "type": "INDIRECT", **span("Port Sorrel"), "medium": "SPEECH"},
        {"id": "q8", "type": "INDIRECT", **span("Zoë Marsh"), "medium": "WRITING"},
    ]
    project, _ = opened(given, names=["quotes"])
    anna.choose("Port Sorrel")
    anna.press("c")  # CUE
    anna.press("r", alt=True)
    anna.choose("Zoë Marsh")
    anna.submit()
    found, lines = pulled(project)
    assert found.quarantine == []
    assert any("has no medium" in repair for repair in found.repairs)
    cue = {"cue": span("Port Sorrel")}
    assert lines[0]["items"] == [{**given[0]["items"][1], **cue}]


def test_of_two_arrows_between_two_regions_the_browser_keeps_one_of_ours_both(
    admin: Server, anna: Person, opened: Open, pulled: Any
) -> None:
    """The trap itself, shown beside the remedy: arrows that are not merged lose a role."""
    project, task = opened()
    row = next(admin.tasks(project["id"], "id,predictions,result"))
    naive = []
    for one in row["predictions"][0]["result"]:
        labels = one.get("labels") or [None]
        naive += [{**one, "labels": [label]} for label in labels] if labels[0] else [one]
    model = {"task": task, "result": naive, "model_version": "naive@1"}
    admin.call("POST", f"api/projects/{project['id']}/import/predictions", json=[model])
    admin.call("PATCH", f"api/projects/{project['id']}/", json={"model_version": "naive@1"})
    anna.open(project["id"], task)
    anna.submit()
    _, lines = pulled(project)
    roles = [len(one["arguments"]) for one in lines[4]["items"]]
    assert roles == [3, 1], "ORIGIN of the harbour board is lost; unmerged"


def test_words_over_a_line_end_are_those_of_the_text(
    admin: Server, anna: Person, opened: Open, pulled: Any
) -> None:
    """The browser stores a line end as a backslash and an n; the words are sliced again."""
    project, _ = opened([], names=["entities"])
    anna.press("p")
    left, _, above = anna.place("ferries")
    _, right, below = anna.place("We lost")
    anna.drag([(left + 1, above), (left + 20, (above + below) / 2), (right, below)])
    anna.submit()
    [row] = admin.tasks(project["id"], "annotations,result")
    value = row["annotations"][0]["result"][0]["value"]
    words = TEXT[value["start"] : value["end"]]
    assert value["text"] != words
    found, lines = pulled(project)
    assert (found.quarantine, found.repairs) == ([], [])
    assert [item["text"] for item in lines[0]["items"]] == [words] == ["ferries\n\n“We lost"]


def test_an_arrow_to_nothing_breaks_the_page_and_nothing_of_it_is_taken(
    admin: Server, anna: Person, new_desk: Callable[..., Any], pulled: Any
) -> None:
    """Push refuses such a suggestion; here a program sends it past push."""
    project, desk = new_desk(*NAMES)
    push(admin, project["id"], deal([ARTICLE], desk))
    task = next(admin.tasks(project["id"], "id"))["id"]
    results = to_results(annotations())
    next(one for one in results if one["type"] == "relation")["to_id"] = "gone"
    model = {"task": task, "result": results, "model_version": "broken@1"}
    admin.call("POST", "api/predictions/", json={**model, "project": project["id"]})
    anna.driver.get(f"{anna.url}/projects/{project['id']}/data?task={task}")
    anna.until(lambda: "Failed to resolve reference" in anna.driver.page_source)
    time.sleep(2)
    assert not anna.all(".htx-highlight")
    anna.submit()
    found, lines = pulled(project)
    assert (found.taken, lines) == (0, []), "an empty one would be quarantined"


def test_context_can_be_pointed_at_and_what_is_done_to_it_is_not_taken(
    admin: Server, anna: Person, new_desk: Callable[..., Any], pulled: Any
) -> None:
    given = annotations()
    del given[1]["items"][0]["speaker"]
    project, desk = new_desk("quotes", context=("entities",))
    seen = Shown([given[1]], [given[0]])
    push(admin, project["id"], deal([ARTICLE], desk, shown=lambda _: seen))
    anna.open(project["id"], next(admin.tasks(project["id"], "id"))["id"])
    anna.choose("We lost")
    anna.press("r", alt=True)
    anna.choose("Port Sorrel")
    anna.press(ESCAPE)
    anna.choose("she")
    anna.press(BACKSPACE)
    anna.submit()
    found, lines = pulled(project)
    assert found.quarantine == []
    given[1]["items"][0]["speaker"] = "e2"
    del given[1]["items"][1]["speaker"]  # its end is deleted, and the arrow with it
    assert items(lines) == items(given[1:2])
