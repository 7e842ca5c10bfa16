"""How far each annotator is, and how far they agree so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dateline.annotate.studio.client import Server
from dateline.annotate.studio.pull import draft_tasks


@dataclass
class Progress:
    """How far one annotator is in one project."""

    annotator: str
    tasks: int = 0  # of the project
    done: int = 0
    skipped: int = 0
    drafts: int = 0  # tasks with work that was not submitted
    seconds: float = 0.0  # over what is done

    @property
    def minutes_per_article(self) -> float | None:
        return self.seconds / 60 / self.done if self.done else None


_SENT = "id,annotations,completed_by,was_cancelled,lead_time"


def progress_of(server: Server, desk: Mapping[str, Any]) -> list[Progress]:
    """How far each annotator of the project is, by name; [] where nobody began."""
    rows: dict[int, Progress] = {}

    def row(account: int) -> Progress:
        name = server.users.get(account, f"account {account}")
        return rows.setdefault(account, Progress(name, tasks=desk["task_number"]))

    for task in server.tasks(desk["id"], _SENT, page_size=500):
        for annotation in task["annotations"]:
            who = row(annotation["completed_by"])
            who.skipped += bool(annotation["was_cancelled"])
            who.done += not annotation["was_cancelled"]
            if not annotation["was_cancelled"]:
                who.seconds += annotation["lead_time"] or 0
    for task_id in draft_tasks(server, desk["id"]):
        for account in _drafters(server, task_id):
            row(account).drafts += 1
    return sorted(rows.values(), key=lambda one: one.annotator)


def _drafters(server: Server, task: int) -> set[int]:
    """The accounts that have a draft of the task. A list of tasks gives only one's own drafts."""
    drafts = server.call("GET", f"api/tasks/{task}/drafts")
    # `user` is an address; the account's number is the last word of "Anna anna@example.org, 2"
    return {int(draft["created_username"].rpartition(" ")[2]) for draft in drafts}


def agreement_so_far(report: Mapping[str, Any]) -> Iterator[tuple[str, float | None, int]]:
    """(who, strict F1 of spans, articles): of all together, then of each with the others.

    `report` is what `dateline.agreement` says of a layer; nothing where nobody met. An article
    counts once for each pair that judged it.
    """
    pairs = report.get("pairs", ())
    if not pairs:
        return
    articles = report["articles"]["judged_by_two_or_more"]
    yield "all", report["spans"]["strict"]["micro"], articles
    for who in sorted({pair[side] for pair in pairs for side in "ab"}):
        own = [pair for pair in pairs if who in (pair["a"], pair["b"])]
        scored = [pair for pair in own if pair["strict_f1"] is not None]
        weight = sum(pair["articles"] for pair in scored)
        total = sum(pair["strict_f1"] * pair["articles"] for pair in scored)
        yield who, total / weight if weight else None, sum(pair["articles"] for pair in own)
