"""Send articles to Label Studio, each once, with suggestions."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dateline.annotate.deal import Shown
    from dateline.layers import Layer

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Example: dateline push --layers entities,quotes --annotators anna,boris --overlap 2"
)
def push(
    layers: Annotated[str, typer.Option(help="Layers to annotate, with commas.")],
    context: Annotated[
        str, typer.Option(help="Layers to show beside them, from --gold; they are not taken back.")
    ] = "",
    title: Annotated[
        str, typer.Option(help="Of the project; the layers' names unless given.")
    ] = "",
    annotators: Annotated[
        str,
        typer.Option(help="Names, with commas: a project for each, so that nobody sees others."),
    ] = "",
    overlap: Annotated[int, typer.Option(help="How many people get each article.")] = 1,
    order: Annotated[str, typer.Option(help="given, random, or uncertainty.")] = "given",
    suggest: Annotated[bool, typer.Option(help="Let the baselines suggest.")] = True,
    predictions: Annotated[
        Path | None, typer.Option(help="Suggestions from a JSONL file of annotations instead.")
    ] = None,
    gold: Annotated[
        Path | None, typer.Option(help="Annotations of the context; .dateline/gold.jsonl.")
    ] = None,
    blind: Annotated[
        float, typer.Option(help="Share of the articles without suggestions, to measure bias.")
    ] = 0.0,
    articles: Annotated[
        Path | None, typer.Option(help="Articles (.arrow or .jsonl) instead of the project's.")
    ] = None,
    limit: Annotated[int, typer.Option(help="Only the first so many articles.")] = 0,
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """Send the project's articles to Label Studio.

    Pushed twice, nothing is there twice; a changed text is a new task, and the old one is named.
    """
    from dateline.annotate.deal import assign, deal
    from dateline.annotate.deal import order as in_order
    from dateline.annotate.desk import Desk, open_desk, read_guidelines
    from dateline.annotate.push import articles_of
    from dateline.annotate.push import push as send
    from dateline.annotate.sync import connect
    from dateline.project import find_project
    from dateline.scripts import show

    here = find_project(project)
    names, beside = _names(layers), _names(context)
    rows = {row["id"]: row for row in read_articles(here.articles, articles, limit)}
    views = _views(list(rows.values()), names, beside, suggest, predictions,
                   gold or here.work / "gold.jsonl", here.layers)  # fmt: skip
    scores = {name: view.score for name, view in views.items()}
    ids = in_order(list(rows), order, scores=scores)
    people = _names(annotators)
    desks = [
        Desk(
            title=" · ".join(filter(None, [title or "+".join(names), who])),
            names=tuple(names),
            context=tuple(beside),
            overlap=1 if people else overlap,
            guidelines=read_guidelines(here.guidelines, names),
        )
        for who in people or [""]
    ]
    refused = 0
    with connect(here) as server:
        opened = [open_desk(server, desk, layers=here.layers) for desk in desks]
        given = {"": ids}
        if people:
            taken: dict[str, list[str]] = {}
            for who, made in zip(people, opened, strict=True):
                for article in articles_of(server, made["id"]):
                    taken.setdefault(article, []).append(who)
            given = assign(ids, people, overlap, taken=taken)
        for who, desk, made in zip(people or [""], desks, opened, strict=True):
            mine = [rows[name] for name in given[who]]
            tasks = deal(mine, desk, shown=views.__getitem__, blind_share=blind, layers=here.layers)
            with counting(f"pushing {desk.title}", len(mine)) as progress:
                done = send(server, made["id"], tasks, progress=progress)
            summary = [
                ["articles", f"{len(mine):,}", f"{server.url}/projects/{made['id']}"],
                ["  new tasks", f"{done.made:,}"],
                ["  there already", f"{done.present:,}"],
                ["  refused", f"{len(done.refused):,}"],
            ]
            show(f"pushed to {desk.title}", summary)
            _warn(done)
            refused += len(done.refused)
    raise typer.Exit(1 if refused else 0)


@contextlib.contextmanager
def counting(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Shows on stderr how many of `total` are done; gives what is to be called with the number."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        line = progress.add_task(what, total=total)
        yield lambda done: progress.update(line, completed=done)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _warn(done: Any) -> None:
    for refusal in done.refused:
        typer.echo(f"refused {refusal.article}: {refusal.reason}", err=True)
    if done.stale:
        tasks = ", ".join(map(str, done.stale))
        typer.echo(f"tasks of older texts, to be closed by hand: {tasks}", err=True)
    if done.doubled:
        typer.echo(f"second tasks of the same text: {', '.join(map(str, done.doubled))}", err=True)


def read_articles(folder: Path, file: Path | None, limit: int = 0) -> list[dict[str, Any]]:
    """The articles of `file`, else of the shards in `folder`."""
    from dateline.errors import Usage
    from dateline.shards import read_lines, read_table

    if file and file.suffix == ".jsonl":
        rows = [row for _, row in read_lines(file)]
    else:
        paths = [file] if file else sorted(folder.glob("*.arrow"))
        rows = [row for path in paths for row in read_table(path).to_pylist()]
    if not rows:
        raise Usage(f"there are no articles in {file or folder}; run: dateline clean")
    return rows[:limit] if limit else rows


def _views(
    articles: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    beside: Sequence[str],
    suggest: bool,
    predictions: Path | None,
    gold: Path,
    layers: Mapping[str, Layer],
) -> dict[str, Shown]:
    """What each article's task shows: context from `gold`, suggestions from a file or model."""
    from dateline.annotate.deal import Shown

    context = _by_article(gold, beside) if beside else {}
    if predictions:
        made = _by_article(predictions, names)
        return {a["id"]: Shown(made.get(a["id"], ()), context.get(a["id"], ())) for a in articles}
    if not suggest:
        return {a["id"]: Shown((), context.get(a["id"], ())) for a in articles}
    given = [context.get(article["id"], []) for article in articles]
    found = suggestions(articles, names, given, layers)
    return {a["id"]: one for a, one in zip(articles, found, strict=True)}


