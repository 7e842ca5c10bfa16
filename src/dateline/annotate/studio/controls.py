"""What a layer is in Label Studio: labels, boxes, choices and arrows, derived from its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dateline import schema as schemas
from dateline.errors import Stop
from dateline.layers import SPAN, Layer, Reference

FRAGMENT = "FRAGMENT"  # label of the further pieces of a discontinuous span
PIECES = "fragment"  # name of the control of that label, and of the arrow to each piece
MARK = "DIFFERS"  # label of the places that an adjudicator is to look at
MARKS = "differences"  # name of the control of that label, and of the list of these places


@dataclass(frozen=True)
class Box:
    """A control for one property of an item: a choice, or a line of text."""

    name: str  # of the control, `from_name` in a result
    property: str
    kind: str  # JSON type of the property
    values: Mapping[str, Any]  # what a choice shows -> the value; empty: a line of text
    reserve: bool = False  # holds references that no arrow can show

    def result_type(self) -> str:
        return "choices" if self.values else "textarea"

    def show(self, value: Any) -> str:
        """`value` as the control holds it."""
        if self.values:
            return _shown(value)
        return quote(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def read(self, shown: str) -> Any:
        """The value that `shown` stands for; text that is no such value stays text."""
        if self.values:
            return self.values.get(shown, shown)
        if self.kind == "string":
            return unquote(shown)
        try:
            return json.loads(shown)
        except ValueError:  # the schema's check names it
            return shown


@dataclass(frozen=True)
class Form:
    """The controls of one layer."""

    layer: Layer
    labels: Mapping[str, str | None]  # label -> the anchor it marks; None: an item
    boxes: Mapping[str, Box]  # by name of the control
    arrows: Mapping[str, tuple[str, str | None]]  # label of a relation -> property, role
    table: str | None  # name of the control that lists the clusters

    @property
    def name(self) -> str:
        """The name of the control that holds the labels."""
        return self.layer.name

    def box(self, property_: str) -> Box | None:
        return self.boxes.get(f"{self.layer.name}_{property_}")

    def arrow(self, property_: str, role: str | None) -> str | None:
        """The label of the relation for `property_` in `role`; None where it has no arrow."""
        wanted = (property_, role)
        return next((label for label, meaning in self.arrows.items() if meaning == wanted), None)


def form(layer: Layer) -> Form:
    """The controls of `layer`. Raises Stop where two of its names would be one in Label Studio."""
    labels: dict[str, str | None] = dict.fromkeys(layer.labels)
    for property_, label in layer.anchors.items():
        if label in labels:
            raise Stop(
                f"layer {layer.name}: x-anchor {label!r} of {property_!r} is also another label; "
                "Label Studio could not tell them apart. Give the anchor a label of its own"
            )
        labels[label] = property_
    return Form(
        layer=layer,
        labels=labels,
        boxes={box.name: box for box in _boxes(layer)},
        arrows=_arrows(layer),
        table=f"{layer.name}_clusters" if layer.cluster else None,
    )


def forms(layers: Mapping[str, Layer]) -> dict[str, Form]:
    """The forms of `layers`. Raises Stop where controls of two layers would share a name."""
    made = {name: form(layer) for name, layer in layers.items()}
    owner: dict[str, str] = {PIECES: "the fragments", MARKS: "the differences"}
    for name, one in made.items():
        for control in filter(None, [one.name, *one.boxes, one.table]):
            if control in owner:
                raise Stop(
                    f"layer {name}: the control {control!r} is also one of {owner[control]}. "
                    "Rename the layer or the property"
                )
            owner[control] = name
    return made


def plain(layer: Layer, reference: Reference) -> bool:
    """Whether arrows can hold `reference`: its members say nothing but target and role."""
    members = layer.schema["properties"][reference.name].get("items", {}).get("properties", {})
    return set(members) <= {reference.target, reference.role}


def _boxes(layer: Layer) -> Iterator[Box]:
    properties = layer.schema["properties"]
    arrowed = {reference.name for reference in layer.references}
    for name, child in properties.items():
        if name in ("id", layer.label, *SPAN) or name in layer.anchors:
            continue
        choices = name not in arrowed and name != layer.cluster and schemas.kind(child) != "array"
        yield Box(
            name=f"{layer.name}_{name}",
            property=name,
            kind=schemas.kind(child),
            values=_values(child) if choices else {},
            reserve=name in arrowed,
        )


def _values(child: schemas.Schema) -> dict[str, Any]:
    if schemas.kind(child) == "boolean":
        return {"true": True, "false": False}
    return {_shown(value): value for value in schemas.values(child) or ()}


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _arrows(layer: Layer) -> dict[str, tuple[str, str | None]]:
    """Arrows are named after the property, or the role in it where it has roles."""
    arrows: dict[str, tuple[str, str | None]] = {
        name: (name, None) for name in (PIECES, *layer.anchors)
    }
    for reference in filter(lambda reference: plain(layer, reference), layer.references):
        for role in reference.roles or (None,):
            label = role or reference.name
            if label in arrows:  # two lists with one role, or a role called as a property
                label = f"{reference.name}:{label}"
            arrows[label] = (reference.name, role)
    return arrows


def quote(text: str) -> str:
    """`text` as one visible line: as it is, or as a JSON string where a box would change it."""
    awkward = not text.isprintable() or text != text.strip() or not text or text.startswith('"')
    return json.dumps(text, ensure_ascii=True) if awkward else text


def unquote(shown: str) -> str:
    """The text of a line: `quote` turned back; white space around a typed line is dropped."""
    line = shown.strip()
    if line.startswith('"'):
        try:
            text = json.loads(line)
        except ValueError:
            return line
        return text if isinstance(text, str) else line
    return line
