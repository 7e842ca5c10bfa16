"""One token a line: CoNLL-2003 (Tjong Kim Sang & De Meulder 2003) and plain IOB2.

One file a layer. The text's white space, offsets and everything but one label a token is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from dateline.convert.documents import Document, Lost, count_beyond_spans
from dateline.errors import Stop
from dateline.language.bio import Sentence, spans, tag_sentences
from dateline.language.tokens import Range
from dateline.layers import Layer
from dateline.text import sha256

DOCUMENT = "-DOCSTART-"


def write_conll2003(
    documents: Iterable[Document], folder: Path, layers: Mapping[str, Layer]
) -> Lost:
    """Write LAYER.conll: token, `-X-`, `-X-`, tag in IOB1, as the shared task's files have it."""
    return _write(documents, folder, layers, lambda word, tag: f"{word} -X- -X- {tag}", iob1)


def write_iob2(documents: Iterable[Document], folder: Path, layers: Mapping[str, Layer]) -> Lost:
    """Write LAYER.conll: token, tab, tag."""
    return _write(documents, folder, layers, lambda word, tag: f"{word}\t{tag}", list)


def read_conll2003(folder: Path, layers: Mapping[str, Layer]) -> Iterator[Document]:
    """The documents of LAYER.conll files; the tokens of a sentence are joined by a space."""
    return _read(folder, layers)


def read_iob2(folder: Path, layers: Mapping[str, Layer]) -> Iterator[Document]:
    """The documents of LAYER.conll files; the tokens of a sentence are joined by a space."""
    return _read(folder, layers)


def iob1(tags: Sequence[str]) -> list[str]:
    """IOB2 tags in IOB1: B- only where a span follows another of its label."""
    before = ["O", *tags][: len(tags)]
    return [
        "I-" + tag[2:] if tag.startswith("B-") and last[2:] != tag[2:] else tag
        for last, tag in zip(before, tags, strict=True)
    ]


def _write(
    documents: Iterable[Document],
    folder: Path,
    layers: Mapping[str, Layer],
    line: Callable[[str, str], str],
    scheme: Callable[[Sequence[str]], list[str]],
) -> Lost:
    folder.mkdir(parents=True, exist_ok=True)
    lost: Lost = Counter()
    files = {name: (folder / f"{name}.conll").open("w", encoding="utf-8") for name in layers}
    try:
        for document in documents:
            count_beyond_spans(document, layers, lost)
            article = document.article
            for name, annotation in document.annotations.items():
                label = layers[name].label
                text, items = article["text"], annotation["items"]
                found, losses = tag_sentences(text, article["blocks"], items, label)
                lost.update({f"spans, {reason}": count for reason, count in losses.items()})
                files[name].write(line(DOCUMENT, "O") + "\n\n")
                for sentence in found:
                    words = (_word(text[a:b]) for a, b in sentence.tokens)
                    tags = scheme(sentence.tags)
                    rows = (line(w, t) + "\n" for w, t in zip(words, tags, strict=True))
                    files[name].write("".join(rows) + "\n")
    finally:
        for file in files.values():
            file.close()
    return lost


def _word(token: str) -> str:
    """No token of ours has white space in it but those glued to it by a joiner."""
    return "".join(token.split())


def _read(folder: Path, layers: Mapping[str, Layer]) -> Iterator[Document]:
    for path in sorted(folder.glob("*.conll")):
        layer = layers[path.stem]
        for number, sentences in enumerate(_documents(path)):
            yield _document(f"{path.stem}-{number}", sentences, layer)


def _documents(path: Path) -> Iterator[list[list[tuple[str, str]]]]:
    """Sentences of (token, tag) of each document."""
    document: list[list[tuple[str, str]]] = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            cells = line.split()
            if cells and cells[0] == DOCUMENT:
                if any(document):
                    yield [sentence for sentence in document if sentence]
                document = []
            elif not cells:
                document.append([])
            elif len(cells) < 2:
                raise Stop(f"{path}:{number}: a token without a tag: {line.strip()!r}")
            else:
                document = document or [[]]
                document[-1].append((cells[0], cells[-1]))
    if any(document):
        yield [sentence for sentence in document if sentence]


def _document(name: str, sentences: list[list[tuple[str, str]]], layer: Layer) -> Document:
    lines, items = [], []
    at = 0
    for sentence in sentences:
        tokens = []
        for word, _ in sentence:
            tokens.append(Range(at, at + len(word)))
            at += len(word) + 1
        lines.append(" ".join(word for word, _ in sentence))
        items += spans(Sentence(tokens, [tag for _, tag in sentence]))
    text = "\n".join(lines)
    blocks = [{"type": "PARAGRAPH", "start": 0, "end": len(text)}]
    article = {"id": name, "text": text, "text_sha256": sha256(text), "blocks": blocks}
    made = [
        {"id": f"{layer.name}-{n}", layer.label: label, "start": a, "end": b, "text": text[a:b]}
        for n, (a, b, label) in enumerate(items)
    ]
    return Document(article, {layer.name: {"items": made}})
