"""The engine's tasks on a real Ray cluster on this machine."""

import functools
from pathlib import Path

import pyarrow as pa
import pytest
from test_engine import odd_ones_out, task, without_crash

from dateline.cluster import on_cluster
from dateline.engine import Engine, Outcome
from dateline.errors import Stop, Usage
from dateline.shards import read_table

pytest.importorskip("ray", reason="Ray is not installed (dateline[ray])")
pytestmark = pytest.mark.filterwarnings("default")  # Ray has warnings of its own

ON_RAY = functools.partial(on_cluster, address="local")


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ray's workers find the functions of these tests."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def refuse(table: pa.Table) -> Outcome:
    raise Stop("this step refuses everything")


def test_run_tasks_of_a_cluster_lose_nothing_when_a_worker_dies(tmp_path: Path) -> None:
    fatal, harmless = task(tmp_path), task(tmp_path, "b", without_crash)
    engine = Engine(tmp_path / "receipts")
    engine.run([fatal, harmless], pool=ON_RAY)
    assert engine.last(fatal).counts == {  # type: ignore[union-attr]
        "in": 100, "kept": 49, "rejected": 51, "reason:ODD": 50, "reason:CRASHED": 1,
    }  # fmt: skip
    assert {"n": 42, "reason": "CRASHED"} in read_table(fatal.outputs[1]).to_pylist()
    assert engine.receipt(fatal)
    assert engine.receipt(harmless)


def test_run_what_a_task_raises_on_a_cluster_arrives_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(Stop, match=r"^this step refuses everything$"):
        Engine(tmp_path / "receipts").run([task(tmp_path, step=refuse)], pool=ON_RAY)


def test_on_cluster_where_none_answers_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(Usage, match=r"ray start --head"):
        next(on_cluster([task(tmp_path, step=odd_ones_out)], "auto"))
