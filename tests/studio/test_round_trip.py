"""Items -> results -> items is the identity, for every layer, also one that nobody knew."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.annotate.studio import from_results, to_results
from dateline.annotate.studio.tasks import canonical
from dateline.layers import read_layers, shipped

from .documents import documents

LAYERS = {**shipped(), **read_layers(Path(__file__).parent / "layers")}
MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

Document = tuple[dict[str, Any], list[dict[str, Any]]]


def back(article: dict[str, Any], annotations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    results = to_results(annotations, layers=LAYERS)
    names = [one["layer"] for one in annotations]
    stamp = {"annotator": annotations[0]["annotator"]}
    return from_results(results, article, names, layers=LAYERS, **stamp)


@MANY
@given(documents(LAYERS))
def test_results_of_all_layers_in_one_task_come_back(document: Document) -> None:
    article, annotations = document
    assert back(article, annotations) == [canonical(a, LAYERS[a["layer"]]) for a in annotations]


@pytest.mark.parametrize("name", LAYERS)
@settings(MANY, max_examples=10)
@given(data=st.data())
def test_results_of_one_layer_come_back_without_the_others(name: str, data: st.DataObject) -> None:
    article, annotations = data.draw(documents({name: LAYERS[name]}))
    assert back(article, annotations) == [canonical(annotations[0], LAYERS[name])]


@settings(MANY, max_examples=10)
@given(documents(LAYERS), st.randoms(use_true_random=False))
def test_the_order_of_results_does_not_matter(document: Document, random: Any) -> None:
    article, annotations = document
    results = to_results(annotations, layers=LAYERS)
    random.shuffle(results)
    names = [one["layer"] for one in annotations]
    stamp = {"annotator": annotations[0]["annotator"]}
    assert from_results(results, article, names, layers=LAYERS, **stamp) == back(
        article, annotations
    )
