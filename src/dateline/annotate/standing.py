"""Which lines stand: of an append-only file, the last of each annotator, article and layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Annotation = Mapping[str, Any]
Key = tuple[str, str, str, str]  # article, kind and id of the annotator, layer


def standing(lines: Iterable[Annotation]) -> dict[Key, Annotation]:
    """The line that counts of each annotator, article and layer, sorted by its key.

    Of one origin that is the last revision, and none where that is withdrawn; of several the one
    that was created last. What is still equal is decided by the order of the lines.
    """
    last: dict[tuple[Key, str], tuple[tuple[int, str, int], Annotation]] = {}
    for at, line in enumerate(lines):
        who = line["annotator"]
        key = (line["article"], who["kind"], who["id"], line["layer"])
        rank = (line.get("revision") or 0, created(line), at)
        of_origin = (key, line.get("origin") or "")
        if of_origin not in last or rank > last[of_origin][0]:
            last[of_origin] = (rank, line)
    found: dict[Key, tuple[tuple[str, int, int], Annotation]] = {}
    for (key, _), ((revision, made, at), line) in last.items():
        if not line.get("withdrawn"):
            place = (made, revision, at)
            if key not in found or place > found[key][0]:
                found[key] = (place, line)
    return {key: line for key, (_, line) in sorted(found.items(), key=lambda entry: entry[0])}


def created(line: Mapping[str, Any]) -> str:
    """When the line was made, "" where it does not say."""
    return line.get("created") or ""
