"""Several layers of the same articles, each with the ones before it as context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.errors import MissingExtra
from dateline.layers import Layer
from dateline.predict import OFF, REGISTRY, annotate


class Predicted(NamedTuple):
    """What came of one layer; `missing` says why nothing did."""

    layer: str
    annotations: list[dict[str, Any]]
    scores: list[list[float]]  # of the items, in the order of the annotations
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
    `strict` a layer whose packages are missing is left out, else MissingExtra is raised.
    """
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
            yield Predicted(name, [], [], str(error))
            continue
        for annotation, _ in found:
            known[annotation["article"]].append(annotation)
        yield Predicted(name, [made for made, _ in found], [scores for _, scores in found])
