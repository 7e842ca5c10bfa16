"""Every semantic check, broken on purpose; then the whole right document, which breaks none."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from dateline import text as texts
from dateline.checks import OF_ANNOTATION, OF_ITEM, layer_of_items, validate
from dateline.layers import shipped

TEXT = (
    "“We lost 12 boats, including 3 ferries,” Zoe\u0324 Marsh 👩‍🚀 said on Monday. "
    "She put the cost at between €4m and €5m."
)
ARTICLE = {"text": TEXT, "blocks": [{"type": "PARAGRAPH", "start": 0, "end": len(TEXT)}]}


def span(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def annotation(layer: str, items: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "article": "a1", "text_sha256": texts.sha256(TEXT), "layer": layer,
        "annotator": {"id": "desk", "kind": "HUMAN"}, "items": items, **more,
    }  # fmt: skip


def document() -> dict[str, dict[str, Any]]:
    """One right annotation per layer."""
    mention = {
        "id": "e1",
        "type": "PERSON",
        **span("Zoe\u0324 Marsh"),
        "level": "NAM",
        "entity": "E1",
    }
    quote = {
        "id": "q1", "type": "DIRECT", **span("“We lost 12 boats, including 3 ferries,”"),
        "cue": span("said"), "source": span("Zoe\u0324 Marsh"), "medium": "SPEECH", "speaker": "e1",
    }  # fmt: skip
    boats = {"id": "f1", "type": "COUNT", **span("12 boats"), "value": "12", "unit": "{boat}"}
    ferries = {"id": "f2", "type": "COUNT", **span("3 ferries"), "value": "3", "part_of": "f1"}
    money = {
        "id": "f3", "type": "MONEY", **span("between €4m and €5m"), "unit": "EUR",
        "value": "4000000", "value_high": "5000000", "modifier": "RANGE",
    }  # fmt: skip
    event = {
        "id": "v1", "type": "STATEMENT", **span("said"), "event": "V1",
        "arguments": [{"role": "SPEAKER", "target": "e1"}, {"role": "TIME", "target": "t1"}],
    }  # fmt: skip
    time = {"id": "t1", "type": "DATE", **span("Monday"), "value": "2026-03-16"}
    return {
        "entities": annotation("entities", [mention], clusters=[{"id": "E1", "name": "Marsh"}]),
        "quotes": annotation("quotes", [quote]),
        "figures": annotation("figures", [boats, ferries, money]),
        "events": annotation("events", [event], clusters=[{"id": "V1"}]),
        "times": annotation("times", [time]),
    }


def problems(layer: str, change: Callable[[dict[str, Any]], Any] | None = None) -> list[str]:
    """What `validate` says of the right document's `layer` after `change`."""
    right = document()
    broken = copy.deepcopy(right[layer])
    if change:
        change(broken)
    others = [other for name, other in right.items() if name != layer]
    return [str(problem) for problem in validate(broken, ARTICLE, others=others)]


@pytest.mark.parametrize("layer", sorted(shipped()))
def test_validate_right_document_has_no_problem(layer: str) -> None:
    assert problems(layer) == []


def put(path: str, value: Any) -> Callable[[dict[str, Any]], Any]:
    """What sets the member at the JSON pointer `path` to `value`."""
    *parents, last = path.strip("/").split("/")

    def change(document: Any) -> None:
        for part in parents:
            document = document[int(part)] if isinstance(document, list) else document[part]
        document[int(last) if isinstance(document, list) else last] = value

    return change


