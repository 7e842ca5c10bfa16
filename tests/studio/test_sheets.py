"""What an adjudicator is shown, and what their annotation decides; no server is needed."""

from collections.abc import Mapping
from typing import Any

from dateline.annotate.decisions import decisions
from dateline.annotate.sheets import Sheet, Waiting, sheets
from dateline.annotate.studio.adjudication import adjudication_desk, deal_sheets
from dateline.annotate.studio.deal import Refusal, Task
from dateline.layers import shipped
from dateline.schema.validator import load_validator

from .judges import harbour, judgements


def some_sheets(lines: list[Any], *names: str) -> list[Sheet | Waiting]:
    return list(sheets(lines, shipped(), {}, names))


def some_tasks(sheet: Sheet, article: Mapping[str, Any]) -> Task | Refusal:
    desk = adjudication_desk("", [sheet], {})
    return next(deal_sheets([sheet], {article["id"]: article}, desk, shipped()))


def test_sheets_call_an_item_the_same_in_every_version() -> None:
    [article] = harbour(1)
    [sheet] = some_sheets(judgements([article]))
    assert isinstance(sheet, Sheet)
    assert sheet.layers == ("entities", "quotes")
    ids = {
        who: {item["id"] for line in lines for item in line["items"]}
        for who, lines in sheet.versions.items()
    }
    proposed = {item["id"] for line in sheet.proposal for item in line["items"]}
    assert proposed <= ids["anna"] | ids["boris"] | ids["cleo"]
    assert len(ids["anna"] & ids["boris"] & ids["cleo"]) > len(proposed) / 2
    speakers = {
        who: {item["speaker"] for item in lines[1]["items"] if item.get("speaker")}
        for who, lines in sheet.versions.items()
    }
    assert speakers["anna"] and speakers["anna"] <= ids["anna"]
    assert speakers["cleo"] <= speakers["anna"], "a speaker is the same item for everybody"


def test_sheets_leave_a_layer_out_that_refers_to_one_that_is_open() -> None:
    [article] = harbour(1)
    lines = judgements([article])
    [late] = some_sheets(lines, "quotes")
    assert late == Waiting(article["id"], "quotes", ("entities",))
    [first] = some_sheets(lines, "entities")
    assert isinstance(first, Sheet) and first.layers == ("entities",)


def test_sheets_show_gold_around_what_is_open() -> None:
    [article] = harbour(1)
    lines = judgements([article])
    anna = next(line for line in lines if line["layer"] == "entities")
    settled = {**anna, "annotator": {"id": "eve", "kind": "ADJUDICATOR"}}
    [sheet] = some_sheets([*lines, settled])
    assert isinstance(sheet, Sheet)
    assert (sheet.layers, [line["layer"] for line in sheet.context]) == (("quotes",), ["entities"])
    shown = {item["id"] for item in sheet.context[0]["items"]}
    for version in sheet.versions.values():
        speakers = {i["speaker"] for line in version for i in line["items"] if i.get("speaker")}
        assert speakers and speakers <= shown


def test_a_task_begins_with_the_proposal_and_holds_each_version_by_name() -> None:
    [article] = harbour(1)
    [sheet] = some_sheets(judgements([article]))
    assert isinstance(sheet, Sheet)
    task = some_tasks(sheet, article)
    assert isinstance(task, Task)
    models = [one["model_version"] for one in task.body["predictions"]]
    assert models == ["proposal", "anna", "boris", "cleo"]
    shown = task.body["data"]["differences"]
    assert shown.count("<tr>") == len(sheet.differences)
    assert "proposed by majority" in shown and "boris" in shown
    marks = [
        r for r in task.body["predictions"][0]["result"] if r.get("from_name") == "differences"
    ]
    places = [(m.difference.start, m.difference.end) for m in sheet.differences]
    assert [(m["value"]["start"], m["value"]["end"]) for m in marks] == places
    assert some_tasks(sheet, article) == task, "the same again"


def test_a_sheet_of_another_text_is_refused() -> None:
    [article] = harbour(1)
    [sheet] = some_sheets(judgements([article]))
    assert isinstance(sheet, Sheet)
    task = some_tasks(sheet, {**article, "text": article["text"] + " More."})
    assert isinstance(task, Refusal) and "another text" in task.reason


def test_words_of_annotators_are_no_markup_in_the_list() -> None:
    [article] = harbour(1)
    lines = judgements([article])
    for line in lines:
        if line["annotator"]["id"] == "cleo":
            line["annotator"] = {"id": "<img src=x>", "kind": "HUMAN"}
    [sheet] = some_sheets(lines)
    assert isinstance(sheet, Sheet)
    task = some_tasks(sheet, article)
    assert isinstance(task, Task)
    assert "<img" not in task.body["data"]["differences"]
    assert "&lt;img" in task.body["data"]["differences"]


