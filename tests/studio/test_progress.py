"""How far annotators agree so far."""

from typing import Any

from dateline import agreement
from dateline.annotate.studio.progress import agreement_so_far

from .examples import annotation, span

DATE = {"id": "t1", "type": "DATE", **span("Monday")}
TIME = {"id": "t2", "type": "TIME", **span("Storm")}


def by(who: str, *items: dict[str, Any]) -> dict[str, Any]:
    made = annotation("times", list(items))
    return {**made, "annotator": {"id": who, "kind": "HUMAN"}}


def test_agreement_so_far_is_of_all_and_of_each_with_the_others() -> None:
    lines = [by("anna", DATE), by("boris", DATE), by("cleo", TIME)]
    report = agreement(lines, "times", samples=2, gamma_articles=0)
    assert list(agreement_so_far(report)) == [
        ("all", 1 / 3, 1), ("anna", 0.5, 2), ("boris", 0.5, 2), ("cleo", 0.0, 2),
    ]  # fmt: skip


def test_of_one_annotator_there_is_no_agreement() -> None:
    report = agreement([by("anna", DATE)], "times", samples=2, gamma_articles=0)
    assert list(agreement_so_far(report)) == []
