"""Send articles to Label Studio, each once, with suggestions."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dateline.annotate.studio.deal import Shown
    from dateline.annotate.studio.desk import Desk
    from dateline.annotate.studio.push import Pushed
    from dateline.layers import Layer
    from dateline.project import Project

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
        Path | None, typer.Option(help="Suggestions from a JSONL file instead of the baselines.")
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
    from dateline.annotate.studio.deal import deal
    from dateline.annotate.studio.deal import order as in_order
    from dateline.annotate.studio.desk import open_desk
    from dateline.annotate.studio.push import push as send
    from dateline.annotate.studio.push import share_out
    from dateline.annotate.studio.sync import connect
    from dateline.project import find_project

    here = find_project(project)
    names, beside, people = _names(layers), _names(context), _names(annotators)
    rows = {row["id"]: row for row in read_articles(here.articles, articles, limit)}
    known: dict[str, list[dict[str, Any]]] | None = None if suggest else {}
    if predictions:
        known = _by_article(predictions, names)
    around = _by_article(gold or here.work / "gold.jsonl", beside) if beside else {}
    views = _views(list(rows.values()), names, known, around, here.layers)
    ids = in_order(list(rows), order, scores={name: view.score for name, view in views.items()})
    desks = _desks(here, title, names, beside, people, overlap)
    refused = 0
    with connect(here) as server:
        opened = {who: open_desk(server, desk, layers=here.layers) for who, desk in desks.items()}
        numbers = {who: made["id"] for who, made in opened.items()}
        given = share_out(server, numbers, ids, overlap) if people else {"": ids}
        for who, desk in desks.items():
            mine = [rows[name] for name in given[who]]
            tasks = deal(mine, desk, shown=views.__getitem__, blind_share=blind, layers=here.layers)
            with counting(f"pushing {desk.title}", len(mine)) as progress:
                done = send(server, numbers[who], tasks, progress=progress)
            tell(done, f"pushed to {desk.title}", f"{server.url}/projects/{numbers[who]}")
            refused += len(done.refused)
    raise typer.Exit(1 if refused else 0)


def _desks(
    here: Project,
    title: str,
    names: Sequence[str],
    beside: Sequence[str],
    people: Sequence[str],
    overlap: int,
) -> dict[str, Desk]:
    """A project for each of `people`, by name; one for all of "" where nobody is named."""
    from dateline.annotate.studio.desk import Desk, read_guidelines

    return {
        who: Desk(
            title=" · ".join(filter(None, [title or "+".join(names), who])),
            names=tuple(names),
            context=tuple(beside),
            overlap=1 if people else overlap,
            guidelines=read_guidelines(here.guidelines, names),
        )
        for who in people or [""]
    }


def tell(done: Pushed, title: str, address: str) -> None:
    """Print what became of the articles."""
    from dateline.scripts import show

    total = done.made + done.present + len(done.refused)
    rows = [
        ["articles", f"{total:,}", address],
        ["  new tasks", f"{done.made:,}"],
        ["  there already", f"{done.present:,}"],
        ["  refused", f"{len(done.refused):,}"],
    ]
    if done.replaced:
        rows.append(["  older tasks replaced", f"{done.replaced:,}", "nobody had begun them"])
    show(title, rows)
    for refusal in done.refused:
        typer.echo(f"refused {refusal.article}: {refusal.reason}", err=True)
    for what, tasks in (("of older texts", done.stale), ("doubled", done.doubled)):
        if tasks:
            typer.echo(f"tasks {what}, to be deleted by hand: {tasks}", err=True)


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


def read_articles(folder: Path, file: Path | None, limit: int = 0) -> list[dict[str, Any]]:
    """The articles of `file`, else of the shards in `folder`; raises as `read_pages` does."""
    from dateline.errors import Usage
    from dateline.scripts.predict import read_pages

    paths = [file] if file else sorted(folder.glob("*.arrow"))
    rows = list(itertools.islice(read_pages(paths), limit or None))
    if not rows:
        raise Usage(f"there are no articles in {file or folder}; run: dateline clean")
    return rows


def _views(
    articles: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    known: Mapping[str, list[dict[str, Any]]] | None,
    around: Mapping[str, list[dict[str, Any]]],
    layers: Mapping[str, Layer],
) -> dict[str, Shown]:
    """What each article's task shows; the baselines suggest where `known` is None."""
    from dateline.annotate.studio.deal import Shown

    context = [around.get(article["id"], []) for article in articles]
    if known is None:
        made = suggestions(articles, names, context, layers)
    else:
        pairs = zip(articles, context, strict=True)
        made = [Shown(known.get(article["id"], ()), given) for article, given in pairs]
    return {article["id"]: view for article, view in zip(articles, made, strict=True)}


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
    the one before; layers without a baseline, or one that is not installed, get nothing, and
    neither do articles in a language that the baseline does not read."""
    from dateline.annotate.studio.deal import Shown
    from dateline.errors import MissingExtra
    from dateline.predict import annotate, default, readable
    from dateline.predict.layered import unread_articles

    seen = [list(one) for one in context]
    made: list[list[dict[str, Any]]] = [[] for _ in articles]
    scores: list[list[float]] = [[] for _ in articles]
    for layer in suggested(names):
        try:
            found = list(annotate(articles, layer, context=seen, layers=layers))
        except MissingExtra as missing:
            typer.echo(f"no suggestions for {layer}: {missing}", err=True)
            continue
        left_out = unread_articles(articles, layer)
        if left_out:
            typer.echo(f"no suggestions for some. {left_out}", err=True)
        places = readable(articles, layer, default(layer))
        for at, (annotation, sure) in zip(places, found, strict=True):
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
