"""The files of a release: compressed, chunked by content, bounded in size, the same every time."""

import random
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dateline.project import Project
from dateline.publish import parquet
from dateline.publish.parquet import ReleaseWriter, Shard

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "text": {"type": "string"}},
    "required": ["id", "text"],
}
Rows = list[dict[str, Any]]


def rows(count: int, words: int = 100) -> Rows:
    rng = random.Random(0)
    return [
        {"id": f"{n:08}", "text": " ".join(f"w{rng.randrange(1 << 30)}" for _ in range(words))}
        for n in range(count)
    ]


def write(found: Rows, folder: Path) -> list[Shard]:
    writer = ReleaseWriter(folder, {"a": SCHEMA, "b": SCHEMA}, ["train", "test"])
    for number, row in enumerate(found):
        writer.write("a", "test" if number % 5 == 0 else "train", row)
        writer.write("b", "train", row)
    return writer.close()


def read(folder: Path, shards: list[Shard], config: str, split: str) -> Rows:
    own = [s for s in shards if (s.config, s.split) == (config, split)]
    return [row for s in own for row in pq.read_table(folder / s.path).to_pylist()]


def test_files_are_zstd_with_a_page_index(built: Project) -> None:
    for path in built.dist.glob("*/*.parquet"):
        group = pq.ParquetFile(path).metadata.row_group(0)
        for number in range(group.num_columns):
            column = group.column(number)
            assert column.compression == "ZSTD" and column.has_offset_index, path


def test_what_is_unchanged_is_the_same_bytes_behind_a_change(tmp_path: Path) -> None:
    found = rows(6000)
    (old,) = [s for s in write(found, tmp_path / "old") if s.config == "b"]
    (new,) = [s for s in write(found[7:], tmp_path / "new") if s.config == "b"]
    before = (tmp_path / "old" / old.path).read_bytes()
    after = (tmp_path / "new" / new.path).read_bytes()
    at = len(before) * 3 // 4
    assert before[at : at + 100_000] in after


def test_many_rows_are_several_shards_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "SHARD_BYTES", 300_000)
    monkeypatch.setattr(parquet, "GROUP_BYTES", 100_000)
    found = rows(2000)
    shards = write(found, tmp_path)
    own = [s for s in shards if s.config == "b"]
    assert len(own) > 3 and all(s.bytes < 600_000 for s in own)
    assert [s.path[:13] for s in own[:2]] == ["b/train-00000", "b/train-00001"]
    assert read(tmp_path, shards, "b", "train") == found
    assert read(tmp_path, shards, "a", "test") == found[::5]


def test_what_waits_is_bounded_over_all_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "WAITING_BYTES", 400_000)
    found = rows(2000)
    shards = write(found, tmp_path / "one")
    groups = {s.path: pq.ParquetFile(tmp_path / "one" / s.path).num_row_groups for s in shards}
    assert sum(groups.values()) > 5
    assert read(tmp_path / "one", shards, "a", "train") == [
        row for n, row in enumerate(found) if n % 5
    ]
    assert write(found, tmp_path / "two") == shards
