"""A link to a task of a new project, opened over a slow line in a browser that was never there.

Without a view the page asks for the task first and for the list of tasks then. Where the list
arrives last, and before the script of the editor, the editor opens the task as the list has it:
without its predictions.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.annotate.studio.client import Server
from dateline.annotate.studio.deal import Shown, deal
from dateline.annotate.studio.push import push
from dateline.annotate.studio.sync import pull_into
from dateline.project import Project

from .browser import Person, needs_browser
from .conftest import Studio
from .examples import ARTICLE, NAMES, annotations, items
from .proxy import Proxy
from .test_sync import lines

pytestmark = [pytest.mark.studio, pytest.mark.browser]


class SlowLine:
    """Holds back the list of tasks, and longer the scripts that are asked for after a task."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, method: str, path: str, n: int) -> float | None:
        self.asked |= path.startswith("/api/tasks/")
        if path == "/api/tasks":
            return 1.2
        return 3.0 if self.asked and path.endswith(".js") else None


@pytest.fixture
def visit(studio: Studio, admin: Server, new_desk: Callable[..., Any]) -> Callable[..., Any]:
    """Pushes the example, opens it and submits it; gives the project and the regions shown."""

    def make(*, view: bool) -> tuple[dict[str, Any], int]:
        needs_browser()
        project, desk = new_desk(*NAMES)
        shown = Shown(annotations())
        push(admin, project["id"], deal([ARTICLE], desk, shown=lambda _: shown))
        if not view:
            for one in admin.call("GET", "api/dm/views/", params={"project": project["id"]}):
                admin.call("DELETE", f"api/dm/views/{one['id']}/")
        task = next(admin.tasks(project["id"], "id"))["id"]
        with Proxy(studio.running.url, SlowLine()) as url:
            anna = Person(url, "anna@dateline.example", "a-long-word")
            try:
                anna.open(project["id"], task, regions=False)
                time.sleep(2)
                regions = len(anna.all(".htx-highlight"))
                anna.submit()
            finally:
                anna.close()
        return project, regions

    return make


def test_without_a_view_the_task_is_blank_and_what_is_submitted_is_quarantined(
    visit: Callable[..., Any], admin: Server, folder: Path
) -> None:
    project, regions = visit(view=False)
    assert regions == 0
    [task] = admin.tasks(project["id"], "annotations,result")
    assert [one["result"] for one in task["annotations"]] == [[]], "stored, and empty"
    pulled = pull_into(Project(folder), admin, [project])[project["title"]]
    assert (pulled.taken, pulled.lines) == (0, 0)
    assert "showed a blank task" in pulled.quarantine[0]["reasons"][0]


def test_with_the_view_that_push_makes_it_is_not(
    visit: Callable[..., Any], admin: Server, folder: Path
) -> None:
    project, regions = visit(view=True)
    assert regions > 15
    here = Project(folder)
    pulled = pull_into(here, admin, [project])[project["title"]]
    assert (pulled.taken, pulled.quarantine) == (1, [])
    assert items(lines(here, "anna")) == items(annotations())
