"""Show the pipeline: each step, what it reads and writes, and whether it is up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline plan")
def plan(
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Show the pipeline on one screen. Nothing is run and nothing is changed."""
    from dateline import pipeline
    from dateline.project import find_project
    from dateline.scrape import is_under_way
    from dateline.scripts import show

    here = find_project(project)
    before = pipeline.scraped(here)
    ready = bool(before)  # whether all that comes before a step is done
    state = "" if ready else "never run"
    if is_under_way(here.pages):
        before, state = {}, "not finished: dateline scrape goes on"
    rows = [_row("scrape", before, state, "pages are fetched", "sources → corpus/pages")]
    for status in pipeline.plan(here):
        stage = status.stage
        state = "fresh" if status.tasks else "nothing to do" if ready else "never run"
        if status.fresh < status.tasks:
            state = f"{'stale' if status.counts else 'to do'}: {status.tasks - status.fresh}"
            state += f" of {status.tasks}"
        ready = ready and status.fresh == status.tasks
        files = f"{stage.reads} → {stage.writes}"
        rows.append(_row(stage.name, status.counts, state, stage.does, files))
        if stage.name == "articles":
            people = "people annotate: dateline push, dateline pull"
            rows.append(_row("annotate", {}, "by hand", people, "corpus/articles → annotations"))
    head = ["step", "in", "kept", "rejected", "state", "what it does, from what to what"]
    show(f"{here.settings.corpus.name}: the pipeline", rows, head)


def _row(step: str, counts: dict[str, int], state: str, does: str, files: str) -> list[str]:
    numbers = [f"{counts[key]:,}" if key in counts else "" for key in ("in", "kept", "rejected")]
    return [step, *numbers, state, f"{does}\n{files}"]
