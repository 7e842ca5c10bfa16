"""What agreement hangs on besides the annotators: when, how fast, and with what they began."""

from __future__ import annotations

import statistics
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from dateline.annotate.agreement.inputs import Judged, Lines, Pairing, side
from dateline.annotate.agreement.scores import Scores
from dateline.layers import Layer
from dateline.scoring import Document, Matched, count
from dateline.scoring.counts import Floats, f1
from dateline.scoring.resampling import interval, resample

STRICT = ("spans", "strict")
BINS = 5
DIFFERENT = "different"


def drift(judged: Judged, pairs: Sequence[Pairing], scores: Scores) -> dict[str, Any]:
    """Strict F1 over time: of equally many articles at a time, and late against early ones.

    An article's time is that of its last judgement.
    """
    made = {
        article: max(line[judged.layer.name].get("created") or "" for line in lines.values())
        for article, lines in judged.by_article.items()
    }
    order = sorted({p.article for p in pairs if made[p.article]}, key=lambda a: (made[a], a))
    if len(order) < 4:
        return {"bins": [], "reason": "fewer than four articles that say when they were judged"}
    table = scores.counts.tables[STRICT]
    rows = {article: np.zeros(4) for article in order}
    for pair, row in zip(pairs, table, strict=True):
        if pair.article in rows:
            rows[pair.article] += row
    by_article = np.array([rows[article] for article in order])
    bins = [
        part for part in np.array_split(np.arange(len(order)), min(BINS, len(order))) if len(part)
    ]
    half = len(order) // 2
    early, late = by_article[:half], by_article[half:]
    return {
        "bins": [
            {
                "from": made[order[part[0]]],
                "to": made[order[part[-1]]],
                "articles": len(part),
                "strict_f1": _f1(by_article[part]),
            }
            for part in bins
        ],
        "change": _change(early, late, scores.samples, scores.seed),
    }


def _change(early: Floats, late: Floats, samples: int, seed: int) -> dict[str, Any]:
    values = _f1(early), _f1(late)
    if None in values:
        return {"late_minus_early": None, "reason": "no items in one of the halves"}
    cell: dict[str, Any] = {"late_minus_early": float(values[1] or 0) - float(values[0] or 0)}
    if samples:
        drawn = [f1(resample(half, samples, seed + at)) for at, half in enumerate((early, late))]
        cell["interval"] = interval(drawn[1] - drawn[0])
    return cell


def guidelines(
    judged: Judged, pairs: Sequence[Pairing], scores: Scores
) -> dict[str, dict[str, Any]]:
    """For each version of the guideline: judgements, and F1 of the pairs that both had it.

    "different" are pairs that had two versions, "" judgements that do not say which they had.
    """
    versions = {
        (article, who): of[judged.layer.name].get("guideline") or ""
        for article, lines in judged.by_article.items()
        for who, of in lines.items()
    }
    had = [(versions[p.article, p.a], versions[p.article, p.b]) for p in pairs]
    both = [a if a == b else DIFFERENT for a, b in had]
    names = sorted(set(versions.values())) + [DIFFERENT] * (DIFFERENT in both)
    table = scores.counts.tables[STRICT]
    found = {}
    for name in names:
        chosen = np.array([one == name for one in both], bool)
        found[name] = {
            "judgements": sum(version == name for version in versions.values()),
            "articles": len({p.article for p, yes in zip(pairs, chosen, strict=True) if yes}),
            "strict_f1": _f1(table[chosen]),
        }
    return found


def pace(judged: Judged) -> dict[str, dict[str, Any]]:
    """For each annotator: articles, items, and seconds an article, early and late."""
    found = {}
    for who in judged.annotators:
        lines = [of[who][judged.layer.name] for of in judged.by_article.values() if who in of]
        lines.sort(key=lambda line: (line.get("created") or "", line["article"]))
        timed = [line for line in lines if line.get("seconds") is not None]
        seconds = [line["seconds"] for line in timed]
        half = len(seconds) // 2
        found[who] = {
            "articles": len(lines),
            "items": sum(len(line["items"]) for line in lines),
            "timed_articles": len(timed),
            "median_seconds": _median(seconds),
            "median_seconds_early": _median(seconds[:half]),
            "median_seconds_late": _median(seconds[half:]),
            "items_per_minute": _rate(timed),
        }
    return found


def _rate(timed: Sequence[Mapping[str, Any]]) -> float | None:
    seconds = sum(line["seconds"] for line in timed)
    return 60 * sum(len(line["items"]) for line in timed) / seconds if seconds else None


def preannotation(
    judged: Judged,
    pairs: Sequence[Pairing],
    scores: Scores,
    blind: Collection[str],
    layers: Mapping[str, Layer],
) -> dict[str, Any]:
    """The articles in `blind`, judged without suggestions, against the others.

    Where people who saw suggestions agree more with each other *and* with the model than those
    who did not, the suggestions have pulled them.
    """
    table = scores.counts.tables[STRICT]
    is_blind = np.array([pair.article in blind for pair in pairs], bool)
    towards = _towards_model(judged, blind, layers)
    result: dict[str, Any] = {}
    for name, chosen in (("blind", is_blind), ("suggested", ~is_blind)):
        seconds = [
            line[judged.layer.name]["seconds"]
            for article, lines in judged.by_article.items()
            for line in lines.values()
            if (article in blind) == (name == "blind")
            and line[judged.layer.name].get("seconds") is not None
        ]
        result[name] = {
            "articles": len({p.article for p, yes in zip(pairs, chosen, strict=True) if yes}),
            "strict_f1": _f1(table[chosen]),
            "strict_f1_with_model": towards[name],
            "median_seconds": _median(seconds),
        }
    return result


def _towards_model(
    judged: Judged, blind: Collection[str], layers: Mapping[str, Layer]
) -> dict[str, float | None]:
    name = judged.layer.name
    documents: dict[str, list[Document]] = {"blind": [], "suggested": []}
    for article, lines in judged.by_article.items():
        models: Mapping[str, Lines] = judged.models.get(article, {})
        for person in lines.values():
            for model in models.values():
                if name in model and model[name]["text_sha256"] == person[name]["text_sha256"]:
                    left, right = (side(one, judged.layer, layers) for one in (model, person))
                    group = "blind" if article in blind else "suggested"
                    documents[group].append(Document(article, left, right, mutual=True))
    return {
        group: _f1(count(Matched(members, judged.layer)).tables[STRICT]) if members else None
        for group, members in documents.items()
    }


def _median(values: Sequence[float]) -> float | None:
    return float(statistics.median(values)) if values else None


def _f1(rows: Floats) -> float | None:
    value = float(f1(rows.sum(axis=0)))
    return None if np.isnan(value) else value
