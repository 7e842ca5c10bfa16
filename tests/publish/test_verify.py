"""Every check of `verify` finds what it is for."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pyarrow.parquet as pq
import pytest

from dateline.errors import Usage
from dateline.project import Project
from dateline.publish.parquet import sha256_file
from dateline.publish.reading import open_release
from dateline.publish.verify import lines, verify


def failed(folder: Path, **options: object) -> dict[str, list[str]]:
    found = verify(open_release(folder), **options)  # type: ignore[arg-type]
    return {check.name: check.problems for check in found if check.problems}


def sign(folder: Path) -> None:
    """Write SHA256SUMS anew, as somebody would who changed files."""
    names = [p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file()]
    sums = [f"{sha256_file(folder / n)}  {n}\n" for n in names if n != "SHA256SUMS"]
    (folder / "SHA256SUMS").write_text("".join(sums))


def edit(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text("utf-8")
    assert change(text) != text
    path.write_text(change(text), "utf-8")


def test_verify_passes_a_release(built: Project) -> None:
    assert failed(built.dist) == {}


def test_verify_prints_one_line_a_check(built: Project) -> None:
    found = [line for check in verify(open_release(built.dist)) for line in lines(check)]
    assert len(found) == 9
    assert found[0].startswith("ok     checksums")


def test_verify_finds_changed_missing_and_added_files(project: Project) -> None:
    (project.dist / "CITATION.cff").unlink()
    edit(project.dist / "DATASHEET.md", lambda text: text + "x")
    (project.dist / "boats.py").write_text("")
    problems = failed(project.dist)["checksums"]
    assert [p.split()[0] for p in problems] == ["CITATION.cff", "DATASHEET.md", "boats.py"]


def test_verify_says_what_an_unfinished_build_left(project: Project) -> None:
    (project.dist / "full-train.tmp").write_bytes(b"PAR1")
    (project.dist / "full" / "train-00000-0123456789abcdef.parquet").write_bytes(b"PAR1")
    first = next(verify(open_release(project.dist)))
    assert not first.problems
    assert first.looked_at.endswith("files, 2 left by an unfinished build")


def test_verify_finds_swapped_labels(project: Project) -> None:
    edit(project.dist / "README.md", lambda text: text.replace("'0': PERSON\n", "'0': NORP\n", 1))
    sign(project.dist)
    assert "features are not those of schema/" in failed(project.dist)["card"][0]


def test_verify_finds_values_that_the_hub_refuses(project: Project) -> None:
    edit(project.dist / "README.md", lambda text: text.replace("- found\n", "- invented\n"))
    sign(project.dist)
    assert failed(project.dist)["card"] == [
        "language_creators: 'invented' is not a value that the Hub knows"
    ]


def test_verify_finds_wrong_row_counts(project: Project) -> None:
    edit(project.dist / "release.json", lambda t: t.replace('"train": 7', '"train": 6'))
    sign(project.dist)
    assert "7 rows, but 6 and 7 are said" in failed(project.dist)["schema"][0]


def rewrite(folder: Path, config: str, column: str, change: Callable[[list], list]) -> None:  # type: ignore[type-arg]
    """Change a column of the first shard of a config, and sign again."""
    path = next((folder / config).glob("train-*.parquet"))
    table = pq.read_table(path)
    rows = table.to_pylist()
    values = change([row[column] for row in rows])
    for row, value in zip(rows, values, strict=True):
        row[column] = value
    pq.write_table(type(table).from_pylist(rows, schema=table.schema), path)
    sign(folder)


def test_verify_finds_a_label_that_is_not_in_the_schema(project: Project) -> None:
    def odd(tags: list[list[str]]) -> list[list[str]]:
        return [["B-BOAT", *tags[0][1:]], *tags[1:]]

    rewrite(project.dist, "ner", "ner_tags", odd)
    assert "B-BOAT" in failed(project.dist)["rows"][0]


def test_verify_finds_spans_that_do_not_slice_the_text(project: Project) -> None:
    def shifted(items: list[list[dict[str, int]] | None]) -> list[list[dict[str, int]] | None]:
        for found in items:
            for item in found or ():
                item["start"] += 1
        return items

    rewrite(project.dist, "full", "entities", shifted)
    problems = failed(project.dist)["annotations"]
    assert any("entities differs from full" in problem for problem in problems)
    assert any("/items/0" in problem for problem in problems)


def test_verify_finds_an_article_in_the_wrong_split(project: Project) -> None:
    edit(project.dist / "release.json", lambda text: text.replace('"dateline"', '"other"', 1))
    sign(project.dist)
    assert "its place is" in failed(project.dist)["splits"][0]


def test_verify_finds_a_croissant_of_other_files(project: Project) -> None:
    path = project.dist / "croissant.json"
    found = orjson.loads(path.read_bytes())
    found["distribution"][0]["sha256"] = "0" * 64
    path.write_bytes(orjson.dumps(found))
    sign(project.dist)
    assert "checksums differ" in failed(project.dist)["croissant"][0]


def test_verify_says_what_was_withdrawn_since(built: Project) -> None:
    release = open_release(built.dist)
    row = next(release.rows("articles", "train"))
    stone = {"article": row["id"], "reason": "PUBLISHER", "withdrawn": "2026-11-20T00:00:00Z"}
    problems = failed(built.dist, withdrawn=[stone])["withdrawn"]
    assert problems == [f"{row['id']} in train was withdrawn on 2026-11-20 (PUBLISHER)"]


def test_open_release_of_no_release(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="is no release of Dateline"):
        open_release(tmp_path)
