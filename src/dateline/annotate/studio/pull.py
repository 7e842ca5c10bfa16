"""What annotators did since the last pull, checked line by line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from dateline import text as texts
from dateline.annotate.judgements import Journal
from dateline.annotate.studio.client import PAGE, Server, task_filter
from dateline.annotate.studio.desk import desk_key
from dateline.annotate.studio.reading import Reading, read_results
from dateline.checks import layer_of_items, problems
from dateline.checks.spans import Article
from dateline.errors import Usage
from dateline.layers import Layer

_SENT = (
    "id,data,meta,updated_at,annotations,result,completed_by,was_cancelled,lead_time,"
    "parent_prediction,created_at,total_predictions"
)
Decide = Callable[[Sequence[Mapping[str, Any]]], Iterable[Mapping[str, Any]]]
_EPOCH = "1970-01-01T00:00:00.000000Z"


@dataclass
class Pulled:
    """What a pull found. Counts are of annotations, except where a name says something else."""

    tasks: int = 0  # that changed
    taken: int = 0  # understood and valid
    lines: int = 0  # new in the judgement files
    retracted: int = 0  # of articles that were taken back; not taken
    skipped: int = 0  # the annotator pressed Skip
    drafts: int = 0  # tasks with work that was not submitted; counted, not taken
    decided: int = 0  # decisions written, of adjudicators
    withdrawn: int = 0  # lines taken back, because the annotation is no more
    repairs: list[str] = field(default_factory=list)
    quarantine: list[dict[str, Any]] = field(default_factory=list)  # what could not be taken
    blind: set[str] = field(default_factory=set)  # articles that were shown without suggestions
    settled: set[str] = field(default_factory=set)  # tasks that were looked at or are no more


@dataclass
class Mark:
    """How far a project was pulled."""

    updated: str = _EPOCH  # the latest change when it was
    tasks: set[int] = field(default_factory=set)  # ids


def pull(
    server: Server,
    project: Mapping[str, Any],
    journal: Journal,
    mark: Mark,
    *,
    layers: Mapping[str, Layer] | None = None,
    decide: Decide = lambda lines: [],
    retracted: Collection[str] = (),
    page_size: int = PAGE,
    progress: Callable[[int], None] = lambda done: None,
) -> Pulled:
    """Take over what changed in the project since `mark`, which is moved on.

    New lines are in `journal`, not yet flushed. A task's `updated_at` moves with every new,
    changed or deleted annotation of it, not with drafts. Deleted tasks show only in the number
    of tasks, so the ids are listed where it does not add up. `decide` says which decisions are in
    the lines of one annotation; they become lines, too. What is said of articles whose ids
    are in `retracted` is counted and not taken.
    """
    key = desk_key(project)
    if key is None:
        raise Usage(f"the project {project['title']!r} was not made by dateline push")
    pulled = Pulled()
    # Taken before the list is read: what changes while it is read is asked for the next time.
    newest = server.latest_change(project["id"])
    since = [task_filter("updated_at", "greater_or_equal", "Datetime", _earlier(mark.updated))]
    for task in server.tasks(project["id"], _SENT, filters=since, page_size=page_size):
        pulled.tasks += 1
        mark.tasks.add(task["id"])
        pulled.settled.add(f"{key}/{task['id']}")
        if (task.get("meta") or {}).get("article") in retracted:
            pulled.retracted += len(task["annotations"])
            continue
        taker = _Taker(server, task, f"{key}/{task['id']}", layers, journal.kind, decide)
        gone = journal.origins(taker.here)
        for annotation in task["annotations"]:
            if annotation["was_cancelled"]:
                pulled.skipped += 1
                continue
            gone.discard(taker.origin(annotation))
            taker.take(annotation, journal, pulled)
        pulled.withdrawn += sum(journal.withdraw(origin) for origin in sorted(gone))
        progress(pulled.tasks)
    for here in _deleted(server, project, key, mark):
        pulled.settled.add(here)
        pulled.withdrawn += sum(map(journal.withdraw, sorted(journal.origins(here))))
    mark.updated = newest or mark.updated
    pulled.drafts = len(draft_tasks(server, project["id"]))
    return pulled


def draft_tasks(server: Server, project: int) -> list[int]:
    """The tasks that somebody began and did not submit, by id."""
    drafts = [task_filter("draft_exists", "equal", "Boolean", True)]
    return [task["id"] for task in server.tasks(project, "id", filters=drafts)]


def _earlier(moment: str) -> str:
    """A little before `moment`: a change that was made first may be stored last."""
    if moment == _EPOCH:
        return moment
    before = datetime.fromisoformat(moment) - timedelta(seconds=3)
    return before.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _deleted(server: Server, project: Mapping[str, Any], key: str, mark: Mark) -> list[str]:
    """The tasks that are no more; `mark` forgets them."""
    if len(mark.tasks) == project["task_number"]:
        return []
    there = {task["id"] for task in server.tasks(project["id"], "id", page_size=1000)}
    gone = sorted(mark.tasks - there)
    mark.tasks &= there
    return [f"{key}/{task}" for task in gone]


class _Taker:
    """Takes the annotations of one task."""

    def __init__(
        self,
        server: Server,
        task: Mapping[str, Any],
        here: str,
        layers: Mapping[str, Layer] | None,
        kind: str,
        decide: Decide,
    ) -> None:
        self.server, self.users = server, server.users
        self.task, self.here, self.layers = task, here, layers
        self.kind, self.decide = kind, decide
        self.meta = task.get("meta") or {}
        self.article = {"id": self.meta.get("article"), "text": task["data"].get("text", "")}

    def origin(self, annotation: Mapping[str, Any]) -> str:
        return f"{self.here}/{annotation['id']}"

    def take(self, annotation: Mapping[str, Any], journal: Journal, pulled: Pulled) -> None:
        """Put the annotation's lines into `journal`, or a row into the quarantine."""
        origin, user = self.origin(annotation), annotation["completed_by"]
        where = f"task {self.task['id']}, annotation {annotation['id']}"
        reasons = list(self._suspicions(annotation))
        lines: list[dict[str, Any]] = []
        if not reasons:
            reading = self._read(annotation)
            lines, reasons = reading.annotations, reading.problems or self._invalid(reading)
            pulled.repairs += [f"{where}: {repair}" for repair in reading.repairs]
        if reasons:
            row = {
                "origin": origin,
                "article": self.article["id"],
                "task": self.task["id"],
                "annotation": annotation["id"],
                "annotator": self.users.get(user, f"account {user}"),
                "updated": annotation["updated_at"],
                "reasons": reasons,
                "results": annotation["result"],
            }
            pulled.quarantine.append(row)
            return
        pulled.taken += 1
        if self.meta.get("blind"):
            pulled.blind.add(str(self.article["id"]))
        pulled.lines += sum(journal.add(line) for line in lines)
        pulled.decided += sum(journal.add(line) for line in self.decide(lines))

    def _suspicions(self, annotation: Mapping[str, Any]) -> Iterator[str]:
        if not self.meta.get("layers"):
            yield "the task was not made by dateline push: it does not say of which article it is"
        elif texts.sha256(self.article["text"]) != self.meta["text_sha256"]:
            yield "the text was changed in Label Studio; offsets do not hold"
        if annotation["completed_by"] not in self.users:
            yield f"account {annotation['completed_by']} is unknown; was it removed?"
        blank = not annotation["result"] and annotation.get("parent_prediction") is None
        if blank and self._suggested_before(annotation):
            yield (
                "empty, though suggestions stood there, and not made from them: Label Studio "
                "showed a blank task. Open it again, look, and press Update"
            )

    def _suggested_before(self, annotation: Mapping[str, Any]) -> bool:
        """Whether suggestions stood in the task when the annotation was made: those that it was
        pushed with, or such as came later, from another push or a backend."""
        if self.meta.get("shown") or not self.task["total_predictions"]:
            return bool(self.meta.get("shown"))
        made = datetime.fromisoformat(annotation["created_at"])
        found = self.server.call("GET", "api/predictions/", params={"task": self.task["id"]})
        return any(
            one["result"] and datetime.fromisoformat(one["created_at"]) < made for one in found
        )

    def _read(self, annotation: Mapping[str, Any]) -> Reading:
        names = self.meta["layers"]
        seconds = annotation.get("lead_time")
        reading = read_results(
            annotation["result"],
            self.article,
            names,
            layers=self.layers,
            annotator={"id": self.users[annotation["completed_by"]], "kind": self.kind},
            context=self.meta.get("context") or None,
            created=annotation["updated_at"],
            # one task may hold several layers: the sum over the lines is the time that was spent
            seconds=None if seconds is None else round(seconds / len(names), 3),
            origin=self.origin(annotation),
        )
        versions = self.meta.get("guidelines") or {}
        for line in reading.annotations:
            if line["layer"] in versions:
                line["guideline"] = versions[line["layer"]]
        return reading

    def _invalid(self, reading: Reading) -> list[str]:
        article = Article(self.article["text"], self.meta.get("blocks") or [])
        others = {**(layer_of_items(reading.annotations) or {}), **reading.context}
        return [
            str(problem)
            for line in reading.annotations
            for problem in problems(line, article, others=others, layers=self.layers)
        ]
