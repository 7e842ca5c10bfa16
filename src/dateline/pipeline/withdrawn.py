"""What was taken back: the tombstones of a project or a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dateline.shards import read_lines

Row = dict[str, Any]


def read_withdrawn(path: Path | None) -> list[Row]:
    """The rows of withdrawal.schema.json in a file; [] where there is none."""
    return [row for _, row in read_lines(path)] if path and path.is_file() else []


def addresses(stones: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The ids of all addresses at which withdrawn articles were found, their own ids among them."""
    return frozenset(
        name for row in stones for name in (row["article"], *(row.get("addresses") or ()))
    )


def texts(stones: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The ids of withdrawn articles and the hashes of their texts."""
    named = (row.get(key) for row in stones for key in ("article", "text_sha256"))
    return frozenset(name for name in named if name)
