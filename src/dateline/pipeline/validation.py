"""Annotation files, checked line by line against the articles they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from dateline.checks import Problem, check_lines
from dateline.errors import Usage
from dateline.layers import Layer
from dateline.shards import read_lines, read_tables

Article = Mapping[str, Any]


class Found(NamedTuple):
    """A problem and where it stands."""

    path: Path
    line: int  # from 1
    problem: Problem

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}"


class Checked(NamedTuple):
    """What `check_files` found."""

    lines: int
    found: list[Found]  # in the order of files and lines
    unread: int  # lines whose article is not at hand, so that their offsets were not checked


def annotation_files(paths: Iterable[Path]) -> list[Path]:
    """The JSONL files that `paths` name, also in folders. Raises Usage where there is none."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(path.rglob("*.jsonl"))
        elif path.is_file():
            files.append(path)
        else:
            raise Usage(f"{path} does not exist")
    if not files:
        raise Usage("no *.jsonl file in the folders that were named")
    return files


def check_files(
    files: Sequence[Path], articles: Sequence[Path], layers: Mapping[str, Layer]
) -> Checked:
    """Every problem of the annotations in `files`, held against the articles in `articles`.

    Lines about one article are checked together, over all files, since references cross them.
    """
    found: list[Found] = []
    places: dict[str, list[tuple[Path, int, Any]]] = {}
    count = 0
    for path, number, value in _values(files, found):
        count += 1
        article = value.get("article") if isinstance(value, dict) else None
        places.setdefault(str(article), []).append((path, number, value))
    unread = 0
    texts = _articles(articles, set(places))
    for article, lines in places.items():
        text = texts.get(article)
        unread += 0 if text else len(lines)
        for (path, number, _), problems in zip(
            lines, check_lines([value for *_, value in lines], text, layers), strict=True
        ):
            found += [Found(path, number, problem) for problem in problems]
    order = {path: at for at, path in enumerate(files)}
    found.sort(key=lambda place: (order[place.path], place.line))
    return Checked(count, found, unread)


def _values(files: Sequence[Path], found: list[Found]) -> Iterator[tuple[Path, int, Any]]:
    """(file, line number, value) of each line; one that is no JSON goes to `found`."""
    for path in files:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                try:
                    yield path, number, orjson.loads(line)
                except orjson.JSONDecodeError as error:
                    found.append(Found(path, number, Problem("", f"not JSON: {error}")))


def _articles(paths: Sequence[Path], ids: set[str]) -> dict[str, Article]:
    """The articles `ids` in Arrow shards or JSONL files."""
    found: dict[str, Article] = {}
    for path in paths:
        for row in _rows(path):
            if row["id"] in ids:
                found[row["id"]] = row
    return found


def _rows(path: Path) -> Iterator[Article]:
    if path.suffix == ".arrow":
        for table in read_tables(path):
            yield from table.select(["id", "text", "blocks"]).to_pylist()
    else:
        yield from (row for _, row in read_lines(path))
