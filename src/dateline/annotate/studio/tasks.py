"""Annotations as results of Label Studio; `reading` is the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dateline.annotate.studio.controls import FRAGMENT, PIECES, Form, forms, plain
from dateline.annotate.studio.ids import cluster_line, region_id
from dateline.errors import Usage
from dateline.layers import Layer, Reference, find

Annotation = Mapping[str, Any]
Result = dict[str, Any]


def to_results(
    annotations: Annotation | Iterable[Annotation],
    *,
    layers: Mapping[str, Layer] | None = None,
) -> list[Result]:
    """The results of one Label Studio annotation that shows `annotations` of one article.

    Several annotations are several layers; references between them become arrows. A reference
    to what is not among them is kept as text in a box. Raises Usage where an id is used twice.
    """
    given = [annotations] if isinstance(annotations, Mapping) else list(annotations)
    shown = forms({one["layer"]: find(one["layer"], layers) for one in given})
    regions: dict[str, str] = {}
    for one in given:
        for item in one["items"]:
            if item["id"] in regions:
                raise Usage(
                    f"article {one['article']}: the id {item['id']!r} is used twice; "
                    "ids are unique over all layers that share a task"
                )
            regions[item["id"]] = region_id(one["layer"], item["id"])
    found = [result for one in given for result in _results(one, shown[one["layer"]], regions)]
    arrows: dict[tuple[str, str], list[str]] = {}
    for one in given:
        for start, end, label in _arrows(one, shown[one["layer"]], regions):
            labels = arrows.setdefault((start, end), [])
            if label not in labels:
                labels.append(label)
    return found + [_relation(*ends, labels) for ends, labels in arrows.items()]


def canonical(annotation: Annotation, layer: Layer) -> dict[str, Any]:
    """`annotation` as it comes back from Label Studio, which tells no null from nothing.

    Nulls and empty lists are left out, items stand in the order of the text, members of a set
    (x-agreement) in that of their roles, and every cluster that an item names is declared.
    """
    made = {name: value for name, value in annotation.items() if value is not None}
    made["items"] = sorted(
        (_canonical_item(item, layer) for item in annotation["items"]),
        key=lambda item: (item["start"], item["end"], item["id"]),
    )
    made.pop("clusters", None)
    if layer.cluster:
        declared = {c["id"]: _filled(c) for c in annotation.get("clusters") or ()}
        for item in made["items"]:
            name = item.get(layer.cluster)
            if name is not None:
                declared.setdefault(name, {"id": name})
        made["clusters"] = list(declared.values())
    return made


def _canonical_item(item: Mapping[str, Any], layer: Layer) -> dict[str, Any]:
    made = {
        name: _filled(value) if name in layer.anchors else value
        for name, value in _filled(item).items()
    }
    for reference in layer.references:
        if reference.target and reference.name in made and plain(layer, reference):
            unique = {
                (role, target): {
                    name: member[name] for name in (reference.role, reference.target) if name
                }
                for member, (_, target, role) in zip(
                    made[reference.name], reference.targets(made), strict=True
                )
            }
            order = {role: place for place, role in enumerate(reference.roles)}
            keys = sorted(unique, key=lambda key: (order.get(key[0] or "", -1), key))
            made[reference.name] = [unique[key] for key in keys]
    return made


def _filled(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: child for name, child in value.items() if child is not None and child != []}


def _results(one: Annotation, form: Form, regions: Mapping[str, str]) -> Iterator[Result]:
    for item in one["items"]:
        region = regions[item["id"]]
        pieces = list(_pieces(item, region, form.name, item[form.layer.label]))
        yield pieces[0]
        yield from _values(item, pieces[0], form, regions)
        yield from pieces[1:]
        for name, label in form.layer.anchors.items():
            if item.get(name) is not None:
                anchor = region_id(form.name, item["id"], name)
                yield from _pieces(item[name], anchor, form.name, label)
    lines = [cluster_line(cluster) for cluster in one.get("clusters") or ()]
    if form.table and lines:
        yield {
            "id": region_id(form.table),
            "from_name": form.table,
            "to_name": "text",
            "type": "textarea",
            "value": {"text": lines},
        }


def _pieces(span: Mapping[str, Any], region: str, control: str, label: str) -> Iterator[Result]:
    """A region for each piece of `span`; those after the first are labelled FRAGMENT."""
    for number, piece in enumerate(span.get("fragments") or [span], 1):
        start, end = piece["start"], piece["end"]
        offset = span["start"]
        yield {
            "id": region if number == 1 else f"{region}--{number}",
            "from_name": control if number == 1 else PIECES,
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": start,
                "end": end,
                "text": span["text"][start - offset : end - offset],
                "labels": [label if number == 1 else FRAGMENT],
            },
        }


def _values(
    item: Mapping[str, Any], own: Result, form: Form, regions: Mapping[str, str]
) -> Iterator[Result]:
    place = {key: own["value"][key] for key in ("start", "end", "text")}
    references = {reference.name: reference for reference in form.layer.references}
    for box in form.boxes.values():
        value = item.get(box.property)
        if box.property in references:
            value = _reserve(item, references[box.property], form, regions)
        if value is None or (value == [] and box.kind == "array"):
            continue
        key = "choices" if box.values else "text"
        yield {
            "id": own["id"],
            "from_name": box.name,
            "to_name": "text",
            "type": box.result_type(),
            "value": {**place, key: [box.show(value)]},
        }


def _reserve(
    item: Mapping[str, Any], reference: Reference, form: Form, regions: Mapping[str, str]
) -> Any:
    """What of the reference no arrow can show: its target is not in the task; None where nothing.

    Members with properties besides target and role stay whole.
    """
    value = item.get(reference.name)
    if value is None or not plain(form.layer, reference):
        return value
    left = [
        place
        for place, (_, target, role) in enumerate(reference.targets(item))
        if target not in regions or form.arrow(reference.name, role) is None
    ]
    if reference.target is None:
        return value if left else None
    return [value[place] for place in left] or None


def _arrows(
    one: Annotation, form: Form, regions: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """(region, region, label) of each arrow."""
    for item in one["items"]:
        region = regions[item["id"]]
        yield from _piece_arrows(item, region)
        for name in form.layer.anchors:
            if item.get(name) is not None:
                anchor = region_id(form.name, item["id"], name)
                yield region, anchor, name
                yield from _piece_arrows(item[name], anchor)
        for reference in form.layer.references:
            for _, target, role in reference.targets(item):
                label = form.arrow(reference.name, role)
                if label and target in regions:
                    yield region, regions[target], label


def _piece_arrows(span: Mapping[str, Any], region: str) -> Iterator[tuple[str, str, str]]:
    for number in range(2, len(span.get("fragments") or ()) + 1):
        yield region, f"{region}--{number}", PIECES


def _relation(start: str, end: str, labels: list[str]) -> Result:
    return {
        "type": "relation",
        "from_id": start,
        "to_id": end,
        "direction": "right",
        "labels": labels,
    }
