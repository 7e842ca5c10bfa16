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

    from dateline.errors import MissingExtra, Usage
    from dateline.pipeline.reading import read_annotations, surroundings
    from dateline.predict import OFF, REGISTRY, annotate
    from dateline.shards import write_lines

    here = surroundings(project)
    paths = articles or (sorted(here.project.articles.glob("*.arrow")) if here.project else [])
    if not paths:
        raise Usage("no articles: name .arrow or .jsonl files, or run dateline clean in a project")
    chosen = dict(_pair(one) for one in predictor or ())
    wanted = layer or [name for name in sorted({of for of, _ in REGISTRY}) if name in here.layers]
    pages = list(read_pages(paths))
    known: dict[str, list[dict[str, Any]]] = {page["id"]: [] for page in pages}
    for one in read_annotations(context) if context else ():
        if one.get("article") in known:
            known[one["article"]].append(one)
    made: list[dict[str, Any]] = []
    rated: list[dict[str, Any]] = []
    for name in wanted:
        if not layer and name in OFF:
            continue
        try:
            found = list(
                annotate(
                    pages, name, predictor=chosen.get(name), layers=here.layers,
                    context=[known[page["id"]] for page in pages],
                )
            )  # fmt: skip
        except MissingExtra as error:
            if layer:
                raise
            typer.echo(f"{name} left out: {error}", err=True)
            continue
        for annotation, values in found:
            known[annotation["article"]].append(annotation)
            made.append(annotation)
            rated.append({"article": annotation["article"], "layer": name, "scores": values})
        count = sum(len(annotation["items"]) for annotation, _ in found)
        typer.echo(f"{name}: {count} items in {len(pages)} articles", err=True)
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
    from dateline.schema.arrow import to_rows
    from dateline.shards import read_lines, read_tables

    for path in paths:
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
