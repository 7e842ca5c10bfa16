"""A real Label Studio on loopback, one for the whole run, with two annotators."""

import functools
import importlib.util
import secrets
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dateline.annotate.studio import server as servers
from dateline.annotate.studio.accounts import add_account
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.desk import Desk, open_desk
from dateline.project import init
from dateline.scripts import main

from .browser import Person, needs_browser
from .settling import Place, settle_in


class Studio(NamedTuple):
    """The server's account, and the tokens and passwords of the annotators."""

    running: servers.Running
    tokens: dict[str, str]
    ids: dict[str, int]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def needs_server() -> None:
    if importlib.util.find_spec("label_studio_sdk") is None:
        pytest.skip("needs the SDK: pip install 'dateline[studio]'")
    if not servers.installed(servers.installation()):
        pytest.skip("needs Label Studio: make studio")


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    needs_server()
    data = tmp_path_factory.mktemp("studio")
    running = servers.start(data, port=free_port())
    tokens, ids = {}, {}
    with Server(running.url, running.token) as admin:
        for name in ("anna", "boris"):
            ids[name] = add_account(admin, f"{name}@dateline.example", "a-long-word", name=name)
            tokens[name] = user_token(running.url, f"{name}@dateline.example", "a-long-word")
    yield Studio(running, tokens, ids)
    servers.stop(data)


def user_token(url: str, email: str, password: str) -> str:
    """The token of an account, as its owner would find it on the account's page."""
    import httpx

    with httpx.Client(base_url=url, follow_redirects=True, trust_env=False) as visitor:
        visitor.get("/user/login")
        csrf = {"csrfmiddlewaretoken": visitor.cookies["csrftoken"]}
        fields = {**csrf, "email": email, "password": password}
        visitor.post("/user/login", data=fields, headers={"Referer": url})
        return str(visitor.get("/api/current-user/token").json()["token"])


@pytest.fixture
def admin(studio: Studio) -> Iterator[Server]:
    with Server(studio.running.url, studio.running.token, retries=0) as server:
        yield server


@pytest.fixture
def people(studio: Studio) -> Iterator[dict[str, Server]]:
    made = {name: Server(studio.running.url, token) for name, token in studio.tokens.items()}
    yield made
    for server in made.values():
        server.__exit__()


@pytest.fixture(scope="module")
def anna(studio: Studio) -> Iterator[Person]:
    """Anna at a browser."""
    yield from at_browser(studio, "anna")


@pytest.fixture(scope="module")
def boris(studio: Studio) -> Iterator[Person]:
    """Boris at a browser."""
    yield from at_browser(studio, "boris")


def at_browser(studio: Studio, name: str) -> Iterator[Person]:
    needs_browser()
    person = Person(studio.running.url, f"{name}@dateline.example", "a-long-word")
    yield person
    person.close()


@pytest.fixture
def new_desk(admin: Server) -> Callable[..., tuple[dict[str, Any], Desk]]:
    """Opens a project of a title of its own."""

    def make(*names: str, **options: Any) -> tuple[dict[str, Any], Desk]:
        layers = options.pop("layers", None)
        desk = Desk(f"test {secrets.token_hex(4)}", names, **options)
        return open_desk(admin, desk, layers=layers), desk

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A Dateline project's folder."""
    (tmp_path / "dateline.toml").write_text("", "utf-8")
    return tmp_path


@pytest.fixture
def place(
    tmp_path: Path, studio: Studio, monkeypatch: Any, capsys: Any
) -> Callable[[list[Any], list[Any]], Place]:
    """Makes a project with articles and judgements, and gives how to type verbs in it."""
    monkeypatch.setenv("LABEL_STUDIO_URL", studio.running.url)
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", studio.running.token)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.chdir(tmp_path)
    init(tmp_path)

    def verb(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["dateline", *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return functools.partial(settle_in, tmp_path, f"settle {secrets.token_hex(3)}", verb)
