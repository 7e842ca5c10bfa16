from typing import Any

from dateline.annotate.gold import gold


def line(who: str, kind: str = "HUMAN", at: str = "2026-01-01T00:00:00Z") -> dict[str, Any]:
    item = {"id": "t1", "type": "DATE", "start": 0, "end": 5, "text": "Today"}
    return {
        "article": "a1",
        "text_sha256": "0" * 64,
        "layer": "times",
        "annotator": {"id": who, "kind": kind},
        "items": [item],
        "created": at,
    }


def test_gold_takes_a_single_judgement_as_it_stands() -> None:
    built = gold([line("ann")])
    assert [a["annotator"]["id"] for a in built.annotations] == ["gold"]
    assert built.annotations[0]["items"] == line("ann")["items"]


def test_gold_never_takes_a_model() -> None:
    assert gold([line("crf", "MODEL")]).annotations == []


def test_gold_lets_the_adjudicator_decide() -> None:
    decided = {**line("eve", "ADJUDICATOR"), "items": []}
    assert gold([line("ann"), line("bob")], [decided]).annotations[0]["items"] == []
