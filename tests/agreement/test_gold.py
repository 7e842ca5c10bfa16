"""Gold of made-up judgements: every path from votes to gold."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.annotate.adjudicate import Rule, decide
from dateline.annotate.cases import cases
from dateline.annotate.gold import Gold, gold
from dateline.annotate.settled import Dispute
from dateline.checks import annotation_sha256, check_lines, validate
from dateline.errors import Usage
from dateline.schema.validator import load_validator

TEXT = "Mayor Ada Lark met Tom Reed on Friday. She said the bridge would open on Monday."
Line = dict[str, Any]


def span(words: str, start: int = 0) -> dict[str, Any]:
    at = TEXT.index(words, start)
    return {"start": at, "end": at + len(words), "text": words}


def item(name: str, kind: str, words: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, **span(words), **more}


def line(
    who: str,
    items: Sequence[Mapping[str, Any]],
    layer: str = "entities",
    kind: str = "HUMAN",
    at: str = "2026-01-01T00:00:00Z",
    **more: Any,
) -> Line:
    return {
        "article": "a1",
        "text_sha256": "0" * 64,
        "layer": layer,
        "annotator": {"id": who, "kind": kind},
        "guideline": f"{layer}@1",
        "items": list(items),
        "created": at,
        **more,
    }


ADA = item("1", "PERSON", "Ada Lark", entity="A")
SHE = item("2", "PERSON", "She", entity="A")
TOM = item("3", "PERSON", "Tom Reed", entity="T")
QUOTE = item("q", "INDIRECT", "the bridge would open on Monday", speaker="2", cue=span("said"))


def items_of(built: Gold, layer: str = "entities") -> list[dict[str, Any]]:
    return next(a["items"] for a in built.annotations if a["layer"] == layer)


def settle(dispute: Dispute, chosen: int, layer: str = "entities") -> Line:
    assert dispute.outcome is not None
    return decide(
        line("x", [], layer),
        dispute.versions,
        dispute.outcome.take(chosen),
        adjudicator="eve",
        created="2026-02-01T00:00:00Z",
    )


def test_gold_takes_a_single_judgement_as_it_stands() -> None:
    clusters = [{"id": "A", "name": "Ada Lark", "link": None}]
    built = gold([line("ann", [ADA, SHE], clusters=clusters)])
    assert items_of(built) == [ADA, SHE]
    assert built.annotations[0]["clusters"] == clusters
    assert built.annotations[0]["annotator"] == {"id": "gold", "kind": "ADJUDICATOR"}


def test_gold_can_refuse_a_single_judgement() -> None:
    built = gold([line("ann", [ADA])], rules={"entities": Rule(single=False)})
    assert built.annotations == []
    assert built.awaiting[0].reason == "one judgement alone"


def test_gold_never_takes_a_model() -> None:
    assert gold([line("crf", [ADA], kind="MODEL")]).annotations == []


def test_gold_takes_what_all_say() -> None:
    other = [{**ADA, "id": "x", "entity": "E9"}, {**SHE, "id": "y", "entity": "E9"}]
    built = gold([line("ann", [ADA, SHE]), line("bob", other)])
    assert [(i["text"], i["entity"]) for i in items_of(built)] == [
        ("Ada Lark", "entities-cluster-1"),
        ("She", "entities-cluster-1"),
    ]
    assert not built.awaiting


def test_gold_holds_nothing_where_all_say_nothing_is_there() -> None:
    assert items_of(gold([line("ann", []), line("bob", [])])) == []


def test_gold_lets_the_adjudicator_decide_wholly() -> None:
    decided = line("eve", [TOM], kind="ADJUDICATOR")
    built = gold([line("ann", [ADA]), line("bob", [])], [decided])
    assert [i["text"] for i in items_of(built)] == ["Tom Reed"]


def test_gold_waits_where_people_differ() -> None:
    built = gold([line("ann", [ADA, TOM]), line("bob", [ADA])])
    assert built.annotations == []
    assert built.awaiting == [("a1", "entities", "open disagreements: 1", ("ann", "bob"))]


def test_gold_takes_a_majority_only_where_the_rule_says_so() -> None:
    lines = [line("ann", [ADA, TOM]), line("bob", [ADA, TOM]), line("cay", [ADA])]
    assert gold(lines).awaiting
    built = gold(lines, rules={"entities": Rule(accept="majority")})
    assert [i["text"] for i in items_of(built)] == ["Ada Lark", "Tom Reed"]
    alone = [line("ann", [ADA]), line("bob", [ADA]), line("cay", [ADA, TOM])]
    dropped = gold(alone, rules={"entities": Rule(accept="majority")})
    assert [i["text"] for i in items_of(dropped)] == ["Ada Lark"]


def test_gold_takes_each_property_by_majority() -> None:
    long = {**TOM, **span("met Tom Reed")}
    org = {**TOM, "type": "ORG"}
    lines = [line("ann", [TOM]), line("bob", [org]), line("cay", [long])]
    built = gold(lines, rules={"entities": Rule(accept="majority")})
    assert [(i["text"], i["type"]) for i in items_of(built)] == [("Tom Reed", "PERSON")]


def test_gold_follows_decisions_until_a_judgement_changes() -> None:
    lines = [line("ann", [ADA, TOM]), line("bob", [ADA])]
    dispute = gold(lines).settled["a1"].disputes[0]
    for chosen, expected in ((0, ["Ada Lark", "Tom Reed"]), (1, ["Ada Lark"])):
        decision = settle(dispute, chosen)
        assert load_validator("decision").misfits(decision) == []
        built = gold(lines, [decision])
        assert [i["text"] for i in items_of(built)] == expected
        assert items_of(gold([*lines, decision])) == items_of(built)
    revised = line("bob", [ADA, {**TOM, "type": "ORG"}], at="2026-01-02T00:00:00Z")
    assert gold([*lines, revised], [settle(dispute, 0)]).awaiting


def test_gold_rewrites_references_to_gold_items() -> None:
    ann = [line("ann", [ADA, SHE]), line("ann", [QUOTE], "quotes")]
    renamed = {"1": "x1", "2": "x2"}
    bob = [
        line("bob", [{**i, "id": renamed[i["id"]], "entity": "Z"} for i in (ADA, SHE)]),
        line("bob", [{**QUOTE, "id": "7", "speaker": "x2"}], "quotes"),
    ]
    built = gold([*ann, *bob])
    she = next(i for i in items_of(built) if i["text"] == "She")
    assert items_of(built, "quotes")[0]["speaker"] == she["id"]


def test_gold_waits_with_a_layer_that_refers_to_an_open_one() -> None:
    lines = [line("ann", [ADA, SHE]), line("bob", [ADA]), line("ann", [QUOTE], "quotes")]
    reasons = {waiting.layer: waiting.reason for waiting in gold(lines).awaiting}
    assert reasons["quotes"] == "refers to entities, which is not settled"


def test_gold_waits_through_layers() -> None:
    figure = item("f", "COUNT", "Friday", of="1")
    event = item("v", "AGREE", "met", arguments=[{"role": "COUNT", "target": "f"}])
    one = [line("ann", [figure], "figures"), line("ann", [event], "events")]
    two = [line("ann", [ADA, SHE]), line("bob", [ADA, {**SHE, "entity": "B"}])]
    built = gold([*one, *two])
    assert {w.layer: w.reason for w in built.awaiting} == {
        "entities": "open disagreement about clusters",
        "events": "refers to figures, which is not settled",
        "figures": "refers to entities, which is not settled",
    }
    assert built.annotations == [] and built.settled["a1"].origins == {}


def test_gold_names_references_that_are_lost() -> None:
    lines = [line("ann", [ADA, SHE]), line("bob", [ADA]), line("ann", [QUOTE], "quotes")]
    dispute = gold(lines).settled["a1"].disputes[0]
    built = gold(lines, [settle(dispute, 1)])
    assert items_of(built, "quotes")[0]["speaker"] is None
    assert "speaker of q by ann names 2" in built.lost[0]


def test_gold_keeps_references_into_the_gold_that_was_shown() -> None:
    people = [line("ann", [ADA, SHE]), line("bob", [{**ADA, "id": "8"}, {**SHE, "id": "9"}])]
    shown = gold(people).annotations[0]
    she = next(i["id"] for i in shown["items"] if i["text"] == "She")
    quote = {**QUOTE, "speaker": she}
    context = {"entities": annotation_sha256(shown)}
    lines = [*people, line("cay", [quote], "quotes", context=context)]
    assert items_of(gold(lines), "quotes")[0]["speaker"] == she
    assert check_lines(lines, None)[-1] == []
    changed = [*people[:1], line("bob", [ADA, SHE, TOM], at="2026-01-02T00:00:00Z"), lines[-1]]
    waiting = {entry.layer: entry.reason for entry in gold(changed).awaiting}
    assert waiting["quotes"] == "refers to entities, which is not settled"
    again = line("ann", [ADA, SHE, TOM], at="2026-01-02T00:00:00Z")
    built = gold([*changed, again])
    assert items_of(built, "quotes")[0]["speaker"] is None
    assert "of what was shown as context, which is not at hand or has changed" in built.lost[0]


def test_gold_leads_references_to_the_items_of_the_adjudicator() -> None:
    lines = [
        line("ann", [ADA, SHE]), line("bob", [{**TOM, "id": "2"}, {**SHE, "id": "x"}]),
        line("ann", [QUOTE], "quotes"), line("bob", [{**QUOTE, "speaker": "x"}], "quotes"),
    ]  # fmt: skip
    decided = line("eve", [ADA, {**SHE, "id": "s"}], kind="ADJUDICATOR")
    built = gold(lines, [decided])
    assert items_of(built, "quotes")[0]["speaker"] == "s"
    assert (built.lost, built.awaiting) == ([], [])


def test_gold_waits_where_clusters_differ() -> None:
    apart = {**SHE, "entity": "B"}
    lines = [line("ann", [ADA, SHE]), line("bob", [ADA, apart])]
    built = gold(lines)
    assert built.awaiting[0].reason == "open disagreement about clusters"
    dispute = built.settled["a1"].disputes[0]
    decision = decide(
        lines[0],
        dispute.versions,
        {"clusters": "bob"},
        adjudicator="eve",
        created="2026-02-01T00:00:00Z",
    )
    assert load_validator("decision").misfits(decision) == []
    clusters = [i["entity"] for i in items_of(gold(lines, [decision]))]
    assert len(set(clusters)) == 2


def test_gold_keeps_ids_apart_between_layers() -> None:
    quote = {**QUOTE, "id": "1", "speaker": "2"}
    built = gold([line("ann", [ADA, SHE]), line("ann", [quote], "quotes")])
    assert items_of(built, "quotes")[0]["id"] == "quotes-1"
    assert items_of(built, "quotes")[0]["speaker"] == "2"


def test_gold_is_valid() -> None:
    lines = [
        line("ann", [ADA, SHE, TOM], clusters=[{"id": "A"}, {"id": "T"}]),
        line("bob", [ADA, SHE, TOM], clusters=[{"id": "A"}, {"id": "T", "link": None}]),
        line("ann", [QUOTE], "quotes"),
    ]
    built = gold(lines)
    for annotation in built.annotations:
        assert validate(annotation, others=built.annotations) == []


def test_gold_counts_the_last_line_of_an_annotator() -> None:
    old, new = line("ann", [TOM]), line("ann", [ADA], at="2026-01-02T00:00:00Z")
    assert items_of(gold([new, old])) == items_of(gold([old, new])) == [ADA]


def test_why_tells_who_said_what() -> None:
    lines = [line("ann", [ADA, TOM]), line("bob", [ADA])]
    decision = settle(gold(lines).settled["a1"].disputes[0], 0)
    built = gold(lines, [decision])
    told = built.why("a1", items_of(built)[1]["id"])
    assert told["how"] == "decision"
    assert told["votes"] == [
        {"annotator": "ann", "item": TOM},
        {"annotator": "bob", "item": None},
    ]
    assert told["decision"]["annotator"]["id"] == "eve"
    assert built.why("a1", items_of(built)[0]["id"])["how"] == "unanimous"
    with pytest.raises(Usage, match="no gold item 'nope'"):
        built.why("a1", "nope")


def test_why_shows_the_judgements_behind_an_adjudicators_line() -> None:
    decided = line("eve", [{**TOM, **span("met Tom Reed")}], kind="ADJUDICATOR")
    built = gold([line("ann", [TOM]), line("bob", [])], [decided])
    votes = {v["annotator"]: v["item"] for v in built.why("a1", "3")["votes"]}
    assert votes["ann"] == TOM
    assert votes["bob"] is None


WORDS = ["Ada Lark", "Tom Reed", "She", "Mayor Ada Lark", "bridge"]
some_items = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(["PERSON", "ORG"])), max_size=4, unique=True
)


@given(st.lists(some_items, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_gold_has_the_same_bytes_whatever_the_order(
    judged: list[list[tuple[str, str]]], shuffle: Any
) -> None:
    lines = [
        line(f"p{at}", [item(str(n), k, words) for n, (words, k) in enumerate(found)])
        for at, found in enumerate(judged)
    ]
    rules = {"entities": Rule(accept="majority")}
    built = gold(lines, rules=rules)
    for other in range(3):
        mixed = lines[:]
        shuffle.shuffle(mixed)
        again = gold(mixed, rules=rules)
        assert orjson.dumps(again.annotations) == orjson.dumps(built.annotations), other
        assert again.awaiting == built.awaiting


def test_cases_begin_with_the_proposal_and_mark_the_differences() -> None:
    lines = [
        line("ann", [ADA, TOM]),
        line("bob", [ADA, {**SHE, "entity": "A"}]),
        line("cay", [ADA, TOM]),
    ]
    (case,) = cases(lines)
    assert (case.article, case.layer) == ("a1", "entities")
    assert set(case.versions) == {"ann", "bob", "cay"}
    assert [i["text"] for i in case.proposal["items"]] == ["Ada Lark", "Tom Reed"]
    assert [(TEXT[d.start : d.end], d.majority) for d in case.differences] == [
        ("Tom Reed", True),
        ("She", True),
    ]
    assert case.differences[0].properties == ("item",)
    assert cases([line("ann", [ADA]), line("bob", [ADA])]) == []


def test_gold_forgets_what_was_withdrawn_or_replaced() -> None:
    first = line("ann", [TOM], origin="1/2/3", revision=1)
    second = line("ann", [ADA], origin="1/2/3", revision=2)
    gone = {**second, "items": [], "revision": 3, "withdrawn": True}
    assert items_of(gold([second, first])) == [ADA]
    assert gold([first, second, gone]).annotations == []
    assert items_of(gold([first, second, gone, line("bob", [TOM])])) == [TOM]
