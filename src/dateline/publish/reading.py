"""A finished release, read by what it says of itself: its own schema files, card and summary."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import yaml

from dateline.errors import Stop, Usage
from dateline.layers import Layer, read_layers
from dateline.publish.standoff import standoff_config
from dateline.publish.tables import Config, configs
from dateline.schema.arrow import to_rows

Row = dict[str, Any]
BATCH_ROWS = 500


@dataclass(frozen=True)
class Release:
    """The folder of a release."""

    folder: Path

    @functools.cached_property
    def summary(self) -> Row:
        """release.json."""
        found: Row = self._json("release.json")
        return found

    @functools.cached_property
    def croissant(self) -> Row:
        """croissant.json."""
        found: Row = self._json("croissant.json")
        return found

    @functools.cached_property
    def header(self) -> Row:
        """The YAML header of the card."""
        path = self.folder / "README.md"
        parts = path.read_text("utf-8").split("---\n", 2)
        try:
            found = yaml.safe_load(parts[1]) if len(parts) == 3 and not parts[0] else None
        except yaml.YAMLError as error:
            raise Stop(f"{path}: the header is not YAML: {error}") from error
        if not isinstance(found, dict):
            raise Stop(f"{path} has no YAML header between --- lines")
        return found

    @functools.cached_property
    def layers(self) -> dict[str, Layer]:
        """The layers of the release's own schema files, in the order of its summary."""
        known = read_layers(self.folder / "schema" / "layers")
        return {name: known[name] for name in self.summary["layers"] if name in known}

    @functools.cached_property
    def configs(self) -> dict[str, Config]:
        """The configs that have rows, by name."""
        made = self.summary["settings"]
        found = configs(self.layers, ner=made["ner"], ner_where=made["ner_where"])
        bits, urls = made["standoff_bits"], made["standoff_urls"]
        found.append(standoff_config(self.layers, bits=bits, urls=urls))
        return {config.name: config for config in found if config.name in self.summary["rows"]}

    def files(self, config: str, split: str) -> list[Path]:
        """The shards of a config's split, in order, as the card names them."""
        return [
            self.folder / path
            for entry in self.header["configs"]
            if entry["config_name"] == config
            for part in entry["data_files"]
            if part["split"] == split
            for path in part["path"]
        ]

    def splits(self, config: str) -> list[str]:
        """The splits of a config that have rows."""
        return list(self.summary["rows"].get(config, ()))

    def check_texts(self, split: str | None = None) -> None:
        """Raise Usage where no article has its text, or none of those in `split`."""
        splits = self.splits("full")
        if not splits:
            raise Usage(
                f"{self.folder} holds no texts, only stand-off annotations. Put the words back "
                "from your own copies with: dateline rehydrate"
            )
        if split is not None and split not in splits:
            raise Usage(
                f"{self.folder} has no texts in a split {split!r}; it has some in: "
                f"{', '.join(splits)}"
            )

    def rows(self, config: str, split: str) -> Iterator[Row]:
        """The rows of a config's split as plain dicts."""
        schema = self.configs[config].schema
        for path in self.files(config, split):
            for batch in pq.ParquetFile(path).iter_batches(batch_size=BATCH_ROWS):
                yield from to_rows(batch, schema)

    def _json(self, name: str) -> Any:
        path = self.folder / name
        try:
            return orjson.loads(path.read_bytes())
        except orjson.JSONDecodeError as error:
            raise Stop(f"{path} is not JSON: {error}") from error


def open_release(folder: Path) -> Release:
    """The release in `folder`. Raises Usage where there is none."""
    for name in ("README.md", "release.json", "SHA256SUMS"):
        if not (folder / name).is_file():
            raise Usage(
                f"{folder} is no release of Dateline: it has no {name}. "
                "Build one with: dateline publish"
            )
    return Release(folder)


def read_sums(folder: Path) -> dict[str, str]:
    """Path -> SHA-256, of SHA256SUMS."""
    lines = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
