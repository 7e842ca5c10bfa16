"""What is scored: gold and predictions side by side, or a clear error."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.errors import Stop
from dateline.layers import Layer, find, shipped
from dateline.scoring import Document
from dateline.scoring.documents import Side

Annotation = Mapping[str, Any]
Article = Mapping[str, Any]


class LeftOut(NamedTuple):
    """An article that is not scored, and why."""

    article: str
    reason: str


class Inputs(NamedTuple):
    """The documents to score, and what was not as one might expect."""

    layer: Layer
    documents: list[Document]
    left_out: list[LeftOut]
    without_prediction: list[str]  # scored as if nothing had been found


def pair(
    gold: Iterable[Annotation],
    predictions: Iterable[Annotation],
    layer: str,
    *,
    layers: Mapping[str, Layer] | None = None,
    articles: Iterable[Article] | None = None,
) -> Inputs:
    """Gold and predictions of each article that is annotated in `layer`.

    Lines of other layers are what references resolve in. Raises Stop where a prediction is for
    an unknown article, for another text, given twice, or holds an unknown label, a span out of
    range or a score that is no number; and where there is no gold.
    """
    known = dict(shipped() if layers is None else layers)
    wanted = find(layer, layers)
    texts = None if articles is None else {article["id"]: article for article in articles}
    gold_lines, found_lines = _by_article(gold, "gold"), _by_article(predictions, "predictions")
    _check_presence(gold_lines, found_lines, layer, texts)
    documents, left_out, without = [], [], []
    for article in sorted({*gold_lines, *found_lines}):
        left, right = gold_lines.get(article, {}), found_lines.get(article, {})
        if layer not in left:
            if layer in right:
                left_out.append(LeftOut(article, f"not annotated in {layer}"))
            continue
        text = (texts or {}).get(article)
        for name, line in (("gold", left[layer]), ("predictions", right.get(layer))):
            if line is not None:
                _check_line(line, left[layer], wanted, text, name)
        if layer not in right:
            without.append(article)
        documents.append(_document(article, left, right, layer, known))
    return Inputs(wanted, documents, left_out, without)


def _document(
    article: str,
    left: Mapping[str, Annotation],
    right: Mapping[str, Annotation],
    layer: str,
    layers: Mapping[str, Layer],
) -> Document:
    # A prediction made with gold of another layer as context refers to that gold.
    shown = [line for name, line in left.items() if name not in right and name != layer]
    return Document(
        article,
        Side(left[layer]["items"], list(left.values()), layers),
        Side(right[layer]["items"] if layer in right else [], [*right.values(), *shown], layers),
    )


def _by_article(lines: Iterable[Annotation], what: str) -> dict[str, dict[str, Annotation]]:
    found: dict[str, dict[str, Annotation]] = {}
    for line in lines:
        missing = [k for k in ("article", "text_sha256", "layer", "items") if k not in line]
        if missing:
            raise Stop(f"{what}: a line for article {line.get('article')} lacks {missing[0]!r}")
        of_article = found.setdefault(line["article"], {})
        if line["layer"] in of_article:
            raise Stop(
                f"{what}: article {line['article']} is given twice in layer {line['layer']}. "
                "Leave one of the lines out: which one counts is not ours to guess"
            )
        of_article[line["layer"]] = line
    return found


def _check_presence(
    gold: Mapping[str, Mapping[str, Annotation]],
    predictions: Mapping[str, Mapping[str, Annotation]],
    layer: str,
    articles: Mapping[str, Article] | None,
) -> None:
    for lines, what in ((gold, "gold"), (predictions, "predictions")):
        if not any(layer in of_article for of_article in lines.values()):
            raise Stop(f"the {what} hold no line of layer {layer}: there is nothing to score")
    known = set(gold) | set(articles or ())
    unknown = sorted(article for article in predictions if article not in known)
    if unknown:
        raise Stop(
            f"predictions for {len(unknown)} unknown articles, the first of them {unknown[0]!r}: "
            "neither gold nor the articles have them. Give the articles, or leave these lines out"
        )


def _check_line(
    line: Annotation, gold: Annotation, layer: Layer, article: Article | None, what: str
) -> None:
    """Raise Stop where the line cannot be scored."""
    where = f"{what}: article {line['article']}, layer {layer.name}"
    if line["text_sha256"] != gold["text_sha256"]:
        raise Stop(
            f"{where}: made for the text {line['text_sha256'][:12]}…, but gold is for "
            f"{gold['text_sha256'][:12]}…. Offsets do not hold across texts: predict again"
        )
    size = math.inf if article is None else len(article["text"])
    items = line["items"]
    if _all_plain(items, layer, size):
        return
    for item in items:
        label, start, end = item.get(layer.label), item.get("start"), item.get("end")
        if label not in layer.labels:
            raise Stop(f"{where}, item {item.get('id')}: {_unknown_label(label, layer)}")
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= size:
            raise Stop(f"{where}, item {item.get('id')}: {_out_of_range(start, end, size)}")
        if item.get("fragments"):
            _check_fragments(item, where)
        score = item.get("score")
        if score is not None and not math.isfinite(score):
            raise Stop(f"{where}, item {item.get('id')}: score is {score}, not a number")


def _all_plain(items: Sequence[Mapping[str, Any]], layer: Layer, size: float) -> bool:
    """Whether nothing can be wrong, at the speed of scoring; False where one has to look."""
    try:
        starts, ends = [item["start"] for item in items], [item["end"] for item in items]
        labels = {item[layer.label] for item in items}
    except KeyError:
        return False
    return (
        labels <= set(layer.labels)
        and set(map(type, starts)) | set(map(type, ends)) <= {int}
        and min(starts, default=0) >= 0
        and max(ends, default=0) <= size
        and all(map(operator.lt, starts, ends))
        and not any("score" in item or item.get("fragments") for item in items)
    )


def _unknown_label(label: Any, layer: Layer) -> str:
    return f"unknown label {label!r}; labels of {layer.name}: {', '.join(layer.labels)}"


def _out_of_range(start: Any, end: Any, size: float) -> str:
    length = "" if size == math.inf else f", and the text has {size} code points"
    return f"the span [{start}, {end}) is out of range: 0 ≤ start < end{length}"


def _check_fragments(item: Mapping[str, Any], where: str) -> None:
    pieces: Sequence[Mapping[str, int]] = item["fragments"]
    bounds = [bound for piece in pieces for bound in (piece["start"], piece["end"])]
    ordered = all(a < b for a, b in itertools.pairwise(bounds))
    if not ordered or bounds[0] != item["start"] or bounds[-1] != item["end"]:
        raise Stop(
            f"{where}, item {item.get('id')}: fragments {bounds} are not sorted and apart, or do "
            f"not reach from {item['start']} to {item['end']}"
        )
