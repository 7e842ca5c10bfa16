"""Training a tagger for any span layer, on two cores in minutes and without a GPU.

A layer whose items nearly always have some anchor (the cue of a quote, the number of a figure) is
learnt in two steps: find these pivots, then the rest of an item as seen from its pivot, so that
nested, crossing and discontinuous items are no trouble. Other layers are plain BIO tags.
"""

from __future__ import annotations

import importlib.metadata
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from dateline.errors import Stop
from dateline.layers import Layer
from dateline.predict.tagger import features
from dateline.predict.tagger.model import Header, Model, crfsuite, schema_sha256
from dateline.predict.tagger.tagger import ITEM, UNTYPED, stack, stack_tags, typed, window
from dateline.predict.tagger.words import Page, read_pages

Annotated = tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]  # article, its gold items
_PIVOT_SHARE = 0.95  # of items that must have an anchor for it to be the pivot


@dataclass(frozen=True)
class Options:
    """How to train. The defaults suit tens of articles; hundreds want a higher `c1`."""

    parse: bool = False
    stack: tuple[str, ...] = ()
    iterations: int = 80
    c1: float = 0.2  # L1: the higher, the fewer features stay
    c2: float = 0.05
    least: int = 3  # times that a feature must occur
    threshold: float = 0.5


class Trained(NamedTuple):
    """A model, and how many items could not be learnt from, by reason."""

    model: Model
    items: int
    lost: Counter[str]


_RANK = {"ADJUDICATOR": 0, "HUMAN": 1, "MODEL": 2}


def pairs(
    articles: Iterable[Mapping[str, Any]], annotations: Iterable[Mapping[str, Any]], layer: Layer
) -> list[Annotated]:
    """Each article that is annotated in `layer`, with the items of its best annotation.

    Adjudicated before a person's, before a program's; of several persons the first by name.
    Raises Stop where an annotation was made for another text.
    """
    best: dict[str, Mapping[str, Any]] = {}
    for one in annotations:
        if one.get("layer") == layer.name:
            known = best.get(one["article"])
            best[one["article"]] = min(known or one, one, key=_rank)
    found = []
    for article in articles:
        chosen = best.get(article["id"])
        if chosen is None:
            continue
        if chosen["text_sha256"] != article["text_sha256"]:
            raise Stop(
                f"article {article['id']}: annotated for the text {chosen['text_sha256'][:12]}…, "
                f"but it is {article['text_sha256'][:12]}…; annotate it again, or leave it out"
            )
        found.append((article, chosen["items"]))
    return found


def _rank(annotation: Mapping[str, Any]) -> tuple[int, str]:
    annotator = annotation["annotator"]
    return _RANK[annotator["kind"]], annotator["id"]


def train(gold: Iterable[Annotated], layer: Layer, options: Options | None = None) -> Trained:
    """A tagger for `layer`, learnt from articles with their gold items.

    An article without items is learnt from as one in which there is nothing: leave out articles
    that are not annotated. Raises Stop where there is nothing to learn, MissingExtra without
    python-crfsuite (or spaCy, for a parse).
    """
    options = options or Options()
    suite = crfsuite()
    pairs = list(gold)
    count = sum(len(items) for _, items in pairs)
    if not count:
        raise Stop(f"no items of {layer.name} in {len(pairs)} articles: there is nothing to learn")
    pivot = _pivot(layer, [item for _, items in pairs for item in items])
    lost: Counter[str] = Counter()
    trainers = [suite.Trainer(verbose=False, algorithm="lbfgs") for _ in range(2 if pivot else 1)]
    for page, items, tags in _pages(pairs, options):
        for paragraph, inside in _by_paragraph(page, items, lost):
            _append(trainers, page, paragraph, inside, layer, pivot, tags, lost)
    header = Header(
        layer=layer.name, labels=layer.labels, schema_sha256=schema_sha256(layer), pivot=pivot,
        anchors=tuple(name for name in layer.anchors if name != pivot), parse=options.parse,
        stack=options.stack, threshold=options.threshold, articles=len(pairs),
        dateline=importlib.metadata.version("dateline"),
    )  # fmt: skip
    tables = tuple(_fit(trainer, options) for trainer in trainers)
    return Trained(Model(header, tables), count, lost)


