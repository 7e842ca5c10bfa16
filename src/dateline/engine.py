"""Runs tasks: in this process or a pool, resumable at any moment, nothing lost in between.

A task reads files and writes files. It is done when its receipt says so: a small JSON file with
the fingerprint of what was done (step, parameters, code, inputs), written after the outputs.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.util
import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pyarrow as pa

from dateline.errors import Stop
from dateline.shards import TableWriter, file_hash, replacing, write_json

Counts = dict[str, int]
Work = Callable[..., Counts]  # of inputs and outputs, both sequences of paths


class Outcome(NamedTuple):
    """What a step made of a table: the rows that it let through, and the others with reasons."""

    kept: pa.Table
    rejected: pa.Table


@dataclass(frozen=True, eq=False)
class Task:
    """Something to do: `work(inputs, outputs)` writes the outputs and returns counts."""

    step: str
    name: str
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...]
    work: Work
    parameters: Mapping[str, Any] = field(default_factory=dict)
    code: tuple[str, ...] = ()  # modules and packages whose source decides the result


@dataclass(frozen=True)
class Receipt:
    """The record of a finished task."""

    fingerprint: str
    counts: Counts


Done = Callable[[Task, Receipt], None]
Results = Iterator[tuple[Task, Counts | None]]  # as they come; None where the worker died
Pool = Callable[[Sequence[Task]], Results]


class Engine:
    """Runs tasks and keeps their receipts in the folder `records`."""

    def __init__(self, records: Path) -> None:
        self.records = records

    def receipt(self, task: Task) -> Receipt | None:
        """The receipt of `task` where it is done and nothing has changed since, else None."""
        path = self._path(task)
        if not path.is_file() or not all(output.exists() for output in task.outputs):
            return None
        stored = orjson.loads(path.read_bytes())
        now = _complete(task, fingerprint(task))
        return Receipt(**stored) if stored["fingerprint"] == now else None

    def last(self, task: Task) -> Receipt | None:
        """The receipt of the last time that `task` was done, stale or not."""
        path = self._path(task)
        return Receipt(**orjson.loads(path.read_bytes())) if path.is_file() else None

    def run(
        self, tasks: Iterable[Task], *, pool: Pool | None = None, progress: Done | None = None
    ) -> None:
        """Do what is stale of `tasks`: in this process, or where `pool` does it."""
        stale = [task for task in tasks if self.receipt(task) is None]
        before = {task: fingerprint(task) for task in stale}
        results = pool(stale) if pool else ((task, do(task)) for task in stale)
        for task, counts in _with_care(results):
            receipt = self._record(task, before[task], counts)
            if progress:
                progress(task, receipt)

    def _record(self, task: Task, before: str, counts: Counts) -> Receipt:
        if counts.get("in", 0) != counts.get("kept", 0) + counts.get("rejected", 0):
            raise Stop(f"step {task.step}, {task.name}: rows were lost: {counts}")
        receipt = Receipt(_complete(task, before), counts)
        write_json({"fingerprint": receipt.fingerprint, "counts": counts}, self._path(task))
        return receipt

    def _path(self, task: Task) -> Path:
        return self.records / task.step / f"{task.name}.json"


def _with_care(results: Results) -> Iterator[tuple[Task, Counts]]:
    """The results; at last those of the tasks whose worker died, repeated here with care."""
    dead = []
    for task, counts in results:
        if counts is None:
            dead.append(task)
        else:
            yield task, counts
    for task in dead:
        yield task, do(task, careful=True)


def in_processes(tasks: Sequence[Task], workers: int) -> Results:
    """The results of `tasks` from as many processes as `workers`."""
    with _workers(workers) as pool:
        futures = {pool.submit(do, task): task for task in tasks}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                yield futures[future], None


def _workers(number: int) -> ProcessPoolExecutor:
    """A pool whose processes end with this one, however it ends."""
    context = multiprocessing.get_context("forkserver")
    return ProcessPoolExecutor(number, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """End this process when the one that gives it work is gone; a killed one cannot tell it.

    The fork server and the resource tracker go by themselves when no worker is left.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_after, args=(parent,), daemon=True).start()


