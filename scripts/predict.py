"""Let the baselines or a trained model annotate articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline predict --layer entities --layer quotes --out machine.jsonl")
def predict(
    articles: Annotated[
        list[Path] | None,
        typer.Argument(help="Articles (.arrow or .jsonl); the project's unless given."),
    ] = None,
    layer: Annotated[
        list[str] | None,
        typer.Option(help="May be repeated; later ones may refer to earlier ones."),
    ] = None,
    predictor: Annotated[
        list[str] | None,
        typer.Option(
            help="LAYER=NAME or LAYER=model.crf; the best that is installed unless given."
        ),
    ] = None,
    context: Annotated[
        list[Path] | None,
        typer.Option(help="Annotations (JSONL) of other layers that items may refer to."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A JSONL file; stdout unless given.")] = None,
    scores: Annotated[
        Path | None, typer.Option(help="Also write the items' probabilities to this JSONL file.")
    ] = None,
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Write one annotation for each article and layer, valid under the layer's schema.

    Without --layer: every layer that has a baseline but events, whose proposals are incomplete.
    """
    import orjson

    from dateline.errors import Usage
    from dateline.pipeline.reading import read_annotations, surroundings
    from dateline.predict.layered import annotate_layers, standard
    from dateline.shards import write_lines

    here = surroundings(project)
    paths = articles or (sorted(here.project.articles.glob("*.arrow")) if here.project else [])
    if not paths:
        raise Usage("no articles: name .arrow or .jsonl files, or run dateline clean in a project")
    pages = list(read_pages(paths))
    made: list[dict[str, Any]] = []
    rated: list[dict[str, Any]] = []
    for result in annotate_layers(
        pages,
        layer or standard(here.layers),
        chosen=dict(_pair(one) for one in predictor or ()),
        context=read_annotations(context) if context else (),
        layers=here.layers,
        strict=bool(layer),
    ):
        if result.missing:
            typer.echo(f"{result.layer} left out: {result.missing}", err=True)
            continue
        made += result.annotations
        for annotation, values in zip(result.annotations, result.scores, strict=True):
            one = {"article": annotation["article"], "layer": result.layer, "scores": values}
            rated.append(one)
        count = sum(map(len, result.scores))
        typer.echo(f"{result.layer}: {count} items in {len(pages)} articles", err=True)
    if scores is not None:
        write_lines(rated, scores)
    if out is not None:
        write_lines(made, out)
    else:
        for annotation in made:
            typer.echo(orjson.dumps(annotation).decode())


def read_pages(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """All articles of the files (.arrow or .jsonl), with all their properties."""
    from dateline import schema
    from dateline.errors import Usage
    from dateline.schema.arrow import to_rows
    from dateline.shards import read_lines, read_tables

    for path in paths:
        if not path.is_file():
            raise Usage(f"{path} does not exist; name .arrow or .jsonl files of articles")
        if path.suffix == ".arrow":
            for table in read_tables(path):
                yield from to_rows(table, schema.load("article"))
        else:
            yield from (row for _, row in read_lines(path))


def _pair(value: str) -> tuple[str, str]:
    from dateline.errors import Usage

    layer, equals, name = value.partition("=")
    if not equals:
        raise Usage(f"--predictor {value}: write LAYER=NAME, for instance quotes=rules")
    return layer, name
