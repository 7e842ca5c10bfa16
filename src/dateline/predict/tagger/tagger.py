"""The trained tagger as a predictor: words to pivots, and around each pivot an item's parts."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from dateline.errors import Usage
from dateline.language.quotation import kind
from dateline.layers import Layer
from dateline.predict.registry import Article, Context, Item, Scored, item_id, span, spanned
from dateline.predict.tagger import features
from dateline.predict.tagger.model import Model, crfsuite, read_model
from dateline.predict.tagger.words import Page, read_pages

ITEM = "ITEM"  # tag of the words of an item's own span, in the table of what is around a pivot
_SEEN = 300  # words; a text without line ends would take the square of its length
_SURE = 0.75  # of the threshold: what an item's score must reach (PolNeAR dev, 2026-11-24)
UNTYPED = "X"  # tag of pivots where the type follows from the quotation marks


def typed(layer: Layer) -> bool:
    """Whether the tagger learns the items' types; those of quotes follow from their marks."""
    return "quotation_marks" not in layer.checks


def window(paragraph: range, pivot: range) -> range:
    """The words of the paragraph that are seen from a pivot: 300 on either side, at most."""
    first = max(paragraph.start, pivot.start - _SEEN)
    return range(first, min(paragraph.stop, pivot.stop + _SEEN))


class Chunk(NamedTuple):
    """A run of words (positions in the page) with a label and its probability."""

    words: range
    label: str
    score: float


@dataclass(frozen=True)
class CrfTagger:
    """A predictor for any span layer, from a model file of `dateline train`."""

    model: Model
    schema: Layer
    name: str = "crf"

    @property
    def layer(self) -> str:
        return self.schema.name

    @property
    def version(self) -> str:
        return f"{self.model.header.features}.{self.model.header.articles}"

    @functools.cached_property
    def _taggers(self) -> list[Any]:
        made = []
        for table in self.model.tables:
            tagger = crfsuite().Tagger()
            tagger.open_inmemory(table)
            made.append(tagger)
        return made

    def predict(self, articles: list[Article], context: Context) -> list[list[Scored]]:
        """The items of each article."""
        stacked = stack(articles, self.model.header.stack)
        pages = read_pages(articles, parse=self.model.header.parse)
        return [
            list(self._items(page, tags))
            for page, tags in zip(pages, stacked, strict=True)
        ]  # fmt: skip

    def _items(self, page: Page, others: Sequence[Mapping[str, Any]]) -> Iterator[Scored]:
        found: list[Scored] = []
        tags = stack_tags(page, others)
        for paragraph in page.paragraphs:
            chunks = self._chunks(page, paragraph, tags)
            if self.model.header.pivot is None:
                found += [_plain(page, chunk, self.schema) for chunk in chunks]
            else:
                pivots = {at for chunk in chunks for at in chunk.words}
                for chunk in chunks:
                    found += self._around(page, paragraph, chunk, pivots)
        least = _SURE * self.model.header.threshold
        found = [one for one in found if one.score >= least]
        found = sorted(_distinct(found), key=lambda one: (one.item["start"], one.item["end"]))
        for at, one in enumerate(found):
            yield Scored({"id": item_id(self.layer, at), **one.item}, one.score)

    def _chunks(self, page: Page, paragraph: range, tags: list[list[str]]) -> list[Chunk]:
        """The spans (or pivots) of a paragraph: the best tags, and what is probable beside them."""
        tagger = self._taggers[0]
        best = tagger.tag(features.of_paragraph(page, paragraph, tags))
        inside = [1 - tagger.marginal("O", at) for at in range(len(best))]
        threshold = self.model.header.threshold
        found: list[Chunk] = []
        at = 0
        while at < len(best):
            if best[at] == "O" and inside[at] < threshold:
                at += 1
                continue
            label = best[at][2:] if best[at] != "O" else _likely(tagger, at)
            end = at + 1
            while end < len(best) and (
                best[end].startswith("I-") if best[end] != "O" else inside[end] >= threshold
            ):
                end += 1
            score = sum(inside[at:end]) / (end - at)
            words = range(paragraph.start + at, paragraph.start + end)
            found.append(Chunk(words, label, score))
            at = end
        return found

    def _around(
        self, page: Page, paragraph: range, pivot: Chunk, pivots: set[int]
    ) -> Iterator[Scored]:
        tagger, header = self._taggers[1], self.model.header
        paragraph = window(paragraph, pivot.words)
        tags = tagger.tag(features.around(page, paragraph, pivot.words, pivots))
        if ITEM not in tags:
            return
        sure = [tagger.marginal(ITEM, at) for at, tag in enumerate(tags) if tag == ITEM]
        pieces = _pieces(page, paragraph, tags, ITEM)
        own = spanned(page.text, pieces)
        label = pivot.label if typed(self.schema) else kind(page.text, pieces, page.quoted)
        item: Item = {self.schema.label: label, **own}
        assert header.pivot is not None
        first, last = page.words[pivot.words[0]], page.words[pivot.words[-1]]
        item[header.pivot] = span(page.text, first.start, last.end)
        for anchor in header.anchors:
            around = _pieces(page, paragraph, tags, anchor)
            if around:
                item[anchor] = spanned(page.text, around)
        yield Scored(item, pivot.score * sum(sure) / len(sure))


