"""Validation: the JSON Schema first, then what it cannot say.

A layer names its own checks in `x-checks`; the others hold for every layer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from dateline import text as texts
from dateline.checks import graph, values
from dateline.checks.spans import Article, Finding, Item, spans
from dateline.errors import Stop, Usage
from dateline.layers import Layer, find
from dateline.schema.validator import Validator, load_validator

Annotation = Mapping[str, Any]

OF_ITEM: dict[str, Callable[[Item, Article], Iterator[Finding]]] = {
    "quotation_marks": values.quotation_marks,
    "decimal": values.decimal,
    "range": values.value_range,
    "currency": values.currency,
    "timex3": values.timex3,
}
OF_ANNOTATION: dict[str, Callable[[Annotation, Layer], Iterator[Finding]]] = {
    "acyclic": graph.acyclic,
}


class Problem(str):
    """One thing that is wrong with an annotation: its message, which begins with a JSON pointer."""

    pointer: str

    def __new__(cls, pointer: str, message: str, where: str = "") -> Problem:
        self = super().__new__(cls, f"{pointer or '/'}: {message}{where and f' ({where})'}")
        self.pointer = pointer
        return self


def validate(
    annotation: Annotation,
    article: Mapping[str, Any] | None = None,
    *,
    others: Iterable[Annotation] | None = None,
    layers: Mapping[str, Layer] | None = None,
) -> list[Problem]:
    """What is wrong with `annotation`, [] where nothing is.

    Without `article` its spans are not held against a text. `others` are the same annotator's
    annotations of the other layers (or those that were shown as context), where references
    resolve; without them only references inside the layer are followed. Raises Usage where
    `article` is none.
    """
    if article is not None and not (
        isinstance(article, Mapping) and isinstance(article.get("text"), str)
    ):
        raise Usage(f"{str(article)[:60]!r} is no article: give an object with a text")
    checked = None if article is None else Article(article["text"], article.get("blocks") or [])
    shown = None if others is None else listed(others, "others")
    return problems(annotation, checked, others=layer_of_items(shown), layers=layers)


def problems(
    annotation: Annotation,
    article: Article | None,
    *,
    others: Mapping[str, str] | None = None,
    layers: Mapping[str, Layer] | None = None,
) -> list[Problem]:
    """The same as `validate` for many: `article` is prepared once, `others` is item id -> layer."""
    name = annotation.get("layer") if isinstance(annotation, Mapping) else None
    try:
        layer = find(name, layers) if isinstance(name, str) else None
    except Stop as error:
        return [Problem("/layer", str(error))]
    if layer is None:
        misfits = load_validator("annotation").misfits(annotation)
        return [Problem(misfit.pointer, misfit.message) for misfit in misfits]
    validator: Validator = layer.validator
    if not validator.fits(annotation):
        return _misfits(annotation, layer)
    try:
        orjson.dumps(annotation)
    except TypeError as error:  # a lone surrogate, or a number of more than 64 bits
        return [Problem("", f"cannot be stored as JSON: {error}", _where(annotation, ""))]
    return [
        Problem(pointer, message, _where(annotation, pointer))
        for pointer, message in _findings(annotation, layer, article, others)
    ]


def _misfits(annotation: Annotation, layer: Layer) -> list[Problem]:
    return [
        Problem(misfit.pointer, misfit.message, _where(annotation, misfit.pointer))
        for misfit in layer.validator.misfits(annotation)
    ]


def _findings(
    annotation: Annotation,
    layer: Layer,
    article: Article | None,
    others: Mapping[str, str] | None,
) -> Iterator[Finding]:
    yield from graph.ids(annotation)
    yield from graph.references(annotation, layer, others)
    if layer.cluster or annotation.get("clusters"):
        yield from graph.clusters(annotation, layer)
    for name in layer.checks:
        if name in OF_ANNOTATION:
            yield from OF_ANNOTATION[name](annotation, layer)
        elif name not in OF_ITEM:
            known = ", ".join(sorted([*OF_ITEM, *OF_ANNOTATION]))
            raise Stop(f"layer {layer.name}: unknown check {name!r} in x-checks; known: {known}")
    if article is None:
        return
    if annotation["text_sha256"] != article.sha256:
        yield "/text_sha256", _other_text(annotation, article)
        return
    yield from spans(annotation, layer, article)
    for name in layer.checks:
        check = OF_ITEM.get(name)
        if check:
            for at, item in enumerate(annotation["items"]):
                for pointer, message in check(item, article):
                    yield f"/items/{at}{pointer}", message


def _other_text(annotation: Annotation, article: Article) -> str:
    return (
        f"made for the text {annotation['text_sha256'][:12]}…, but the article's text is "
        f"{article.sha256[:12]}…: the text has changed since, so offsets do not hold"
    )


def _where(annotation: Annotation, pointer: str) -> str:
    """Names article, layer, item and offset of the place that `pointer` points at."""
    where = [f"article {annotation.get('article')}", f"layer {annotation.get('layer')}"]
    parts = pointer.split("/")
    items = annotation.get("items")
    if len(parts) > 2 and parts[1] == "items" and isinstance(items, list):
        item = items[int(parts[2])]
        if isinstance(item, Mapping):
            where += [f"item {item.get('id')}", f"offset {item.get('start')}"]
    return ", ".join(where)


def check_lines(
    lines: Sequence[Annotation],
    article: Mapping[str, Any] | None,
    layers: Mapping[str, Layer] | None = None,
) -> list[list[Problem]]:
    """What is wrong with each of `lines`, all of one article and of any annotators and layers.

    References of a line resolve in the same annotator's other lines, and in the lines that its
    `context` names by their hash. Where one of these is not here, as gold that was shown is not,
    nothing is known of other layers.
    """
    checked = None if article is None else Article(article["text"], article.get("blocks") or [])
    fits = load_validator("annotation").fits
    whole = [line for line in lines if fits(line)]
    by_annotator: dict[str, list[Annotation]] = {}
    for line in whole:
        by_annotator.setdefault(line["annotator"]["id"], []).append(line)
    by_hash = {}
    if any(line.get("context") for line in whole):
        by_hash = {annotation_sha256(line): line for line in whole}
    result = []
    for line in lines:
        others = None
        if fits(line):
            own = [o for o in by_annotator[line["annotator"]["id"]] if o["layer"] != line["layer"]]
            context = (line.get("context") or {}).values()
            if all(sha256 in by_hash for sha256 in context):
                others = layer_of_items([*own, *(by_hash[sha256] for sha256 in context)])
        result.append(problems(line, checked, others=others, layers=layers))
    return result


def listed(rows: Iterable[Mapping[str, Any]], what: str) -> list[Mapping[str, Any]]:
    """The rows as a list. Raises Usage where they are something else, as the path of a file."""
    if isinstance(rows, str | bytes | Mapping) or not isinstance(rows, Iterable):
        raise Usage(
            f"{what}: {str(rows)[:60]!r} is no list of objects. Read a file with "
            "[json.loads(line) for line in open(path)]"
        )
    found = list(rows)
    for at, row in enumerate(found):
        if not isinstance(row, Mapping):
            raise Usage(f"{what}: number {at} is {str(row)[:60]!r}, no object")
    return found


def layer_of_items(annotations: Iterable[Annotation] | None) -> dict[str, str] | None:
    """Item id -> layer over `annotations`: what references may name. None stays None."""
    if annotations is None:
        return None
    return {item["id"]: other["layer"] for other in annotations for item in other["items"]}


def annotation_sha256(annotation: Annotation) -> str:
    """The hash by which `context` names an annotation: SHA-256 of its JSON with sorted keys."""
    return texts.sha256(orjson.dumps(annotation, option=orjson.OPT_SORT_KEYS).decode())
