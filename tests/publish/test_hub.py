from typing import Any

import pytest

from dateline.publish.hub import header_problems, licence_fields

GOOD: dict[str, Any] = {
    "pretty_name": "Boats", "language": ["en", "fr"], "license": "cc-by-4.0",
    "annotations_creators": ["expert-generated"], "language_creators": ["found"],
    "multilinguality": ["multilingual"], "size_categories": ["n<1K"],
    "source_datasets": ["original"], "task_categories": ["token-classification"],
    "task_ids": ["named-entity-recognition"], "configs": [{}], "dataset_info": [{}],
}  # fmt: skip


def test_header_problems_of_a_good_header() -> None:
    assert list(header_problems(GOOD)) == []


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("language", ["not-a-language-at-all"], "language: 'not-a-language-at-all'"),
        ("language", [False], "language: False is no string; quote it"),
        ("language", "en", "language: 'en' should be a list"),
        ("license", "not-a-license", "license: 'not-a-license' is not in the Hub's list"),
        ("license", "other", "license: other needs license_name"),
        ("size_categories", ["banana"], "size_categories: 'banana'"),
        ("task_ids", ["reading"], "task_ids: 'reading'"),
        ("source_datasets", ["stolen"], "source_datasets: 'stolen'"),
        ("configs", [], "configs is missing"),
    ],
)
def test_header_problems_names_field_and_value(field: str, value: Any, message: str) -> None:
    found = list(header_problems({**GOOD, field: value}))
    assert found and message in found[0]


def test_licence_fields_of_what_the_hub_does_not_know() -> None:
    assert licence_fields("CC-BY-4.0") == {"license": "cc-by-4.0"}
    assert licence_fields("OGL-UK-3.0") == {"license": "other", "license_name": "ogl-uk-3.0"}
