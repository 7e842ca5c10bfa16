"""Clean the scraped pages into articles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline clean")
def clean(
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
    explain: Annotated[
        Path | None, typer.Option(help="Write a page that shows what is kept of this HTML or text.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="The page's address, for --explain.")] = None,
    source: Annotated[
        str | None, typer.Option(help="The source whose selectors --explain uses.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where --explain writes.")] = Path("explain.html"),
) -> None:
    """Clean the scraped pages into articles, and find duplicates.

    Articles go to corpus/articles; what is none is a reject: dateline rejects lists them. What is
    up to date is not done again; killed at any moment, the next run goes on.
    """
    from dateline import pipeline
    from dateline.project import find_project
    from dateline.scripts import reasons, show, working

    if explain is not None:
        from dateline.clean import explain as explain_page

        dump = explain.suffix.lower() in (".txt", ".text")
        known = _selectors(project, source) if source else None
        shown = explain_page(explain.read_bytes(), url, dump=dump, selectors=known)
        out.write_text(shown, "utf-8")
        typer.echo(f"wrote {out}: open it in a browser")
        return
    here = find_project(project)
    with working("cleaning") as progress:
        counts = pipeline.run(here, ("clean", "dedupe", "articles"), progress)
    rows = [
        ["pages", f"{counts['clean'].get('in', 0):,}"],
        *reasons(counts["clean"], counts["articles"]),
        ["articles", f"{counts['articles'].get('kept', 0):,}"],
    ]
    show("cleaned", rows)
    if not counts["clean"].get("in"):
        typer.echo("there are no pages to clean; fetch some first: dateline scrape", err=True)
    elif len(rows) > 2:
        typer.echo("dateline rejects lists what is no article, and why", err=True)


def _selectors(folder: Path, name: str) -> Mapping[str, str] | None:
    from dateline.errors import Usage
    from dateline.pipeline.pages import source_settings
    from dateline.project import find_project
    from dateline.scrape import read_sources

    path = find_project(folder).sources
    settings = source_settings(read_sources(path))
    if name not in settings:
        raise Usage(f"{path} has no source {name!r}; it has: {', '.join(settings)}")
    return settings[name].selectors
