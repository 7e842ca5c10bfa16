"""The verbs push, pull and studio, as a curator types them."""

import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from dateline.annotate.judgements import read_lines
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.desk import find_desk
from dateline.scripts import main

from .conftest import Studio
from .examples import ARTICLE, annotations


@pytest.fixture
def run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Any]:
    """Runs a verb in the project's folder; gives exit code and output."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "120")
    for name in ("URL", "API_KEY"):
        monkeypatch.delenv(f"LABEL_STUDIO_{name}", raising=False)
    (folder / "articles.jsonl").write_bytes(orjson.dumps(ARTICLE) + b"\n")
    lines = b"".join(orjson.dumps(one) + b"\n" for one in annotations())
    (folder / "made.jsonl").write_bytes(lines)

    def verb(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["dateline", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        shown = capsys.readouterr()
        return int(end.value.code or 0), shown.out + shown.err

    return verb


def test_config_prints_xml(run: Callable[..., Any]) -> None:
    code, shown = run("studio", "config", "quotes", "--context", "entities")
    assert (code, shown.splitlines()[0]) == (0, "<View>")


def test_without_a_server_push_says_how_to_get_one(run: Callable[..., Any]) -> None:
    code, shown = run("push", "--layers", "times", "--articles", "articles.jsonl", "--no-suggest")
    assert (code, "dateline studio up" in shown) == (2, True)


@pytest.mark.studio
def test_push_pull_status(
    run: Callable[..., Any], studio: Studio, admin: Server, folder: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("LABEL_STUDIO_URL", studio.running.url)
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", studio.running.token)
    title = f"verbs {secrets.token_hex(3)}"
    code, shown = run(
        "push", "--layers", "times", "--title", title, "--articles", "articles.jsonl",
        "--predictions", "made.jsonl", "--annotators", "anna,boris", "--overlap", "2",
    )  # fmt: skip
    assert code == 0, shown
    mine = find_desk(admin, f"{title} · anna")
    task = next(admin.tasks(mine["id"], "id,predictions,result"))
    made = {"result": task["predictions"][0]["result"], "completed_by": studio.ids["anna"]}
    admin.call("POST", f"api/tasks/{task['id']}/annotations/", json=made)
    code, shown = run("pull", "--title", f"{title} · anna")
    assert code == 0, shown
    [line] = read_lines(folder / "annotations/judgements/anna.jsonl")
    assert line["items"] == annotations()[3]["items"]
    code, shown = run("studio", "status")
    assert (code, "nobody yet" in shown) == (0, True)
