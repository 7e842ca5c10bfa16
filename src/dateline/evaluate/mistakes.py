"""Every mistake in its sentence: a page to go through them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dateline.evaluate.inputs import Annotation, Article, pair
from dateline.layers import Layer
from dateline.page import Mark, colours, escape, highlight, page, sentence, table
from dateline.scoring import Document, Matched
from dateline.scoring.matching import fragments

Item = Mapping[str, Any]
KINDS = {
    "missed": "Missed",
    "spurious": "Spurious",
    "label": "Wrong label",
    "boundary": "Wrong boundary",
}
MOST = 2000  # mistakes on a page; more make a browser slow


class Mistake(NamedTuple):
    """One mistake: what gold has there and what was predicted."""

    kind: str  # of KINDS; a wrong label counts as such also where the boundary is wrong, too
    article: str
    gold: Item | None
    predicted: Item | None


def mistakes(matched: Matched) -> Iterator[Mistake]:
    """The mistakes of all documents, in the order of the texts."""
    for document, found in zip(matched.documents, matched.pairs, strict=True):
        of_document = list(_of_document(document, found, matched.layer))
        yield from sorted(of_document, key=lambda m: (m.gold or m.predicted or {})["start"])


def _of_document(
    document: Document, pairs: Sequence[tuple[int, int]], layer: Layer
) -> Iterator[Mistake]:
    name = document.article
    for left, right in pairs:
        gold, found = document.left[left], document.right[right]
        if gold[layer.label] != found[layer.label]:
            yield Mistake("label", name, gold, found)
        elif fragments(gold) != fragments(found):
            yield Mistake("boundary", name, gold, found)
    taken = {left for left, _ in pairs}, {right for _, right in pairs}
    for at, item in enumerate(document.left):
        if at not in taken[0]:
            yield Mistake("missed", name, item, None)
    for at, item in enumerate(document.right):
        if at not in taken[1]:
            yield Mistake("spurious", name, None, item)


def mistakes_page(
    gold: Iterable[Annotation],
    predictions: Iterable[Annotation],
    layer: str,
    *,
    articles: Iterable[Article],
    layers: Mapping[str, Layer] | None = None,
) -> str:
    """A page with every mistake in its sentence, to be sorted by kind and label.

    Works from disk and without scripts, then without the choice. Raises Stop as `evaluate` does.
    """
    texts = {article["id"]: article["text"] for article in articles}
    known = [{"id": name, "text": text} for name, text in texts.items()]
    inputs = pair(gold, predictions, layer, layers=layers, articles=known or None)
    found = list(mistakes(inputs.matched))
    counts = Counter((m.kind, _label(m, inputs.layer)) for m in found)
    labels = [name for name in inputs.layer.labels if any(of == name for _, of in counts)]
    body = [
        f"<p>{len(inputs.matched.documents)} articles, {len(found)} mistakes"
        + (f", the first {MOST} of them below" if len(found) > MOST else "")
        + ". Matched are the spans that overlap most; a mistake is named after gold's label.</p>",
        table(
            "Mistakes by kind and label",
            ("label", *KINDS.values()),
            [[name, *(str(counts[kind, name]) for kind in KINDS)] for name in labels],
        ),
        _form(labels),
        "<ol class='mistakes'>",
        *(_entry(mistake, inputs.layer, texts) for mistake in found[:MOST]),
        "</ol>",
    ]
    return page(f"Mistakes in {layer}", "".join(body), script=_SCRIPT)


def _label(mistake: Mistake, layer: Layer) -> str:
    return str((mistake.gold or mistake.predicted or {})[layer.label])


def _form(labels: Sequence[str]) -> str:
    kinds = "".join(f'<option value="{k}">{escape(name)}</option>' for k, name in KINDS.items())
    names = "".join(f"<option>{escape(name)}</option>" for name in labels)
    return (
        '<form aria-label="Choose mistakes"><label>Kind <select id="kind">'
        f'<option value="">all</option>{kinds}</select></label>'
        f'<label>Label <select id="label"><option value="">all</option>{names}</select></label>'
        '<output id="shown" aria-live="polite"></output>'
        '<span class="soft">keys: j next, k previous</span></form>'
    )


def _entry(mistake: Mistake, layer: Layer, texts: Mapping[str, str]) -> str:
    palette = colours(layer.labels)
    label = escape(_label(mistake, layer))
    sides = [
        f'<p class="text"><span class="soft">{name}</span> '
        f"{_shown(mistake, item, layer, texts, palette)}</p>"
        for name, item in (("gold", mistake.gold), ("predicted", mistake.predicted))
        if item is not None
    ]
    return (
        f'<li tabindex="-1" data-kind="{mistake.kind}" data-label="{label}">'
        f"<b>{KINDS[mistake.kind]}</b>: {label} "
        f'<span class="soft">{escape(mistake.article)}</span>{"".join(sides)}</li>'
    )


def _shown(
    mistake: Mistake, item: Item, layer: Layer, texts: Mapping[str, str], palette: Mapping[str, str]
) -> str:
    label = item[layer.label]
    text = texts.get(mistake.article)
    if text is None:
        return f"{escape(label)} “{escape(item.get('text', ''))}”"
    both = [i for i in (mistake.gold, mistake.predicted) if i]
    start, end = sentence(text, min(i["start"] for i in both), max(i["end"] for i in both))
    return highlight(text, [Mark(fragments(item), label, palette[label])], start, end)


_SCRIPT = """
const all=[...document.querySelectorAll('.mistakes>li')],kind=document.getElementById('kind'),
label=document.getElementById('label'),shown=document.getElementById('shown');
function choose(){let n=0;for(const li of all){const yes=(!kind.value||li.dataset.kind===kind.value)
&&(!label.value||li.dataset.label===label.value);li.hidden=!yes;n+=yes}
shown.textContent=n+' shown'}
kind.onchange=label.onchange=choose;choose();
addEventListener('keydown',e=>{if(e.target.tagName==='SELECT'||e.ctrlKey||e.metaKey||e.altKey)return;
const step={j:1,k:-1}[e.key];if(!step)return;const seen=all.filter(li=>!li.hidden);
const at=seen.indexOf(document.activeElement);
const next=seen[at<0?(step>0?0:seen.length-1):at+step];if(next){next.focus();
next.scrollIntoView({block:'center'})}})
""".replace("\n", "")
