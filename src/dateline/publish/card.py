"""The data set card: what loads it, and what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from dateline.publish.parquet import Shard, totals
from dateline.publish.splits import SPLITS
from dateline.publish.tables import Config
from dateline.schema.features import features

SIZES = (
    (10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"), (10**8, "10M<n<100M"), (10**9, "100M<n<1B"),
)  # fmt: skip


@dataclass(frozen=True)
class Statistics:
    """What was counted while the release was written."""

    languages: Mapping[str, int]  # ISO 639-1 -> articles
    licences: Mapping[str, int]  # SPDX -> articles
    spans: Mapping[str, Mapping[str, int]]  # layer -> label -> items
    annotated: Mapping[str, int]  # layer -> articles
    held_back: int  # articles whose text may not be published


def card(
    corpus: Any, configs: Sequence[Config], shards: Sequence[Shard], statistics: Statistics
) -> str:
    """README.md of a release: YAML that `datasets` reads, then text for people.

    `corpus` has the attributes of `project.CorpusSettings`. Every file is named one by one and
    every config has a version: a reader with a warm cache sees a new release.
    """
    header = {
        "pretty_name": corpus.title or corpus.name,
        "language": sorted(statistics.languages),
        "license": corpus.licence.lower(),
        "annotations_creators": ["expert-generated"],
        "language_creators": ["found"],
        "source_datasets": ["original"],
        "task_categories": ["token-classification"],
        "size_categories": [size_category(totals(_of(shards, configs[0].name))[0])],
        "tags": ["news", "dateline", *(c.name for c in configs[1:-1])],
        "configs": [_config(config, shards, corpus.version) for config in configs],
        "dataset_info": [_info(config, shards) for config in configs],
    }
    text = yaml.safe_dump(header, sort_keys=False, allow_unicode=True, width=100)
    return f"---\n{text}---\n\n{_body(corpus, configs, shards, statistics)}"


def size_category(rows: int) -> str:
    """The Hub's name for a number of rows."""
    return next((name for limit, name in SIZES if rows < limit), "n>1T")


def _of(shards: Iterable[Shard], config: str, split: str | None = None) -> list[Shard]:
    return [s for s in shards if s.config == config and split in (None, s.split)]


def _splits(shards: Iterable[Shard]) -> list[str]:
    found = {shard.split for shard in shards}
    return [split for split in SPLITS if split in found]


def _config(config: Config, shards: Sequence[Shard], version: str) -> dict[str, Any]:
    own = _of(shards, config.name)
    files = [
        {"split": split, "path": [shard.path for shard in _of(own, config.name, split)]}
        for split in _splits(own)
    ]
    entry = {"config_name": config.name, "version": version, "data_files": files}
    return entry | ({"default": True} if config.name == "articles" else {})


def _info(config: Config, shards: Sequence[Shard]) -> dict[str, Any]:
    own = _of(shards, config.name)
    _, size, download = totals(own)
    splits = []
    for split in _splits(own):
        rows, nbytes, _ = totals(_of(own, config.name, split))
        splits.append({"name": split, "num_bytes": nbytes, "num_examples": rows})
    return {
        "config_name": config.name,
        "features": features(config.schema)._to_yaml_list(),
        "splits": splits,
        "download_size": download,
        "dataset_size": size,
    }


def _body(
    corpus: Any, configs: Sequence[Config], shards: Sequence[Shard], statistics: Statistics
) -> str:
    splits = _splits(shards)
    rows = {split: totals(_of(shards, configs[0].name, split))[0] for split in splits}
    parts = [
        f"# {corpus.title or corpus.name}",
        corpus.description,
        "```python\nfrom datasets import load_dataset\n\n"
        f'articles = load_dataset("{corpus.name}")\n'
        f'{configs[1].name} = load_dataset("{corpus.name}", "{configs[1].name}")\n```',
        "## Configs\n\nEvery config has one row for each article, in the same order and the same "
        "splits; `items` is null where an article is not annotated, and empty where it is and "
        "nothing was found.",
        _table(["config", "a row is"], [[c.name, c.description] for c in configs]),
        "## Splits\n\nNear-duplicates are in one split. An article's split is a hash of its "
        "cluster and does not move when the corpus grows.",
        _table(["split", "articles"], [[split, f"{rows[split]:,}"] for split in splits]),
        "## Annotations",
        _table(["layer", "articles annotated", "items", "by label"], _layers(statistics)),
        "## Languages and rights",
        _table(["language", "articles"], _counted(statistics.languages)),
        _table(["licence of the text", "articles"], _counted(statistics.licences)),
        f"The annotations are published under {corpus.licence}; each article's own licence is in "
        f"its `rights`. {statistics.held_back:,} articles are left out, because no licence allows "
        "their publication or the publisher reserves it.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _layers(statistics: Statistics) -> list[list[str]]:
    return [
        [
            layer,
            f"{statistics.annotated.get(layer, 0):,}",
            f"{sum(labels.values()):,}",
            ", ".join(f"{label} {count:,}" for label, count in _ranked(labels)),
        ]
        for layer, labels in statistics.spans.items()
    ]


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _counted(counts: Mapping[str, int]) -> list[list[str]]:
    return [[name, f"{count:,}"] for name, count in _ranked(counts)]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
