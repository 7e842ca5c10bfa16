"""One article as two sides see it, and whether references of both name the same thing."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.layers import Layer
from dateline.scoring.matching import Fragments, common, fragments, length

Item = Mapping[str, Any]
Annotation = Mapping[str, Any]


class Target(NamedTuple):
    """An item that a reference names."""

    layer: str
    span: Fragments
    cluster: str | None


class Side:
    """One side's items of a layer in an article, and the annotations that they refer to."""

    def __init__(
        self, items: Sequence[Item], lines: Sequence[Annotation], layers: Mapping[str, Layer]
    ) -> None:
        self.items = items
        self._lines = lines
        self._layers = layers

    @functools.cached_property
    def targets(self) -> dict[str, Target]:
        """What ids stand for; of two lines with one id the first counts."""
        found: dict[str, Target] = {}
        for line in self._lines:
            layer = self._layers.get(line["layer"])
            for item in line["items"] if layer else ():
                cluster = item.get(layer.cluster) if layer and layer.cluster else None
                found.setdefault(item["id"], Target(line["layer"], fragments(item), cluster))
        return found

    @functools.cached_property
    def _mentions(self) -> dict[tuple[str, str], list[Fragments]]:
        found: dict[tuple[str, str], list[Fragments]] = {}
        for target in self.targets.values():
            if target.cluster is not None:
                found.setdefault((target.layer, target.cluster), []).append(target.span)
        return found

    def mentions(self, target: Target) -> Iterable[Fragments]:
        """The spans of everything in the target's cluster."""
        if target.cluster is None:
            return (target.span,)
        return self._mentions[target.layer, target.cluster]

    def context(self, layers: Iterable[str]) -> set[str]:
        """Hashes of the annotations of `layers` that were shown with this side's items."""
        shown = (line.get("context") or {} for line in self._lines)
        return {hashes[name] for hashes in shown for name in layers if name in hashes}


class Document(NamedTuple):
    """An article's two sides. `mutual`: neither is the truth, so both must find the other right."""

    article: str
    left_side: Side
    right_side: Side
    mutual: bool = False

    @property
    def left(self) -> Sequence[Item]:
        return self.left_side.items

    @property
    def right(self) -> Sequence[Item]:
        return self.right_side.items

    def same(self, left: str, right: str, layers: Sequence[str]) -> bool | None:
        """Whether two ids name the same thing; None where that cannot be known.

        They do where the right one's span lies, by half or more, on a mention of the left one's
        cluster; of two annotators each must lie on the other's.
        """
        a, b = self.left_side.targets.get(left), self.right_side.targets.get(right)
        if a is None and b is None:
            shared = self.left_side.context(layers) & self.right_side.context(layers)
            return left == right if shared else None
        if a is None or b is None:
            return None
        return (
            a.layer == b.layer
            and _lies_on(b.span, self.left_side.mentions(a))
            and (not self.mutual or _lies_on(a.span, self.right_side.mentions(b)))
        )


def _lies_on(span: Fragments, mentions: Iterable[Fragments]) -> bool:
    for mention in mentions:
        both = common(span, mention)
        if 2 * both >= length(span) + length(mention) - both:
            return True
    return False
