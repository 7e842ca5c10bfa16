"""The identity of items -> results -> items, over the real server."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dateline.annotate.studio.client import Server
from dateline.annotate.studio.reading import from_results
from dateline.annotate.studio.tasks import canonical, to_results
from dateline.layers import read_layers, shipped

from .documents import documents

pytestmark = pytest.mark.studio
LAYERS = {**shipped(), **read_layers(Path(__file__).parent / "layers")}


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(drawn=st.lists(documents(LAYERS), min_size=8, max_size=12))
def test_documents_of_all_layers_come_back_from_the_server(
    admin: Server, new_desk: Callable[..., Any], drawn: list[Any]
) -> None:
    project, _ = new_desk(*LAYERS, layers=LAYERS)
    tasks = [
        {
            "data": {"text": article["text"]},
            "meta": {"at": at},
            "annotations": [
                {"result": to_results(annotations, layers=LAYERS), "ground_truth": False}
            ],
        }
        for at, (article, annotations) in enumerate(drawn)
    ]
    admin.call("POST", f"api/projects/{project['id']}/import", json=tasks)
    stored = {
        t["meta"]["at"]: t for t in admin.tasks(project["id"], "meta,data,annotations,result")
    }
    for at, (article, annotations) in enumerate(drawn):
        assert stored[at]["data"]["text"] == article["text"]
        results = stored[at]["annotations"][0]["result"]
        names = [one["layer"] for one in annotations]
        stamp = {"annotator": annotations[0]["annotator"]}
        read = from_results(results, article, names, layers=LAYERS, **stamp)
        assert read == [canonical(one, LAYERS[one["layer"]]) for one in annotations]
