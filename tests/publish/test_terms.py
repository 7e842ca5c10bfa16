from typing import Any

import pytest

from dateline.publish.terms import OUT, STANDOFF, TEXT, terms

RESERVED = [{"name": "noai", "reserves": True}]
SILENT = [{"name": "robots", "reserves": False}]


@pytest.mark.parametrize(
    ("rights", "setting", "form"),
    [
        ({"licence": "CC0-1.0", "text_may_be_published": True, "signals": SILENT}, "none", TEXT),
        ({"licence": "CC0-1.0", "text_may_be_published": True, "signals": RESERVED}, "unreserved", OUT),  # noqa: E501
        ({"licence": "CC0-1.0", "text_may_be_published": True, "signals": RESERVED}, "all", STANDOFF),  # noqa: E501
        ({"licence": "CC0-1.0", "text_may_be_published": False}, "unreserved", STANDOFF),
        ({"licence": None, "text_may_be_published": True}, "unreserved", STANDOFF),
        ({"licence": None, "text_may_be_published": False}, "none", OUT),
        (None, "unreserved", STANDOFF),
    ],
)  # fmt: skip
def test_terms_takes_the_careful_form(rights: Any, setting: str, form: str) -> None:
    assert terms(rights, annotated=True, standoff=setting).form == form


def test_terms_of_what_nobody_annotated() -> None:
    assert terms(None, annotated=False, standoff="all") == (OUT, "no licence; nothing is annotated")