def _likely(tagger: Any, at: int) -> str:
    labels = [label for label in tagger.labels() if label != "O"]
    return str(max(labels, key=lambda label: tagger.marginal(label, at)))[2:]


def _plain(page: Page, chunk: Chunk, layer: Layer) -> Scored:
    first, last = page.words[chunk.words[0]], page.words[chunk.words[-1]]
    own = span(page.text, first.start, last.end)
    label = chunk.label
    if not typed(layer):
        label = kind(page.text, [(first.start, last.end)], page.quoted)
    return Scored({layer.label: label, **own}, chunk.score)


def _pieces(page: Page, paragraph: range, tags: list[str], label: str) -> list[tuple[int, int]]:
    """Offsets of the runs of `label` in the tags of a paragraph."""
    found: list[tuple[int, int]] = []
    for k, at in enumerate(paragraph):
        if tags[k] != label:
            continue
        word = page.words[at]
        if k and tags[k - 1] == label:
            found[-1] = (found[-1][0], word.end)
        else:
            found.append((word.start, word.end))
    return found


def _distinct(found: list[Scored]) -> list[Scored]:
    """Of items that cover mostly the same words the one with the highest score."""
    kept: list[Scored] = []  # in the order of the text
    starts: list[int] = []
    for one in sorted(found, key=lambda scored: -scored.score):
        start, end = one.item["start"], one.item["end"]
        near = slice(bisect.bisect_left(starts, 2 * start - end), bisect.bisect_left(starts, end))
        if not any(_same(one.item, other.item) for other in kept[near]):
            at = bisect.bisect_left(starts, start)
            starts.insert(at, start)
            kept.insert(at, one)
    return kept


def _same(one: Item, other: Item) -> bool:
    common: int = min(one["end"], other["end"]) - max(one["start"], other["start"])
    union: int = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return common > 0 and common * 2 > union


def stack(articles: list[Article], names: Sequence[str]) -> list[list[Mapping[str, Any]]]:
    """For each article the items of the predictors `names` (layer/name). Raises Usage where one
    is unknown."""
    from dateline.predict import load

    made: list[list[Mapping[str, Any]]] = [[] for _ in articles]
    for name in names:
        layer, slash, predictor = name.partition("/")
        if not slash:
            raise Usage(f"--stack {name}: write LAYER/NAME, for instance figures/grammar")
        found = load(layer, predictor).predict(articles, [{} for _ in articles])
        for items, scored in zip(made, found, strict=True):
            items += [{"stack": name, **one.item} for one in scored]
    return made


def stack_tags(page: Page, items: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """For each word the tags of other predictors' items: layer/name-B-LABEL; [] without any."""
    if not items:
        return []
    tags: list[list[str]] = [[] for _ in page.words]
    starts = [word.start for word in page.words]
    for item in items:
        first = bisect.bisect_left(starts, item["start"])
        for at in range(first, bisect.bisect_left(starts, item["end"])):
            tags[at].append(f"{item['stack']}-{'B' if at == first else 'I'}-{item.get('type')}")
    return tags


def open_tagger(path: Path, layer: Layer, name: str = "crf") -> CrfTagger:
    """The tagger in a model file. Raises as `read_model` does, and MissingExtra."""
    crfsuite()
    return CrfTagger(read_model(path, layer), layer, name)
