"""Parts of the report that show text: confusions with examples, contested articles side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dateline.annotate.agreement.inputs import Judged
from dateline.annotate.votes import group_items
from dateline.layers import Layer
from dateline.page import Mark, colours, escape, highlight, sentence
from dateline.scoring.matching import fragments

KINDS = {
    "label": "which label",
    "boundary": "where it begins or ends",
    "missing": "whether it is one",
}
SHOWN = 8  # confusions


def costly_confusions(result: Mapping[str, Any], layer: Layer, texts: Mapping[str, str]) -> str:
    """The kinds of disagreement that there are most of, each with examples in their sentences."""
    parts = ["<h3>What costs most</h3>"]
    parts.append(
        "<p>Disagreements of pairs, by kind: where one kind is frequent, a rule or an example in "
        "the guideline may settle it.</p>"
    )
    palette = _palette(layer)
    for entry in result["costly"][:SHOWN]:
        names = " or ".join(entry["labels"])
        examples = "".join(
            _example(example, layer, texts, palette) for example in entry["examples"]
        )
        parts.append(
            f"<details><summary>{escape(names)}: {escape(KINDS[entry['kind']])} "
            f'<span class="soft">{entry["count"]}, {entry["share"]:.0%} of all</span>'
            f"</summary>{examples}</details>"
        )
    return "".join(parts)


def _example(
    example: Mapping[str, Any], layer: Layer, texts: Mapping[str, str], palette: Mapping[str, str]
) -> str:
    items = [version["item"] for version in example["versions"] if version["item"]]
    text = texts.get(example["article"])
    lines = []
    for version in example["versions"]:
        item = version["item"]
        who = f"<b>{escape(version['annotator'])}</b>"
        if item is None:
            lines.append(f"<p>{who}: nothing here</p>")
        elif text is None:
            lines.append(f"<p>{who}: {escape(item[layer.label])} “{escape(item['text'])}”</p>")
        else:
            start, end = sentence(
                text, min(i["start"] for i in items), max(i["end"] for i in items)
            )
            shown = highlight(text, [_mark(item, layer, palette)], start, end)
            lines.append(f'<p class="text">{who}: {shown}</p>')
    return f'<p class="soft">article {escape(example["article"])}</p>' + "".join(lines)


def contested_articles(result: Mapping[str, Any], judged: Judged, texts: Mapping[str, str]) -> str:
    """The articles with the most disagreements, everybody's version beside the others'."""
    parts = ["<h3>Most contested articles</h3>"]
    parts.append("<p>Outlined with dashes: what not everybody has just so.</p>")
    for entry in result["contested"]:
        name = entry["article"]
        title = texts.get(name, "").partition("\n")[0]
        summary = (
            f"{escape(title)} <span class='soft'>{escape(name)}, strict F1 "
            f"{entry['strict_f1']:.2f}, {entry['disagreements_per_pair']:.1f} disagreements a pair"
            "</span>"
        )
        body = (
            _sides(name, judged, texts[name])
            if name in texts
            else "<p>The text is not at hand.</p>"
        )
        parts.append(f'<details class="long"><summary>{summary}</summary>{body}</details>')
    return "".join(parts)


def _sides(article: str, judged: Judged, text: str) -> str:
    layer = judged.layer
    lines = {who: of[layer.name] for who, of in judged.by_article[article].items()}
    palette = _palette(layer)
    marks: dict[str, list[Mark]] = {who: [] for who in lines}
    for group in group_items(lines, layer):
        versions = {(fragments(i), i[layer.label]) for i in group.votes.values()}
        odd = bool(group.silent) or len(versions) > 1
        for who, item in group.votes.items():
            title = f"{len(group.votes)} of {len(lines)} have it" if odd else "all have it so"
            marks[who].append(_mark(item, layer, palette, odd=odd, title=title))
    sides = (
        f'<div class="side"><h4>{escape(who)}</h4>'
        f'<p class="text">{highlight(text, found)}</p></div>'
        for who, found in marks.items()
    )
    return f'<div class="sides">{"".join(sides)}</div>'


def _mark(
    item: Mapping[str, Any],
    layer: Layer,
    palette: Mapping[str, str],
    *,
    odd: bool = False,
    title: str = "",
) -> Mark:
    label = item[layer.label]
    return Mark(fragments(item), label, palette[label], odd, title and f"{label}: {title}")


def _palette(layer: Layer) -> dict[str, str]:
    studio = layer.schema["properties"][layer.label].get("x-studio", {})
    chosen: Sequence[str] = studio.get("colours", ())
    return colours(layer.labels, chosen)