def _exit_after(parent: Any) -> None:
    parent.join()
    os._exit(1)


def do(task: Task, *, careful: bool = False) -> Counts:
    """Run a task's work on temporary names, then rename the outputs; the counts of the work."""
    with contextlib.ExitStack() as stack:
        temporary = [stack.enter_context(replacing(path)) for path in task.outputs]
        work = functools.partial(task.work, careful=True) if careful else task.work
        return work(task.inputs, temporary)


def fingerprint(task: Task) -> str:
    """What decides the outputs of `task`, hashed: step, parameters, code, inputs' bytes."""
    digest = hashlib.sha256()
    known = {
        "step": task.step,
        "parameters": task.parameters,
        "code": [source_hash(name) for name in task.code],
        "inputs": [
            [path.name, file_hash(path)] for path in task.inputs if path not in task.outputs
        ],
        "outputs": [path.name for path in task.outputs],
        "pyarrow": pa.__version__,
    }
    digest.update(orjson.dumps(known, option=orjson.OPT_SORT_KEYS))
    return digest.hexdigest()


def _complete(task: Task, before: str) -> str:
    """The fingerprint with the files that a task updates, which count as it left them."""
    updated = [file_hash(path) for path in task.inputs if path in task.outputs and path.exists()]
    return hashlib.sha256("".join([before, *updated]).encode()).hexdigest() if updated else before


@functools.cache
def source_hash(name: str) -> str:
    """The hash of a module's or package's files: code, models and schemas alike."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise Stop(f"module {name} has no source file")
    origin = Path(spec.origin)
    files = [origin]
    if origin.name == "__init__.py":
        files = sorted(p for p in origin.parent.rglob("*") if p.is_file() and p.suffix != ".pyc")
    return hashlib.sha256("".join(file_hash(path) for path in files).encode()).hexdigest()


def map_file(
    inputs: Sequence[Path],
    outputs: Sequence[Path],
    *,
    read: Callable[[Sequence[Path]], Iterator[pa.Table]],
    step: Callable[[pa.Table], Outcome],
    careful: bool = False,
) -> Counts:
    """Stream the tables of `inputs` through `step` into a shard of kept rows and one of rejects.

    The counts have `in`, `kept`, `rejected`, and one `reason:…` for each reason. With `careful`,
    work is done in processes of its own, and a row whose process dies is rejected as CRASHED.
    """
    counts: Counter[str] = Counter({"in": 0, "kept": 0, "rejected": 0})
    work = functools.partial(_isolated, step) if careful else step
    with contextlib.ExitStack() as stack:
        writers: list[TableWriter] = []
        for table in read(inputs):
            outcome = work(table)
            if not writers:
                for path, part in zip(outputs, outcome, strict=True):
                    writers.append(stack.enter_context(TableWriter(path, part.schema)))
            for writer, part in zip(writers, outcome, strict=True):
                writer.write(part)
            counts["in"] += table.num_rows
            counts["kept"] += outcome.kept.num_rows
            counts["rejected"] += outcome.rejected.num_rows
            counts.update(f"reason:{reason}" for reason in outcome.rejected["reason"].to_pylist())
        if not writers:
            raise Stop(f"{', '.join(map(str, inputs))}: nothing to read")
    return dict(counts)


def _isolated(step: Callable[[pa.Table], Outcome], table: pa.Table) -> Outcome:
    """`step` on `table` in another process; where that dies, on its halves, down to one row."""
    try:
        with _workers(1) as pool:
            return pool.submit(step, table).result()
    except BrokenProcessPool:
        if table.num_rows == 0:
            raise Stop(
                "worker processes die before they have work. Where a script of yours calls this, "
                'put the call under: if __name__ == "__main__"'
            ) from None
        if table.num_rows == 1:
            return step(table.append_column("crashed", pa.array([True])))
    half = table.num_rows // 2
    first, second = (_isolated(step, part) for part in (table.slice(0, half), table.slice(half)))
    return Outcome(
        pa.concat_tables([first.kept, second.kept]),
        pa.concat_tables([first.rejected, second.rejected]),
    )
