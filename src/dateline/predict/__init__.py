"""Baselines: one registry of predictors, articles in, items of a layer out."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from dateline import text as texts
from dateline.errors import Usage
from dateline.layers import Layer, find
from dateline.predict.registry import Item, Predictor, Scored

__all__ = [
    "Predictor",
    "Scored",
    "annotate",
    "default",
    "load",
    "names",
    "predict",
    "predict_scored",
]

Annotation = Mapping[str, Any]
BATCH = 64  # articles that a predictor sees at a time


def _figures() -> Predictor:
    from dateline.predict.figures import FiguresGrammar

    return FiguresGrammar()


def _times() -> Predictor:
    from dateline.predict.times import TimesGrammar

    return TimesGrammar()


def _quotes_rules() -> Predictor:
    from dateline.predict.quotes import QuotesRules

    return QuotesRules()


# (layer, name) -> what makes the predictor. The first of a layer is its default.
REGISTRY: dict[tuple[str, str], Callable[[], Predictor]] = {
    ("figures", "grammar"): _figures,
    ("times", "grammar"): _times,
    ("quotes", "rules"): _quotes_rules,
}


def names(layer: str) -> list[str]:
    """The names of the predictors of `layer`, its default first; [] where there is none."""
    return [name for of, name in REGISTRY if of == layer]


def default(layer: str) -> str:
    """The name of the layer's default predictor. Raises Usage where the layer has none."""
    known = names(layer)
    if not known:
        raise Usage(
            f"there is no baseline for the layer {layer!r}; there is one for: "
            f"{', '.join(sorted({of for of, _ in REGISTRY}))}. "
            "Train one with: dateline train, and give its file as predictor"
        )
    return known[0]


@functools.cache
def load(layer: str, name: str) -> Predictor:
    """The predictor `name` of `layer`; a name that is a path reads a model that was trained.

    Raises Usage where there is none, MissingExtra where its package is not installed, Stop where
    the model file is of another version or schema.
    """
    make = REGISTRY.get((layer, name))
    if make is not None:
        return make()
    known = ", ".join(names(layer)) or "none"
    raise Usage(
        f"there is no predictor {name!r} for the layer {layer!r}; known: {known}, "
        "or the path of a model made by dateline train"
    )


def predict_scored(
    articles: Sequence[Mapping[str, Any]],
    layer: str,
    *,
    predictor: str | None = None,
    context: Sequence[Iterable[Annotation]] | None = None,
    layers: Mapping[str, Layer] | None = None,
) -> list[list[Scored]]:
    """For each article its items of `layer` with scores, in the order of the text.

    `context` holds, for each article, annotations of other layers that the items may refer to
    (the entities, for the speakers of quotes).
    """
    find(layer, layers)
    if context is not None and len(context) != len(articles):
        raise Usage(f"context has {len(context)} members for {len(articles)} articles")
    made = load(layer, predictor or default(layer))
    found: list[list[Scored]] = []
    for start in range(0, len(articles), BATCH):
        batch = list(articles[start : start + BATCH])
        given = context[start : start + BATCH] if context else [()] * len(batch)
        found += made.predict(batch, [_by_layer(members) for members in given])
    return found


def _by_layer(members: Iterable[Annotation]) -> dict[str, list[Mapping[str, Any]]]:
    return {member["layer"]: list(member["items"]) for member in members}


def predict(
    articles: Sequence[Mapping[str, Any]],
    layer: str,
    *,
    predictor: str | None = None,
    context: Sequence[Iterable[Annotation]] | None = None,
    layers: Mapping[str, Layer] | None = None,
) -> list[list[Item]]:
    """For each article its items of `layer`, as the layer's schema has them.

    The layer's default predictor, or the one named; see `predict_scored` for the scores.
    """
    scored = predict_scored(
        articles, layer, predictor=predictor, context=context, layers=layers
    )  # fmt: skip
    return [[one.item for one in items] for items in scored]


def annotate(
    articles: Sequence[Mapping[str, Any]],
    layer: str,
    *,
    predictor: str | None = None,
    context: Sequence[Iterable[Annotation]] | None = None,
    layers: Mapping[str, Layer] | None = None,
) -> Iterator[dict[str, Any]]:
    """The annotation that the predictor makes of each article; its annotator is the model."""
    name = predictor or default(layer)
    found = predict(articles, layer, predictor=name, context=context, layers=layers)
    made, cluster = load(layer, name), find(layer, layers).cluster
    for article, items in zip(articles, found, strict=True):
        annotation = {
            "article": article["id"],
            "text_sha256": article.get("text_sha256") or texts.sha256(article["text"]),
            "layer": layer,
            "annotator": {"id": f"{made.layer}-{made.name}@{made.version}", "kind": "MODEL"},
            "items": items,
        }
        if cluster:
            annotation["clusters"] = _clusters(items, cluster)
        yield annotation


def _clusters(items: list[Item], key: str) -> list[dict[str, str]]:
    """The clusters that items name, each called by its longest item."""
    longest: dict[str, str] = {}
    for item in items:
        if item.get(key) and len(item["text"]) > len(longest.get(item[key], "")):
            longest[item[key]] = item["text"]
    return [{"id": cluster, "name": name} for cluster, name in longest.items()]
