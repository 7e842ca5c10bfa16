"""Parquet files of a release: named by their content, in shards of bounded size."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dateline.schema import Schema
from dateline.schema.arrow import arrow_schema, to_table

SHARD_BYTES = 400_000_000  # uncompressed; readers expect shards below 500 MB
GROUP_ROWS = 10_000
GROUP_BYTES = 16_000_000
WAITING_BYTES = 64_000_000  # over all configs and splits: what memory holds of unwritten groups
BATCH_ROWS = 256  # Python objects take several times the room of Arrow's columns

# What a build that was broken off may leave beside a release: shards that no card names, and files
# under a temporary name.
LEFTOVER = re.compile(r"\w+/\w+-\d{5}-[0-9a-f]{16}\.parquet|([\w./-]*/)?[^/]+\.tmp")


@dataclass(frozen=True)
class Shard:
    """One finished file of a release."""

    config: str
    split: str
    path: str  # from the release's folder
    rows: int
    bytes: int  # uncompressed, as readers count them
    size: int  # of the file
    sha256: str


class ReleaseWriter:
    """Writes the rows of all configs and splits; memory does not grow with their number.

    Where too much waits for its row group to be full, the largest group is written as it is. That
    depends on the rows alone, so equal rows make equal files.
    """

    def __init__(self, folder: Path, schemas: Mapping[str, Schema], splits: Iterable[str]) -> None:
        self._writers = {
            (config, split): SplitWriter(folder, config, split, schema)
            for config, schema in schemas.items()
            for split in splits
        }

    def write(self, config: str, split: str, row: dict[str, Any]) -> None:
        """Add a row."""
        if self._writers[config, split].write(row):
            waiting = {key: writer.waiting for key, writer in self._writers.items()}
            if sum(waiting.values()) > WAITING_BYTES:
                self._writers[max(waiting, key=lambda key: waiting[key])].write_group()

    def close(self) -> list[Shard]:
        """Finish; the shards, in the order of configs, splits and rows."""
        return [shard for writer in self._writers.values() for shard in writer.close()]


class SplitWriter:
    """Writes the rows of one config and split; several shards where they are many."""

    def __init__(self, folder: Path, config: str, split: str, schema: Schema) -> None:
        self._folder = folder
        self._config = config
        self._split = split
        self._schema = schema
        self._rows: list[dict[str, Any]] = []
        self._tables: list[pa.Table] = []
        self._pending = (0, 0)  # rows and bytes in `_tables`
        self._writer: pq.ParquetWriter | None = None
        self._written = (0, 0)  # rows and bytes in the open shard
        self.shards: list[Shard] = []

    @property
    def waiting(self) -> int:
        """Bytes of the row group that is not written yet."""
        return self._pending[1]

    def write(self, row: dict[str, Any]) -> bool:
        """Add a row; whether more waits than before."""
        self._rows.append(row)
        if len(self._rows) < BATCH_ROWS:
            return False
        self._pack()
        if self._pending[0] >= GROUP_ROWS or self._pending[1] >= GROUP_BYTES:
            self.write_group()
        return True

    def close(self) -> list[Shard]:
        """Finish; the shards, in the order of their rows. None where there was no row."""
        self._pack()
        self.write_group()
        self._close_shard()
        return self.shards

    def _pack(self) -> None:
        table = to_table(self._rows, self._schema)
        rows, size = self._pending
        self._pending = (rows + table.num_rows, size + table.nbytes)
        self._tables.append(table)
        self._rows = []

    def write_group(self) -> None:
        """Write what waits, if anything, as a row group."""
        if not self._pending[0]:
            return
        if self._writer is None:
            self._writer = _open(self._temporary, arrow_schema(self._schema))
        table = pa.concat_tables(self._tables).combine_chunks()
        self._writer.write_table(table, row_group_size=GROUP_ROWS)
        rows, size = self._written
        self._written = (rows + self._pending[0], size + self._pending[1])
        self._tables, self._pending = [], (0, 0)
        pa.default_memory_pool().release_unused()
        if self._written[1] >= SHARD_BYTES:
            self._close_shard()

    @property
    def _temporary(self) -> Path:
        return self._folder / f"{self._config}-{self._split}.tmp"

    def _close_shard(self) -> None:
        if self._writer is None:
            return
        self._writer.close()
        self._writer = None
        digest = sha256_file(self._temporary)
        name = f"{self._config}/{self._split}-{len(self.shards):05}-{digest[:16]}.parquet"
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._temporary.replace(path)
        rows, size = self._written
        self._written = (0, 0)
        shard = Shard(self._config, self._split, name, rows, size, path.stat().st_size, digest)
        self.shards.append(shard)


def _open(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Content-defined chunking lets the Hub store a new release as a difference to the old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=3,
        use_content_defined_chunking=True,
        write_page_index=True,
        store_schema=True,
    )


def sha256_file(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def totals(shards: Iterable[Shard]) -> tuple[int, int, int]:
    """Rows, uncompressed bytes and file bytes over `shards`."""
    shards = list(shards)
    return sum(s.rows for s in shards), sum(s.bytes for s in shards), sum(s.size for s in shards)
