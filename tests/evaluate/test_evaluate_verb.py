"""What `dateline evaluate` and `predict` say of bad files: one message, an exit code, no scores."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dateline.layers import find
from dateline.predict.tagger.model import Header, Model, schema_sha256, write_model
from dateline.scripts import main

TEXT = "Ada Lark met Tom Reed."
ADA: dict[str, Any] = {"id": "1", "type": "PERSON", "start": 0, "end": 8, "text": "Ada Lark"}


def line(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    made = {"article": "a1", "text_sha256": "0" * 64, "layer": "entities", "items": list(items)}
    return {**made, "annotator": {"id": "x", "kind": "MODEL"}, **more}


def write(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(one)}\n" for one in lines), "utf-8")
    return path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["dateline", *map(str, arguments)])
    with pytest.raises(SystemExit) as done:
        main()
    return int(done.value.code or 0)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([line(ADA, article="zz"), line(ADA)], "1 unknown articles, the first of them 'zz'"),
        ([line(ADA, text_sha256="1" * 64)], "Offsets do not hold across texts: predict again"),
        ([line(ADA), line(ADA)], "article a1 is given twice in layer entities"),
        ([line({**ADA, "type": "ALIEN"})], "item 1: unknown label 'ALIEN'; labels of entities"),
        ([line({**ADA, "end": 99})], "[0, 99) is out of range: 0 ≤ start < end, and the text has"),
        ([line({**ADA, "start": 0.0})], "start: 0.0 is no whole number as written: write 0"),
        ([line({**ADA, "score": float("nan")})], "found.jsonl:1: not JSON"),
        (
            [line(ADA, layer="quotes")],
            "no line of layer entities: there is nothing to score (only ",
        ),
        ([{"article": "a1"}], "is a required property"),
    ],
)
def test_evaluate_verb_refuses_bad_predictions(
    lines: list[dict[str, Any]],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    files = [
        write(tmp_path / "gold.jsonl", line(ADA)), write(tmp_path / "found.jsonl", *lines)
    ]  # fmt: skip
    pages = write(tmp_path / "pages.jsonl", {"id": "a1", "text": TEXT})
    scores = tmp_path / "scores.json"
    options = ["--layer", "entities", "--articles", pages, "--json", scores]
    assert run(monkeypatch, "evaluate", *files, *options) == 1
    out, err = capsys.readouterr()
    assert message in err and "Traceback" not in err
    assert out == "" and not scores.exists()


def test_evaluate_verb_refuses_empty_gold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    gold, found = write(tmp_path / "gold.jsonl"), write(tmp_path / "found.jsonl", line(ADA))
    assert run(monkeypatch, "evaluate", gold, found, "--layer", "entities") == 1
    out, err = capsys.readouterr()
    assert "gold hold no line of layer entities: there is nothing to score" in err and out == ""


def test_evaluate_verb_says_which_layers_the_files_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    gold = write(Path("gold.jsonl"), line(ADA), line(layer="times"))
    wrong, empty = write(Path("p.jsonl"), line(layer="entitys")), write(Path("empty.jsonl"))
    assert run(monkeypatch, "evaluate", gold, wrong) == 2
    error = capsys.readouterr().err
    assert "gold.jsonl has entities, times; p.jsonl has entitys (no layer here). The la" in error
    assert run(monkeypatch, "evaluate", gold, empty) == 2
    assert (
        "gold.jsonl has entities, times; empty.jsonl has no annotation" in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"features": 0}, "was trained with features version 0 (dateline 0.9)"),
        ({"schema_sha256": "0" * 64}, "was trained for another schema of entities"),
        ({"layer": "quotes"}, "is a model for the layer 'quotes', not for 'entities'"),
    ],
)
def test_predict_verb_refuses_a_model_of_another_version(
    change: dict[str, Any],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    layer = find("entities")
    header = Header(
        layer.name, layer.labels, schema_sha256(layer), None, (), parse=False, dateline="0.9"
    )
    write_model(Model(replace(header, **change), (b"table",)), tmp_path / "m.crf")
    pages = write(tmp_path / "pages.jsonl", {"id": "a1", "text": TEXT})
    arguments = ["predict", pages, "--layer", "entities", "--predictor", "entities=m.crf"]
    assert run(monkeypatch, *arguments) == 1
    out, err = capsys.readouterr()
    assert message in err and out == ""


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (line(ADA), "pages.jsonl:1: no article: it has no 'id'. It is an annotation, of the layer"),
        ({"id": "a1"}, "pages.jsonl:1: no article: it has no 'text'. An article is an object with"),
        (["a1"], "pages.jsonl:1: \"['a1']\" is no article"),
    ],
)
def test_predict_verb_refuses_what_is_no_article(
    row: Any,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "predict", write(Path("pages.jsonl"), row), "--layer", "times") == 1
    assert message in capsys.readouterr().err


def test_predict_verb_says_that_a_folder_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "predict", tmp_path) == 2
    assert f"{tmp_path} is a folder; name .arrow or .jsonl files" in capsys.readouterr().err


def test_predict_verb_counts_articles_that_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    pages = [{"id": code, "text": "12 Boote", "language": code} for code in ("de", "en")]
    assert run(monkeypatch, "predict", write(Path("p.jsonl"), *pages), "--layer", "figures") == 0
    out, err = capsys.readouterr()
    assert [json.loads(one)["article"] for one in out.splitlines()] == ["en"]
    assert "figures: 1 items in 1 articles\n" in err
    assert "figures: 1 article was left out, as grammar reads en only: de 1" in err
