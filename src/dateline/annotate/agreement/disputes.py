"""What people disagree about most: confusions by their cost, and the most contested articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.annotate.agreement.inputs import Pairing
from dateline.layers import Layer
from dateline.scoring import Matched
from dateline.scoring.matching import fragments

EXAMPLES = 5
Item = Mapping[str, Any]


class Dispute(NamedTuple):
    """One disagreement of a pair: `kind` is label, boundary or missing."""

    kind: str
    labels: tuple[str, ...]
    pairing: Pairing
    a: Item | None
    b: Item | None


def disputes(matched: Matched, pairs: Sequence[Pairing], layer: Layer) -> Iterator[Dispute]:
    """Every disagreement of every pair on where an item is or what it is called."""
    for pairing, document, found in zip(pairs, matched.documents, matched.pairs, strict=True):
        for left, right in found:
            a, b = document.left[left], document.right[right]
            names = a[layer.label], b[layer.label]
            if names[0] != names[1]:
                yield Dispute("label", tuple(sorted(names)), pairing, a, b)
            elif fragments(a) != fragments(b):
                yield Dispute("boundary", names[:1], pairing, a, b)
        taken = ({left for left, _ in found}, {right for _, right in found})
        for side, items in enumerate((document.left, document.right)):
            for at, item in enumerate(items):
                if at not in taken[side]:
                    lone = (item, None) if side == 0 else (None, item)
                    yield Dispute("missing", (item[layer.label],), pairing, *lone)


def costly(found: Sequence[Dispute]) -> list[dict[str, Any]]:
    """Kinds of disagreement by how many there are, with examples of different articles."""
    groups: dict[tuple[str, tuple[str, ...]], list[Dispute]] = {}
    for dispute in found:
        groups.setdefault((dispute.kind, dispute.labels), []).append(dispute)
    order = sorted(groups, key=lambda key: (-len(groups[key]), key))
    return [
        {
            "kind": kind,
            "labels": list(labels),
            "count": len(groups[kind, labels]),
            "share": len(groups[kind, labels]) / len(found),
            "examples": [_example(dispute) for dispute in _varied(groups[kind, labels])],
        }
        for kind, labels in order
    ]


def _varied(group: Sequence[Dispute]) -> list[Dispute]:
    """Some of a group, one a place and as many articles as there are."""
    places: dict[tuple[str, int], Dispute] = {}
    for dispute in group:
        item = dispute.a or dispute.b or {}
        places.setdefault((dispute.pairing.article, item["start"]), dispute)
    rank: dict[str, int] = {}
    ranked = []
    for (article, start), dispute in sorted(places.items(), key=lambda entry: entry[0]):
        rank[article] = rank.get(article, 0) + 1
        ranked.append((rank[article], article, start, dispute))
    return [entry[3] for entry in sorted(ranked, key=lambda entry: entry[:3])[:EXAMPLES]]


def _example(dispute: Dispute) -> dict[str, Any]:
    return {
        "article": dispute.pairing.article,
        "versions": [
            {"annotator": who, "item": None if item is None else dict(item)}
            for who, item in (
                (dispute.pairing.a, dispute.a),
                (dispute.pairing.b, dispute.b),
            )
        ],
    }


def contested(
    found: Sequence[Dispute], pairs: Sequence[Pairing], scores: Sequence[float], most: int = 10
) -> list[dict[str, Any]]:
    """The articles with the most disagreements a pair, with their mean strict F1."""
    count: dict[str, int] = {}
    for dispute in found:
        count[dispute.pairing.article] = count.get(dispute.pairing.article, 0) + 1
    values: dict[str, list[float]] = {}
    number: dict[str, int] = {}
    for pairing, score in zip(pairs, scores, strict=True):
        number[pairing.article] = number.get(pairing.article, 0) + 1
        if score == score:  # not NaN
            values.setdefault(pairing.article, []).append(score)
    order = sorted(count, key=lambda article: (-count[article] / number[article], article))
    return [
        {
            "article": article,
            "disagreements_per_pair": count[article] / number[article],
            "strict_f1": sum(values[article]) / len(values[article]),
        }
        for article in order[:most]
    ]
