"""From articles and gold to a release in `dist/`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dateline import schema as schemas
from dateline.engine import Counts
from dateline.errors import Stop
from dateline.layers import Layer
from dateline.project import Settings
from dateline.publish.card import card
from dateline.publish.parquet import sha256_file
from dateline.publish.release import Published, write_release
from dateline.publish.splits import KEYS, split_of
from dateline.schema.arrow import to_rows
from dateline.shards import read_lines, sorted_tables, splitters

Row = dict[str, Any]

_SHARD = re.compile(r"\w+/\w+-\d{5}-[0-9a-f]{16}\.parquet|[\w-]+\.tmp")


def build_release(
    inputs: Sequence[Path],
    outputs: Sequence[Path],
    *,
    layers: Mapping[str, Layer],
    settings: Settings,
    scratch: Path,
) -> Counts:
    """Shards of articles and gold.jsonl in; README.md and SHA256SUMS out, and the files they name.

    The files beside the card are named by their content, so the release that the old card names
    stays whole until the new card replaces it.
    """
    shards = [path for path in inputs if path.suffix == ".arrow"]
    gold = next(path for path in inputs if path.suffix == ".jsonl")
    folder = outputs[0].parent
    folder.mkdir(parents=True, exist_ok=True)
    rows = _published(shards, gold, settings, scratch)
    configs, files, statistics = write_release(rows, layers, folder)
    if not files:
        raise Stop(
            f"no article may be published ({statistics.held_back} are held back): "
            "give their source a licence in corpus/sources.toml, if it has one"
        )
    outputs[0].write_text(card(settings.corpus, configs, files, statistics), "utf-8")
    sums = {file.path: file.sha256 for file in files} | {"README.md": sha256_file(outputs[0])}
    lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
    outputs[1].write_text("".join(lines), "utf-8")
    kept = sum(file.rows for file in files if file.config == configs[0].name)
    counts = {"in": kept + statistics.held_back, "kept": kept, "rejected": statistics.held_back}
    counts |= {f"rows:{f.config}:{f.split}": 0 for f in files}
    for file in files:
        counts[f"rows:{file.config}:{file.split}"] += file.rows
    for layer, labels in statistics.spans.items():
        counts[f"items:{layer}"] = sum(labels.values())
        counts[f"annotated:{layer}"] = statistics.annotated.get(layer, 0)
    return counts


def _published(
    shards: Sequence[Path], gold: Path, settings: Settings, scratch: Path
) -> Iterator[Published]:
    """Articles in the order of their ids, each with its split and gold."""
    schema = schemas.load("article")
    key_of = KEYS[settings.splits.by]
    shares = {name: getattr(settings.splits, name) for name in ("train", "validation", "test")}
    lines = (line for _, line in read_lines(gold))
    line = next(lines, None)
    for table in sorted_tables(shards, splitters(shards), scratch):
        for batch in table.to_reader(max_chunksize=1000):
            for article in to_rows(batch, schema):
                annotations = {}
                while line is not None and line["article"] == article["id"]:
                    annotations[line["layer"]] = line
                    line = next(lines, None)
                split = split_of(key_of(article), shares, settings.splits.seed)
                yield Published(article, split, annotations)
    if line is not None:
        raise Stop(f"{gold}: article {line['article']} is not in the corpus; run dateline clean")


def prune_release(folder: Path) -> None:
    """Remove the files of earlier releases and of broken attempts, which the card does not name."""
    named = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    for path in [*folder.glob("*/*.parquet"), *folder.glob("*.tmp")]:
        name = path.relative_to(folder).as_posix()
        if name not in named and _SHARD.fullmatch(name):
            path.unlink()
