"""Fetch the pages of the sources in corpus/sources.toml into WARC files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline scrape")
def scrape(
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
    resolve: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST=IP:PORT", help="Fetch HOST from this address, as curl does; allows it."
        ),
    ] = None,
) -> None:
    """Fetch what is new or changed, politely; killed at any moment, the next run goes on.

    Pages go to corpus/pages. A page that was not fetched is a reject: dateline rejects lists them.
    """
    from dateline import pipeline
    from dateline.errors import Usage
    from dateline.project import find_project
    from dateline.scripts import scrape_rows, scraping, show

    pairs = [each.partition("=") for each in resolve or []]
    for host, sign, address in pairs:
        if not sign or ":" not in address:
            raise Usage(f"--resolve {host}{sign}{address}: write HOST=IP:PORT")
    here = find_project(project)
    with scraping() as progress:
        report = pipeline.scrape(here, {host: to for host, _, to in pairs}, progress=progress)
    show("scraped", scrape_rows(report))
    foreign = {warc.source.name for warc in report.warcs if warc.source}
    for name, count in report.sources.items():
        if not count.found and name not in foreign:
            why = (
                "look at its feed, sitemap, include and exclude in corpus/sources.toml, and "
                "whether a source before it has the same pages"
            )
            typer.echo(f"source {name!r} gave no page of its own: {why}", err=True)
    if report.total.rejected:
        typer.echo("dateline rejects lists what was not fetched, and why", err=True)
