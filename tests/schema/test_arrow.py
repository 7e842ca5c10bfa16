import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dateline import schema as schemas
from dateline.errors import Stop
from dateline.layers import shipped
from dateline.schema.arrow import arrow_schema, to_rows, to_table
from dateline.schema.features import features

ARTICLE: dict[str, Any] = {
    "id": "00c0ffee00c0ffee",
    "authors": ["Ida Quell"],
    "published": "2026-03-17T06:40:00+01:00",
    "text": "A 😀 line",
    "text_sha256": "0" * 64,
    "blocks": [{"type": "PARAGRAPH", "start": 0, "end": 8}],
    "rights": {"text_may_be_published": True, "signals": []},
}


def test_to_table_stores_date_times_in_utc() -> None:
    table = to_table([ARTICLE], schemas.load("article"))
    assert table["published"][0].as_py().isoformat() == "2026-03-17T05:40:00+00:00"


def test_to_rows_is_the_inverse_of_to_table() -> None:
    schema = shipped()["quotes"].annotation_schema
    rows = [
        {
            "article": "a", "text_sha256": "b", "layer": "quotes",
            "annotator": {"id": "desk", "kind": "HUMAN"}, "guideline": None, "items": [],
            "clusters": [{"id": "E1", "name": None, "link": "Q1"}],
            "context": {"entities": "00", "times": "11"}, "created": "2026-01-02T03:04:05Z",
            "seconds": 1.5, "origin": "d/1/2", "revision": 2, "withdrawn": None,
        }
    ]  # fmt: skip
    assert to_rows(to_table(rows, schema), schema) == rows


def test_to_table_refuses_a_value_of_another_type() -> None:
    with pytest.raises(Stop, match="article"):
        to_table([{**ARTICLE, "text": 3}], schemas.load("article"))


def test_arrow_schema_required_columns_refuse_nulls_on_write() -> None:
    table = pa.Table.from_pylist([{"id": None}], schema=arrow_schema(schemas.load("article")))
    with pytest.raises(pa.ArrowInvalid, match="non-nullable"):
        pq.write_table(table, io.BytesIO())


def test_features_have_the_arrow_types_of_the_arrow_schema() -> None:
    """Enums differ on purpose: strings in the shards, ids of ClassLabel for the reader."""
    for schema in [schemas.load("article"), *(layer.schema for layer in shipped().values())]:
        derived = features(schema).arrow_schema
        assert derived.names == arrow_schema(schema).names


def test_features_labels_are_class_labels_in_the_order_of_the_enum() -> None:
    import datasets

    for layer in shipped().values():
        label = features(layer.schema)[layer.label]
        assert isinstance(label, datasets.ClassLabel)
        assert tuple(label.names) == layer.labels


def test_features_have_no_sequence_of_dict() -> None:
    assert "Sequence" not in repr(features(schemas.load("article")))
