"""An adjudicator at a browser."""

from collections.abc import Callable

import pytest

from dateline.annotate.studio.client import Server
from dateline.annotate.studio.desk import find_desk
from dateline.pipeline.reading import gold_of

from .browser import Person
from .judges import harbour, judgements
from .settling import Place, push, queue

pytestmark = [pytest.mark.studio, pytest.mark.browser]


def test_the_work_begins_with_the_proposal_and_an_edit_becomes_a_decision(
    boris: Person, place: Callable[..., Place], admin: Server
) -> None:
    [article] = harbour(1)
    lines = judgements([article])
    here = place([article], lines)
    push(here)
    [task] = queue(admin, here)
    project = find_desk(admin, here.title)["id"]
    boris.open(project, task["id"])
    rows = boris.all(".dl-differences tr")
    marks = boris.all('.dl-text [class*="htx-highlight-differences-"][data-label]')
    assert len(rows) == len(marks) > 10
    disputed = next(row for row in rows if "entities: type" in row.text)
    words = disputed.find_element(boris.by, "mark").text
    boris.choose(words)  # the mark over it is in nobody's way
    boris.press("f")
    boris.submit()
    after = next(admin.tasks(project, "id,annotations,parent_prediction"))
    [made] = after["annotations"]
    assert made["parent_prediction"] == task["by"]["proposal"]["id"]
    code, shown = here.verb("pull", "--title", here.title)
    assert code == 0, shown
    decided = [line for line in here.adjudications() if "dispute" in line]
    own = [line for line in decided if "boris" in (line["take"] or {}).values()]
    assert [line["among"][0]["item"]["text"] for line in own] == [words]
    items = gold_of(here.project).annotations[0]["items"]
    assert words in [item["text"] for item in items if item["type"] == "FAC"]
