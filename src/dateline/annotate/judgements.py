"""What people said: one JSONL file for each annotator or adjudicator, only ever appended to.

Each line is a whole annotation, or a decision; `standing` says which annotations count.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from dateline.checks import annotation_sha256

Annotation = Mapping[str, Any]
Key = tuple[str, str, str, str, str]  # annotator, article, layer, origin, dispute


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file of judgements. A last line without an end was cut off and is no line."""
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield orjson.loads(line)


_FORM = 2  # of the state
_ABOUT = ("revision", "created", "seconds")  # a line that differs in these alone says nothing new


class _Last(NamedTuple):
    """The last line of a key."""

    revision: int = 0
    content: str = ""  # SHA-256 of what it says; "" where it is withdrawn
    text_sha256: str = ""


class Journal:
    """The judgement files in a folder: knows the last line of each key, and appends new ones."""

    def __init__(
        self, folder: Path, state: Mapping[str, Any] | None = None, *, kind: str = "HUMAN"
    ) -> None:
        """`state` is an earlier `state()`; where the files have changed since, they are read.

        `kind` is that of the annotators.
        """
        self.folder, self.kind = folder, kind
        self._last: dict[Key, _Last] = {}
        self._by_task: dict[str, set[Key]] = {}
        self._new: dict[Path, list[bytes]] = {}
        if state and state.get("form") == _FORM and state["sizes"] == self._sizes():
            for key, last in state["last"]:
                self._remember(tuple(key), _Last(*last))
            return
        for path in sorted(folder.glob("*.jsonl")):
            for line in read_lines(path):
                self._remember(_key(line), _last(line))

    def add(self, annotation: Annotation) -> bool:
        """Whether `annotation` says something new; then it is written at the next `flush`."""
        key = _key(annotation)
        before, after = self._last.get(key, _Last()), _last(annotation)
        if before.content == after.content:
            return False
        line = {**annotation, "revision": before.revision + 1}
        self._remember(key, after._replace(revision=before.revision + 1))
        path = self.folder / file_name(key[0])
        self._new.setdefault(path, []).append(orjson.dumps(line) + b"\n")
        return True

    def withdraw(self, origin: str) -> int:
        """How many standing lines of `origin` are taken back."""
        keys = [key for key in self._standing(_task(origin)) if key[3] == origin]
        for key in keys:
            annotator, article, layer, _, dispute = key
            if dispute:  # it holds no longer than the annotation
                continue
            withdrawal = {
                "article": article,
                "text_sha256": self._last[key].text_sha256,
                "layer": layer,
                "annotator": {"id": annotator, "kind": self.kind},
                "items": [],
                "origin": origin,
                "withdrawn": True,
            }
            self.add(withdrawal)
        return sum(not key[4] for key in keys)

    def origins(self, task: str) -> set[str]:
        """The origins of the task (an origin without its last part) that have a standing line."""
        return {key[3] for key in self._standing(task) if not key[4]}

    def flush(self) -> None:
        """Append what is new, and see that it is on the disk."""
        for path, lines in self._new.items():
            append(path, lines)
        self._new = {}

    def state(self) -> dict[str, Any]:
        """What a later Journal needs so that it does not read the files."""
        return {
            "form": _FORM,
            "sizes": self._sizes(),
            "last": [[key, list(last)] for key, last in self._last.items()],
        }

    def _remember(self, key: Key, last: _Last) -> None:
        self._last[key] = last
        self._by_task.setdefault(_task(key[3]), set()).add(key)

    def _standing(self, task: str) -> list[Key]:
        return sorted(key for key in self._by_task.get(task, ()) if self._last[key].content)

    def _sizes(self) -> dict[str, int]:
        return {path.name: path.stat().st_size for path in sorted(self.folder.glob("*.jsonl"))}


def _key(line: Annotation) -> Key:
    origin, dispute = line.get("origin") or "", line.get("dispute") or ""
    return line["annotator"]["id"], line["article"], line["layer"], origin, dispute


def _task(origin: str) -> str:
    return origin.rpartition("/")[0]


def _last(line: Annotation) -> _Last:
    said = {name: value for name, value in line.items() if name not in _ABOUT}
    content = "" if line.get("withdrawn") else annotation_sha256(said)
    return _Last(line.get("revision") or 0, content, line["text_sha256"])


def file_name(annotator: str) -> str:
    """The name of the file of an annotator's or adjudicator's lines."""
    return (re.sub(r"[^\w.@+-]", "_", annotator).lstrip(".") or "_") + ".jsonl"


def append(path: Path, lines: Iterable[bytes]) -> None:
    """Append whole lines to a file, and see that they are on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _cut(path)
    with path.open("ab") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())


def _cut(path: Path) -> None:
    """Drop a last line without an end: the process was killed while it wrote it."""
    if not path.exists():
        return
    with path.open("rb+") as file:
        whole = file.read().rfind(b"\n") + 1
        file.truncate(whole)
