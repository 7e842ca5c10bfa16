"""Names in Label Studio: ids of regions, and the lines of the box that lists clusters."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from dateline import schema as schemas
from dateline.annotate.studio.controls import quote, unquote

# Label Studio puts region ids into class names and style selectors, so they keep to [A-Za-z0-9_-].
_UNSAFE = re.compile(r"[^A-Za-z0-9]")
_ESCAPED = re.compile(r"_([0-9a-f]+)_")
_PART = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^|]*?)\s*\|')


def region_id(layer: str, *names: str, piece: int = 1) -> str:
    """The id of an item's region, or of its anchor's; `piece` numbers a discontinuous span's."""
    own = "-".join(_UNSAFE.sub(_escape, name) for name in (layer, *names))
    return own if piece == 1 else f"{own}--{piece}"


def item_id(layer: str, region: str) -> str:
    """The id of the item whose region of `layer` is `region`; a hand-drawn one keeps its own."""
    prefix, dash, name = region.partition("-")
    item = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), name) if dash else ""
    return item if item and region_id(layer, item) == f"{prefix}-{name}" else region


def _escape(match: re.Match[str]) -> str:
    return f"_{ord(match[0]):x}_"


def cluster_line(cluster: Mapping[str, Any]) -> str:
    """One cluster as people edit it: `E1 | Zoe Marsh | Q42`."""
    parts = [_part(cluster.get(name)) for name in _cluster_fields()]
    return " | ".join(parts).rstrip("| ")


def read_cluster(line: str) -> dict[str, Any]:
    """The cluster of a line that `cluster_line` or an annotator wrote. Raises ValueError."""
    parts = _PART.findall(f"{line}|")
    names = _cluster_fields()
    if len(parts) > len(names) or not parts[0]:
        raise ValueError(f"{line!r} is not of the form {' | '.join(names)}")
    return {name: unquote(part) for name, part in zip(names, parts, strict=False) if part}


def _part(value: str | None) -> str:
    if value is None:
        return ""
    return json.dumps(value) if "|" in value else quote(value)


def _cluster_fields() -> list[str]:
    clusters = schemas.load("annotation")["properties"]["clusters"]
    return list(clusters["items"]["properties"])
