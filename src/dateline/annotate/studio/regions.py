"""The regions of one Label Studio annotation, each put right or complained about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dateline import text as texts
from dateline.annotate.studio.controls import MARKS, PIECES, Box, Form


@dataclass(frozen=True)
class Note:
    """Something about one annotation that somebody should know."""

    layer: str  # that it concerns; "" where it concerns all
    message: str
    repaired: bool = False  # it has one meaning, which was taken; else it is a problem


@dataclass
class Region:
    """A stretch of the text with one label, and what its boxes hold."""

    id: str
    control: str = ""
    label: str = ""
    start: int = 0
    end: int = 0
    text: str = ""
    values: dict[str, Any] = field(default_factory=dict)  # property -> value

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 40 else f"{self.text[:39]}…"
        return f"{self.label or 'a region'} {shown!r} ({self.start}-{self.end})"


@dataclass
class Regions:
    """The regions by id, in the order of the results."""

    text: str
    forms: Mapping[str, Form]
    by_id: dict[str, Region] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def anchor(self, region: Region) -> str | None:
        """The property that the region is the anchor of; None where it is an item or a piece."""
        form = self.forms.get(region.control)
        return form.labels.get(region.label) if form else None

    def is_item(self, region: Region) -> bool:
        form = self.forms.get(region.control)
        return form is not None and form.labels.get(region.label, "") is None

    def items(self, layer: str) -> list[Region]:
        return [one for one in self.by_id.values() if one.control == layer and self.is_item(one)]


def read_regions(
    results: Iterable[Mapping[str, Any]], text: str, forms: Mapping[str, Form]
) -> Regions:
    """The regions of `results` over `text`; what is no region or box of one is left alone."""
    regions = Regions(text, forms)
    inside = texts.inside_graphemes(text)
    boxes = {box.name: (form, box) for form in forms.values() for box in form.boxes.values()}
    tables = {form.table for form in forms.values()}
    filled: list[tuple[Mapping[str, Any], Form, Box]] = []
    for result in results:
        name = result.get("from_name")
        if result.get("type") == "relation" or name in tables or name == MARKS:
            continue
        if name in forms or name == PIECES:
            _add(regions, result, inside)
        elif name in boxes:
            filled.append((result, *boxes[name]))
        else:
            known = ", ".join(forms)
            message = f"{name!r} is no control of the layers {known}; was the config changed?"
            regions.notes.append(Note("", message))
    for result, form, box in filled:
        _fill(regions, result, form, box)
    return regions


def _add(regions: Regions, result: Mapping[str, Any], inside: frozenset[int]) -> None:
    value, control = result.get("value") or {}, str(result["from_name"])
    labels = value.get("labels") or []
    start, end = value.get("start"), value.get("end")
    region = Region(str(result.get("id")), control, str(labels[0]) if labels else "")
    layer = "" if control == PIECES else control
    other = regions.by_id.get(region.id)
    if other is not None:
        message = f"{other} is labelled {region.label or 'with nothing'} too; leave it one label"
        regions.notes.append(Note("", message))
        return
    regions.by_id[region.id] = region
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(regions.text):
        message = f"{region.label or 'a region'} at {start}-{end} is not in the text"
        message += f" of {len(regions.text)} characters; delete it (region {region.id})"
        regions.notes.append(Note(layer, message))
        return
    region.start, region.end, region.text = start, end, regions.text[start:end]
    said = value.get("text")
    if isinstance(said, str) and _letters(said) != _letters(region.text):
        message = f"{region} was {said!r} when it was marked; mark it again"
        regions.notes.append(Note(layer, message))
    if len(labels) != 1 or region.label not in _labels(regions, control):
        message = f"{region} has the labels {labels}; give it one of this layer"
        regions.notes.append(Note(layer, message))
    _tidy(regions, region, inside, layer)


def _labels(regions: Regions, control: str) -> Iterable[str]:
    return regions.forms[control].labels if control in regions.forms else ("FRAGMENT",)


def _letters(text: str) -> str:
    """`text` without white space: the browser rewrites it, a line end as a backslash and an n."""
    return "".join(text.replace("\\n", "").split())


def _tidy(regions: Regions, region: Region, inside: frozenset[int], layer: str) -> None:
    """White space at the ends is dropped, a character cut in two is taken whole."""
    text, start, end = regions.text, region.start, region.end
    if text[start:end].isspace():
        regions.notes.append(Note(layer, f"{region} covers white space only; delete it"))
        return
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    while start in inside:
        start -= 1
    while end in inside:
        end += 1
    if (start, end) != (region.start, region.end):
        before = str(region)
        region.start, region.end, region.text = start, end, text[start:end]
        regions.notes.append(Note(layer, f"{before} became {region.text!r}", repaired=True))


def _fill(regions: Regions, result: Mapping[str, Any], form: Form, box: Box) -> None:
    region = regions.by_id.get(str(result.get("id")))
    value = result.get("value") or {}
    shown = value.get("choices") if box.values else value.get("text")
    shown = [shown] if isinstance(shown, str) else list(shown or ())
    if region is None or not shown:
        if shown:
            message = f"{box.name} = {shown} belongs to no region (id {result.get('id')!r})"
            regions.notes.append(Note(form.name, message))
        return
    if region.control != form.name or not regions.is_item(region):
        message = f"{region} has no {box.property}; {shown} was left out"
        regions.notes.append(Note(region.control, message, repaired=True))
        return
    if len(shown) > 1 or box.property in region.values:
        message = f"{region} has several values of {box.property}: {shown}; leave it one"
        regions.notes.append(Note(form.name, message))
        return
    region.values[box.property] = box.read(str(shown[0]))
