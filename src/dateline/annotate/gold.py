"""Gold: built from judgements and adjudications, the same bytes each time, never edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dateline.layers import Layer, find

Annotation = Mapping[str, Any]
ANNOTATOR = {"id": "gold", "kind": "ADJUDICATOR"}


class Awaiting(NamedTuple):
    """A layer of an article that is no gold yet, and why."""

    article: str
    layer: str
    reason: str
    annotators: tuple[str, ...]


@dataclass
class Gold:
    """Gold annotations, by article and layer, and what awaits adjudication."""

    annotations: list[dict[str, Any]] = field(default_factory=list)
    awaiting: list[Awaiting] = field(default_factory=list)


def gold(
    judgements: Iterable[Annotation],
    adjudications: Iterable[Annotation] = (),
    layers: Mapping[str, Layer] | None = None,
) -> Gold:
    """Gold of all articles and layers, sorted by article, then layer.

    A line of an adjudicator settles a layer of an article wholly; the judgement of one person
    alone is gold as it stands; models' lines never are. Of two lines of one annotator the one
    that was `created` last counts, or stands last.
    """
    people: dict[tuple[str, str], dict[str, Annotation]] = {}
    settled: dict[tuple[str, str], Annotation] = {}
    for line in [*judgements, *adjudications]:
        key, who = (line["article"], line["layer"]), line["annotator"]
        find(line["layer"], layers)
        if who["kind"] == "ADJUDICATOR":
            settled[key] = _later(settled.get(key), line)
        elif who["kind"] == "HUMAN":
            lines = people.setdefault(key, {})
            lines[who["id"]] = _later(lines.get(who["id"]), line)
    result = Gold()
    for key in sorted({*people, *settled}):
        lines = people.get(key, {})
        if key in settled:
            result.annotations.append(_as_gold(settled[key]))
        elif len(lines) == 1:
            result.annotations.append(_as_gold(*lines.values()))
        else:
            result.awaiting.append(Awaiting(*key, "several judgements", tuple(sorted(lines))))
    return result


def _later(old: Annotation | None, new: Annotation) -> Annotation:
    if old is None or (new.get("created") or "") >= (old.get("created") or ""):
        return new
    return old


def _as_gold(line: Annotation) -> dict[str, Any]:
    return {**line, "annotator": dict(ANNOTATOR), "context": None, "seconds": None}
