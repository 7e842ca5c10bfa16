"""A release is loaded as its readers load it: every config, from a fresh cache."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dateline import text as texts
from dateline.layers import shipped
from dateline.project import CorpusSettings, Settings
from dateline.publish.files import Context, contents
from dateline.publish.release import Published, write_release
from dateline.publish.splits import SPLITS

TEXT = "Ida Quell 😀 sold 12 boats on Monday."
ITEMS: dict[str, list[dict[str, Any]]] = {
    "entities": [{"id": "e1", "type": "PERSON", "start": 0, "end": 9, "text": "Ida Quell"}],
    "quotes": [],
    "figures": [{"id": "f1", "type": "COUNT", "start": 17, "end": 25, "text": "12 boats"}],
    "times": [{"id": "t1", "type": "DATE", "start": 29, "end": 35, "text": "Monday"}],
    "events": [
        {
            "id": "v1", "type": "TRANSFER", "start": 12, "end": 16, "text": "sold",
            "arguments": [{"role": "AGENT", "target": "e1"}],
        }
    ],
}  # fmt: skip


def article(number: int, *, allowed: bool = True) -> dict[str, Any]:
    return {
        "id": f"{number:016x}", "url": None, "canonical_url": None, "source": "test",
        "publisher": None, "title": f"Boats {number}", "standfirst": None, "authors": [],
        "agencies": [], "published": "2026-03-17T06:40:00Z", "modified": None, "language": "en",
        "section": None, "tags": [], "text": TEXT, "text_sha256": texts.sha256(TEXT),
        "blocks": [{"type": "PARAGRAPH", "start": 0, "end": len(TEXT)}], "cluster": None,
        "rights": {"licence": "CC-BY-4.0", "text_may_be_published": allowed, "signals": []},
        "provenance": {"status": 200, "fields": []},
    }  # fmt: skip


def judgement(layer: str, number: int) -> dict[str, Any]:
    return {
        "article": f"{number:016x}", "text_sha256": texts.sha256(TEXT), "layer": layer,
        "annotator": {"id": "ann", "kind": "HUMAN"}, "items": ITEMS[layer], "clusters": None,
    }  # fmt: skip


def published() -> list[Published]:
    """Ten articles over three splits, odd ones annotated; the last two may not be published."""
    rows = []
    for number in range(10):
        lines = [judgement(name, number) for name in ITEMS if number % 2]
        annotations = {line["layer"]: line for line in lines}
        row = article(number, allowed=number < 8)
        rows.append(Published(row, SPLITS[number % 3], annotations, lines))
    return rows


def write(rows: list[Published], folder: Path) -> None:
    """A whole release of `rows`."""
    written = write_release(rows, shipped(), folder)
    settings = Settings(corpus=CorpusSettings(name="boats", version="1.0.0"))
    for name, data in contents(written, folder, Context(settings, shipped())).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("boats")
    write(published(), folder)
    return folder


LOAD = """
import shutil, sys, datasets
folder, other, TEXT = sys.argv[1:]
names = datasets.get_dataset_config_names(folder)
layers = ["entities", "events", "figures", "quotes", "times"]
assert names == ["articles", *layers, "full", "ner", "judgements", "standoff"], names
for streaming in (False, True):
    for name in names[:7]:
        loaded = datasets.load_dataset(folder, name, streaming=streaming)
        assert sorted(loaded) == ["test", "train", "validation"], loaded
        ids = [row["id"] for split in ("train", "validation", "test") for row in loaded[split]]
        assert sorted(ids) == [f"{n:016x}" for n in range(8)], (name, ids)
    def load(name, split="train"):
        return datasets.load_dataset(folder, name, split=split, streaming=streaming)
    full = load("full")
    assert isinstance(full.features["entities"], datasets.List), full.features
    label = full.features["entities"].feature["type"]
    rows = {row["id"]: row for row in full}
    assert rows[f"{0:016x}"]["entities"] is None
    row = rows[f"{3:016x}"]
    assert row["quotes"] == []
    assert label.int2str(row["entities"][0]["type"]) == "PERSON"
    span = row["figures"][0]
    assert row["text"][span["start"]:span["end"]] == span["text"] == "12 boats"
    assert row["published"].isoformat() == "2026-03-17T06:40:00+00:00"
    ner = load("ner")
    tags = ner.features["ner_tags"].feature.names
    assert tags[:3] == ["O", "B-PERSON", "I-PERSON"], tags
    first = next(iter(ner))
    assert first["tokens"][:2] == ["Ida", "Quell"], first
    assert [tags[tag] for tag in first["ner_tags"]][:3] == ["B-PERSON", "I-PERSON", "O"]
    assert [TEXT[a:b] for a, b in first["offsets"]] == first["tokens"]
    judged = next(iter(load("judgements")))
    assert judged["annotator"]["id"] == "ann"
    assert judged["entities"][0]["text"] == "Ida Quell"
    bare = next(iter(load("standoff")))
    assert bare["text_length"] == len(TEXT) and "text" not in bare["entities"][0]
    both = datasets.concatenate_datasets(
        [load("articles"), load("times").remove_columns("id")], axis=1
    )
    assert [("text" in row, "items" in row) for row in both] == [(True, True)] * 3
assert datasets.load_dataset(folder, split="test").num_rows == 2
shutil.rmtree(folder)  # a release with other content takes its place; the cache is warm
shutil.copytree(other, folder)
articles = datasets.load_dataset(folder, split="train")
assert set(articles["title"]) == {"Ships 0", "Ships 3", "Ships 6"}, articles["title"]
"""


def test_release_loads_in_a_fresh_process_and_is_seen_when_it_changes(
    release: Path, tmp_path: Path
) -> None:
    rows = published()
    ships = [p._replace(article={**p.article, "title": f"Ships {n}"}) for n, p in enumerate(rows)]
    write(ships, tmp_path / "other")
    shutil.copytree(release, tmp_path / "boats")
    environment = {**os.environ, "HF_HOME": str(tmp_path / "cache"), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-c", LOAD, str(tmp_path / "boats"), str(tmp_path / "other"), TEXT]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_write_release_is_the_same_bytes_twice(release: Path, tmp_path: Path) -> None:
    write_release(published(), shipped(), tmp_path)
    names = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*.parquet"))
    assert len(names) == 3 * 7 + 3 + 3 + 1
    assert all((tmp_path / name).read_bytes() == (release / name).read_bytes() for name in names)


def test_write_release_holds_back_what_may_not_be_published(tmp_path: Path) -> None:
    _, shards, statistics = write_release(published(), shipped(), tmp_path)
    assert statistics.held_back == 1  # not annotated either
    assert sum(shard.rows for shard in shards if shard.config == "articles") == 8
    assert sum(shard.rows for shard in shards if shard.config == "standoff") == 1
