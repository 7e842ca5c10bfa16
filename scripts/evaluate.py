"""Score predictions against gold, or two systems against each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline.scripts import output_file

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline evaluate gold.jsonl predictions.jsonl --layer figures")
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold annotations, JSONL.")],
    predictions: Annotated[Path, typer.Argument(help="Predicted annotations, JSONL.")],
    layer: Annotated[
        list[str] | None, typer.Option(help="A layer; all that both files have unless given.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="Predictions of a second system: is it better?")
    ] = None,
    articles: Annotated[
        list[Path] | None, typer.Option(help="Articles (.arrow or .jsonl); the project's.")
    ] = None,
    samples: Annotated[int, typer.Option(help="Bootstrap samples of the articles.")] = 1000,
    json: Annotated[
        Path | None, typer.Option(callback=output_file, help="Write all scores to this file.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            callback=output_file, help="Write every mistake in its sentence, for the browser."
        ),
    ] = None,
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Print span scores by label in the four schemes of SemEval-2013, and all others in short."""
    from dateline.errors import Usage
    from dateline.evaluate import compare
    from dateline.evaluate import evaluate as score
    from dateline.evaluate.mistakes import mistakes_page
    from dateline.pipeline.reading import read_annotations, read_articles, surroundings
    from dateline.shards import write_bytes, write_json

    here = surroundings(project)
    wanted, found = read_annotations([gold]), read_annotations([predictions])
    present = [{line["layer"] for line in lines} for lines in (wanted, found)]
    both = [name for name in here.layers if all(name in names for names in present)]
    layers = layer or both
    if not layers:
        files = zip((gold, predictions), present, strict=True)
        raise Usage(_nothing_in_common(files, here.layers))
    if html and len(layers) > 1:
        raise Usage(f"--html shows one layer: choose one of {', '.join(layers)} with --layer")
    ids = {line["article"] for lines in (wanted, found) for line in lines}
    texts = read_articles(articles, here.project, ids)
    more: dict[str, Any] = {"layers": here.layers, "articles": texts or None}
    results = {}
    for name in layers:
        if against is None:
            results[name] = score(wanted, found, name, samples=samples, **more)
            _print_scores(results[name])
        else:
            other = read_annotations([against])
            results[name] = compare(wanted, found, other, name, samples=samples, **more)
            _print_comparison(results[name])
    if json:
        write_json(results, json)
    if html:
        page = mistakes_page(wanted, found, layers[0], layers=here.layers, articles=texts)
        write_bytes(page.encode(), html)


def _nothing_in_common(files: Iterable[tuple[Path, Iterable[str]]], layers: Collection[str]) -> str:
    """Which layers each file has, and which of them are none."""
    said = []
    for path, present in files:
        names = [name if name in layers else f"{name} (no layer here)" for name in sorted(present)]
        said.append(f"{path} has {', '.join(names)}" if names else f"{path} has no annotation")
    known = ", ".join(layers)
    return f"the files have no layer in common: {'; '.join(said)}. The layers here: {known}"


def _print_scores(result: dict[str, Any]) -> None:
    from dateline.evaluate.tables import tables

    _print(tables(result))
    articles = result["articles"]
    if articles["left_out"]:
        first = articles["left_out"][0]
        count = len(articles["left_out"])
        typer.echo(f"left out: {count} articles, the first {first['article']}: {first['reason']}")
    if articles["without_prediction"]:
        count = len(articles["without_prediction"])
        typer.echo(f"no prediction for {count} articles: scored as if nothing was found in them")


def _print_comparison(result: dict[str, Any]) -> None:
    from dateline.evaluate.tables import comparison_tables

    _print(comparison_tables(result))


def _print(tables: list[Any]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for title, rows in tables:
        table = Table(
            title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False
        )
        for at, name in enumerate(rows[0]):
            table.add_column(name, justify="left" if at == 0 else "right", no_wrap=at > 0)
        for row in rows[1:]:
            table.add_row(*row)
        console.print(table)
