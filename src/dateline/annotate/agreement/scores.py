"""Agreement of pairs, from counts: micro and macro, by pair and by label, with intervals."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.scoring.clusters import CONLL
from dateline.scoring.counts import Counts, Floats, Path, f1, precision
from dateline.scoring.resampling import divide, interval, resample

NOTHING = "neither annotator has any"
NO_PAIR = "no article was judged by two people"


class Scores:
    """Counts of pairs of annotators, added up by article.

    micro: all pairs of all articles in one; macro: the mean over the articles of the mean over
    their pairs. The interval is the middle 95 % of micro over bootstrap samples of articles.
    """

    def __init__(
        self, counts: Counts, article: NDArray[np.int64], articles: int, samples: int, seed: int
    ) -> None:
        self.counts, self.article, self.articles = counts, article, articles
        self.seed, self.samples = seed, samples
        self.places = {path: at for at, path in enumerate(counts.tables)}
        stacked = np.zeros((articles, 4 * len(self.places)))
        np.add.at(stacked, article, counts.stacked())
        self.sums = stacked.sum(axis=0).reshape(1, -1, 4)
        shape = (samples, len(self.places), 4)
        self.drawn = resample(stacked, samples, seed).reshape(shape) if samples else None

    def f1(self, *path: str) -> dict[str, Any]:
        """Micro and macro F1 of one score."""
        at = self.places[path]
        cell = _cell("micro", f1(self.sums[:, at])[0], NOTHING if self.articles else NO_PAIR)
        cell["macro"] = self._macro(path)
        cell |= {"matched": _plain(self.sums[0, at, 0] + self.sums[0, at, 2]) / 2}
        cell |= {"items": _plain(self.sums[0, at, 1] + self.sums[0, at, 3])}
        if self.drawn is not None:
            cell["interval"] = interval(f1(self.drawn[:, at]))
        return cell

    def accuracy(self, *path: str) -> dict[str, Any]:
        """How often matched items have the same value, where either has one."""
        at = self.places[path]
        value = precision(self.sums[:, at])[0]
        cell = _cell("accuracy", value, "no matched items with a value")
        cell |= {"right": _plain(self.sums[0, at, 0]), "of": _plain(self.sums[0, at, 1])}
        if self.drawn is not None:
            cell["interval"] = interval(precision(self.drawn[:, at]))
        return cell

    def conll(self) -> dict[str, Any]:
        """Mean F1 of MUC, B³ and CEAFe."""
        at = [self.places["clusters", name] for name in CONLL]
        cell = _cell("micro", f1(self.sums[:, at]).mean(axis=1)[0], "no cluster of two items")
        if self.drawn is not None:
            cell["interval"] = interval(f1(self.drawn[:, at]).mean(axis=1))
        return cell

    def of(self, group: NDArray[np.int64], groups: int, *path: str) -> list[float | None]:
        """Micro F1 of the documents of each group."""
        table = np.zeros((groups, 4))
        np.add.at(table, group, self.counts.tables[path])
        return [_number(value) for value in f1(table)]

    def by_document(self, *path: str) -> Floats:
        """F1 of each document, NaN where neither annotator has any."""
        return f1(self.counts.tables[path])

    def _macro(self, path: Path) -> float | None:
        values = self.by_document(*path)
        defined = ~np.isnan(values)
        totals = np.bincount(self.article[defined], values[defined], minlength=self.articles)
        pairs = np.bincount(self.article[defined], minlength=self.articles)
        means = divide(totals, pairs)
        return _number(float(np.nanmean(means))) if (pairs > 0).any() else None


def put(result: dict[str, Any], path: Path, cell: Any) -> None:
    """Set the value at `path` in nested dicts."""
    for part in path[:-1]:
        result = result.setdefault(part, {})
    result[path[-1]] = cell


def _cell(name: str, value: float, reason: str) -> dict[str, Any]:
    number = _number(value)
    return {name: number} if number is not None else {name: None, "reason": reason}


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _plain(value: float) -> float:
    return int(value) if float(value).is_integer() else float(value)
