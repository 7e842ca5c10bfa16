"""Puts the words back: a stand-off row and a text become an annotated article again.

Where the text is another than the annotated one, each item is anchored by the alignment of hashed
tokens, or lost; it is never moved to a place that is not certain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dateline.checks import layer_of_items, problems
from dateline.checks.spans import Article
from dateline.layers import Layer
from dateline.publish.hashed import from_digits, hashed
from dateline.publish.held import Held, all_held, hold, same_codes
from dateline.publish.realign import realign, seeds
from dateline.publish.standoff import REFERENCE
from dateline.publish.streams import learn_edges, new_stream, old_stream, read_edges
from dateline.schema import Schema, kind, types
from dateline.text import SEPARATOR, sha256

Row = dict[str, Any]
PASSES = 2  # the first alignment tells widths to the second
GROWTH = 40  # characters that a span may grow by, beyond twice its length
GOLD = {"id": "gold", "kind": "ADJUDICATOR"}


class Placed(NamedTuple):
    """Where the offsets of a row are in a text."""

    offsets: Mapping[tuple[int, str], int]  # (offset, START or END) -> offset in the new text
    held: Held  # which old tokens are surely there
    tokens: Mapping[tuple[int, str], int]  # (offset, edge) -> old token
    blocks: Sequence[int]  # where the old blocks began
    share: float  # of the old tokens that were found

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the old span is now, if both its ends are certain."""
        begins, ends = self.offsets.get((start, "START")), self.offsets.get((end, "END"))
        if begins is None or ends is None:
            return None
        first, last = self.tokens[start, "START"], self.tokens[end, "END"]
        return (begins, ends) if self.held.span(first, last) else None


@dataclass
class Rehydrated:
    """The annotations of an article on a new text, and what became of each item."""

    annotations: dict[str, Row] = field(default_factory=dict)
    exact: Counter[str] = field(default_factory=Counter)  # at the same offsets, by layer
    moved: Counter[str] = field(default_factory=Counter)  # the same words at other offsets
    changed: Counter[str] = field(default_factory=Counter)  # its words were edited
    lost: Counter[str] = field(default_factory=Counter)
    share: float = 1.0


def place(row: Mapping[str, Any], text: str) -> Placed:
    """Where the offsets of a stand-off `row` are in `text`, without those that are uncertain."""
    anchors = row["anchors"]
    codes = from_digits(row["tokens"])
    tokens = {(a["offset"], a["edge"]): a["token"] for a in anchors}
    blocks = [block["start"] for block in row["blocks"]]
    if sha256(text) == row["text_sha256"]:
        return Placed({at: at[0] for at in tokens}, all_held(len(codes)), tokens, blocks, 1.0)
    fresh = hashed(text, row["id"], row["bits"])
    new = new_stream(fresh, text)
    edges = read_edges(row, len(codes))
    old = old_stream(row, codes, edges, edges)
    for _ in range(PASSES):
        found = realign(old, new, row["bits"])
        same = same_codes(codes, new.codes, found)
        old = old_stream(row, codes, *learn_edges(edges, same, found, fresh, text))
    held = hold(old, new, found)
    offsets = {}
    for anchor in anchors:
        at = int(found[anchor["token"]])
        if held.edges[anchor["token"]]:
            start, end = int(fresh.starts[at]), int(fresh.ends[at])
            begins = anchor["edge"] == "START"
            offset = start + anchor["inside"] if begins else end - anchor["inside"]
            # Inside a double mark: the other text may have a single one, which has no inside.
            if start < offset < end or not anchor["inside"]:
                offsets[anchor["offset"], anchor["edge"]] = offset
    share = float((found >= 0).mean()) if len(codes) else 0.0
    return Placed(offsets, held, tokens, blocks, share)


def may_be(row: Mapping[str, Any], text: str, least: float) -> bool:
    """Whether `place` may find the share `least` of the row's tokens in `text`.

    No two articles share a run of tokens by chance, and to look for one takes a hundredth of the
    time of an alignment.
    """
    codes = from_digits(row["tokens"])
    fresh = hashed(text, row["id"], row["bits"])
    if len(fresh.codes) < least * len(codes):
        return False
    edges = read_edges(row, len(codes))
    old, new = old_stream(row, codes, edges, edges), new_stream(fresh, text)
    return len(seeds(old, new, row["bits"])) > 0


