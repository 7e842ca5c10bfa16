"""Row functions, lifted to steps over tables."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from dateline import schema as schemas
from dateline.engine import Outcome
from dateline.errors import Reject
from dateline.schema import Schema
from dateline.schema.arrow import to_table

log = logging.getLogger(__name__)

Row = dict[str, Any]


def lift(
    function: Callable[[Row], Row], step: str, schema: Schema
) -> Callable[[pa.Table], Outcome]:
    """A step of `function`, which takes a row and returns a row of `schema` or raises Reject."""
    return functools.partial(_apply, function, step, schema)


def _apply(function: Callable[[Row], Row], step: str, schema: Schema, table: pa.Table) -> Outcome:
    kept, rejected = [], []
    for row in table.to_pylist():
        try:
            if row.get("crashed"):
                raise Reject("CRASHED", "its process died")
            kept.append(function(row))
        except Reject as reject:
            rejected.append(reject_row(step, reject, row))
        except Exception as error:  # one page must not end the work of a night
            log.debug("step %s failed on %s", step, row.get("url"), exc_info=True)
            crash = Reject("CRASHED", f"{type(error).__name__}: {error}")
            rejected.append(reject_row(step, crash, row))
    return Outcome(to_table(kept, schema), rejects_table(rejected))


def reject_row(step: str, reject: Reject, row: Mapping[str, Any]) -> Row:
    """The row of the rejects for `row`, a page or an article."""
    place = row.get("provenance") or row
    return {
        "step": step,
        "reason": reject.reason,
        "detail": reject.detail,
        "source": row.get("source"),
        "url": row.get("url"),
        "article": row.get("id"),
        "warc": place.get("warc"),
        "record_id": place.get("record_id"),
    }


def rejects_table(rows: list[Row]) -> pa.Table:
    """Rejects as a table."""
    return to_table(rows, schemas.load("reject"))
