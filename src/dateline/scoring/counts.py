"""Counts of documents by the place of their score in the result, and the scores of their sums."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dateline.scoring.resampling import divide

Floats = NDArray[np.float64]
Path = tuple[str, ...]


class Counts:
    """Four numbers for each score and document: part and whole of precision, then of recall."""

    def __init__(self, documents: int) -> None:
        self.documents = documents
        self.tables: dict[Path, Floats] = {}
        self.totals: dict[Path, dict[str, int]] = {}  # what is only reported, not resampled

    def table(self, *path: str) -> Floats:
        """The (documents, 4) table of the score at `path`; zeros where it is new."""
        if path not in self.tables:
            self.tables[path] = np.zeros((self.documents, 4))
        return self.tables[path]

    def add(self, path: Path, at: int, correct: float, left: float, right: float) -> None:
        """Add to document `at`: `correct` of `right` found items and of `left` wanted ones."""
        self.table(*path)[at] += (correct, right, correct, left)

    def fill(self, path: Path, columns: Sequence[ArrayLike]) -> None:
        """Set whole columns: precision's part and whole, recall's part and whole."""
        self.tables[path] = np.stack(columns, axis=1, dtype=np.float64, casting="unsafe")

    def stacked(self) -> Floats:
        """All tables side by side, (documents, 4 · scores), in the order of `tables`."""
        if not self.tables:
            return np.zeros((self.documents, 0))
        return np.concatenate(list(self.tables.values()), axis=1)


def precision(sums: Floats) -> Floats:
    """Precision of (…, 4) sums, NaN where nothing was found."""
    return divide(sums[..., 0], sums[..., 1])


def recall(sums: Floats) -> Floats:
    """Recall of (…, 4) sums, NaN where nothing was to be found."""
    return divide(sums[..., 2], sums[..., 3])


def f1(sums: Floats) -> Floats:
    """F1 of (…, 4) sums; NaN only where nothing was found and nothing was to be found."""
    p, r = np.nan_to_num(precision(sums)), np.nan_to_num(recall(sums))
    score = np.nan_to_num(divide(2 * p * r, p + r))
    return np.where((sums[..., 1] == 0) & (sums[..., 3] == 0), np.nan, score)
