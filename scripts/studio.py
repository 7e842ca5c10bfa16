"""Run Label Studio here, write its configs, serve suggestions, see how far everybody is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dateline.layers import Layer

app = typer.Typer(
    add_completion=False, no_args_is_help=True, epilog="Example: dateline studio up --demo"
)
Folder = Annotated[Path, typer.Option("--project", help="A folder in the project.")]


@app.command(epilog="Example: dateline studio install")
def install() -> None:
    """Install Label Studio into an environment of its own: 1 GB, some minutes, once."""
    from dateline.annotate.studio.server import install as make
    from dateline.annotate.studio.server import installation

    make(installation(), say=lambda line: typer.echo(line, err=True))
    typer.echo(f"Label Studio is in {installation()}; start it with: dateline studio up")


@app.command(epilog="Example: dateline studio up --demo")
def up(
    port: Annotated[int, typer.Option(help="On 127.0.0.1.")] = 8080,
    database: Annotated[
        str,
        typer.Option(
            envvar="DATELINE_DATABASE",
            show_envvar=True,
            help="postgresql://user:password@host:5432/name, once: it is remembered; else SQLite.",
        ),
    ] = "",
    demo: Annotated[bool, typer.Option(help="Open a project with the articles, if any.")] = False,
    project: Folder = Path(),
) -> None:
    """Start a server for this project, on loopback, and wait until it answers.

    It runs on when this command ends; stop it with `dateline studio stop`.
    """
    from dateline.annotate.studio.server import start
    from dateline.annotate.studio.sync import data_folder
    from dateline.project import find_project

    here = find_project(project)
    running = start(data_folder(here), port=port, database=database or None)
    typer.echo(f"Label Studio: {running.url}")
    typer.echo(f"  account     {running.account}")
    typer.echo(f"  password    {running.password}")
    if demo:
        from dateline.scripts.push import push

        push(layers=",".join(here.layers), title="Demo", project=here.root)


@app.command(epilog="Example: dateline studio stop")
def stop(project: Folder = Path()) -> None:
    """Stop this project's server. What is in it stays."""
    from dateline.annotate.studio.server import stop as end
    from dateline.annotate.studio.sync import data_folder
    from dateline.project import find_project

    ran = end(data_folder(find_project(project)))
    typer.echo("stopped" if ran else "it did not run")


@app.command(epilog="Example: dateline studio user anna --email anna@example.org")
def user(
    name: Annotated[str, typer.Argument(help="What judgements call this person.")],
    email: Annotated[str, typer.Option(help="The account's address; need not exist.")] = "",
    project: Folder = Path(),
) -> None:
    """Make an account for an annotator, and print its password."""
    import secrets

    from dateline.annotate.studio.accounts import add_account
    from dateline.annotate.studio.sync import connect
    from dateline.project import find_project

    address, password = email or f"{name}@dateline.example", secrets.token_urlsafe(9)
    with connect(find_project(project)) as server:
        add_account(server, address, password, name=name)
        typer.echo(f"{server.url}\n  account     {address}\n  password    {password}")


@app.command(epilog="Example: dateline studio config entities,quotes > config.xml")
def config(
    layers: Annotated[str, typer.Argument(help="Layers to annotate, with commas.")],
    context: Annotated[str, typer.Option(help="Layers to show beside them.")] = "",
    project: Folder = Path(),
) -> None:
    """Print the labelling config (XML) of the layers."""
    from dateline.annotate.studio import config as write
    from dateline.project import NoProject, find_project

    try:
        known = find_project(project).layers
    except NoProject:
        known = None
    names, beside = ([n for n in text.split(",") if n] for text in (layers, context))
    typer.echo(write(names, context=beside, layers=known), nl=False)


@app.command(epilog="Example: dateline studio serve --port 9090")
def serve(
    port: Annotated[int, typer.Option(help="On 127.0.0.1.")] = 9090,
    project: Folder = Path(),
) -> None:
    """Answer Label Studio's ML-backend protocol with the baselines, until interrupted.

    Connect it under a project's Settings, Model. With DATELINE_BACKEND_ACCOUNT=user:password in
    the environment it asks for that account.
    """
    from dateline.annotate.studio.backend import make_app
    from dateline.annotate.studio.backend import serve as run
    from dateline.predict import default, load
    from dateline.project import find_project
    from dateline.scripts.push import suggested, suggestions

    layers = find_project(project).layers
    able = suggested(layers)
    models = [load(layer, default(layer)) for layer in able]
    version = " ".join(f"{one.layer}-{one.name}@{one.version}" for one in models)
    user_, _, password = os.environ.get("DATELINE_BACKEND_ACCOUNT", "").partition(":")
    app = make_app(
        lambda articles, names: suggestions(
            articles, [n for n in names if n in layers], [()] * len(articles), layers
        ),
        version,
        layers=layers,
        account=(user_, password) if user_ else None,
    )
    typer.echo(f"suggestions for {', '.join(able)}: http://127.0.0.1:{port}")
    run(app, port=port)


@app.command(epilog="Example: dateline studio status")
def status(project: Folder = Path()) -> None:
    """Print how far each annotator is: done, skipped, drafts, minutes an article, agreement."""
    from dateline.annotate.studio.desk import desks
    from dateline.annotate.studio.progress import Progress, progress_of
    from dateline.annotate.studio.sync import connect
    from dateline.project import find_project
    from dateline.scripts import show

    here = find_project(project)
    rows = []
    with connect(here) as server:
        for desk in desks(server):
            about = [desk["title"], str(desk["task_number"])]
            for one in progress_of(server, desk) or [Progress("nobody yet")]:
                pace = one.minutes_per_article
                counts = [str(count) for count in (one.done, one.skipped, one.drafts)]
                rows.append([*about, one.annotator, *counts, "" if pace is None else f"{pace:.1f}"])
                about = ["", ""]
    head = ("project", "tasks", "annotator", "done", "skipped", "drafts", "minutes each")
    show("how far everybody is", rows, head)
    agreed = list(_agreement(here.judgements, here.layers))
    if agreed:
        show("agreement so far", agreed, ("layer", "annotator", "spans, strict F1", "articles"))


def _agreement(folder: Path, layers: Mapping[str, Layer]) -> Iterator[list[str]]:
    """For each layer that two people judged: how far all agree, and each with the others."""
    from dateline.annotate.agreement import agreement
    from dateline.annotate.judgements import read_lines
    from dateline.annotate.studio.progress import agreement_so_far

    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in read_lines(path)]
    for layer in layers:
        if any(line["layer"] == layer for line in lines):
            report = agreement(lines, layer, layers=layers, samples=20, gamma_articles=0)
            about = layer
            for who, score, articles in agreement_so_far(report):
                yield [about, who, "" if score is None else f"{score:.2f}", str(articles)]
                about = ""
