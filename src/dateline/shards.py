"""Files of rows: written whole or not at all, read without a copy, sorted without loading them."""

from __future__ import annotations

import bisect
import codecs
import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
import orjson
import pyarrow as pa
import xxhash

from dateline.errors import Stop, Usage

BUCKET_BYTES = 64 << 20  # of one bucket of a sort, in memory about three times that


def check_output(path: Path) -> None:
    """Raise Usage where `replacing` could not write the file `path`: ask before the work starts.

    Folders that are missing are made when it is written.
    """
    _refuse_folder(path)
    if path.exists() and not path.is_file():
        raise Usage(f"{path} is a device or a pipe; name an ordinary file to write")
    _try_to_write(path, path)


def check_output_folder(path: Path) -> None:
    """Raise Usage where no file could be written into the folder `path`, which may be missing."""
    if path.exists() and not path.is_dir():
        raise Usage(f"{path} is a file; name a folder, which is made where it is missing")
    _try_to_write(path / "file", path)


def _try_to_write(file: Path, named: Path) -> None:
    """Raise Usage, about what was `named`, where `file` cannot be made beneath what is there."""
    folder = next((parent for parent in file.parents if parent.exists()), Path())
    temporary = folder / _temporary(file).name
    try:
        temporary.touch()
        temporary.unlink()
    except OSError as error:
        raise Usage(
            f"{named} cannot be written: {os.strerror(error.errno or 0)}, in {folder.absolute()}. "
            "Choose another place"
        ) from error


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise Usage(f"{path} is a folder; name a file to write, for instance one in it")


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def remove_leftovers(folder: Path) -> None:
    """Remove what processes that are gone, as they were killed, have left of `replacing`."""
    for path in folder.glob(".*.tmp"):
        number = path.name.split(".")[-2]
        if number.isdecimal() and not _runs(int(number)):
            path.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is somebody else's
        return True
    return True


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside `path`; on success flushed and renamed to it, on failure removed.

    Raises Usage where `path` is a folder, and OSError, which names `path`, where it cannot be
    written.
    """
    _refuse_folder(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = _temporary(path)
    try:
        yield temporary
        _flush(temporary)
        temporary.replace(path)
        _flush(path.parent)
    except OSError as error:
        if temporary.name not in f"{error.filename} {error}":
            raise
        raise OSError(error.errno, os.strerror(error.errno or 0), str(path)) from error
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
                    yield number, parse_line(line)
                except ValueError as error:
                    raise Stop(f"{path}:{number}: {error}") from error


def parse_line(line: bytes) -> Any:
    """The value of a line of JSON. Raises ValueError that says why it is none."""
    try:
        return orjson.loads(line.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        try:
            line.decode()
        except UnicodeDecodeError as wrong:
            raise ValueError(
                f"not UTF-8: byte 0x{line[wrong.start]:02x} at column {wrong.start + 1}. Save the "
                "file as UTF-8"
            ) from error
        raise ValueError(f"not JSON: {error}") from error


def write_table(table: pa.Table, path: Path) -> None:
    """Write `table` as an uncompressed Arrow IPC stream, which `Dataset.from_file` can map."""
    with replacing(path) as temporary, TableWriter(temporary, table.schema) as writer:
        writer.write(table)


class TableWriter:
    """An Arrow IPC stream that is being written, batch by batch; without rows, of one empty batch.

    A stream of no batch at all is one that `datasets.Dataset.from_file` cannot open.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema = schema
        self._sink = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_stream(self._sink, schema)
        self.rows = 0

    def write(self, table: pa.Table) -> None:
        self._writer.write_table(table)
        self.rows += table.num_rows

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, *_: object) -> None:
        if not self.rows:
            self._writer.write_batch(pa.RecordBatch.from_pylist([], schema=self._schema))
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


def splitters(paths: Sequence[Path]) -> list[str]:
    """Ids that cut the rows of the shards `paths` into ranges of about BUCKET_BYTES each."""
    size = sum(path.stat().st_size for path in paths)
    count = -(-size // BUCKET_BYTES)
    if count <= 1:
        return []
    sample: list[str] = []
    for path in paths:
        for table in read_tables(path):
            sample += table["id"].to_pylist()[::16]
    sample.sort()
    return [sample[len(sample) * at // count] for at in range(1, count)]


def sorted_tables(
    paths: Sequence[Path], splits: Sequence[str], scratch: Path
) -> Iterator[pa.Table]:
    """The rows of the shards `paths` in the order of their `id`, a table for each range of ids.

    A bucket sort on disk in the folder `scratch`: memory does not grow with the number of rows.
    """
    if not splits:
        tables = [table for path in paths for table in read_tables(path)]
        if tables:
            yield pa.concat_tables(tables).sort_by("id")
        return
    scratch.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        writers: dict[int, TableWriter] = {}
        for table in (table for path in paths for table in read_tables(path)):
            ranges = np.searchsorted(np.array(splits), table["id"].to_numpy().astype(str), "right")
            for bucket in np.unique(ranges).tolist():
                if bucket not in writers:
                    file = TableWriter(scratch / f"{bucket:05}.arrow", table.schema)
                    writers[bucket] = stack.enter_context(file)
                writers[bucket].write(table.filter(pa.array(ranges == bucket)))
    for bucket in sorted(writers):
        path = scratch / f"{bucket:05}.arrow"
        yield read_table(path).sort_by("id")
        path.unlink()


def grouped_lines(
    paths: Sequence[Path], key: str, splits: Sequence[str], scratch: Path
) -> Iterator[tuple[str, list[Any]]]:
    """(value of `key`, lines with it) over JSONL files, in the order of the values.

    Lines of a group keep the order of the files and of the lines in them. `splits` cuts the values
    into ranges that fit into memory; the ranges are kept in the folder `scratch` in between.
    Raises Stop where a line has no text for `key`.
    """
    if not splits:
        yield from _groups(_keyed(paths, key), key)
        return
    scratch.mkdir(parents=True, exist_ok=True)
    files: dict[int, IO[bytes]] = {}
    with contextlib.ExitStack() as stack:
        for line in _keyed(paths, key):
            bucket = bisect.bisect_right(splits, line[key])
            if bucket not in files:
                file = (scratch / f"{bucket:05}.jsonl").open("wb")
                files[bucket] = stack.enter_context(file)
            files[bucket].write(orjson.dumps(line) + b"\n")
    for bucket in sorted(files):
        path = scratch / f"{bucket:05}.jsonl"
        yield from _groups((line for _, line in read_lines(path)), key)
        path.unlink()


def _keyed(paths: Sequence[Path], key: str) -> Iterator[dict[str, Any]]:
    """The lines of JSONL files. Raises Stop where one is no object with a text at `key`."""
    for path in paths:
        for number, line in read_lines(path):
            if not isinstance(line, dict) or not isinstance(line.get(key), str):
                raise Stop(f"{path}:{number}: the line is no object with a text for {key!r}")
            yield line


def _groups(lines: Iterable[Any], key: str) -> Iterator[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for line in lines:
        groups.setdefault(line[key], []).append(line)
    yield from sorted(groups.items())
