"""Projects on a Label Studio server: what one is for, and how it is made."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from dateline.annotate.studio.client import Server
from dateline.annotate.studio.config import config
from dateline.errors import Stop, Usage
from dateline.layers import Layer

TITLE_LIMIT = 50  # characters that Label Studio allows in a project's title
# Columns of the list of tasks that nobody needs; beside an open task there is room for the title
# alone. Without both lists the page fails.
_PLAIN = [
    "data.text", "data.article", "data.differences", "file_upload", "storage_filename", "inner_id",
    "updated_by", "completed_at", "total_predictions", "annotations_results", "annotations_ids",
    "created_at", "predictions_model_versions", "predictions_results", "updated_at",
]  # fmt: skip
_BESIDE = [
    "id", "total_annotations", "cancelled_annotations", "annotators", "predictions_score",
    "avg_lead_time", "draft_exists",
]  # fmt: skip
_HIDDEN = {
    "explore": [f"tasks:{name}" for name in _PLAIN],
    "labeling": [f"tasks:{name}" for name in [*_PLAIN, *_BESIDE]],
}
_KEY = re.compile(r"\[dateline (adjudication )?([0-9a-f]{12})\]")
_VERSION = re.compile(r"#.*\bversion (\S+)")


@dataclass(frozen=True)
class Desk:
    """One project: who does which layers, and with what in view."""

    title: str
    names: tuple[str, ...]  # layers to annotate
    context: tuple[str, ...] = ()  # layers that are shown, and not taken back
    overlap: int = 1  # people for each article, where they share the project
    guidelines: Mapping[str, str] = field(default_factory=dict)  # layer -> Markdown
    adjudication: bool = False  # what comes of it settles the layers

    def versions(self) -> dict[str, str]:
        """Layer -> `layer@version` of the guideline that the annotators see."""
        found = {name: _VERSION.match(self.guidelines.get(name, "")) for name in self.names}
        return {name: f"{name}@{match[1]}" for name, match in found.items() if match}


def read_guidelines(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """The guidelines in `folder`, by layer; a layer without one is left out."""
    paths = {name: folder / f"{name}.md" for name in names}
    return {name: path.read_text("utf-8") for name, path in paths.items() if path.is_file()}


def desk_key(project: Mapping[str, Any]) -> str | None:
    """The name by which judgements remember the project; None where Dateline did not make it."""
    match = _KEY.search(project.get("description") or "")
    return match[2] if match else None


def adjudicates(project: Mapping[str, Any]) -> bool:
    """Whether the project is one of adjudication."""
    match = _KEY.search(project.get("description") or "")
    return bool(match and match[1])


def desks(server: Server) -> list[dict[str, Any]]:
    """The projects on `server` that Dateline made."""
    return [project for project in server.projects() if desk_key(project)]


def open_desk(
    server: Server, desk: Desk, *, layers: Mapping[str, Layer] | None = None
) -> dict[str, Any]:
    """The project for `desk`, made where there is none of its title, and brought up to date.

    Raises Stop where the server refuses its config, for instance because annotations made with
    an older one would no longer fit.
    """
    if not 3 <= len(desk.title) <= TITLE_LIMIT:
        raise Usage(f"the title {desk.title!r} should have 3 to {TITLE_LIMIT} characters")
    xml = config(desk.names, context=desk.context, layers=layers, marks=desk.adjudication)
    wanted = {
        "label_config": xml,
        "expert_instruction": instruction(desk),
        "show_instruction": False,
        "maximum_annotations": desk.overlap,
        "show_collab_predictions": True,
        "sampling": "Sequential sampling",
    }
    project = next((p for p in server.projects() if p["title"] == desk.title), None)
    if project is None:
        key = secrets.token_hex(6)
        kind = "adjudication " if desk.adjudication else ""
        about = f"{', '.join(desk.names)} [dateline {kind}{key}]"
        made = {"title": desk.title, "description": about, **wanted}
        project = server.call("POST", "api/projects/", json=made)
    elif desk_key(project) is None or adjudicates(project) != desk.adjudication:
        raise Usage(
            f"{server.url} has a project {desk.title!r} that Dateline did not make for this; "
            "choose another --title"
        )
    elif any(project.get(name) != value for name, value in wanted.items()):
        project = server.call("PATCH", f"api/projects/{project['id']}/", json=wanted)
    _open_view(server, project["id"])
    return dict(project)


def _open_view(server: Server, project: int) -> None:
    """Make the project's view. Without one a page that is opened by a link to a task asks for the
    task first and for the list of tasks then, and where the list arrives last it opens the task
    without its predictions; a submit then stores an empty annotation (Label Studio 1.23.2)."""
    if server.call("GET", "api/dm/views/", params={"project": project}):
        return
    view = {"title": "Articles", "target": "tasks", "hiddenColumns": _HIDDEN}
    server.call("POST", "api/dm/views/", json={"project": project, "data": view})


def instruction(desk: Desk) -> str:
    """The guidelines of the desk's layers as the HTML of a project's instruction."""
    parts = [desk.guidelines[name] for name in desk.names if name in desk.guidelines]
    return "<hr/>".join(f'<div style="white-space: pre-wrap">{escape(p)}</div>' for p in parts)


def find_desk(server: Server, title: str) -> dict[str, Any]:
    """The project that Dateline made under `title`. Raises Stop where there is none."""
    found = desks(server)
    for project in found:
        if project["title"] == title:
            return project
    known = ", ".join(project["title"] for project in found) or "none"
    raise Stop(f"{server.url} has no project {title!r}; those of Dateline: {known}")
