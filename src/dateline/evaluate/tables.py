"""Results as tables of words that fit a terminal of 80 columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.scoring.schemes import SCHEMES

Result = Mapping[str, Any]


class Table(NamedTuple):
    """One view of a result; the first row is the head."""

    title: str
    rows: list[list[str]]


def tables(result: Result) -> list[Table]:
    """The scores of one system: by label, and a table for each other kind that occurs."""
    views = (
        _labels, _overlaps, _composites, _anchors, _attributes, _references, _arguments, _clusters,
    )  # fmt: skip
    return [table for table in (view(result) for view in views) if len(table.rows) > 1]


def comparison_tables(result: Result) -> list[Table]:
    """F1 of both systems, difference, its interval, and p after Holm; a table for each kind."""
    scored = result["articles"]["a"]["scored"]
    defined = ((path, c) for path, c in result["scores"].items() if c["difference"] is not None)
    found = []
    for group, cells in itertools.groupby(defined, key=lambda pair: pair[0].partition("/")[0]):
        rows = [["", "first", "second", "change", "95 %", "p (Holm)"]]
        for path, cell in cells:
            numbers = [_number(cell["a"]), _number(cell["b"]), _number(cell["difference"], "+.3f")]
            name = path.partition("/")[2].replace("/", " ")
            rows.append([name, *numbers, _bounds(cell["interval"]), _number(cell.get("p_holm"))])
        found.append(Table(f"{group}: F1 of both systems, {scored} articles", rows))
    return found


def _labels(result: Result) -> Table:
    strict = result["spans"]["strict"]
    title = f"{result['layer']}: {result['articles']['scored']} articles, F1 in four schemes"
    bounds = (strict.get("interval") or {}).get("f1")
    title += f"; strict {_number(strict['f1'])}" + (f" ({_bounds(bounds)})" if bounds else "")
    rows = [["", "gold", "found", "P", "R", *SCHEMES], _label("all labels", result["spans"])]
    for label, cell in result["labels"].items():
        if cell["strict"]["gold"] or cell["strict"]["predicted"]:
            rows.append(_label(label, cell))
    macro = [_number(result["macro"][scheme]["f1"]) for scheme in SCHEMES]
    return Table(title, [*rows, ["mean of labels", "", "", "", "", *macro]])


def _label(name: str, cell: Result) -> list[str]:
    strict = cell["strict"]
    parts = [_number(strict["precision"]), _number(strict["recall"])]
    f1 = [_number(cell[scheme]["f1"]) for scheme in SCHEMES]
    return [name, f"{strict['gold']:g}", f"{strict['predicted']:g}", *parts, *f1]


def _overlaps(result: Result) -> Table:
    rows = [["IoU at least", "spans", "95 %", "and label", "95 %"]]
    for bound, cell in result["overlap"].items():
        rows.append([_number(float(bound), ".1f"), *_f1(cell["spans"]), *_f1(cell["labelled"])])
    return Table("spans: F1 by overlap", rows)


def _composites(result: Result) -> Table:
    rows = [["", "overlap", "95 %", "same span", "95 %"]]
    for name, cell in result.get("composites", {}).items():
        rows.append([name, *_f1(cell["overlap"]), *_f1(cell["strict"])])
    return Table("items whose properties are right: F1", rows)


def _anchors(result: Result) -> Table:
    rows = [["", "gold", "found", "strict", "overlap", "of pairs: strict", "overlap"]]
    for name, cell in result.get("anchors", {}).items():
        alone = cell["alone_strict"]
        kinds = ("alone_strict", "alone_overlap", "strict", "overlap")
        numbers = [_number(cell[kind]["f1"]) for kind in kinds]
        rows.append([name, f"{alone['gold']:g}", f"{alone['predicted']:g}", *numbers])
    return Table("further anchors: F1 alone, and on matched items", rows)


def _attributes(result: Result) -> Table:
    rows = [["", "right", "of", "accuracy", "95 %"]]
    for name, cell in result.get("attributes", {}).items():
        if cell["accuracy"] is not None:
            counts = [f"{cell['right']:g}", f"{cell['of']:g}"]
            bounds = _bounds(cell.get("interval"))
            rows.append([name, *counts, _number(cell["accuracy"]), bounds])
    return Table("attributes of matched items", rows)


def _references(result: Result) -> Table:
    return Table("references of matched items", _scores(result.get("references", {})))


def _arguments(result: Result) -> Table:
    return Table("triggers and arguments", _scores(result.get("arguments", {})))


def _clusters(result: Result) -> Table:
    return Table("clusters", _scores(result.get("clusters", {})))


def _scores(tree: Result) -> list[list[str]]:
    """Precision, recall and F1 of every score in `tree`, by its path."""
    rows = [["", "gold", "found", "P", "R", "F1", "95 %"]]
    for path, cell in _leaves(tree, ()):
        if cell["f1"] is not None:
            counts = [f"{cell[key]:g}" if key in cell else "" for key in ("gold", "predicted")]
            parts = [_number(cell.get(key)) for key in ("precision", "recall")]
            rows.append([" ".join(path), *counts, *parts, *_f1(cell)])
    return rows


def _leaves(tree: Result, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Result]]:
    if "f1" in tree:
        yield path, tree
        return
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, key))


def _f1(cell: Result) -> Iterable[str]:
    """F1 and its interval."""
    return _number(cell["f1"]), _bounds((cell.get("interval") or {}).get("f1"))


def _number(value: float | None, form: str = ".3f") -> str:
    """The number without a zero before the point, as these scores are mostly written."""
    return "–" if value is None else re.sub(r"\b0\.", ".", format(value, form))


def _bounds(bounds: Sequence[float] | None) -> str:
    return f"{_number(bounds[0], '.2f')}–{_number(bounds[1], '.2f')}" if bounds else "–"
