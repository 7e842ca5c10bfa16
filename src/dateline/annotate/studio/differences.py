"""The list of differences that an adjudicator sees above the text, as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dateline.annotate.adjudicate import Outcome, Version
from dateline.annotate.cases import Difference
from dateline.annotate.sheets import Marked, Sheet
from dateline.layers import Layer
from dateline.page import escape, sentence

_AROUND = 100  # code points of the sentence on either side of the words
_LONG = 120  # code points of words that are shown whole


def differences_html(sheet: Sheet, text: str, layers: Mapping[str, Layer]) -> str:
    """A table: number, words in their sentence, who says what, with the proposal marked."""
    rows = [
        f"<tr><th>{number}</th>{_row(marked, sheet, text, layers)}</tr>"
        for number, marked in enumerate(sheet.differences, start=1)
    ]
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _row(marked: Marked, sheet: Sheet, text: str, layers: Mapping[str, Layer]) -> str:
    difference = marked.difference
    layer = layers[difference.dispute.layer]
    if difference.dispute.outcome is None:
        said = [
            _line(_groups(version, sheet.words), version, difference, proposed=False)
            for version in difference.versions
        ]
        where = f"<small>{escape(layer.name)}: which mean the same</small>"
    else:
        said = list(_said(marked, difference.dispute.outcome, sheet, layer))
        what = ", ".join(difference.properties)
        where = (
            f"{_place(text, difference.start, difference.end)}<br><small>{escape(layer.name)}: "
            f"{escape(what)} · {difference.start}–{difference.end}</small>"
        )
    return f"<td>{where}</td><td><ul>{''.join(said)}</ul></td>"


def _said(marked: Marked, outcome: Outcome, sheet: Sheet, layer: Layer) -> Iterator[str]:
    values = _proposed(outcome)
    for version in outcome.versions:
        said = "nothing here"
        if version.item is not None:
            items = (
                item
                for line in sheet.versions[version.annotators[0]]
                for item in line["items"]
                if item["id"] == marked.item
            )
            said = _words(next(items), marked.difference, sheet, layer)
        yield _line(said, version, marked.difference, proposed=version.content == values)
    if all(version.content != values for version in outcome.versions):
        whose = [
            f"{name} of {who}"
            for name, who in (outcome.proposal or {}).items()
            if name in outcome.disputed
        ]
        yield f"<li><b>proposed:</b> {escape(', '.join(whose))}</li>"


def _proposed(outcome: Outcome) -> Mapping[str, Any] | None:
    """What the proposal says of each property."""
    if outcome.proposal is None:
        return None
    said = {
        who: version.content or {} for version in outcome.versions for who in version.annotators
    }
    return {name: said[who][name] for name, who in outcome.proposal.items()}


def _line(said: str, version: Version, difference: Difference, *, proposed: bool) -> str:
    whose = ", ".join(version.annotators)
    how = ""
    if proposed:
        how = (
            " <b>proposed by majority</b>"
            if difference.majority
            else " <b>proposed, no majority</b>"
        )
    return f"<li>{said} <i>{len(version.annotators)}: {escape(whose)}</i>{how}</li>"


def _words(item: Mapping[str, Any], difference: Difference, sheet: Sheet, layer: Layer) -> str:
    """What the version says of the properties that are disputed; its label in any case."""
    disputed = difference.properties
    parts = [f"<code>{escape(item[layer.label])}</code>"]
    if "item" in disputed or "span" in disputed:
        parts.append(_quoted(item["text"]))
    for name in disputed:
        if name not in ("item", "span", layer.label):
            parts.append(f"{escape(name)} {_value(item.get(name), sheet)}")
    return " ".join(parts)


def _value(value: Any, sheet: Sheet) -> str:
    if value is None or value == []:
        return "–"
    if isinstance(value, Mapping) and "text" in value:
        return _quoted(value["text"])
    if isinstance(value, list):
        return ", ".join(_member(member, sheet) for member in value)
    return _quoted(sheet.words[value]) if value in sheet.words else escape(value)


def _member(member: Any, sheet: Sheet) -> str:
    if not isinstance(member, Mapping):
        return escape(member)
    return " ".join(_value(value, sheet) for value in member.values())


def _quoted(words: str) -> str:
    if len(words) > _LONG:
        words = f"{words[: _LONG // 2]} … {words[-_LONG // 2 :]}"
    return f"“{escape(words)}”"


def _groups(version: Version, words: Mapping[str, str]) -> str:
    groups = [members for members, _ in (version.content or {})["clusters"] if len(members) > 1]
    shown = ["=".join(escape(words.get(name, name)) for name in members) for members in groups]
    return "; ".join(shown) or "each for itself"


def _place(text: str, start: int, end: int) -> str:
    """The words in their sentence, shortened."""
    first, last = sentence(text, start, end)
    before, words, after = text[first:start], text[start:end], text[end:last]
    if len(before) > _AROUND:
        before = "…" + before[-_AROUND:]
    if len(after) > _AROUND:
        after = after[:_AROUND] + "…"
    if len(words) > 2 * _LONG:
        words = f"{words[:_LONG]} … {words[-_LONG:]}"
    return f"{escape(before)}<mark>{escape(words)}</mark>{escape(after)}"
