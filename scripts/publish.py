"""Build the release: gold, splits, Parquet, card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.engine import Counts
    from dateline.project import SplitSettings

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline publish")
def publish(
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Build the release in dist/, which `datasets.load_dataset` loads.

    Files are named by their content: where nothing changed, every byte stays.
    """
    from dateline import pipeline
    from dateline.pipeline.previous import read_built
    from dateline.project import find_project
    from dateline.scripts import release_rows, show, working

    here = find_project(project)
    before = read_built(here.dist)
    with working("publishing") as progress:
        counts = pipeline.run(here, ("gold", "release"), progress)
    show("released", release_rows(counts))
    for split in _empty(here.settings.splits, counts["release"]):
        typer.echo(split)
    after = read_built(here.dist)
    if before and after and before.version == after.version and before.shards != after.shards:
        typer.echo(_replaced(here.dist, after.version), err=True)
    typer.echo(f"the release is in {here.dist}")


def _replaced(dist: Path, version: str) -> str:
    return (
        f"warning: the content differs from the {version} that was in {dist}, which is replaced. "
        f"If anybody has that {version}: put it back into {dist}, raise version in dateline.toml "
        "and publish again, so that CHANGELOG.md compares with it"
    )


def _empty(splits: SplitSettings, counts: Counts) -> Iterator[str]:
    """A line for each split that is to have articles and has none."""
    articles, clusters = counts["kept"], counts["clusters"]
    for name in ("train", "validation", "test"):
        share = getattr(splits, name)
        if counts.get(f"rows:articles:{name}") or (splits.by != "time" and not share):
            continue
        why = {
            "cluster": f"the {articles:,} articles are {clusters:,} clusters of near-duplicates, a "
            f"cluster goes to {name} with a chance of {share:.0%}. It fills as the corpus grows; a "
            "small corpus needs larger shares in [splits]",
            "source": f"a source goes to {name} with a chance of {share:.0%}: more sources are "
            "needed, or larger shares in [splits]",
            "time": "no article was published then: see validation_from and test_from in [splits]",
        }
        yield f"{name} is empty: {why[splits.by]}"
