"""Check annotation files against their types, their texts and each other."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline validate annotations/judgements")
def validate(
    paths: Annotated[list[Path], typer.Argument(help="JSONL files, or folders of them.")],
    articles: Annotated[
        list[Path] | None,
        typer.Option(help="Articles (.arrow or .jsonl); the project's unless given."),
    ] = None,
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Print every problem with file, line and JSON pointer; exit code 1 where there is one."""
    from dateline.pipeline.reading import surroundings
    from dateline.pipeline.validation import annotation_files, check_files

    here = surroundings(project)
    shards = sorted(here.project.articles.glob("*.arrow")) if here.project else []
    checked = check_files(annotation_files(paths), articles or shards, here.layers)
    for found in checked.found:
        typer.echo(str(found))
    if checked.unread:
        some = list(checked.unread)[:5]
        more = f" and {len(checked.unread) - 5:,} more" if len(checked.unread) > 5 else ""
        typer.echo(
            f"offsets of {sum(checked.unread.values()):,} lines were not checked: their articles "
            f"are not at hand ({', '.join(some)}{more}); run dateline clean, or name the articles "
            "with --articles",
            err=True,
        )
    total = f"{checked.lines:,} lines, {checked.wrong:,} wrong, {len(checked.found):,} problems"
    typer.echo(total, err=True)
    raise typer.Exit(1 if checked.found else 0)
