"""A release in a folder: its files are named by content, and its card is what makes them one."""

from __future__ import annotations

import contextlib
import functools
import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from dateline.layers import Layer
from dateline.project import ReleaseSettings
from dateline.publish.parquet import ReleaseWriter, Shard
from dateline.publish.splits import SPLITS
from dateline.publish.standoff import standoff_config
from dateline.publish.tables import Annotations, Config, Published, configs
from dateline.publish.terms import OUT, STANDOFF, TEXT, Terms, terms

__all__ = ["Published", "Statistics", "Written", "write_release"]


@dataclass
class Statistics:
    """What was counted while the release was written."""

    spans: dict[str, Counter[str]]  # layer -> label -> items
    annotated: Counter[str] = field(default_factory=Counter)  # layer -> articles
    languages: Counter[str] = field(default_factory=Counter)  # ISO 639-1 -> articles
    licences: Counter[str] = field(default_factory=Counter)  # SPDX -> articles
    sources: Counter[str] = field(default_factory=Counter)
    annotators: Counter[str] = field(default_factory=Counter)  # kind -> judgements
    terms: Counter[tuple[str, str]] = field(default_factory=Counter)  # form and reason -> articles
    lost: Counter[str] = field(default_factory=Counter)  # why -> spans that BIO cannot hold
    words: int = 0
    first: str | None = None  # day of publication, YYYY-MM-DD
    last: str | None = None

    def form(self, form: str) -> int:
        """How many articles went out in this form, of `terms`."""
        return sum(count for (known, _), count in self.terms.items() if known == form)

    @property
    def held_back(self) -> int:
        """Articles of which nothing is published."""
        return self.form(OUT)

    def add(self, published: Published, layers: Mapping[str, Layer]) -> None:
        """Count an article that goes out."""
        article, annotations = published.article, published.annotations
        self.languages[article["language"] or "und"] += 1
        self.licences[(article["rights"] or {}).get("licence") or "unknown"] += 1
        self.sources[article["source"] or "unknown"] += 1
        self.words += len(article["text"].split())
        day = (article["published"] or "")[:10]
        if day:
            self.first, self.last = min(self.first or day, day), max(self.last or day, day)
        self._annotations(annotations, layers)
        self.annotators.update(line["annotator"]["kind"] for line in published.judgements)

    def _annotations(self, annotations: Annotations, layers: Mapping[str, Layer]) -> None:
        for name, annotation in annotations.items():
            self.annotated[name] += 1
            label = layers[name].label
            self.spans[name].update(item[label] for item in annotation["items"])


class Written(NamedTuple):
    """What a release is made of: its configs that have rows, its files, its numbers."""

    configs: list[Config]
    shards: list[Shard]
    statistics: Statistics


def write_release(
    articles: Iterable[Published],
    layers: Mapping[str, Layer],
    folder: Path,
    settings: ReleaseSettings | None = None,
    decide: Callable[[Published], Terms] | None = None,
) -> Written:
    """Write the Parquet files of every config into `folder`, in one pass over `articles`.

    An article goes out with its text, as stand-off or not at all, as `terms` has it, or `decide`.
    Memory does not grow with their number.
    """
    settings = settings or ReleaseSettings()
    decide = decide or functools.partial(_terms, standoff=settings.standoff)
    statistics = Statistics({name: Counter() for name in layers})
    made = configs(layers, ner=settings.ner, ner_where=settings.ner_where, lost=statistics.lost)
    bare = standoff_config(layers, bits=settings.standoff_bits, urls=settings.standoff_urls)
    writer = ReleaseWriter(folder, {c.name: c.schema for c in [*made, bare]}, SPLITS)
    forms: dict[str, list[Config]] = {TEXT: made, STANDOFF: [bare], OUT: []}
    with _rare_collections():
        for published in articles:
            decided = decide(published)
            statistics.terms[decided] += 1
            if decided.form != OUT:
                statistics.add(published, layers)
            for config in forms[decided.form]:
                for row in config.rows(published):
                    writer.write(config.name, published.split, row)
        shards = writer.close()
    filled = {shard.config for shard in shards}
    return Written([c for c in [*made, bare] if c.name in filled], shards, statistics)


@contextlib.contextmanager
def _rare_collections() -> Iterator[None]:
    """Rows are many small objects without a cycle: to look for one took a third of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _terms(published: Published, standoff: str) -> Terms:
    annotated = bool(published.annotations)
    return terms(published.article["rights"], annotated=annotated, standoff=standoff)


def layers_of(row: Mapping[str, Any], layers: Mapping[str, Layer]) -> dict[str, dict[str, Any]]:
    """The annotations of a row of `full`, by layer: the inverse of how it was made."""
    found = {}
    for name, layer in layers.items():
        if row[name] is not None:
            found[name] = {"items": row[name]}
            if layer.cluster:
                found[name]["clusters"] = row[f"{name}_clusters"] or []
    return found
