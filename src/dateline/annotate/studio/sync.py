"""Pulls of whole projects into a Dateline project's folders."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from dateline.annotate.adjudicate import make_rules
from dateline.annotate.decisions import decisions
from dateline.annotate.judgements import Journal, read_lines
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.desk import adjudicates, desk_key
from dateline.annotate.studio.pull import Decide, Mark, Pulled, pull
from dateline.annotate.studio.server import RECORD
from dateline.errors import Usage
from dateline.layers import Layer
from dateline.project import Project


def data_folder(project: Project) -> Path:
    """Where the server that `dateline studio up` starts keeps its database."""
    return project.root / "studio"


def quarantine_file(project: Project) -> Path:
    """What could not be taken from Label Studio, one row of JSON for each annotation."""
    return project.annotations / "quarantine.jsonl"


def blind_file(project: Project) -> Path:
    """The ids of the articles that annotators got without suggestions, a JSON list."""
    return project.annotations / "blind.json"


def connect(project: Project) -> Server:
    """The server that LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY name, else the project's own."""
    url, token = (os.environ.get(f"LABEL_STUDIO_{name}") for name in ("URL", "API_KEY"))
    record = data_folder(project) / RECORD
    if not (url and token) and record.is_file():
        own = orjson.loads(record.read_bytes())
        url, token = own["url"], own["token"]
    if not (url and token):
        raise Usage(
            "there is no Label Studio: start one with `dateline studio up`, or set "
            "LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY"
        )
    return Server(url, token)


def pull_into(
    project: Project,
    server: Server,
    desks: Iterable[Mapping[str, Any]],
    *,
    layers: Mapping[str, Layer] | None = None,
    progress: Callable[[str, int], None] = lambda title, done: None,
) -> dict[str, Pulled]:
    """Pull each of `desks` into the judgements and the quarantine of `project`; by title.

    Those of adjudication come last, and go into the adjudications. What was finished is remembered
    in the project's work folder. Without that memory everything is asked for again, and nothing is
    written twice.
    """
    memory = project.work / "studio"
    journals = {
        False: Journal(project.judgements, _load(memory / "journal.json")),
        True: Journal(
            project.adjudications, _load(memory / "adjudications.json"), kind="ADJUDICATOR"
        ),
    }
    stones = project.withdrawn
    retracted = {row["article"] for row in read_lines(stones)} if stones.is_file() else set()
    found: dict[str, Pulled] = {}
    for desk in sorted(desks, key=adjudicates):
        title, key, settling = desk["title"], desk_key(desk), adjudicates(desk)
        journal = journals[settling]
        place = memory / f"{key}.json"
        known = _load(place) or {}
        mark = Mark(known["updated"], set(known["tasks"])) if known else Mark()
        pulled = pull(
            server,
            server.call("GET", f"api/projects/{desk['id']}/"),
            journal,
            mark,
            layers=layers,
            decide=_decider(project) if settling else lambda lines: [],
            retracted=retracted,
            progress=functools.partial(progress, title),
        )
        journal.flush()
        _renew(quarantine_file(project), pulled)
        blind = set(_load(blind_file(project)) or ())
        if pulled.blind - blind:
            _save(blind_file(project), sorted(pulled.blind | blind))
        name = "adjudications" if settling else "journal"
        _save(memory / f"{name}.json", journal.state())
        _save(place, {"title": title, **asdict(mark), "tasks": sorted(mark.tasks)})
        found[title] = pulled
    return found


def _decider(project: Project) -> Decide:
    """Says which decisions are in an adjudicator's lines; the judgements are read when needed."""

    @functools.cache
    def said() -> dict[str, list[dict[str, Any]]]:
        by_article: dict[str, list[dict[str, Any]]] = {}
        for folder in (project.judgements, project.adjudications):
            for path in sorted(folder.rglob("*.jsonl")):
                for line in read_lines(path):
                    by_article.setdefault(line["article"], []).append(line)
        return by_article

    rules = make_rules(project.layers, **asdict(project.settings.gold))
    return lambda lines: decisions(
        lines, said().get(lines[0]["article"], ()), project.layers, rules
    )


def _renew(path: Path, pulled: Pulled) -> None:
    """Bring the quarantine up to date for the tasks that were looked at."""
    rows = [orjson.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []
    kept = [row for row in rows if row["origin"].rpartition("/")[0] not in pulled.settled]
    new = sorted([*kept, *pulled.quarantine], key=lambda row: str(row["origin"]))
    if new != rows:
        _replace(path, b"".join(orjson.dumps(row) + b"\n" for row in new))


def _load(path: Path) -> Any:
    return orjson.loads(path.read_bytes()) if path.is_file() else None


def _save(path: Path, state: Any) -> None:
    _replace(path, orjson.dumps(state))


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
