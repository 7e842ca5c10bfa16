"""Take the sample newspaper from its web server to a release that is loaded back."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)

HOST = "harbour.example"
# The demo's clock stands still, so that its release is the same bytes on every machine.
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)

LOAD = """
import json, sys
from datasets import get_dataset_config_names, load_dataset
rows = {}
for config in get_dataset_config_names(sys.argv[1]):
    loaded = load_dataset(sys.argv[1], config)
    rows[config] = {split: data.num_rows for split, data in loaded.items()}
print(json.dumps(rows))
"""
EXAMPLE = """
from datasets import load_dataset
full = load_dataset("{release}", "full", split="train")
article = next(row for row in full if row["figures"])
print(article["title"])
for figure in article["figures"][:4]:
    print(figure["text"], "=", figure["value"], figure["unit"] or "")
"""


@app.command(epilog="Example: dateline demo")
def demo(
    project: Annotated[Path, typer.Option(help="A checkout of Dateline.")] = Path(),
) -> None:
    """Serve The Harbour on loopback, scrape, clean, check, publish, and load the release.

    Everything is as with a real newspaper: HTTP, robots.txt, WARC files, Arrow shards. Run it
    again and only what changed is done.
    """
    from dateline import pipeline
    from dateline.errors import Usage
    from dateline.harbour import serve
    from dateline.project import NoProject, find_project
    from dateline.scrape.sources import read_sources
    from dateline.scripts import reasons, release_rows, scrape_rows, scraping, show, working

    try:
        here = find_project(project)
        found = "harbour" in {source.name for source in read_sources(here.sources)}
    except NoProject:
        found = False
    if not found:
        raise Usage(
            f"{project.resolve()} is not in a checkout of Dateline, where the sample newspaper is. "
            "A project of your own begins with: dateline init FOLDER"
        )
    with serve() as address:
        typer.echo(f"serving The Harbour at http://{address} as http://{HOST}", err=True)
        with scraping() as progress:
            scraped = pipeline.scrape(here, {HOST: address}, clock=lambda: NOW, progress=progress)
    with working("cleaning and publishing") as progress:
        counts = pipeline.run(here, pipeline.BY_NAME, progress)
    typer.echo("loading the release in a new process", err=True)
    loaded, example = _load(here.dist)
    rows = [
        *scrape_rows(scraped),
        ["pages cleaned", f"{counts['clean']['in']:,}"],
        *reasons(counts["clean"], counts["articles"]),
        ["articles", f"{counts['articles']['kept']:,}"],
        *release_rows(counts),
        ["configs loaded", f"{len(loaded)}", "with datasets.load_dataset, in a new process"],
    ]
    show("From a page to a training row", rows)
    typer.echo(
        f"pages      {_near(here.pages)}\narticles   {_near(here.articles)}\n"
        f"rejects    {_near(here.rejects)}\nrelease    {_near(here.dist)}\n"
        f"{EXAMPLE.format(release=_near(here.dist))}\n{example.strip()}"
    )


def _load(release: Path) -> tuple[dict[str, dict[str, int]], str]:
    """Rows by config and split, and what EXAMPLE prints, for a reader with an empty cache."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "HF_HOME": cache, "HF_HUB_OFFLINE": "1"}
        code = LOAD + EXAMPLE.format(release=release)
        command = [sys.executable, "-c", code, str(release)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        from dateline.errors import Stop

        raise Stop(f"the release does not load: {done.stderr.strip().splitlines()[-1]}")
    rows, _, example = done.stdout.partition("\n")
    return json.loads(rows), example


def _near(path: Path) -> Path:
    with contextlib.suppress(ValueError):
        return path.relative_to(Path.cwd())
    return path