def settled_by_eve(sheet: Sheet) -> list[dict[str, Any]]:
    """The proposal as eve's annotation."""
    lines = []
    for line in sheet.proposal:
        items = [{**item} for item in line["items"]]
        lines.append({
            **line, "items": items, "annotator": {"id": "eve", "kind": "ADJUDICATOR"},
            "created": "2026-03-09T08:00:00Z", "origin": "1/2/3",
        })  # fmt: skip
    return lines


def test_decisions_say_from_whom_each_disputed_item_is_taken() -> None:
    [article] = harbour(1)
    lines = judgements([article])
    [sheet] = some_sheets(lines)
    assert isinstance(sheet, Sheet)
    eve = settled_by_eve(sheet)
    found = decisions(eve, lines, shipped(), {})
    assert len(found) == len(sheet.differences)
    for decision in found:
        assert load_validator("decision").misfits(decision) == []
        assert decision["take"] is None or "eve" not in decision["take"].values()
    assert len({one["dispute"] for one in found}) == len(sheet.differences)


def test_decisions_name_the_adjudicator_for_what_is_their_own() -> None:
    [article] = harbour(1)
    lines = judgements([article])
    [sheet] = some_sheets(lines)
    assert isinstance(sheet, Sheet)
    eve = settled_by_eve(sheet)
    disputed = {marked.item for marked in sheet.differences}
    entities = eve[0]["items"]
    calm = next(item for item in entities if item["id"] not in disputed)
    calm["type"] = "WORK_OF_ART"
    gone = next(i for i in entities if i["id"] not in disputed and i is not calm)
    entities.remove(gone)
    redrawn = next(i for i in entities if i["id"] in disputed and "type" in i)
    before, redrawn["id"] = redrawn["id"], "drawn-by-hand"
    found = {decision["item"]: decision for decision in decisions(eve, lines, shipped(), {})}
    assert found[calm["id"]]["take"]["type"] == "eve"
    assert found[calm["id"]]["take"]["span"] == "anna"
    assert found["drawn-by-hand"]["among"]
    assert before not in found
    dropped = [one for one in found.values() if one["take"] is None]
    assert [one["among"][0]["item"]["text"] for one in dropped] == [gone["text"]]


def test_decisions_are_read_off_the_judgements_whatever_was_settled_before() -> None:
    [article] = harbour(1)
    lines = judgements([article])
    [sheet] = some_sheets(lines)
    assert isinstance(sheet, Sheet)
    eve = settled_by_eve(sheet)
    first = decisions(eve, lines, shipped(), {})
    assert decisions(eve, [*lines, *eve, *first], shipped(), {}) == first


def grouped(article: Mapping[str, Any], who: str, groups: list[list[int]]) -> dict[str, Any]:
    """The desk's first entities by `who`, all people and put together as `groups` say."""
    [line] = [
        {**one, "items": [{**item, "type": "PERSON"} for item in one["items"][:4]]}
        for one in judgements([dict(article)])
        if (one["layer"], one["annotator"]["id"]) == ("entities", "anna")
    ]
    for number, members in enumerate(groups):
        for at in members:
            line["items"][at]["entity"] = f"{who}{number}"
    names = [{"id": f"{who}{number}"} for number in range(len(groups))]
    return {**line, "clusters": names, "annotator": {"id": who, "kind": "HUMAN"}}


def test_clusters_are_a_difference_of_their_own_and_a_decision() -> None:
    [article] = harbour(1)
    lines = [
        grouped(article, "anna", [[0, 1], [2, 3]]),
        grouped(article, "boris", [[0, 1, 2], [3]]),
        grouped(article, "cleo", [[0, 1], [2, 3]]),
    ]
    [sheet] = some_sheets(lines)
    assert isinstance(sheet, Sheet)
    assert [marked.item for marked in sheet.differences] == [None]
    task = some_tasks(sheet, article)
    assert isinstance(task, Task)
    words = [item["text"] for item in lines[0]["items"]]
    shown = task.body["data"]["differences"]
    assert f"{words[0]}={words[1]}; {words[2]}={words[3]} <i>2: anna, cleo</i>" in shown
    eve = settled_by_eve(sheet)
    for as_boris, expected in ((False, "anna"), (True, "boris")):
        if as_boris:
            eve[0]["items"][2]["entity"] = eve[0]["items"][0]["entity"]
        [decision] = decisions(eve, lines, shipped(), {})
        assert decision["take"] == {"clusters": expected}
        assert load_validator("decision").misfits(decision) == []
    eve[0]["items"][3]["entity"] = eve[0]["items"][0]["entity"]
    [decision] = decisions(eve, lines, shipped(), {})
    assert decision["take"] == {"clusters": "eve"}
