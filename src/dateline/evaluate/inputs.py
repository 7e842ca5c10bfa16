"""What is scored: gold and predictions side by side, or a clear error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dateline.checks import listed
from dateline.errors import Stop
from dateline.evaluate.soundness import UNKNOWN, match_items
from dateline.layers import Layer, find, shipped
from dateline.scoring import Document, Matched
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
    matched: Matched
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
    texts = None if articles is None else {one["id"]: one for one in listed(articles, "articles")}
    gold_lines, found_lines = _by_article(gold, "gold"), _by_article(predictions, "predictions")
    _check_presence(gold_lines, found_lines, layer, texts)
    documents, left_out, without = [], [], []
    for article in sorted({*gold_lines, *found_lines}):
        left, right = gold_lines.get(article, {}), found_lines.get(article, {})
        if layer not in left:
            if layer in right:
                left_out.append(LeftOut(article, f"not annotated in {layer}"))
            continue
        if layer in right:
            _check_text(right[layer], left[layer])
        else:
            without.append(article)
        documents.append(_document(article, left, right, layer, known))
    sizes = [_size((texts or {}).get(document.article)) for document in documents]
    matched = match_items(documents, wanted, sizes)
    return Inputs(wanted, matched, left_out, without)


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
    for line in listed(lines, what):
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
        present = {name for of_article in lines.values() for name in of_article}
        if layer not in present:
            instead = f"only of {', '.join(sorted(present))}" if present else "and no other line"
            raise Stop(
                f"the {what} hold no line of layer {layer}: there is nothing to score ({instead})"
            )
    known = set(gold) | set(articles or ())
    unknown = sorted(article for article in predictions if article not in known)
    if unknown:
        raise Stop(
            f"predictions for {len(unknown)} unknown articles, the first of them {unknown[0]!r}: "
            "neither gold nor the articles have them. Give the articles, or leave these lines out"
        )


def _check_text(line: Annotation, gold: Annotation) -> None:
    if line["text_sha256"] != gold["text_sha256"]:
        raise Stop(
            f"predictions: article {line['article']}, layer {line['layer']}: made for the text "
            f"{line['text_sha256'][:12]}…, but gold is for {gold['text_sha256'][:12]}…. "
            "Offsets do not hold across texts: predict again"
        )


def _size(article: Article | None) -> int:
    return UNKNOWN if article is None else len(article["text"])
