"""The gold of one article, written from what was chosen: items, their references and clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dateline.annotate.adjudicate import Outcome, Version, dispute_id
from dateline.annotate.coreference import Clusterings, bring_together
from dateline.annotate.settled import Chosen, Dispute, Origin, Settled
from dateline.annotate.votes import Item
from dateline.layers import Reference

if TYPE_CHECKING:
    from dateline.annotate.settle import Article


class Writer:
    """Writes the layers of an article into `result`, where the ids of the items are."""

    def __init__(self, article: Article, result: Settled) -> None:
        self.article, self.result = article, result

    def write(self, layer: str, outcomes: Sequence[Chosen]) -> None:
        """Make the annotation of the layer, or say why it has to wait."""
        items, names = [], []
        for outcome, take in outcomes:
            who, any_item = next(iter(outcome.group.votes.items()))
            name = self.result.ids[self.article.targets.group_of[layer, who, any_item["id"]]]
            names.append(name)
            items.append(self._item(layer, name, outcome, take))
            self.result.origins[name] = self._origin(layer, outcome)
        clusters = None
        if len(self.article.lines[layer]) == 1:
            clusters = next(iter(self.article.lines[layer].values())).get("clusters")
        elif self.article.layers[layer].cluster:
            clusters = self._cluster(layer, outcomes, names, items)
        if layer not in self.result.blocked:
            items.sort(key=lambda item: (item["start"], -item["end"]))
            decided = [self.result.origins[name].decision for name in names]
            decisions = [decision for decision in decided if decision]
            made = self._annotation(layer, items, clusters, decisions)
            self.result.annotations[layer] = made
            self.article.targets.know(made)

    def _annotation(
        self,
        layer: str,
        items: list[dict[str, Any]],
        clusters: list[dict[str, Any]] | None,
        decisions: Sequence[Mapping[str, Any]],
    ) -> dict[str, Any]:
        lines = list(self.article.lines[layer].values())
        dates = [line["created"] for line in (*lines, *decisions) if line.get("created")]
        guidelines = {line.get("guideline") for line in lines}
        return {
            "article": self.article.name,
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
        decision = self.article.decisions.get(
            dispute_id(self.article.name, layer, outcome.versions)
        )
        alone = len(self.article.lines[layer]) == 1
        how = (
            "decision" if decision else "adjudicator" if self.article.by_adjudicator(layer)
            else "single" if alone else "unanimous" if outcome.unanimous else "majority"
        )  # fmt: skip
        return Origin(layer, how, outcome, decision)

    def _item(
        self,
        layer: str,
        name: str,
        outcome: Outcome,
        take: Mapping[str, str],
    ) -> dict[str, Any]:
        """The gold item: each property as the annotator has it from whom it is taken."""
        of = self.article.layers[layer]
        votes = outcome.group.votes
        item: dict[str, Any] = {}
        references = {reference.name: reference for reference in of.references}
        for key in of.schema["properties"]:
            who = take.get(key, take["span"])
            source = votes[who]
            if key == "id":
                item[key] = name
            elif key in references:
                value = self._reference(layer, who, source, references[key])
                if value is not None or key in source:
                    item[key] = value
            elif key in source and (key != of.cluster or len(self.article.lines[layer]) == 1):
                item[key] = source[key]
        return item

    def _reference(
        self,
        layer: str,
        who: str,
        source: Item,
        reference: Reference,
    ) -> Any:
        value = source.get(reference.name)
        if value is None:
            return None
        found = {
            target: self.article.targets.gold_id(layer, who, target, self.result.ids)
            for _, target, _ in reference.targets(source)
        }
        for target in (target for target, name in found.items() if name is None):
            context = self.article.lines[layer][who].get("context")
            why = "which is no gold item"
            if context:
                why = "of what was shown as context, which is not at hand or has changed since"
            self.result.lost.append(
                f"article {self.article.name}, layer {layer}: {reference.name} of "
                f"{source['id']} by {who} "
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
    ) -> list[dict[str, Any]]:
        """Give the items their clusters, and list these; block the layer where they are open."""
        of = self.article.layers[layer]
        votes = {
            name: outcome.group.votes for (outcome, _), name in zip(outcomes, names, strict=True)
        }

        def taken_from(versions: Sequence[Version]) -> str | None:
            decision = self.article.decisions.get(dispute_id(self.article.name, layer, versions))
            return None if decision is None else (decision["take"] or {}).get("clusters")

        said = Clusterings(of, self.article.lines[layer], votes)
        grouping = bring_together(names, said, self.article.rules[layer], taken_from)
        if not grouping.accepted and not self.article.guess:
            self.result.disputes.append(Dispute(layer, None, grouping.versions))
            self.result.blocked[layer] = "open disagreement about clusters"
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
                self.result.blocked[layer] = (
                    f"decisions put {kinds} into one cluster, {cluster['id']}"
                )
        return found
