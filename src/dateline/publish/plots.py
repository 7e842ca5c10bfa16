"""Plots as SVG, without a plotting library: one bar a label."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

ROW, LABEL, BAR, NUMBER = 22, 150, 360, 70  # pixels


def bars(title: str, counts: Mapping[str, int]) -> str:
    """A standalone SVG with a bar for each of `counts`, the largest first."""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    largest = max(counts.values(), default=0) or 1
    width, height = LABEL + BAR + NUMBER, ROW * (len(ranked) + 1) + 8
    rows = [_bar(at, name, count, count / largest) for at, (name, count) in enumerate(ranked)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="sans-serif" font-size="12">\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n'
        f'<text x="8" y="16" font-weight="bold" fill="#222222">{escape(title)}</text>\n'
        + "".join(rows)
        + "</svg>\n"
    )


def _bar(at: int, name: str, count: int, share: float) -> str:
    top = ROW * (at + 1) + 2
    return (
        f'<text x="{LABEL - 8}" y="{top + 15}" text-anchor="end" fill="#222222">'
        f"{escape(name)}</text>"
        f'<rect x="{LABEL}" y="{top + 3}" width="{share * BAR:.1f}" height="{ROW - 6}" '
        'fill="#3366cc"/>'
        f'<text x="{LABEL + share * BAR + 6:.1f}" y="{top + 15}" fill="#222222">{count:,}</text>\n'
    )
