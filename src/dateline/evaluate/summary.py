"""Scores of counts, with intervals: the result that is printed and stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dateline.layers import Layer
from dateline.scoring.clusters import CONLL
from dateline.scoring.counts import Counts, Floats, Path, f1, precision, recall
from dateline.scoring.resampling import interval, resample
from dateline.scoring.schemes import SCHEMES

NOTHING = "nothing there in gold and nothing predicted"
NO_MATCH = "no matched items to compare"


class Summary:
    """The scores of `counts`, each with the middle 95 % of bootstrap samples of documents."""

    def __init__(self, counts: Counts, layer: Layer, samples: int, seed: int) -> None:
        self.counts, self.layer = counts, layer
        stacked = counts.stacked()
        self.sums = _split(stacked.sum(axis=0)[None])
        self.samples = _split(resample(stacked, samples, seed)) if samples else None
        self.places = {path: at for at, path in enumerate(counts.tables)}

    def result(self) -> dict[str, Any]:
        """Everything as nested dicts."""
        result: dict[str, Any] = {}
        for path in self.counts.tables:
            cell = self.accuracy(path) if path[0] == "attributes" else self.scores(path)
            _put(result, path, cell)
        for path, totals in self.counts.totals.items():
            _put(result, path, totals)
        result["macro"] = {scheme: self.macro(scheme) for scheme in SCHEMES}
        if "clusters" in result:
            result["clusters"]["conll"] = self.conll()
        return result

    def scores(self, path: Path) -> dict[str, Any]:
        """Precision, recall and F1 of one score."""
        at = self.places[path]
        correct, found, correct_recall, wanted = map(_plain, self.sums[0, at].tolist())
        functions = {"precision": precision, "recall": recall, "f1": f1}
        cell: dict[str, Any] = {
            name: _number(function(self.sums[:, at])) for name, function in functions.items()
        }
        cell["matched"] = [correct, correct_recall] if correct != correct_recall else correct
        cell |= {"predicted": found, "gold": wanted}
        if self.samples is not None:
            cell["interval"] = {
                name: interval(function(self.samples[:, at]))
                for name, function in functions.items()
            }
        if cell["f1"] is None:
            cell["reason"] = NOTHING
        elif cell["precision"] is None or cell["recall"] is None:
            cell["reason"] = "nothing predicted" if found == 0 else "nothing there in gold"
        return cell

    def accuracy(self, path: Path) -> dict[str, Any]:
        """How many of the matched items agree, of those where either has a value."""
        at = self.places[path]
        right, of = map(_plain, self.sums[0, at, :2].tolist())
        cell: dict[str, Any] = {"accuracy": _number(precision(self.sums[:, at]))}
        cell |= {"right": right, "of": of}
        if self.samples is not None:
            cell["interval"] = interval(precision(self.samples[:, at]))
        return cell if of else {**cell, "reason": NO_MATCH}

    def macro(self, scheme: str) -> dict[str, Any]:
        """Mean F1 of the labels that occur."""
        at = [self.places["labels", label, scheme] for label in self.layer.labels]
        return self._mean(at, NOTHING)

    def conll(self) -> dict[str, Any]:
        """Mean F1 of MUC, B³ and CEAFe."""
        at = [self.places["clusters", name] for name in CONLL]
        undefined = [name for name, place in zip(CONLL, at, strict=True)
                     if np.isnan(f1(self.sums[:, place]))[0]]  # fmt: skip
        if undefined:
            return {"f1": None, "reason": f"{', '.join(undefined)} undefined: no cluster of two"}
        return self._mean(at, NOTHING)

    def _mean(self, at: Sequence[int], reason: str) -> dict[str, Any]:
        cell: dict[str, Any] = {"f1": _number(mean_f1(self.sums[:, at]))}
        if self.samples is not None:
            cell["interval"] = {"f1": interval(mean_f1(self.samples[:, at]))}
        return cell if cell["f1"] is not None else {**cell, "reason": reason}


def mean_f1(sums: Floats) -> Floats:
    """Mean over the scores in (samples, scores, 4) of F1 where it is defined, else NaN."""
    scores = f1(sums)
    defined = ~np.isnan(scores)
    total = np.nansum(scores, axis=-1)
    count = defined.sum(axis=-1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _split(sums: Floats) -> Floats:
    return sums.reshape(len(sums), -1, 4)


def _number(values: Floats) -> float | None:
    return None if np.isnan(values[0]) else float(values[0])


def _plain(value: float) -> float:
    return int(value) if value.is_integer() else value


def _put(result: dict[str, Any], path: Path, cell: dict[str, Any]) -> None:
    for part in path[:-1]:
        result = result.setdefault(part, {})
    result[path[-1]] = {**result.get(path[-1], {}), **cell}
