"""Judgement files are only appended to, and survive a crash."""

from pathlib import Path
from typing import Any

from dateline.annotate.judgements import Journal, read_lines
from dateline.annotate.standing import standing

from .examples import annotation, span

DATE = {"id": "t1", "type": "DATE", **span("Monday")}


def line(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    made = annotation("times", list(items), origin="d/1/2", seconds=3.5, **more)
    return {**made, "annotator": {"id": "anna", "kind": "HUMAN"}}


def test_journal_writes_what_is_new_with_its_revision(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert [journal.add(line(DATE)), journal.add(line(DATE)), journal.add(line())] == [
        True, False, True,
    ]  # fmt: skip
    journal.flush()
    rows = list(read_lines(tmp_path / "anna.jsonl"))
    assert [(row["revision"], len(row["items"])) for row in rows] == [(1, 1), (2, 0)]


def test_journal_knows_what_is_in_the_files(tmp_path: Path) -> None:
    first = Journal(tmp_path)
    first.add(line(DATE))
    first.flush()
    assert not Journal(tmp_path).add(line(DATE)), "read from the files"
    assert not Journal(tmp_path, first.state()).add(line(DATE)), "from its state"
    state = first.state()
    (tmp_path / "anna.jsonl").write_text("", "utf-8")
    assert Journal(tmp_path, state).add(line(DATE)), "the state is older than the files"


def test_journal_takes_back_what_was_deleted_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.add(line(DATE))
    assert journal.origins("d/1") == {"d/1/2"}
    assert (journal.withdraw("d/1/2"), journal.withdraw("d/1/2")) == (1, 0)
    journal.flush()
    rows = list(read_lines(tmp_path / "anna.jsonl"))
    assert [row.get("withdrawn") for row in rows] == [None, True]
    assert standing(rows) == {}
    assert Journal(tmp_path).add(line(DATE)), "it can come back"


def test_journal_writes_over_a_line_that_was_cut_off(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.add(line(DATE))
    journal.flush()
    path = tmp_path / "anna.jsonl"
    path.write_bytes(path.read_bytes() + b'{"article": "a1", "lay')
    again = Journal(tmp_path, journal.state())
    assert again.add(line())
    again.flush()
    assert [row["revision"] for row in read_lines(path)] == [1, 2]


def test_journal_has_a_file_for_each_annotator_whatever_the_name(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for name in ("Zoë Marsh", "../../etc", "b@c.example"):
        journal.add({**line(), "annotator": {"id": name, "kind": "HUMAN"}})
    journal.flush()
    files = {path.name for path in tmp_path.iterdir()}
    assert files == {"Zoë_Marsh.jsonl", "_.._etc.jsonl", "b@c.example.jsonl"}
