"""CoNLL-U: tokens with a column MISC, in which entities stand as brackets or as BIO tags.

`Entity=(1-person(2-place)…` is the bracket notation of CorefUD and GUM, with the fields that the
file's `# global.Entity` names; `NER=B-PER` are BIO tags (universaldependencies.org/format.html).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dateline.convert.imported import (
    Annotation,
    Article,
    Imported,
    Item,
    MakeArticle,
    Spans,
    annotation,
    check_labels,
    read_utf8,
)
from dateline.errors import Stop, Usage
from dateline.layers import Layer, find


class Word(NamedTuple):
    """One syntactic word; offsets are half-open, head is a position in the document or None."""

    start: int
    end: int
    lemma: str
    upos: str
    xpos: str
    head: int | None
    relation: str
    misc: dict[str, str]


class Document(NamedTuple):
    """One document of a file: its text, words and comments (`# key = value`)."""

    id: str
    text: str
    words: list[Word]
    comments: dict[str, str]


class Mention(NamedTuple):
    """A bracket of Entity: words `first` to `last` (inclusive) and the fields by name."""

    first: int
    last: int
    group: str  # the cluster: the first field
    fields: dict[str, str]


def read_documents(path: Path) -> Iterator[Document]:
    """The documents of a CoNLL-U file; a blank line stands between paragraphs.

    Raises Stop, with file and line, where a line has not ten columns.
    """
    lines = read_utf8(path).split("\n")
    starts = [at for at, line in enumerate(lines) if line.startswith("# newdoc")] or [0]
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(lines)
        name = lines[start].partition("=")[2].strip() if lines[start].startswith("# newdoc") else ""
        builder = _Builder(path)
        for at in range(start, end):
            builder.line(at + 1, lines[at])
        yield builder.document(name or (path.stem if number == 0 else f"{path.stem}-{number + 1}"))


class _Builder:
    """Puts a document together line by line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = ""
        self.words: list[Word] = []
        self.comments: dict[str, str] = {}
        self._glue = "\n\n"
        self._inside = 0  # the multiword token that covers the next words ends with this one
        self._piece = (0, 0)
        self._base = 0

    def line(self, number: int, line: str) -> None:
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            self.comments.setdefault(key.strip(), value.strip())
            if key.strip().startswith("newpar"):
                self._glue = "\n\n"
            return
        if not line.strip():
            self._base = len(self.words)
            return
        columns = line.split("\t")
        if len(columns) != 10:
            raise Stop(f"{self.path}:{number}: {len(columns)} columns; CoNLL-U has ten, with tabs")
        if "." in columns[0]:
            return  # an empty node has no words
        misc = dict(p.partition("=")[::2] for p in columns[9].split("|") if p != "_")
        if "-" in columns[0]:
            self._inside = int(columns[0].partition("-")[2])
            self._piece = self._put(columns[1], misc)
            return
        place = self._piece
        if int(columns[0]) > self._inside:
            self._inside = 0
            place = self._put(columns[1], misc)
        head = int(columns[6]) if columns[6].isdigit() else 0
        self.words.append(
            Word(
                *place, columns[2], columns[3], columns[4], self._base + head - 1 if head else None,
                columns[7], misc,
            )
        )  # fmt: skip
        if int(columns[0]) == self._inside:
            self._inside = 0

    def _put(self, form: str, misc: Mapping[str, str]) -> tuple[int, int]:
        if self.text:
            self.text += self._glue
        start = len(self.text)
        self.text += form
        self._glue = "" if misc.get("SpaceAfter") == "No" else " "
        return start, len(self.text)

    def document(self, name: str) -> Document:
        return Document(name, self.text, self.words, self.comments)


_BRACKET = re.compile(r"\(([^()]+)(\))?|([^()]+)\)")


def mentions(document: Document) -> list[Mention]:
    """The mentions of Entity brackets. Raises Stop where one is not closed or not opened."""
    names = document.comments.get("global.Entity", "eid-etype").split("-")
    found: list[Mention] = []
    opened: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for at, word in enumerate(document.words):
        for match in _BRACKET.finditer(word.misc.get("Entity", "")):
            fields = (match[1] or match[3]).split("-", len(names) - 1)
            if match[1] is None:
                stack = opened.get(fields[0])
                if not stack:
                    raise Stop(f"{document.id}: entity {fields[0]} is closed at {word}, not opened")
                first, kept = stack.pop()
                found.append(Mention(first, at, fields[0], kept))
            elif match[2]:
                found.append(Mention(at, at, fields[0], dict(zip(names, fields, strict=False))))
            else:
                kept = dict(zip(names, fields, strict=False))
                opened.setdefault(fields[0], []).append((at, kept))
    left = [name for name, stack in opened.items() if stack]
    if left:
        raise Stop(f"{document.id}: entities {', '.join(left)} are opened and not closed")
    return sorted(found, key=lambda one: (one.first, -one.last))


def head(document: Document, mention: Mention) -> Word:
    """The mention's head: its first word whose own head lies outside."""
    inside = range(mention.first, mention.last + 1)
    words = document.words
    return next((words[at] for at in inside if words[at].head not in inside), words[mention.first])


