"""Each annotator against gold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from dateline.annotate.agreement.inputs import Annotation, Judged, Lines, side
from dateline.layers import Layer
from dateline.scoring import Document, Matched, count
from dateline.scoring.counts import f1, precision, recall


def against_gold(
    judged: Judged, gold: Iterable[Annotation], layers: Mapping[str, Layer]
) -> dict[str, dict[str, Any]]:
    """For each annotator: strict and overlap precision, recall and F1 on articles with gold."""
    name = judged.layer.name
    truth: dict[str, Lines] = {}
    for line in gold:
        truth.setdefault(line["article"], {})[line["layer"]] = line
    result = {}
    for who in judged.annotators:
        documents = []
        for article, lines in judged.by_article.items():
            ours, theirs = lines.get(who, {}), truth.get(article, {})
            if name in ours and name in theirs and _same_text(ours[name], theirs[name]):
                left, right = (side(one, judged.layer, layers) for one in (theirs, ours))
                documents.append(Document(article, left, right))
        result[who] = _scores(documents, judged.layer)
    return result


def _same_text(a: Annotation, b: Annotation) -> bool:
    return bool(a["text_sha256"] == b["text_sha256"])


def _scores(documents: list[Document], layer: Layer) -> dict[str, Any]:
    if not documents:
        return {"articles": 0, "reason": "no article with gold"}
    tables = count(Matched(documents, layer)).tables
    cell: dict[str, Any] = {"articles": len(documents)}
    for name, scheme in (("strict", "strict"), ("overlap", "type")):
        sums = tables["spans", scheme].sum(axis=0)
        values = {"precision": precision(sums), "recall": recall(sums), "f1": f1(sums)}
        cell[name] = {key: None if np.isnan(v) else float(v) for key, v in values.items()}
    return cell
