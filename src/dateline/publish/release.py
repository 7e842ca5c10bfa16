"""A release in a folder: its files are named by content, and its card is what makes them one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dateline.layers import Layer
from dateline.publish.card import Statistics
from dateline.publish.parquet import Shard, SplitWriter
from dateline.publish.splits import SPLITS
from dateline.publish.tables import Annotations, Config, configs

Row = dict[str, Any]


class Published(NamedTuple):
    """An article, the split it is in, and its gold annotations by layer."""

    article: Row
    split: str
    annotations: Annotations


def write_release(
    articles: Iterable[Published], layers: Mapping[str, Layer], folder: Path
) -> tuple[list[Config], list[Shard], Statistics]:
    """Write the Parquet files of every config into `folder`, in one pass over `articles`.

    Articles whose text may not be published are counted and left out. Memory does not grow with
    their number.
    """
    made = configs(layers)
    writers = {
        (config.name, split): SplitWriter(folder, config.name, split, config.schema)
        for config in made
        for split in SPLITS
    }
    tally = _Tally(layers)
    for published in _allowed(articles, tally):
        size = len(published.article["text"]) * 2
        for config in made:
            row = config.row(published.article, published.annotations)
            writers[config.name, published.split].write(row, size)
    shards = [shard for writer in writers.values() for shard in writer.close()]
    return made, shards, tally.statistics()


class _Tally:
    """Counts what the card says."""

    def __init__(self, layers: Mapping[str, Layer]) -> None:
        self._layers = layers
        self._languages: Counter[str] = Counter()
        self._licences: Counter[str] = Counter()
        self._spans: dict[str, Counter[str]] = {name: Counter() for name in layers}
        self._annotated: Counter[str] = Counter()
        self.held_back = 0

    def add(self, article: Row, annotations: Annotations) -> None:
        self._languages[article["language"] or "und"] += 1
        self._licences[article["rights"]["licence"] or "unknown"] += 1
        for name, annotation in annotations.items():
            self._annotated[name] += 1
            label = self._layers[name].label
            self._spans[name].update(item[label] for item in annotation["items"])

    def statistics(self) -> Statistics:
        return Statistics(
            self._languages, self._licences, self._spans, self._annotated, self.held_back
        )


def _allowed(articles: Iterable[Published], tally: _Tally) -> Iterator[Published]:
    for published in articles:
        if (published.article["rights"] or {}).get("text_may_be_published"):
            tally.add(published.article, published.annotations)
            yield published
        else:
            tally.held_back += 1
