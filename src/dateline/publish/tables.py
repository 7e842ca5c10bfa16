"""The configs of a release: what a row of each is, derived from the schema files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from dateline import schema as schemas
from dateline.layers import Layer
from dateline.schema import Schema

Annotations = Mapping[str, Mapping[str, Any]]  # layer -> the gold annotation of one article
Row = dict[str, Any]


class Config(NamedTuple):
    """One config: the flat schema of its rows, and how a row is made."""

    name: str
    description: str
    schema: Schema
    row: Callable[[Row, Annotations], Row]


def configs(layers: Mapping[str, Layer]) -> list[Config]:
    """Every config of a release with these layers; `articles`, the default, is the first.

    All have one row for each article, in one order, so that they can be joined by position.
    """
    articles = Config(
        "articles", "the text of each article and what is known of it", schemas.load("article"),
        lambda article, _: article,
    )  # fmt: skip
    return [articles, *map(_layer_config, layers.values()), _full(layers)]


def _layer_config(layer: Layer) -> Config:
    properties = {
        "id": schemas.load("article")["properties"]["id"],
        **_columns(layer, "items", "clusters"),
    }
    schema = {"title": layer.name, "type": "object", "properties": properties, "required": ["id"]}
    description = (
        f"{layer.schema['description']} `items` is null where nobody annotated the article"
    )

    def row(article: Row, annotations: Annotations) -> Row:
        return {"id": article["id"], **_values(layer, annotations, "items", "clusters")}

    return Config(layer.name, description, schema, row)


def _full(layers: Mapping[str, Layer]) -> Config:
    article = schemas.load("article")
    properties = dict(article["properties"])
    for layer in layers.values():
        properties |= _columns(layer, layer.name, f"{layer.name}_clusters")
    schema = {**article, "title": "full", "properties": properties}

    def row(article: Row, annotations: Annotations) -> Row:
        full = dict(article)
        for layer in layers.values():
            full |= _values(layer, annotations, layer.name, f"{layer.name}_clusters")
        return full

    return Config("full", "each article with the items of all layers", schema, row)


def _columns(layer: Layer, items: str, clusters: str) -> dict[str, Schema]:
    """The columns of a layer: `items` and, where its items are grouped, `clusters`."""
    annotation = layer.annotation_schema["properties"]
    columns = {items: {**annotation["items"], "type": ["array", "null"]}}
    if layer.cluster:
        columns[clusters] = annotation["clusters"]
    return columns


def _values(layer: Layer, annotations: Annotations, items: str, clusters: str) -> Row:
    annotation = annotations.get(layer.name)
    row: Row = {items: None if annotation is None else annotation["items"]}
    if layer.cluster:
        row[clusters] = None if annotation is None else annotation.get("clusters") or []
    return row
