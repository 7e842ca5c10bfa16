"""Token-level α: each token is a unit, its value the labels of the spans that cover it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.annotate.agreement.inputs import Judged
from dateline.language.tokens import tokens
from dateline.scoring.counts import Floats
from dateline.scoring.matching import fragments
from dateline.scoring.resampling import divide, interval, resample

Ints = NDArray[np.int64]
Item = Mapping[str, Any]

REASON = "no variance: all tokens have the same labels, or nobody judged the same article"


def token_alpha(
    judged: Judged, texts: Mapping[str, str] | None, *, samples: int, seed: int
) -> dict[str, Any]:
    """α over the tokens of all articles that two or more people judged, and for each label.

    Overall, a token's value is the set of its labels; for a label, whether it is among them.
    Without the texts units are characters, up to the last one that anybody marked: α is then
    higher than on whole texts of mostly unmarked tokens would be.
    """
    labels = judged.layer.labels
    binary: list[Floats] = []
    unequal: list[float] = []
    values: list[dict[int, float]] = []
    for article, judgements in _shared(judged):
        edges = _edges(judgements, None if texts is None else texts[article])
        cover = [_cover(items, edges, judged) for items in judgements]
        binary.append(_coincidences(cover, len(labels), len(edges[0])))
        apart, totals = _sets(cover, len(labels), len(edges[0]))
        unequal.append(apart)
        values.append(totals)
    result = _overall(unequal, values, samples, seed)
    by_label = np.array(binary).reshape(len(binary), len(labels), 3)
    result["labels"] = {
        label: _cell(by_label[:, at], _binary_alpha, samples, seed)
        for at, label in enumerate(labels)
    }
    return {"unit": "character" if texts is None else "token", **result}


def _shared(judged: Judged) -> Iterator[tuple[str, list[Sequence[Item]]]]:
    for article, by_annotator in judged.by_article.items():
        if len(by_annotator) > 1:
            yield article, [lines[judged.layer.name]["items"] for lines in by_annotator.values()]


def _edges(judgements: Sequence[Sequence[Item]], text: str | None) -> tuple[Ints, Ints]:
    """Where tokens begin and end."""
    if text is None:
        reach = max((item["end"] for items in judgements for item in items), default=0)
        return np.arange(reach), np.arange(1, reach + 1)
    table = np.array(tokens(text), np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _cover(
    items: Sequence[Item], edges: tuple[Ints, Ints], judged: Judged
) -> dict[int, NDArray[np.bool_]]:
    """Which tokens each label covers, even in part; labels without a span are left out."""
    layer = judged.layer
    places = {name: at for at, name in enumerate(layer.labels)}
    pieces = [(places[item[layer.label]], *piece) for item in items for piece in fragments(item)]
    table = np.array(pieces, np.int64).reshape(-1, 3)
    first = np.searchsorted(edges[1], table[:, 1], side="right")
    last = np.searchsorted(edges[0], table[:, 2], side="left")
    cover: dict[int, NDArray[np.bool_]] = {}
    for label, start, end in zip(table[:, 0].tolist(), first.tolist(), last.tolist(), strict=True):
        if label not in cover:
            cover[label] = np.zeros(len(edges[0]), bool)
        cover[label][start:end] = True
    return cover


def _coincidences(
    cover: Sequence[Mapping[int, NDArray[np.bool_]]], labels: int, tokens: int
) -> Floats:
    """For each label the coincidences yes-yes, no-no, yes-no over the article's tokens."""
    found = np.zeros((labels, 3))
    raters = len(cover)
    found[:, 1] = tokens * raters
    for label in {label for one in cover for label in one}:
        masks = [one[label] for one in cover if label in one]
        yes = np.bincount(np.sum(masks, axis=0), minlength=raters + 1)
        count = np.arange(raters + 1)
        no = raters - count
        weights = np.stack([count * (count - 1), no * (no - 1), count * no]) / (raters - 1)
        found[label] = weights @ yes
    return found


def _sets(
    cover: Sequence[Mapping[int, NDArray[np.bool_]]], labels: int, tokens: int
) -> tuple[float, dict[int, float]]:
    """Coincidences of unequal sets of labels, and how often each set (as a number) is given."""
    numbers = np.random.default_rng(0).integers(1, 1 << 62, labels)  # a set is the xor of these
    rows = np.zeros((len(cover), tokens), np.int64)
    for row, one in zip(rows, cover, strict=True):
        for label, mask in one.items():
            row[mask] ^= numbers[label]
    sets, times = np.unique(rows, return_counts=True)
    pairs = len(rows) * (len(rows) - 1) / 2
    same = sum((a == b).sum() for i, a in enumerate(rows) for b in rows[i + 1 :])
    apart = 2 * (pairs * tokens - float(same)) / (len(rows) - 1)
    return apart, dict(zip(sets.tolist(), times.tolist(), strict=True))


def _overall(
    unequal: Sequence[float], values: Sequence[Mapping[int, float]], samples: int, seed: int
) -> dict[str, Any]:
    places = {value: at for at, value in enumerate(sorted({v for row in values for v in row}))}
    table = np.zeros((len(unequal), 1 + len(places)))
    for row, (apart, totals) in zip(table, zip(unequal, values, strict=True), strict=True):
        row[0] = apart
        for value, times in totals.items():
            row[1 + places[value]] = times
    return _cell(table, _nominal_alpha, samples, seed)


def _nominal_alpha(sums: Floats) -> Floats:
    """α of (…, 1 + values) sums: unequal coincidences, then how often each value occurs."""
    totals = sums[..., 1:]
    count = totals.sum(axis=-1)
    by_chance = count**2 - (totals**2).sum(axis=-1)
    return np.asarray(1 - (count - 1) * divide(sums[..., 0], by_chance))


def _binary_alpha(sums: Floats) -> Floats:
    yes, no, apart = (sums[..., at] for at in range(3))
    return _nominal_alpha(np.stack([2 * apart, yes + apart, no + apart], axis=-1))


def _cell(table: Floats, statistic: Any, samples: int, seed: int) -> dict[str, Any]:
    value = statistic(table.sum(axis=0)) if len(table) else np.nan
    if np.isnan(value):
        return {"alpha": None, "reason": REASON}
    cell: dict[str, Any] = {"alpha": float(value)}
    if samples:
        cell["interval"] = interval(statistic(resample(table, samples, seed)))
    return cell
