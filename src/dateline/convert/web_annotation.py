"""W3C Web Annotation (Recommendation of 23 February 2017): JSON-LD beside each text.

Positions of its TextPositionSelector count code points, as ours do. What the model has no place for
(attributes, references, anchors) is in a body of the media type application/json: nothing is lost
to who reads that, and every other reader sees spans with tags.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from dateline.convert.documents import Document, Lost
from dateline.layers import Layer
from dateline.text import sha256

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters of prefix and suffix


def write_web_annotation(
    documents: Iterable[Document], folder: Path, layers: Mapping[str, Layer]
) -> Lost:
    """Write ID.txt and ID.jsonld, an AnnotationPage, for each document; metadata is lost."""
    folder.mkdir(parents=True, exist_ok=True)
    lost: Lost = Counter()
    for document in documents:
        article = document.article
        lost["metadata of articles"] += 1
        (folder / f"{article['id']}.txt").write_bytes(article["text"].encode())
        page = {
            "@context": CONTEXT,
            "id": f"urn:dateline:{article['id']}:annotations",
            "type": "AnnotationPage",
            "items": list(_annotations(document, layers)),
        }
        data = orjson.dumps(page, option=orjson.OPT_INDENT_2)
        (folder / f"{article['id']}.jsonld").write_bytes(data)
    return lost


def _annotations(document: Document, layers: Mapping[str, Layer]) -> Iterator[dict[str, Any]]:
    article = document.article
    source = article.get("url") or f"urn:dateline:{article['id']}"
    for name, annotation in document.annotations.items():
        base = f"urn:dateline:{article['id']}:{name}"
        for item in annotation["items"]:
            yield {
                "id": f"{base}:{item['id']}",
                "type": "Annotation",
                "motivation": "classifying",
                "body": [_tag(item[layers[name].label]), _json(item)],
                "target": {"source": source, "selector": _selectors(item, article["text"])},
            }
        yield {
            "id": base,
            "type": "Annotation",
            "motivation": "describing",
            "body": [_json({"layer": name, "clusters": annotation.get("clusters")})],
            "target": source,
        }


def _tag(label: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": "tagging", "value": label}


def _json(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "TextualBody",
        "purpose": "describing",
        "format": "application/json",
        "value": orjson.dumps(value).decode(),
    }


def _selectors(item: Mapping[str, Any], text: str) -> list[dict[str, Any]]:
    start, end = item["start"], item["end"]
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        },
    ]


def read_web_annotation(folder: Path, layers: Mapping[str, Layer]) -> Iterator[Document]:
    """The documents of a folder that `write_web_annotation` wrote."""
    for path in sorted(folder.glob("*.jsonld")):
        text = path.with_suffix(".txt").read_bytes().decode()
        blocks = [{"type": "PARAGRAPH", "start": 0, "end": len(text)}]
        article = {"id": path.stem, "text": text, "text_sha256": sha256(text), "blocks": blocks}
        found: dict[str, dict[str, Any]] = {}
        for annotation in orjson.loads(path.read_bytes())["items"]:
            name = annotation["id"].split(":")[3]
            value = orjson.loads(annotation["body"][-1]["value"])
            entry = found.setdefault(name, {"items": []})
            if annotation["motivation"] == "classifying":
                entry["items"].append(value)
            elif value["clusters"] is not None:
                entry["clusters"] = value["clusters"]
        yield Document(article, found)
