"""Take articles back: out of pages, articles, judgements and the next release."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline retract 3f8a1c0d9e7b6a54 --reason PUBLISHER")
def retract(
    articles: Annotated[list[str], typer.Argument(help="Ids of articles.")],
    reason: Annotated[
        str, typer.Option(help="PUBLISHER, PERSON, LAW, ERROR or OTHER.")
    ] = "PUBLISHER",
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Remove articles and leave a tombstone without words; then build the next release.

    What is in the history of a version control system, and in releases that others have, stays
    there: dateline verify says for an old release what was withdrawn since.
    """
    from dateline import schema as schemas
    from dateline.errors import Usage
    from dateline.pipeline.retract import retract as take_back
    from dateline.project import find_project
    from dateline.scripts import show

    known = schemas.values(schemas.load("withdrawal")["properties"]["reason"]) or []
    if reason not in known:
        raise Usage(f"--reason {reason} should be one of: {', '.join(known)}")
    here = find_project(project)
    counts = take_back(here, articles, reason=reason, now=datetime.now(UTC))
    show("removed", [[name, f"{count:,}"] for name, count in counts.items()])
    typer.echo(f"tombstones are in {here.withdrawn}; build the next release: dateline publish")
