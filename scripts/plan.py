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
    from dateline.scripts import show

    here = find_project(project)
    rows = []
    for status in pipeline.plan(here):
        counts = status.counts
        state = "nothing to do" if not status.tasks else "fresh"
        if status.fresh < status.tasks:
            state = f"stale: {status.tasks - status.fresh} of {status.tasks}"
        numbers = [
            f"{counts[key]:,}" if key in counts else "" for key in ("in", "kept", "rejected")
        ]
        stage = status.stage
        rows.append([stage.name, stage.does, stage.reads, stage.writes, *numbers, state])
        if stage.name == "articles":
            people = "articles go to people: dateline push, dateline pull"
            rows.append(
                ["annotate", people, "corpus/articles", "annotations", "", "", "", "by hand"]
            )
    head = ["step", "what it does", "reads", "writes", "in", "kept", "rejected", "state"]
    show(f"{here.settings.corpus.name}: the pipeline", head, rows)
