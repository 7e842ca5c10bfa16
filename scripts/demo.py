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
    from dateline.project import find_project
    from dateline.scrape.sources import read_sources
    from dateline.scripts import reasons, release_rows, scrape_rows, scraping, show, working

    here = find_project(project)
    if "harbour" not in {source.name for source in read_sources(here.sources)}:
        raise Usage(f"{here.root} is not a checkout of Dateline: its sources do not name harbour")
    with serve() as address:
        typer.echo(f"serving The Harbour at http://{address} as http://{HOST}", err=True)
        with scraping() as progress:
            scraped = pipeline.scrape(here, {HOST: address}, clock=lambda: NOW, progress=progress)
    with working("cleaning and publishing") as progress:
        counts = pipeline.run(here, pipeline.BY_NAME, progress)
    typer.echo("loading the release in a new process", err=True)
    loaded = _load(here.dist)
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
        f"rejects    {_near(here.rejects)}\nrelease    {_near(here.dist)}\n\n"
        "from datasets import load_dataset\n"
        f'full = load_dataset("{_near(here.dist)}", "full", split="train")\n'
        'print(full[0]["title"], full[0]["entities"])'
    )


def _load(release: Path) -> dict[str, dict[str, int]]:
    """Rows by config and split, as a reader with an empty cache finds them."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "HF_HOME": cache, "HF_HUB_OFFLINE": "1"}
        command = [sys.executable, "-c", LOAD, str(release)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        from dateline.errors import Stop

        raise Stop(f"the release does not load: {done.stderr.strip().splitlines()[-1]}")
    rows: dict[str, dict[str, int]] = json.loads(done.stdout)
    return rows


def _near(path: Path) -> Path:
    with contextlib.suppress(ValueError):
        return path.relative_to(Path.cwd())
    return path
