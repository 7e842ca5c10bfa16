"""A project in which disagreements are settled on a server, as a curator types it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dateline.annotate.judgements import read_lines
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.desk import find_desk
from dateline.project import Project, find_project

Results = list[dict[str, Any]]


class Place(NamedTuple):
    """A project's folder and how to type verbs in it."""

    project: Project
    title: str
    verb: Callable[..., tuple[int, str]]

    def gold(self) -> bytes:
        code, shown = self.verb("gold", "--output", "gold.jsonl")
        assert code == 0, shown
        return (self.project.root / "gold.jsonl").read_bytes()

    def adjudications(self) -> list[dict[str, Any]]:
        files = sorted(self.project.adjudications.glob("*.jsonl"))
        return [line for file in files for line in read_lines(file)]


def settle_in(
    folder: Path,
    title: str,
    verb: Callable[..., tuple[int, str]],
    articles: list[Any],
    lines: list[Any],
) -> Place:
    """The project in `folder` with these articles and judgements."""
    here = find_project(folder)
    write(folder / "articles.jsonl", articles)
    for who in {line["annotator"]["id"] for line in lines}:
        mine = [line for line in lines if line["annotator"]["id"] == who]
        write(here.judgements / f"{who}.jsonl", mine)
    return Place(here, title, verb)


def write(path: Path, rows: list[Any]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def push(place: Place, *options: str) -> tuple[int, str]:
    return place.verb(
        "adjudicate", "--push", "--title", place.title, "--articles", "articles.jsonl", *options
    )


def queue(admin: Server, place: Place) -> list[dict[str, Any]]:
    """The tasks with their predictions by the name of who said so."""
    desk = find_desk(admin, place.title)
    rows = admin.tasks(desk["id"], "id,meta,predictions,result,model_version")
    return [{**row, "by": {p["model_version"]: p for p in row["predictions"]}} for row in rows]


def submit(server: Server, task: Mapping[str, Any], results: Results, start: str) -> int:
    """What pressing Submit stores, with the prediction that the work began with."""
    made = {"result": results, "lead_time": 60, "parent_prediction": task["by"][start]["id"]}
    answer = server.call("POST", f"api/tasks/{task['id']}/annotations/", json=made)
    return int(answer["id"])
