"""Stand-off of real news comes back after ten kinds of edits; nothing is anchored wrongly."""

import sys
from pathlib import Path
from typing import Any

import pytest

from dateline.project import ReleaseSettings

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data"
BITS = ReleaseSettings().standoff_bits

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not DATA.is_dir(), reason="needs ../shared/data"),
]


@pytest.fixture(scope="module")
def measured() -> tuple[Any, list[Any]]:
    """The benchmark's functions, and the seed article with 15 articles of Wikinews."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import standoff

    return standoff, list(standoff.documents(DATA))[-16:]


def test_rehydrate_of_the_originals_is_exact(measured: tuple[Any, list[Any]]) -> None:
    standoff, documents = measured
    found = standoff.rehydration(documents, BITS, ())
    assert found["right"] == found["untouched"] == found["untouched right"] > 0
    assert not (found["wrong"] + found["lost"] + found["gone"])


def test_rehydrate_after_all_edits_at_once(measured: tuple[Any, list[Any]]) -> None:
    standoff, documents = measured
    found = standoff.rehydration(documents, BITS, tuple(standoff.KINDS))
    assert not found["wrong"]
    assert found["right"] / (found["right"] + found["lost"]) > 0.98


def test_rehydrate_after_each_kind_of_edit(measured: tuple[Any, list[Any]]) -> None:
    standoff, documents = measured
    for kind in standoff.KINDS:
        found = standoff.rehydration(documents, BITS, (kind,))
        assert not found["wrong"], kind
        assert found["right"] / (found["right"] + found["lost"]) > 0.99, kind
