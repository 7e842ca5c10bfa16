"""Counts of spans: the four schemes of SemEval-2013 task 9, and overlap by more than a bound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dateline.layers import Layer
from dateline.scoring.alignment import Alignment, Pairs
from dateline.scoring.columns import Ints, Spans
from dateline.scoring.counts import Counts, Floats
from dateline.scoring.matched import Matched
from dateline.scoring.matching import PARTIAL, TYPE, Objective

SCHEMES = ("strict", "exact", "partial", "type")
OVERLAPS = {"0.3": (3, 10), "0.8": (4, 5)}
CATEGORIES = ("correct", "incorrect", "partial", "missed", "spurious")


def count_spans(matched: Matched, counts: Counts) -> None:
    """Fill spans/<scheme>, labels/<label>/<scheme>, overlap/…, and the confusion of labels.

    Each scheme is scored by the matching that is best for it, so that no score hangs on a choice
    made for another: strict (span and label), exact (span), partial (span 1, overlap ½) by the
    most equal spans and then the most pairs; type (overlap, label) by the most pairs of one label.
    """
    alignment = matched.alignment
    tally = _Tally(alignment, matched.layer, counts)
    pairs = alignment.pairs(PARTIAL)
    equal = pairs.common == pairs.union
    same = tally.same_label(pairs)
    tally.scheme("strict", pairs, (equal & same).astype(float))
    tally.scheme("exact", pairs, equal.astype(float))
    tally.scheme("partial", pairs, np.where(equal, 1.0, 0.5))
    by_label = alignment.pairs(TYPE)
    tally.scheme("type", by_label, tally.same_label(by_label).astype(float))
    for name, bound in OVERLAPS.items():
        tally.overlap(name, "spans", alignment.pairs(Objective(most=True, minimum=bound)))
        tally.overlap(name, "labelled", alignment.pairs(Objective(labelled=True, minimum=bound)))
    tally.confusion(matched.best)


class _Tally:
    def __init__(self, alignment: Alignment, layer: Layer, counts: Counts) -> None:
        self.left, self.right, self.counts = alignment.left, alignment.right, counts
        self.labels = layer.labels
        self.wanted, self.found = self._cells(self.left), self._cells(self.right)

    def _cells(self, side: Spans, at: Ints | None = None, worth: Floats | None = None) -> Floats:
        """Sums of `worth` (1 each) over (document, label) of the spans `at`, all by default."""
        document = side.document if at is None else side.document[at]
        label = side.label if at is None else side.label[at]
        shape = (self.counts.documents, len(self.labels))
        cells = np.bincount(document * shape[1] + label, worth, minlength=shape[0] * shape[1])
        return cells.astype(float).reshape(shape)

    def same_label(self, pairs: Pairs) -> NDArray[np.bool_]:
        return np.equal(self.left.label[pairs.left], self.right.label[pairs.right])

    def scheme(self, name: str, pairs: Pairs, worth: Floats) -> None:
        found = self._cells(self.right, pairs.right, worth)
        wanted = self._cells(self.left, pairs.left, worth)
        self._fill(("spans", name), ("labels", "{}", name), found, wanted)
        by_label = self._categories(pairs, worth)
        for label, row in zip(self.labels, by_label, strict=True):
            self.counts.totals["labels", label, name] = dict(zip(CATEGORIES, row, strict=True))
        totals = map(sum, zip(*by_label, strict=True))
        self.counts.totals["spans", name] = dict(zip(CATEGORIES, totals, strict=True))

    def _categories(self, pairs: Pairs, worth: Floats) -> list[list[int]]:
        """For each label the number of spans in each of `CATEGORIES`; matched ones by gold's."""
        size = len(self.labels)
        left, right = self.left.label[pairs.left], self.right.label[pairs.right]
        matched = np.bincount(left * 3 + (2 * worth).astype(np.int64), minlength=3 * size)
        wrong, partial, correct = matched.reshape(size, 3).T
        missed, spurious = (
            np.bincount(side.label, minlength=size) - np.bincount(of, minlength=size)
            for side, of in ((self.left, left), (self.right, right))
        )
        rows: list[list[int]]
        rows = np.stack([correct, wrong, partial, missed, spurious], axis=1).tolist()
        return rows

    def overlap(self, name: str, kind: str, pairs: Pairs) -> None:
        found = self._cells(self.right, pairs.right)
        wanted = self._cells(self.left, pairs.left)
        by_label = ("labels", "{}", f"overlap_{name}") if kind == "labelled" else ()
        self._fill(("overlap", name, kind), by_label, found, wanted)

    def _fill(
        self, path: tuple[str, ...], by_label: tuple[str, ...], found: Floats, wanted: Floats
    ) -> None:
        columns = (found, self.found, wanted, self.wanted)
        self.counts.fill(path, [column.sum(axis=1) for column in columns])
        if by_label:
            for at, label in enumerate(self.labels):
                place = tuple(part.replace("{}", label) for part in by_label)
                self.counts.fill(place, [column[:, at] for column in columns])

    def confusion(self, best: Pairs) -> None:
        """Label of the left span against that of the right one; "" where it has no partner."""
        size = len(self.labels) + 1
        alone_left = np.delete(self.left.label, best.left)
        alone_right = np.delete(self.right.label, best.right)
        cells = np.concatenate([
            self.left.label[best.left] * size + self.right.label[best.right],
            alone_left * size + size - 1,
            (size - 1) * size + alone_right,
        ])  # fmt: skip
        table = np.bincount(cells, minlength=size * size).reshape(size, size)
        names = [*self.labels, ""]
        for row, name in enumerate(names):
            found = {other: int(n) for other, n in zip(names, table[row], strict=True) if n}
            if found:
                self.counts.totals["confusion", name] = found
