"""Make a new project folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline import project

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline init my-corpus")
def init(
    folder: Annotated[Path, typer.Argument(help="The folder; made where it is missing.")],
) -> None:
    """Make a new project: dateline.toml, corpus/sources.toml, schema/layers/, annotations/.

    Nothing that is there already is changed.
    """
    there = (folder / project.FILE).is_file()
    made = project.init(folder)
    for path in made:
        typer.echo(f"made {path}")
    if there:
        changed = "what was missing was made" if made else "nothing was changed"
        typer.echo(f"{folder} is a project already; {changed}. Where it stands: dateline plan")
        return
    typer.echo(f"next: name your sources in {folder / 'corpus' / 'sources.toml'}, then:")
    typer.echo(f"  cd {folder} && dateline scrape && dateline clean")
