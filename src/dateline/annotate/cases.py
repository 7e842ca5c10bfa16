"""What awaits adjudication, for whoever shows it to a person: versions, proposal, differences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dateline.annotate.adjudicate import Rule, Version
from dateline.annotate.gold import sort_lines
from dateline.annotate.settle import Article, Dispute
from dateline.annotate.votes import Annotation
from dateline.layers import Layer, shipped


class Difference(NamedTuple):
    """One open question and where it is in the text."""

    start: int
    end: int
    properties: tuple[str, ...]  # what is disputed: item, span, the label, …; or clusters
    majority: bool  # whether the proposal has a majority
    dispute: Dispute

    @property
    def versions(self) -> tuple[Version, ...]:
        return self.dispute.versions


class Case(NamedTuple):
    """A layer of an article that people disagree about."""

    article: str
    layer: str
    versions: dict[str, Annotation]  # each annotator's line
    proposal: dict[str, Any]  # an annotation by majority; ties as in the version with most votes
    differences: list[Difference]


def cases(
    judgements: Iterable[Annotation],
    adjudications: Iterable[Mapping[str, Any]] = (),
    layers: Mapping[str, Layer] | None = None,
    *,
    rules: Mapping[str, Rule] | None = None,
) -> list[Case]:
    """The layers of articles with open disagreements, by article, then layer."""
    known = dict(shipped() if layers is None else layers)
    found = []
    for name, said in sort_lines([*judgements, *adjudications], known).items():
        lines, decisions, rule = said.counting, said.decisions, rules or {}
        open_ = Article(name, lines, decisions, known, rule).settle().disputes
        if not open_:
            continue
        guessed = Article(name, lines, decisions, known, rule, guess=True).settle()
        for layer in sorted({dispute.layer for dispute in open_}):
            if layer not in guessed.annotations:
                continue
            differences = [
                _difference(dispute, lines[layer]) for dispute in open_ if dispute.layer == layer
            ]
            proposal = guessed.annotations[layer]
            proposal["annotator"] = {"id": "proposal", "kind": "MODEL"}
            found.append(
                Case(
                    name,
                    layer,
                    dict(lines[layer]),
                    proposal,
                    sorted(differences, key=lambda d: (d.start, d.end)),
                )
            )
    return found


def _difference(dispute: Dispute, lines: Mapping[str, Annotation]) -> Difference:
    if dispute.outcome is None:
        ends = [item["end"] for line in lines.values() for item in line["items"]]
        return Difference(0, max(ends), ("clusters",), False, dispute)
    start, end = dispute.outcome.group.place
    return Difference(start, end, dispute.outcome.disputed, dispute.outcome.majority, dispute)
