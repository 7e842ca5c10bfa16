"""Plain JSON lines: articles.jsonl and annotations.jsonl, as the schema describes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from dateline.convert.documents import Document, Lost
from dateline.layers import Layer


def write_jsonlines(
    documents: Iterable[Document], folder: Path, layers: Mapping[str, Layer]
) -> Lost:
    """Write both files into `folder`; nothing is lost."""
    folder.mkdir(parents=True, exist_ok=True)
    articles = (folder / "articles.jsonl").open("wb")
    annotations = (folder / "annotations.jsonl").open("wb")
    with articles, annotations:
        for article, found in documents:
            articles.write(orjson.dumps(article) + b"\n")
            for name, annotation in found.items():
                annotations.write(orjson.dumps(_line(article, name, annotation)) + b"\n")
    return Counter()


def _line(article: Mapping[str, Any], layer: str, annotation: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "article": article["id"],
        "text_sha256": article["text_sha256"],
        "layer": layer,
        "annotator": {"id": "gold", "kind": "ADJUDICATOR"},
        **annotation,
    }


def read_jsonlines(folder: Path, layers: Mapping[str, Layer]) -> Iterator[Document]:
    """The documents of a folder that `write_jsonlines` wrote, in their order."""
    lines = iter(_lines(folder / "annotations.jsonl"))
    line = next(lines, None)
    for article in _lines(folder / "articles.jsonl"):
        found = {}
        while line is not None and line["article"] == article["id"]:
            kept = ("items", "clusters")
            found[line["layer"]] = {name: line[name] for name in kept if name in line}
            line = next(lines, None)
        yield Document(article, found)


def _lines(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for line in file:
            yield orjson.loads(line)
