"""The header of the data set card: what the Hub shows, and what `datasets` loads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from dateline.errors import Stop
from dateline.publish.hub import header_problems, licence_fields
from dateline.publish.parquet import Shard, totals
from dateline.publish.release import Statistics, Written
from dateline.publish.splits import SPLITS
from dateline.publish.tables import Config
from dateline.schema import Schema
from dateline.schema.features import features

SIZES = (
    (10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"), (10**8, "10M<n<100M"), (10**9, "100M<n<1B"),
)  # fmt: skip


def header(corpus: Any, written: Written) -> dict[str, Any]:
    """The YAML header as a dict; `corpus` is a `project.CorpusSettings`.

    Every file is named one by one and every config has a version: a reader with a warm cache
    sees a new release. Raises Stop where the Hub would refuse it.
    """
    configs, shards, statistics = written
    found: dict[str, Any] = {
        "pretty_name": corpus.title or corpus.name,
        "language": sorted(statistics.languages),
        **licence_fields(corpus.licence),
        "annotations_creators": _creators(statistics),
        "language_creators": ["found"],
        "multilinguality": ["multilingual" if len(statistics.languages) > 1 else "monolingual"],
        "source_datasets": ["original"],
        "task_categories": ["token-classification"],
        "task_ids": ["named-entity-recognition", "coreference-resolution"],
        "size_categories": [size_category(statistics.languages.total())],
        "tags": ["news", "dateline", *statistics.spans],
        "configs": [_config(config, shards, corpus.version) for config in configs],
        "dataset_info": [_info(config, shards) for config in configs],
    }
    if not any("default" in config for config in found["configs"]):
        found["configs"][0]["default"] = True
    problems = list(header_problems(found))
    if problems:
        raise Stop(f"the card would not be valid on the Hub: {'; '.join(problems)}")
    return found


def to_yaml(found: Mapping[str, Any]) -> str:
    """The header between its marks, as README.md begins."""
    text = yaml.safe_dump(dict(found), sort_keys=False, allow_unicode=True, width=100)
    return f"---\n{text}---\n"


def size_category(rows: int) -> str:
    """The Hub's name for a number of rows."""
    return next((name for limit, name in SIZES if rows < limit), "n>1T")


def _creators(statistics: Statistics) -> list[str]:
    if not statistics.annotated:
        return ["no-annotation"]
    by_kind = {"HUMAN": "expert-generated", "ADJUDICATOR": "expert-generated"}
    kinds = statistics.annotators or {"HUMAN": 1}
    return sorted({by_kind.get(kind, "machine-generated") for kind in kinds})


def of(shards: Iterable[Shard], config: str, split: str | None = None) -> list[Shard]:
    """The shards of a config, or of one split of it."""
    return [s for s in shards if s.config == config and split in (None, s.split)]


def splits_of(shards: Iterable[Shard]) -> list[str]:
    """The splits that have rows, in the usual order."""
    found = {shard.split for shard in shards}
    return [split for split in SPLITS if split in found]


def _config(config: Config, shards: Sequence[Shard], version: str) -> dict[str, Any]:
    own = of(shards, config.name)
    files = [
        {"split": split, "path": [shard.path for shard in of(own, config.name, split)]}
        for split in splits_of(own)
    ]
    entry = {"config_name": config.name, "version": version, "data_files": files}
    return entry | ({"default": True} if config.name == "articles" else {})


def _info(config: Config, shards: Sequence[Shard]) -> dict[str, Any]:
    own = of(shards, config.name)
    _, size, download = totals(own)
    splits = []
    for split in splits_of(own):
        rows, nbytes, _ = totals(of(own, config.name, split))
        splits.append({"name": split, "num_bytes": nbytes, "num_examples": rows})
    return {
        "config_name": config.name,
        "features": yaml_features(config.schema),
        "splits": splits,
        "download_size": download,
        "dataset_size": size,
    }


def yaml_features(schema: Schema) -> list[dict[str, Any]]:
    """The features of a flat schema as the card has them.

    A list of plain values is a `sequence`: datasets 3 gives `list` no `feature`, where training
    scripts look for label names. A list of objects is a `list`: a sequence of them would become
    an object of lists.
    """
    found: list[dict[str, Any]] = _sequences(features(schema)._to_yaml_list())
    return found


def _sequences(value: Any) -> Any:
    if isinstance(value, list):
        return [_sequences(member) for member in value]
    if not isinstance(value, dict):
        return value
    made = {key: _sequences(child) for key, child in value.items()}
    if "list" in made and not isinstance(made["list"], list):
        return {"sequence" if key == "list" else key: child for key, child in made.items()}
    return made
