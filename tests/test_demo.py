"""The demo end to end: from the web server to the loaded release; killed; on a full disk."""

import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from sample import ROOT, RUN, make_project

from dateline import pipeline
from dateline import schema as schemas
from dateline.errors import Stop
from dateline.project import read_project
from dateline.publish import datasheet
from dateline.publish.verify import sound
from dateline.schema.arrow import to_rows
from dateline.shards import read_lines, read_table


def digest(release: Path) -> dict[str, str]:
    files = sorted(path for path in release.rglob("*") if path.is_file())
    return {
        str(path.relative_to(release)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_demo_articles_are_those_of_the_truth(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    truth = [row for _, row in read_lines(ROOT / "corpus/harbour/truth.jsonl")]
    shards = sorted((folder / "corpus/articles").glob("*.arrow"))
    rows = [row for s in shards for row in to_rows(read_table(s), schemas.load("article"))]
    assert {row["canonical_url"] for row in rows} == {
        row["url"] for row in truth if "reject" not in row
    }
    rejects = [row for path in (folder / "corpus/rejects").rglob("*.arrow")
               for row in read_table(path).to_pylist()]  # fmt: skip
    assert {row["url"]: row["reason"] for row in rejects} == {
        row["url"]: row["reject"] for row in truth if "reject" in row
    }


def test_demo_near_duplicates_share_a_cluster_and_a_split(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    rows = [row for _, row in read_lines(folder / "corpus/manifest.jsonl")]
    clusters: dict[str, list[str]] = {}
    for row in rows:
        clusters.setdefault(row["cluster"], []).append(row["url"])
    (shared,) = [urls for urls in clusters.values() if len(urls) > 1]
    assert sorted(url.rstrip("/").rsplit("/", 1)[1] for url in shared) == [
        "air-strike-hits-quillon-market-4877",
        "quillon-market-strike-toll-rises",
    ]


def test_demo_reserved_pages_are_articles_but_not_published(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    truth = [row for _, row in read_lines(ROOT / "corpus/harbour/truth.jsonl")]
    reserved = {row["url"]: row["reserved"] for row in truth if row.get("reserved")}
    shards = sorted((folder / "corpus/articles").glob("*.arrow"))
    rows = [row for s in shards for row in to_rows(read_table(s), schemas.load("article"))]
    held = {row["canonical_url"]: row for row in rows if not row["rights"]["text_may_be_published"]}
    assert set(held) == set(reserved)
    for url, row in held.items():
        signals = {(s["name"], s["value"]) for s in row["rights"]["signals"] if s["reserves"]}
        assert signals, url
        assert all(s["place"] and s["seen"] for s in row["rights"]["signals"])


def test_demo_all_gold_annotations_hold(demo: tuple[Path, str]) -> None:
    folder, printed = demo
    lines = sum(1 for path in (folder / "annotations/judgements").glob("*.jsonl")
                for _ in read_lines(path))  # fmt: skip
    gold = [row for _, row in read_lines(folder / ".dateline/gold.jsonl")]
    assert len(gold) == lines == 40
    assert {row["layer"] for row in gold} == {"entities", "quotes", "figures", "events", "times"}
    assert "rows: train" in printed


def test_demo_again_does_nothing_again(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    before = digest(folder / "dist")
    done = subprocess.run([*RUN, "demo", "--project", str(folder)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "38" in done.stdout.partition("unchanged since the last time")[2].partition("\n")[0]
    assert digest(folder / "dist") == before
    assert all(status.fresh == status.tasks for status in pipeline.plan(read_project(folder)))


def test_demo_killed_ends_with_the_same_release(demo: tuple[Path, str], tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project")
    command = [*RUN, "demo", "--project", str(folder)]
    for pause in (1.5, 4.0):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(pause)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    subprocess.run(command, check=True, capture_output=True)
    assert digest(folder / "dist") == digest(demo[0] / "dist")


def test_publish_on_a_full_disk_keeps_the_old_release(demo: tuple[Path, str]) -> None:
    folder, _ = demo
    before = digest(folder / "dist")
    settings = folder / "dateline.toml"
    old = settings.read_text()
    settings.write_text(old.replace("[corpus]", '[corpus]\nversion = "1.0.1"'))

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))

    done = subprocess.run(
        [*RUN, "publish", "--project", str(folder)],
        capture_output=True, text=True, preexec_fn=no_room,
    )  # fmt: skip
    settings.write_text(old)
    assert done.returncode == 1
    assert "File too large" in done.stderr and "Traceback" not in done.stderr
    assert {name: sha for name, sha in digest(folder / "dist").items() if name in before} == before


def test_clean_on_a_damaged_shard_names_it(demo: tuple[Path, str], tmp_path: Path) -> None:
    project = read_project(shutil.copytree(demo[0], tmp_path / "copy"))
    shard = next(project.articles.glob("*.arrow"))
    shard.write_bytes(shard.read_bytes()[:1000])
    with pytest.raises(Stop, match=rf"{shard.name} is not an Arrow shard"):
        pipeline.run(project, ("gold",))


def test_demo_release_verifies(demo: tuple[Path, str]) -> None:
    assert sound(demo[0] / "dist") == []


def test_demo_numbers_of_the_datasheet_are_fresh(demo: tuple[Path, str]) -> None:
    """To write them anew: python -m dateline.publish.datasheet dist/release.json DATASHEET.md"""
    text = (ROOT / "DATASHEET.md").read_text("utf-8")
    known = json.loads((demo[0] / "dist/release.json").read_bytes())
    assert datasheet.fill(text, known) == text


def test_readme_shows_what_the_demo_prints(demo: tuple[Path, str]) -> None:
    shown = (ROOT / "README.md").read_text("utf-8").partition("<!-- demo -->\n```text\n")[2]
    printed = "\n".join(line.rstrip() for line in demo[1].strip().splitlines())
    assert shown.partition("\n```")[0] == printed
