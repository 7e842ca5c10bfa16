"""Make one self-contained page to read a release: texts, layers, references, statistics."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.scripts import output_file

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline report dist --out report.html")
def report(
    release: Annotated[Path, typer.Argument(help="The folder of a release.")] = Path("dist"),
    out: Annotated[Path, typer.Option(callback=output_file, help="The page.")] = Path(
        "report.html"
    ),
) -> None:
    """Write a page that needs nothing but a browser; it holds the texts of the release."""
    from dateline.publish.reading import open_release
    from dateline.publish.report import write_report

    count = write_report(open_release(release), out)
    size = out.stat().st_size / 1e6
    typer.echo(f"{count:,} articles are in {out} ({size:.1f} MB); open it in a browser")
