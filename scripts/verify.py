"""Check a release: checksums, types, contents, splits, card, and what was withdrawn since."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline verify dist")
def verify(
    release: Annotated[Path, typer.Argument(help="The folder of a release.")] = Path("dist"),
    withdrawn: Annotated[
        Path | None, typer.Option(help="Tombstones known today; the project's unless given.")
    ] = None,
) -> None:
    """Print one line for each check; exit code 1 where one fails."""
    from dateline.errors import Usage
    from dateline.pipeline.withdrawn import read_withdrawn
    from dateline.project import NoProject, find_project
    from dateline.publish.reading import open_release
    from dateline.publish.verify import lines
    from dateline.publish.verify import verify as checks

    found = open_release(release)
    if withdrawn is not None and not withdrawn.is_file():
        raise Usage(f"--withdrawn {withdrawn}: there is no such file")
    if withdrawn is None:
        try:
            withdrawn = find_project(Path()).withdrawn
        except NoProject:
            withdrawn = None
    failed = False
    for check in checks(found, read_withdrawn(withdrawn)):
        failed = failed or bool(check.problems)
        typer.echo("\n".join(lines(check)))
    raise typer.Exit(1 if failed else 0)
