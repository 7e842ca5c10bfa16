"""What an importer gives: an article, the annotations of it, and what could not be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dateline import text as texts
from dateline.errors import Stop, Usage
from dateline.layers import Layer

Article = dict[str, Any]
Annotation = dict[str, Any]
Item = dict[str, Any]
# Makes an article of exactly one text: dateline.article(text, id, language, **metadata).
MakeArticle = Callable[..., Article]


class Imported(NamedTuple):
    """One article with its annotations; `lost` counts what the schema has no place for."""

    article: Article
    annotations: list[Annotation]
    lost: Counter[str]


def read_utf8(path: Path) -> str:
    """The text of a file, its line ends as they are. Raises Stop where it is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise Stop(f"{path} is not UTF-8 (byte {error.start}); convert it first") from error


def check_labels(labels: Mapping[str, str], layer: Layer, *, anchors: bool = False) -> None:
    """Raise Usage where `labels` maps to what is no label of the layer, or of its anchors."""
    known = [*layer.labels, *(layer.anchors.values() if anchors else ())]
    for theirs, ours in labels.items():
        if ours not in known:
            raise Usage(
                f"{theirs}={ours}: {layer.name} has no label {ours}; known: {', '.join(known)}"
            )


def annotation(
    article: Mapping[str, Any],
    layer: str,
    items: Iterable[Item],
    *,
    annotator: str,
    kind: str = "HUMAN",
    clusters: list[dict[str, Any]] | None = None,
) -> Annotation:
    """An annotation of the whole article, its items in the order of the text."""
    made: Annotation = {
        "article": article["id"],
        "text_sha256": article["text_sha256"],
        "layer": layer,
        "annotator": {"id": annotator, "kind": kind},
        "items": sorted(items, key=lambda item: (item["start"], -item["end"])),
    }
    if clusters is not None:
        made["clusters"] = clusters
    return made


class Spans:
    """Makes spans of one text that pass validation: trimmed, on whole characters, merged."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._inside = texts.inside_graphemes(text)

    def span(self, pieces: Iterable[tuple[int, int]]) -> Item | None:
        """The span over `pieces` (half-open, any order); None where nothing but space is left."""
        merged: list[tuple[int, int]] = []
        for start, end in sorted(filter(None, map(self._trimmed, pieces))):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            elif merged and not self.text[merged[-1][1] : start].strip():
                merged[-1] = (merged[-1][0], end)  # only white space between: one piece
            else:
                merged.append((start, end))
        if not merged:
            return None
        start, end = merged[0][0], merged[-1][1]
        made: Item = {"start": start, "end": end, "text": self.text[start:end]}
        if len(merged) > 1:
            made["fragments"] = [{"start": start, "end": end} for start, end in merged]
        return made

    def _trimmed(self, piece: tuple[int, int]) -> tuple[int, int] | None:
        start, end = max(0, piece[0]), min(len(self.text), piece[1])
        while start in self._inside:
            start -= 1
        while end in self._inside:
            end += 1
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return (start, end) if start < end else None
