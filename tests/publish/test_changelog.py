"""A release says itself what changed since the version before."""

import hashlib
from pathlib import Path

import orjson
import pytest
from boats import make_articles, publish
from test_retract import NOW

from dateline import schema as schemas
from dateline.pipeline.retract import retract
from dateline.project import Project, read_project
from dateline.publish.diff import changelog, diff
from dateline.publish.reading import open_release
from dateline.publish.verify import sound
from dateline.schema.arrow import to_table
from dateline.shards import write_table


def set_version(project: Project, version: str, more: str = "") -> Project:
    path = project.root / "dateline.toml"
    lines = [line for line in path.read_text().splitlines() if not line.startswith("version")]
    at = lines.index("[corpus]") + 1
    path.write_text("\n".join([*lines[:at], f'version = "{version}"{more}', *lines[at:]]))
    return read_project(project.root)


def log(project: Project) -> str:
    return (project.dist / "CHANGELOG.md").read_text("utf-8")


def build(project: Project, version: str) -> str:
    """A version and which build of it is in dist, as a changelog names it."""
    digest = hashlib.sha256((project.dist / "SHA256SUMS").read_bytes()).hexdigest()
    return f"{version} (the build whose SHA256SUMS has the SHA-256 {digest[:16]}…)"


def retitle(project: Project, number: int) -> str:
    rows = make_articles()
    rows[number]["title"] = "Another title"
    write_table(to_table(rows, schemas.load("article")), project.articles / "a.arrow")
    return str(rows[number]["id"])


def test_first_release_has_nothing_to_compare_with(built: Project) -> None:
    assert log(built) == (
        "# Changelog\n\n## 1.0.0\n\nThere was no earlier release to compare with.\n"
    )


def test_next_version_says_what_changed_however_often_it_is_built(project: Project) -> None:
    first = build(project, "1.0.0")
    name = retitle(project, 0)
    project = set_version(project, "1.1.0")
    publish(project)
    assert f"## 1.1.0\n\nChanges since {first}.\n\n" in log(project)
    assert f"\n\n- 1 article whose metadata changed: {name}\n" in log(project)
    other = retitle(project, 1)
    publish(project)
    assert f"- 1 article whose metadata changed: {other}\n" in log(project)
    assert log(project).endswith("## 1.0.0\n\nThere was no earlier release to compare with.\n")
    before = log(project)
    (project.work / "receipts/release/all.json").unlink()
    publish(project)
    assert log(project) == before and sound(project.dist) == []
    second = build(project, "1.1.0")
    publish(set_version(project, "1.2.0"))
    assert [line for line in log(project).splitlines() if line.startswith("#")] == [
        "# Changelog", "## 1.2.0", "## 1.1.0", "## 1.0.0",
    ]  # fmt: skip
    assert f"Changes since {second}. Nothing changed." in log(project)


def test_next_version_names_the_layers_that_are_gone(project: Project) -> None:
    publish(set_version(project, "2.0.0", '\nlayers = ["entities", "figures", "events", "times"]'))
    assert "5 changes of the schema: full.quotes is gone" in log(project)
    assert "config quotes is gone" in log(project)
    assert "- quotes: items 6 removed" in log(project)
    assert sound(project.dist) == [] and not (project.dist / "plots/quotes.svg").exists()


def test_next_version_counts_new_and_relabelled_items(project: Project) -> None:
    path = project.judgements / "ann.jsonl"
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    lines[2]["items"][0]["type"] = "ORDINAL"
    del lines[1]["items"][0]
    path.write_bytes(b"".join(orjson.dumps(line) + b"\n" for line in lines))
    publish(set_version(project, "1.1.0"))
    assert "- figures: items 1 relabelled" in log(project)
    assert "- quotes: items 1 removed" in log(project)


def test_withdrawn_words_do_not_stay_in_the_release_before(project: Project) -> None:
    release = open_release(project.dist)
    name = next(row["id"] for row in release.rows("articles", "train"))
    retract(project, [name], reason="LAW", now=NOW)
    project = set_version(project, "1.1.0")
    publish(project)
    assert f"- 1 article removed: {name}" in log(project)
    assert not (project.work / "previous").exists()


def test_changelog_of_one_version_twice_asks_for_a_new_one(
    built: Project, project: Project
) -> None:
    retitle(project, 0)
    publish(project)
    old, new = open_release(built.dist), open_release(project.dist)
    assert "they differ: raise `version`" in changelog(diff(old, new), "1.0.0", "1.0.0")
    assert "version 1.0.0. Nothing changed." in changelog(diff(old, old), "1.0.0", "1.0.0")


@pytest.mark.parametrize("file", ["release.json", "README.md"])
def test_publish_over_a_broken_release_compares_with_nothing(project: Project, file: str) -> None:
    (project.dist / file).write_bytes(b"{")
    publish(set_version(project, "1.1.0"))
    assert "There was no earlier release" in log(project) and sound(project.dist) == []


def test_shards_of_both_versions_are_whole(project: Project) -> None:
    retitle(project, 0)
    publish(set_version(project, "1.1.0"))
    assert sound(project.work / "previous") == sound(project.dist) == []
    names = {path.name for path in Path(project.work / "previous").glob("full/*")}
    assert names != {path.name for path in project.dist.glob("full/*")}
