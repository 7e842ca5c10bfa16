"""Results as rows of words, the first of them the head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dateline.scoring.schemes import SCHEMES

Result = Mapping[str, Any]


def label_rows(result: Result) -> list[list[str]]:
    """Strict precision and recall, F1 in each scheme, the interval of strict F1, by label."""
    rows = [["", "gold", "found", "P", "R", *SCHEMES, "95 %"]]
    rows.append(_row("all labels", result["spans"]))
    for label, cell in result["labels"].items():
        if cell["strict"]["gold"] or cell["strict"]["predicted"]:
            rows.append(_row(label, cell))
    macro = [_number(result["macro"][scheme]["f1"]) for scheme in SCHEMES]
    return [*rows, ["mean of labels", "", "", "", "", *macro, ""]]


def _row(name: str, cell: Result) -> list[str]:
    strict = cell["strict"]
    return [
        name,
        f"{strict['gold']:g}",
        f"{strict['predicted']:g}",
        _number(strict["precision"]),
        _number(strict["recall"]),
        *(_number(cell[scheme]["f1"]) for scheme in SCHEMES),
        _bounds((strict.get("interval") or {}).get("f1")),
    ]


def other_rows(result: Result) -> list[list[str]]:
    """All other scores by their path: overlap, anchors, attributes, references, clusters, …."""
    rows = [["", "gold", "found", "P", "R", "F1", "95 %"]]
    groups = ("overlap", "composites", "anchors", "references", "arguments", "clusters")
    for group in groups:
        for path, cell in _leaves(result.get(group, {}), group):
            if cell["f1"] is None:
                continue
            counts = [f"{cell[k]:g}" if k in cell else "" for k in ("gold", "predicted")]
            parts = [_number(cell.get("precision")), _number(cell.get("recall"))]
            bounds = _bounds((cell.get("interval") or {}).get("f1"))
            rows.append([path, *counts, *parts, _number(cell["f1"]), bounds])
    for name, cell in result.get("attributes", {}).items():
        if cell["accuracy"] is not None:
            shares = [f"{cell['right']:g} of {cell['of']:g}", "", ""]
            value = [_number(cell["accuracy"]), _bounds(cell.get("interval"))]
            rows.append([f"{name} (accuracy)", "", *shares, *value])
    return rows


def comparison_rows(result: Result) -> list[list[str]]:
    """F1 of both systems, difference, its interval, p and Holm's p."""
    rows = [["", "first", "second", "difference", "95 %", "p", "p (Holm)"]]
    for path, cell in result["scores"].items():
        if cell["difference"] is None:
            continue
        p = [_number(cell.get("p")), _number(cell.get("p_holm"))]
        numbers = [_number(cell["a"]), _number(cell["b"]), _number(cell["difference"], "+.3f")]
        rows.append([path, *numbers, _bounds(cell["interval"]), *p])
    return rows


def _leaves(tree: Result, name: str) -> Iterator[tuple[str, Result]]:
    if "f1" in tree:
        yield name, tree
        return
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{name} {key}")


def _number(value: float | None, form: str = ".3f") -> str:
    """The number without a zero before the point, as these scores are mostly written."""
    return "–" if value is None else re.sub(r"\b0\.", ".", format(value, form))


def _bounds(bounds: Sequence[float] | None) -> str:
    return f"{_number(bounds[0], '.2f')}–{_number(bounds[1], '.2f')}" if bounds else "–"
