"""What an adjudicator is shown of an article: the proposal, everybody's version, and the gold
around them, with ids in common: an item is called the same by whoever has it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dateline.annotate.adjudicate import Outcome, Rule, dispute_id
from dateline.annotate.cases import Difference, Opened, opened
from dateline.annotate.settle import Article
from dateline.annotate.targets import Key
from dateline.annotate.votes import Annotation, Item
from dateline.layers import Layer

Rename = Callable[[str], str | None]


class Marked(NamedTuple):
    """A difference, and the id of the item that it is about; None where it is about clusters."""

    item: str | None
    difference: Difference


class Sheet(NamedTuple):
    """What is shown of one article."""

    article: str
    text_sha256: str
    layers: tuple[str, ...]  # those to settle
    proposal: list[dict[str, Any]]
    versions: dict[str, list[dict[str, Any]]]  # by annotator
    context: list[Annotation]  # gold of the layers that the others refer to
    differences: list[Marked]
    words: dict[str, str]  # of the items of all layers, by the ids of the sheet and of gold


class Waiting(NamedTuple):
    """A layer that cannot be settled yet: it refers to others that are not, nor are asked for."""

    article: str
    layer: str
    others: tuple[str, ...]


def sheets(
    lines: Iterable[Mapping[str, Any]],
    layers: Mapping[str, Layer],
    rules: Mapping[str, Rule],
    names: Collection[str] = (),
) -> Iterator[Sheet | Waiting]:
    """A sheet for each article with open disagreements in the layers `names` (all unless given)."""
    for one in opened(lines, layers, rules):
        wanted = {case.layer for case in one.cases} & set(names or layers)
        yield from _Maker(one, layers).make(wanted)


def named_groups(article: Article, layer: str) -> list[tuple[str, Outcome]]:
    """The groups of a layer as they were voted on, each with a name on sheets.

    The name hangs on who says what alone, so that it is the same at the next push, and after it.
    """
    found: dict[str, Outcome] = {}
    for outcome in article.weighed(layer):
        sha256 = dispute_id(article.name, layer, outcome.versions)
        lengths = range(6, len(sha256))
        names = (f"{layer}-{sha256[:length]}" for length in lengths)
        found[next(name for name in names if name not in found)] = outcome
    return list(found.items())


class _Maker:
    """Makes the sheet of one article."""

    def __init__(self, one: Opened, layers: Mapping[str, Layer]) -> None:
        self.one, self.layers = one, layers
        self.cases = {case.layer: case for case in one.cases}
        self.lines = one.said.counting
        self.targets = one.guessing.targets

    def make(self, wanted: Collection[str]) -> Iterator[Sheet | Waiting]:
        ready = sorted(wanted)
        waiting = {}
        while missing := {name: self._missing(name, ready) for name in ready}:
            late = {name: others for name, others in missing.items() if others}
            waiting.update(late)
            ready = [name for name in ready if name not in late]
            if not late:
                break
        for name, others in sorted(waiting.items()):
            yield Waiting(self.cases[name].article, name, tuple(sorted(others)))
        if ready:
            yield self._sheet(ready)

    def _missing(self, layer: str, ready: Collection[str]) -> set[str]:
        """The layers that versions of `layer` refer to and that are neither gold nor `ready`."""
        found: set[str] = set()
        for who, line in self.lines[layer].items():
            for reference in self.layers[layer].references:
                for item in line["items"]:
                    for _, target, _ in reference.targets(item):
                        found |= self.targets.where(layer, who, target, reference)
        return (found & self.lines.keys()) - {*ready, *self.one.settled.annotations}

    def _sheet(self, ready: list[str]) -> Sheet:
        first = self.cases[ready[0]]
        ids = self._ids(ready)
        known = {name for layer in ready for name in self.layers[layer].references}
        around = {one for reference in known for one in reference.layers} - {*ready}
        settled = self.one.settled.annotations
        versions: dict[str, list[dict[str, Any]]] = {}
        for layer in ready:
            for who, line in self.lines[layer].items():
                versions.setdefault(who, []).append(self._version(layer, who, line, ids))
        return Sheet(
            article=first.article,
            text_sha256=first.proposal["text_sha256"],
            layers=tuple(ready),
            proposal=[self._proposal(layer, ids) for layer in ready],
            versions=versions,
            context=[settled[layer] for layer in sorted(around & settled.keys())],
            differences=self._differences(ready, ids),
            words=self._words(ids) | self._words(self.one.settled.ids),
        )

    def _words(self, ids: Mapping[Key, str]) -> dict[str, str]:
        groups = self.one.guessing.groups
        votes = {
            name: next(iter(groups[layer][at].votes.values())) for (layer, at), name in ids.items()
        }
        return {name: vote["text"] for name, vote in votes.items()}

    def _ids(self, ready: Collection[str]) -> dict[Key, str]:
        """Names of all groups: gold's own, and for those to settle one that hangs on who says
        what alone, so that it is the same at the next push."""
        ids = dict(self.one.settled.ids)
        for layer in ready:
            for at, (name, _) in enumerate(named_groups(self.one.guessing, layer)):
                ids[layer, at] = name
        return ids

    def _version(
        self, layer: str, who: str, line: Annotation, ids: Mapping[Key, str]
    ) -> dict[str, Any]:
        """The annotator's line with the ids of the sheet; references to nothing are left out."""

        def rename(target: str) -> str | None:
            return self.targets.gold_id(layer, who, target, ids)

        items = [
            {**self._referring(layer, item, rename), "id": ids[self._key(layer, who, item)]}
            for item in line["items"]
        ]
        return {**line, "items": items, "context": None}

    def _key(self, layer: str, who: str, item: Item) -> Key:
        return self.targets.group_of[layer, who, item["id"]]

    def _proposal(self, layer: str, ids: Mapping[Key, str]) -> dict[str, Any]:
        guessed = {name: ids[key] for key, name in self.one.guessed.ids.items() if key in ids}
        line = self.cases[layer].proposal
        items = [
            {**self._referring(layer, item, guessed.get), "id": guessed[item["id"]]}
            for item in line["items"]
        ]
        return {**line, "items": items}

    def _referring(self, layer: str, item: Item, rename: Rename) -> dict[str, Any]:
        made = dict(item)
        for reference in self.layers[layer].references:
            value = item.get(reference.name)
            if value is None:
                continue
            if reference.target is None:
                made[reference.name] = rename(value)
                continue
            made[reference.name] = [
                {**member, reference.target: name}
                for member in value
                if (name := rename(member[reference.target])) is not None
            ]
        return made

    def _differences(self, ready: Collection[str], ids: Mapping[Key, str]) -> list[Marked]:
        found = []
        for layer in ready:
            for difference in self.cases[layer].differences:
                outcome = difference.dispute.outcome
                item = None
                if outcome is not None:
                    who, vote = next(iter(outcome.group.votes.items()))
                    item = ids[self._key(layer, who, vote)]
                found.append(Marked(item, difference))
        return sorted(found, key=_place)


def _place(marked: Marked) -> tuple[bool, int, int]:
    """Where it stands in the list: in the order of the text, clusters last."""
    return marked.item is None, marked.difference.start, marked.difference.end
