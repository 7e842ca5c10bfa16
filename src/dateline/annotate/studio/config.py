"""The labelling config of Label Studio, written from the schema of the layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from xml.sax.saxutils import escape, quoteattr

from dateline.annotate.studio.controls import FRAGMENT, MARK, MARKS, PIECES, Box, Form, forms
from dateline.annotate.studio.ids import region_id
from dateline.errors import Usage
from dateline.layers import Layer, find
from dateline.schema import Schema

# Twelve colours that stay apart behind black text, for labels whose schema names none.
PALETTE = (
    "#3366cc", "#d97a00", "#2ca02c", "#c2185b", "#17a2a2", "#8c564b",
    "#7b1fa2", "#b8860b", "#607d8b", "#e53935", "#00796b", "#5d4037",
)  # fmt: skip
KEYS = "1234567890qwertyuiopasdfghjklzxcvbnm"
FRAGMENT_KEY = "."


def config(
    names: Sequence[str],
    *,
    context: Sequence[str] = (),
    layers: Mapping[str, Layer] | None = None,
    marks: bool = False,
) -> str:
    """The labelling config (XML) for annotating the layers `names`.

    `context` are further layers that are shown, to be pointed at. With `marks` it shows a task's
    list of differences, and where in the text they are. Raises Usage for an unknown layer, and
    Stop where two layers cannot be shown together.
    """
    if not names:
        raise Usage("a project needs a layer; known layers: " + ", ".join(layers or ()))
    every = list(dict.fromkeys([*names, *context]))
    shown = forms({name: find(name, layers) for name in every})
    keys = hotkeys({name: shown[name] for name in names})
    lines = [
        "<View>",
        f"<Style>\n{_style(shown)}</Style>",
        '<View className="dl-bar">',
        *(line for name in shown for line in _labels(shown[name], keys, name not in names)),
        _fragments(),
        *_toggles(shown),
        *(_differences() if marks else ()),
        "</View>",
        *_relations(shown.values()),
        '<View className="dl-text">',
        '<Text name="text" value="$text" granularity="symbol"/>',
        "</View>",
        '<View className="dl-foot">',
        *(line for name in names for line in _boxes(shown[name], every)),
        '<View className="dl-tables">',
        *(line for name in names for line in _table(shown[name])),
        "</View>",
        "</View>",
        "</View>",
    ]
    return "\n".join(lines) + "\n"


def hotkeys(shown: Mapping[str, Form]) -> dict[tuple[str, str], str]:
    """(layer, label) -> key: the schema's own, else a free one; each key once."""
    every = [(form, label) for form in shown.values() for label in form.labels]
    keys: dict[tuple[str, str], str] = {}
    taken = {FRAGMENT_KEY}
    for form, label in every:
        wished = _studio(form, label).get("hotkey")
        if wished and wished not in taken:
            keys[form.name, label] = wished
            taken.add(wished)
    free = [key for key in KEYS if key not in taken]
    for form, label in every:
        if (form.name, label) not in keys and free:
            keys[form.name, label] = free.pop(0)
    return keys


def _studio(form: Form, label: str) -> dict[str, str]:
    """Colour and hotkey that the schema gives to `label`, where it does."""
    properties: Mapping[str, Schema] = form.layer.schema["properties"]
    anchor = form.labels[label]
    if anchor:
        return dict(properties[anchor].get("x-studio", {}))
    wishes = properties[form.layer.label].get("x-studio", {})
    place = form.layer.labels.index(label)
    return {
        one: wishes[many][place]
        for one, many in (("colour", "colours"), ("hotkey", "hotkeys"))
        if place < len(wishes.get(many, ()))
    }


def _labels(form: Form, keys: Mapping[tuple[str, str], str], context: bool) -> Iterator[str]:
    style = "dl-context" if context else f"dl-layer dl-{_css(form.name)}"
    yield f"<View className={quoteattr(style)}>"
    yield f'<Labels name={quoteattr(form.name)} toName="text" showInline="true">'
    for place, label in enumerate(form.labels):
        colour = _studio(form, label).get("colour", PALETTE[place % len(PALETTE)])
        key = keys.get((form.name, label))
        hotkey = f" hotkey={quoteattr(key)}" if key else ""
        yield f"  <Label value={quoteattr(label)} background={quoteattr(colour)}{hotkey}/>"
    yield "</Labels>"
    yield "</View>"


