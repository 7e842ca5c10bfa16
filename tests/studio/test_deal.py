"""Which article goes to whom, and what is refused before anything is sent."""

import itertools
from collections import Counter

import pytest

from dateline.annotate.studio.deal import Refusal, Shown, Task, assign, deal, draw, order
from dateline.annotate.studio.desk import Desk
from dateline.checks import annotation_sha256
from dateline.errors import Usage

from .examples import ARTICLE, NAMES, annotation, annotations, span

IDS = [f"a{n}" for n in range(300)]


def only(article: dict[str, object], desk: Desk, view: Shown = Shown()) -> Task | Refusal:  # noqa: B008
    [task] = deal([article], desk, shown=lambda _: view)
    return task


def test_assign_gives_each_article_to_as_many_as_asked_evenly_and_every_pair_meets() -> None:
    given = assign(IDS, ["anna", "boris", "cleo"], 2)
    assert {name: len(ids) for name, ids in given.items()} == dict.fromkeys(given, 200)
    who = {article: {name for name, ids in given.items() if article in ids} for article in IDS}
    pairs = Counter(frozenset(names) for names in who.values())
    assert len(pairs) == 3
    assert min(pairs.values()) > 60


def test_assign_leaves_everybody_what_they_have() -> None:
    before = assign(IDS[:100], ["anna", "boris", "cleo"], 2)
    taken = {a: [name for name, ids in before.items() if a in ids] for a in IDS[:100]}
    after = assign(IDS, ["anna", "boris", "cleo", "dora"], 2, taken=taken)
    for name, ids in before.items():
        assert set(ids) <= set(after[name])
    assert Counter(itertools.chain(*after.values())) == Counter(IDS * 2)
    assert len(after["dora"]) == 150, "who comes late catches up"


def test_assign_refuses_more_people_than_there_are() -> None:
    with pytest.raises(Usage, match="overlap 3 should be from 1 to 2"):
        assign(IDS, ["anna", "boris"], 3)


def test_order_by_uncertainty_begins_with_the_lowest_score_and_ends_with_none() -> None:
    scores = {"a": 0.9, "b": None, "c": 0.2}
    assert order(["a", "b", "c"], "uncertainty", scores=scores) == ["c", "a", "b"]


def test_order_at_random_is_the_same_each_time() -> None:
    assert order(IDS, "random") == order(IDS[::-1], "random") != IDS


def test_order_names_the_known_ones() -> None:
    with pytest.raises(Usage, match="given, random, uncertainty"):
        order(IDS, "alphabetical")


def test_deal_leaves_a_blind_share_without_suggestions() -> None:
    desk = Desk("blind", ("times",))
    view = Shown([annotation("times", [])])
    tasks = deal(
        [{**ARTICLE, "id": name} for name in IDS],
        desk,
        shown=lambda name: Shown([{**view.suggestions[0], "article": name}]),
        blind_share=0.3,
    )
    bare = {task.article for task in tasks if isinstance(task, Task) and task.body["meta"]["blind"]}
    assert bare == {name for name in IDS if draw(name, "dateline") < 0.3}
    assert 60 < len(bare) < 120


def test_deal_says_what_was_shown_as_context() -> None:
    quotes, entities = annotations()[1], annotations()[0]
    desk = Desk("quotes", ("quotes",), context=("entities",))
    task = only(ARTICLE, desk, Shown([quotes], [entities], 0.5))
    assert isinstance(task, Task)
    assert task.body["meta"]["context"] == {"entities": annotation_sha256(entities)}
    assert task.prediction is not None
    assert (task.prediction["model_version"], task.prediction["score"]) == ("rules@1", 0.5)


def test_deal_refuses_what_is_wrong_with_its_reason() -> None:
    desk = Desk("all", tuple(NAMES))
    item = {"id": "x", "type": "DATE", **span("Monday")}
    moved = annotation("times", [{**item, "start": item["start"] + 1}])
    loose = annotation("quotes", [{**annotations()[1]["items"][0], "speaker": "nobody"}])
    stray = annotation("times", [{**item, "value": "\ud800"}])
    cases = {
        "is not that of the text": ({**ARTICLE, "text_sha256": "0" * 64}, Shown()),
        "not in canonical form": ({**ARTICLE, "text": "one\r\ntwo"}, Shown()),
        "canonical form": ({**ARTICLE, "text": "lone \ud800"}, Shown()),
        "/items/0/text": (ARTICLE, Shown([moved])),
        "'nobody' names nothing": (ARTICLE, Shown([loose])),
        "cannot be stored as JSON": (ARTICLE, Shown([stray])),
    }
    for reason, (article, view) in cases.items():
        refusal = only(article, desk, view)
        assert isinstance(refusal, Refusal)
        assert reason in refusal.reason


def test_deal_refuses_a_layer_that_the_project_does_not_show() -> None:
    refusal = only(ARTICLE, Desk("times", ("times",)), Shown([annotation("quotes", [])]))
    assert refusal == Refusal("a1", "quotes is none of the layers times")


def test_desk_names_the_version_of_its_guidelines() -> None:
    desk = Desk("x", ("times", "quotes"), guidelines={"times": "# Times, version 3\n\nMark …"})
    assert desk.versions() == {"times": "times@3"}
