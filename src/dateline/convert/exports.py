"""Exporters: a release in the formats of other tools, and back. A new format is one entry here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dateline.convert.brat import read_brat
from dateline.convert.brat import write_brat as write_one
from dateline.convert.cas import read_cas, write_cas
from dateline.convert.columns import read_conll2003, read_iob2, write_conll2003, write_iob2
from dateline.convert.docbin import read_docbin, write_docbin
from dateline.convert.documents import Document, Lost
from dateline.convert.jsonlines import read_jsonlines, write_jsonlines
from dateline.convert.web_annotation import read_web_annotation, write_web_annotation
from dateline.errors import Usage
from dateline.layers import Layer
from dateline.text import sha256

Layers = Mapping[str, Layer]


class Exporter(NamedTuple):
    """One format: how it is written and read, and what it cannot hold."""

    write: Callable[[Iterable[Document], Path, Layers], Lost]
    read: Callable[[Path, Layers], Iterator[Document]]
    cannot_hold: str
    holds: str  # documents, items, spans or tokens: what comes back from a round trip


def write_brat(documents: Iterable[Document], folder: Path, layers: Layers) -> Lost:
    """Write LAYER/ID.txt and LAYER/ID.ann."""
    lost: Lost = Counter()
    for document in documents:
        lost["metadata of articles"] += 1
        for name, annotation in document.annotations.items():
            write_one(document.article, {**annotation, "layer": name}, folder / name, layers=layers)
            lost["clusters: names and links"] += len(annotation.get("clusters") or ())
            own = {item["id"] for item in annotation["items"]}
            named = (
                target
                for item in annotation["items"]
                for reference in layers[name].references
                for _, target, _ in reference.targets(item)
            )
            lost["references to other layers"] += sum(target not in own for target in named)
    return lost


def read_brats(folder: Path, layers: Layers) -> Iterator[Document]:
    """The documents of every layer's folder, one layer each."""
    for name in layers:
        if (folder / name).is_dir():
            for found in read_brat(folder / name, _article, layer=name, layers=layers):
                items = [item for line in found.annotations for item in line["items"]]
                yield Document(found.article, {name: {"items": items}})


def _article(text: str, id: str, language: str | None = None, **_: Any) -> dict[str, Any]:
    blocks = [{"type": "PARAGRAPH", "start": 0, "end": len(text)}]
    return {"id": id, "text": text, "text_sha256": sha256(text), "blocks": blocks}


EXPORTERS: dict[str, Exporter] = {
    "jsonl": Exporter(write_jsonlines, read_jsonlines, "nothing is lost", "documents"),
    "conll2003": Exporter(
        write_conll2003, read_conll2003,
        "white space and offsets, nested and discontinuous spans, attributes, references, clusters",
        "tokens",
    ),
    "iob2": Exporter(
        write_iob2, read_iob2,
        "white space and offsets, nested and discontinuous spans, attributes, references, clusters",
        "tokens",
    ),
    "docbin": Exporter(
        write_docbin, read_docbin,
        "spans inside a token, pieces of discontinuous spans, attributes, references, clusters; "
        "in doc.ents also nested spans",
        "spans",
    ),
    "brat": Exporter(
        write_brat, read_brats, "metadata, references to other layers, clusters' names", "spans"
    ),
    "web-annotation": Exporter(
        write_web_annotation, read_web_annotation, "metadata of articles", "items"
    ),
    "cas": Exporter(
        write_cas, read_cas,
        "metadata, pieces of discontinuous spans, clusters' names and links",
        "spans",
    ),
}  # fmt: skip


def export(name: str, documents: Iterable[Document], folder: Path, layers: Layers) -> Lost:
    """Write `documents` in the format `name` into `folder`; what it cannot hold, counted.

    Raises Usage where there is no such format, or where `folder` is a file.
    """
    exporter = find(name)
    if folder.exists() and not folder.is_dir():
        raise Usage(f"{folder} is a file; an export needs a folder")
    folder.mkdir(parents=True, exist_ok=True)
    return exporter.write(documents, folder, layers)


def find(name: str) -> Exporter:
    """The exporter `name`. Raises Usage where there is none."""
    if name not in EXPORTERS:
        raise Usage(f"there is no export format {name!r}; known: {', '.join(EXPORTERS)}")
    return EXPORTERS[name]
