"""The configs of a release: what the rows of each are, derived from the schema files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dateline import schema as schemas
from dateline.errors import Stop
from dateline.language.bio import tag_names, tag_sentences, where
from dateline.layers import Layer
from dateline.schema import Schema

Annotations = Mapping[str, Mapping[str, Any]]  # layer -> the gold annotation of one article
Row = dict[str, Any]


class Published(NamedTuple):
    """An article, the split it is in, its gold by layer, and every annotator's lines."""

    article: Row
    split: str
    annotations: Annotations
    judgements: Sequence[Mapping[str, Any]] = ()


class Config(NamedTuple):
    """One config: the flat schema of its rows, and how an article's are made.

    Where `by_article`, there is one row for each article, in one order with all such configs.
    """

    name: str
    description: str
    schema: Schema
    rows: Callable[[Published], Iterable[Row]]
    by_article: bool = True


def configs(
    layers: Mapping[str, Layer],
    *,
    ner: str = "entities",
    ner_where: Sequence[str] = (),
    lost: Counter[str] | None = None,
) -> list[Config]:
    """Every config of a release with these layers; `articles`, the default, is the first.

    `ner` names the layer whose items become BIO tags, if there is such a layer; only those for
    which `ner_where` holds. `lost` counts what BIO cannot hold, and why.
    """
    articles = Config(
        "articles", "the text of each article and what is known of it", schemas.load("article"),
        lambda published: [published.article],
    )  # fmt: skip
    made = [articles, *map(_layer_config, layers.values()), _full(layers)]
    if ner in layers:
        made.append(_ner(layers[ner], ner_where, Counter() if lost is None else lost))
    made.append(_judgements(layers))
    for name in layers:
        if name == "standoff" or sum(config.name == name for config in made) > 1:
            raise Stop(f"a layer is called {name!r}, as a config is: rename schema/layers/{name}…")
    return made


def _layer_config(layer: Layer) -> Config:
    properties = {
        "id": schemas.load("article")["properties"]["id"],
        **columns(layer, "items", "clusters"),
    }
    schema = {"title": layer.name, "type": "object", "properties": properties, "required": ["id"]}
    description = (
        f"{layer.schema['description']} `items` is null where nobody annotated the article"
    )

    def rows(published: Published) -> list[Row]:
        found = _values(layer, published.annotations, "items", "clusters")
        return [{"id": published.article["id"], **found}]

    return Config(layer.name, description, schema, rows)


def _full(layers: Mapping[str, Layer]) -> Config:
    article = schemas.load("article")
    properties = dict(article["properties"])
    for layer in layers.values():
        properties |= columns(layer, layer.name, f"{layer.name}_clusters")
    schema = {**article, "title": "full", "properties": properties}

    def rows(published: Published) -> list[Row]:
        return [published.article | layer_values(layers, published.annotations)]

    return Config("full", "each article with the items of all layers", schema, rows)


def _ner(layer: Layer, conditions: Sequence[str], lost: Counter[str]) -> Config:
    sentence = schemas.load("sentence")
    tags = {**sentence["properties"]["ner_tags"]}
    tags["items"] = {"type": "string", "enum": tag_names(layer.labels)}
    schema = {**sentence, "properties": {**sentence["properties"], "ner_tags": tags}}

    def rows(published: Published) -> Iterable[Row]:
        article, annotation = published.article, published.annotations.get(layer.name)
        if annotation is None:
            return
        items = [item for item in annotation["items"] if where(item, conditions)]
        text = article["text"]
        found, losses = tag_sentences(text, article["blocks"], items, layer.label)
        lost.update(losses)
        lost["spans"] += len(items)
        lost["not chosen"] += len(annotation["items"]) - len(items)
        for number, (tokens, tags) in enumerate(found):
            yield {
                "id": f"{article['id']}:{number}",
                "article": article["id"],
                "sent_index": number,
                "tokens": [text[start:end] for start, end in tokens],
                "offsets": tokens,
                "ner_tags": tags,
            }

    chosen = f" with {', '.join(conditions)}" if conditions else ""
    description = (
        f"a sentence of an article that is annotated for {layer.name}: tokens, offsets, and BIO "
        f"tags of the items{chosen}"
    )
    return Config("ner", description, schema, rows, by_article=False)


def _judgements(layers: Mapping[str, Layer]) -> Config:
    annotation = schemas.load("annotation")
    properties = {k: v for k, v in annotation["properties"].items() if k != "items"}
    properties["layer"] = {**properties["layer"], "enum": list(layers)}
    for layer in layers.values():
        properties |= columns(layer, layer.name, "clusters")
    required = [name for name in annotation["required"] if name != "items"]
    schema = {**annotation, "title": "judgements", "properties": properties, "required": required}

    def rows(published: Published) -> list[Row]:
        found = []
        for line in published.judgements:
            row = {k: v for k, v in line.items() if k != "items"}
            found.append({**row, line["layer"]: line["items"]})
        return found

    description = (
        "what one annotator said about one layer of one article, before differences were settled; "
        "its items are in the column of its layer"
    )
    return Config("judgements", description, schema, rows, by_article=False)


def columns(layer: Layer, items: str, clusters: str) -> dict[str, Schema]:
    """The columns of a layer: `items` and, where its items are grouped, `clusters`."""
    annotation = layer.annotation_schema["properties"]
    made = {items: {**annotation["items"], "type": ["array", "null"]}}
    if layer.cluster:
        made[clusters] = annotation["clusters"]
    return made


def layer_values(layers: Mapping[str, Layer], annotations: Annotations) -> Row:
    """The items and clusters of every layer in columns named after the layers."""
    row: Row = {}
    for layer in layers.values():
        row |= _values(layer, annotations, layer.name, f"{layer.name}_clusters")
    return row


def _values(layer: Layer, annotations: Annotations, items: str, clusters: str) -> Row:
    annotation = annotations.get(layer.name)
    row: Row = {items: None if annotation is None else annotation["items"]}
    if layer.cluster:
        row[clusters] = None if annotation is None else annotation.get("clusters") or []
    return row
