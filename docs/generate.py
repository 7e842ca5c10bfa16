"""Writes what is generated in the docs: docs/schema.md, and the tables between markers.

usage: make docs
"""

from __future__ import annotations

import re
from pathlib import Path

from dateline.errors import REASONS
from dateline.schema.reference import reference
from dateline.scripts import verbs

ROOT = Path(__file__).parents[1]


def pages() -> dict[Path, str]:
    """The text of every page that has something generated."""
    readme, project = ROOT / "README.md", ROOT / "docs/project.md"
    return {
        ROOT / "docs/schema.md": reference(),
        readme: _between(readme.read_text("utf-8"), "verbs", _table("verb", verbs())),
        project: _between(project.read_text("utf-8"), "reasons", _table("reason", REASONS)),
    }


def _table(name: str, rows: dict[str, str]) -> str:
    lines = [f"| {name} | what it means |" if name == "reason" else f"| {name} | what it does |"]
    lines += ["|---|---|", *(f"| `{key}` | {text} |" for key, text in rows.items())]
    return "\n".join(lines)


def _between(text: str, marker: str, generated: str) -> str:
    begin, end = f"<!-- {marker} -->", f"<!-- /{marker} -->"
    if not re.search(f"{begin}.*{end}", text, re.DOTALL):
        raise ValueError(f"the page has no {begin} and {end}")
    return re.sub(
        f"{begin}.*{end}", lambda _: f"{begin}\n{generated}\n{end}", text, flags=re.DOTALL
    )


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, "utf-8")
