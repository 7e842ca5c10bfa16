"""What awaits adjudication, for whoever shows it to a person: versions, proposal, differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dateline.annotate.adjudicate import Rule, Version
from dateline.annotate.gold import Said, sort_lines
from dateline.annotate.settle import Article
from dateline.annotate.settled import Dispute, Settled
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


class Opened(NamedTuple):
    """An article with open disagreements."""

    said: Said
    settled: Settled
    guessing: Article
    guessed: Settled  # with every proposal taken
    cases: list[Case]


def cases(
    judgements: Iterable[Annotation],
    adjudications: Iterable[Mapping[str, Any]] = (),
    layers: Mapping[str, Layer] | None = None,
    *,
    rules: Mapping[str, Rule] | None = None,
) -> list[Case]:
    """The layers of articles with open disagreements, by article, then layer."""
    known = dict(shipped() if layers is None else layers)
    lines = [*judgements, *adjudications]
    return [case for one in opened(lines, known, rules or {}) for case in one.cases]


def opened(
    lines: Iterable[Mapping[str, Any]], layers: Mapping[str, Layer], rules: Mapping[str, Rule]
) -> Iterator[Opened]:
    """The articles with open disagreements, in the order of their names."""
    for name, said in sort_lines(lines, layers).items():
        settled = said.article(name, layers, rules).settle()
        if not settled.disputes:
            continue
        guessing = said.article(name, layers, rules, guess=True)
        guessed = guessing.settle()
        found = [
            _case(name, layer, said.counting[layer], settled.disputes, guessed)
            for layer in sorted({dispute.layer for dispute in settled.disputes})
            if layer in guessed.annotations
        ]
        yield Opened(said, settled, guessing, guessed, found)


def _case(
    article: str,
    layer: str,
    lines: Mapping[str, Annotation],
    disputes: Iterable[Dispute],
    guessed: Settled,
) -> Case:
    proposal = {
        **guessed.annotations[layer],
        "annotator": {"id": "proposal", "kind": "MODEL"},
    }
    differences = [_difference(one, lines) for one in disputes if one.layer == layer]
    differences.sort(key=lambda difference: (difference.start, difference.end))
    return Case(article, layer, dict(lines), proposal, differences)


def _difference(dispute: Dispute, lines: Mapping[str, Annotation]) -> Difference:
    if dispute.outcome is None:
        ends = [item["end"] for line in lines.values() for item in line["items"]]
        return Difference(0, max(ends), ("clusters",), False, dispute)
    start, end = dispute.outcome.group.place
    return Difference(start, end, dispute.outcome.disputed, dispute.outcome.majority, dispute)
