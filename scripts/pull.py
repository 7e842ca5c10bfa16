"""Take over what annotators did in Label Studio since the last pull."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline pull")
def pull(
    title: Annotated[
        str, typer.Option(help="Of one project; all that Dateline made unless given.")
    ] = "",
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Append new, changed and withdrawn annotations to annotations/judgements/.

    What adjudicators settled goes to annotations/adjudications/, with a line for each decision.

    What cannot be understood goes to annotations/quarantine.jsonl, with task and reason, until it
    is put right in Label Studio; exit code 1 where there is any.
    """
    from dateline.annotate.studio.desk import desks, find_desk
    from dateline.annotate.studio.sync import connect, pull_into, quarantine_file
    from dateline.project import find_project
    from dateline.scripts import show
    from dateline.scripts.push import counting

    here = find_project(project)
    with connect(here) as server, counting("pulling", None) as progress:
        chosen = [find_desk(server, title)] if title else desks(server)
        found = pull_into(
            here, server, chosen, layers=here.layers, progress=lambda _, done: progress(done)
        )
    for name, pulled in found.items():
        rows = {
            "tasks that changed": pulled.tasks,
            "  annotations taken": pulled.taken,
            "  skipped": pulled.skipped,
            "  of retracted articles (not taken)": pulled.retracted,
            "  quarantined": len(pulled.quarantine),
            "lines written": pulled.lines,
            "  decisions": pulled.decided,
            "lines withdrawn": pulled.withdrawn,
            "tasks with unsubmitted work (not taken)": pulled.drafts,
        }
        show(f"pulled from {name}", [[what, f"{count:,}"] for what, count in rows.items()])
        for repair in pulled.repairs:
            typer.echo(f"put right: {repair}", err=True)
        for row in pulled.quarantine:
            where = f"task {row['task']}, annotation {row['annotation']} by {row['annotator']}"
            typer.echo(f"quarantined: {where}: {'; '.join(row['reasons'])}", err=True)
    broken = quarantine_file(here)
    raise typer.Exit(1 if broken.is_file() and broken.stat().st_size else 0)
