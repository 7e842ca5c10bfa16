"""What goes wrong while a release is built is said clearly, and the one before stays whole."""

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest
from boats import make_articles, publish

from dateline import schema as schemas
from dateline.errors import Stop
from dateline.pipeline.release import SUMS
from dateline.pipeline.retract import retract
from dateline.project import Project, init, read_project
from dateline.publish.verify import sound
from dateline.schema.arrow import to_table
from dateline.shards import read_table, write_table


def files(folder: Path) -> dict[str, bytes]:
    """What SHA256SUMS names, and itself."""
    names = [line.partition("  ")[2] for line in (folder / SUMS).read_text().splitlines()]
    return {name: (folder / name).read_bytes() for name in [*names, SUMS]}


def change(project: Project, field: str, value: Any) -> None:
    """Change a field of the first article, so that the release is stale."""
    path = project.articles / "a.arrow"
    rows = make_articles()
    rows[0][field] = value
    write_table(to_table(rows, schemas.load("article")), path)


def test_publish_again_changes_no_byte(project: Project) -> None:
    before = files(project.dist)
    (project.work / "receipts" / "release" / "all.json").unlink()
    publish(project)
    assert files(project.dist) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from dateline import pipeline
from dateline.project import read_project
from dateline.publish import parquet, release
made = [0]
write = parquet.SplitWriter._close_shard
def once_more(self):
    made[0] += self._writer is not None
    if made[0] == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    write(self)
parquet.SplitWriter._close_shard = once_more
pipeline.run(read_project(Path(sys.argv[1])), ("gold", "release"))
"""


def test_publish_killed_in_the_middle_leaves_the_release_before(project: Project) -> None:
    before = files(project.dist)
    change(project, "title", "Another title")
    done = subprocess.run([sys.executable, "-c", KILLED, str(project.root)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert files(project.dist) == before
    publish(project)
    assert sound(project.dist) == []
    assert files(project.dist) != before
    assert not list(project.dist.glob("*.tmp"))


FULL = """
import resource, sys
from pathlib import Path
from dateline import pipeline
from dateline.project import read_project
project = read_project(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))  # what a full disk does to larger files
pipeline.run(project, ("release",))
"""


def test_publish_that_cannot_write_leaves_the_release_before(project: Project) -> None:
    before = files(project.dist)
    change(project, "title", "Another title")
    command = [sys.executable, "-c", FULL, str(project.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "OSError" in done.stderr
    assert files(project.dist) == before


def test_publish_two_articles_with_one_id(project: Project) -> None:
    before = files(project.dist)
    rows = make_articles()
    rows[1]["id"] = rows[0]["id"]
    write_table(to_table(rows, schemas.load("article")), project.articles / "a.arrow")
    with pytest.raises(Stop, match=f"two articles have the id {rows[0]['id']}"):
        publish(project)
    assert files(project.dist) == before


def test_publish_without_any_licence_says_what_to_do(
    make_project: Callable[[str], Project],
) -> None:
    project = make_project('[release]\nstandoff = "none"')
    rows = [{**a, "rights": {**a["rights"], "licence": None}} for a in make_articles()]
    write_table(to_table(rows, schemas.load("article")), project.articles / "a.arrow")
    with pytest.raises(Stop, match=r"no article may be published \(12 are held back\)"):
        publish(project)


def test_publish_of_an_empty_project_says_where_to_begin(tmp_path: Path) -> None:
    init(tmp_path)
    with pytest.raises(Stop, match="there are no articles: run dateline scrape"):
        publish(read_project(tmp_path))


def test_publish_of_nothing_but_withdrawn_articles_says_so(project: Project) -> None:
    names = [article["id"] for article in make_articles()]
    retract(project, names, reason="LAW", now=datetime(2026, 11, 24, tzinfo=UTC))
    with pytest.raises(Stop, match=r"no articles but those that were withdrawn \(12\)"):
        publish(project)


def test_publish_ignores_the_mark_that_allows_where_there_is_no_licence(project: Project) -> None:
    rows = make_articles()
    rows[0]["rights"] = {"licence": None, "text_may_be_published": True, "signals": []}
    write_table(to_table(rows, schemas.load("article")), project.articles / "a.arrow")
    counts = publish(project)
    assert counts["terms:STANDOFF:no licence"] == 3


def lines(project: Project) -> list[dict[str, Any]]:
    path = project.judgements / "ann.jsonl"
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def save(project: Project, found: list[dict[str, Any]]) -> None:
    data = b"".join(orjson.dumps(line) + b"\n" for line in found)
    (project.judgements / "ann.jsonl").write_bytes(data)


@pytest.mark.parametrize("fault", ["label", "text"])
def test_publish_rejects_a_judgement_that_does_not_hold(project: Project, fault: str) -> None:
    found = lines(project)
    if fault == "label":
        found[0]["items"][0]["type"] = "BOAT"
    else:
        found[0]["text_sha256"] = "0" * 64
    save(project, found)
    counts = publish(project)
    assert counts["annotated:entities"] == 5
    rejects = read_table(project.rejects / "gold" / "all.arrow").to_pylist()
    wanted = {"label": ("INVALID", '"BOAT" is not one of'), "text": ("TEXT_CHANGED", "0000")}
    assert rejects[0]["reason"] == wanted[fault][0]
    assert wanted[fault][1] in rejects[0]["detail"]
    assert sound(project.dist) == []


def test_publish_of_a_broken_shard(project: Project) -> None:
    before = files(project.dist)
    (project.articles / "a.arrow").write_bytes(b"no shard")
    with pytest.raises((Stop, pa.ArrowInvalid)):
        publish(project)
    assert files(project.dist) == before


def test_publish_by_source_and_by_time(make_project: Callable[[str], Project]) -> None:
    project = make_project('by = "time"\nvalidation_from = "2026-03-05"\ntest_from = "2026-03-09"')
    counts = publish(project)
    assert counts["rows:articles:train"] == 4
    assert counts["rows:articles:validation"] == 3  # one of four is stand-off
    path = project.root / "dateline.toml"
    path.write_text(path.read_text().replace('"time"', '"source"'))
    counts = publish(read_project(project.root))
    assert len([name for name in counts if name.startswith("rows:articles:")]) == 1
    assert sound(project.dist) == []


def test_publish_names_a_layer_that_is_called_as_a_config(
    make_project: Callable[[str], Project],
) -> None:
    project = make_project("")
    folder = project.root / "schema" / "layers"
    folder.mkdir(parents=True)
    shipped = schemas.folder() / "layers" / "times.schema.json"
    (folder / "full.schema.json").write_bytes(shipped.read_bytes())
    with pytest.raises(Stop, match="a layer is called 'full'"):
        publish(read_project(project.root))
