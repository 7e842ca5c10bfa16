"""Who judged what: the judgements of a layer by article and annotator, and what is left out."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.annotate.standing import created, standing
from dateline.errors import Stop
from dateline.layers import Layer
from dateline.scoring import Document
from dateline.scoring.documents import Side

Annotation = Mapping[str, Any]
Lines = dict[str, Annotation]  # of one annotator and article, by layer


class Judged(NamedTuple):
    """The people's judgements of a layer."""

    layer: Layer
    by_article: dict[str, dict[str, Lines]]  # article -> annotator -> lines, both sorted
    models: dict[str, dict[str, Lines]]
    left_out: list[dict[str, str]]

    @property
    def annotators(self) -> list[str]:
        return sorted({who for lines in self.by_article.values() for who in lines})


class Pairing(NamedTuple):
    """One article as two annotators see it."""

    article: str
    a: str
    b: str


def gather(
    judgements: Iterable[Annotation],
    layer: Layer,
    kinds: Collection[str] = ("HUMAN",),
) -> Judged:
    """The judgements of `layer`, one a person and article: the last that stands.

    Where an article was judged on several texts, those of the latest judgement count. Lines of
    other layers are kept for references.
    """
    left_out: list[dict[str, str]] = []
    grouped: dict[str, dict[str, dict[str, Lines]]] = {}
    for (article, kind, who, name), line in standing(judgements).items():
        of_kind = "model" if kind == "MODEL" else "people" if kind in kinds else ""
        if of_kind:
            by_article = grouped.setdefault(of_kind, {})
            by_article.setdefault(article, {}).setdefault(who, {})[name] = line
    people = grouped.get("people", {})
    for article in list(people):
        people[article] = _of_one_text(article, people[article], layer, left_out)
    people = {article: lines for article, lines in people.items() if lines}
    if not people:
        raise Stop(
            f"there is no judgement of layer {layer.name} by a person. "
            "Pull the annotations first: dateline pull"
        )
    return Judged(layer, people, grouped.get("model", {}), left_out)


def _of_one_text(
    article: str, by_annotator: dict[str, Lines], layer: Layer, left_out: list[dict[str, str]]
) -> dict[str, Lines]:
    """Those who judged `layer`, on the text of the latest judgement."""
    found = {who: lines for who, lines in by_annotator.items() if layer.name in lines}
    if not found:
        return {}
    texts: dict[str, list[str]] = {}
    for lines in found.values():
        line = lines[layer.name]
        texts.setdefault(line["text_sha256"], []).append(created(line))
    chosen = max(texts, key=lambda text: (max(texts[text]), len(texts[text]), text))
    for who, lines in found.items():
        if lines[layer.name]["text_sha256"] != chosen:
            reason = "judged on another text than the latest judgement"
            left_out.append({"article": article, "annotator": who, "reason": reason})
            del by_annotator[who]
    return {who: lines for who, lines in by_annotator.items() if layer.name in lines}


def pairings(judged: Judged) -> list[Pairing]:
    """Every pair of annotators of every article, by article."""
    return [
        Pairing(article, a, b)
        for article, lines in judged.by_article.items()
        for a, b in itertools.combinations(lines, 2)
    ]


def documents(
    judged: Judged, pairs: Sequence[Pairing], layers: Mapping[str, Layer]
) -> list[Document]:
    """The pairs as documents; sides are shared between the pairs of an article."""
    sides: dict[tuple[str, str], Side] = {}
    for article, a, b in pairs:
        for who in (a, b):
            if (article, who) not in sides:
                sides[article, who] = side(judged.by_article[article][who], judged.layer, layers)
    return [Document(p.article, sides[p.article, p.a], sides[p.article, p.b], True) for p in pairs]


def side(lines: Lines, layer: Layer, layers: Mapping[str, Layer]) -> Side:
    """One annotator's items of the layer, with the lines that they refer to."""
    return Side(lines[layer.name]["items"], list(lines.values()), layers)
