"""An article is taken back: out of everything that a next release is made of."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dateline.errors import Usage
from dateline.pipeline.duplicates import kept_article
from dateline.pipeline.withdrawn import addresses, read_withdrawn
from dateline.project import Project
from dateline.schema.arrow import format_time
from dateline.scrape.sources import read_sources
from dateline.scrape.withdraw import withdraw
from dateline.shards import TableWriter, read_lines, read_tables, replacing, write_lines
from dateline.urls import article_id

Row = dict[str, Any]
_COLUMNS = ["id", "url", "canonical_url", "source", "text_sha256", "provenance"]


@dataclass
class Retraction:
    """What was taken back, what was removed where, and what needs a person."""

    articles: list[str]  # that have a tombstone since now, without the copies
    copies: list[str] = field(default_factory=list)  # the same text at other addresses
    pages: int = 0  # records of WARC files, each with its notes
    rows: Counter[str] = field(default_factory=Counter)  # folder -> rows of its shards
    lines: Counter[str] = field(default_factory=Counter)  # file -> lines
    alike: list[str] = field(default_factory=list)  # near-duplicates, which stay
    originals: list[str] = field(default_factory=list)  # files of sources that are not ours


def retract(
    project: Project, articles: Collection[str], *, reason: str, now: datetime
) -> Retraction:
    """Take `articles` (ids) back, and whatever an earlier call left.

    First a tombstone without words goes to corpus/withdrawn.jsonl: from then on no scrape, no
    cleaning and no release takes the article. Then its pages, rows and lines are removed, every
    file as a whole, so that a call that was killed is completed by repeating it. Copies of the
    same text go with it. What names the clusters stays: no split moves. Raises Usage for an id
    that is nowhere.
    """
    stones = {row["article"]: row for row in read_withdrawn(project.withdrawn)}
    named = set(articles) - set(stones)
    wanted = _same_texts(project, named | set(stones))
    done = Retraction(sorted(named), sorted(wanted - set(stones) - named))
    found = [*_rows(project, wanted), *_rejected(project, wanted)]
    _check_known(project, named, {row["id"] for row in found})
    for name in (*done.articles, *done.copies):
        stones[name] = {
            "article": name,
            "text_sha256": None,
            "reason": reason,
            "withdrawn": format_time(now),
        }
    for row in found:
        _engrave(stones[row["id"]], row)
    write_lines((stones[name] for name in sorted(stones)), project.withdrawn)
    done.alike = _alike(project, wanted)
    done.originals = _originals(project, found)
    _remove(project, stones, {(row["provenance"] or {}).get("record_id") for row in found}, done)
    return done


def _rows(project: Project, wanted: Collection[str]) -> Iterator[Row]:
    """What is known of the articles: of what is published first."""
    ids = pa.array(sorted(wanted), pa.string())
    for path in _shards(project):
        for table in read_tables(path):
            rows = table.select(_COLUMNS)
            yield from rows.filter(pc.is_in(rows["id"], value_set=ids)).to_pylist()


def _rejected(project: Project, wanted: Collection[str]) -> Iterator[Row]:
    """What cleaning rejected: older revisions, copies, and pages that came back."""
    for row in _rejects(project):
        if row["article"] in wanted:
            known = {key: row.get(key) for key in _COLUMNS} | {"id": row["article"]}
            yield known | {"provenance": {"warc": row["warc"], "record_id": row["record_id"]}}


def _same_texts(project: Project, articles: Collection[str]) -> set[str]:
    """`articles`, and those that cleaning found to be the same text: copies and originals."""
    pairs = [
        {row["article"], kept_article(row)}
        for row in _rejects(project)
        if row["reason"] == "DUPLICATE"
    ]
    found = set(articles)
    while more := set().union(*(pair for pair in pairs if pair & found)) - found:
        found |= more
    return found


def _rejects(project: Project) -> Iterator[Row]:
    for path in sorted((project.rejects / "articles").glob("*.arrow")):
        for table in read_tables(path):
            yield from table.to_pylist()


def _check_known(project: Project, named: Collection[str], found: Collection[str]) -> None:
    missing = set(named) - set(found)
    if missing:
        missing -= {line.get("article") for path in _said(project) for _, line in read_lines(path)}
    for name in sorted(missing):
        raise Usage(f"there is no article {name} in {project.articles}, nor a judgement of one")


def _engrave(stone: Row, row: Mapping[str, Any]) -> None:
    """Put what must be known for later onto a tombstone: the text's hash, and its addresses'."""
    stone["text_sha256"] = stone["text_sha256"] or row["text_sha256"]
    named = (article_id(row[key]) for key in ("url", "canonical_url") if row[key])
    known = {*named, *(stone.get("addresses") or ())} - {stone["article"]}
    if known:
        stone["addresses"] = sorted(known)


def _alike(project: Project, wanted: Collection[str]) -> list[str]:
    """Articles that share a cluster with one of those that go, and stay."""
    lines = [line for _, line in read_lines(project.manifest)] if project.manifest.is_file() else []
    clusters = {line["cluster"] for line in lines if line["id"] in wanted}
    return sorted(x["id"] for x in lines if x["cluster"] in clusters and x["id"] not in wanted)


def _originals(project: Project, found: Iterable[Mapping[str, Any]]) -> list[str]:
    """The folders and archives of the project's sources that hold pages of `found`."""
    sources = read_sources(project.sources) if project.sources.is_file() else []
    by_name = {source.name: source for source in sources}
    places = set()
    for row in found:
        source = by_name.get(row["source"] or "")
        if source and (folder := source.folder or source.dumps):
            places.add(f"{folder}: {row['url']}")
        elif source and source.warcs:
            places.add(f"{(row['provenance'] or {}).get('warc')}: {row['url']}")
    return sorted(places)


