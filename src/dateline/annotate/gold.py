"""Gold: built from judgements and adjudications, the same bytes each time, never edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dateline.annotate.adjudicate import Rule
from dateline.annotate.settle import Article
from dateline.annotate.settled import Settled
from dateline.annotate.standing import created, standing
from dateline.annotate.votes import Annotation, Group, group_items, nearest
from dateline.errors import Usage
from dateline.layers import Layer, find, shipped


class Awaiting(NamedTuple):
    """A layer of an article that is no gold yet, and why."""

    article: str
    layer: str
    reason: str
    annotators: tuple[str, ...]


@dataclass
class Gold:
    """Gold annotations, by article and layer, and what awaits adjudication."""

    annotations: list[dict[str, Any]] = field(default_factory=list)
    awaiting: list[Awaiting] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # references whose target is not in gold
    settled: dict[str, Settled] = field(default_factory=dict)  # by article
    said: dict[str, Said] = field(default_factory=dict)  # by article
    layers: Mapping[str, Layer] = field(default_factory=shipped)

    def why(self, article: str, item: str) -> dict[str, Any]:
        """How a gold item came to be: by what rule or whom, and each annotator's version of it.

        Raises Usage where there is no such item.
        """
        settled = self.settled.get(article)
        origin = settled.origins.get(item) if settled else None
        if settled is None or origin is None:
            known = ", ".join(sorted(settled.origins)) if settled else "no gold for the article"
            raise Usage(f"article {article} has no gold item {item!r}; there is: {known}")
        line = settled.annotations[origin.layer]
        gold_item = next(one for one in line["items"] if one["id"] == item)
        said = self.said[article]
        whole = next(iter(said.settled.get(origin.layer, {}).values()), None)
        return {
            "article": article,
            "layer": origin.layer,
            "item": gold_item,
            "how": origin.how,
            "votes": self._votes(said, origin.layer, origin.outcome.group, gold_item),
            "decision": origin.decision or said.record(whole, origin.outcome.group),
            "adjudicator": whole and whole["annotator"]["id"],
        }

    def _votes(
        self, said: Said, layer: str, group: Group, item: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        people = said.people.get(layer, {})
        votes = {who: group.votes.get(who) for who in (*group.votes, *group.silent)}
        for who, line in people.items():
            if who not in votes:  # an adjudicator's line stands in for these
                near = nearest(group_items({who: line}, self.layers[layer]), item)
                votes[who] = None if near is None else near.votes[who]
        return [{"annotator": who, "item": vote} for who, vote in sorted(votes.items())]


def gold(
    judgements: Iterable[Annotation],
    adjudications: Iterable[Mapping[str, Any]] = (),
    layers: Mapping[str, Layer] | None = None,
    *,
    rules: Mapping[str, Rule] | None = None,
) -> Gold:
    """Gold of all articles and layers, sorted by article, then layer.

    A line of an adjudicator settles a layer of an article wholly; else what all who judged it say
    alike is gold, and so is the judgement of one person alone. The rest awaits decisions (see
    `dateline.annotate.adjudicate.decide`), which may stand among either kind of line. Models'
    lines are never gold. Of two lines of one annotator the one that was `created` last counts, of
    two texts that of the last judgement. Raises Usage on a line of an unknown layer.
    """
    known = dict(shipped() if layers is None else layers)
    result = Gold(layers=known)
    for name, said in sort_lines([*judgements, *adjudications], known).items():
        found = said.article(name, known, rules or {}).settle()
        result.said[name] = said
        result.settled[name] = found
        result.annotations += [found.annotations[layer] for layer in sorted(found.annotations)]
        result.lost += found.lost
        result.awaiting += [
            Awaiting(name, layer, reason, tuple(said.counting[layer]))
            for layer, reason in sorted(found.blocked.items())
        ]
    return result


class Said(NamedTuple):
    """What was said about one article."""

    people: dict[str, dict[str, Annotation]]  # judgements by layer and annotator
    settled: dict[str, dict[str, Annotation]]  # by layer, the adjudicator's line
    decisions: list[Mapping[str, Any]]
    records: list[Mapping[str, Any]]  # decisions that tell of an adjudicator's line

    def record(self, whole: Annotation | None, group: Group) -> Mapping[str, Any] | None:
        """The last decision that the item of `whole`, an adjudicator's line, came of."""
        if whole is None:
            return None
        item = group.votes[whole["annotator"]["id"]]["id"]
        of_item = (
            one
            for one in reversed(self.records)
            if one["item"] == item and _origin(one) == _origin(whole)
        )
        return next(of_item, None)

    @property
    def counting(self) -> dict[str, dict[str, Annotation]]:
        """The lines that gold is made of: an adjudicator's before all others."""
        lines = {**self.people, **self.settled}
        return {layer: lines[layer] for layer in sorted(lines)}

    def article(
        self,
        name: str,
        layers: Mapping[str, Layer],
        rules: Mapping[str, Rule],
        *,
        guess: bool = False,
    ) -> Article:
        """The article of which this was said."""
        replaced = {layer: self.people.get(layer, {}) for layer in self.settled}
        lines, decisions = self.counting, self.decisions
        return Article(name, lines, decisions, layers, rules, replaced=replaced, guess=guess)


def sort_lines(lines: Iterable[Mapping[str, Any]], layers: Mapping[str, Layer]) -> dict[str, Said]:
    """The lines that count, by article in the order of the names."""
    found: dict[str, Said] = {}
    judged = []
    for line in lines:
        find(line["layer"], layers)
        if "dispute" in line:
            said = found.setdefault(line["article"], Said({}, {}, [], []))
            (said.records if line.get("origin") else said.decisions).append(line)
        else:
            judged.append(line)
    for (article, kind, who, layer), line in standing(judged).items():
        said = found.setdefault(article, Said({}, {}, [], []))
        if kind == "HUMAN":
            said.people.setdefault(layer, {})[who] = line
        elif kind == "ADJUDICATOR":
            (last,) = said.settled.get(layer, {}).values() or (line,)
            line = line if created(line) >= created(last) else last
            said.settled[layer] = {line["annotator"]["id"]: line}
    for said in found.values():
        said.decisions.sort(key=created)
        said.records.sort(key=lambda line: (created(line), line.get("revision") or 0))
        for layer, lines_of in said.people.items():
            said.people[layer] = _of_one_text(lines_of)
    return dict(sorted(found.items()))


def _origin(line: Mapping[str, Any]) -> tuple[str, str, str | None]:
    return line["layer"], line["annotator"]["id"], line.get("origin")


def _of_one_text(lines: Mapping[str, Annotation]) -> dict[str, Annotation]:
    """The lines on the text of the last judgement, by the names of the annotators."""
    text = max(lines.values(), key=lambda line: (created(line), line["text_sha256"]))
    return {
        who: line
        for who, line in sorted(lines.items())
        if line["text_sha256"] == text["text_sha256"]
    }
