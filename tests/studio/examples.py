"""One small article with right annotations of all layers."""

from typing import Any

from dateline import text as texts

TEXT = (
    "Storm cuts ferries\n\n“We lost 12 boats 👩‍🚀, including 3 ferries,” Zoë Marsh said in Port "
    "Sorrel on Monday.\n\nThe harbour board, she added, will pay €4m."
)
ARTICLE = {
    "id": "a1",
    "title": "Storm cuts ferries",
    "text": TEXT,
    "text_sha256": texts.sha256(TEXT),
    "blocks": [
        {"type": "HEADLINE", "start": 0, "end": 18},
        {"type": "PARAGRAPH", "start": 20, "end": 98},
        {"type": "PARAGRAPH", "start": 100, "end": len(TEXT)},
    ],
}


def span(words: str, *more: str) -> dict[str, Any]:
    """The span of `words`, or of several pieces."""
    pieces = [(TEXT.index(one), TEXT.index(one) + len(one)) for one in (words, *more)]
    start, end = pieces[0][0], pieces[-1][1]
    made: dict[str, Any] = {"start": start, "end": end, "text": TEXT[start:end]}
    if more:
        made["fragments"] = [{"start": a, "end": b} for a, b in pieces]
    return made


def annotation(layer: str, items: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "article": "a1", "text_sha256": ARTICLE["text_sha256"], "layer": layer,
        "annotator": {"id": "rules@1", "kind": "MODEL"}, "items": items, **more,
    }  # fmt: skip


def annotations() -> list[dict[str, Any]]:
    """All five layers, in canonical form."""
    entities = [
        {"id": "e1", "type": "PERSON", **span("Zoë Marsh"), "level": "NAM", "entity": "E1"},
        {"id": "e2", "type": "GPE", **span("Port Sorrel"), "level": "NAM"},
        {"id": "e3", "type": "ORG", **span("The harbour board"), "level": "NOM", "entity": "E2"},
        {"id": "e4", "type": "PERSON", **span("she"), "level": "PRO", "entity": "E1"},
    ]
    quotes = [
        {
            "id": "q1", "type": "DIRECT", **span("“We lost 12 boats 👩‍🚀, including 3 ferries,”"),
            "cue": span("said"), "source": span("Zoë Marsh"), "medium": "SPEECH", "speaker": "e1",
        },
        {
            "id": "q2", "type": "INDIRECT", **span("The harbour board", "will pay €4m"),
            "cue": span("added"), "source": span("she"), "speaker": "e4",
        },
    ]  # fmt: skip
    figures = [
        {
            "id": "f1", "type": "COUNT", **span("12 boats"), "number": span("12"),
            "measured": span("boats"), "value": "12", "unit": "{boat}",
        },
        {"id": "f2", "type": "COUNT", **span("3 ferries"), "value": "3", "part_of": "f1"},
        {"id": "f3", "type": "MONEY", **span("€4m"), "value": "4000000", "unit": "EUR", "of": "e3"},
    ]  # fmt: skip
    times = [{"id": "t1", "type": "DATE", **span("Monday"), "value": "2026-03-16"}]
    events = [
        {
            "id": "v1", "type": "STATEMENT", **span("said"), "realis": "ACTUAL", "event": "V1",
            "arguments": [
                {"role": "SPEAKER", "target": "e1"}, {"role": "TIME", "target": "t1"},
                {"role": "PLACE", "target": "e2"},
            ],
        },
        {
            "id": "v2", "type": "TRANSFER", **span("pay"), "event": "V2",
            # both roles of one participant: two arrows between the same two regions
            "arguments": [{"role": "ACTOR", "target": "e3"}, {"role": "ORIGIN", "target": "e3"}],
        },
    ]  # fmt: skip
    named = [{"id": "E1", "name": "Zoë Marsh", "link": "Q42"}, {"id": "E2", "name": "Board"}]
    return [
        annotation("entities", entities, clusters=named),
        annotation("quotes", quotes),
        annotation("figures", figures),
        annotation("times", times),
        annotation("events", events, clusters=[{"id": "V1"}, {"id": "V2"}]),
    ]


NAMES = [one["layer"] for one in annotations()]


def items(annotations: list[dict[str, Any]]) -> list[Any]:
    """What the annotations say, without who and when, by layer."""
    said = [(one["layer"], one["items"], one.get("clusters")) for one in annotations]
    return sorted(said, key=lambda one: one[0])
