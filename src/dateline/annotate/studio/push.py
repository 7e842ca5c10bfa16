"""Tasks to Label Studio, each sent once and only once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from dateline.annotate.studio.client import Server
from dateline.annotate.studio.deal import Refusal, Task, assign
from dateline.errors import Stop

BATCH_TASKS, BATCH_BYTES = 200, 8_000_000  # of one import; a server answers it in about a second
_LISTED = "id,meta,predictions_model_versions,total_annotations,cancelled_annotations,drafts"


@dataclass
class Pushed:
    """What became of the articles: given = made + present + refused."""

    made: int = 0  # new tasks
    present: int = 0  # there already
    suggested: int = 0  # of those present: got suggestions that they lacked
    refused: list[Refusal] = field(default_factory=list)
    replaced: int = 0  # tasks of adjudication that nobody had begun, and that say too little now
    stale: list[int] = field(default_factory=list)  # tasks whose article has another text now
    doubled: list[int] = field(default_factory=list)  # second tasks of one text


def push(
    server: Server,
    project: int,
    tasks: Iterable[Task | Refusal],
    *,
    progress: Callable[[int], None] = lambda done: None,
) -> Pushed:
    """Send `tasks` to the project; what is there already, by article and text hash, stays.

    Interrupted at any point, the same call goes on where it stopped. A task that lacks its
    prediction gets it. `progress` is told how many tasks were dealt with.
    """
    present = _Present(server, project)
    outdated: list[int] = []
    pushed = Pushed(doubled=present.doubled)
    model = ""
    batch: list[Task] = []
    late: list[dict[str, Any]] = []
    for task in tasks:
        if isinstance(task, Refusal):
            pushed.refused.append(task)
            continue
        old = present.stale(task)
        outdated += [row["id"] for row in old if _replaceable(row)]
        pushed.stale += [row["id"] for row in old if not _replaceable(row)]
        model = (task.prediction or {}).get("model_version", model)
        if present.has(task):
            pushed.present += 1
            late += present.lacking(task)
        else:
            batch.append(task)
            if _full(batch):
                pushed.made += _send(server, project, batch)
                batch = []
                progress(pushed.made + pushed.present)
    if batch:
        pushed.made += _send(server, project, batch)
    for number in outdated:  # after the new ones are there
        server.call("DELETE", f"api/tasks/{number}/")
        pushed.replaced += 1
    for start in range(0, len(late), BATCH_TASKS):
        some = late[start : start + BATCH_TASKS]
        path = f"api/projects/{project}/import/predictions"
        made = server.call("POST", path, json=some)["created"]
        if made < len(some):  # it leaves out in silence what it does not like
            raise Stop(
                f"{server.url}/projects/{project} took {made} of {len(some)} suggestions and "
                f"does not say why, from task {some[0]['task']} on; was its config changed there?"
            )
        pushed.suggested += made
    if model:  # the annotation that a visit opens starts from this model's prediction
        server.call("PATCH", f"api/projects/{project}/", json={"model_version": model})
    progress(pushed.made + pushed.present)
    return pushed


def articles_of(server: Server, project: int) -> list[str]:
    """The ids of the articles that the project has a task of."""
    rows = server.tasks(project, "id,meta", page_size=500)
    return sorted({str((row.get("meta") or {}).get("article")) for row in rows})


def share_out(
    server: Server, projects: Mapping[str, int], ids: Sequence[str], overlap: int
) -> dict[str, list[str]]:
    """Annotator -> the articles for their project; what is in a project already stays there."""
    taken: dict[str, list[str]] = {}
    for annotator, project in projects.items():
        for article in articles_of(server, project):
            taken.setdefault(article, []).append(annotator)
    return assign(ids, list(projects), overlap, taken=taken)


class _Present:
    """The tasks that a project has."""

    def __init__(self, server: Server, project: int) -> None:
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.texts: dict[str, set[str]] = {}
        self.doubled: list[int] = []
        for row in server.tasks(project, _LISTED, page_size=500):
            meta = row.get("meta") or {}
            key = (str(meta.get("article")), str(meta.get("edition") or meta.get("text_sha256")))
            if key in self.rows:
                self.doubled.append(row["id"])
                continue
            self.rows[key] = row
            self.texts.setdefault(key[0], set()).add(key[1])

    def has(self, task: Task) -> bool:
        return (task.article, task.edition) in self.rows

    def stale(self, task: Task) -> list[dict[str, Any]]:
        others = self.texts.get(task.article, set()) - {task.edition}
        rows = [self.rows[task.article, other] for other in others]
        return sorted(rows, key=lambda row: int(row["id"]))

    def lacking(self, task: Task) -> list[dict[str, Any]]:
        """The prediction, addressed to the task that is there, where it has none of the model."""
        row, prediction = self.rows[task.article, task.edition], task.prediction
        versions = str(row.get("predictions_model_versions") or "").split(",")
        if prediction is None or prediction["model_version"] in versions:
            return []
        return [{**prediction, "task": row["id"]}]


def _replaceable(row: Mapping[str, Any]) -> bool:
    """Whether the task is one of adjudication and nobody has done anything to it."""
    begun = row.get("total_annotations") or row.get("cancelled_annotations") or row.get("drafts")
    return bool((row.get("meta") or {}).get("edition")) and not begun


def _full(batch: Sequence[Task]) -> bool:
    if len(batch) >= BATCH_TASKS:
        return True
    return len(batch) % 10 == 0 and sum(len(orjson.dumps(t.body)) for t in batch) > BATCH_BYTES


def _send(server: Server, project: int, batch: Sequence[Task]) -> int:
    path = f"api/projects/{project}/import"
    answer = server.call("POST", path, json=[task.body for task in batch])
    return int(answer["task_count"])
