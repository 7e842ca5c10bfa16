"""The command line: `dateline VERB` runs the file VERB.py of this folder, and nothing else.

A verb's file has a `typer.Typer` named `app`; the first line of its docstring is its help in
the list. Results go to stdout, progress and errors to stderr. Exit codes: 0, 1 the data is wrong,
2 the call is wrong.
"""

from __future__ import annotations

import ast
import importlib
import sys
from pathlib import Path
from typing import Any

import click
import typer
from rich.console import Console

from dateline.errors import DatelineError

FOLDER = Path(__file__).parent
ORDER = [
    "demo", "init", "plan", "scrape", "clean", "studio", "push", "pull", "validate", "agree",
    "adjudicate", "gold", "publish", "verify", "evaluate", "predict", "train", "import",
]  # fmt: skip


def verbs() -> dict[str, str]:
    """Every verb and the first line of its help, in the order of the work."""
    files = [path for path in FOLDER.glob("*.py") if path.stem != "__init__"]
    rank = {name: place for place, name in enumerate(ORDER)}
    files.sort(key=lambda path: (rank.get(path.stem, len(rank)), path.stem))
    return {path.stem: _first_line(path) for path in files}


def _first_line(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return docstring.partition("\n")[0]


class Verbs(click.Group):
    """A group that imports a verb's file only when the verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(verbs())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in verbs():
            return None
        module = importlib.import_module(f"dateline.scripts.{cmd_name}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs, in the order of the work"):
            formatter.write_dl(list(verbs().items()))


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Each verb has its own help with an example: dateline scrape --help",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="dateline")
def cli(debug: bool) -> None:
    """From a news page to a training row."""


def main() -> None:
    """Run the command line; every error of ours is one message and an exit code."""
    debug = "--debug" in sys.argv
    try:
        sys.exit(_run(debug))
    except KeyboardInterrupt:
        _say("interrupted; run the same command again to go on")
        sys.exit(130)


def _run(debug: bool) -> int:
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    try:
        code: Any = cli.main(arguments, prog_name="dateline", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except (DatelineError, OSError) as error:
        if debug:
            raise
        _say(str(error))
        return getattr(error, "exit_code", 1)


def _say(message: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"[red]error[/red]: {message}")
