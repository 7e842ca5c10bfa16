"""The command line: `dateline VERB` runs the file VERB.py of this folder, and nothing else.

A verb's file has a `typer.Typer` named `app`; the first line of its docstring is its help in
the list. Results go to stdout, progress and errors to stderr. Exit codes: 0, 1 the data is wrong,
2 the call is wrong.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import functools
import importlib
import importlib.metadata
import inspect
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from dateline.errors import REASONS, DatelineError

if TYPE_CHECKING:
    from dateline.engine import Counts, Receipt, Task
    from dateline.scrape import ScrapeProgress, ScrapeReport

FOLDER = Path(__file__).parent
ORDER = [
    "demo", "init", "plan", "scrape", "clean", "rejects", "studio", "push", "pull", "validate",
    "agree", "adjudicate", "gold", "publish", "verify", "evaluate", "predict", "train", "import",
]  # fmt: skip


@functools.cache
def verbs() -> dict[str, str]:
    """Every verb and the first line of its help, in the order of the work."""
    files = [path for path in FOLDER.glob("*.py") if path.stem != "__init__"]
    rank = {name: place for place, name in enumerate(ORDER)}
    files.sort(key=lambda path: (rank.get(path.stem, len(rank)), path.stem))
    return {path.stem: _first_line(path) for path in files}


def _first_line(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return docstring.partition("\n")[0]


def main() -> None:
    """Run the command line; every error of ours is one message and an exit code."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    verb = arguments[0] if arguments else "--help"
    if verb in ("--help", "-h", "help"):
        print(_help())
    elif verb == "--version":
        print(f"dateline {importlib.metadata.version('dateline')}")
    elif verb in verbs():
        _run(verb, arguments[1:], debug="--debug" in sys.argv)
    else:
        near = difflib.get_close_matches(verb, verbs(), n=1)
        hint = f"did you mean {near[0]}?" if near else f"known verbs: {', '.join(verbs())}"
        _fail(f"there is no verb {verb!r}; {hint}", code=2)


def _help() -> str:
    width = max(map(len, verbs()))
    rows = "\n".join(f"  {name:<{width}}  {line}" for name, line in verbs().items())
    return f"""\
dateline: from a news page to a training row

usage: dateline VERB [OPTIONS]        dateline VERB --help, with an example
       dateline VERB … --debug        shows the traceback of an error

verbs, in the order of the work:
{rows}"""


def _run(verb: str, arguments: list[str], *, debug: bool) -> None:
    app: typer.Typer = importlib.import_module(f"dateline.scripts.{verb}").app
    for command in app.registered_commands:
        command.help = _paragraphs(inspect.getdoc(command.callback) or "")
    try:
        app(arguments, prog_name=f"dateline {verb}")
    except (DatelineError, OSError) as error:
        if debug:
            raise
        _fail(_message(error), code=getattr(error, "exit_code", 1))
    except KeyboardInterrupt:
        _fail("interrupted; run the same command again to go on", code=130)


def _paragraphs(docstring: str) -> str:
    """The text with each paragraph in one line, so that help is wrapped as wide as the screen."""
    return "\n\n".join(" ".join(part.split()) for part in docstring.split("\n\n"))


def _message(error: DatelineError | OSError) -> str:
    """The error's own words; the system's are put as file, then what is wrong."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def output_file(path: Path | None) -> Path | None:
    """For options that name a file to write: the path. Raises Usage where it cannot be written."""
    from dateline.shards import check_output

    if path is not None:
        check_output(path)
    return path


def output_folder(path: Path | None) -> Path | None:
    """The same for options that name a folder to write into."""
    from dateline.shards import check_output_folder

    if path is not None:
        check_output_folder(path)
    return path


FORMS = {"TEXT": "with text", "STANDOFF": "without words", "OUT": "held back"}
COUNTED = ("", "count", "")  # the columns of a summary: what, how many, what that means


def show(title: str, rows: Iterable[Sequence[str]], head: Sequence[str] = COUNTED) -> None:
    """Print a table to stdout; numbers stand right. A row may be short."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for name in head:
        right = name in ("count", "in", "kept", "rejected")
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    Console(highlight=False).print(table)


@contextlib.contextmanager
def working(what: str) -> Iterator[Callable[..., None]]:
    """Shows on stderr that work goes on; gives what is to be called when a task is done."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        line = progress.add_task(what)

        def done(task: Task, receipt: Receipt) -> None:
            rows = f"{receipt.counts.get('in', 0):,} in, {receipt.counts.get('kept', 0):,} kept"
            progress.console.print(f"{task.step} {task.name}: {rows}", highlight=False)
            progress.update(line, description=f"{what}: {task.step}")

        yield done


@contextlib.contextmanager
def scraping() -> Iterator[Callable[[ScrapeProgress], None]]:
    """Shows on stderr how far a scrape is; gives what is to be called with its progress."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        line = progress.add_task("scraping")

        def tell(at: ScrapeProgress) -> None:
            counted = f"{at.found:,} found, {at.fetched:,} fetched, {at.unchanged:,} unchanged"
            rest = f"{at.rejected:,} rejected, {at.bytes / 1e6:,.1f} MB"
            progress.update(line, description=f"scraping, {at.phase}: {counted}, {rest}")

        yield tell


def scrape_rows(report: ScrapeReport) -> list[list[str]]:
    """What a scrape found, fetched, found unchanged, and rejected by reason."""
    total = report.total
    foreign = sum(warc.source is not None for warc in report.warcs)
    rows = [
        ["pages found", f"{total.found:,}"],
        ["  fetched", f"{total.fetched:,}", "kept in WARC"],
    ]
    if total.unchanged:
        rows.append(["  unchanged since the last time", f"{total.unchanged:,}"])
    rows += reasons({f"reason:{name}": n for name, n in total.rejected.items()})
    if foreign:
        rows.append(["WARC files of sources", f"{foreign:,}", "read where they are, when cleaning"])
    return rows


def reasons(*counts: Counts) -> list[list[str]]:
    """A row for each reason of a reject, the most frequent first."""
    total: Counter[str] = Counter()
    for each in counts:
        total.update({k.removeprefix("reason:"): n for k, n in each.items() if k[:7] == "reason:"})
    ranked = sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
    return [[f"  {name}", f"{n:,}", REASONS.get(name, "")] for name, n in ranked]


def release_rows(counts: Mapping[str, Counts]) -> list[list[str]]:
    """Annotations, spans in each layer, and rows in each split, of gold and release."""
    gold, release = counts["gold"], counts["release"]
    rows = [["annotations", f"{gold['in']:,}", "each a layer of an article by one annotator"]]
    rows += reasons(gold)
    if gold.get("awaiting"):
        rows.append(["  awaiting adjudication", f"{gold['awaiting']:,}"])
    for key, number in release.items():
        if key.startswith("items:"):
            layer = key.removeprefix("items:")
            annotated = f"in {release[f'annotated:{layer}']:,} articles"
            rows.append([f"spans: {layer}", f"{number:,}", annotated])
    rows += [
        [f"articles {FORMS[form]}", f"{number:,}", reason]
        for key, number in release.items()
        if key.startswith("terms:")
        for _, form, reason in [key.split(":", 2)]
    ]
    for split in ("train", "validation", "test"):
        rows.append([f"rows: {split}", f"{release.get(f'rows:articles:{split}', 0):,}", "articles"])
    return rows


def _fail(message: str, *, code: int) -> NoReturn:
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(f"error: {message}")
    sys.exit(code)
