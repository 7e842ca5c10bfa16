"""Documents drawn from the schema, opened in a browser and submitted as they are, come back."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from dateline.annotate.judgements import read_lines
from dateline.annotate.standing import standing
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.deal import Refusal, Shown, deal
from dateline.annotate.studio.push import push
from dateline.annotate.studio.reading import from_results
from dateline.annotate.studio.sync import pull_into
from dateline.annotate.studio.tasks import canonical, to_results
from dateline.layers import Layer, read_layers, shipped
from dateline.project import Project

from .browser import Person
from .documents import documents, without_faults

pytestmark = [pytest.mark.studio, pytest.mark.browser]
LAYERS = {**shipped(), **read_layers(Path(__file__).parent / "layers")}
Document = tuple[dict[str, Any], list[dict[str, Any]]]


def draw(count: int, layers: Mapping[str, Layer]) -> list[Document]:
    """The `count` of many documents that say most, each of another text; the same in each run."""
    found: list[Document] = []

    @seed(4)
    @settings(
        max_examples=20 * count,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(documents(layers, dangling=False))  # a project has no boxes for those; push refuses them
    def collect(drawn: Document) -> None:
        name = f"a{len(found)}"
        article, annotations = drawn
        found.append(({**article, "id": name}, [{**one, "article": name} for one in annotations]))

    collect()
    best = {document[0]["text"]: document for document in sorted(found, key=_said)}
    return list(best.values())[-count:]


def _said(document: Document) -> int:
    items = [item for one in document[1] for item in one["items"]]
    return sum(value is not None for item in items for value in item.values())


def submit_all(anna: Person, admin: Server, project: int) -> None:
    for task in admin.tasks(project, "id,predictions,result"):
        marked = any(one["result"] for one in task["predictions"])
        anna.open(project, task["id"], regions=marked)
        anna.submit()


def test_pushed_documents_that_are_submitted_unchanged_are_pulled_item_by_item(
    admin: Server, anna: Person, new_desk: Callable[..., Any], folder: Path
) -> None:
    given = {}
    for article, annotations in draw(6, shipped()):
        given[article["id"]] = article, without_faults(article, annotations)
    project, desk = new_desk(*shipped())
    articles = [article for article, _ in given.values()]
    tasks = list(deal(articles, desk, shown=lambda name: Shown(given[name][1])))
    assert [task for task in tasks if isinstance(task, Refusal)] == []
    push(admin, project["id"], tasks)
    submit_all(anna, admin, project["id"])
    here = Project(folder)
    pulled = pull_into(here, admin, [project])[project["title"]]
    assert (pulled.taken, pulled.repairs, pulled.quarantine) == (len(given), [], [])
    lines = standing(read_lines(here.judgements / "anna.jsonl")).values()
    back = {(line["article"], line["layer"]): line for line in lines}
    for _, annotations in given.values():
        for one in annotations:
            expected = canonical(one, shipped()[one["layer"]])
            line = back[one["article"], one["layer"]]
            assert line["items"] == expected["items"]
            assert line.get("clusters") == expected.get("clusters")


def test_whatever_the_schema_allows_survives_a_browser(
    admin: Server, anna: Person, new_desk: Callable[..., Any]
) -> None:
    """Values that no check would let pass, and a layer that the code has never seen."""
    given = draw(6, LAYERS)
    project, _ = new_desk(*LAYERS, layers=LAYERS)
    tasks = [
        {
            "data": {"text": article["text"]},
            "meta": {"article": article["id"]},
            "predictions": [
                {"model_version": "drawn", "result": to_results(annotations, layers=LAYERS)}
            ],
        }
        for article, annotations in given
    ]
    admin.call("POST", f"api/projects/{project['id']}/import", json=tasks)
    submit_all(anna, admin, project["id"])
    rows = admin.tasks(project["id"], "meta,data,annotations,result")
    stored = {row["meta"]["article"]: row for row in rows}
    for article, annotations in given:
        row = stored[article["id"]]
        assert row["data"]["text"] == article["text"]
        [made] = row["annotations"]
        names = [one["layer"] for one in annotations]
        stamp = {"annotator": annotations[0]["annotator"]}
        read = from_results(made["result"], article, names, layers=LAYERS, **stamp)
        assert read == [canonical(one, LAYERS[one["layer"]]) for one in annotations]
