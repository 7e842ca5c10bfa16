"""Settle what annotators disagree about: list the queue, or decide in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline adjudicate --by eve --layer entities")
def adjudicate(
    by: Annotated[str, typer.Option(help="Your name; without it the queue is only listed.")] = "",
    layer: Annotated[list[str] | None, typer.Option(help="Only these layers.")] = None,
    article: Annotated[list[str] | None, typer.Option(help="Only these articles.")] = None,
    articles: Annotated[
        list[Path] | None, typer.Option(help="Articles (.arrow or .jsonl); the project's.")
    ] = None,
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Show each disagreement in its sentence with everybody's version, and ask which one holds.

    Each answer is a line in annotations/adjudications/NAME.jsonl at once, so that you may stop at
    any time. For long articles use Label Studio: dateline studio.
    """
    from dataclasses import asdict

    from dateline.annotate.adjudicate import make_rules
    from dateline.annotate.cases import cases
    from dateline.pipeline.reading import read_articles, read_judgements
    from dateline.project import find_project

    here = find_project(project)
    lines = read_judgements(here)
    rules = make_rules(here.layers, **asdict(here.settings.gold))
    queue = [
        case
        for case in cases(lines, (), here.layers, rules=rules)
        if (not layer or case.layer in layer) and (not article or case.article in article)
    ]
    total = sum(len(case.differences) for case in queue)
    typer.echo(f"open disagreements: {total}, layers of articles that wait: {len(queue)}", err=True)
    if not by:
        for case in queue:
            clear = sum(difference.majority for difference in case.differences)
            typer.echo(
                f"{case.article} {case.layer}: disagreements {len(case.differences)}, "
                f"with a majority {clear} ({', '.join(case.versions)})"
            )
        return
    texts = read_articles(articles, here, {case.article for case in queue})
    by_id = {row["id"]: row["text"] for row in texts}
    for case in queue:
        for difference in case.differences:
            _settle(case, difference, by_id.get(case.article), by, here.adjudications)


def _settle(case: Any, difference: Any, text: str | None, by: str, folder: Path) -> None:
    """Ask about one difference and store the answer; nothing where it is put off."""
    from datetime import UTC, datetime

    from dateline.annotate.adjudicate import append_decision, decide, describe

    typer.echo(f"\n{case.article}, {case.layer}: {', '.join(difference.properties)}")
    for line in describe(difference.versions, text, difference.start, difference.end):
        typer.echo(line)
    while True:
        answer = typer.prompt("which one holds (number, s to put it off)").strip().lower()
        if answer == "s":
            return
        if answer.isdigit() and 1 <= int(answer) <= len(difference.versions):
            break
        typer.echo(f"a number from 1 to {len(difference.versions)}, or s")
    decision = decide(
        case.proposal,
        difference.versions,
        difference.dispute.take(int(answer) - 1),
        adjudicator=by,
        created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    append_decision(decision, folder)
