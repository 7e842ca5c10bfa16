"""Upload a release to the Hugging Face Hub, if it verifies."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline upload our-lab/boats dist --public")
def upload(
    repo: Annotated[str, typer.Argument(help="NAME, or OWNER/NAME.")],
    release: Annotated[Path, typer.Argument(help="The folder of a release.")] = Path("dist"),
    public: Annotated[bool, typer.Option("--public", help="A new data set is private unless.")] = (
        False
    ),
    message: Annotated[str | None, typer.Option(help="Of the commit.")] = None,
) -> None:
    """Upload the folder in one commit; files that this version has no more are deleted in it.

    Log in before: hf auth login. Nothing that does not verify is uploaded.
    """
    from dateline.pipeline.upload import upload as send

    typer.echo(send(release, repo, private=not public, message=message))
