"""What an adjudicator's annotation of a whole layer decides, question by question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dateline.annotate.adjudicate import Outcome, Rule, Version, decide
from dateline.annotate.gold import sort_lines
from dateline.annotate.settle import Article
from dateline.annotate.settled import Settled
from dateline.annotate.sheets import named_groups
from dateline.annotate.targets import Key
from dateline.annotate.votes import Annotation, Item, Value, content, nearest
from dateline.layers import Layer


def decisions(
    settled: Sequence[Annotation],
    lines: Iterable[Mapping[str, Any]],
    layers: Mapping[str, Layer],
    rules: Mapping[str, Rule],
) -> list[dict[str, Any]]:
    """The decisions in `settled`, an adjudicator's annotations of one article.

    `lines` are the judgements and adjudications that there are. There is a decision for each item
    that people disagreed about, and for each that the adjudicator has otherwise than all of them;
    what only the adjudicator has is in the annotation alone. Judgements that changed since they
    were shown make other questions, which this answers as well as it can.
    """
    names = {line["layer"] for line in settled}
    rest = [line for line in lines if not _stands_for(line, names)]
    article, here = settled[0]["article"], settled[0]["text_sha256"]
    said = sort_lines([line for line in rest if line["article"] == article], layers).get(article)
    judged = [line for line in settled if said and line["layer"] in said.people]
    if said is None or any(_text(said.people[line["layer"]]) != here for line in judged):
        return []
    found = said.article(article, layers, rules)
    reader = _Reader(judged, found, found.settle())
    return [decision for line in judged for decision in reader.decisions(line)]


def _stands_for(line: Mapping[str, Any], names: set[str]) -> bool:
    kind = line["annotator"]["kind"]
    return "dispute" not in line and kind == "ADJUDICATOR" and line["layer"] in names


def _text(lines: Mapping[str, Annotation]) -> str:
    return str(next(iter(lines.values()))["text_sha256"])


class _Reader:
    """Holds an adjudicator's items against the groups of everybody's."""

    def __init__(self, lines: Sequence[Annotation], article: Article, found: Settled) -> None:
        self.article, self.found = article, found
        self.groups = {line["layer"]: named_groups(article, line["layer"]) for line in lines}
        self.items: dict[Key, Item] = {}
        for line in lines:
            self._place(line)
        self.key_of = {name: key for key, name in found.ids.items() if key[0] not in self.groups}
        self.key_of |= {item["id"]: key for key, item in self.items.items()}

    def _place(self, line: Annotation) -> None:
        """Find the group of each item: by its id, else (drawn by hand) by where it lies."""
        layer, by_id = line["layer"], {item["id"]: item for item in line["items"]}
        groups = self.groups[layer]
        free = {}
        for at, (name, outcome) in enumerate(groups):
            if name in by_id:
                self.items[layer, at] = by_id.pop(name)
            else:
                free[at] = outcome.group
        for item in by_id.values():
            near = nearest(list(free.values()), item)
            for at in [at for at, group in free.items() if group is near]:
                self.items[layer, at] = item
                del free[at]

    def decisions(self, line: Annotation) -> Iterator[dict[str, Any]]:
        layer, who = line["layer"], line["annotator"]["id"]
        for at, (_, outcome) in enumerate(self.groups[layer]):
            item = self.items.get((layer, at))
            take = None if item is None else self._take(layer, who, item, outcome)
            if not outcome.unanimous or take is None or who in take.values():
                yield _decision(line, outcome.versions, take, item)
        for dispute in self.found.disputes:
            if dispute.layer == layer and dispute.outcome is None:
                whose = self._grouping(layer, dispute.versions) or who
                yield _decision(line, dispute.versions, {"clusters": whose}, None)

    def _take(self, layer: str, who: str, item: Item, outcome: Outcome) -> dict[str, str]:
        """Whose value of each property the item has: of as few people as it can be."""
        own = content(item, self.article.layers[layer], who, self._meaning)
        said = {
            name: version.content
            for version in outcome.versions
            if version.content is not None
            for name in version.annotators
        }
        near = sorted(
            said, key=lambda name: (-sum(said[name][p] == v for p, v in own.items()), name)
        )
        return {
            name: next((other for other in near if said[other][name] == value), who)
            for name, value in own.items()
        }

    def _meaning(self, who: str, item: str) -> Value:
        return list(self.key_of.get(item, (item,)))

    def _grouping(self, layer: str, versions: Sequence[Version]) -> str | None:
        """The first annotator who puts together what the adjudicator does."""
        cluster = self.article.layers[layer].cluster or ""
        own = {
            name: self.items[key].get(cluster) or ("alone", name)
            for key, name in self.found.ids.items()
            if key in self.items
        }
        for version in versions:
            groups = [members for members, _ in (version.content or {})["clusters"]]
            within = {name for members in groups for name in members}
            ours: dict[Any, set[str]] = {}
            for name in within & own.keys():
                ours.setdefault(own[name], set()).add(name)
            if {frozenset(members) for members in groups} == set(map(frozenset, ours.values())):
                return version.annotators[0]
        return None


def _decision(
    line: Annotation,
    versions: Sequence[Version],
    take: Mapping[str, str] | None,
    item: Item | None,
) -> dict[str, Any]:
    made = decide(
        line, versions, take, adjudicator=line["annotator"]["id"], created=line["created"]
    )
    return {**made, "item": item and item["id"], "origin": line.get("origin")}
