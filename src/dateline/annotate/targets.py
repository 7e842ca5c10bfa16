"""What references of judgements mean: the groups of the items that they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.annotate.votes import Annotation, Group, Value
from dateline.checks import annotation_sha256
from dateline.layers import Layer

Lines = Mapping[str, Annotation]  # of one layer, by annotator
Key = tuple[str, int]  # a layer and the number of a group in it


class Targets:
    """The groups of one article's items, found by who names which id in a line of which layer."""

    def __init__(
        self,
        lines: Mapping[str, Lines],
        groups: Mapping[str, Sequence[Group]],
        layers: Mapping[str, Layer],
    ) -> None:
        self._lines, self._layers = lines, layers
        self.group_of: dict[tuple[str, str, str], Key] = {
            (layer, who, item["id"]): (layer, at)
            for layer, found in groups.items()
            for at, group in enumerate(found)
            for who, item in group.votes.items()
        }

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
