"""Say what changed from one release to another: a changelog."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.scripts import output_file

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline diff boats-1.0 boats-1.1 --out CHANGELOG.md")
def diff(
    old: Annotated[Path, typer.Argument(help="The folder of a release.")],
    new: Annotated[Path, typer.Argument(help="The folder of a later one.")],
    out: Annotated[
        Path | None, typer.Option(callback=output_file, help="Write it here; before what is there.")
    ] = None,
) -> None:
    """Print articles and items added, removed and changed, and changes of the schema."""
    from dateline.publish.diff import changelog
    from dateline.publish.diff import diff as changes
    from dateline.publish.reading import open_release

    before, after = open_release(old), open_release(new)
    versions = before.summary["version"], after.summary["version"]
    text = changelog(changes(before, after), *versions)
    if out:
        rest = out.read_text("utf-8") if out.is_file() else ""
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(f"{text}\n{rest}" if rest else text, "utf-8")
    typer.echo(text, nl=False)
