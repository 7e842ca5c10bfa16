"""Build gold from judgements and adjudications, or tell how an item came to be."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dateline.scripts import output_file

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline gold --why 14c63761bbabb5bf e1")
def gold(
    why: Annotated[
        tuple[str, str] | None,
        typer.Option(
            help="ARTICLE ITEM, ids as in the annotations: how this item came to be gold."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            callback=output_file, help="Write gold to this file (JSONL), the same bytes each time."
        ),
    ] = None,
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Print what is gold and what awaits adjudication; `dateline publish` builds gold by itself.

    Gold is never edited: change a judgement or a decision, and build it again.
    """
    from dateline.pipeline.reading import gold_of
    from dateline.project import find_project
    from dateline.shards import write_lines

    built = gold_of(find_project(project))
    if why:
        _print_why(built.why(*why))
        return
    _print_counts(built)
    if output:
        write_lines(built.annotations, output)
        typer.echo(f"wrote {output}")


def _print_counts(built: Any) -> None:
    from collections import Counter

    done = Counter(line["layer"] for line in built.annotations)
    items = Counter(line["layer"] for line in built.annotations for _ in line["items"])
    for layer in sorted({*done, *(waiting.layer for waiting in built.awaiting)}):
        waiting = sum(entry.layer == layer for entry in built.awaiting)
        counts = f"articles with gold {done[layer]}, items {items[layer]}, waiting {waiting}"
        typer.echo(f"{layer}: {counts}")
    for entry in built.awaiting:
        who = ", ".join(entry.annotators)
        typer.echo(f"waiting: {entry.article} {entry.layer}: {entry.reason} ({who})", err=True)
    for message in built.lost:
        typer.echo(f"reference left out: {message}", err=True)
    if not done and not built.awaiting:
        typer.echo("nobody has judged anything yet. Take over annotations: dateline pull", err=True)


def _print_why(told: dict[str, Any]) -> None:
    item = told["item"]
    typer.echo(
        f"{item['id']}: “{item['text']}” [{item['start']}, {item['end']}) in {told['layer']}"
    )
    typer.echo(f"became gold by: {told['how']}")
    for vote in told["votes"]:
        version = vote["item"]
        said = "has no such item"
        if version is not None:
            rest = {k: v for k, v in version.items() if k not in ("id", "text", "start", "end")}
            values = ", ".join(f"{key} {_value(value)}" for key, value in rest.items())
            said = f"“{version['text']}” [{version['start']}, {version['end']}): {values}"
        typer.echo(f"  {vote['annotator']}: {said}")
    decision = told["decision"]
    if decision:
        typer.echo(_decided(decision))
    elif told["adjudicator"]:
        typer.echo(f"settled by {told['adjudicator']} with the whole layer")


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_value, value))
    if isinstance(value, dict):
        return f"“{value['text']}”" if "text" in value else " ".join(map(str, value.values()))
    return str(value)


def _decided(decision: dict[str, Any]) -> str:
    """Who decided when, among how many versions, and whose values were taken."""
    who, take = decision["annotator"]["id"], decision["take"] or {}
    whose: dict[str, list[str]] = {}
    for name, owner in take.items():
        whose.setdefault(owner, []).append(name)
    several = len(whose) > 1
    chosen = "; ".join(
        f"{', '.join(names)} of {owner}" if several else f"all of {owner}"
        for owner, names in whose.items()
    )
    among = " | ".join(", ".join(version["annotators"]) for version in decision["among"])
    return f"decided by {who} on {decision['created']} among {among}: {chosen or 'no item'}"
