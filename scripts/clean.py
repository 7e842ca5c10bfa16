"""Clean the scraped pages into articles."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.scrape import Source

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline clean")
def clean(
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
    explain: Annotated[
        Path | None, typer.Option(help="Write a page that shows what is kept of this HTML or text.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="The page's address, for --explain.")] = None,
    source: Annotated[
        str | None,
        typer.Option(help="The page's source: --explain uses its selectors, and its other dumps."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where --explain writes; explain.html.")] = None,
) -> None:
    """Clean the scraped pages into articles, and find duplicates.

    Articles go to corpus/articles; what is none is a reject: dateline rejects lists them. What is
    up to date is not done again; killed at any moment, the next run goes on.
    """
    from dateline import pipeline
    from dateline.errors import Usage
    from dateline.project import find_project
    from dateline.scripts import reasons, show, working

    if explain is not None:
        known = _source(project, source) if source else None
        _explain(explain, url, known, out or Path("explain.html"))
        return
    for name, value in (("--url", url), ("--source", source), ("--out", out)):
        if value is not None:
            raise Usage(
                f"{name} {value} goes with --explain PAGE alone: without it the pages of all "
                "sources are cleaned. Leave it out"
            )
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


def _explain(page: Path, url: str | None, source: Source | None, out: Path) -> None:
    """Write the explanation of one page. Raises Stop where the file is none."""
    from dateline.clean import explain
    from dateline.errors import Reject, Stop, Usage
    from dateline.pipeline.pages import site_of_file, source_settings
    from dateline.scrape.local import TEXT_FILES
    from dateline.scripts import output_file

    output_file(out)
    if page.is_dir() or ".warc" in page.suffixes:
        what = "a folder" if page.is_dir() else "a WARC file, which holds many"
        raise Usage(
            f"{page} is {what}; a page is wanted: one file of HTML, or of text (.txt). What came "
            "of scraped pages: dateline clean, then dateline rejects"
        )
    try:
        shown = explain(
            page.read_bytes(),
            url,
            dump=page.suffix.lower() in TEXT_FILES,
            selectors=source_settings([source])[source.name].selectors if source else None,
            site=site_of_file(page, source, url) if source and source.dumps else None,
        )
    except Reject as error:
        raise Stop(
            f"{page}: {error}; a page is wanted: one file of HTML, or of text (.txt)"
        ) from error
    out.write_text(shown, "utf-8")
    typer.echo(f"wrote {out}: open it in a browser")


def _source(folder: Path, name: str) -> Source:
    from dateline.errors import Usage
    from dateline.project import find_project
    from dateline.scrape import read_sources

    path = find_project(folder).sources
    sources = {source.name: source for source in read_sources(path)}
    if name not in sources:
        raise Usage(f"{path} has no source {name!r}; it has: {', '.join(sources)}")
    return sources[name]
