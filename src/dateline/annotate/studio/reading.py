"""Results of Label Studio as annotations: regions first, then what boxes and arrows say of them.

The server checks nothing and the browser edits freely, so nothing is taken on trust: what has
one meaning is repaired and reported, what has none is a problem of the whole annotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline import text as texts
from dateline.annotate.studio.arrows import Arrow, read_arrows
from dateline.annotate.studio.controls import PIECES, Form, forms
from dateline.annotate.studio.ids import item_id, read_cluster
from dateline.annotate.studio.regions import Note, Region, Regions, read_regions
from dateline.annotate.studio.tasks import Annotation, canonical
from dateline.errors import Stop
from dateline.layers import Layer, Reference, shipped


@dataclass
class Reading:
    """What became of one Label Studio annotation."""

    annotations: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # [] where all was understood
    repairs: list[str] = field(default_factory=list)  # what was put right
    context: dict[str, str] = field(default_factory=dict)  # id -> layer of items not asked for


def from_results(
    results: Sequence[Mapping[str, Any]],
    article: Mapping[str, Any],
    names: Iterable[str] | None = None,
    *,
    layers: Mapping[str, Layer] | None = None,
    **stamp: Any,
) -> list[dict[str, Any]]:
    """The annotations that `results` say, one for each layer of `names`, in that order.

    `names` are the layers that were asked for, also where nothing was marked; without it, those
    that have a region. `stamp` are further properties of each annotation: annotator, guideline,
    context, created, seconds. Raises Stop naming everything that cannot be understood.
    """
    reading = read_results(results, article, names, layers=layers, **stamp)
    if reading.problems:
        raise Stop(f"article {article['id']}: " + "; ".join(reading.problems))
    return reading.annotations


def read_results(
    results: Sequence[Mapping[str, Any]],
    article: Mapping[str, Any],
    names: Iterable[str] | None = None,
    *,
    layers: Mapping[str, Layer] | None = None,
    **stamp: Any,
) -> Reading:
    """The same as `from_results`, with problems and repairs told instead of raised."""
    shown = forms(shipped() if layers is None else layers)
    regions = read_regions(results, article["text"], shown)
    arrows = read_arrows(results, regions)
    used = {region.control for region in regions.by_id.values()}
    wanted = [name for name in shown if name in used] if names is None else list(names)
    said = {
        "article": article["id"],
        "text_sha256": texts.sha256(article["text"]),
        "annotator": {"id": "annotator", "kind": "HUMAN"},
        **stamp,
    }
    builder = _Builder(regions, arrows)
    made = [builder.annotation(shown[name], results, said) for name in wanted]
    builder.leftovers()
    heard = [note for note in regions.notes if note.layer in {*wanted, PIECES, ""}]
    return Reading(
        annotations=made,
        problems=[note.message for note in heard if not note.repaired],
        repairs=[note.message for note in heard if note.repaired],
        context={
            item_id(name, region.id): name
            for name in used.intersection(shown).difference(wanted)
            for region in regions.items(name)
            if item_id(name, region.id) != region.id  # drawn by hand: nothing that was shown
        },
    )


class _Builder:
    """Makes items of regions and arrows, and remembers which arrows it used."""

    def __init__(self, regions: Regions, arrows: Sequence[Arrow]) -> None:
        self.regions = regions
        self.arrows: dict[str, list[Arrow]] = {}
        for arrow in arrows:
            self.arrows.setdefault(arrow.owner.id, []).append(arrow)
        self.used = {arrow.target.id for arrow in arrows}

    def annotation(
        self, form: Form, results: Iterable[Mapping[str, Any]], said: Mapping[str, Any]
    ) -> dict[str, Any]:
        items = [self._item(region, form) for region in self.regions.items(form.name)]
        made = {**said, "layer": form.name, "items": items}
        if form.table:
            made["clusters"] = list(self._clusters(results, form))
        misfits = form.layer.validator.misfits(made)
        for misfit in misfits:
            where = _place(made["items"], misfit.pointer)
            self.regions.notes.append(Note(form.name, f"{where}: {misfit.message}"))
        return made if misfits else canonical(made, form.layer)

    def leftovers(self) -> None:
        """Complain of anchors and pieces that no item owns."""
        for region in self.regions.by_id.values():
            if region.id in self.used or not region.label:
                continue
            if region.control == PIECES or self.regions.anchor(region):
                message = f"{region} belongs to nothing; draw an arrow to it from its item"
                self.regions.notes.append(Note(region.control, message))

    def _item(self, region: Region, form: Form) -> dict[str, Any]:
        item = {
            "id": item_id(form.name, region.id),
            form.layer.label: region.label,
            **self._span(region),
            **region.values,
        }
        references = {reference.name: reference for reference in form.layer.references}
        for arrow in self.arrows.get(region.id, ()):
            if arrow.property in references:
                target = item_id(arrow.target.control, arrow.target.id)
                self._refer(item, references[arrow.property], arrow, target)
            elif arrow.property != PIECES:
                self._set(item, arrow, self._span(arrow.target))
        return item

    def _refer(self, item: dict[str, Any], reference: Reference, arrow: Arrow, target: str) -> None:
        if reference.target is None:
            self._set(item, arrow, target)
            return
        member = {reference.target: target}
        if reference.role:
            member[reference.role] = str(arrow.role)
        item.setdefault(reference.name, []).append(member)

    def _set(self, item: dict[str, Any], arrow: Arrow, value: Any) -> None:
        if item.setdefault(arrow.property, value) != value:
            message = f"{arrow.owner} has two of {arrow.property}; delete an arrow"
            self.regions.notes.append(Note(arrow.owner.control, message))

    def _span(self, region: Region) -> dict[str, Any]:
        pieces = {(region.start, region.end)}
        for arrow in self.arrows.get(region.id, ()):
            if arrow.property == PIECES:
                pieces.add((arrow.target.start, arrow.target.end))
        start, end = min(pieces)[0], max(end for _, end in pieces)
        span: dict[str, Any] = {"start": start, "end": end, "text": self.regions.text[start:end]}
        if len(pieces) > 1:
            span["fragments"] = [{"start": a, "end": b} for a, b in sorted(pieces)]
        return span

    def _clusters(self, results: Iterable[Mapping[str, Any]], form: Form) -> Iterator[Annotation]:
        declared: dict[str, Annotation] = {}
        for line in _lines(results, form.table):
            try:
                cluster = read_cluster(line)
            except ValueError as error:
                self.regions.notes.append(Note(form.name, f"{form.table}: {error}"))
                continue
            if declared.setdefault(cluster["id"], cluster) != cluster:
                message = f"{form.table} has two lines for {cluster['id']!r}; delete one"
                self.regions.notes.append(Note(form.name, message))
        yield from declared.values()


def _lines(results: Iterable[Mapping[str, Any]], table: str | None) -> Iterator[str]:
    for result in results:
        if result.get("from_name") == table:
            lines = (result.get("value") or {}).get("text") or []
            yield from map(str, [lines] if isinstance(lines, str) else lines)


def _place(items: Sequence[Mapping[str, Any]], pointer: str) -> str:
    """`pointer` with the words of the item that it points into."""
    parts = pointer.split("/")
    if parts[1:2] != ["items"] or len(parts) < 3:
        return pointer
    item = items[int(parts[2])]
    return f"{'/'.join(parts[3:])} of {item['type']} {item['text'][:40]!r} ({item['start']})"
