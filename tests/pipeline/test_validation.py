import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dateline import text as texts
from dateline.errors import Usage
from dateline.layers import shipped
from dateline.pipeline.validation import annotation_files, check_files

TEXT = "Ida Quell said no."
ARTICLE = {"id": "a1", "text": TEXT, "blocks": [{"type": "PARAGRAPH", "start": 0, "end": 18}]}


def line(layer: str, items: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "article": "a1", "text_sha256": texts.sha256(TEXT), "layer": layer,
        "annotator": {"id": "desk", "kind": "HUMAN"}, "items": items, **more,
    }  # fmt: skip


MENTION = {"id": "e1", "type": "PERSON", "start": 0, "end": 9, "text": "Ida Quell"}
QUOTE = {
    "id": "q1", "type": "INDIRECT", "start": 15, "end": 17, "text": "no", "speaker": "e1",
}  # fmt: skip


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write(tmp_path / "articles.jsonl", [ARTICLE])


def test_check_files_references_cross_files(tmp_path: Path, articles: Path) -> None:
    one = write(tmp_path / "one.jsonl", [line("entities", [MENTION])])
    two = write(tmp_path / "two.jsonl", [line("quotes", [QUOTE])])
    assert check_files([one, two], [articles], shipped()).found == []
    (found,) = check_files([two], [articles], shipped()).found
    assert str(found).startswith(f"{two}:1: /items/0/speaker: 'e1' names nothing")


def test_check_files_finds_every_problem_and_its_line(tmp_path: Path, articles: Path) -> None:
    path = tmp_path / "bad.jsonl"
    rows = [json.dumps(line("entities", [{**MENTION, "end": 8}])), "", "{", json.dumps([1])]
    path.write_bytes("\n".join([*rows, '"Müller"']).encode("latin-1"))
    checked = check_files([path], [articles], shipped())
    assert [(found.line, found.problem.pointer) for found in checked.found] == [
        (1, "/items/0/text"), (3, ""), (4, ""), (5, ""),
    ]  # fmt: skip
    assert (checked.lines, checked.wrong) == (4, 4)
    assert "not JSON" in str(checked.found[1])
    assert "not UTF-8: byte 0xfc at column 3. Save the file as UTF-8" in str(checked.found[3])


def test_check_files_reads_a_file_with_a_byte_order_mark(tmp_path: Path, articles: Path) -> None:
    path = tmp_path / "bom.jsonl"
    path.write_text(json.dumps(line("entities", [MENTION])), "utf-8-sig")
    assert check_files([path], [articles], shipped()).found == []


def test_check_files_without_the_article_names_what_was_not_checked(tmp_path: Path) -> None:
    path = write(tmp_path / "x.jsonl", [line("entities", [{**MENTION, "end": 8}])])
    checked = check_files([path], [], shipped())
    assert (checked.found, checked.unread) == ([], {"a1": 1})


def test_annotation_files_of_a_folder_and_a_file_in_it_are_each_there_once(tmp_path: Path) -> None:
    path = write(tmp_path / "x.jsonl", [])
    assert annotation_files([tmp_path, path, path]) == [path]


def test_check_files_names_an_article_that_is_not_there(tmp_path: Path, articles: Path) -> None:
    path = write(tmp_path / "x.jsonl", [line("entities", []), line("times", [], article="a2")])
    checked = check_files([path], [articles], shipped())
    (found,) = checked.found
    assert str(found).startswith(f"{path}:2: /article: 'a2' is none of the articles in {articles}.")
    assert checked.unread == {}


def test_check_files_finds_what_an_annotator_says_twice(tmp_path: Path, articles: Path) -> None:
    one = write(tmp_path / "one.jsonl", [line("entities", [MENTION]), line("times", [])])
    two = write(tmp_path / "two.jsonl", [line("entities", [])])
    (found,) = check_files([one, two], [articles], shipped()).found
    assert (found.path, found.line, found.problem.pointer) == (two, 1, "/annotator/id")
    assert f"'desk' has annotated entities of this article in {one}:1 already" in str(found)


@pytest.mark.parametrize(
    "other",
    [
        {"annotator": {"id": "anna", "kind": "HUMAN"}},
        {"origin": "1/2/3"},
        {"created": "2026-03-01T12:00:00Z"},
    ],
)
def test_check_files_takes_lines_of_which_one_counts(
    other: dict[str, Any], tmp_path: Path, articles: Path
) -> None:
    path = write(tmp_path / "x.jsonl", [line("times", []), line("times", [], **other)])
    assert check_files([path], [articles], shipped()).found == []


def test_check_files_holds_decisions_to_their_own_type(tmp_path: Path, articles: Path) -> None:
    decision = {
        **line("entities", []), "annotator": {"id": "chief", "kind": "ADJUDICATOR"},
        "dispute": "0" * 64, "among": [], "take": None, "created": "2026-03-01T12:00:00Z",
    }  # fmt: skip
    del decision["items"]
    judged = line("entities", [{**MENTION, "end": 8}])
    path = write(tmp_path / "chief.jsonl", [decision, judged, {**decision, "take": 3}])
    found = check_files([path], [articles], shipped()).found
    assert [(each.line, each.problem.pointer) for each in found] == [
        (2, "/items/0/text"), (3, "/take"),
    ]  # fmt: skip


def test_annotation_files_missing_path_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="does not exist"):
        annotation_files([tmp_path / "nowhere"])
    with pytest.raises(Usage, match=rf"no \*\.jsonl file in {tmp_path}"):
        annotation_files([tmp_path])


def test_validate_verb_prints_file_line_and_pointer_and_exits_with_1(
    tmp_path: Path, articles: Path
) -> None:
    path = write(tmp_path / "bad.jsonl", [line("entities", [{**MENTION, "end": 8}])])
    run = [sys.executable, "-c", "from dateline.scripts import main; main()", "validate"]
    done = subprocess.run(
        [*run, str(path), "--articles", str(articles)],
        capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.startswith(f"{path}:1: /items/0/text: text[0:8] is 'Ida Quel'")
    assert "1 lines, 1 wrong, 1 problems" in done.stderr
