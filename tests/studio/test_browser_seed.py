"""An article with 292 regions, at a browser: it opens, and comes back as it was."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.annotate.judgements import read_lines
from dateline.annotate.standing import standing
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.deal import Shown, deal
from dateline.annotate.studio.push import push
from dateline.annotate.studio.sync import pull_into
from dateline.annotate.studio.tasks import canonical, to_results
from dateline.layers import shipped
from dateline.project import Project

from .browser import Person, needs_browser
from .conftest import Studio
from .seed import FOLDER, read_seed

pytestmark = [
    pytest.mark.studio,
    pytest.mark.browser,
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"needs {FOLDER}"),
]


def test_the_seed_article_is_submitted_unchanged(
    studio: Studio, admin: Server, new_desk: Callable[..., Any], folder: Path
) -> None:
    needs_browser()
    article, annotations = read_seed()
    kinds = [one["type"] for one in to_results(annotations)]
    assert (kinds.count("labels"), kinds.count("relation")) == (292, 176)
    project, desk = new_desk(*shipped())
    push(admin, project["id"], deal([article], desk, shown=lambda _: Shown(annotations)))
    task = next(admin.tasks(project["id"], "id"))["id"]
    anna = Person(studio.running.url, "anna@dateline.example", "a-long-word")
    try:
        before = time.monotonic()
        anna.open(project["id"], task)
        print(f"292 regions and 176 arrows opened in {time.monotonic() - before:.1f} s")
        anna.submit()
    finally:
        anna.close()
    here = Project(folder)
    pulled = pull_into(here, admin, [project])[project["title"]]
    assert (pulled.taken, pulled.repairs, pulled.quarantine) == (1, [], [])
    lines = {
        line["layer"]: line
        for line in standing(read_lines(here.judgements / "anna.jsonl")).values()
    }
    for one in annotations:
        expected = canonical(one, shipped()[one["layer"]])
        assert lines[one["layer"]]["items"] == expected["items"]
        assert lines[one["layer"]].get("clusters") == expected.get("clusters")
