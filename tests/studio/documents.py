"""Documents that hypothesis draws from the schema of any layers: an article, its annotations."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from dateline import schema as schemas
from dateline import text as texts
from dateline.checks import layer_of_items, problems
from dateline.checks.spans import Article
from dateline.layers import SPAN, Layer, Reference

WORDS = (
    "Marsh", "said", "12", "“No”", "👩‍🚀", "🏳️‍🌈", "🇩🇪🇫🇷", "Zoë", "e\u0301a\u0323", "مرحبا", "שלום",
    "नमस्ते", "𝔘", "<b>&amp;", "'\"", "x|y", "\\n", "ﬁ", "東京",
)  # fmt: skip
GAPS = (" ", "  ", "\t", "\n", "\n\n", "\n\n\n \n", "\u00a0", "\u2003")
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
strings = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(["", " ", '"', '"a"', "a|b", "a\nb", "- ", "|", '\\"', "null", "1e400", "٣"]),
)


def articles() -> st.SearchStrategy[dict[str, Any]]:
    parts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), min_size=1)
    return parts.map(lambda drawn: _article("".join(word + gap for word, gap in drawn)))


def _article(text: str) -> dict[str, Any]:
    text = texts.normalise(text)
    return {"id": "a1", "text": text, "text_sha256": texts.sha256(text), "blocks": []}


@st.composite
def documents(
    draw: st.DrawFn, layers: Mapping[str, Layer], *, dangling: bool = True
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """An article, and one annotation of each layer, whose references may cross the layers.

    Where `dangling`, some name an item that is in none of them.
    """
    article = draw(articles())
    spans = _spans(article["text"])
    ids = {name: [f"{name}/{one}" for one in draw(_ids)] for name in layers}
    known = [one for some in ids.values() for one in some] + ["elsewhere"] * dangling
    annotations = []
    for name, layer in layers.items():
        items = [draw(_items(layer, one, spans, known)) for one in ids[name]]
        annotation = {
            "article": article["id"], "text_sha256": article["text_sha256"], "layer": name,
            "annotator": {"id": "anna", "kind": "HUMAN"}, "items": items,
        }  # fmt: skip
        if layer.cluster:
            annotation["clusters"] = draw(_clusters)
        annotations.append(annotation)
    return article, annotations


_ids = st.lists(names, unique=True, max_size=3)
_clusters = st.none() | st.lists(
    st.fixed_dictionaries(
        {"id": names}, optional={"name": st.none() | strings, "link": st.none() | strings}
    ),
    max_size=2,
    unique_by=lambda one: one["id"],
)


def _items(
    layer: Layer, item: str, spans: st.SearchStrategy[Any], known: list[str]
) -> st.SearchStrategy[dict[str, Any]]:
    references = {reference.name: reference for reference in layer.references}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for name, child in layer.schema["properties"].items():
        if name in ("id", layer.label, *SPAN):
            continue
        if name in layer.anchors:
            optional[name] = st.none() | spans
        elif name in references:
            optional[name] = _references(references[name], known)
        else:
            optional[name] = names if name == layer.cluster else _values(child)
    label = st.sampled_from(layer.labels)
    own = st.fixed_dictionaries({"id": st.just(item), layer.label: label}, optional=optional)
    return st.tuples(own, spans).map(lambda both: {**both[0], **both[1]})


def _spans(text: str) -> st.SearchStrategy[dict[str, Any]]:
    """Spans of one to three pieces, each a whole character."""
    inside = texts.inside_graphemes(text)
    edges = [at for at in range(len(text) + 1) if at not in inside]
    whole = [(a, b) for a, b in itertools.pairwise(edges) if not text[a].isspace()]
    cuts = st.sets(st.sampled_from(whole), min_size=1, max_size=3)
    return cuts.map(lambda drawn: _span(sorted(drawn), text))


def _span(cuts: list[tuple[int, int]], text: str) -> dict[str, Any]:
    pieces = [cuts[0]]
    for start, end in cuts[1:]:
        if pieces[-1][1] == start:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    start, end = pieces[0][0], pieces[-1][1]
    span: dict[str, Any] = {"start": start, "end": end, "text": text[start:end]}
    if len(pieces) > 1:
        span["fragments"] = [{"start": a, "end": b} for a, b in pieces]
    return span


def _references(reference: Reference, known: list[str]) -> st.SearchStrategy[Any]:
    targets = [one for one in known if one.partition("/")[0] in (*reference.layers, "elsewhere")]
    if not targets:
        return st.none()
    target = st.sampled_from(targets)
    if reference.target is None:
        return st.none() | target
    member = {reference.target: target}
    if reference.role:
        member[reference.role] = st.sampled_from(reference.roles)
    return st.lists(st.fixed_dictionaries(member), max_size=6)


def _values(child: schemas.Schema) -> st.SearchStrategy[Any]:
    if "enum" in child:
        return st.sampled_from(child["enum"])
    kinds = {
        "string": strings,
        "boolean": st.booleans(),
        "integer": st.integers(-(2**53), 2**53),
        "number": st.floats(allow_nan=False, allow_infinity=False),
        "array": st.lists(strings, max_size=3),
    }
    return kinds[schemas.kind(child)]


def without_faults(
    article: dict[str, Any], annotations: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """`annotations` without the values and items that the checks beyond the schema reject."""
    made = [{**one, "items": [dict(item) for item in one["items"]]} for one in annotations]
    checked = Article(article["text"], article["blocks"])
    while fault := next(_faults(made, checked), None):
        items, pointer = fault
        _, _, at, name, *_ = [*pointer.split("/"), ""]
        if items[int(at)].get(name) is None or name in ("id", "type", *SPAN):
            del items[int(at)]
        else:
            del items[int(at)][name]
    return made


def _faults(
    annotations: list[dict[str, Any]], article: Article
) -> Iterator[tuple[list[dict[str, Any]], str]]:
    """The items and the pointer into their annotation, of each fault."""
    others = layer_of_items(annotations)
    for one in annotations:
        for problem in problems(one, article, others=others):
            yield one["items"], problem.pointer
