"""Bring a public corpus, from your own copy, into a project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.scripts import output_folder

app = typer.Typer(add_completion=False)


@app.command("import", epilog="Example: dateline import polnear PolNeAR/train --out polnear")
def import_(
    format: Annotated[
        str, typer.Argument(help="brat, conllu, gum, newsquant or polnear; see docs/import.md.")
    ],
    path: Annotated[Path, typer.Argument(help="The corpus, as its makers publish it.")],
    out: Annotated[
        Path, typer.Option(callback=output_folder, help="The project; made where it is missing.")
    ],
    layer: Annotated[
        str | None, typer.Option(help="For brat and conllu: the layer to read into.")
    ] = None,
    label: Annotated[
        list[str] | None, typer.Option(help="For brat and conllu: THEIRS=OURS; may be repeated.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="For brat and conllu: the language of the text, as en.")
    ] = None,
) -> None:
    """Write articles and judgements of a corpus into a project, and say what was lost.

    A file that is there already is not changed.
    """
    from collections import Counter, defaultdict
    from typing import Any

    from dateline import convert, schema, settings
    from dateline.clean import article
    from dateline.errors import Usage
    from dateline.pipeline import imported_shard
    from dateline.project import init, read_project
    from dateline.schema.arrow import to_table
    from dateline.shards import write_lines, write_table

    labels = {}
    for pair in label or ():
        theirs, equals, ours = pair.partition("=")
        if not equals:
            raise Usage(f"--label {pair}: write THEIRS=OURS, for instance PER=PERSON")
        labels[theirs] = ours
    if language:
        try:
            settings.language(language)
        except ValueError as error:
            raise Usage(f"--language {language}: {error}") from error
    layers = None
    if (out / "dateline.toml").is_file():
        layers = read_project(out).layers
    articles: list[dict[str, Any]] = []
    judgements: dict[str, list[dict[str, Any]]] = defaultdict(list)
    lost: Counter[str] = Counter()
    for one in convert.read(
        format, path, article, layer=layer, labels=labels, language=language, layers=layers
    ):
        articles.append(one.article)
        lost += one.lost
        for annotation in one.annotations:
            judgements[annotation["annotator"]["id"]].append(annotation)
    init(out)
    project = read_project(out)
    shard = imported_shard(project, f"{format}-{path.resolve().name}")
    files = {project.judgements / f"{name}.jsonl": rows for name, rows in judgements.items()}
    taken = [file for file in (shard, *files) if file.exists()]
    if taken:
        raise Usage(f"{taken[0]} exists; import into another folder, or remove the file first")
    write_table(to_table(articles, schema.load("article")), shard)
    for file, rows in files.items():
        write_lines(rows, file)
    items = Counter(a["layer"] for rows in files.values() for a in rows for _ in a["items"])
    typer.echo(f"{len(articles)} articles in {shard}")
    for name, count in sorted(items.items()):
        typer.echo(f"{count} items of {name}")
    for what, count in sorted((+lost).items()):
        typer.echo(f"lost: {count} × {what}", err=True)
