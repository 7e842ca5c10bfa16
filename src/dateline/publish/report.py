"""One self-contained page to read a corpus: texts, all layers, references, filters, statistics."""

from __future__ import annotations

import base64
import gzip
import html
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any

import orjson

from dateline.layers import Layer
from dateline.publish.reading import Release
from dateline.publish.release import layers_of

Row = dict[str, Any]

CHUNK = 50  # articles that are unpacked together
PALETTE = (
    "#3366cc", "#d97a00", "#2ca02c", "#c2185b", "#9467bd", "#17a2a2", "#8c564b", "#b8860b",
    "#607d8b", "#5e35b1", "#00838f", "#9e9d24",
)  # fmt: skip


def write_report(release: Release, path: Path) -> int:
    """Write the page of every article with its text to `path`; how many there are.

    Raises Usage where no article has its text.
    """
    release.check_texts()
    layers = release.layers
    index: list[Row] = []
    texts: list[str] = []
    items: list[Row] = []
    chunks: list[str] = []
    counts: dict[str, Counter[str]] = {name: Counter() for name in layers}
    for split, row in _articles(release):
        annotations = layers_of(row, layers)
        index.append(_entry(row, split, annotations, layers, counts))
        texts.append(row["text"])
        items.append({"layers": _items(annotations, layers), "blocks": _blocks(row)})
        if len(texts) == CHUNK:
            chunks += _packed(len(index) // CHUNK - 1, texts, items)
            texts, items = [], []
    if texts:
        chunks += _packed(len(index) // CHUNK, texts, items)
    head = {
        "chunk": CHUNK,
        "articles": index,
        "layers": {name: {"colours": colours(layer)} for name, layer in layers.items()},
        "tables": list(_tables(index, counts, layers)),
    }
    template = Template(Path(__file__).with_name("report.html").read_text("utf-8"))
    title = html.escape(release.summary["corpus"]["title"] or release.summary["name"])
    page = template.substitute(title=title, head=_script(head), chunks="\n".join(chunks))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, "utf-8")
    return len(index)


def _articles(release: Release) -> Iterator[tuple[str, Row]]:
    for split in release.splits("full"):
        for row in release.rows("full", split):
            yield split, row


def colours(layer: Layer) -> dict[str, str]:
    """A colour for each label: the annotation tool's where the schema has them."""
    chosen = layer.schema["properties"][layer.label].get("x-studio", {}).get("colours", ())
    return {
        label: chosen[at] if at < len(chosen) else PALETTE[at % len(PALETTE)]
        for at, label in enumerate(layer.labels)
    }


def _entry(
    row: Row,
    split: str,
    annotations: Mapping[str, Row],
    layers: Mapping[str, Layer],
    counts: Mapping[str, Counter[str]],
) -> Row:
    """What the list and the filters need of an article."""
    own = {
        name: Counter(item[layers[name].label] for item in annotation["items"])
        for name, annotation in annotations.items()
    }
    for name, found in own.items():
        counts[name].update(found)
    return {
        "id": row["id"],
        "title": row["title"],
        "source": row["source"],
        "language": row["language"],
        "split": split,
        "date": (row["published"] or "")[:10],
        "licence": (row["rights"] or {}).get("licence"),
        "items": sum(found.total() for found in own.values()),
        "counts": own,
    }


def _items(annotations: Mapping[str, Row], layers: Mapping[str, Layer]) -> Row:
    """What the reader needs of an article's items."""
    return {
        name: [_item(item, annotation, layers[name]) for item in annotation["items"]]
        for name, annotation in annotations.items()
    }


def _blocks(row: Row) -> list[list[Any]]:
    """The blocks that look different from plain paragraphs."""
    found = row["blocks"] or ()
    return [[b["type"], b["start"], b["end"]] for b in found if b["type"] != "PARAGRAPH"]


def _item(item: Row, annotation: Row, layer: Layer) -> Row:
    clusters = {cluster["id"]: cluster for cluster in annotation.get("clusters") or ()}
    values = {a.name: item[a.name] for a in layer.attributes if item.get(a.name) is not None}
    if layer.cluster and item.get(layer.cluster):
        cluster = clusters.get(item[layer.cluster], {})
        values[layer.cluster] = cluster.get("name") or item[layer.cluster]
        if cluster.get("link"):
            values["link"] = cluster["link"]
    made: Row = {"id": item["id"], "label": item[layer.label], "start": item["start"]}
    made |= {"end": item["end"], "values": values}
    anchors = [(label, item.get(name)) for name, label in layer.anchors.items()]
    made["anchors"] = [[label, span["start"], span["end"]] for label, span in anchors if span]
    made["to"] = [
        [role or reference.name, target]
        for reference in layer.references
        for _, target, role in reference.targets(item)
    ]
    if len(item.get("fragments") or ()) > 1:
        made["pieces"] = [[piece["start"], piece["end"]] for piece in item["fragments"]]
    return made


def _packed(number: int, texts: list[str], items: list[Row]) -> list[str]:
    """The texts and, apart from them, so that a search is fast, the items of a chunk."""
    made = []
    for kind, values in (("t", texts), ("c", items)):
        data = base64.b64encode(gzip.compress(orjson.dumps(values), 6, mtime=0)).decode()
        made.append(f'<script type="application/gzip" id="{kind}{number}">{data}</script>')
    return made


def _script(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    return orjson.dumps(value).decode().replace("<", "\\u003c")


def _tables(
    index: Iterable[Row], counts: Mapping[str, Counter[str]], layers: Mapping[str, Layer]
) -> Iterator[tuple[str, dict[str, str], list[tuple[str, int]]]]:
    """(title, colours, rows) of each table of the statistics."""
    index = list(index)
    for key in ("split", "source", "language", "licence"):
        found = Counter(str(entry[key] or "unknown") for entry in index)
        yield f"Articles by {key}", {}, found.most_common()
    months = Counter(entry["date"][:7] for entry in index if entry["date"])
    yield "Articles by month", {}, sorted(months.items())
    for name, labels in counts.items():
        yield f"Items of {name}", colours(layers[name]), labels.most_common()
