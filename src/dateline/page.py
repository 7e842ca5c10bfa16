"""Reports as one HTML page: opened from disk, no network, light and dark, screen and paper."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dateline.scoring.matching import Fragments, length

_STYLE = """
:root{color-scheme:light dark;--text:#1b1f24;--soft:#57606a;--page:#fff;--panel:#f6f8fa;
--line:#d0d7de;--accent:#0b5cad;--good:#1a7f37;--fair:#9a6700;--poor:#b42318;--heat:11,92,173}
@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--soft:#9da7b3;--page:#0d1117;
--panel:#161b22;--line:#30363d;--accent:#6cb6ff;--good:#57ab5a;--fair:#d4a72c;--poor:#ff7b72;
--heat:108,182,255}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.55 system-ui,sans-serif}
main,header,nav{max-width:76rem;margin:0 auto;padding:0 1rem}
h1{font-size:1.6rem;margin:1.5rem 0 .3rem}h2{font-size:1.3rem;margin:2.5rem 0 .6rem;
border-top:1px solid var(--line);padding-top:1.2rem}h3{font-size:1.05rem;margin:1.6rem 0 .4rem}
p,li{max-width:48rem}.soft,caption{color:var(--soft)}a{color:var(--accent)}
nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1rem;padding:0;list-style:none}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--page)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.scroll{overflow-x:auto;margin:.4rem 0 1rem}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding-bottom:.3rem}
th,td{padding:.25rem .6rem;border:1px solid var(--line);text-align:right;white-space:nowrap}
th{background:var(--panel);font-weight:600}th[scope=row],th:first-child,td.words{text-align:left}
td.words{white-space:normal;min-width:12rem}
.many thead th{writing-mode:vertical-rl;padding:.5rem .15rem;vertical-align:bottom;text-align:left}
.many td{padding:.25rem .35rem}
td.heat{background:rgba(var(--heat),calc(var(--v)*var(--v)*.55))}
.cards{display:flex;flex-wrap:wrap;gap:.7rem;padding:0;list-style:none}
.cards li{background:var(--panel);border:1px solid var(--line);border-radius:.4rem;
padding:.6rem .9rem;min-width:10rem}.cards b{display:block;font-size:1.5rem;line-height:1.2}
.good{color:var(--good)}.fair{color:var(--fair)}.poor{color:var(--poor)}
svg{display:block;overflow:visible}svg line{stroke:var(--soft)}svg circle{fill:var(--accent)}
svg .range{stroke:var(--accent);stroke-width:2}
details{border:1px solid var(--line);border-radius:.4rem;margin:.5rem 0;padding:0 .8rem}
summary{cursor:pointer;padding:.5rem 0;font-weight:600}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:1rem}
.side{min-width:0}.side h4{margin:.3rem 0;position:sticky;top:0;background:var(--page)}
.text{white-space:pre-wrap;overflow-wrap:anywhere;font:1rem/1.9 Georgia,serif;max-width:44rem;
margin:.2rem 0 .8rem}
mark{color:inherit;background:color-mix(in srgb,var(--c,#888) 20%,transparent);
border-bottom:2px solid var(--c,#888);border-radius:2px}
mark.odd{outline:2px dashed var(--c,#888);outline-offset:1px}
.tag{font:600 .62rem/1 system-ui,sans-serif;vertical-align:super;color:var(--text);
border:1px solid var(--c,#888);border-radius:3px;padding:0 .2em;margin-right:.15em;
white-space:nowrap}
form{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;margin:1rem 0}
button,select{font:inherit;color:inherit;background:var(--panel);border:1px solid var(--line);
border-radius:.3rem;padding:.25rem .6rem}button[aria-pressed=true]{background:var(--accent);
color:var(--page)}
@media(max-width:30rem){body{font-size:15px}.sides{grid-template-columns:1fr}
th,td{padding:.2rem .4rem}.cards li{min-width:calc(50% - .4rem);flex:1}}
@media print{:root{color-scheme:light}nav,form,.skip{display:none}body{font-size:10pt}
h2,h3,h4,summary,.soft{break-after:avoid}.text{break-inside:avoid-page;orphans:3;widows:3}
.scroll{overflow:visible}.scroll,table,.cards li{break-inside:avoid}.side h4{position:static}
.many{font-size:7pt}.many th,.many td{padding:.1rem .2rem}
mark,td.heat{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""
_SCRIPT = (
    "addEventListener('beforeprint',()=>document.querySelectorAll('details:not(.long)')"
    ".forEach(d=>d.open=true))"
)


class Mark(NamedTuple):
    """A stretch of text to be shown: its pieces, what is written at it, and how it looks."""

    pieces: Fragments
    tag: str = ""
    colour: str = "#888888"
    odd: bool = False  # outlined: something is the matter with it
    title: str = ""


def escape(value: object) -> str:
    """The text of `value` for HTML, also inside quotation marks."""
    return html.escape(str(value))


def page(title: str, body: str, *, links: Sequence[tuple[str, str]] = (), script: str = "") -> str:
    """A whole page. `links` are (id, name) of the sections that the menu at its top leads to."""
    menu = "".join(f'<li><a href="#{escape(to)}">{escape(name)}</a></li>' for to, name in links)
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n"
        '<a class="skip" href="#main">Skip to the content</a>\n'
        f"<header><h1>{escape(title)}</h1></header>\n"
        + (f'<nav aria-label="Sections"><ul>{menu}</ul></nav>\n' if menu else "")
        + f'<main id="main">\n{body}\n</main>\n<script>{_SCRIPT};{script}</script>\n</html>\n'
    )


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column names the row. Cells are HTML: a `<td …>`, or what goes in one.

    The names of more than ten columns stand upright.
    """
    many = ' class="many"' if len(head) > 10 else ""
    columns = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = []
    for first, *rest in rows:
        cells = "".join(cell if cell.startswith("<td") else f"<td>{cell}</td>" for cell in rest)
        lines.append(f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>')
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f"<table{many}><caption>{escape(caption)}</caption><thead><tr>{columns}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def heat(value: float | None, shown: str | None = None) -> str:
    """A cell that is the darker the larger `value`, from 0 to 1."""
    if value is None:
        return "<td>–</td>"
    text = f"{value:.2f}" if shown is None else shown
    return f'<td class="heat" style="--v:{min(1.0, max(0.0, value)):.3f}">{escape(text)}</td>'


def whisker(value: float | None, bounds: Sequence[float] | None) -> str:
    """A cell with a value between 0 and 1 as a dot, and its interval as a line through it."""
    if value is None:
        return "<td>–</td>"
    low, high = bounds or (value, value)
    words = f"{value:.3f}" + (f", 95 % interval {low:.3f} to {high:.3f}" if bounds else "")
    x, a, b = (round(max(0.0, min(1.0, at)) * 160 + 4, 1) for at in (value, low, high))
    return (
        f'<td><svg width="168" height="16" role="img" aria-label="{words}">'
        '<line x1="4" y1="15" x2="164" y2="15"/><line x1="4" y1="11" x2="4" y2="15"/>'
        '<line x1="84" y1="12" x2="84" y2="15"/><line x1="164" y1="11" x2="164" y2="15"/>'
        f'<line class="range" x1="{a}" y1="7" x2="{b}" y2="7"/><circle cx="{x}" cy="7" r="4"/>'
        "</svg></td>"
    )


def highlight(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` with marks, which may nest, cross and have gaps."""
    end = len(text) if end is None else end
    cuts = {start, end}
    for mark in marks:
        cuts |= {at for piece in mark.pieces for at in piece if start < at < end}
    order = sorted(marks, key=lambda mark: (-length(mark.pieces), mark.pieces))
    edges = sorted(cuts)
    parts = []
    for a, b in itertools.pairwise(edges):
        inside = [m for m in order if any(s <= a and b <= e for s, e in m.pieces)]
        opening = "".join(_open(mark, first=mark.pieces[0][0] == a) for mark in inside)
        parts.append(opening + escape(text[a:b]) + "</mark>" * len(inside))
    return "".join(parts)


def _open(mark: Mark, *, first: bool) -> str:
    name = f'<span class="tag">{escape(mark.tag)}</span>' if first and mark.tag else ""
    odd = ' class="odd"' if mark.odd else ""
    title = f' title="{escape(mark.title)}"' if mark.title else ""
    return f'<mark{odd} style="--c:{escape(mark.colour)}"{title}>{name}'


def sentence(text: str, start: int, end: int, most: int = 240) -> tuple[int, int]:
    """About the sentence around `text[start:end]`: where it begins and ends, for an example."""
    before = max(text.rfind(stop, 0, start) for stop in (". ", "! ", "? ", "\n", ".” ", '." '))
    left = max(0, before + 1, start - most)
    ends = [at for at in (text.find(stop, end) for stop in (". ", "! ", "? ", "\n")) if at >= 0]
    right = min(len(text), min(ends, default=len(text)) + 1, end + most)
    return left + len(text[left:start]) - len(text[left:start].lstrip()), right


_COLOURS = (
    "#3366cc", "#d97a00", "#2ca02c", "#c2185b", "#8c564b", "#17a2a2", "#9467bd", "#b8860b",
    "#607d8b", "#7cb342", "#5d4037", "#039be5",
)  # fmt: skip


def colours(labels: Sequence[str], chosen: Sequence[str] = ()) -> dict[str, str]:
    """A colour for each label: the `chosen` ones, then others."""
    return {
        label: chosen[at] if at < len(chosen) else _COLOURS[at % len(_COLOURS)]
        for at, label in enumerate(labels)
    }
