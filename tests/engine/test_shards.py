from pathlib import Path

import datasets
import pyarrow as pa
import pytest

from dateline import shards
from dateline.errors import Stop


def table(ids: list[str]) -> pa.Table:
    return pa.table({"id": ids, "text": [f"text of {name}" for name in ids]})


def test_write_table_can_be_mapped_by_datasets_without_a_copy(tmp_path: Path) -> None:
    shards.write_table(table(["b", "a"]), tmp_path / "x.arrow")
    loaded = datasets.Dataset.from_file(str(tmp_path / "x.arrow"))
    assert loaded[0] == {"id": "b", "text": "text of b"}
    assert loaded.cache_files[0]["filename"] == str(tmp_path / "x.arrow")


def test_read_tables_truncated_shard_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.arrow"
    shards.write_table(table(["a"] * 100), path)
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(Stop, match=r"x\.arrow is not an Arrow shard"):
        list(shards.read_tables(path))


def test_read_lines_broken_line_names_file_and_number(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"a": 1}\n\n{"a": \n')
    with pytest.raises(Stop, match=r"x\.jsonl:3: not JSON"):
        list(shards.read_lines(path))


def test_replacing_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    shards.write_json({"a": 1}, path)
    with pytest.raises(OSError, match="No space left"), shards.replacing(path) as temporary:
        temporary.write_bytes(b"half")
        raise OSError(28, "No space left on device")
    assert path.read_bytes() == b'{\n  "a": 1\n}'
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("bucket", [1 << 30, 2_000])
def test_sorted_tables_are_in_order_whatever_the_size_of_a_bucket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bucket: int
) -> None:
    monkeypatch.setattr(shards, "BUCKET_BYTES", bucket)
    names = [f"{n * 7919 % 1000:04}" for n in range(1000)]
    paths = [tmp_path / f"{part}.arrow" for part in range(4)]
    for part, path in enumerate(paths):
        shards.write_table(table(names[part::4]), path)
    splits = shards.splitters(paths)
    assert (len(splits) > 5) == (bucket < 1 << 20)
    ids = [
        name
        for part in shards.sorted_tables(paths, splits, tmp_path / "scratch")
        for name in part["id"].to_pylist()
    ]
    assert ids == sorted(names)


@pytest.mark.parametrize("splits", [[], ["0300", "0600"]])
def test_grouped_lines_keeps_the_order_of_files_and_lines(
    tmp_path: Path, splits: list[str]
) -> None:
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for path in paths:
        rows = [{"article": f"{n * 37 % 900:04}", "by": f"{path.stem}{n}"} for n in range(900)]
        shards.write_lines(rows + rows[:1], path)
    groups = list(shards.grouped_lines(paths, "article", splits, tmp_path / "scratch"))
    assert [name for name, _ in groups] == [f"{n:04}" for n in range(900)]
    assert [line["by"] for line in groups[0][1]] == ["a0", "a0", "b0", "b0"]


@pytest.mark.parametrize("line", [3, {}, {"article": 3}])
@pytest.mark.parametrize("splits", [[], ["m"]])
def test_grouped_lines_stops_at_a_line_without_the_key(
    tmp_path: Path, line: object, splits: list[str]
) -> None:
    shards.write_lines([{"article": "a"}, line], tmp_path / "x.jsonl")
    with pytest.raises(Stop, match=r"x.jsonl:2: the line is no object with a text for 'article'"):
        list(shards.grouped_lines([tmp_path / "x.jsonl"], "article", splits, tmp_path / "scratch"))


def test_write_table_without_rows_is_a_shard_like_any_other(tmp_path: Path) -> None:
    table = pa.table({"id": pa.array([], pa.string())})
    shards.write_table(table, tmp_path / "a.arrow")
    found = datasets.Dataset.from_file(str(tmp_path / "a.arrow"))
    assert found.num_rows == 0 and found.column_names == ["id"]
    assert shards.read_table(tmp_path / "a.arrow").schema == table.schema
