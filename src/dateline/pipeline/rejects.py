"""What was not let through, over all steps of a project."""

from __future__ import annotations

from dateline.pipeline.rows import Row
from dateline.project import Project
from dateline.shards import read_table

STEPS = ("scrape", "clean", "articles", "gold")


def read_rejects(project: Project) -> list[Row]:
    """The rows of reject.schema.json of every step's last run, by step, reason and address."""
    rows: list[Row] = []
    for step in STEPS:
        found: list[Row] = []
        for path in sorted((project.rejects / step).glob("*.arrow")):
            found += read_table(path).to_pylist()
        rows += sorted(found, key=lambda row: (row["reason"], place(row), row["detail"]))
    return rows


def place(row: Row) -> str:
    """What was rejected: an address, else an article, else a file."""
    return str(row["url"] or row["article"] or row["warc"] or "?")