def rehydrate(
    row: Mapping[str, Any],
    text: str,
    layers: Mapping[str, Layer],
    blocks: Sequence[dict[str, Any]],
    placed: Placed | None = None,
) -> Rehydrated:
    """The annotations of the stand-off `row` on `text`, an article's with `blocks`."""
    placed = placed or place(row, text)
    done = Rehydrated(share=placed.share)
    article = Article(text, list(blocks))
    for name, layer in layers.items():
        if row.get(name) is not None:
            schema = layer.annotation_schema["properties"]
            filled = [_fill(item, layer.schema, text, placed) for item in row[name]]
            made = {
                "article": row["id"], "text_sha256": article.sha256, "layer": name,
                "annotator": GOLD, "items": [item for item in filled if item is not None],
            }  # fmt: skip
            if layer.cluster:
                clusters = row.get(f"{name}_clusters") or []
                rebuilt = (_fill(c, schema["clusters"]["items"], text, placed) for c in clusters)
                made["clusters"] = [cluster for cluster in rebuilt if cluster]
            done.annotations[name] = made
    _settle(done.annotations, layers, article)
    for name, annotation in done.annotations.items():
        _count(done, name, row[name], annotation["items"], placed)
    return done


def _fill(value: Any, schema: Schema, text: str, placed: Placed) -> Any:
    """`value` on the new text as the full `schema` has it; None where it cannot stand there."""
    if value is None:
        return None
    match kind(schema):
        case "array":
            members = [_fill(member, schema["items"], text, placed) for member in value]
            return None if None in members else members
        case "string":
            found = REFERENCE.fullmatch(value) if "enum" not in schema else None
            return _words(found[0], text, placed) if found else value
        case "object":
            return _filled(value, schema, text, placed)
    return value


def _words(reference: str, text: str, placed: Placed) -> str | None:
    start, end = (int(part) for part in reference[1:].split(":"))
    found = placed.span(start, end)
    return text[slice(*found)] if found else None


def _filled(value: Mapping[str, Any], schema: Schema, text: str, placed: Placed) -> Row | None:
    own = schema["properties"]
    made: Row = {}
    if {"start", "end"} <= set(own):
        found = placed.span(value["start"], value["end"])
        if found is None or not _plausible(value, text[slice(*found)], placed):
            return None
        start, end = found
        made = {"start": start, "end": end}
        if "text" in own:
            made["text"] = text[start:end]
    for name, child in own.items():
        if name not in made and name in value:
            made[name] = _fill(value[name], child, text, placed)
            gone = made[name] is None and value[name] is not None
            if gone and (name == "fragments" or "null" not in types(child)):
                return None
    return made


def _plausible(old: Mapping[str, Any], words: str, placed: Placed) -> bool:
    """Whether a span may have become `words`: no paragraph was inserted in it.

    A last word that was edited just before a new paragraph could be taken for that one's last.
    """
    start, end = old["start"], old["end"]
    broken = SEPARATOR in words and not any(start < at < end for at in placed.blocks)
    return bool(words) and not broken and len(words) <= 2 * (end - start) + GROWTH


def _settle(annotations: Mapping[str, Row], layers: Mapping[str, Layer], article: Article) -> None:
    """Drop references to what is lost, and items that no longer validate, until all is well."""
    while True:
        known = layer_of_items(annotations.values()) or {}
        for name, annotation in annotations.items():
            for item in annotation["items"]:
                _cut_references(item, layers[name], known)
        wrong = {
            name: set(_wrong_items(annotation, article, known, layers))
            for name, annotation in annotations.items()
        }
        if not any(wrong.values()):
            return
        for name, annotation in annotations.items():
            items = annotation["items"]
            annotation["items"] = [i for at, i in enumerate(items) if at not in wrong[name]]


def _wrong_items(
    annotation: Row, article: Article, known: Mapping[str, str], layers: Mapping[str, Layer]
) -> Iterator[int]:
    for problem in problems(annotation, article, others=known, layers=layers):
        parts = problem.pointer.split("/")
        if parts[1:2] == ["items"] and len(parts) > 2:
            yield int(parts[2])


def _cut_references(item: Row, layer: Layer, known: Mapping[str, str]) -> None:
    for reference in layer.references:
        value = item.get(reference.name)
        if value is None:
            continue
        if reference.target is None:
            item[reference.name] = value if value in known else None
        else:
            item[reference.name] = [m for m in value if m[reference.target] in known]


def _count(
    done: Rehydrated, name: str, old: Sequence[Row], new: Sequence[Row], placed: Placed
) -> None:
    kept = {item["id"]: item for item in new}
    for item in old:
        found = kept.get(item["id"])
        if found is None:
            done.lost[name] += 1
            continue
        first = placed.tokens[item["start"], "START"]
        last = placed.tokens[item["end"], "END"]
        if not placed.held.same[first : last + 1].all():
            done.changed[name] += 1
        elif (found["start"], found["end"]) == (item["start"], item["end"]):
            done.exact[name] += 1
        else:
            done.moved[name] += 1
