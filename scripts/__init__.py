"""The command line: `dateline VERB` runs the file VERB.py of this folder, and nothing else.

A verb's file has a `typer.Typer` named `app`; the first line of its docstring is its help in
the list. Results go to stdout, progress and errors to stderr. Exit codes: 0, 1 the data is wrong,
2 the call is wrong.
"""

from __future__ import annotations

import ast
import difflib
import functools
import importlib
import importlib.metadata
import sys
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

from dateline.errors import DatelineError

FOLDER = Path(__file__).parent
ORDER = [
    "demo", "init", "plan", "scrape", "clean", "studio", "push", "pull", "validate", "agree",
    "adjudicate", "gold", "publish", "verify", "evaluate", "predict", "train", "import",
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
    try:
        app(arguments, prog_name=f"dateline {verb}")
    except (DatelineError, OSError) as error:
        if debug:
            raise
        _fail(str(error), code=getattr(error, "exit_code", 1))
    except KeyboardInterrupt:
        _fail("interrupted; run the same command again to go on", code=130)


def _fail(message: str, *, code: int) -> NoReturn:
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(f"error: {message}")
    sys.exit(code)
