"""Agreement on the values of matched items: κ of each pair, α of all, by the schema's distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import numpy as np

from dateline.annotate.agreement.coefficients import cohen_kappa, ordered
from dateline.annotate.agreement.distances import Floats, matrix
from dateline.layers import Attribute, Layer
from dateline.resampling import divide, interval, resample
from dateline.scoring import Matched

_LARGEST = 400  # values, beyond which distances between all of them are not resampled


class _Compared(NamedTuple):
    """Two annotators' values of a matched item."""

    document: int
    a: Any
    b: Any


def attribute_agreement(
    matched: Matched,
    layer: Layer,
    groups: Mapping[str, np.ndarray[Any, Any]],
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
    pairs = matched.pairs()
    found = {}
    for attribute in (label, *layer.attributes):
        numeric = attribute.agreement in ("interval", "ratio", "ordinal")
        compared: list[_Compared] = []
        missing = 0
        for at, document in enumerate(matched.documents):
            for left, right in pairs[at]:
                a = _value(document.left[left], attribute, units)
                b = _value(document.right[right], attribute, units)
                if a is None and b is None:
                    continue
                if numeric and (a is None or b is None):
                    missing += 1
                    continue
                compared.append(_Compared(at, a, b))
        cell = _agreement(compared, attribute, groups, samples, seed)
        found[attribute.name] = {**cell, "given_by_one": missing} if numeric else cell
    return found


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


def _agreement(
    compared: Sequence[_Compared],
    attribute: Attribute,
    groups: Mapping[str, np.ndarray[Any, Any]],
    samples: int,
    seed: int,
) -> dict[str, Any]:
    values = ordered({value for row in compared for value in (row.a, row.b)})
    cell: dict[str, Any] = {"distance": attribute.agreement, "items": len(compared)}
    if len(values) < 2:
        reason = "all values are the same" if values else "no matched items with a value"
        return {**cell, "alpha": None, "kappa": None, "reason": reason}
    place = {value: at for at, value in enumerate(values)}
    a, b = (np.array([place[row[side]] for row in compared]) for side in (1, 2))
    totals = np.bincount(np.concatenate([a, b]), minlength=len(values)).astype(float)
    apart = _distances(values, totals, attribute.agreement)
    documents = np.array([row.document for row in compared])
    article = groups["article"][documents]
    table = np.zeros((int(article.max()) + 1, 1 + len(values)))
    np.add.at(table, (article, 0), 2 * apart[a, b])
    np.add.at(table, (article, 1 + a), 1)
    np.add.at(table, (article, 1 + b), 1)
    cell["alpha"] = float(_alpha(table.sum(axis=0)[None], apart)[0])
    if samples and len(values) <= _LARGEST:
        cell["interval"] = interval(_alpha(resample(table, samples, seed), apart))
    cell["kappa"] = _mean_kappa(a, b, groups["pair"][documents], apart)
    return cell


def _alpha(sums: Floats, apart: Floats) -> Floats:
    """α of (samples, 1 + values) sums: twice the differences, then how often each value occurs."""
    totals = sums[:, 1:]
    by_chance = np.einsum("si,ij,sj->s", totals, apart, totals, optimize=True)
    return np.asarray(1 - (totals.sum(axis=1) - 1) * divide(sums[:, 0], by_chance))


def _distances(values: Sequence[Any], totals: Floats, name: str) -> Floats:
    """δ²; of numbers with units, 1 (or the largest difference) where the units differ."""
    if name not in ("interval", "ratio"):
        return matrix(values, totals, name if name in ("ordinal", "set") else "nominal")
    apart = matrix([number for number, _ in values], totals, name)
    kinds = {unit: at for at, unit in enumerate(dict.fromkeys(unit for _, unit in values))}
    units = np.array([kinds[unit] for _, unit in values])
    furthest = 1.0 if name == "ratio" else float(apart.max())
    return np.where(units[:, None] == units[None, :], apart, furthest)


def _mean_kappa(
    a: np.ndarray[Any, Any], b: np.ndarray[Any, Any], pair: np.ndarray[Any, Any], apart: Floats
) -> float | None:
    """Mean of the pairs' κ where it is defined, each weighted by its items."""
    found = []
    for one in np.unique(pair):
        chosen = pair == one
        value = cohen_kappa(a[chosen].tolist(), b[chosen].tolist(), lambda x, y: float(apart[x, y]))
        if value is not None:
            found.append((value, int(chosen.sum())))
    total = sum(items for _, items in found)
    return sum(value * items for value, items in found) / total if total else None
