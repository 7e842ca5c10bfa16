"""Agreement of any number of annotators on a layer, whichever articles each of them judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from dateline.annotate.agreement.alpha import krippendorff_alpha
from dateline.annotate.agreement.attributes import attribute_agreement
from dateline.annotate.agreement.circumstances import drift, guidelines, pace, preannotation
from dateline.annotate.agreement.coefficients import (
    bennett_s,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    scott_pi,
)
from dateline.annotate.agreement.continua import Continua
from dateline.annotate.agreement.disputes import contested, costly, disputes
from dateline.annotate.agreement.gamma import gamma
from dateline.annotate.agreement.inputs import (
    Annotation,
    Judged,
    Pairing,
    documents,
    gather,
    pairings,
)
from dateline.annotate.agreement.joint import best_alignment
from dateline.annotate.agreement.scores import NO_PAIR, Scores, put
from dateline.annotate.agreement.standard import against_gold
from dateline.annotate.agreement.tokens import token_alpha
from dateline.annotate.agreement.unitizing import alpha_u
from dateline.checks import listed
from dateline.errors import Usage
from dateline.layers import Layer, find, shipped
from dateline.scoring import Matched, count

__all__ = [
    "agreement",
    "alpha_u",
    "bennett_s",
    "best_alignment",
    "cohen_kappa",
    "fleiss_kappa",
    "gamma",
    "gwet_ac1",
    "krippendorff_alpha",
    "scott_pi",
]


def agreement(
    judgements: Iterable[Annotation],
    layer: str,
    *,
    layers: Mapping[str, Layer] | None = None,
    articles: Iterable[Mapping[str, Any]] | None = None,
    gold: Iterable[Annotation] | None = None,
    blind: Collection[str] | None = None,
    kinds: Collection[str] = ("HUMAN",),
    samples: int = 1000,
    gamma_articles: int = 100,
    gamma_samples: int = 30,
    seed: int = 0,
) -> dict[str, Any]:
    """Agreement in `layer`, as plain JSON; docs/agreement.md names every key.

    `judgements` may hold lines of all layers: references resolve in them. Annotators are those of
    `kinds`; lines of models serve to measure the effect of suggestions. With `articles` tokens
    are words of their texts, else characters. `blind` names the articles that were judged without
    suggestions. Intervals are of `samples` bootstrap samples of the articles. Undefined values
    are None, with a `reason`. Raises Stop where nobody judged the layer.
    """
    if samples < 0 or gamma_samples < 1:
        raise Usage(f"samples={samples}, gamma_samples={gamma_samples}: give numbers above 0")
    known = dict(shipped() if layers is None else layers)
    judged = gather(listed(judgements, "judgements"), find(layer, layers), kinds)
    pairs = pairings(judged)
    texts = _texts(judged, articles)
    result = {
        "layer": layer,
        "annotators": pace(judged),
        "articles": _articles(judged, pairs),
        "bootstrap": {"samples": samples, "seed": seed, "level": 0.95},
    }
    if pairs:
        result |= _of_pairs(judged, pairs, known, blind, samples=samples, seed=seed)
    else:
        result["reason"] = NO_PAIR
    result["tokens"] = token_alpha(judged, texts, samples=samples, seed=seed)
    continua = Continua(judged, texts)
    result["alpha_u"] = continua.alpha_u(pairs, samples=samples, seed=seed)
    result["gamma"] = continua.gamma(
        pairs, articles=gamma_articles, chance=gamma_samples, samples=samples, seed=seed
    )
    if gold is not None:
        result["gold"] = against_gold(judged, gold, known)
    return result


def _texts(judged: Judged, articles: Iterable[Mapping[str, Any]] | None) -> dict[str, str] | None:
    """The texts of the judged articles, None where they are not all at hand."""
    if articles is None:
        return None
    texts = {a["id"]: a["text"] for a in articles if a["id"] in judged.by_article}
    return texts if len(texts) == len(judged.by_article) else None


def _articles(judged: Judged, pairs: Sequence[Pairing]) -> dict[str, Any]:
    shared = {pair.article for pair in pairs}
    return {
        "judged": len(judged.by_article),
        "judged_by_two_or_more": len(shared),
        "left_out": judged.left_out,
    }


def _of_pairs(
    judged: Judged,
    pairs: Sequence[Pairing],
    layers: Mapping[str, Layer],
    blind: Collection[str] | None,
    *,
    samples: int,
    seed: int,
) -> dict[str, Any]:
    layer = judged.layer
    matched = Matched(documents(judged, pairs, layers), layer)
    counts = count(matched)
    groups = _groups(pairs)
    articles = int(groups["article"].max()) + 1
    scores = Scores(counts, groups["article"], articles, samples, seed)
    result: dict[str, Any] = {}
    for path in counts.tables:
        if path[0] != "attributes":
            put(result, path, scores.f1(*path))
    if layer.cluster:
        result["clusters"]["conll"] = scores.conll()
    values = attribute_agreement(matched, layer, groups, samples=samples, seed=seed)
    result["attributes"] = {
        name: {**value, **scores.accuracy("attributes", name)} for name, value in values.items()
    }
    result["pairs"] = _by_pair(pairs, groups["pair"], scores)
    result["confusion"] = _confusion(counts.totals, layer)
    found = list(disputes(matched, pairs, layer))
    result["costly"] = costly(found)
    result["contested"] = contested(found, pairs, scores.by_document("spans", "strict").tolist())
    result["drift"] = drift(judged, pairs, scores)
    result["guidelines"] = guidelines(judged, pairs, scores)
    if blind is not None:
        result["preannotation"] = preannotation(judged, pairs, scores, set(blind), layers)
    return result


def _groups(pairs: Sequence[Pairing]) -> dict[str, np.ndarray[Any, Any]]:
    """The numbers of the article and of the pair of annotators of each document."""
    articles = {name: at for at, name in enumerate(dict.fromkeys(p.article for p in pairs))}
    couples = {name: at for at, name in enumerate(sorted({(p.a, p.b) for p in pairs}))}
    return {
        "article": np.array([articles[p.article] for p in pairs]),
        "pair": np.array([couples[p.a, p.b] for p in pairs]),
    }


def _by_pair(
    pairs: Sequence[Pairing], group: np.ndarray[Any, Any], scores: Scores
) -> list[dict[str, Any]]:
    names = sorted({(p.a, p.b) for p in pairs})
    strict = scores.of(group, len(names), "spans", "strict")
    overlap = scores.of(group, len(names), "spans", "type")
    shared = np.bincount(group, minlength=len(names)).tolist()
    rows = zip(names, shared, strict, overlap, strict=True)
    return [
        {"a": a, "b": b, "articles": n, "strict_f1": tight, "overlap_f1": loose}
        for (a, b), n, tight, loose in rows
    ]


def _confusion(totals: Mapping[tuple[str, ...], Mapping[str, int]], layer: Layer) -> Any:
    """Labels of matched items against each other, both ways added up; "" stands for no item."""
    table: dict[str, dict[str, int]] = {}
    for name in (*layer.labels, ""):
        for other, times in totals.get(("confusion", name), {}).items():
            for x, y in ((name, other), (other, name)):
                row = table.setdefault(x, {})
                row[y] = row.get(y, 0) + times
    return table
