"""Annotations and articles of a project, or of files that were named, for verbs that need both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from dateline.annotate.adjudicate import make_rules
from dateline.annotate.gold import Gold, gold
from dateline.errors import Stop
from dateline.layers import Layer, shipped
from dateline.pipeline.validation import annotation_files
from dateline.project import NoProject, Project, find_project
from dateline.schema.validator import load_validator
from dateline.shards import read_lines, read_tables

COLUMNS = ["id", "text", "blocks"]


class Surroundings(NamedTuple):
    """The project a verb runs in, if any, and its layers."""

    project: Project | None
    layers: Mapping[str, Layer]


def surroundings(folder: Path) -> Surroundings:
    """The project that `folder` is in. Outside of one the shipped layers hold.

    Raises Usage where `folder` is not the present one and is in no project, or in a wrong one.
    """
    try:
        project = find_project(folder)
    except NoProject:
        if folder != Path():
            raise
        return Surroundings(None, shipped())
    return Surroundings(project, project.layers)


def read_annotations(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """All annotations and decisions in JSONL files, also in folders.

    Raises Usage where there is no file, Stop where a line is neither.
    """
    found = []
    for path in annotation_files(paths):
        for number, line in read_lines(path):
            is_decision = isinstance(line, dict) and "dispute" in line
            misfits = load_validator("decision" if is_decision else "annotation").misfits(line)
            if misfits:
                raise Stop(
                    f"{path}:{number}: {misfits[0].pointer or '/'}: {misfits[0].message}. All that "
                    f"is wrong in the file: dateline validate {path}"
                )
            found.append(line)
    return found


def read_judgements(project: Project) -> list[dict[str, Any]]:
    """All judgements and adjudications of a project, decisions among them; [] where are none."""
    folders = (project.judgements, project.adjudications)
    with_lines = [folder for folder in folders if any(folder.rglob("*.jsonl"))]
    return read_annotations(with_lines) if with_lines else []


def gold_of(project: Project) -> Gold:
    """The project's gold, built from its judgements and adjudications by its rules."""
    rules = make_rules(project.layers, **asdict(project.settings.gold))
    return gold(read_judgements(project), (), project.layers, rules=rules)


def read_articles(
    paths: Sequence[Path] | None, project: Project | None, ids: Collection[str]
) -> list[dict[str, Any]]:
    """id, text and blocks of the articles `ids`, of `paths` (.arrow or .jsonl) or the project's.

    Raises Stop where a file holds no articles.
    """
    if paths is None:
        paths = sorted(project.articles.glob("*.arrow")) if project else []
    found: list[dict[str, Any]] = []
    for path in paths:
        if path.suffix == ".arrow":
            for table in read_tables(path):
                rows = table.select(COLUMNS).to_pylist()
                found += [row for row in rows if row["id"] in ids]
        else:
            found += [row for row in _article_lines(path) if row["id"] in ids]
    return found


def _article_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The articles of a JSONL file. Raises Stop where a line lacks an id or a text."""
    for number, row in read_lines(path):
        fits = isinstance(row, dict) and all(
            isinstance(row.get(key), str) for key in ("id", "text")
        )
        if not fits:
            raise Stop(f"{path}:{number}: an article is an object with an id and a text at least")
        yield {"blocks": [], **row}
