"""Annotation files, checked line by line against the articles they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dateline.checks import Problem, check_lines
from dateline.errors import Usage
from dateline.layers import Layer
from dateline.schema.validator import load_validator
from dateline.shards import parse_line, read_lines, read_tables

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

    lines: int  # all that are not empty
    found: list[Found]  # in the order of files and lines
    unread: dict[str, int]  # articles that are not at hand, so that offsets were not checked: lines

    @property
    def wrong(self) -> int:
        """How many lines have a problem."""
        return len({(found.path, found.line) for found in self.found})


def annotation_files(paths: Iterable[Path]) -> list[Path]:
    """The JSONL files that `paths` name, also in folders, each once.

    Raises Usage where there is none.
    """
    paths, files = list(paths), []
    for path in paths:
        if path.is_dir():
            files += sorted(path.rglob("*.jsonl"))
        elif path.is_file():
            files.append(path)
        else:
            raise Usage(f"{path} does not exist")
    if not files:
        raise Usage(f"there is no *.jsonl file in {', '.join(map(str, paths))}")
    return list(dict.fromkeys(files))


def check_files(
    files: Sequence[Path], articles: Sequence[Path], layers: Mapping[str, Layer]
) -> Checked:
    """Every problem of annotations and decisions in `files`, held against the articles given.

    Lines about one article are checked together, over all files, since references cross them.
    Where articles are given, one that is not among them is a problem.
    """
    found: list[Found] = []
    places: dict[str, list[tuple[Path, int, Any]]] = {}
    for path, number, value in _values(files, found):
        article = value.get("article") if isinstance(value, dict) else None
        name = article if isinstance(article, str) else ""
        places.setdefault(name, []).append((path, number, value))
    count = len(found) + sum(map(len, places.values()))
    unread = {}
    texts = _articles(articles, set(places))
    for article, lines in places.items():
        text = texts.get(article)
        if text is None and article and articles:
            found += [
                Found(path, number, Problem("/article", _unknown(article, articles)))
                for path, number, _ in lines
            ]
        elif text is None and article:
            unread[article] = len(lines)
        found += _repeated(lines)
        checked = _check([value for *_, value in lines], text, layers)
        for (path, number, _), problems in zip(lines, checked, strict=True):
            found += [Found(path, number, problem) for problem in problems]
    order = {path: at for at, path in enumerate(files)}
    found.sort(key=lambda place: (order[place.path], place.line))
    return Checked(count, found, unread)


def _unknown(article: str, articles: Sequence[Path]) -> str:
    where = articles[0] if len(articles) == 1 else f"the {len(articles)} files of articles"
    return (
        f"{article!r} is none of the articles in {where}. Correct the id; or run dateline clean, "
        "where its page is new; or name the file that holds it with --articles"
    )


def _repeated(lines: Iterable[tuple[Path, int, Any]]) -> Iterator[Found]:
    """Lines about one article in which an annotator says a layer again, and nothing says which
    one counts: neither `origin` nor `created`."""
    seen: dict[tuple[Any, ...], str] = {}
    for path, number, line in lines:
        who = line.get("annotator") if isinstance(line, dict) else None
        if not isinstance(who, dict) or "dispute" in line or line.get("origin"):
            continue
        key = (who.get("id"), who.get("kind"), line.get("layer"), line.get("created"))
        if not all(isinstance(part, str | None) for part in key):
            continue
        if key in seen:
            message = (
                f"{key[0]!r} has annotated {key[2]} of this article in {seen[key]} already; leave "
                "out one of the two lines: which one counts is not ours to guess"
            )
            yield Found(path, number, Problem("/annotator/id", message))
        seen.setdefault(key, f"{path}:{number}")


def _check(
    values: Sequence[Any], article: Article | None, layers: Mapping[str, Layer]
) -> list[list[Problem]]:
    """What is wrong with each line about one article: an annotation, or (with `dispute`) a
    decision of an adjudicator."""
    decisions = [isinstance(value, dict) and "dispute" in value for value in values]
    pairs = list(zip(values, decisions, strict=True))
    annotations = iter(
        check_lines([value for value, is_one in pairs if not is_one], article, layers)
    )
    misfits = load_validator("decision").misfits
    return [
        [Problem(misfit.pointer, misfit.message) for misfit in misfits(value)]
        if is_decision
        else next(annotations)
        for value, is_decision in pairs
    ]


def _values(files: Sequence[Path], found: list[Found]) -> Iterator[tuple[Path, int, Any]]:
    """(file, line number, value) of each line; one that is no JSON goes to `found`."""
    for path in files:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                try:
                    yield path, number, parse_line(line)
                except ValueError as error:
                    found.append(Found(path, number, Problem("", str(error))))


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
