"""What an exporter takes and gives back: articles with their gold, by layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dateline.layers import Layer

Lost = Counter[str]  # what a format could not hold -> how often


class Document(NamedTuple):
    """An article, and its annotations by layer (items, and clusters where the layer has them)."""

    article: dict[str, Any]
    annotations: dict[str, dict[str, Any]]


def spans(document: Document, layers: Iterable[str]) -> set[tuple[str, int, int, str]]:
    """(layer, start, end, label) of every item of `layers`: what most formats hold."""
    return {
        (name, item["start"], item["end"], item["type"])
        for name in layers
        for item in document.annotations.get(name, {"items": []})["items"]
    }


def count_beyond_spans(document: Document, layers: Mapping[str, Layer], lost: Lost) -> None:
    """Count in `lost` what a format of plain labelled spans drops."""
    for name, annotation in document.annotations.items():
        layer = layers[name]
        for item in annotation["items"]:
            lost["attributes"] += sum(item.get(a.name) is not None for a in layer.attributes)
            lost["further anchors"] += sum(item.get(anchor) is not None for anchor in layer.anchors)
            lost["references"] += sum(1 for r in layer.references for _ in r.targets(item))
            lost["discontinuous spans, kept as one piece"] += len(item.get("fragments") or ()) > 1
        lost["clusters"] += len(annotation.get("clusters") or ())
