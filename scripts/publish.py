"""Build the release: gold, splits, Parquet, card."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline publish")
def publish(
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Build the release in dist/, which `datasets.load_dataset` loads.

    Files are named by their content: where nothing changed, every byte stays.
    """
    from dateline import pipeline
    from dateline.project import find_project
    from dateline.scripts import release_rows, show, working

    here = find_project(project)
    with working("publishing") as progress:
        counts = pipeline.run(here, ("gold", "release"), progress)
    show("released", release_rows(counts))
    typer.echo(f"the release is in {here.dist}")