def _fragments() -> str:
    return (
        f'<View className="dl-layer"><Labels name="{PIECES}" toName="text" showInline="true">'
        f'<Label value="{FRAGMENT}" background="#9e9e9e" hotkey="{FRAGMENT_KEY}"/></Labels></View>'
    )


def _differences() -> Iterator[str]:
    yield '<View className="dl-differences">'
    yield f'<HyperText name="{MARKS}_list" value="${MARKS}" inline="true"/>'
    yield "</View>"
    yield '<View className="dl-context">'
    yield f'<Labels name="{MARKS}" toName="text">'
    yield f'<Label value="{MARK}" background="#d50000"/></Labels>'
    yield "</View>"


def _toggles(shown: Iterable[str]) -> Iterator[str]:
    yield '<View className="dl-tog">'
    for name in shown:
        yield _panel(f"dl-hide-{_css(name)}", f"hide {name}", "<View/>")
    yield _panel("dl-rel", "arrows", "<View/>")
    yield "</View>"


def _panel(css: str, title: str, content: str) -> str:
    head = f"<View className={quoteattr(css)}><Collapse><Panel value={quoteattr(title)}>"
    return f"{head}{content}</Panel></Collapse></View>"


def _relations(shown: Iterable[Form]) -> Iterator[str]:
    labels = list(dict.fromkeys(label for form in shown for label in form.arrows))
    yield '<Relations choice="multiple">'
    for label in labels:
        yield f"  <Relation value={quoteattr(label)}/>"
    yield "</Relations>"


def _boxes(form: Form, every: Sequence[str]) -> Iterator[str]:
    """The row of boxes for a chosen item of the layer."""
    boxes = [
        box for box in form.boxes.values() if not box.reserve or _needs_reserve(form, box, every)
    ]
    if not boxes:
        return
    items = quoteattr(",".join(form.layer.labels))
    when = f"whenTagName={quoteattr(form.name)} whenLabelValue={items}"
    yield f'<View className="dl-row" visibleWhen="region-selected" {when}>'
    for box in boxes:
        yield f'<View className="dl-box"><Header value={quoteattr(box.property)} size="6"/>'
        yield _choices(box) if box.values else _line(box)
        yield "</View>"
    yield "</View>"


def _needs_reserve(form: Form, box: Box, every: Sequence[str]) -> bool:
    """Whether some reference of the property has no arrow in a task that shows `every` layer."""
    if not any(name == box.property for name, _ in form.arrows.values()):
        return True
    return any(
        one.name == box.property and not set(one.layers) <= set(every)
        for one in form.layer.references
    )


def _choices(box: Box) -> str:
    few = len(box.values) <= 4 and sum(map(len, box.values)) <= 24
    look = 'choice="single-radio" showInline="true"' if few else 'choice="single" layout="select"'
    values = "".join(f"<Choice value={quoteattr(value)}/>" for value in box.values)
    name = f'name={quoteattr(box.name)} toName="text" perRegion="true"'
    return f"<Choices {name} {look}>{values}</Choices>"


def _line(box: Box) -> str:
    return (
        f'<TextArea name={quoteattr(box.name)} toName="text" perRegion="true" maxSubmissions="1" '
        f'editable="true" rows="1" placeholder=" "/>'
    )


def _table(form: Form) -> Iterator[str]:
    if form.table:
        box = (
            f'<TextArea name={quoteattr(form.table)} toName="text" editable="true" rows="1" '
            'placeholder="id | name | Q-number"/>'
        )
        yield _panel("dl-table", f"clusters of {form.name}", box)


def _style(shown: Mapping[str, Form]) -> str:
    fixed = resources.files("dateline.annotate.studio").joinpath("studio.css").read_text("utf-8")
    return escape(fixed + "".join(_hide(form, shown) for form in shown.values()))


def _hide(form: Form, shown: Mapping[str, Form]) -> str:
    """The rule that hides the layer: ids carry its name; a hand-drawn region only its label."""
    others = "".join(
        f':not([class*="htx-highlight-{_css(name)}-"])' for name in shown if name != form.name
    )
    labels = ", ".join(f'[data-label$=":{label}"]' for label in form.labels)
    name = _css(form.name)
    hidden = f'body:has(.dl-hide-{name} [aria-expanded="true"])'
    regions = f'.htx-highlight:is([class*="htx-highlight-{name}-"], :is({labels}){others})'
    return (
        f"{hidden} .dl-{name} {{ display: none; }}\n"
        f"{hidden} {regions} {{ background: transparent !important; color: inherit !important; "
        "pointer-events: none; }\n"
    )


def _css(name: str) -> str:
    return region_id(name)
