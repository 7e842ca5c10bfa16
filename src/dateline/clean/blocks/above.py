"""The elements above a block."""

from __future__ import annotations

from dateline.clean.blocks.cut import Page


def upwards(page: Page, row: int, steps: int) -> list[int]:
    """The row's element and those above it, nearest first; at most `steps`, the root left out."""
    out: list[int] = []
    element = page.elements[row]
    while element and len(out) < steps:
        out.append(element)
        element = page.parents[element]
    return out


def container(page: Page, row: int, tags: tuple[str, ...], steps: int = 8) -> int:
    """The nearest element of these names around the row; 0 where there is none."""
    return next((e for e in upwards(page, row, steps) if page.tags[e] in tags), 0)
