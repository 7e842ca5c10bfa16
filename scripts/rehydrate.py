"""Put the words back into a release, from your own copies of its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from dateline.scripts import output_folder

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline rehydrate boats --pages my-pages --out boats-full")
def rehydrate(
    release: Annotated[Path, typer.Argument(help="The folder of a release.")],
    pages: Annotated[list[Path], typer.Option(help="HTML, WARC or text; files or folders.")],
    out: Annotated[
        Path, typer.Option(callback=output_folder, help="A new folder for the full release.")
    ],
) -> None:
    """Write a full release; report which items are exact, moved, changed or lost.

    The result is for your own use: dateline upload refuses it. If none of the articles is among
    the pages, nothing is written and the exit code is 1.
    """
    from dateline.errors import Stop
    from dateline.pipeline.rehydrate import read_copies, rehydrate_release
    from dateline.publish.reading import open_release
    from dateline.scripts import show

    screen = Console(stderr=True)
    copies = track(
        read_copies(pages), "reading pages",
        console=screen, transient=True, disable=not screen.is_terminal,
    )  # fmt: skip
    report = rehydrate_release(open_release(release), copies, out)
    kinds = {
        "exact: at the same offsets": report.exact,
        "moved: the same words at other offsets": report.moved,
        "changed: words inside were edited": report.changed,
        "lost": report.lost,
        "in articles without a page": report.unseen,
    }
    rows = [[name, f"{counts.total():,}"] for name, counts in kinds.items()]
    total = len(report.articles) + len(report.missing)
    show(f"items of {total} articles; {len(report.articles)} have a page", rows)
    for name in report.missing:
        typer.echo(f"no page for article {name}")
    for name, reason in report.unknown.items():
        typer.echo(f"{name}: {reason}")
    if not report.articles:
        raise Stop("none of the articles is among the pages; nothing was written")
    typer.echo(f"the release is in {out}")
