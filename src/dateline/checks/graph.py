"""Whether ids are unique, references resolve and clusters agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dateline.checks.spans import Finding
from dateline.layers import Layer


def ids(annotation: Mapping[str, Any]) -> Iterator[Finding]:
    """Item ids are unique in the annotation, and so are cluster ids."""
    for name in ("items", "clusters"):
        members = annotation.get(name) or ()
        if len({member["id"] for member in members}) < len(members):
            seen: set[str] = set()
            for at, member in enumerate(members):
                if member["id"] in seen:
                    yield f"/{name}/{at}/id", f"id {member['id']!r} is used twice"
                seen.add(member["id"])


def references(
    annotation: Mapping[str, Any], layer: Layer, others: Mapping[str, str] | None
) -> Iterator[Finding]:
    """References name an item of a layer that they may name.

    `others` gives the layer of each item that is known besides the annotation's own; None means
    that nothing is known of the other layers, so only references into this layer are followed.
    """
    if not layer.references:
        return
    own = {item["id"] for item in annotation["items"]}
    for at, item in enumerate(annotation["items"]):
        for reference in layer.references:
            if item.get(reference.name) is None:
                continue
            for pointer, target, _ in reference.targets(item):
                found = layer.name if target in own else (others or {}).get(target)
                if found in reference.layers:
                    continue
                allowed = " or ".join(reference.layers)
                if found:
                    yield f"/items/{at}{pointer}", f"{target!r} is one of {found}, not of {allowed}"
                elif others is not None or reference.layers == (layer.name,):
                    message = f"{target!r} names nothing; it should be an item of {allowed}"
                    yield f"/items/{at}{pointer}", message


def clusters(annotation: Mapping[str, Any], layer: Layer) -> Iterator[Finding]:
    """Items of a cluster agree on their label; a cluster is declared where any is."""
    declared = None
    if annotation.get("clusters") is not None:
        declared = {cluster["id"] for cluster in annotation["clusters"]}
    if layer.cluster is None:
        if declared:
            yield "/clusters", f"items of {layer.name} are not grouped, so there are no clusters"
        return
    label_of: dict[str, Counter[str]] = {}
    for at, item in enumerate(annotation["items"]):
        cluster = item.get(layer.cluster)
        if cluster is None:
            continue
        if declared is not None and cluster not in declared:
            message = f"{cluster!r} is not among the annotation's clusters"
            yield f"/items/{at}/{layer.cluster}", message
        label_of.setdefault(cluster, Counter())[item[layer.label]] += 1
    for cluster, labels in label_of.items():
        if len(labels) > 1:
            first = labels.most_common(1)[0][0]
            for at, item in enumerate(annotation["items"]):
                if item.get(layer.cluster) == cluster and item[layer.label] != first:
                    message = f"{item[layer.label]} in cluster {cluster!r}, whose items are {first}"
                    yield f"/items/{at}/{layer.label}", message


def acyclic(annotation: Mapping[str, Any], layer: Layer) -> Iterator[Finding]:
    """No item is, over references into its own layer, a part of itself."""
    for reference in layer.references:
        if reference.target is not None or reference.layers != (layer.name,):
            continue
        parent = {item["id"]: item.get(reference.name) for item in annotation["items"]}
        for at, item in enumerate(annotation["items"]):
            chain, here = [item["id"]], parent[item["id"]]
            while here is not None and here not in chain:
                chain.append(here)
                here = parent.get(here)
            if here == item["id"]:
                circle = " → ".join([*chain, here])
                yield f"/items/{at}/{reference.name}", f"goes in a circle: {circle}"