def tagged(document: Document, key: str = "NER") -> Iterator[tuple[int, int, str]]:
    """(first word, last word, label) of the BIO tags in MISC; an I without a B begins a span."""
    first, label = -1, ""
    for at, word in enumerate([*document.words, None]):
        tag = word.misc.get(key, "O") if word else "O"
        mark, _, name = tag.partition("-")
        if label and (mark != "I" or name != label):
            yield first, at - 1, label
            label = ""
        if mark in ("B", "I") and not label:
            first, label = at, name


def read_conllu(
    path: Path,
    make: MakeArticle,
    *,
    layer: str,
    labels: Mapping[str, str] | None = None,
    language: str | None = None,
    layers: Mapping[str, Layer] | None = None,
) -> Iterator[Imported]:
    """The documents of a file or of a folder of .conllu files, with their entities as `layer`.

    `labels` maps the file's labels to the layer's. Labels that are neither are lost, and counted.
    Raises Usage where one is mapped to what is no label of the layer.
    """
    paths = sorted(path.glob("*.conllu")) if path.is_dir() else [path]
    if not paths:
        raise Usage(f"{path} has no .conllu files")
    wanted = find(layer, layers)
    check_labels(labels or {}, wanted)
    for one in paths:
        for document in read_documents(one):
            article = make(document.text, document.id, language)
            lost: Counter[str] = Counter()
            items = _items(document, article, wanted, labels or {}, lost)
            made = [annotation(article, layer, items, annotator="conllu")]
            yield Imported(article, made, lost)


def _items(
    document: Document, article: Article, layer: Layer, labels: Mapping[str, str],
    lost: Counter[str],
) -> list[Item]:  # fmt: skip
    spans, words = Spans(article["text"]), document.words
    items: list[Item] = []
    found = [(m.first, m.last, m.fields.get("etype", ""), m.group) for m in mentions(document)]
    found += [(first, last, label, "") for first, last, label in tagged(document)]
    for first, last, label, group in sorted(found):
        name = labels.get(label, label)
        span = spans.span([(words[first].start, words[last].end)])
        if name not in layer.labels or span is None:
            lost[f"label {label}"] += 1
            continue
        item = {"id": f"{layer.name}-{len(items) + 1}", layer.label: name, **span}
        if layer.cluster and group:
            item[layer.cluster] = f"{layer.name}-cluster-{group}"
        items.append(item)
    _one_label_a_cluster(items, layer)
    return items


def _one_label_a_cluster(items: list[Item], layer: Layer) -> None:
    """Items of one cluster take its most frequent label."""
    counts: dict[str, Counter[str]] = {}
    for item in items:
        if layer.cluster and layer.cluster in item:
            counts.setdefault(item[layer.cluster], Counter())[item[layer.label]] += 1
    for item in items:
        if layer.cluster and layer.cluster in item:
            item[layer.label] = counts[item[layer.cluster]].most_common(1)[0][0]


_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*(?=\s+[\"“‘(\[]?[A-Z0-9])|\n\n")


def write_conllu(article: Mapping[str, Any], made: Annotation, path: Path) -> int:
    """Write the article's tokens with one annotation as BIO tags (`NER=`); the spans BIO lost.

    Lost are nested, crossing and discontinuous spans and those that cut a token.
    """
    text: str = article["text"]
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text)]
    tags, lost = _tags(tokens, made["items"])
    lines = [f"# newdoc id = {article['id']}"]
    ends = {match.end() for match in _SENTENCE_END.finditer(text)}
    number = 0
    for at, (start, end) in enumerate(tokens):
        if number == 0:
            previous = tokens[at - 1][1] if at else 0
            if at == 0 or "\n\n" in text[previous:start]:
                lines.append("# newpar")
        number += 1
        misc = [f"NER={tags[at]}"] if tags[at] != "O" else []
        if at + 1 < len(tokens) and tokens[at + 1][0] == end:
            misc.append("SpaceAfter=No")
        lines.append("\t".join([str(number), text[start:end], *"_______", "|".join(misc) or "_"]))
        following = tokens[at + 1][0] if at + 1 < len(tokens) else len(text)
        if any(end <= stop <= following for stop in ends & set(range(end, following + 1))):
            lines.append("")
            number = 0
    path.write_text("\n".join([*lines, "", ""]), "utf-8")
    return lost


def _tags(tokens: Sequence[tuple[int, int]], items: Sequence[Item]) -> tuple[list[str], int]:
    tags, lost = ["O"] * len(tokens), 0
    starts = {start: at for at, (start, _) in enumerate(tokens)}
    ends = {end: at for at, (_, end) in enumerate(tokens)}
    for item in sorted(items, key=lambda one: (one["start"], -one["end"])):
        first, last = starts.get(item["start"]), ends.get(item["end"])
        whole = first is not None and last is not None and not item.get("fragments")
        if not whole or any(tags[at] != "O" for at in range(first or 0, (last or 0) + 1)):
            lost += 1
            continue
        assert first is not None and last is not None
        for at in range(first, last + 1):
            tags[at] = f"{'B' if at == first else 'I'}-{item['type']}"
    return tags, lost
