"""Settle what annotators disagree about: the queue, in Label Studio or in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dateline.annotate.adjudicate import Rule
    from dateline.annotate.cases import Case, Difference
    from dateline.project import Project

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: dateline adjudicate --push --layer entities")
def adjudicate(
    push: Annotated[
        bool, typer.Option(help="Send the queue to Label Studio; dateline pull takes it back.")
    ] = False,
    by: Annotated[str, typer.Option(help="Your name, to decide here in the terminal.")] = "",
    layer: Annotated[list[str] | None, typer.Option(help="Only these layers.")] = None,
    article: Annotated[list[str] | None, typer.Option(help="Only these articles.")] = None,
    title: Annotated[str, typer.Option(help="Of the project in Label Studio.")] = "",
    articles: Annotated[
        list[Path] | None, typer.Option(help="Articles (.arrow or .jsonl); the project's.")
    ] = None,
    project: Annotated[Path, typer.Option(help="A folder in the project.")] = Path(),
) -> None:
    """List what is open; settle it in Label Studio with --push, or here with --by NAME.

    In Label Studio each annotator's version is a prediction of that name, the work begins with
    the proposal, and a list above the text says where they differ. Here each answer is a line in
    annotations/adjudications/ at once, so that you may stop at any time, with q.
    """
    from dataclasses import asdict

    from dateline.annotate.adjudicate import make_rules
    from dateline.errors import Usage
    from dateline.layers import find
    from dateline.pipeline.reading import read_judgements
    from dateline.project import find_project

    if push and by:
        raise Usage("--push and --by are two ways of the same; give one of them")
    here = find_project(project)
    for name in layer or ():
        find(name, here.layers)

    def read() -> list[dict[str, Any]]:
        lines = read_judgements(here)
        return [line for line in lines if not article or line["article"] in article]

    rules = make_rules(here.layers, **asdict(here.settings.gold))
    if push:
        _push(here, read(), rules, layer or (), articles, title)
    else:
        _decide(here, read, rules, layer or (), articles, by)


def _push(
    here: Project,
    lines: list[dict[str, Any]],
    rules: Mapping[str, Rule],
    names: Any,
    paths: list[Path] | None,
    title: str,
) -> None:
    from dateline.annotate.sheets import Waiting, sheets
    from dateline.annotate.studio.adjudication import adjudication_desk, deal_sheets
    from dateline.annotate.studio.desk import open_desk, read_guidelines
    from dateline.annotate.studio.push import push as send
    from dateline.annotate.studio.sync import connect
    from dateline.pipeline.reading import read_articles
    from dateline.scripts.push import counting, tell

    found = list(sheets(lines, here.layers, rules, names))
    for late in (one for one in found if isinstance(one, Waiting)):
        others = ", ".join(late.others)
        typer.echo(f"{late.article} {late.layer} waits: it refers to {others}", err=True)
    ready = [one for one in found if not isinstance(one, Waiting)]
    if not ready:
        typer.echo("nothing to adjudicate", err=True)
        return
    desk = adjudication_desk(title, ready, read_guidelines(here.guidelines, here.layers))
    texts = {row["id"]: row for row in read_articles(paths, here, {one.article for one in ready})}
    with connect(here) as server:
        number = open_desk(server, desk, layers=here.layers)["id"]
        tasks = deal_sheets(ready, texts, desk, here.layers)
        with counting(f"pushing {desk.title}", len(ready)) as progress:
            done = send(server, number, tasks, progress=progress)
        tell(done, f"pushed to {desk.title}", f"{server.url}/projects/{number}")
    raise typer.Exit(1 if done.refused else 0)


def _decide(
    here: Project,
    read: Callable[[], list[dict[str, Any]]],
    rules: Mapping[str, Rule],
    names: Any,
    paths: list[Path] | None,
    by: str,
) -> None:
    from dateline.annotate.cases import cases
    from dateline.pipeline.reading import read_articles

    def waiting() -> list[Case]:
        found = cases(read(), (), here.layers, rules=rules)
        return [case for case in found if not names or case.layer in names]

    queue = waiting()
    total = _count(queue)
    typer.echo(f"open disagreements: {total}, layers of articles that wait: {len(queue)}", err=True)
    if not by:
        for case in queue:
            clear = sum(difference.majority for difference in case.differences)
            typer.echo(
                f"{case.article} {case.layer}: disagreements {len(case.differences)}, "
                f"with a majority {clear} ({', '.join(case.versions)})"
            )
        return
    texts = read_articles(paths, here, {case.article for case in queue})
    by_id = {row["id"]: row["text"] for row in texts}
    saved = _settle_all(queue, by_id, by, here.adjudications)
    typer.echo(f"\nsaved {saved}, open {_count(waiting())}")


def _count(queue: list[Case]) -> int:
    return sum(len(case.differences) for case in queue)


def _settle_all(queue: list[Case], texts: Mapping[str, str], by: str, folder: Path) -> int:
    """Ask about all that is open, and store each answer; how many were stored."""
    from datetime import UTC, datetime

    from dateline.annotate.adjudicate import append_decision, decide

    saved = 0
    for case in queue:
        for alike in _questions(case):
            answer = _ask(case, alike, texts.get(case.article))
            if answer == "q":
                return saved
            if answer == "s":
                continue
            decision = decide(
                case.proposal,
                alike[0].versions,
                alike[0].dispute.take(int(answer) - 1),
                adjudicator=by,
                created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            )
            append_decision(decision, folder)
            saved += len(alike)
    return saved


def _questions(case: Case) -> list[list[Difference]]:
    """The differences of a case; those that one decision settles, as they say the same, together.

    Somebody may have the same item twice.
    """
    from dateline.annotate.adjudicate import dispute_id

    found: dict[str, list[Difference]] = {}
    for difference in case.differences:
        name = dispute_id(case.article, case.layer, difference.versions)
        found.setdefault(name, []).append(difference)
    return list(found.values())


def _ask(case: Case, alike: list[Difference], text: str | None) -> str:
    """The answer to one question: the number of a version, `s` to put it off, or `q` to stop."""
    from dateline.annotate.adjudicate import describe

    first, count = alike[0], len(alike[0].versions)
    answer = ""
    while True:
        if not answer:
            typer.echo(
                f"\n{case.article}, {case.layer}: {', '.join(first.properties)}{_all(alike)}"
            )
            for line in describe(first.versions, text, first.start, first.end):
                typer.echo(line)
        try:
            given: str = typer.prompt(
                f"which one holds (1 to {count}, s to put it off, q to stop)",
                default="",
                show_default=False,
            )
        except typer.Abort:  # the end of the input, or Ctrl-C
            return "q"
        answer = given.strip().lower()
        if answer in ("s", "q") or (answer.isdecimal() and 1 <= int(answer) <= count):
            return answer
        if answer:
            typer.echo(f"{answer!r} is no answer: a number from 1 to {count}, s or q")


def _all(alike: list[Difference]) -> str:
    """What one answer decides, where that is more than one thing."""
    if len(alike) > 1:
        return f" (one answer decides {len(alike)} items that are the same)"
    if alike[0].properties == ("clusters",):
        return " (one answer decides all clusters of this article)"
    return " (one answer decides them all)" if len(alike[0].properties) > 1 else ""
