"""List what was not let through: each page or annotation with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline rejects --reason TOO_SHORT")
def rejects(
    reason: Annotated[
        list[str] | None, typer.Option(help="Only this reason; may be repeated.")
    ] = None,
    step: Annotated[
        list[str] | None, typer.Option(help="Only of scrape, clean, articles or gold.")
    ] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only of this source.")] = None,
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Print address (or article) and detail of every reject, by step and reason.

    The same rows are in the Arrow files under corpus/rejects.
    """
    from itertools import groupby

    from dateline.errors import REASONS, Usage
    from dateline.pipeline.rejects import STEPS, place, read_rejects
    from dateline.project import find_project

    for given, known in ((reason, tuple(REASONS)), (step, STEPS)):
        for name in given or ():
            if name not in known:
                raise Usage(f"there is no {name!r}; known are {', '.join(known)}")
    chosen = [
        row
        for row in read_rejects(find_project(project))
        if (not reason or row["reason"] in reason)
        and (not step or row["step"] in step)
        and (not source or row["source"] in source)
    ]
    for (at, why), rows in groupby(chosen, key=lambda row: (row["step"], row["reason"])):
        group = list(rows)
        typer.echo(f"{at}: {why}, {len(group):,}: {REASONS.get(why, '')}")
        for row in group:
            typer.echo(f"  {place(row)}  {row['detail']}")
    typer.echo(f"{len(chosen):,} rejects", err=True)
