"""Every exporter writes what it reads back, says what it loses, and takes layers it never saw."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dateline.convert.columns import iob1
from dateline.convert.documents import Document, spans
from dateline.convert.exports import EXPORTERS, find
from dateline.errors import Stop, Usage
from dateline.layers import shipped
from dateline.text import sha256

TEXT = (
    "“We 😀 sold 12 boats,” Ida Quell of Port Ellery Bank said on Monday.\n\n"
    "She and  Bo Tarn left. Nobody e\u0301lse did."
)
LAYERS = {name: shipped()[name] for name in ("entities", "quotes", "figures", "events")}


def span(text: str) -> dict[str, Any]:
    start = TEXT.index(text)
    return {"start": start, "end": start + len(text), "text": text}


ENTITIES = [
    {"id": "e1", "type": "PERSON", **span("Ida Quell"), "level": "NAM", "entity": "c1"},
    {"id": "e2", "type": "ORG", **span("Port Ellery Bank"), "level": "NAM", "entity": "c2"},
    {"id": "e3", "type": "GPE", **span("Port Ellery"), "level": "NAM"},
    {"id": "e4", "type": "PERSON", **span("Bo Tarn"), "level": "NAM"},
]
QUOTES = [
    {
        "id": "q1", "type": "DIRECT", **span("“We 😀 sold 12 boats,”"), "speaker": "e1",
        "cue": span("said"), "medium": "SPEECH",
    }
]  # fmt: skip
EVENTS = [
    {
        "id": "v1",
        "type": "TRANSFER",
        **span("sold"),
        "arguments": [{"role": "AGENT", "target": "e1"}],
    },
    {
        "id": "v2",
        "type": "TRAVEL",
        **span("left"),
        "arguments": [{"role": "AGENT", "target": "v1"}],
    },
]
FIGURES = [{"id": "f1", "type": "COUNT", **span("12 boats"), "value": "12", "number": span("12")}]
ARTICLE = {
    "id": "00aa", "text": TEXT, "text_sha256": sha256(TEXT), "title": "Boats",
    "blocks": [
        {"type": "PARAGRAPH", "start": 0, "end": TEXT.index("\n")},
        {"type": "PARAGRAPH", "start": TEXT.index("She"), "end": len(TEXT)},
    ],
}  # fmt: skip
DOCUMENT = Document(
    ARTICLE,
    {
        "entities": {"items": ENTITIES, "clusters": [{"id": "c1", "name": "Ida Quell"}]},
        "quotes": {"items": QUOTES}, "figures": {"items": FIGURES}, "events": {"items": EVENTS},
    },
)  # fmt: skip


def round_trip(
    name: str, folder: Path, document: Document = DOCUMENT
) -> tuple[Any, list[Document]]:
    if name == "docbin":
        pytest.importorskip("spacy", reason="needs the extra spacy")
    if name == "cas":
        pytest.importorskip("cassis", reason="needs the extra cas")
    exporter = find(name)
    lost = exporter.write([document], folder, LAYERS)
    return lost, list(exporter.read(folder, LAYERS))


@pytest.mark.parametrize("name", sorted(EXPORTERS))
@pytest.mark.filterwarnings("default")
def test_round_trip_keeps_what_the_format_holds(name: str, tmp_path: Path) -> None:
    _, found = round_trip(name, tmp_path)
    holds = EXPORTERS[name].holds
    if holds == "documents":
        assert found == [DOCUMENT]
    elif holds == "items":
        assert found[0].annotations == DOCUMENT.annotations
        assert found[0].article["text"] == TEXT
    elif holds == "spans":
        assert {document.article["text"] for document in found} == {TEXT}
        back = set().union(*(spans(document, LAYERS) for document in found))
        assert back == spans(DOCUMENT, LAYERS)
    else:
        back = Counter(
            (layer, "".join(item["text"].split()), item["type"])
            for document in found
            for layer, annotation in document.annotations.items()
            for item in annotation["items"]
        )
        outer = [("entities", i) for i in ENTITIES if i["id"] != "e3"]
        outer += [("quotes", i) for i in QUOTES] + [("figures", i) for i in FIGURES]
        outer += [("events", i) for i in EVENTS]
        assert back == Counter((n, "".join(i["text"].split()), i["type"]) for n, i in outer)


@pytest.mark.parametrize("name", sorted(EXPORTERS))
@pytest.mark.filterwarnings("default")
def test_write_counts_what_is_lost(name: str, tmp_path: Path) -> None:
    lost, _ = round_trip(name, tmp_path)
    assert bool(+lost) == (EXPORTERS[name].holds != "documents")
    if EXPORTERS[name].holds == "tokens":
        assert lost["spans, nested"] == 1
    if name == "docbin":
        assert lost["spans, nested, in doc.spans but not in doc.ents"] == 1


@pytest.mark.filterwarnings("default")
def test_cas_keeps_attributes_anchors_and_references(tmp_path: Path) -> None:
    _, found = round_trip("cas", tmp_path)
    assert found[0].annotations["quotes"]["items"] == QUOTES
    assert found[0].annotations["events"]["items"] == EVENTS
    offsets = (tmp_path / "00aa.xmi").read_text()
    start = TEXT.index("Ida Quell") + 1  # UIMA counts UTF-16 units
    assert f'begin="{start}"' in offsets


def test_docbin_is_what_spacy_trains_on(tmp_path: Path) -> None:
    pytest.importorskip("spacy", reason="needs the extra spacy")
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    find("docbin").write([DOCUMENT], tmp_path, LAYERS)
    doc = next(DocBin().from_disk(tmp_path / "docs.spacy").get_docs(Vocab()))
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Ida Quell", "PERSON"), ("Port Ellery Bank", "ORG"), ("Bo Tarn", "PERSON"),
    ]  # fmt: skip
    assert len(doc.spans["sc"]) == 4
    assert doc.text == TEXT


def test_conll2003_is_in_iob1(tmp_path: Path) -> None:
    assert iob1(["B-A", "I-A", "B-A", "B-B", "O", "B-A"]) == [
        "I-A",
        "I-A",
        "B-A",
        "I-B",
        "O",
        "I-A",
    ]
    find("conll2003").write([DOCUMENT], tmp_path, LAYERS)
    lines = (tmp_path / "entities.conll").read_text("utf-8").splitlines()
    assert lines[:3] == ["-DOCSTART- -X- -X- O", "", "“ -X- -X- O"]
    assert "Ida -X- -X- I-PERSON" in lines


def test_read_of_a_line_without_a_tag(tmp_path: Path) -> None:
    (tmp_path / "entities.conll").write_text("Ida B-PERSON\nQuell\n")
    with pytest.raises(Stop, match=r"entities.conll:2: a token without a tag: 'Quell'"):
        list(find("iob2").read(tmp_path, LAYERS))


def test_find_names_the_formats() -> None:
    with pytest.raises(Usage, match="known: jsonl, conll2003"):
        find("xml")
