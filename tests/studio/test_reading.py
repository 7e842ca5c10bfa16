"""Each way in which the browser or the server damages results: repaired and told, or a problem."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from dateline.annotate.studio import from_results, to_results
from dateline.annotate.studio.reading import read_results
from dateline.checks import validate
from dateline.errors import Stop, Usage

from .examples import ARTICLE, NAMES, TEXT, annotation, annotations, items, span

Results = list[dict[str, Any]]


def results() -> Results:
    return to_results(annotations())


def of(found: Results, id_: str, control: str | None = None) -> dict[str, Any]:
    return next(
        one for one in found if one.get("id") == id_ and control in (None, one["from_name"])
    )


def arrow(found: Results, label: str) -> dict[str, Any]:
    return next(one for one in found if label in one.get("labels", ()))


def test_the_example_is_right_and_comes_back() -> None:
    given = annotations()
    assert [validate(one, ARTICLE, others=given) for one in given] == [[]] * 5
    stamp = {"annotator": {"id": "rules@1", "kind": "MODEL"}}
    assert from_results(results(), ARTICLE, NAMES, **stamp) == given


def test_two_roles_of_one_participant_are_one_arrow_with_two_labels() -> None:
    assert arrow(results(), "ACTOR")["labels"] == ["ACTOR", "ORIGIN"]
    pairs = [(one["from_id"], one["to_id"]) for one in results() if one["type"] == "relation"]
    assert len(pairs) == len(set(pairs))


def test_a_layer_without_regions_is_annotated_and_empty() -> None:
    read = from_results([], ARTICLE, ["entities", "times"])
    assert items(read) == [("entities", [], []), ("times", [], None)]


def test_without_names_the_layers_with_regions_are_read() -> None:
    read = from_results(to_results(annotations()[2]), ARTICLE)
    assert [one["layer"] for one in read] == ["figures"]


def edit(found: Results, change: Callable[[Results], object]) -> Results:
    changed = copy.deepcopy(found)
    change(changed)
    return changed


def widen(found: Results) -> None:
    value = of(found, "entities-e2")["value"]
    value.update(start=value["start"] - 1, end=value["end"] + 1)


def cut_emoji(found: Results) -> None:
    start = TEXT.index("👩")
    value = {"start": start + 1, "end": start + 3, "labels": ["PRODUCT"]}
    found.append(
        {"id": "x1", "from_name": "entities", "to_name": "text", "type": "labels", "value": value}
    )


def relabel_to_anchor(found: Results) -> None:
    found.remove(arrow(found, "speaker"))
    for one in [one for one in found if "quotes-q1" in (one.get("from_id"), one.get("to_id"))]:
        found.remove(one)
    for name in ("quotes-q1-cue", "quotes-q1-source"):
        found.remove(of(found, name))
    of(found, "quotes-q1")["value"]["labels"] = ["CUE"]
    found.append(
        {"type": "relation", "from_id": "quotes-q2", "to_id": "quotes-q1", "direction": "right"}
    )
    found.remove(of(found, "quotes-q2-cue"))
    found.remove(
        next(one for one in found if one.get("to_id") == "quotes-q2-cue")
    )  # its arrow went with it


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda found: arrow(found, "cue").update(labels=[]), "was read as cue"),
        (lambda found: arrow(found, "speaker").pop("labels"), "was read as speaker"),
        (lambda found: arrow(found, "fragment").update(labels=[]), "was read as fragment"),
        (
            lambda found: arrow(found, "of").update(
                from_id=arrow(found, "of")["to_id"], to_id=arrow(found, "of")["from_id"]
            ),
            "was read as of of MONEY",
        ),
        (widen, "'Port Sorrel'"),
        (cut_emoji, "became '👩"),
        (relabel_to_anchor, "has no medium"),
    ],
)
def test_what_has_one_meaning_is_repaired_and_told(
    change: Callable[[Results], object], told: str
) -> None:
    reading = read_results(edit(results(), change), ARTICLE, NAMES)
    assert reading.problems == []
    assert any(told in repair for repair in reading.repairs)


def test_reversed_and_unlabelled_arrows_change_nothing() -> None:
    def change(found: Results) -> None:
        arrow(found, "cue").update(labels=[])
        arrow(found, "number").update(direction="left")
        one = arrow(found, "number")
        one["from_id"], one["to_id"] = one["to_id"], one["from_id"]

    read = read_results(edit(results(), change), ARTICLE, NAMES)
    assert items(read.annotations) == items(annotations())


def shift(found: Results) -> None:
    of(found, "entities-e1")["value"].update(start=0, end=5)


def second_label(found: Results) -> None:
    one = copy.deepcopy(of(found, "entities-e1", "entities"))
    one.update(from_name="quotes")
    one["value"]["labels"] = ["DIRECT"]
    found.append(one)


def lose_region(found: Results) -> None:
    found.remove(of(found, "entities-e1", "entities"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (second_label, "is labelled DIRECT too"),
        (lambda found: of(found, "entities-e1")["value"].update(labels=[]), "has the labels []"),
        (lambda found: of(found, "times-t1")["value"].update(labels=["WHEN"]), "['WHEN']"),
        (lambda found: of(found, "times-t1")["value"].update(end=999), "at 98-999 is not in"),
        (lambda found: of(found, "times-t1")["value"].update(start=90, end=84), "is not in"),
        (lambda found: of(found, "times-t1")["value"].update(start="84"), "is not in"),
        (shift, "when it was marked"),
        (lambda found: arrow(found, "speaker").update(to_id="gone"), "ends at nothing: gone"),
        (lambda found: arrow(found, "ACTOR").update(labels=[]), "needs a label; it could be ACTOR"),
        (lambda found: arrow(found, "speaker").update(labels=["of"]), "means nothing"),
        (lambda found: found.remove(arrow(found, "cue")), "belongs to nothing"),
        (lose_region, "belongs to no region"),
        (
            lambda found: of(found, "figures-f1", "figures_value")["value"].update(text=["1", "2"]),
            "several values of value",
        ),
        (
            lambda found: of(found, "entities-e1", "entities_level")["value"].update(
                choices=["LOUD"]
            ),
            "LOUD",
        ),
        (lambda found: of(found, "times-t1").update(from_name="dates"), "no control"),
        (lambda found: of(found, "entities_5f_clusters")["value"].update(text=["| x"]), "| x"),
        (
            lambda found: of(found, "entities_5f_clusters")["value"].update(text=["E1", "E1 | X"]),
            "two lines for 'E1'",
        ),
    ],
)
def test_what_has_no_meaning_is_a_problem(change: Callable[[Results], object], told: str) -> None:
    with pytest.raises(Stop, match="article a1"):
        from_results(edit(results(), change), ARTICLE, NAMES)
    problems = read_results(edit(results(), change), ARTICLE, NAMES).problems
    assert any(told in problem for problem in problems), problems


def test_two_speakers_are_a_problem() -> None:
    found = results()
    found.append({**arrow(found, "speaker"), "to_id": "entities-e4"})
    assert "two of speaker" in read_results(found, ARTICLE, NAMES).problems[0]


def test_value_text_is_never_believed() -> None:
    found = results()
    of(found, "quotes-q1")["value"]["text"] = "“We lost  12\\nboats 👩‍🚀, including 3 ferries,”"
    of(found, "times-t1")["value"].pop("text")
    read = read_results(found, ARTICLE, NAMES)
    assert (read.problems, items(read.annotations)) == ([], items(annotations()))


def test_numbers_of_any_size_stay_as_they_were_written() -> None:
    given = annotations()[2]
    given["items"][0]["value"] = "12345678901234567890.000000000000000001"
    assert items(from_results(to_results(given), ARTICLE)) == items([given])


def test_a_hand_drawn_region_is_an_item_of_its_own_id() -> None:
    drawn = {"id": "aB3_x-9Kq0", "from_name": "entities", "to_name": "text", "type": "labels"}
    drawn["value"] = {**span("Port Sorrel"), "labels": ["GPE"]}
    [read] = from_results([drawn], ARTICLE)
    assert read["items"] == [{"id": "aB3_x-9Kq0", "type": "GPE", **span("Port Sorrel")}]
    assert from_results(to_results(read), ARTICLE) == [read]


def test_context_is_pointed_at_and_not_taken() -> None:
    read = read_results(results(), ARTICLE, ["quotes"])
    assert [one["layer"] for one in read.annotations] == ["quotes"]
    assert read.annotations[0]["items"] == annotations()[1]["items"]
    assert read.context["e1"] == "entities"


def test_a_broken_context_is_nobodys_problem() -> None:
    found = results()
    of(found, "times-t1")["value"].update(labels=["WHEN"])
    assert read_results(found, ARTICLE, ["quotes"]).problems == []


def test_a_region_drawn_into_the_context_is_no_context() -> None:
    found = results()
    of(found, "entities-e1", "entities")["id"] = "drawn"
    for one in found:
        if one.get("id") == "entities-e1":
            one["id"] = "drawn"
        if one.get("to_id") == "entities-e1":
            one["to_id"] = "drawn"
    assert "drawn" not in read_results(found, ARTICLE, ["quotes"]).context


def test_an_id_used_twice_is_refused() -> None:
    one = {"id": "x", "type": "GPE", **span("Port Sorrel")}
    two = {"id": "x", "type": "DATE", **span("Monday")}
    with pytest.raises(Usage, match="'x' is used twice"):
        to_results([annotation("entities", [one]), annotation("times", [two])])
