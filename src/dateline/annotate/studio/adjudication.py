"""The queue of disagreements as tasks: everybody's version by name, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dateline import text as texts
from dateline.annotate.sheets import Sheet
from dateline.annotate.studio.controls import MARK, MARKS
from dateline.annotate.studio.deal import Refusal, Shown, Task, faults, task_body
from dateline.annotate.studio.desk import Desk
from dateline.annotate.studio.differences import differences_html
from dateline.checks import annotation_sha256
from dateline.errors import Usage
from dateline.layers import Layer

PROPOSAL = "proposal"


def adjudication_desk(title: str, sheets: Sequence[Sheet], guidelines: Mapping[str, str]) -> Desk:
    """The project in which `sheets` are settled."""
    names = {layer for sheet in sheets for layer in sheet.layers}
    around = {line["layer"] for sheet in sheets for line in sheet.context} - names
    title = title or f"adjudicate {'+'.join(sorted(names))}"
    return Desk(
        title, tuple(sorted(names)), tuple(sorted(around)), guidelines=guidelines, adjudication=True
    )


def deal_sheets(
    sheets: Iterable[Sheet],
    articles: Mapping[str, Mapping[str, Any]],
    desk: Desk,
    layers: Mapping[str, Layer],
) -> Iterator[Task | Refusal]:
    """A task for each sheet, or the reason why there is none.

    The proposal is the first prediction; each version is one whose model is the annotator.
    """
    for sheet in sheets:
        article = articles.get(sheet.article)
        if article is None:
            yield Refusal(sheet.article, "its text is not at hand; name it with --articles")
        elif texts.sha256(article["text"]) != sheet.text_sha256:
            yield Refusal(sheet.article, "it was judged on another text than it has now")
        else:
            yield _task(sheet, article, desk, layers)


def _task(
    sheet: Sheet, article: Mapping[str, Any], desk: Desk, layers: Mapping[str, Layer]
) -> Task | Refusal:
    around = tuple(line["layer"] for line in sheet.context)
    here = replace(desk, names=sheet.layers, context=around)
    article = {"blocks": [], **article, "text_sha256": sheet.text_sha256}
    bodies = []
    for who, lines in {PROPOSAL: sheet.proposal, **sheet.versions}.items():
        view = Shown(lines, sheet.context)
        wrong = list(faults(article, view, here, layers))
        if wrong:
            return Refusal(sheet.article, f"{who}: " + "; ".join(wrong[:5]))
        try:
            bodies.append(task_body(article, view, here, layers))
        except Usage as error:
            return Refusal(sheet.article, f"{who}: {error}")
    body = bodies[0]
    body["predictions"] = [one for each in bodies for one in each["predictions"]]
    for prediction in body["predictions"]:  # first: Label Studio shows regions' numbers
        prediction["result"] = [*_marks(sheet, article["text"]), *prediction["result"]]
    body["data"][MARKS] = differences_html(sheet, article["text"], layers)
    edition = annotation_sha256({"predictions": body["predictions"], "data": body["data"]})
    body["meta"] |= {"guidelines": desk.versions(), "edition": edition}
    return Task(sheet.article, sheet.text_sha256, body)


def _marks(sheet: Sheet, text: str) -> Iterator[dict[str, Any]]:
    """A region of its own over each place; it is no part of what is settled."""
    for number, (_, difference) in enumerate(sheet.differences, start=1):
        if difference.dispute.outcome is None:
            continue
        start, end = difference.start, difference.end
        yield {
            "id": f"{MARKS}-{number}",
            "from_name": MARKS,
            "to_name": "text",
            "type": "labels",
            "readonly": True,
            "meta": {"text": [f"{number}: {', '.join(difference.properties)}"]},
            "value": {"start": start, "end": end, "text": text[start:end], "labels": [MARK]},
        }
