"""What references of judgements mean: the groups of the items that they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from dateline.annotate.votes import Annotation, Group, Value
from dateline.checks import annotation_sha256
from dateline.layers import Layer, Reference
from dateline.scoring.matching import Span, fragments, match

Lines = Mapping[str, Annotation]  # of one layer, by annotator
Key = tuple[str, int]  # a layer and the number of a group in it


class Targets:
    """The groups of one article's items, found by who names which id in a line of which layer.

    `replaced` are lines that an adjudicator's stands in for: their items are those of the
    adjudicator that lie on at least half of the same characters.
    """

    def __init__(
        self,
        lines: Mapping[str, Lines],
        groups: Mapping[str, Sequence[Group]],
        layers: Mapping[str, Layer],
        replaced: Mapping[str, Lines],
    ) -> None:
        self._layers = layers
        self._gold: dict[str, tuple[str, set[str]]] = {}  # layer -> hash, ids
        self._lines = {layer: {**replaced.get(layer, {}), **of} for layer, of in lines.items()}
        self.group_of: dict[tuple[str, str, str], Key] = {
            (layer, who, item["id"]): (layer, at)
            for layer, found in groups.items()
            for at, group in enumerate(found)
            for who, item in group.votes.items()
        }
        for layer, of in replaced.items():
            for who, line in of.items():
                self._follow(layer, who, line, groups[layer])

    def _follow(self, layer: str, who: str, line: Annotation, groups: Sequence[Group]) -> None:
        """Let the ids of a replaced line name the groups that its items went into."""
        label = self._layers[layer].label
        standing = [next(iter(group.votes.values())) for group in groups]
        ours, theirs = (
            [Span(fragments(item), item[label]) for item in items]
            for items in (standing, line["items"])
        )
        for at, other, common, union in match(ours, theirs):
            if Fraction(common, union) >= Fraction(1, 2):
                self.group_of.setdefault((layer, who, line["items"][other]["id"]), (layer, at))

    def find(self, layer: str, who: str, item: str) -> Key | None:
        """The group of what `who` means by the id `item` in a line of `layer`.

        That is an item of the line itself, of a line that was its context, or of another line of
        the same annotator.
        """
        found = self.group_of.get((layer, who, item))
        if found:
            return found
        context = self._lines[layer][who].get("context") or {}
        allowed = (name for r in self._layers[layer].references for name in r.layers)
        for other in dict.fromkeys(name for name in allowed if name in self._lines):
            for owner, shown in sorted(self._lines[other].items()):
                own = owner == who and other not in context
                if own or (context and annotation_sha256(shown) in context.values()):
                    found = self.group_of.get((other, owner, item))
                    if found:
                        return found
        return None

    def meaning(self, layer: str, who: str, item: str) -> Value:
        """The same in a form that can be compared: the group, else the bare id."""
        return list(self.find(layer, who, item) or (item,))

    def know(self, gold: Annotation) -> None:
        """Let references into this gold resolve, where it was shown as context."""
        ids = {item["id"] for item in gold["items"]}
        self._gold[gold["layer"]] = (annotation_sha256(gold), ids)

    def gold_id(self, layer: str, who: str, item: str, ids: Mapping[Key, str]) -> str | None:
        """The id of the gold item that `who` means by `item` in a line of `layer`.

        That is what its group became by `ids`; or `item` itself, where the gold of another layer
        was shown as context and is the same still.
        """
        key = self.find(layer, who, item)
        if key:
            return ids.get(key)
        context = self._lines[layer][who].get("context") or {}
        same = (
            names for other, (sha256, names) in self._gold.items() if context.get(other) == sha256
        )
        return item if any(item in names for names in same) else None

    def where(self, layer: str, who: str, item: str, reference: Reference) -> set[str]:
        """The layer that `item` is of; several where it is in gold that was shown."""
        key = self.find(layer, who, item)
        context = self._lines[layer][who].get("context") or {}
        return {key[0]} if key else {*context} & {*reference.layers}
