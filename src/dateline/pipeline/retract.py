"""An article is taken back: out of everything that a next release is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from fastwarc.warc import ArchiveIterator

from dateline.errors import Usage
from dateline.pipeline.release import read_withdrawn
from dateline.project import Project
from dateline.schema.arrow import format_time
from dateline.shards import TableWriter, read_lines, read_tables, replacing, write_lines

Row = dict[str, Any]


def retract(
    project: Project, articles: Collection[str], *, reason: str, now: datetime
) -> dict[str, int]:
    """Take `articles` (ids) back; how many rows and lines were removed where.

    Pages go from the WARC files, so that cleaning again does not bring them back; judgements,
    adjudications and articles go; a tombstone without words stays in corpus/withdrawn.jsonl, which
    keeps them out of every later release. What names the clusters stays: no split moves. Raises
    Usage for an id that is nowhere.
    """
    wanted = set(articles)
    found = _articles(project, wanted)
    known = {row["article"]: row for row in read_withdrawn(project.withdrawn)}
    judged = {line["article"] for path in _line_files(project) for _, line in read_lines(path)}
    for name in sorted(wanted - set(found) - set(known) - judged):
        raise Usage(f"there is no article {name} in {project.articles}, nor a judgement of one")
    for name in sorted(wanted - set(known)):
        known[name] = {
            "article": name,
            "text_sha256": found.get(name, {}).get("text_sha256"),
            "reason": reason,
            "withdrawn": format_time(now),
        }
    write_lines((known[name] for name in sorted(known)), project.withdrawn)
    records = {row["provenance"]["record_id"] for row in found.values() if row["provenance"]}
    return {
        "pages": sum(_without_records(path, records) for path in _warcs(project, found)),
        "articles": sum(_without_rows(path, wanted) for path in _shards(project)),
        "judgements": sum(_without_lines(path, wanted) for path in _line_files(project)),
    }


def _articles(project: Project, wanted: Collection[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for path in sorted(project.articles.glob("*.arrow")):
        for table in read_tables(path):
            rows = table.select(["id", "text_sha256", "provenance"]).to_pylist()
            found |= {row["id"]: row for row in rows if row["id"] in wanted}
    return found


def _line_files(project: Project) -> list[Path]:
    """Everything that people said, and what was built of it."""
    built = [project.work / "gold.jsonl", project.work / "judgements.jsonl"]
    folders = (project.judgements, project.adjudications)
    said = [path for folder in folders for path in sorted(folder.rglob("*.jsonl"))]
    return [*said, *(path for path in built if path.is_file())]


def _shards(project: Project) -> list[Path]:
    folders = (project.articles, project.work / "cleaned")
    return [path for folder in folders for path in sorted(folder.glob("*.arrow"))]


def _warcs(project: Project, found: dict[str, Row]) -> list[Path]:
    """The project's own WARC files that hold pages of `found`."""
    places = (row["provenance"] or {} for row in found.values())
    names = {place["warc"] for place in places if place.get("warc")}
    return [path for name in sorted(names) if (path := project.pages / name).is_file()]


def _without_lines(path: Path, articles: Collection[str]) -> int:
    lines = [line for _, line in read_lines(path)]
    kept = [line for line in lines if line.get("article") not in articles]
    if len(kept) < len(lines):
        write_lines(kept, path)
    return len(lines) - len(kept)


def _without_rows(path: Path, articles: Collection[str]) -> int:
    removed = 0
    tables = list(read_tables(path))
    kept = []
    for table in tables:
        inside = pc.is_in(table["id"], value_set=pa.array(sorted(articles), pa.string()))
        kept.append(table.filter(pc.invert(inside)))
        removed += table.num_rows - kept[-1].num_rows
    if removed:
        with replacing(path) as temporary, TableWriter(temporary, tables[0].schema) as writer:
            for table in kept:
                writer.write(table)
    return removed


def _without_records(path: Path, records: Collection[str]) -> int:
    """Copy a WARC file record by record, byte for byte, but `records` and what belongs to them."""
    data = path.read_bytes()
    places = list(_places(path, records))
    gone = sum(drop for _, drop in places)
    if gone:
        edges = [*(start for start, _ in places), len(data)]
        with replacing(path) as temporary, temporary.open("wb") as file:
            for (start, drop), end in zip(places, edges[1:], strict=True):
                if not drop:
                    file.write(data[start:end])
    return gone


def _places(path: Path, records: Collection[str]) -> Iterator[tuple[int, bool]]:
    """(first byte, whether it is to go) of each record."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            about = {record.headers.get("WARC-Record-ID"), record.headers.get("WARC-Concurrent-To")}
            yield record.stream_pos, bool(about & set(records))
