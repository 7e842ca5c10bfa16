"""Baselines: one registry of predictors, articles in, items of a layer out."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dateline import text as texts
from dateline.checks import annotation_sha256
from dateline.errors import Usage
from dateline.layers import Layer, find
from dateline.predict.registry import Baseline, Item, Predictor, Scored, reads

__all__ = [
    "Predictor",
    "Scored",
    "annotate",
    "default",
    "languages",
    "load",
    "predict",
    "predict_scored",
    "predictors",
    "readable",
]

Annotation = Mapping[str, Any]
Contexts = Sequence[Iterable[Annotation]]  # of each article, annotations of other layers
BATCH = 64  # articles that a predictor sees at a time


def _figures() -> Predictor:
    from dateline.predict.figures.grammar import FiguresGrammar

    return FiguresGrammar()


def _times() -> Predictor:
    from dateline.predict.times.grammar import TimesGrammar

    return TimesGrammar()


def _quotes_rules() -> Predictor:
    from dateline.predict.quotes.by_rules import QuotesRules

    return QuotesRules()


def _quotes_crf() -> Predictor:
    from dateline.predict.quotes.by_tagger import QuotesCrf

    return QuotesCrf.shipped()


def _entities() -> Predictor:
    from dateline.predict.entities.by_spacy import SpacyEntities

    return SpacyEntities()


def _events() -> Predictor:
    from dateline.predict.events import EventsLexicon

    return EventsLexicon()


ENGLISH = frozenset({"en"})
# (layer, name) -> the predictor, the best of a layer first.
REGISTRY: dict[tuple[str, str], Baseline] = {
    ("entities", "spacy"): Baseline(_entities, ENGLISH),
    ("figures", "grammar"): Baseline(_figures, ENGLISH),
    ("times", "grammar"): Baseline(_times, ENGLISH),
    ("quotes", "crf"): Baseline(_quotes_crf, ENGLISH, ("pycrfsuite", "spacy")),
    ("quotes", "rules"): Baseline(_quotes_rules, ENGLISH),
    ("events", "lexicon"): Baseline(_events, ENGLISH),
}
# Left out unless somebody asks: most of what it proposes is incomplete.
OFF = frozenset({"events"})


def predictors(layer: str) -> list[str]:
    """The names of the predictors of `layer`, the best first; [] where there is none."""
    return [name for of, name in REGISTRY if of == layer]


def default(layer: str) -> str:
    """The name of the best predictor of `layer` whose packages are installed.

    Raises Usage where the layer has none.
    """
    known = predictors(layer)
    if not known:
        raise Usage(
            f"there is no baseline for the layer {layer!r}; there is one for: "
            f"{', '.join(sorted({of for of, _ in REGISTRY}))}. "
            "Train one with: dateline train, and give its file as predictor"
        )
    there = [name for name in known if all(map(_installed, REGISTRY[layer, name].needs))]
    return (there or known)[0]


def _installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def languages(layer: str, name: str) -> frozenset[str] | None:
    """The languages that the predictor `name` of `layer` reads; None is any, as of a model file."""
    known = REGISTRY.get((layer, name))
    return known.languages if known else None


def readable(articles: Sequence[Mapping[str, Any]], layer: str, name: str) -> list[int]:
    """The places of the articles that the predictor `name` of `layer` reads."""
    known = languages(layer, name)
    return [at for at, article in enumerate(articles) if reads(known, article)]


def load(layer: str, name: str, layers: Mapping[str, Layer] | None = None) -> Predictor:
    """The predictor `name` of `layer`; a name that is a path reads a model of `dateline train`.

    Raises Usage where there is none, MissingExtra where its package is not installed, Stop where
    the model file is damaged or of another version or schema.
    """
    known = REGISTRY.get((layer, name))
    if known is not None:
        return known.make()
    if Path(name).suffix == ".crf" or Path(name).is_file():
        from dateline.predict.tagger.tagger import open_tagger

        return open_tagger(Path(name), find(layer, layers))
    names = ", ".join(predictors(layer)) or "none"
    raise Usage(
        f"there is no predictor {name!r} for the layer {layer!r}; known: {names}, "
        "or the path of a model made by dateline train"
    )


def predict(
    articles: Sequence[Mapping[str, Any]],
    layer: str,
    *,
    predictor: str | None = None,
    context: Contexts | None = None,
    layers: Mapping[str, Layer] | None = None,
) -> list[list[Item]]:
    """For each article its items of `layer`, as the layer's schema has them.

    An article in a language that the predictor does not read gets an empty list: see `languages`.
    `predictor` is a name of the registry or a model file, by default the best that is installed.
    `context` holds, for each article, annotations of other layers that items may refer to: the
    entities, for the speakers of quotes. See `predict_scored` for the probabilities. Raises Usage
    where an article has no text.
    """
    scored = predict_scored(
        articles, layer, predictor=predictor, context=context, layers=layers
    )  # fmt: skip
    return [[one.item for one in items] for items in scored]


def predict_scored(
    articles: Sequence[Mapping[str, Any]],
    layer: str,
    *,
    predictor: str | None = None,
    context: Contexts | None = None,
    layers: Mapping[str, Layer] | None = None,
) -> list[list[Scored]]:
    """The same as `predict`, each item with the probability that a person would accept it."""
    find(layer, layers)
    check_articles(articles, ("text",))
    name = predictor or default(layer)
    result: list[list[Scored]] = [[] for _ in articles]
    places = readable(articles, layer, name)
    for at, items in _found(articles, places, load(layer, name, layers), context):
        result[at] = items
    return result


def annotate(
    articles: Sequence[Mapping[str, Any]],
    layer: str,
    *,
    predictor: str | None = None,
    context: Contexts | None = None,
    layers: Mapping[str, Layer] | None = None,
) -> Iterator[tuple[dict[str, Any], list[float]]]:
    """For each article the annotation that the predictor makes of it, and the items' scores.

    There is none of an article in a language that the predictor does not read: not annotated is
    not the same as nothing there.
    """
    schema = find(layer, layers)
    check_articles(articles, ("id", "text"))
    name = predictor or default(layer)
    made = load(layer, name, layers)
    for at, scored in _found(articles, readable(articles, layer, name), made, context):
        article = articles[at]
        items = [one.item for one in scored]
        annotation = {
            "article": article["id"],
            "text_sha256": article.get("text_sha256") or texts.sha256(article["text"]),
            "layer": layer,
            "annotator": {"id": f"{made.layer}-{made.name}@{made.version}", "kind": "MODEL"},
            "items": items,
        }
        if schema.cluster:
            annotation["clusters"] = _clusters(items, schema.cluster)
        shown = _shown(schema, context[at] if context else ())
        if shown:
            annotation["context"] = shown
        yield annotation, [one.score for one in scored]


def check_articles(articles: Sequence[Mapping[str, Any]], needed: Sequence[str]) -> None:
    """Raise Usage where an article is none."""
    if not isinstance(articles, Sequence):
        raise Usage(f"articles are {str(articles)[:40]!r}: give a list of articles")
    for at, article in enumerate(articles):
        known = article if isinstance(article, Mapping) else {}
        missing = [name for name in needed if not isinstance(known.get(name), str)]
        if missing:
            raise Usage(
                f"article {at} has no {missing[0]!r}: give a list of articles, as dateline.clean "
                f"and dateline.article make them, not {str(article)[:40]!r}"
            )


def _found(
    articles: Sequence[Mapping[str, Any]],
    places: Sequence[int],
    made: Predictor,
    context: Contexts | None,
) -> Iterator[tuple[int, list[Scored]]]:
    """(place, items) of the articles at `places`."""
    if context is not None and len(context) != len(articles):
        raise Usage(f"context has {len(context)} members for {len(articles)} articles")
    for start in range(0, len(places), BATCH):
        batch = places[start : start + BATCH]
        given = [_by_layer(context[at] if context else ()) for at in batch]
        found = made.predict([articles[at] for at in batch], given)
        for at, items in zip(batch, found, strict=True):
            _keep_characters_whole(articles[at]["text"], [one.item for one in items])
            yield at, items


def _keep_characters_whole(text: str, items: list[Item]) -> None:
    """Move the edges of spans out of grapheme clusters: 3 is a digit, but not in a keycap emoji."""
    inside = texts.inside_graphemes(text)
    for item in items if inside else ():
        for span in [item, *(value for value in item.values() if isinstance(value, dict))]:
            for edge, step in (("start", -1), ("end", 1)):
                while span[edge] in inside:
                    span[edge] += step
            span["text"] = text[span["start"] : span["end"]]


def _by_layer(members: Iterable[Annotation]) -> dict[str, list[Mapping[str, Any]]]:
    return {member["layer"]: list(member["items"]) for member in members}


def _clusters(items: list[Item], key: str) -> list[dict[str, str]]:
    """The clusters that items name, each called by its longest item."""
    longest: dict[str, str] = {}
    for item in items:
        if item.get(key) and len(item["text"]) > len(longest.get(item[key], "")):
            longest[item[key]] = item["text"]
    return [{"id": cluster, "name": name} for cluster, name in longest.items()]


def _shown(schema: Layer, given: Iterable[Annotation]) -> dict[str, str]:
    """Layer -> hash of the annotations that the items may refer to."""
    named = {name for reference in schema.references for name in reference.layers}
    return {
        one["layer"]: annotation_sha256(one)
        for one in given
        if one["layer"] in named and one["layer"] != schema.name
    }
