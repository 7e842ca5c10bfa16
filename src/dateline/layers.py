"""Annotation layers: what a file in `schema/layers/` says about its items."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline import schema as schemas
from dateline.errors import Stop, Usage
from dateline.schema import Schema
from dateline.schema.validator import Validator

SPAN = ("start", "end", "text", "fragments")


@dataclass(frozen=True)
class Attribute:
    """A property of an item that holds a value: no span, no reference, no cluster."""

    name: str
    kind: str  # JSON type
    values: tuple[str, ...] | None  # of an enum, in the order of their ids
    agreement: str  # how two values are compared: nominal, ordinal, interval, ratio, set


@dataclass(frozen=True)
class Reference:
    """A property that names other items: `speaker`, or `arguments` with a role each."""

    name: str
    layers: tuple[str, ...]  # where the named item may be
    target: str | None = None  # the member that names the item, where the property is a list
    role: str | None = None  # the member that says in which role
    roles: tuple[str, ...] = ()

    def targets(self, item: Mapping[str, Any]) -> Iterator[tuple[str, str, str | None]]:
        """(JSON pointer inside the item, id of the named item, role) of each reference."""
        value = item.get(self.name)
        if value is None:
            return
        if self.target is None:
            yield f"/{self.name}", value, None
            return
        for at, member in enumerate(value):
            role = member.get(self.role) if self.role else None
            yield f"/{self.name}/{at}/{self.target}", member[self.target], role


@dataclass(frozen=True)
class Layer:
    """One layer, as its schema describes it."""

    name: str
    schema: Schema  # of one item, flat
    label: str  # the property that holds the class label
    labels: tuple[str, ...]  # in the order of their ids
    anchors: Mapping[str, str]  # property that is a further span -> its label
    attributes: tuple[Attribute, ...]
    references: tuple[Reference, ...]
    cluster: str | None  # the property that groups items of one article
    checks: tuple[str, ...]  # names of the checks beyond the schema, see dateline.checks

    @functools.cached_property
    def annotation_schema(self) -> Schema:
        """The flat schema of an annotation of this layer: `annotation` with the items' own type."""
        annotation = schemas.load("annotation")
        properties = dict(annotation["properties"])
        properties["layer"] = {**properties["layer"], "const": self.name}
        properties["items"] = {**properties["items"], "items": self.schema}
        return {**annotation, "properties": properties}

    @functools.cached_property
    def validator(self) -> Validator:
        """The compiled `annotation_schema`."""
        return Validator(self.annotation_schema)


@functools.cache
def shipped() -> dict[str, Layer]:
    """The layers that come with Dateline, by name."""
    return read_layers(schemas.folder() / "layers")


def read_layers(folder: Path) -> dict[str, Layer]:
    """The layers of the schema files in `folder`, by name; {} where there is no folder.

    Raises Stop where a file leaves the schema subset or describes no layer.
    """
    paths = sorted(folder.glob("*.schema.json"))
    return {layer.name: layer for layer in (read_layer(path) for path in paths)}


def find(name: str, layers: Mapping[str, Layer] | None = None) -> Layer:
    """The layer `name` of `layers` (the shipped ones unless given). Raises Usage where unknown."""
    known = shipped() if layers is None else layers
    if not isinstance(name, str) or name not in known:
        raise Usage(f"there is no layer {name!r}; known layers: {', '.join(known)}")
    return known[name]


def read_layer(path: Path) -> Layer:
    """The layer that the schema file `path` describes; its name is the file's."""
    schema = schemas.read(path)
    name = path.name.removesuffix(".schema.json")
    properties: dict[str, Schema] = schema.get("properties", {})
    missing = [key for key in ("id", "type", "start", "end", "text") if key not in properties]
    label = next((key for key, child in properties.items() if child.get("x-label")), None)
    if missing or label is None or "enum" not in properties[label]:
        what = f"lacks {', '.join(missing)}" if missing else "has no enum marked x-label"
        raise Stop(
            f"{path}: the layer {what}. Every item is a span with an id and a type: "
            "copy those properties from another layer's file"
        )
    return Layer(
        name=name,
        schema=schema,
        label=label,
        labels=tuple(schemas.values(properties[label]) or ()),
        anchors={k: str(c["x-anchor"]) for k, c in properties.items() if "x-anchor" in c},
        attributes=tuple(_attributes(properties, label)),
        references=tuple(_references(properties)),
        cluster=next((key for key, child in properties.items() if child.get("x-cluster")), None),
        checks=tuple(schema.get("x-checks", ())),
    )


def _attributes(properties: Mapping[str, Schema], label: str) -> Iterator[Attribute]:
    for name, child in properties.items():
        structural = name in ("id", label, *SPAN) or {"x-anchor", "x-ref", "x-cluster"} & set(child)
        if structural or schemas.kind(child) in ("array", "object"):
            continue
        names = schemas.values(child)
        yield Attribute(
            name=name,
            kind=schemas.kind(child),
            values=None if names is None else tuple(names),
            agreement=child.get("x-agreement", "nominal"),
        )


def _references(properties: Mapping[str, Schema]) -> Iterator[Reference]:
    for name, child in properties.items():
        if "x-ref" in child:
            yield Reference(name, tuple(child["x-ref"]))
        members: dict[str, Schema] = child.get("items", {}).get("properties", {})
        target = next((key for key, member in members.items() if "x-ref" in member), None)
        if target:
            role = next((key for key, member in members.items() if "enum" in member), None)
            yield Reference(
                name,
                tuple(members[target]["x-ref"]),
                target,
                role,
                tuple(schemas.values(members[role]) or ()) if role else (),
            )
