"""Measure how far the annotators agree, and on what they do not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dateline.scripts import output_file

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline agree entities --html agreement.html")
def agree(
    layers: Annotated[
        list[str] | None, typer.Argument(help="Layers; all that were judged unless given.")
    ] = None,
    judgements: Annotated[
        list[Path] | None,
        typer.Option(help="JSONL files or folders; the project's judgements unless given."),
    ] = None,
    articles: Annotated[
        list[Path] | None, typer.Option(help="Articles (.arrow or .jsonl); the project's.")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(help="Gold annotations (JSONL), to hold each annotator against.")
    ] = None,
    blind: Annotated[
        Path | None,
        typer.Option(help="JSON list of articles judged without suggestions; the project's."),
    ] = None,
    samples: Annotated[int, typer.Option(help="Bootstrap samples of the articles.")] = 1000,
    json: Annotated[
        Path | None, typer.Option(callback=output_file, help="Write all numbers to this file.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(callback=output_file, help="Write a report for the browser.")
    ] = None,
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Print agreement by layer and label: strict and overlap F1, α of tokens, α_U, γ.

    Everything else (pairs, attributes, references, clusters, confusions, drift over time) is in
    --json, and to be read in --html.
    """
    import orjson

    from dateline.annotate.agreement import agreement
    from dateline.annotate.agreement.report import agreement_report, rows
    from dateline.errors import Usage
    from dateline.pipeline.reading import read_annotations, read_articles, surroundings
    from dateline.shards import write_bytes, write_json

    here = surroundings(project)
    if judgements is None and here.project is None:
        raise Usage("there is no project here; name the judgements with --judgements")
    if judgements is None and here.project:
        judgements = sorted(here.project.judgements.rglob("*.jsonl"))
    lines = read_annotations(judgements) if judgements else []
    texts = read_articles(articles, here.project, {line["article"] for line in lines})
    if blind is None and here.project and (here.project.annotations / "blind.json").is_file():
        blind = here.project.annotations / "blind.json"
    people = {line["annotator"]["id"] for line in lines if line["annotator"]["kind"] == "HUMAN"}
    if len(people) < (2 if gold is None else 1):
        raise Usage(_nobody(lines))
    judged = {line["layer"] for line in lines if line["annotator"]["kind"] == "HUMAN"}
    results: dict[str, Any] = {
        layer: agreement(
            lines,
            layer,
            layers=here.layers,
            articles=texts,
            gold=None if gold is None else read_annotations([gold]),
            blind=None if blind is None else orjson.loads(blind.read_bytes()),
            samples=samples,
        )
        for layer in layers or [name for name in here.layers if name in judged]
    }
    _print_tables(results, rows)
    if json:
        write_json(results, json)
    if html:
        page = agreement_report(results, lines, texts, layers=here.layers)
        write_bytes(page.encode(), html)


def _nobody(lines: list[dict[str, Any]]) -> str:
    """Why there is nothing to compare, and what to do."""
    others = {f"{a['id']} ({a['kind']})" for a in (line["annotator"] for line in lines)}
    found = f"there is only {', '.join(sorted(others))}" if others else "there is none"
    return (
        f"agreement is that of two annotators of kind HUMAN or more, and {found}. Give the same "
        "articles to several people: dateline push --annotators; then take over what they did: "
        "dateline pull. To hold a model against gold: dateline evaluate"
    )


def _print_tables(results: dict[str, Any], rows: Any) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console(soft_wrap=False)
    for layer, result in results.items():
        shared = result["articles"]["judged_by_two_or_more"]
        people = len(result["annotators"])
        table = Table(
            title=f"{layer}: {people} annotators, {shared} articles judged by two or more",
            title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False,
        )  # fmt: skip
        for at, name in enumerate(
            ("", "items", "strict F1", "95 %", "overlap F1", "token α", "α_U")
        ):
            table.add_column(name, justify="left" if at == 0 else "right", no_wrap=True)
        for row in rows(result):
            table.add_row(*row)
        console.print(table)
        gamma = result["gamma"]
        value = gamma["reason"] if gamma["gamma"] is None else f"{gamma['gamma']:.3f}"
        console.print(f"γ {value}; α is over {result['tokens']['unit']}s\n", highlight=False)
