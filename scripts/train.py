"""Train a tagger on gold annotations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dateline.scripts import output_file

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline train entities --out entities.crf")
def train(
    layer: Annotated[str, typer.Argument(help="The layer to learn.")],
    out: Annotated[Path, typer.Option(callback=output_file, help="The model file, NAME.crf.")],
    gold: Annotated[
        list[Path] | None,
        typer.Option(help="Annotations (JSONL, or folders); the project's unless given."),
    ] = None,
    articles: Annotated[
        list[Path] | None, typer.Option(help="Articles (.arrow or .jsonl); the project's.")
    ] = None,
    parse: Annotated[bool, typer.Option(help="Use spaCy's parse: slower, and better.")] = False,
    stack: Annotated[
        list[str] | None, typer.Option(help="LAYER/NAME of a predictor whose items are features.")
    ] = None,
    iterations: Annotated[int, typer.Option(min=1, help="Of the optimiser, at most.")] = 80,
    c1: Annotated[
        float, typer.Option(min=0, help="Regularisation: raise it with the number of articles.")
    ] = 0.2,
    least: Annotated[int, typer.Option(min=1, help="Times that a feature must occur.")] = 3,
    threshold: Annotated[
        float, typer.Option(min=0.05, max=0.95, help="Lower finds more and errs more.")
    ] = 0.5,
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Train a tagger for any layer of spans on gold annotations; no GPU, minutes.

    In a project that is its gold, as `dateline gold` builds it. Of several lines of an article in
    --gold the adjudicated one is taken, else a person's. Articles without a line for the layer are
    not annotated, and left out.
    """
    import time

    from dateline.errors import Usage
    from dateline.layers import find
    from dateline.pipeline.reading import gold_of, read_annotations, surroundings
    from dateline.predict.tagger.model import write_model
    from dateline.predict.tagger.training import Options, pairs
    from dateline.predict.tagger.training import train as fit
    from dateline.scripts.predict import read_pages

    here = surroundings(project)
    if here.project is None and not (gold and articles):
        raise Usage("outside of a project, name --gold and --articles")
    if out.suffix != ".crf":
        raise Usage(f"--out {out}: call the model NAME.crf, so that dateline predict knows it")
    schema = find(layer, here.layers)
    shards = articles or sorted(here.project.articles.glob("*.arrow"))  # type: ignore[union-attr]
    lines: list[dict[str, Any]] = (
        read_annotations(gold) if gold else gold_of(here.project).annotations  # type: ignore[arg-type]
    )
    learnt = pairs(read_pages(list(shards)), lines, schema)
    start = time.monotonic()
    options = Options(
        parse=parse,
        stack=tuple(stack or ()),
        iterations=iterations,
        c1=c1,
        least=least,
        threshold=threshold,
    )
    result = fit(learnt, schema, options)
    write_model(result.model, out)
    took = time.monotonic() - start
    typer.echo(f"{out}: {result.items} items of {len(learnt)} articles, {took:.0f} s")
    for reason, count in sorted((+result.lost).items()):
        typer.echo(f"not learnt: {count} × {reason}", err=True)
