"""Imports point one way, and layers are known by their schema alone."""

import ast
from pathlib import Path

import pytest

from dateline.layers import shipped

SOURCE = Path(__file__).parents[1] / "src/dateline"
CORE = {
    "errors", "schema", "text", "urls", "language", "layers", "checks", "settings", "project",
    "page", "scoring",
}  # fmt: skip
MIDDLE = {"scrape", "clean", "annotate", "publish", "evaluate", "predict", "convert"}
TOP = {"shards", "engine", "cluster", "pipeline"}
FILES = sorted(SOURCE.rglob("*.py"))


def part(path: Path) -> str:
    """The module or folder of `dateline` that a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The parts of `dateline` that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("dateline.")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_one_way(path: Path) -> None:
    own, others = part(path), imported(path)
    if own in ("__init__", "__main__"):
        return
    assert own in CORE | MIDDLE | TOP, f"{own} has no place in the architecture"
    allowed = CORE if own in CORE else CORE | {own} if own in MIDDLE else CORE | MIDDLE | TOP
    assert others <= allowed, f"{path.name} of {own} imports {sorted(others - allowed)}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_code_knows_the_sample_newspaper(path: Path) -> None:
    code = path.read_text("utf-8")
    assert not any(name in code for name in ("dateline.harbour", "harbour.example", "The Harbour"))


@pytest.mark.parametrize("layer", sorted(shipped()))
def test_layer_has_a_guideline(layer: str) -> None:
    guideline = SOURCE.parents[1] / "annotations/guidelines" / f"{layer}.md"
    assert ", version " in guideline.read_text("utf-8").splitlines()[0]
