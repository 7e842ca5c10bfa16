"""One article: its judgements and decisions in, gold and open disputes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dateline.annotate.adjudicate import MAJORITY, Outcome, Rule, Version, dispute_id, weigh
from dateline.annotate.coreference import Clusterings, bring_together
from dateline.annotate.targets import Key, Lines, Targets
from dateline.annotate.votes import Item, group_items
from dateline.layers import Layer, Reference

Chosen = tuple[Outcome, dict[str, str]]  # and whose value of each property is taken


class Dispute(NamedTuple):
    """A question that is open: an item of a layer, or (outcome None) its clusters."""

    layer: str
    outcome: Outcome | None
    versions: tuple[Version, ...]

    def take(self, chosen: int) -> dict[str, str] | None:
        """What a decision for version `chosen` takes; None where it says that there is no item."""
        if self.outcome is None:
            return {"clusters": self.versions[chosen].annotators[0]}
        return self.outcome.take(chosen)


class Origin(NamedTuple):
    """How an item came to be gold."""

    layer: str
    how: str  # single, unanimous, majority, decision, adjudicator
    outcome: Outcome
    decision: Mapping[str, Any] | None


@dataclass
class Settled:
    """What one article comes to."""

    annotations: dict[str, dict[str, Any]] = field(default_factory=dict)  # by layer
    disputes: list[Dispute] = field(default_factory=list)
    blocked: dict[str, str] = field(default_factory=dict)  # layer -> why it is not gold
    origins: dict[str, Origin] = field(default_factory=dict)  # by the id of the gold item
    lost: list[str] = field(default_factory=list)  # references whose target is not in gold
    ids: dict[Key, str] = field(default_factory=dict)  # of the items, by group


class Article:
    """The judgements of one article; `lines` are those that count, by layer and annotator.

    `replaced` are people's lines that an adjudicator's stands in for. With `guess` every proposal
    is taken, also where votes are tied: where a person may begin.
    """

    def __init__(
        self,
        name: str,
        lines: Mapping[str, Lines],
        decisions: Sequence[Mapping[str, Any]],
        layers: Mapping[str, Layer],
        rules: Mapping[str, Rule],
        *,
        replaced: Mapping[str, Lines] | None = None,
        guess: bool = False,
    ) -> None:
        self.name, self.lines, self.layers, self.guess = name, lines, layers, guess
        self.rules = {layer: rules.get(layer, Rule()) for layer in lines}
        self.decisions = {line["dispute"]: line for line in decisions}
        self.groups = {
            layer: group_items(lines[layer], layers[layer], self.rules[layer].overlap)
            for layer in lines
        }
        self.targets = Targets(lines, self.groups, layers, replaced or {})

    def settle(self) -> Settled:
        """Gold of every layer that nothing is open in."""
        result = Settled()
        chosen = {layer: self._choose(layer, result) for layer in self.lines}
        self._wait(chosen, result)
        result.ids = self._ids(chosen, result)
        for layer in self._in_order():
            if layer not in result.blocked:
                self._write(layer, chosen[layer], result.ids, result)
            if layer in result.blocked:  # for layers whose clusters turned out to be open
                self._wait(chosen, result)
        result.annotations = {
            layer: line for layer, line in result.annotations.items() if layer not in result.blocked
        }
        result.origins = {
            name: origin
            for name, origin in result.origins.items()
            if origin.layer not in result.blocked
        }
        return result

    def weighed(self, layer: str) -> Iterator[Outcome]:
        """What the votes on each group of the layer come to."""
        for group in self.groups[layer]:
            yield weigh(
                group,
                self.layers[layer],
                self.rules[layer],
                lambda who, item: self.targets.meaning(layer, who, item),
            )

    def _choose(self, layer: str, result: Settled) -> list[Chosen]:
        """The groups that become items, with whose value of each property is taken."""
        rule = self.rules[layer]
        found = []
        open_ = 0
        for outcome in self.weighed(layer):
            decision = self.decisions.get(dispute_id(self.name, layer, outcome.versions))
            if decision is not None:
                take = decision["take"]
            elif outcome.unanimous or self.guess or (outcome.majority and rule.accept == MAJORITY):
                take = outcome.proposal
            else:
                open_ += 1
                result.disputes.append(Dispute(layer, outcome, outcome.versions))
                continue
            if take is not None:
                found.append((outcome, dict(take)))
        if open_:
            result.blocked[layer] = f"open disagreements: {open_}"
        elif not rule.single and len(self.lines[layer]) == 1 and not self._by_adjudicator(layer):
            result.blocked[layer] = "one judgement alone"
        return found

    def _by_adjudicator(self, layer: str) -> bool:
        lines = self.lines[layer].values()
        return any(line["annotator"]["kind"] == "ADJUDICATOR" for line in lines)

    def _ids(self, chosen: Mapping[str, Sequence[Chosen]], result: Settled) -> dict[Key, str]:
        """Ids of the gold items: the annotator's own where there is one alone, else by number."""
        ids: dict[Key, str] = {}
        taken: set[str] = set()
        for layer, outcomes in chosen.items():
            if layer in result.blocked:
                continue
            alone = len(self.lines[layer]) == 1
            own = [next(iter(o.group.votes.values()))["id"] for o, _ in outcomes] if alone else []
            if not alone or set(own) & taken:
                own = [f"{layer}-{at}" for at in range(1, len(outcomes) + 1)]
            for (outcome, _), name in zip(outcomes, own, strict=True):
                who, item = next(iter(outcome.group.votes.items()))
                ids[self.targets.group_of[layer, who, item["id"]]] = name
            taken |= set(own)
        return ids

    def _wait(self, chosen: Mapping[str, Sequence[Chosen]], result: Settled) -> None:
        """Block layers that refer into blocked ones, directly or through others."""
        waiting = True
        while waiting:
            waiting = False
            for layer in self.lines:
                open_ = self._refers_to(layer, chosen[layer]) & result.blocked.keys() - {layer}
                if layer not in result.blocked and open_:
                    result.blocked[layer] = f"refers to {min(open_)}, which is not settled"
                    waiting = True

    def _in_order(self) -> list[str]:
        """The layers, each after those that it may refer to."""
        found: dict[str, None] = {}

        def visit(layer: str, above: frozenset[str]) -> None:
            for reference in self.layers[layer].references:
                for other in sorted({*reference.layers} & self.lines.keys() - above):
                    visit(other, above | {other})
            found.setdefault(layer)

        for layer in self.lines:
            visit(layer, frozenset({layer}))
        return list(found)

    def _refers_to(self, layer: str, outcomes: Sequence[Chosen]) -> set[str]:
        """The layers that the chosen items name something in."""
        found: set[str] = set()
        for outcome, take in outcomes:
            for reference in self.layers[layer].references:
                who = take[reference.name]
                for _, target, _ in reference.targets(outcome.group.votes[who]):
                    found |= self.targets.where(layer, who, target, reference)
        return found

    def _write(
        self,
        layer: str,
        outcomes: Sequence[Chosen],
        ids: Mapping[Key, str],
        result: Settled,
    ) -> None:
        items, names = [], []
        for outcome, take in outcomes:
            who, any_item = next(iter(outcome.group.votes.items()))
            name = ids[self.targets.group_of[layer, who, any_item["id"]]]
            names.append(name)
            items.append(self._item(layer, name, outcome, take, ids, result))
            result.origins[name] = self._origin(layer, outcome)
        clusters = None
        if len(self.lines[layer]) == 1:
            clusters = next(iter(self.lines[layer].values())).get("clusters")
        elif self.layers[layer].cluster:
            clusters = self._cluster(layer, outcomes, names, items, result)
        if layer not in result.blocked:
            items.sort(key=lambda item: (item["start"], -item["end"]))
            decided = [result.origins[name].decision for name in names]
            decisions = [decision for decision in decided if decision]
            made = self._annotation(layer, items, clusters, decisions)
            result.annotations[layer] = made
            self.targets.know(made)

    def _annotation(
        self,
        layer: str,
        items: list[dict[str, Any]],
        clusters: list[dict[str, Any]] | None,
        decisions: Sequence[Mapping[str, Any]],
    ) -> dict[str, Any]:
        lines = list(self.lines[layer].values())
        dates = [line["created"] for line in (*lines, *decisions) if line.get("created")]
        guidelines = {line.get("guideline") for line in lines}
        return {
            "article": self.name,
            "text_sha256": lines[0]["text_sha256"],
            "layer": layer,
            "annotator": {"id": "gold", "kind": "ADJUDICATOR"},
            "guideline": guidelines.pop() if len(guidelines) == 1 else None,
            "items": items,
            "clusters": clusters,
            "context": None,
            "created": max(dates, default=None),
            "seconds": None,
        }

    def _origin(self, layer: str, outcome: Outcome) -> Origin:
        decision = self.decisions.get(dispute_id(self.name, layer, outcome.versions))
        alone = len(self.lines[layer]) == 1
        how = (
            "decision" if decision else "adjudicator" if self._by_adjudicator(layer)
            else "single" if alone else "unanimous" if outcome.unanimous else "majority"
        )  # fmt: skip
        return Origin(layer, how, outcome, decision)

    def _item(
        self,
        layer: str,
        name: str,
        outcome: Outcome,
        take: Mapping[str, str],
        ids: Mapping[Key, str],
        result: Settled,
    ) -> dict[str, Any]:
        """The gold item: each property as the annotator has it from whom it is taken."""
        of = self.layers[layer]
        votes = outcome.group.votes
        item: dict[str, Any] = {}
        references = {reference.name: reference for reference in of.references}
        for key in of.schema["properties"]:
            who = take.get(key, take["span"])
            source = votes[who]
            if key == "id":
                item[key] = name
            elif key in references:
                value = self._reference(layer, who, source, references[key], ids, result)
                if value is not None or key in source:
                    item[key] = value
            elif key in source and (key != of.cluster or len(self.lines[layer]) == 1):
                item[key] = source[key]
        return item

    def _reference(
        self,
        layer: str,
        who: str,
        source: Item,
        reference: Reference,
        ids: Mapping[Key, str],
        result: Settled,
    ) -> Any:
        value = source.get(reference.name)
        if value is None:
            return None
        found = {
            target: self.targets.gold_id(layer, who, target, ids)
            for _, target, _ in reference.targets(source)
        }
        for target in (target for target, name in found.items() if name is None):
            context = self.lines[layer][who].get("context")
            why = "which is no gold item"
            if context:
                why = "of what was shown as context, which is not at hand or has changed since"
            result.lost.append(
                f"article {self.name}, layer {layer}: {reference.name} of {source['id']} by {who} "
                f"names {target}, {why}"
            )
        if reference.target is None:
            return found[value]
        return [
            {**member, reference.target: found[member[reference.target]]}
            for member in value
            if found[member[reference.target]] is not None
        ]

    def _cluster(
        self,
        layer: str,
        outcomes: Sequence[Chosen],
        names: Sequence[str],
        items: Sequence[dict[str, Any]],
        result: Settled,
    ) -> list[dict[str, Any]]:
        """Give the items their clusters, and list these; block the layer where they are open."""
        of = self.layers[layer]
        votes = {
            name: outcome.group.votes for (outcome, _), name in zip(outcomes, names, strict=True)
        }

        def taken_from(versions: Sequence[Version]) -> str | None:
            decision = self.decisions.get(dispute_id(self.name, layer, versions))
            return None if decision is None else (decision["take"] or {}).get("clusters")

        said = Clusterings(of, self.lines[layer], votes)
        grouping = bring_together(names, said, self.rules[layer], taken_from)
        if not grouping.accepted and not self.guess:
            result.disputes.append(Dispute(layer, None, grouping.versions))
            result.blocked[layer] = "open disagreement about clusters"
            return []
        by_name = {item["id"]: item for item in items}
        found = []
        for number, members in enumerate(grouping.clusters, start=1):
            cluster = said.describe(members, f"{layer}-cluster-{number}")
            if cluster is None:
                continue
            found.append(cluster)
            for member in members:
                by_name[member][of.cluster or ""] = cluster["id"]
            labels = sorted({by_name[member][of.label] for member in members})
            if len(labels) > 1:
                kinds = " and ".join(labels)
                result.blocked[layer] = f"decisions put {kinds} into one cluster, {cluster['id']}"
        return found
