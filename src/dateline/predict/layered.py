"""Several layers of the same articles, each with the ones before it as context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.errors import MissingExtra
from dateline.layers import Layer
from dateline.predict import OFF, REGISTRY, annotate, check_articles, default, languages
from dateline.predict.registry import unread


class Predicted(NamedTuple):
    """What came of one layer; `missing` says why nothing did."""

    layer: str
    annotations: list[dict[str, Any]]
    scores: list[list[float]]  # of the items, in the order of the annotations
    left_out: str | None = None  # says which articles are in languages that are not read
    missing: str | None = None


def standard(layers: Iterable[str]) -> list[str]:
    """The layers that have a baseline worth a look without being asked for, entities first."""
    return [name for name in sorted({of for of, _ in REGISTRY} - OFF) if name in set(layers)]


def annotate_layers(
    articles: Sequence[Mapping[str, Any]],
    wanted: Sequence[str],
    *,
    chosen: Mapping[str, str],
    context: Iterable[Mapping[str, Any]] = (),
    layers: Mapping[str, Layer] | None = None,
    strict: bool = True,
) -> Iterator[Predicted]:
    """One result for each layer of `wanted`, in this order; later ones may refer to earlier ones.

    `chosen` gives predictors by layer, `context` annotations that are known already. Without
    `strict` a layer whose packages are missing is left out, else MissingExtra is raised. Raises
    Usage where an article is none.
    """
    check_articles(articles, ("id", "text"))
    known: dict[str, list[Mapping[str, Any]]] = {article["id"]: [] for article in articles}
    for one in context:
        known.get(one["article"], []).append(one)
    for name in wanted:
        shown = [known[article["id"]] for article in articles]
        try:
            found = list(
                annotate(articles, name, predictor=chosen.get(name), context=shown, layers=layers)
            )
        except MissingExtra as error:
            if strict:
                raise
            yield Predicted(name, [], [], missing=str(error))
            continue
        for annotation, _ in found:
            known[annotation["article"]].append(annotation)
        left_out = unread_articles(articles, name, chosen.get(name))
        yield Predicted(name, [one for one, _ in found], [scores for _, scores in found], left_out)


def unread_articles(
    articles: Sequence[Mapping[str, Any]], layer: str, predictor: str | None = None
) -> str | None:
    """Which articles `annotate` leaves out, in one line; None where it reads all of them."""
    name = predictor or default(layer)
    readable = languages(layer, name)
    counts = unread(readable, articles)
    if not counts:
        return None
    found = ", ".join(f"{code} {count:,}" for code, count in counts.most_common())
    what = "1 article was" if counts.total() == 1 else f"{counts.total():,} articles were"
    only = ", ".join(sorted(readable or ()))
    return f"{layer}: {what} left out, as {name} reads {only} only: {found}"
