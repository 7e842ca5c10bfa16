"""A readable HTML page that shows what was kept of a page, what was dropped, and why."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dateline.clean.blocks.classify import LABELS
from dateline.clean.blocks.cut import FURNITURE, Page, read_blocks
from dateline.clean.html import Reading, parse
from dateline.clean.textdump import DumpReading

_CLOSE = (0.25, 0.75)  # scores between these are close calls
_FOLDED_FROM = 4  # blocks in a row
_LONG = 160  # characters; as much text is shown even where it was dropped without doubt


class Row(NamedTuple):
    """One block of the page as the explanation shows it."""

    kind: str  # block type; empty where it was dropped
    label: str  # what the classifier calls it
    score: float  # probability of its type, or that it is body where it was dropped
    place: str  # path of the element, or offsets in the dump
    text: str


def rows_of_page(reading: Reading, page_html: str) -> list[Row]:
    """The blocks of an HTML page, those of menus and footers among them, which nothing judged."""
    page = reading.page
    judged = iter(
        Row(
            kind,
            LABELS[int(reading.probabilities[row].argmax())],
            reading.score(row) if kind else float(reading.body[row]),
            _place(page, row),
            page.texts[row],
        )
        for row, kind in enumerate(reading.types)
    )
    everything = read_blocks(parse(page_html), furniture=True)
    rows: list[Row] = []
    for row, text in enumerate(everything.texts):
        if _in_furniture(everything, row):
            rows.append(Row("", "menu or footer", 0.0, _place(everything, row), text))
        else:
            rows.extend(itertools.islice(judged, 1))
    return [*rows, *judged]


def _in_furniture(page: Page, row: int) -> bool:
    element = page.elements[row]
    while element:
        if page.tags[element] in FURNITURE:
            return True
        element = page.parents[element]
    return False


def _place(page: Page, row: int) -> str:
    element = page.elements[row]
    return page.path(element) + _names(page.attributes[element])


def _names(attributes: str) -> str:
    return f" ·{attributes[:160]}" if attributes else ""


def rows_of_dump(reading: DumpReading) -> list[Row]:
    """The segments of a text dump."""
    return [
        Row(
            kind,
            _why(reading, row),
            reading.score(row),
            f"{segment.start:,} to {segment.end:,}"
            + (" · glued to the one before" * segment.glued),
            reading.text(row),
        )
        for row, (kind, segment) in enumerate(zip(reading.types, reading.segments, strict=True))
    ]


def _why(reading: DumpReading, row: int) -> str:
    if reading.repeats[row]:
        return f"repeats on {reading.repeats[row]:,} pages of this site"
    return LABELS[int(reading.probabilities[row].argmax())]


def render(
    rows: list[Row],
    values: dict[str, object],
    sources: dict[str, str],
    *,
    url: str | None,
    verdict: str,
) -> str:
    """The whole page. `verdict` says in a line what became of the page."""
    kept = sum(1 for row in rows if row.kind)
    title = html.escape(str(values.get("title") or url or "a page"))
    return _PAGE.format(
        title=title,
        url=html.escape(url or ""),
        verdict=html.escape(verdict),
        kept=kept,
        dropped=len(rows) - kept,
        metadata="".join(_metadata_rows(values, sources)),
        blocks="".join(_blocks(rows)),
    )


def _blocks(rows: list[Row]) -> Iterator[str]:
    """The blocks in order; many in a row that were clearly dropped are folded into one line."""
    numbered = enumerate(rows, 1)
    for clear, group in itertools.groupby(numbered, lambda item: _is_clear(item[1])):
        run = list(group)
        shown = "".join(_block(number, row) for number, row in run)
        if not clear or len(run) < _FOLDED_FROM:
            yield shown
            continue
        said = " · ".join(row.text for _, row in run)[:200]
        yield (
            f"<li class=fold><details><summary>{len(run)} dropped: "
            f"<span dir=auto>{html.escape(said)}</span></summary><ol>{shown}</ol></details></li>"
        )


def _is_clear(row: Row) -> bool:
    """Whether the row was dropped without doubt, as menus and lists of links are."""
    return not row.kind and row.score < _CLOSE[0] and len(row.text) < _LONG


def _metadata_rows(values: dict[str, object], sources: dict[str, str]) -> Iterable[str]:
    for name in _NAMES:
        value = values.get(name)
        shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
        empty = "" if shown else ' class="none"'
        yield (
            f"<tr{empty}><th scope=row>{name}</th><td dir=auto>{html.escape(shown) or 'not found'}"
            f"</td><td>{html.escape(sources.get(name, ''))}</td></tr>"
        )


def _block(number: int, row: Row) -> str:
    state = "kept" if row.kind else "dropped"
    close = " close" if _CLOSE[0] < row.score < _CLOSE[1] else ""
    ruled = not row.kind and row.score > 0.5  # the classifier would have kept it
    name = row.kind or (f"{row.label}, dropped by a rule" if ruled else row.label)
    return (
        f'<li class="{state}{close}" id="b{number}"><div class=head>'
        f'<a href="#b{number}">{number}</a>'
        f"<b>{html.escape(name)}</b>"
        f'<span class=score title="probability of the type, or of body text where dropped">'
        f"<i style='width:{row.score * 4:.2f}em'></i>{row.score:.2f}</span>"
        f"<code>{html.escape(row.place)}</code></div>"
        f"<p dir=auto>{html.escape(row.text)}</p></li>"
    )


_NAMES = (
    "title", "standfirst", "authors", "agencies", "published", "modified", "language", "section",
    "tags", "publisher", "canonical_url",
)  # fmt: skip

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} · explained</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark;
  --kept: light-dark(#0a6b3d, #6fd6a0); --soft: light-dark(#5a6470, #9aa5b1);
  --line: light-dark(#d9dee3, #333b44); --card: light-dark(#f2f8f4, #16241c);
  --close: light-dark(#9a5b00, #f0b45a); --ground: light-dark(#fff, #14181c); }}
* {{ box-sizing: border-box }}
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1.2rem; max-width: 72rem;
  background: var(--ground) }}
h1 {{ font-size: 1.35rem; line-height: 1.25; margin: 0 0 .2rem; overflow-wrap: anywhere }}
.url, .verdict {{ margin: 0; overflow-wrap: anywhere; color: var(--soft) }}
.verdict {{ color: inherit; font-weight: 600; margin: .6rem 0 1rem }}
table {{ border-collapse: collapse; width: 100%; font-size: .9rem }}
th, td {{ text-align: start; vertical-align: top; padding: .25rem .6rem .25rem 0;
  border-top: 1px solid var(--line); overflow-wrap: anywhere }}
th {{ white-space: nowrap; font-weight: 500; color: var(--soft) }}
td:last-child {{ white-space: nowrap; color: var(--soft) }}
tr.none td {{ color: var(--soft) }}
fieldset {{ position: sticky; top: 0; background: var(--ground); border: 0; margin: 1.2rem 0 0;
  padding: .6rem 0; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem;
  border-bottom: 1px solid var(--line); z-index: 1 }}
legend {{ position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden }}
label {{ cursor: pointer }}
ol {{ list-style: none; padding: 0; margin: 0 }}
li {{ padding: .5rem .7rem; border-inline-start: 4px solid transparent;
  border-bottom: 1px solid var(--line); scroll-margin-top: 4rem }}
li.kept {{ border-inline-start-color: var(--kept); background: var(--card) }}
li.close {{ border-inline-start-color: var(--close) }}
li:target {{ outline: 2px solid; outline-offset: -2px }}
.head {{ display: flex; flex-wrap: wrap; gap: .1rem .7rem; align-items: baseline;
  font-size: .8rem; color: var(--soft) }}
.head a {{ color: inherit; min-width: 2.2em }}
.head b {{ font-weight: 600; min-width: 7.5em }}
.kept .head b {{ color: var(--kept) }}
.close .head b {{ color: var(--close) }}
.score {{ font-variant-numeric: tabular-nums; position: relative; padding-inline-start: 4.6em }}
.score i {{ position: absolute; inset-inline-start: 0; top: .45em; height: .4em; max-width: 4em;
  background: currentColor; border-radius: 1px }}
.score::before {{ content: ""; position: absolute; inset-inline-start: 0; top: .45em;
  width: 4em; height: .4em; background: var(--line); border-radius: 1px }}
code {{ font-size: .95em; overflow-wrap: anywhere; flex: 1 1 16rem }}
li p {{ margin: .15rem 0 0; overflow-wrap: anywhere; white-space: pre-line }}
li.dropped p {{ color: var(--soft); max-height: 4.5em; overflow: auto }}
li.fold {{ padding: 0 }}
summary {{ padding: .5rem .7rem; cursor: pointer; color: var(--soft); font-size: .85rem;
  white-space: nowrap; overflow: hidden; text-overflow: ellipsis }}
details[open] > summary {{ white-space: normal }}
details ol {{ border-top: 1px solid var(--line); padding-inline-start: 1rem }}
body:has(#kept:checked) li:is(.dropped, .fold) {{ display: none }}
body:has(#dropped:checked) li.kept {{ display: none }}
body:has(#unsure:checked) li:not(.close) {{ display: none }}
</style></head><body>
<h1 dir="auto">{title}</h1><p class="url">{url}</p>
<p class="verdict">{verdict}</p>
<table><tbody>{metadata}</tbody></table>
<fieldset><legend>Blocks to show</legend>
<label><input type="radio" name="show" id="all" checked> all blocks</label>
<label><input type="radio" name="show" id="kept"> kept ({kept})</label>
<label><input type="radio" name="show" id="dropped"> dropped ({dropped})</label>
<label><input type="radio" name="show" id="unsure"> close calls</label>
</fieldset>
<ol>{blocks}</ol>
</body></html>
"""
