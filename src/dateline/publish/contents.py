"""Checks of what the rows of a release say, beyond their types."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dateline.checks import layer_of_items, problems
from dateline.checks.spans import Article
from dateline.publish.reading import Release
from dateline.publish.release import layers_of
from dateline.publish.standoff import references, spans_of
from dateline.publish.tables import Config
from dateline.schema.validator import Validator
from dateline.text import sha256

Row = Mapping[str, Any]


def row_problems(rows: Iterable[Row], config: Config) -> Iterator[list[str]]:
    """For each row: where it leaves its schema, and what stand-off or tokens get wrong."""
    validator = Validator(config.schema)
    for row in rows:
        where = f"{config.name} {row.get('id') or row.get('article')}"
        found = [f"{where}{m.pointer}: {m.message}" for m in validator.misfits(_plain(row))]
        if config.name == "standoff":
            found += [f"{where}: {problem}" for problem in _standoff(row)]
        if config.name == "ner":
            found += [f"{where}: {problem}" for problem in _tokens(row)]
        yield found


def _plain(row: Row) -> Any:
    """Absent properties read from tables are None: leave them out, as JSON has it."""
    if isinstance(row, Mapping):
        return {key: _plain(value) for key, value in row.items() if value is not None}
    return [_plain(member) for member in row] if isinstance(row, list) else row


def _standoff(row: Row) -> Iterator[str]:
    if not 1 <= row["bits"] <= 4 or any(int(d, 16) >> row["bits"] for d in row["tokens"]):
        yield f"tokens are not of {row['bits']} bits"
    known = {(a["offset"], a["edge"]) for a in row["anchors"]}
    places = [(s["start"], s["end"]) for s in spans_of(row)] + list(references(row))
    for start, end in places:
        if not 0 <= start < end <= row["text_length"]:
            yield f"span {start} to {end} lies outside the text"
        if (start, "START") not in known or (end, "END") not in known:
            yield f"span {start} to {end} has no anchor"


def _tokens(row: Row) -> Iterator[str]:
    if not len(row["tokens"]) == len(row["offsets"]) == len(row["ner_tags"]):
        yield "tokens, offsets and tags are not of one length"
    for (start, end), token in zip(row["offsets"], row["tokens"], strict=False):
        if end - start != len(token):
            yield f"token {token!r} is not as long as its offsets {start} to {end}"


def article_problems(release: Release, split: str) -> Iterator[list[str]]:
    """For each article of `split`: what is wrong with its text, its annotations and its rows.

    The configs that have one row for each article are read side by side.
    """
    names = [n for n, config in release.configs.items() if config.by_article and n != "full"]
    sides = [release.rows(name, split) for name in names]
    for full, *others in itertools.zip_longest(release.rows("full", split), *sides):
        if full is None or None in others or {row["id"] for row in others} != {full["id"]}:
            yield [f"{split}: {', '.join(names)} and full are not in the same order"]
            return
        found = [] if sha256(full["text"]) == full["text_sha256"] else ["text_sha256 differs"]
        article = Article(full["text"], full["blocks"])
        annotations = layers_of(full, release.layers)
        for name, row in zip(names, others, strict=True):
            if name in release.layers and row["items"] != full[name]:
                found.append(f"{name} differs from full")
        found += _annotation_problems(annotations, article, full["id"], release)
        yield [f"{full['id']}: {problem}" for problem in found]


def _annotation_problems(
    annotations: Mapping[str, dict[str, Any]], article: Article, name: str, release: Release
) -> Iterator[str]:
    lines = [
        _without_nulls({
            "article": name, "text_sha256": article.sha256, "layer": layer,
            "annotator": {"id": "gold", "kind": "ADJUDICATOR"}, **found,
        })
        for layer, found in annotations.items()
    ]  # fmt: skip
    others = layer_of_items(lines)
    for line in lines:
        yield from problems(line, article, others=others, layers=release.layers)


def _without_nulls(line: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = _plain(line)
    return plain
