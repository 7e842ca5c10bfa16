"""UIMA CAS in XMI with its type system, by dkpro-cassis: for INCEpTION and other UIMA tools.

A layer is a span type `webanno.custom.Layer`, as INCEpTION names layers of a project; a further
anchor is a type of its own that names its item. INCEpTION shows references as values, not arrows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dateline.convert.documents import Document, Lost
from dateline.errors import MissingExtra
from dateline.layers import Layer
from dateline.text import sha256

TYPES = "TypeSystem.xml"
_STRING = "uima.cas.String"
LABEL = "label"  # the feature of the class label; `type` is taken


def write_cas(documents: Iterable[Document], folder: Path, layers: Mapping[str, Layer]) -> Lost:
    """Write TypeSystem.xml, and ID.xmi for each document."""
    cassis = _cassis()
    folder.mkdir(parents=True, exist_ok=True)
    lost: Lost = Counter()
    system = _type_system(layers)
    (folder / TYPES).write_bytes(system.to_xml().encode())
    for document in documents:
        article = document.article
        lost["metadata of articles"] += 1
        cas = cassis.Cas(system, sofa_string=article["text"], sofa_mime="text/plain")
        for name, annotation in document.annotations.items():
            lost["clusters: names and links"] += len(annotation.get("clusters") or ())
            for item in annotation["items"]:
                _add(cas, item, layers[name], lost)
        (folder / f"{article['id']}.xmi").write_bytes(cas.to_xmi().encode())
    return lost


def _cassis() -> Any:
    try:
        import cassis
    except ImportError as error:
        raise MissingExtra("dkpro-cassis", "cas") from error
    return cassis


def type_name(layer: str, anchor: str = "") -> str:
    """The name of a layer's type, or of that of one of its anchors."""
    parts = [part.capitalize() for part in (layer, anchor) if part]
    return "webanno.custom." + "_".join(parts)


def _type_system(layers: Mapping[str, Layer]) -> Any:
    system = _cassis().TypeSystem()
    for name, layer in layers.items():
        made = system.create_type(type_name(name), supertypeName="uima.tcas.Annotation")
        for feature in _features(layer):
            system.create_feature(made, feature, _STRING)
        for anchor in layer.anchors:
            made = system.create_type(type_name(name, anchor), "uima.tcas.Annotation")
            system.create_feature(made, "item", _STRING)
    return system


def _features(layer: Layer) -> list[str]:
    """Names of the features of a layer's type; the item's id is its `name`."""
    attributes = [attribute.name for attribute in layer.attributes]
    references = [reference.name for reference in layer.references]
    cluster = [layer.cluster] if layer.cluster else []
    return ["name", LABEL, *attributes, *references, *cluster]


def _add(cas: Any, item: Mapping[str, Any], layer: Layer, lost: Lost) -> None:
    values = {"name": item["id"], LABEL: item[layer.label]}
    for attribute in layer.attributes:
        if item.get(attribute.name) is not None:
            values[attribute.name] = str(item[attribute.name])
    if layer.cluster and item.get(layer.cluster):
        values[layer.cluster] = item[layer.cluster]
    for reference in layer.references:
        found = [f"{role}={to}" if role else to for _, to, role in reference.targets(item)]
        if found:
            values[reference.name] = " ".join(found)
    lost["discontinuous spans, kept as one piece"] += len(item.get("fragments") or ()) > 1
    cas.add(_annotation(cas, type_name(layer.name), item, values))
    for anchor in layer.anchors:
        span = item.get(anchor)
        if span:
            kind = type_name(layer.name, anchor)
            cas.add(_annotation(cas, kind, span, {"item": item["id"]}))


def _annotation(cas: Any, kind: str, span: Mapping[str, Any], values: Mapping[str, str]) -> Any:
    made = cas.typesystem.get_type(kind)
    return made(begin=span["start"], end=span["end"], **values)


def read_cas(folder: Path, layers: Mapping[str, Layer]) -> Iterator[Document]:
    """The documents of a folder of XMI files with TypeSystem.xml."""
    cassis = _cassis()
    with (folder / TYPES).open("rb") as file:
        system = cassis.load_typesystem(file)
    for path in sorted(folder.glob("*.xmi")):
        with path.open("rb") as file:
            cas = cassis.load_cas_from_xmi(file, typesystem=system)
        text = cas.sofa_string
        blocks = [{"type": "PARAGRAPH", "start": 0, "end": len(text)}]
        article = {"id": path.stem, "text": text, "text_sha256": sha256(text), "blocks": blocks}
        found = {name: {"items": list(_items(cas, layer))} for name, layer in layers.items()}
        yield Document(article, {name: value for name, value in found.items() if value["items"]})


def _items(cas: Any, layer: Layer) -> Iterator[dict[str, Any]]:
    anchors = {
        (anchor, span.item): span
        for anchor in layer.anchors
        for span in cas.select(type_name(layer.name, anchor))
    }
    for found in cas.select(type_name(layer.name)):
        item = {"id": found.name, layer.label: found[LABEL], **_span(cas, found)}
        for attribute in layer.attributes:
            if found[attribute.name] is not None:
                item[attribute.name] = found[attribute.name]
        if layer.cluster and found[layer.cluster]:
            item[layer.cluster] = found[layer.cluster]
        for reference in layer.references:
            if found[reference.name]:
                item[reference.name] = _targets(found[reference.name], reference)
        for anchor in layer.anchors:
            if (anchor, found.name) in anchors:
                item[anchor] = _span(cas, anchors[anchor, found.name])
        yield item


def _span(cas: Any, found: Any) -> dict[str, Any]:
    start, end = found.begin, found.end
    return {"start": start, "end": end, "text": cas.sofa_string[start:end]}


def _targets(value: str, reference: Any) -> Any:
    if reference.target is None:
        return value
    made = []
    for part in value.split(" "):
        role, _, target = part.rpartition("=")
        member = {reference.target: target}
        made.append({**({reference.role: role} if reference.role and role else {}), **member})
    return made
