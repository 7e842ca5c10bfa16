"""Agreement on the values of matched items: κ of each pair, α of all, by the schema's distance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.annotate.agreement.coefficients import kappa_of, ordered
from dateline.layers import Attribute, Layer
from dateline.scoring import Matched
from dateline.scoring.counts import Floats
from dateline.scoring.resampling import divide, interval, resample

NUMERIC = ("interval", "ratio", "ordinal")
_LARGEST = 400  # values, beyond which distances between all of them are not resampled


Ints = NDArray[np.int64]
# How often the annotators of a document gave these two values to a matched item.
Compared = Counter[tuple[int, Any, Any]]


def attribute_agreement(
    matched: Matched,
    layer: Layer,
    groups: Mapping[str, Ints],
    *,
    samples: int,
    seed: int,
) -> dict[str, dict[str, Any]]:
    """For the label and each attribute: α over the matched items of all pairs, κ by pair.

    `groups` gives the article and the pair of each document. Numbers are compared as numbers; two
    of different units are as far apart as can be. For names "no value" is a value of its own;
    numbers that one of the two does not give are left out, and counted.
    """
    label = Attribute(layer.label, "string", layer.labels, "nominal")
    units = tuple(a.name for a in layer.attributes if _is_unit(a))
    found = {}
    for attribute in (label, *layer.attributes):
        compared, missing = _compare(matched, attribute, units)
        cell = _agreement(compared, attribute, groups, samples, seed)
        if attribute.agreement in NUMERIC:
            cell["given_by_one"] = missing
        found[attribute.name] = cell
    return found


def _compare(matched: Matched, attribute: Attribute, units: Sequence[str]) -> tuple[Compared, int]:
    """The values of matched items, and how many numbers only one annotator gives."""
    compared: Compared = Counter()
    missing = 0
    for at, (document, pairs) in enumerate(zip(matched.documents, matched.pairs, strict=True)):
        for left, right in pairs:
            a = _value(document.left[left], attribute, units)
            b = _value(document.right[right], attribute, units)
            if a is None and b is None:
                continue
            if attribute.agreement in NUMERIC and (a is None or b is None):
                missing += 1
            else:
                compared[at, a, b] += 1
    return compared, missing


def _is_unit(attribute: Attribute) -> bool:
    free = attribute.kind == "string" and attribute.values is None
    return free and attribute.agreement == "nominal"


def _value(item: Mapping[str, Any], attribute: Attribute, units: Sequence[str]) -> Any:
    value = item.get(attribute.name)
    if value is None:
        return None
    if attribute.agreement == "ordinal" and attribute.values:
        return attribute.values.index(value)
    if attribute.agreement in ("interval", "ratio"):
        try:
            return float(Decimal(str(value))), tuple(item.get(name) for name in units)
        except InvalidOperation:
            return None
    return value


class _Scale:
    """Values in their order, and how far apart two of them are."""

    def __init__(self, values: Sequence[Any], totals: Floats, name: str) -> None:
        self.name, self.size = name, len(values)
        kinds: dict[Any, int] = {}
        if name in ("interval", "ratio"):  # a number and its units
            self.numbers = np.array([number for number, _ in values])
            self.kinds = np.array([kinds.setdefault(unit, len(kinds)) for _, unit in values])
        else:
            ranks = np.cumsum(totals) - totals / 2
            self.numbers = ranks if name == "ordinal" else np.arange(len(values), dtype=float)
            self.kinds = np.zeros(len(values), np.int64)
        self.furthest = 1.0 if name == "ratio" else float(np.ptp(self.numbers)) ** 2

    def apart(self, a: Ints, b: Ints) -> Floats:
        """δ² of the values at `a` and `b`; numbers of different units are the furthest apart."""
        x, y = self.numbers[a], self.numbers[b]
        if self.name not in NUMERIC:
            return np.asarray(np.not_equal(x, y), float)
        gap = np.abs(x - y)
        if self.name == "ratio":
            gap = np.where(gap > 0, np.nan_to_num(divide(gap, x + y), nan=1.0), 0.0)
        same = self.kinds[a] == self.kinds[b]
        return np.asarray(np.where(same, np.square(gap), self.furthest))

    def by_chance(self, totals: Floats) -> float:
        """Sum of δ² over all pairs of values that were given."""
        every = np.arange(self.size)
        parts = (every[at : at + 256] for at in range(0, self.size, 256))
        return float(
            sum(totals[p] @ self.apart(p[:, None], every[None, :]) @ totals for p in parts)
        )


def _agreement(
    compared: Compared,
    attribute: Attribute,
    groups: Mapping[str, Ints],
    samples: int,
    seed: int,
) -> dict[str, Any]:
    values = ordered({value for _, *both in compared for value in both})
    cell: dict[str, Any] = {"distance": attribute.agreement, "items": compared.total()}
    if len(values) < 2:
        reason = "all values are the same" if values else "no matched items with a value"
        return {**cell, "alpha": None, "kappa": None, "reason": reason}
    place = {value: at for at, value in enumerate(values)}
    rows = [(at, place[a], place[b], times) for (at, a, b), times in compared.items()]
    documents, a, b, times = np.array(rows, np.int64).T
    totals = np.zeros(len(values))
    np.add.at(totals, a, times)
    np.add.at(totals, b, times)
    scale = _Scale(values, totals, attribute.agreement)
    apart = scale.apart(a, b)
    by_chance = scale.by_chance(totals)
    cell["alpha"] = float(_alpha(2 * float(times @ apart), totals.sum(), by_chance))
    if len(values) > _LARGEST:
        return {**cell, "kappa": None, "reason": f"κ: more than {_LARGEST} different values"}
    table = np.zeros((int(groups["article"].max()) + 1, 1 + len(values)))
    article = groups["article"][documents]
    np.add.at(table, (article, 0), 2 * times * apart)
    np.add.at(table, (article, 1 + a), times)
    np.add.at(table, (article, 1 + b), times)
    every = np.arange(len(values))
    distances = scale.apart(every[:, None], every[None, :])
    if samples:
        drawn = resample(table, samples, seed)
        expected = ((drawn[:, 1:] @ distances) * drawn[:, 1:]).sum(axis=1)
        cell["interval"] = interval(_alpha(drawn[:, 0], drawn[:, 1:].sum(axis=1), expected))
    cell["kappa"] = _mean_kappa(groups["pair"][documents], (a, b, times), distances)
    return cell


def _alpha(observed: Any, count: Any, by_chance: Any) -> Any:
    return 1 - (count - 1) * divide(observed, by_chance)


def _mean_kappa(pair: Ints, columns: tuple[Ints, Ints, Ints], distances: Floats) -> float | None:
    """Mean of the pairs' κ where it is defined, each weighted by its items."""
    found = []
    for one in np.unique(pair):
        a, b, times = (column[pair == one] for column in columns)
        table = np.zeros(distances.shape)
        np.add.at(table, (a, b), times)
        value = kappa_of(table, distances)
        if value is not None:
            found.append((value, float(table.sum())))
    total = sum(items for _, items in found)
    return sum(value * items for value, items in found) / total if total else None