def _remove(
    project: Project, stones: Mapping[str, Row], records: Collection[str | None], done: Retraction
) -> None:
    _sweep(project)
    known = addresses(stones.values())
    done.pages = withdraw(project.pages, known, {record for record in records if record})
    for path in _shards(project):
        removed = _without_rows(path, stones)
        if removed:
            done.rows[_inside(project, path.parent)] += removed
            # Pages of a file that is not ours stay in it, and are to be counted as rejects.
            (project.work / "receipts" / "clean" / f"{path.stem}.json").unlink(missing_ok=True)
    built = [project.work / "gold.jsonl", project.work / "judgements.jsonl"]
    for path in [*_said(project), *(path for path in built if path.is_file())]:
        done.lines[_inside(project, path)] += _without_lines(path, "article", stones)
    if project.manifest.is_file():
        done.lines[_inside(project, project.manifest)] += _without_lines(
            project.manifest, "id", stones
        )


def _sweep(project: Project) -> None:
    """Remove the release of an earlier version, and what processes that were killed have left."""
    for name in ("scratch", "previous"):
        shutil.rmtree(project.work / name, ignore_errors=True)
    for folder in (project.corpus, project.annotations, project.work):
        for path in folder.rglob(".*.tmp"):
            path.unlink(missing_ok=True)


def _said(project: Project) -> list[Path]:
    """Everything that people said."""
    return sorted(project.annotations.rglob("*.jsonl"))


def _shards(project: Project) -> list[Path]:
    folders = (project.articles, project.work / "cleaned")
    return [path for folder in folders for path in sorted(folder.glob("*.arrow"))]


def _inside(project: Project, path: Path) -> str:
    return path.relative_to(project.root).as_posix()


def _without_lines(path: Path, key: str, articles: Collection[str]) -> int:
    lines = [line for _, line in read_lines(path)]
    kept = [line for line in lines if line.get(key) not in articles]
    if len(kept) < len(lines):
        write_lines(kept, path)
    return len(lines) - len(kept)


def _without_rows(path: Path, articles: Collection[str]) -> int:
    ids = pa.array(sorted(articles), pa.string())
    tables = list(read_tables(path))
    kept = [table.filter(pc.invert(pc.is_in(table["id"], value_set=ids))) for table in tables]
    removed = sum(map(len, tables)) - sum(map(len, kept))
    if removed:
        with replacing(path) as temporary, TableWriter(temporary, tables[0].schema) as writer:
            for table in kept:
                writer.write(table)
    return removed