def _pivot(layer: Layer, items: Sequence[Mapping[str, Any]]) -> str | None:
    """The shortest anchor that nearly all items have; None where there is none."""
    best: tuple[float, str] | None = None
    for name in layer.anchors:
        present = [item[name] for item in items if item.get(name)]
        if len(present) >= _PIVOT_SHARE * len(items):
            length = sum(one["end"] - one["start"] for one in present) / len(present)
            best = min(best or (length, name), (length, name))
    return best and best[1]


def _pages(
    pairs: list[Annotated], options: Options
) -> Iterator[tuple[Page, Sequence[Mapping[str, Any]], list[list[str]]]]:
    for start in range(0, len(pairs), 64):
        batch = pairs[start : start + 64]
        articles = [article for article, _ in batch]
        stacked = stack(articles, options.stack)
        pages = read_pages(articles, parse=options.parse)
        for page, (_, items), others in zip(pages, batch, stacked, strict=True):
            yield page, items, stack_tags(page, others)


def _by_paragraph(
    page: Page, items: Sequence[Mapping[str, Any]], lost: Counter[str]
) -> Iterator[tuple[range, list[Mapping[str, Any]]]]:
    """Each paragraph with the items that lie in it; those that go on in the next are cut."""
    for paragraph in page.paragraphs:
        start, end = page.words[paragraph[0]].start, page.words[paragraph[-1]].end
        inside = [item for item in items if item["start"] < end and item["end"] > start]
        lost["goes on in another paragraph"] += sum(
            start <= item["start"] and item["end"] > end for item in inside
        )
        yield paragraph, inside


def _append(
    trainers: list[Any], page: Page, paragraph: range, items: list[Mapping[str, Any]],
    layer: Layer, pivot: str | None, tags: list[list[str]], lost: Counter[str],
) -> None:  # fmt: skip
    """Give the paragraph to the trainers."""
    labels = ["O"] * len(paragraph)
    places = []
    for item in sorted(items, key=lambda one: one["start"] - one["end"]):
        spanned = item if pivot is None else item.get(pivot)
        label = item[layer.label] if typed(layer) else UNTYPED
        place = _put(page, paragraph, spanned, label, labels, lost, whole=pivot is not None)
        if place is not None:
            places.append((place, item))
    trainers[0].append(features.of_paragraph(page, paragraph, tags), labels)
    pivots = {paragraph[at] for at, label in enumerate(labels) if label != "O"}
    for place, item in places if pivot else ():
        seen = window(paragraph, place)
        labels_seen = _around(page, seen, item, layer, pivot)
        trainers[1].append(features.around(page, seen, place, pivots), labels_seen)


def _put(
    page: Page, paragraph: range, spanned: Mapping[str, Any] | None, label: str,
    labels: list[str], lost: Counter[str], *, whole: bool,
) -> range | None:  # fmt: skip
    """Write the BIO tags of a span; the words it covers, None where it cannot be held."""
    if spanned is None:
        lost["has no pivot"] += 1
        return None
    if spanned.get("fragments") and not whole:
        lost["is of several pieces"] += 1
        return None
    covered = [at for at in paragraph if spanned["start"] <= page.words[at].start < spanned["end"]]
    if not covered or (spanned["start"] < page.words[paragraph[0]].start):
        return None
    place = range(covered[0], covered[-1] + 1)
    if any(labels[at - paragraph.start] != "O" for at in place):
        lost["overlaps another"] += 1
        return None
    for at in place:
        labels[at - paragraph.start] = f"{'B' if at == place.start else 'I'}-{label}"
    return place


def _around(
    page: Page, paragraph: range, item: Mapping[str, Any], layer: Layer, pivot: str | None
) -> list[str]:
    """The tags of a paragraph's words as seen from the pivot of `item`."""
    parts = [(ITEM, item)]
    parts += [(name, item[name]) for name in layer.anchors if name != pivot and item.get(name)]
    own = item[pivot] if pivot else item
    labels = []
    for at in paragraph:
        start = page.words[at].start
        label = next((name for name, part in parts if _covers(part, start)), "O")
        # An item that contains its own pivot (a figure its number) keeps it; a quote has none.
        labels.append("PIVOT" if label == "O" and _covers(own, start) else label)
    return labels


def _covers(part: Mapping[str, Any], at: int) -> bool:
    pieces = part.get("fragments") or [part]
    return any(piece["start"] <= at < piece["end"] for piece in pieces)


def _fit(trainer: Any, options: Options) -> bytes:
    trainer.set_params(
        {
            "c1": options.c1,
            "c2": options.c2,
            "max_iterations": options.iterations,
            "feature.minfreq": options.least,
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return path.read_bytes()