def _by_article(path: Path, names: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    from dateline.errors import Usage
    from dateline.shards import read_lines

    if not path.is_file():
        raise Usage(f"{path} does not exist")
    found: dict[str, list[dict[str, Any]]] = {}
    for _, line in read_lines(path):
        if line["layer"] in names:
            found.setdefault(line["article"], []).append(line)
    return found


def suggestions(
    articles: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    context: Sequence[Sequence[Mapping[str, Any]]],
    layers: Mapping[str, Layer],
) -> list[Shown]:
    """What the baselines say of each article, layer after layer, so that a layer can refer to
    the one before; layers without a baseline, or one that is not installed, get nothing."""
    from dateline.annotate.deal import Shown
    from dateline.errors import MissingExtra
    from dateline.predict import annotate

    seen = [list(one) for one in context]
    made: list[list[dict[str, Any]]] = [[] for _ in articles]
    scores: list[list[float]] = [[] for _ in articles]
    for layer in suggested(names):
        try:
            found = list(annotate(articles, layer, context=seen, layers=layers))
        except MissingExtra as missing:
            typer.echo(f"no suggestions for {layer}: {missing}", err=True)
            continue
        for at, (annotation, sure) in enumerate(found):
            made[at].append(annotation)
            seen[at].append(annotation)
            scores[at] += sure
    return [
        Shown(some, given, sum(sure) / len(sure) if sure else None)
        for some, given, sure in zip(made, context, scores, strict=True)
    ]


def suggested(names: Iterable[str]) -> list[str]:
    """Those of the layers that a baseline suggests without being asked to."""
    from dateline.predict import OFF, predictors

    return [name for name in names if predictors(name) and name not in OFF]
