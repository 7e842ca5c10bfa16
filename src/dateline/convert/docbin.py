"""spaCy's DocBin: docs with `ents` and `spans`, ready for `spacy train`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dateline.convert.documents import Document, Lost, count_beyond_spans
from dateline.errors import MissingExtra
from dateline.language.tokens import tokens
from dateline.layers import Layer
from dateline.text import sha256

FILE = "docs.spacy"


def write_docbin(documents: Iterable[Document], folder: Path, layers: Mapping[str, Layer]) -> Lost:
    """Write docs.spacy: `doc.spans[LAYER]` for each layer, `doc.ents` from the first of `layers`.

    The first layer is `doc.spans["sc"]` too, where spaCy's span categorizer looks.
    """
    spacy = _spacy()
    folder.mkdir(parents=True, exist_ok=True)
    lost: Lost = Counter()
    vocab = spacy.vocab.Vocab()
    packed = spacy.tokens.DocBin(store_user_data=True)
    for document in documents:
        count_beyond_spans(document, layers, lost)
        packed.add(_doc(document, layers, vocab, lost))
    packed.to_disk(folder / FILE)
    return lost


def _spacy() -> Any:
    try:
        import spacy.tokens
        import spacy.util
        import spacy.vocab
    except ImportError as error:
        raise MissingExtra("spacy", "spacy") from error
    return spacy


def _doc(document: Document, layers: Mapping[str, Layer], vocab: Any, lost: Lost) -> Any:
    """A Doc of exactly the article's text, with every item that lies on its tokens."""
    spacy = _spacy()
    text = document.article["text"]
    words, spaces = _words(text)
    doc = spacy.tokens.Doc(vocab, words=words, spaces=spaces)
    doc.user_data["id"] = document.article["id"]
    for number, name in enumerate(layers):
        annotation = document.annotations.get(name)
        if annotation is None:
            continue
        found = [
            doc.char_span(i["start"], i["end"], label=i[layers[name].label], span_id=i["id"])
            for i in annotation["items"]
        ]
        kept = [span for span in found if span is not None]
        lost["spans, inside a token"] += len(found) - len(kept)
        doc.spans[name] = kept
        if not number:
            doc.spans["sc"] = kept
            doc.ents = spacy.util.filter_spans(kept)
            lost["spans, nested, in doc.spans but not in doc.ents"] += len(kept) - len(doc.ents)
    return doc


def _words(text: str) -> tuple[list[str], list[bool]]:
    """Tokens and whether a space follows; other white space is a token of its own."""
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for start, end in [*tokens(text), (len(text), len(text))]:
        gap = text[at:start]
        if words and gap.startswith(" "):
            spaces[-1], gap = True, gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)
        if end > start:
            words.append(text[start:end])
            spaces.append(False)
        at = end
    return words, spaces


def read_docbin(folder: Path, layers: Mapping[str, Layer]) -> Iterator[Document]:
    """The documents of docs.spacy, with the items of `doc.spans`."""
    spacy = _spacy()
    packed = spacy.tokens.DocBin().from_disk(folder / FILE)
    for number, doc in enumerate(packed.get_docs(spacy.vocab.Vocab())):
        text = doc.text
        blocks = [{"type": "PARAGRAPH", "start": 0, "end": len(text)}]
        name = doc.user_data.get("id", str(number))
        article = {"id": name, "text": text, "text_sha256": sha256(text), "blocks": blocks}
        found = {key: _items(doc, layers[key]) for key in doc.spans if key in layers}
        yield Document(article, found)


def _items(doc: Any, layer: Layer) -> dict[str, Any]:
    items = [
        {
            "id": span.id_,
            layer.label: span.label_,
            "start": span.start_char,
            "end": span.end_char,
            "text": span.text,
        }
        for span in doc.spans[layer.name]
    ]
    return {"items": items}