MARSH = TEXT.index("Zoe")
BROKEN = {
    "span off by one": ("entities", put("/items/0/end", MARSH + 9), "/items/0/text: text["),
    "span out of range": ("entities", put("/items/0/end", 999), "/items/0: start"),
    "empty span": ("entities", put("/items/0/end", MARSH), "not a stretch"),
    "negative start": ("entities", put("/items/0/start", -1), "not a stretch"),
    "anchor off": ("quotes", put("/items/0/cue/start", 3), "/items/0/cue/text"),
    "white space at an end": (
        "entities",
        lambda a: a["items"][0].update(end=MARSH + 11, text=TEXT[MARSH : MARSH + 11]),
        "white space",
    ),
    "half a grapheme": (
        "entities",
        lambda a: a["items"][0].update(end=MARSH + 3, text="Zoe"),
        "cuts a character in two",
    ),
    "half an emoji": (
        "entities",
        lambda a: a["items"][0].update(
            start=TEXT.index("👩"), end=TEXT.index("👩") + 1, text="👩"
        ),
        "cuts a character in two",
    ),
    "fragments out of order": (
        "quotes",
        put("/items/0/fragments", [{"start": 5, "end": 9}, {"start": 0, "end": 3}]),
        "not sorted",
    ),
    "fragments that touch": (
        "quotes",
        put("/items/0/fragments", [{"start": 0, "end": 3}, {"start": 3, "end": 40}]),
        "not sorted",
    ),
    "fragments short of the span": (
        "quotes",
        put("/items/0/fragments", [{"start": 0, "end": 3}, {"start": 5, "end": 9}]),
        "do not begin and end",
    ),
    "id twice": ("figures", put("/items/1/id", "f1"), "/items/1/id: id 'f1' is used twice"),
    "reference to nothing": ("quotes", put("/items/0/speaker", "e9"), "names nothing"),
    "reference to a layer it may not name": (
        "quotes",
        put("/items/0/speaker", "t1"),
        "/items/0/speaker: 't1' is one of times, not of entities",
    ),
    "argument to nothing": (
        "events",
        put("/items/0/arguments/1/target", "t9"),
        "/items/0/arguments/1/target: 't9' names nothing",
    ),
    "cluster not declared": ("entities", put("/items/0/entity", "E7"), "/items/0/entity: 'E7'"),
    "cluster with two labels": (
        "entities",
        lambda a: a["items"].append({**a["items"][0], "id": "e2", "type": "ORG"}),
        "ORG in cluster 'E1'",
    ),
    "clusters in a layer without": ("times", put("/clusters", [{"id": "T1"}]), "/clusters"),
    "direct without marks": (
        "quotes",
        lambda a: a["items"][0].update(span("lost 12")),
        "/items/0/type: DIRECT",
    ),
    "mixed without marks": (
        "quotes",
        lambda a: a["items"][0].update(type="MIXED", **span("lost 12")),
        "/items/0/type: MIXED",
    ),
    "indirect with marks": ("quotes", put("/items/0/type", "INDIRECT"), "/items/0/type: INDIRECT"),
    "money without currency": ("figures", put("/items/2/unit", "euros"), "ISO 4217"),
    "value that is no number": ("figures", put("/items/0/value", "1,200"), "no decimal number"),
    "value_high without range": (
        "figures",
        put("/items/2/modifier", "APPROX"),
        "without the modifier RANGE",
    ),
    "value_high below value": ("figures", put("/items/2/value_high", "3"), "below the value"),
    "part_of in a circle": ("figures", put("/items/0/part_of", "f2"), "circle: f1 → f2 → f1"),
    "part_of itself": ("figures", put("/items/0/part_of", "f1"), "circle: f1 → f1"),
    "no TIMEX3": ("times", put("/items/0/value", "next Monday"), "no TIMEX3 value"),
    "month 13": ("times", put("/items/0/value", "2026-13-01"), "no TIMEX3 value"),
    "30 February": ("times", put("/items/0/value", "2026-02-30"), "no TIMEX3 value"),
    "another text": ("times", put("/text_sha256", "0" * 64), "the text has changed"),
    "unknown label": ("entities", put("/items/0/type", "ROBOT"), "/items/0/type: \"ROBOT\" is not"),
    "unknown property": ("entities", put("/items/0/colour", "red"), "Known properties"),
    "missing property": ("entities", lambda a: a["items"][0].pop("text"), "'text' is a required"),
    "offset as a string": ("entities", put("/items/0/start", "12"), "is not of type integer"),
    "offset as a float": (
        "entities",
        put("/items/0/start", 1.0),
        "/items/0/start: 1.0 is no whole number as written: write 1 (article a1",
    ),
    "offset of a fragment as a float": (
        "quotes",
        put("/items/0/fragments", [{"start": 0, "end": 3.0}]),
        "/items/0/fragments/0/end: 3.0 is no whole number",
    ),
    "revision as a float": ("times", put("/revision", 2.0), "/revision: 2.0 is no whole number"),
    "no date-time": ("times", put("/created", "yesterday"), "date-time"),
    "unknown layer": ("times", put("/layer", "tunes"), "known layers"),
    "lone surrogate": ("times", put("/guideline", "\ud800"), "cannot be stored as JSON"),
}  # fmt: skip


@pytest.mark.parametrize("fact", BROKEN)
def test_validate_names_what_is_broken(fact: str) -> None:
    layer, change, expected = BROKEN[fact]
    found = problems(layer, change)
    assert any(expected in problem for problem in found), found


@pytest.mark.parametrize("fact", BROKEN)
def test_validate_problem_begins_with_a_json_pointer(fact: str) -> None:
    layer, change, _ = BROKEN[fact]
    assert all(problem.startswith("/") for problem in problems(layer, change))


def test_validate_names_article_layer_item_and_offset() -> None:
    found = problems("figures", put("/items/2/unit", "euros"))
    where = f"(article a1, layer figures, item f3, offset {TEXT.index('between')})"
    assert found[0].endswith(where)


def test_validate_without_others_follows_references_inside_the_layer_only() -> None:
    quotes = document()["quotes"]
    assert validate(quotes, ARTICLE) == []
    figures = document()["figures"]
    figures["items"][1]["part_of"] = "f9"
    assert len(validate(figures, ARTICLE)) == 1


def test_validate_without_article_does_not_look_at_offsets() -> None:
    times = document()["times"]
    times["items"][0]["end"] = 999
    assert validate(times) == []


def test_layer_of_items_knows_every_item() -> None:
    assert layer_of_items(document().values())["v1"] == "events"  # type: ignore[index]


def test_every_check_is_used_by_a_layer_that_ships() -> None:
    used = {name for layer in shipped().values() for name in layer.checks}
    assert used == {*OF_ITEM, *OF_ANNOTATION}


@pytest.mark.parametrize(
    "value",
    ["2026", "2026-03", "2026-03-17", "2026-W12", "2026-W12-WE", "2026-Q1", "2026-H2", "2026-SU",
     "P11D", "PT2H", "P1Y6M", "P2DT12H", "PXD", "P2W", "PT1.5H", "P3DE", "XXXX-WXX-5", "XXXX-12-25",
     "2026-03-17T14:30", "2026-03-17TMO", "T09:00", "TNI", "PAST_REF", "202", "20"],
)  # fmt: skip
def test_timex3_accepts_values_of_the_standard(value: str) -> None:
    assert problems("times", put("/items/0/value", value)) == []


@pytest.mark.parametrize("value", ["", "P", "PT", "17 March", "2026-3-7", "2026-W5", "P11", "11D"])
def test_timex3_refuses_other_values(value: str) -> None:
    assert problems("times", put("/items/0/value", value)) != []
