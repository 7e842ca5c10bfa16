"""The engine with real files and real processes."""

import functools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from dateline.engine import Counts, Engine, Outcome, Task, in_processes, map_file
from dateline.errors import Stop
from dateline.shards import read_table, write_table

KEPT = pa.schema([("n", pa.int64())])
REJECTED = pa.schema([("n", pa.int64()), ("reason", pa.string())])


def read(paths: Sequence[Path]) -> Iterator[pa.Table]:
    for path in paths:
        yield from (read_table(path).slice(at, 10) for at in range(0, 100, 10))


def odd_ones_out(table: pa.Table) -> Outcome:
    """Rejects odd numbers; dies at 42 unless it is told that it did."""
    numbers = table["n"].to_pylist()
    if 42 in numbers and "crashed" not in table.column_names:
        os.kill(os.getpid(), signal.SIGKILL)
    crashed = "crashed" in table.column_names
    kept = [n for n in numbers if n % 2 == 0 and not crashed]
    rejected = [
        {"n": n, "reason": "CRASHED" if crashed else "ODD"} for n in numbers if n not in kept
    ]
    rows = pa.Table.from_pylist(rejected, schema=REJECTED)
    return Outcome(pa.table({"n": kept}, schema=KEPT), rows)


def without_crash(table: pa.Table) -> Outcome:
    return odd_ones_out(table.append_column("crashed", pa.array([True] * 10)))


def task(folder: Path, name: str = "a", step=odd_ones_out, **more) -> Task:  # type: ignore[no-untyped-def]
    source = folder / f"{name}.in.arrow"
    if not source.exists():
        write_table(pa.table({"n": list(range(100))}, schema=KEPT), source)
    return Task(
        step="odd",
        name=name,
        inputs=(source,),
        outputs=(folder / f"{name}.arrow", folder / "rejects" / f"{name}.arrow"),
        work=functools.partial(map_file, read=read, step=step),
        **more,
    )


def test_run_kept_and_rejected_are_all_rows(tmp_path: Path) -> None:
    engine = Engine(tmp_path / "receipts")
    engine.run([task(tmp_path, step=without_crash)])
    receipt = engine.receipt(task(tmp_path, step=without_crash))
    assert receipt and receipt.counts == {
        "in": 100, "kept": 0, "rejected": 100, "reason:CRASHED": 100,
    }  # fmt: skip


def test_run_row_that_kills_its_worker_is_rejected_and_the_others_are_kept(tmp_path: Path) -> None:
    engine = Engine(tmp_path / "receipts")
    engine.run([task(tmp_path)], pool=functools.partial(in_processes, workers=1))
    assert engine.last(task(tmp_path)).counts == {  # type: ignore[union-attr]
        "in": 100, "kept": 49, "rejected": 51, "reason:ODD": 50, "reason:CRASHED": 1,
    }  # fmt: skip
    rejects = read_table(tmp_path / "rejects" / "a.arrow").to_pylist()
    assert {"n": 42, "reason": "CRASHED"} in rejects


def test_run_step_that_loses_a_row_stops(tmp_path: Path) -> None:
    def lossy(table: pa.Table) -> Outcome:
        return Outcome(table.slice(1), REJECTED.empty_table())

    with pytest.raises(Stop, match="rows were lost"):
        Engine(tmp_path / "receipts").run([task(tmp_path, step=lossy)])


def test_receipt_is_none_after_input_parameter_or_output_changed(tmp_path: Path) -> None:
    engine = Engine(tmp_path / "receipts")
    done = task(tmp_path, step=without_crash)
    engine.run([done])
    assert engine.receipt(done)
    assert engine.receipt(task(tmp_path, step=without_crash, parameters={"x": 1})) is None
    write_table(pa.table({"n": [1]}, schema=KEPT), done.inputs[0])
    assert engine.receipt(done) is None
    engine = Engine(tmp_path / "receipts2")
    other = task(tmp_path, "b", step=without_crash)
    engine.run([other])
    other.outputs[0].unlink()
    assert engine.receipt(other) is None


def test_receipt_of_a_task_that_updates_its_input_is_fresh(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("x")

    def append(inputs: Sequence[Path], outputs: Sequence[Path]) -> Counts:
        outputs[0].write_text(inputs[0].read_text() + "x")
        return {}

    engine = Engine(tmp_path / "receipts")
    update = Task("update", "log", (log,), (log,), append)
    engine.run([update])
    assert log.read_text() == "xx"
    engine.run([update])
    assert log.read_text() == "xx"


def test_run_failing_task_leaves_the_old_output(tmp_path: Path) -> None:
    def fail(inputs: Sequence[Path], outputs: Sequence[Path]) -> Counts:
        outputs[0].write_text("half")
        raise Stop("no")

    (tmp_path / "out").write_text("old")
    with pytest.raises(Stop):
        Engine(tmp_path / "receipts").run([Task("s", "n", (), (tmp_path / "out",), fail)])
    assert (tmp_path / "out").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


SLOW = """
import sys, time
from pathlib import Path
from dateline.engine import Engine, Task

def slow(inputs, outputs):
    with outputs[0].open("w") as file:
        for n in range(100):
            file.write(f"{n}\\n"); file.flush(); time.sleep(0.003)
    return {}

root = Path(sys.argv[1])
Engine(root / "receipts").run([Task("s", str(n), (), (root / f"{n}.txt",), slow) for n in range(5)])
"""


def test_run_killed_at_any_moment_has_whole_files_and_goes_on(tmp_path: Path) -> None:
    whole = "".join(f"{n}\n" for n in range(100))
    for pause in (0.5, 0.9, 1.3):
        process = subprocess.Popen([sys.executable, "-c", SLOW, str(tmp_path)])
        time.sleep(pause)
        process.kill()
        process.wait()
        assert all(path.read_text() == whole for path in tmp_path.glob("[0-9].txt"))
    subprocess.run([sys.executable, "-c", SLOW, str(tmp_path)], check=True)
    assert sorted(path.name for path in tmp_path.glob("*.txt")) == [f"{n}.txt" for n in range(5)]


ENDLESS = """
import functools, os, sys, time
from pathlib import Path
from dateline.engine import Engine, Task, in_processes

def endless(inputs, outputs):
    os.write(1, b"started\\n")
    time.sleep(600)

if __name__ == "__main__":
    pool = functools.partial(in_processes, workers=2)
    root = Path(sys.argv[1])
    tasks = [Task("s", str(n), (), (root / f"{n}.txt",), endless) for n in range(2)]
    Engine(root / "receipts").run(tasks, pool=pool)
"""


def test_in_processes_parent_that_is_killed_leaves_no_process(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS)
    call = [sys.executable, str(script), str(tmp_path)]
    process = subprocess.Popen(call, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout
    try:
        assert [process.stdout.readline() for _ in range(2)] == [b"started\n"] * 2
        process.kill()
        process.communicate(timeout=20)  # returns when the last that inherited the pipe is gone
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
