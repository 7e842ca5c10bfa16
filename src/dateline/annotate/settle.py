"""One article: its judgements and decisions in, gold and open disputes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dateline.annotate.adjudicate import MAJORITY, Outcome, Rule, dispute_id, weigh
from dateline.annotate.settled import Chosen, Dispute, Settled
from dateline.annotate.targets import Key, Lines, Targets
from dateline.annotate.votes import group_items
from dateline.annotate.writing import Writer
from dateline.layers import Layer


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
        writer = Writer(self, result)
        for layer in self._in_order():
            if layer not in result.blocked:
                writer.write(layer, chosen[layer])
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
        elif not rule.single and len(self.lines[layer]) == 1 and not self.by_adjudicator(layer):
            result.blocked[layer] = "one judgement alone"
        return found

    def by_adjudicator(self, layer: str) -> bool:
        """Whether an adjudicator's line settles the layer."""
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
