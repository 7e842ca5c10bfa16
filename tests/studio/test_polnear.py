"""Four real articles with six annotators each, pushed as theirs and pulled back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dateline
from dateline.annotate.judgements import read_lines
from dateline.annotate.studio.accounts import add_account
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.deal import deal
from dateline.annotate.studio.push import push
from dateline.annotate.studio.sync import pull_into
from dateline.annotate.studio.tasks import canonical, to_results
from dateline.convert.polnear import read_polnear
from dateline.layers import shipped
from dateline.project import Project

FOLDER = Path(__file__).parents[3] / "shared/data/polnear/annotator-training"
pytestmark = [
    pytest.mark.studio,
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"needs {FOLDER}"),
]


def test_the_quotes_of_six_annotators_come_back(
    admin: Server, new_desk: Callable[..., Any], folder: Path
) -> None:
    imported = list(read_polnear(FOLDER, dateline.article))
    project, desk = new_desk("quotes", overlap=6)
    push(admin, project["id"], deal([one.article for one in imported], desk))
    tasks = {t["meta"]["article"]: t["id"] for t in admin.tasks(project["id"], "id,meta")}
    given = [annotation for one in imported for annotation in one.annotations]
    names = sorted({one["annotator"]["id"] for one in given})
    assert (len(given), len(names)) == (24, 6)
    accounts = {
        name: add_account(admin, f"{name}@polnear.example", "a-long-word", name=name)
        for name in names
    }
    for one in given:
        path = f"api/tasks/{tasks[one['article']]}/annotations/"
        who = accounts[one["annotator"]["id"]]
        admin.call("POST", path, json={"result": to_results(one), "completed_by": who})
    here = Project(folder)
    pulled = pull_into(here, admin, [project], layers=shipped())[project["title"]]
    assert (pulled.taken, pulled.quarantine, pulled.repairs) == (24, [], [])
    back = {
        (line["article"], line["annotator"]["id"]): line["items"]
        for name in names
        for line in read_lines(here.judgements / f"{name}.jsonl")
    }
    for one in given:
        expected = canonical(one, shipped()["quotes"])["items"]
        assert back[one["article"], one["annotator"]["id"]] == expected
    items = [item for found in back.values() for item in found]
    assert sum("fragments" in item for item in items) > 5, "discontinuous spans are among them"
