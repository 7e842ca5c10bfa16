"""What the command line tells somebody who is new."""

import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import dateline
from dateline.errors import MissingExtra, Reject, Stop, Usage
from dateline.evaluate import compare
from dateline.project import Project, init, read_project
from dateline.scripts import agree, gold
from dateline.shards import check_output, write_lines

ROOT = Path(__file__).parents[1]
MAIN = [sys.executable, "-c", "from dateline.scripts import main; main()"]


def line(who: str, kind: str = "HUMAN") -> dict[str, object]:
    return {
        "article": "a", "text_sha256": "0" * 64, "layer": "times", "items": [],
        "annotator": {"id": who, "kind": kind},
    }  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Project:
    init(tmp_path)
    return read_project(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["scrap"], "there is no verb 'scrap'; did you mean scrape?"),
        (["xyz"], "there is no verb 'xyz'; known verbs: demo, init, plan"),
        (["plan"], "there is no dateline.toml in"),
        (["validate", "nowhere.jsonl"], "nowhere.jsonl does not exist"),
        (["clean", "--explain", "nowhere.html"], "error: nowhere.html: No such file or directory"),
    ],
)
def test_a_wrong_call_is_one_message(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = subprocess.run([*MAIN, *arguments], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode in (1, 2) and done.stdout == ""
    assert message in done.stderr and "Traceback" not in done.stderr


WRITING = [
    "agree --json", "agree --html", "clean --explain p.html --out", "diff p q --out",
    "evaluate g.jsonl p.jsonl --json", "evaluate g.jsonl p.jsonl --html", "gold --output",
    "predict p.jsonl --out", "predict p.jsonl --scores", "report --out", "train times --out",
]  # fmt: skip
WRITING_FOLDERS = ["export iob2 --out", "import polnear p --out", "rehydrate p --pages q --out"]


@pytest.mark.parametrize(
    ("call", "wrong", "message"),
    [(call, ".", "is a folder; name a file") for call in WRITING]
    + [(call, "file", "file is a file; name a folder") for call in WRITING_FOLDERS],
)
def test_a_verb_looks_at_its_output_before_its_input(
    call: str, wrong: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    verb, *arguments = call.split()
    app = import_module(f"dateline.scripts.{verb}").app
    for name, said in ((wrong, message), ("file/x", "file/x cannot be writ")):
        done = CliRunner().invoke(app, [*arguments, name])
        assert isinstance(done.exception, Usage) and said in str(done.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that nobody writes to")
def test_a_place_that_cannot_be_written_is_named_without_the_temporary_file() -> None:
    place = Path("/proc/x.jsonl")
    with pytest.raises(Usage, match=r"^/proc/x\.jsonl cannot be written: .*, in /proc\. Choose"):
        check_output(place)
    with pytest.raises(OSError, match=r"x\.jsonl") as found:
        write_lines([{}], place)
    assert ".tmp" not in str(found.value) and found.value.filename == str(place)
    with pytest.raises(Usage, match="is a folder"):
        write_lines([], Path("/proc"))


def test_a_missing_folder_of_an_output_is_made_when_it_is_written(tmp_path: Path) -> None:
    check_output(tmp_path / "a/b.jsonl")
    assert not list(tmp_path.iterdir())
    write_lines([{}], tmp_path / "a/b.jsonl")
    check_output(tmp_path / "a/b.jsonl")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.jsonl"]


def test_scrape_without_sources_says_what_to_write(project: Project) -> None:
    done = CliRunner().invoke(import_module("dateline.scripts.scrape").app,
                              ["--project", str(project.root)])  # fmt: skip
    assert isinstance(done.exception, Usage)
    assert re.search(r"sources.toml names no source.*\[\[source\]\]", str(done.exception))


@pytest.mark.parametrize("call", ["predict", "push --annotators ida --layers times --articles"])
def test_annotations_in_place_of_articles_are_named(call: str, project: Project) -> None:
    file = project.root / "times.jsonl"
    write_lines([line("ida")], file)
    verb, *arguments = call.split()
    done = CliRunner().invoke(import_module(f"dateline.scripts.{verb}").app,
                              [*arguments, str(file), "--project", str(project.root)])  # fmt: skip
    assert isinstance(done.exception, Stop)
    assert "times.jsonl:1: no article: it has no 'id'. It is an ann" in str(done.exception)


@pytest.mark.parametrize(
    ("annotators", "found"),
    [
        ((), "there is none"),
        ((("ida", "HUMAN"), ("m", "MODEL")), r"only ida \(HUMAN\), m \(MODEL\)"),
    ],
)
def test_agree_without_two_people_says_what_to_do(
    project: Project, annotators: tuple[tuple[str, str], ...], found: str
) -> None:
    for who, kind in annotators:
        write_lines([line(who, kind)], project.judgements / f"{who}.jsonl")
    done = CliRunner().invoke(agree.app, ["--project", str(project.root)])
    assert isinstance(done.exception, Usage)
    assert re.search(f"{found}.* dateline push --annotators", str(done.exception))


def test_gold_example_is_an_item_of_the_sample() -> None:
    (command,) = gold.app.registered_commands
    example = shlex.split((command.epilog or "").removeprefix("Example: dateline gold"))
    done = CliRunner().invoke(gold.app, [*example, "--project", str(ROOT)])
    assert done.exit_code == 0 and "became gold by: adjudicator" in done.stdout


def test_missing_extra_names_the_command_for_wheel_and_checkout() -> None:
    message = str(MissingExtra("spacy", "spacy"))
    assert "pip install 'dateline[spacy]'" in message and "pip install -e '.[spacy]'" in message


PAGE = dateline.article("Two boats sank.", "a")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dateline.clean(None), "a page is text or bytes, and this is NoneType: 'None'"),
        (lambda: dateline.clean_text(Path("a.txt")), "this is PosixPath: 'a.txt'. Give the page"),
        (lambda: dateline.article(None, "a", "en"), "article a: text is 'None', no text"),
        (lambda: dateline.article("Two boats.", 3), "article 3: id is '3', no text"),
        (lambda: dateline.body(None), "'None' is no article"),
        (
            lambda: dateline.evaluate("g.jsonl", [], "times"),
            "gold: 'g.jsonl' is no list",
        ),
        (lambda: dateline.evaluate([], None, "times"), "predictions: 'None' is no list"),
        (lambda: dateline.evaluate([3], [], "times"), "gold: number 0 is '3', no object"),
        (lambda: compare("g.jsonl", [], [], "times"), "gold: 'g.jsonl' is no list"),
        (lambda: dateline.evaluate([], [], ["times"]), "there is no layer ['times']"),
        (lambda: dateline.evaluate([], [], "times", articles="a"), "articles: 'a' is no list"),
        (lambda: dateline.predict(None, "times"), "articles are 'None': give a list of articles"),
        (lambda: dateline.predict(PAGE, "times"), "give a list of articles"),
        (lambda: dateline.validate({}, "text"), "'text' is no article"),
        (lambda: dateline.validate({"layer": "times"}, others="x"), "others: 'x' is no list"),
        (lambda: dateline.agreement("j.jsonl", "times"), "judgements: 'j.jsonl' is no list"),
        (lambda: dateline.agreement([3], "times"), "judgements: number 0 is '3', no object"),
    ],
)
def test_a_call_with_a_wrong_type_says_what_to_give(call: Any, message: str) -> None:
    with pytest.raises(Usage, match=re.escape(message)):
        call()


@pytest.mark.parametrize("path", ["nope.html", "my pages/a b.txt", "pages/nope", "https://a.b/c"])
def test_clean_of_a_path_says_that_it_takes_the_page(path: str) -> None:
    for function in (dateline.clean, dateline.clean_text):
        with pytest.raises(Reject, match="looks like a path or an address: dateline"):
            function(path)


@pytest.mark.parametrize("page", ["<p>a.html", "Two boats sank.", "Either/or is the question", "a"])
def test_clean_of_a_short_page_is_no_path(page: str) -> None:
    with pytest.raises(Reject, match=r"^(?!.*looks like a path)"):
        dateline.clean(page)
