"""α_U and γ over the articles that pairs of annotators have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dateline.annotate.agreement.gamma import Unit as Placed
from dateline.annotate.agreement.gamma import pair_gamma
from dateline.annotate.agreement.inputs import Judged, Pairing
from dateline.annotate.agreement.unitizing import differences, expected, merge
from dateline.scoring.matching import fragments
from dateline.scoring.resampling import interval, resample

NOTHING = "nobody has a unit, or no disagreement is to be expected"


class Continua:
    """Articles laid one behind the other, so that each annotator's units are one continuum."""

    def __init__(self, judged: Judged, texts: Mapping[str, str] | None) -> None:
        self.judged = judged
        self.lengths = {
            article: self._length(article, None if texts is None else texts[article])
            for article in judged.by_article
        }
        self.units = {
            (article, who): self._units(article, who)
            for article, lines in judged.by_article.items()
            for who in lines
        }

    def _length(self, article: str, text: str | None) -> int:
        if text is not None:
            return len(text)
        lines = self.judged.by_article[article].values()
        ends = (item["end"] for line in lines for item in line[self.judged.layer.name]["items"])
        return max(ends, default=0)

    def _units(self, article: str, who: str) -> list[tuple[int, int, str]]:
        layer = self.judged.layer
        items = self.judged.by_article[article][who][layer.name]["items"]
        return [(*piece, item[layer.label]) for item in items for piece in fragments(item)]

    def alpha_u(self, pairs: Sequence[Pairing], *, samples: int, seed: int) -> dict[str, Any]:
        """α_U of all pairs, from their summed disagreements, and for each label.

        The interval resamples the observed disagreement by article and keeps the expected one.
        """
        labels = self.judged.layer.labels
        articles = sorted({pair.article for pair in pairs})
        place = {article: at for at, article in enumerate(articles)}
        observed = np.zeros((len(articles), len(labels)))
        by_chance = np.zeros(len(labels))
        for (a, b), shared in _by_pair(pairs).items():
            for at, label in enumerate(labels):
                parts, whole = self._disagreement(a, b, shared, label)
                for article, part in zip(shared, parts, strict=True):
                    observed[place[article], at] += part
                by_chance[at] += whole
        result = _cell(observed.sum(axis=1), float(by_chance.sum()), samples, seed)
        result["labels"] = {
            label: _cell(observed[:, at], float(by_chance[at]), samples, seed)
            for at, label in enumerate(labels)
        }
        return result

    def _disagreement(
        self, a: str, b: str, articles: Sequence[str], label: str
    ) -> tuple[np.ndarray[Any, Any], float]:
        """Observed disagreement by article, as its part of the whole, and the expected one."""
        bases = np.cumsum([0, *(self.lengths[article] for article in articles)])
        length = int(bases[-1])
        if not length:
            return np.zeros(len(articles)), 0.0
        sides = [
            merge(
                (base + start, base + end)
                for article, base in zip(articles, bases[:-1].tolist(), strict=True)
                for start, end, name in self.units[article, who]
                if name == label
            )
            for who in (a, b)
        ]
        if not len(sides[0].start) and not len(sides[1].start):
            return np.zeros(len(articles)), 0.0
        where, squares = differences(sides[0], sides[1])
        of = np.searchsorted(bases, where, side="right") - 1
        parts = np.bincount(of, squares, minlength=len(articles))[: len(articles)]
        return parts / length**2, expected(sides, length)

    def gamma(
        self, pairs: Sequence[Pairing], *, articles: int, chance: int, samples: int, seed: int
    ) -> dict[str, Any]:
        """γ of pairs: the mean over articles, at most `articles` of them, drawn at random."""
        names = sorted({pair.article for pair in pairs})
        if len(names) > articles:
            names = sorted(np.random.default_rng(seed).choice(names, articles, replace=False))
        chosen = set(names)
        values: dict[str, list[float]] = {}
        for article, a, b in pairs:
            if article not in chosen:
                continue
            left: Sequence[Placed] = self.units[article, a]
            right: Sequence[Placed] = self.units[article, b]
            value = pair_gamma(left, right, self.lengths[article], samples=chance, seed=seed)
            if value is not None:
                values.setdefault(article, []).append(value)
        table = np.array([[sum(v), len(v)] for v in values.values()], float).reshape(-1, 2)
        if not len(table):
            return {"gamma": None, "reason": "no units in articles that two people judged"}
        cell: dict[str, Any] = {"gamma": float(table[:, 0].sum() / table[:, 1].sum())}
        cell |= {"articles": len(table), "pairs": int(table[:, 1].sum()), "chance_samples": chance}
        if samples:
            drawn = resample(table, samples, seed)
            cell["interval"] = interval(drawn[:, 0] / drawn[:, 1])
        return cell


def _by_pair(pairs: Sequence[Pairing]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for article, a, b in pairs:
        found.setdefault((a, b), []).append(article)
    return found


def _cell(
    observed: np.ndarray[Any, Any], by_chance: float, samples: int, seed: int
) -> dict[str, Any]:
    if not by_chance:
        return {"alpha_u": None, "reason": NOTHING}
    cell: dict[str, Any] = {"alpha_u": 1 - float(observed.sum()) / by_chance}
    if samples:
        drawn = resample(observed[:, None], samples, seed)[:, 0]
        cell["interval"] = interval(1 - drawn / by_chance)
    return cell
