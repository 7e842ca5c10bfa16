"""Files of rows: written whole or not at all, read without a copy, sorted without loading them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import xxhash

from dateline.errors import Stop

BUCKET_BYTES = 64 << 20  # of one bucket of a sort, in memory about three times that


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside `path`; on success flushed and renamed to it, on failure removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        _flush(temporary)
        temporary.replace(path)
        _flush(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_bytes(data: bytes, path: Path) -> None:
    """Write `data` to the file `path`, which holds the old bytes or the new ones, never a part."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def write_json(value: Any, path: Path) -> None:
    """Write `value` as indented JSON with sorted keys."""
    write_bytes(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS), path)


def write_lines(rows: Iterable[Any], path: Path) -> int:
    """Write one line of JSON for each of `rows`; the number of lines."""
    count = 0
    with replacing(path) as temporary, temporary.open("wb") as file:
        for row in rows:
            file.write(orjson.dumps(row) + b"\n")
            count += 1
    return count


def read_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """(line number from 1, value) of each line of a JSONL file; empty lines are passed over.

    Raises Stop with file and line where a line is no JSON.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    yield number, orjson.loads(line)
                except orjson.JSONDecodeError as error:
                    raise Stop(f"{path}:{number}: not JSON: {error}") from error


def write_table(table: pa.Table, path: Path) -> None:
    """Write `table` as an uncompressed Arrow IPC stream, which `Dataset.from_file` can map."""
    with replacing(path) as temporary, TableWriter(temporary, table.schema) as writer:
        writer.write(table)


class TableWriter:
    """An Arrow IPC stream that is being written, batch by batch."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._sink = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_stream(self._sink, schema)
        self.rows = 0

    def write(self, table: pa.Table) -> None:
        self._writer.write_table(table)
        self.rows += table.num_rows

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()
        self._sink.close()


def read_tables(path: Path) -> Iterator[pa.Table]:
    """The batches of a shard, memory-mapped. Raises Stop where the file is no Arrow stream."""
    try:
        with pa.memory_map(str(path)) as source, pa.ipc.open_stream(source) as reader:
            for batch in reader:
                yield pa.Table.from_batches([batch])
    except pa.ArrowInvalid as error:
        raise Stop(f"{path} is not an Arrow shard ({error}); delete it and run again") from error


def read_table(path: Path, columns: list[str] | None = None) -> pa.Table:
    """The whole shard, memory-mapped, or only its `columns`."""
    with pa.memory_map(str(path)) as source, pa.ipc.open_stream(source) as reader:
        table = reader.read_all()
    return table if columns is None else table.select(columns)


def file_hash(path: Path) -> str:
    """XXH3-128 of the file's bytes, in hexadecimal: for finding changes, not for security."""
    digest = xxhash.xxh3_128()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def sorted_tables(paths: Iterable[Path], scratch: Path) -> Iterator[pa.Table]:
    """The rows of the shards `paths` in the order of their `id`, as tables of bounded size.

    A bucket sort over the leading hexadecimal digits of the id, on disk in the folder `scratch`:
    memory does not grow with the number of rows.
    """
    paths = list(paths)
    count = _buckets(paths)
    if count == 1:
        tables = [table for path in paths for table in read_tables(path)]
        if tables:
            yield pa.concat_tables(tables).sort_by("id")
        return
    scratch.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        writers: dict[int, TableWriter] = {}
        for path in paths:
            for table in read_tables(path):
                for bucket, part in _parts(table, count):
                    if bucket not in writers:
                        file = TableWriter(scratch / f"{bucket:05}.arrow", table.schema)
                        writers[bucket] = stack.enter_context(file)
                    writers[bucket].write(part)
    for bucket in sorted(writers):
        path = scratch / f"{bucket:05}.arrow"
        yield read_table(path).sort_by("id")
        path.unlink()


def _buckets(paths: Iterable[Path]) -> int:
    """How many buckets: a power of 16, so that a bucket is a prefix of ids; at most 256."""
    size = sum(path.stat().st_size for path in paths)
    return next((n for n in (1, 16) if size <= n * BUCKET_BYTES), 256)


def _parts(table: pa.Table, count: int) -> Iterator[tuple[int, pa.Table]]:
    digits = 1 if count == 16 else 2
    prefixes = pc.utf8_slice_codeunits(table["id"], 0, digits)
    for prefix in pc.unique(prefixes).to_pylist():
        yield int(prefix, 16), table.filter(pc.equal(prefixes, prefix))


def sorted_lines(
    paths: Iterable[Path], key: Callable[[Any], str], scratch: Path
) -> Iterator[list[Any]]:
    """The lines of JSONL files in groups of bounded size; all lines of one `key` are in one group.

    `key` gives a string of hexadecimal digits (or any other string, which is hashed); groups come
    in the order of it, and inside a group lines keep the order of files and lines.
    """
    paths = list(paths)
    count = _buckets(paths)
    if count == 1:
        yield [value for path in paths for _, value in read_lines(path)]
        return
    scratch.mkdir(parents=True, exist_ok=True)
    files: dict[int, IO[bytes]] = {}
    with contextlib.ExitStack() as stack:
        for path in paths:
            for _, value in read_lines(path):
                bucket = int(key(value)[: 1 if count == 16 else 2], 16)
                if bucket not in files:
                    file = (scratch / f"{bucket:05}.jsonl").open("wb")
                    files[bucket] = stack.enter_context(file)
                files[bucket].write(orjson.dumps(value) + b"\n")
    for bucket in sorted(files):
        path = scratch / f"{bucket:05}.jsonl"
        yield [value for _, value in read_lines(path)]
        path.unlink()
