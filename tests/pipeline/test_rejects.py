from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline.errors import Reject, Usage
from dateline.pipeline.rejects import read_rejects
from dateline.pipeline.rows import reject_row, rejects_table
from dateline.project import Project, init, read_project
from dateline.scripts.rejects import app
from dateline.shards import write_table


@pytest.fixture
def project(tmp_path: Path) -> Project:
    init(tmp_path)
    project = read_project(tmp_path)
    page = {"source": "bay", "url": "https://bay.example/b"}
    judgement = {"source": None, "id": "a1"}
    for step, name, reject, row in (
        ("gold", "all", Reject("INVALID", "quotes by ida"), judgement),
        ("clean", "bay-00001", Reject("TOO_SHORT", "12 words"), page),
        ("clean", "bay-00000", Reject("TOO_SHORT", "9 words"), {**page, "url": "https://bay.example/a"}),
        ("scrape", "all", Reject("ROBOTS", "robots.txt disallows it"), page),
    ):  # fmt: skip
        table = rejects_table([reject_row(step, reject, row)])
        write_table(table, project.rejects / step / f"{name}.arrow")
    return project


def test_read_rejects_goes_by_step_reason_and_address(project: Project) -> None:
    assert [(row["step"], row["detail"]) for row in read_rejects(project)] == [
        ("scrape", "robots.txt disallows it"), ("clean", "9 words"), ("clean", "12 words"),
        ("gold", "quotes by ida"),
    ]  # fmt: skip


def test_rejects_verb_counts_reasons_and_gives_address_and_detail(project: Project) -> None:
    done = CliRunner().invoke(app, ["--step", "clean", "--project", str(project.root)])
    assert done.stdout.splitlines() == [
        "clean: TOO_SHORT, 2: fewer words than the project asks for",
        "  https://bay.example/a  9 words",
        "  https://bay.example/b  12 words",
    ]
    done = CliRunner().invoke(app, ["--reason", "INVALID", "--project", str(project.root)])
    assert "  a1  quotes by ida" in done.stdout and "TOO_SHORT" not in done.stdout


def test_rejects_verb_refuses_an_unknown_reason(project: Project) -> None:
    done = CliRunner().invoke(app, ["--reason", "SHORT", "--project", str(project.root)])
    assert isinstance(done.exception, Usage) and "TOO_SHORT" in str(done.exception)
