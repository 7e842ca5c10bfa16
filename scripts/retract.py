"""Take articles back: out of pages, articles, judgements and the next release."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.pipeline.retract import Retraction

app = typer.Typer(add_completion=False)

# Keeps the tombstone's line, whose `withdrawn` is a date.
HISTORY = (
    'git filter-repo --force --blob-callback \'blob.data = b"".join(line for line in '
    'blob.data.splitlines(True) if b"\\"withdrawn\\":\\"" in line or '
    "not any(name in line for name in [{ids}]))'"
)


@app.command(epilog="Example: dateline retract 3f8a1c0d9e7b6a54 --reason PUBLISHER")
def retract(
    articles: Annotated[
        list[str] | None,
        typer.Argument(help="Ids of articles; without any, those that were withdrawn already."),
    ] = None,
    reason: Annotated[
        str, typer.Option(help="PUBLISHER, PERSON, LAW, ERROR or OTHER.")
    ] = "PUBLISHER",
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Remove articles and leave a tombstone without words; then build the next release.

    No later scrape fetches them. What an earlier call did not finish, and what somebody else has
    put into corpus/withdrawn.jsonl, is done too.
    """
    from dateline import schema as schemas
    from dateline.errors import Usage
    from dateline.pipeline.retract import retract as take_back
    from dateline.project import find_project
    from dateline.scripts import show

    known = schemas.values(schemas.load("withdrawal")["properties"]["reason"]) or []
    if reason not in known:
        raise Usage(f"--reason {reason} should be one of: {', '.join(known)}")
    here = find_project(project)
    done = take_back(here, articles or [], reason=reason, now=datetime.now(UTC))
    show("taken back", _rows(done))
    for name in done.alike:
        typer.echo(f"stays: article {name} is much like one of them, or quotes it")
    for place in done.originals:
        typer.echo(f"stays: {place} is the source's own file; take the page out of it yourself")
    gone = [*done.articles, *done.copies]
    if gone:
        ids = ", ".join(f'b"{name}"' for name in gone)
        typer.echo(f"tombstones are in {here.withdrawn}")
        typer.echo("now raise `version` in dateline.toml and build the next release:")
        typer.echo("  dateline publish")
        typer.echo("Label Studio keeps its tasks: delete them there. Pull takes nothing of them.")
        typer.echo("git keeps every version: commit, then rewrite its history in a fresh clone:")
        typer.echo(f"  {HISTORY.format(ids=ids)}")


def _rows(done: Retraction) -> list[list[str]]:
    rows = [["articles", f"{len(done.articles):,}", " ".join(done.articles)]]
    if done.copies:
        rows.append(["copies of them", f"{len(done.copies):,}", " ".join(done.copies)])
    rows.append(["removed: pages", f"{done.pages:,}", "with every revision, from corpus/pages"])
    counted = [("rows", done.rows), ("lines", done.lines)]
    rows += [
        [f"removed: {what}", f"{count:,}", f"from {place}"]
        for what, places in counted
        for place, count in places.items()
        if count
    ]
    return rows
