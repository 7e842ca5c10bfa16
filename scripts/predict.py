"""Let the baselines or a trained model annotate articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline.scripts import output_file

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
    out: Annotated[
        Path | None, typer.Option(callback=output_file, help="A JSONL file; stdout unless given.")
    ] = None,
    scores: Annotated[
        Path | None,
        typer.Option(
            callback=output_file, help="Also write the items' probabilities to this JSONL file."
        ),
    ] = None,
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Write one annotation for each article and layer, valid under the layer's schema.

    Articles in a language that a predictor does not read get none of it, and are counted.
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
        articles_read = len(result.annotations)
        typer.echo(f"{result.layer}: {count} items in {articles_read} articles", err=True)
        if result.left_out:
            typer.echo(result.left_out, err=True)
    if scores is not None:
        write_lines(rated, scores)
    if out is not None:
        write_lines(made, out)
    else:
        for annotation in made:
            typer.echo(orjson.dumps(annotation).decode())


def read_pages(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """All articles of the files (.arrow or .jsonl), with all their properties.

    Raises Usage where a path is no file, Stop where a line is no article.
    """
    from dateline import schema
    from dateline.errors import Stop, Usage
    from dateline.schema.arrow import to_rows
    from dateline.shards import read_lines, read_tables

    for path in paths:
        if path.is_dir():
            raise Usage(
                f"{path} is a folder; name .arrow or .jsonl files of articles, or, where it is a "
                f"project, leave them out and say --project {path}"
            )
        if not path.is_file():
            raise Usage(f"{path} does not exist; name .arrow or .jsonl files of articles")
        if path.suffix == ".arrow":
            for table in read_tables(path):
                yield from to_rows(table, schema.load("article"))
            continue
        for number, row in read_lines(path):
            wrong = _no_article(row)
            if wrong:
                raise Stop(f"{path}:{number}: {wrong}")
            yield row


def _no_article(row: Any) -> str | None:
    """Why a line is no article; None where it is one."""
    if not isinstance(row, dict):
        return f"{str(row)[:40]!r} is no article: an article is an object with an id and a text"
    missing = [name for name in ("id", "text") if not isinstance(row.get(name), str)]
    if not missing:
        return None
    what = f"no article: it has no {missing[0]!r}"
    if "layer" in row and "items" in row:
        return (
            f"{what}. It is an annotation, of the layer {row['layer']!r}: name the articles, and "
            "give annotations that items may refer to with --context"
        )
    return f"{what}. An article is an object with an id and a text at least, as clean writes it"


def _pair(value: str) -> tuple[str, str]:
    from dateline.errors import Usage

    layer, equals, name = value.partition("=")
    if not equals:
        raise Usage(f"--predictor {value}: write LAYER=NAME, for instance quotes=rules")
    return layer, name
