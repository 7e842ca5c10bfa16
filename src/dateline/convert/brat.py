"""brat stand-off: NAME.txt with NAME.ann, one layer in a folder (brat.nlplab.org/standoff.html).

An item is a text-bound annotation with its class label; a further anchor is one with the anchor's
label, tied to its item by a relation; references are relations, attributes are attributes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dateline.convert.imported import (
    Annotation,
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


class Bound(NamedTuple):
    """A text-bound annotation: a label on pieces of the text."""

    id: str
    label: str
    pieces: tuple[tuple[int, int], ...]
    text: str


class Link(NamedTuple):
    """A relation or an event: a label, and who has which role in it."""

    label: str
    roles: tuple[tuple[str, str], ...]


class Standoff(NamedTuple):
    """The lines of one .ann file."""

    bounds: dict[str, Bound]
    links: list[Link]
    attributes: list[tuple[str, str, str]]  # id of what it is said of, name, value
    others: Counter[str]  # lines that say something else, by their first letter


_ID = re.compile(r"[TREAMN#]\S*\t|\*\t")
_BOUND = re.compile(r"(T\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", re.ASCII | re.DOTALL)


def read_ann(path: Path, text: str) -> Standoff:
    """The annotations in the file `path` of `text`.

    Raises Stop, with file and line, where a line cannot be read or a span leaves the text.
    """
    found = Standoff({}, [], [], Counter())
    lines = read_utf8(path).split("\n")
    for number, line in enumerate(lines, 1):
        where = f"{path}:{number}"
        if not _ID.match(line):
            if line.strip() and not found.bounds:  # else: goes on with the words of a span
                raise Stop(f"{where}: {line[:60]!r} is no line of brat: an id, a tab, a label")
        elif line[0] == "T":
            bound = _bound(line, text, where)
            found.bounds[bound.id] = bound
        elif line[0] in "RE":
            found.links.append(_link(line, where))
        elif line[0] in "AM":
            name, target, *value = line.split("\t", 1)[-1].split(" ")
            found.attributes.append((target, name, value[0] if value else "true"))
        else:
            found.others[line[0]] += 1
    return found


def _bound(line: str, text: str, where: str) -> Bound:
    match = _BOUND.fullmatch(line)
    if match is None:
        raise Stop(f"{where}: {line[:60]!r} is no text-bound annotation: T1, tab, LABEL 0 5, tab")
    pieces = tuple(
        (int(start), int(end)) for start, end in (p.split() for p in match[3].split(";"))
    )
    for start, end in pieces:
        if not start < end <= len(text):
            raise Stop(
                f"{where}: {start} {end} is no stretch of a text of {len(text)} characters; "
                "is the .txt file the one that was annotated?"
            )
    return Bound(match[1], match[2], pieces, match[4])


def _link(line: str, where: str) -> Link:
    _, _, rest = line.partition("\t")
    words = rest.split()
    if not words or not all(":" in word for word in words[1:]):
        raise Stop(
            f"{where}: {line[:60]!r} is no relation or event: R1, tab, LABEL Arg1:T1 Arg2:T2"
        )
    roles = tuple((role, target) for role, _, target in (w.partition(":") for w in words[1:]))
    if line.startswith("E"):  # an event's label carries its trigger
        label, _, trigger = words[0].partition(":")
        return Link(label, ((label, trigger), *roles))
    return Link(words[0], roles)


def read_brat(
    folder: Path,
    make: MakeArticle,
    *,
    layer: str,
    labels: Mapping[str, str] | None = None,
    language: str | None = None,
    layers: Mapping[str, Layer] | None = None,
) -> Iterator[Imported]:
    """The articles of a folder of .txt and .ann files, and their annotations of `layer`.

    `labels` maps brat's labels to the layer's. Labels that are neither are lost, and counted.
    Raises Usage where one is mapped to what is no label of the layer.
    """
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise Usage(f"{folder} has no .txt files: brat needs NAME.txt beside NAME.ann")
    wanted = find(layer, layers)
    check_labels(labels or {}, wanted, anchors=True)
    for path in paths:
        text = read_utf8(path)
        article = make(text, path.stem, language)
        lost: Counter[str] = Counter()
        standoff_path = path.with_suffix(".ann")
        found = [] if not standoff_path.is_file() else [read_ann(standoff_path, text)]
        made = []
        for one in found:
            items = _items(one, wanted, labels or {}, text, lost)
            made.append(annotation(article, layer, items, annotator="brat"))
        yield Imported(article, made, lost)


def _items(
    found: Standoff, layer: Layer, labels: Mapping[str, str], text: str, lost: Counter[str]
) -> list[Item]:
    spans, items = Spans(text), {}
    anchor_labels = set(layer.anchors.values())
    for bound in found.bounds.values():
        label = labels.get(bound.label, bound.label)
        span = spans.span(bound.pieces)
        if span is not None and label in layer.labels:
            items[bound.id] = {"id": f"{layer.name}-{bound.id}", layer.label: label, **span}
        elif label not in anchor_labels:
            lost[f"label {bound.label}"] += 1
    for link in found.links:
        _tie(link, found, items, layer, spans, lost)
    known = {*(attribute.name for attribute in layer.attributes), layer.cluster}
    for target, name, value in found.attributes:
        if target in items and name in known:
            items[target][name] = value
        else:
            lost[f"attribute {name}"] += 1
    lost.update({f"line {letter}": count for letter, count in found.others.items()})
    return list(items.values())


def _tie(
    link: Link,
    found: Standoff,
    items: dict[str, Item],
    layer: Layer,
    spans: Spans,
    lost: Counter[str],
) -> None:
    """Put one relation into the item it starts at: an anchor or a reference inside the layer."""
    ends = [target for _, target in link.roles]
    name = link.label.partition("-")[0]
    reference = next((one for one in layer.references if one.name == name), None)
    if len(ends) == 2 and ends[0] in items and name in layer.anchors and ends[1] in found.bounds:
        items[ends[0]][name] = spans.span(found.bounds[ends[1]].pieces)
    elif len(ends) == 2 and reference and set(ends) <= set(items):
        target = items[ends[1]]["id"]
        if reference.target is None:
            items[ends[0]][name] = target
        else:
            role = link.label.partition("-")[2]
            member = {
                reference.target: target,
                **({reference.role: role} if reference.role else {}),
            }
            items[ends[0]].setdefault(name, []).append(member)
    else:
        lost[f"relation {link.label}"] += 1


def write_brat(
    article: Mapping[str, Any],
    made: Annotation,
    folder: Path,
    *,
    layers: Mapping[str, Layer] | None = None,
) -> None:
    """Write the article's text and one annotation of it as ID.txt and ID.ann into `folder`.

    References to other layers are left out: brat's file has this layer only.
    """
    layer = find(made["layer"], layers)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{article['id']}.txt").write_bytes(article["text"].encode())
    lines = "".join(f"{line}\n" for line in _lines(made["items"], layer, article["text"]))
    (folder / f"{article['id']}.ann").write_bytes(lines.encode())


def _lines(items: list[Item], layer: Layer, text: str) -> Iterator[str]:
    names = {item["id"]: f"T{at}" for at, item in enumerate(items, 1)}
    bounds, ties, marks = len(items), 0, 0
    for item in items:
        here = names[item["id"]]
        yield _bound_line(here, item[layer.label], item, text)
        for name, label in layer.anchors.items():
            if item.get(name):
                bounds, ties = bounds + 1, ties + 1
                yield _bound_line(f"T{bounds}", label, item[name], text)
                yield f"R{ties}\t{name} Arg1:{here} Arg2:T{bounds}"
        for reference in layer.references:
            for _, target, role in reference.targets(item):
                if target in names:
                    ties += 1
                    label = f"{reference.name}-{role}" if role else reference.name
                    yield f"R{ties}\t{label} Arg1:{here} Arg2:{names[target]}"
        for name in [one.name for one in layer.attributes] + [layer.cluster or ""]:
            if item.get(name) is not None:
                marks += 1
                yield f"A{marks}\t{name} {here} {item[name]}"


def _bound_line(name: str, label: str, span: Mapping[str, Any], text: str) -> str:
    pieces = span.get("fragments") or [span]
    places = ";".join(f"{piece['start']} {piece['end']}" for piece in pieces)
    words = " ".join(text[piece["start"] : piece["end"]] for piece in pieces)
    return f"{name}\t{label} {places}\t{' '.join(words.split(chr(10)))}"
