"""Write a release in the format of another tool: CoNLL, spaCy, brat, Web Annotation, UIMA, JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.scripts import output_folder

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline export docbin dist --split train --out train-docs")
def export(
    format: Annotated[
        str, typer.Argument(help="jsonl, conll2003, iob2, docbin, brat, web-annotation or cas.")
    ],
    release: Annotated[Path, typer.Argument(help="The folder of a release.")] = Path("dist"),
    out: Annotated[
        Path | None,
        typer.Option(callback=output_folder, help="A folder; FORMAT-SPLIT unless given."),
    ] = None,
    split: Annotated[str, typer.Option(help="train, validation or test.")] = "train",
    layer: Annotated[list[str] | None, typer.Option(help="Layers; all unless given.")] = None,
) -> None:
    """Write the articles of a split with their annotations; say what the format cannot hold."""
    from dateline.convert.documents import Document
    from dateline.convert.exports import export as write
    from dateline.convert.exports import find
    from dateline.layers import find as find_layer
    from dateline.publish.reading import open_release
    from dateline.publish.release import layers_of
    from dateline.scripts import show

    exporter, found = find(format), open_release(release)
    found.check_texts(split)
    out = out or Path(f"{format}-{split}")
    names = layer or list(found.layers)
    layers = {name: find_layer(name, found.layers) for name in names}
    columns = found.configs["articles"].schema["properties"]
    documents = (
        Document({name: row[name] for name in columns}, layers_of(row, layers))
        for row in found.rows("full", split)
    )
    lost = write(format, documents, out, layers)
    typer.echo(f"{format} of {split} is in {out}; it cannot hold: {exporter.cannot_hold}")
    rows = [[what, f"{count:,}"] for what, count in sorted(lost.items()) if count]
    if rows:
        show("not in the export", rows)
