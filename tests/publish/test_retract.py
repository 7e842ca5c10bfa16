"""An article that is taken back is gone everywhere, and no split moves."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from boats import publish

from dateline.errors import Usage
from dateline.pipeline.retract import retract
from dateline.pipeline.withdrawn import read_withdrawn
from dateline.project import Project
from dateline.publish.diff import changelog, diff
from dateline.publish.reading import Release, open_release
from dateline.publish.verify import verify
from dateline.scrape.withdraw import withdraw

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def places(release: Release) -> dict[str, str]:
    return {
        row["id"]: split
        for config in ("articles", "standoff")
        for split in release.splits(config)
        for row in release.rows(config, split)
    }


def test_retract_removes_an_article_from_the_next_release(built: Project, project: Project) -> None:
    old = open_release(built.dist)
    before = places(old)
    row = next(r for r in old.rows("full", "train") if r["entities"])
    done = retract(project, [row["id"]], reason="PERSON", now=NOW)
    assert done.articles == [row["id"]] and done.rows == {"corpus/articles": 1}
    assert done.lines["annotations/judgements/ann.jsonl"] == 3
    publish(project)
    release = open_release(project.dist)
    assert places(release) == {name: s for name, s in before.items() if name != row["id"]}
    assert [c.name for c in verify(release, read_withdrawn(project.withdrawn)) if c.problems] == []
    for path in project.root.rglob("*"):  # the name that is in this article only
        if path.is_file() and path.suffix != ".parquet":
            assert row["text"].split(",")[0].encode() not in path.read_bytes(), path
    stones = list(read_withdrawn(project.dist / "withdrawn.jsonl"))
    assert stones[0]["article"] == row["id"] and set(stones[0]) == {
        "article", "text_sha256", "addresses", "reason", "withdrawn",
    }  # fmt: skip
    found = {c.name: c.problems for c in verify(old, stones)}
    assert found["withdrawn"] == [f"{row['id']} in train was withdrawn on 2026-11-24 (PERSON)"]
    changes = diff(old, release)
    assert changes.removed == [row["id"]] and not changes.split
    assert changes.items["entities"] == {"added": 0, "removed": 3}
    assert "1 article removed" in changelog(changes, "1.0.0", "1.0.1")


def test_retract_of_an_unknown_article(project: Project) -> None:
    with pytest.raises(Usage, match="there is no article 12"):
        retract(project, ["12"], reason="PERSON", now=NOW)


def test_retract_stays_when_the_article_comes_back(built: Project, project: Project) -> None:
    name = next(iter(places(open_release(built.dist))))
    retract(project, [name], reason="LAW", now=NOW)
    shard = next(built.articles.glob("*.arrow"))
    (project.articles / shard.name).write_bytes(shard.read_bytes())
    publish(project)
    assert name not in places(open_release(project.dist))


def test_withdraw_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    members = []
    for number in range(3):
        body = f"page {number}".encode()
        head = (
            f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        members.append(head.encode() + body + b"\r\n\r\n")
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(members))
    assert withdraw(tmp_path, [], {"<urn:uuid:1>"}) == 1
    assert path.read_bytes() == members[0] + members[2]


def record(number: int) -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Length: 6\r\n\r\n"
    )
    return gzip.compress(f"{head}page {number}\r\n\r\n".encode(), mtime=0)


def test_withdraw_goes_on_behind_what_is_damaged(tmp_path: Path) -> None:
    members = [record(number) for number in range(4)]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join([members[0], members[1][:50], b"no gzip", *members[2:]]))
    (tmp_path / "b.warc.gz").write_bytes(b"no WARC at all")
    assert withdraw(tmp_path, [], {"<urn:uuid:2>"}) == 1
    assert path.read_bytes() == members[0] + members[1][:50] + b"no gzip" + members[3]
    assert (tmp_path / "b.warc.gz").read_bytes() == b"no WARC at all"


def test_diff_of_a_release_with_itself_is_nothing(built: Project) -> None:
    release = open_release(built.dist)
    assert diff(release, release).nothing
