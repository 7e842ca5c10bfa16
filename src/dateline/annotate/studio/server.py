"""A Label Studio server of one's own: in its own environment, on loopback, silent to the world."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import orjson

from dateline.errors import Stop, Usage

VERSION = "1.23.2"
ACCOUNT = "admin@dateline.example"
RECORD = "server.json"  # address, account, token and process of the server of a data folder
_DATABASE = "label_studio.sqlite3"
_START_S = 300.0  # a first start without the migrated database took 206 s on two busy cores
# Empty DSNs: where they are unset, a built-in one is used. Found by watching all its connections.
SILENT = {
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "COLLECT_ANALYTICS": "false",
    "LATEST_VERSION_CHECK": "false",
    "CONVERTER_DOWNLOAD_RESOURCES": "false",
}

_started: list[subprocess.Popen[bytes]] = []  # they run on; a Popen that is dropped would complain


@dataclass(frozen=True)
class Running:
    """A server and the account on it."""

    url: str
    account: str
    password: str
    token: str
    pid: int
    database: str | None = None  # as `start` takes it


def installation() -> Path:
    """The folder of the environment that the server runs in, shared by all projects."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "dateline" / f"label-studio-{VERSION}"


def installed(folder: Path) -> bool:
    return (folder / "template" / _DATABASE).is_file()


def install(folder: Path, say: Callable[[str], None] = lambda line: None) -> None:
    """Make the environment and a migrated database in `folder`; nothing where both are there.

    Takes minutes and 1 GB. Raises Stop with the end of the log where a step fails.
    """
    if installed(folder):
        return
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "install.log"
    say(f"installing label-studio {VERSION} into {folder} (1 GB, some minutes; log: {log})")
    _run([sys.executable, "-m", "venv", str(folder / "venv")], log)
    pip = [str(_python(folder)), "-m", "pip", "install", f"label-studio=={VERSION}"]
    _run(pip, log)
    say("making its database")
    draft = folder / "template.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    manage = next((folder / "venv").glob("lib/python*/site-packages/label_studio/manage.py"))
    settings = {"DJANGO_SETTINGS_MODULE": "core.settings.label_studio"}
    environment = {**_environment(draft), **settings}
    _run([str(_python(folder)), str(manage), "migrate"], log, environment)
    draft.rename(folder / "template")


def _run(command: list[str], log: Path, environment: Mapping[str, str] | None = None) -> None:
    with log.open("ab") as out:
        done = subprocess.run(command, stdout=out, stderr=out, env=environment, check=False)
    if done.returncode:
        raise Stop(f"{' '.join(command[:4])} … failed ({done.returncode}):\n{_tail(log)}")


def _tail(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-15:])


def _python(folder: Path) -> Path:
    return folder / "venv" / "bin" / "python"


def start(
    data: Path, *, port: int = 8080, database: str | None = None, folder: Path | None = None
) -> Running:
    """The server of the folder `data`, started where it does not run, once it answers.

    `database` is postgresql://user:password@host:port/name; without it the one of the last start,
    at first SQLite in `data`. Account, password and token are made at the first start. All this
    is kept in `data`, where only its owner can read it. Raises Usage where the port is taken
    (Label Studio would silently take the next) or the server runs with another database, Stop
    where it does not come up.
    """
    folder = folder or installation()
    before = _read(data)
    database = database or (before.database if before else None)
    running = find(data)
    if running and running.database != database:
        raise Usage(f"{running.url} runs with another database; `dateline studio stop` ends it")
    if running:
        return running
    if not installed(folder):
        raise Usage("Label Studio is not installed: run `dateline studio install` (or make studio)")
    _check_port(port)
    _prepare(data, folder, database)
    account = {
        "url": f"http://127.0.0.1:{port}",
        "account": ACCOUNT,
        "password": before.password if before else secrets.token_urlsafe(12),
        "token": before.token if before else secrets.token_hex(20),
    }
    log = data / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            _command(folder, data, port),
            env={**_environment(data, database), **_identity(account)},
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    _started.append(process)
    running = Running(**account, pid=process.pid, database=database)
    _write(data, running)
    _wait(running, process, log)
    return running


def _command(folder: Path, data: Path, port: int) -> list[str]:
    # Without --internal-host it listens on all addresses of the machine.
    return [
        str(folder / "venv" / "bin" / "label-studio"), "start", "--no-browser",
        "--internal-host", "127.0.0.1", "--port", str(port), "--data-dir", str(data),
        "--log-level", "WARNING", "--enable-legacy-api-token",
    ]  # fmt: skip


def _environment(data: Path, database: str | None = None) -> dict[str, str]:
    own = {
        "LABEL_STUDIO_BASE_DATA_DIR": str(data),
        "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "ML_BLOCK_LOCAL_IP": "false",  # `dateline studio serve` is on loopback
        "SSRF_PROTECTION_ENABLED": "false",  # so are its webhooks
        "DJANGO_DB": "default" if database else "sqlite",
        **SILENT,
    }
    if database:
        parts = urlsplit(database)
        if parts.scheme not in ("postgresql", "postgres") or not parts.hostname:
            raise Usage("the database should be like postgresql://user:password@host:5432/name")
        own |= {
            "POSTGRE_USER": unquote(parts.username or "postgres"),
            "POSTGRE_PASSWORD": unquote(parts.password or ""),
            "POSTGRE_HOST": parts.hostname,
            "POSTGRE_PORT": str(parts.port or 5432),
            "POSTGRE_NAME": parts.path.lstrip("/"),
        }
    return {**os.environ, **own}


def _identity(account: Mapping[str, str]) -> dict[str, str]:
    return {
        "LABEL_STUDIO_USERNAME": account["account"],
        "LABEL_STUDIO_PASSWORD": account["password"],
        "LABEL_STUDIO_USER_TOKEN": account["token"],
    }


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Usage(f"port {port} is taken ({error.strerror}); choose another --port") from None


def _prepare(data: Path, folder: Path, database: str | None) -> None:
    """Make the data folder, which keeps itself out of git, with the migrated database."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / ".gitignore").write_text("*\n", "utf-8")
    target = data / _DATABASE
    if database is None and not target.exists():
        template = sqlite3.connect(folder / "template" / _DATABASE)
        copy = sqlite3.connect(target)
        with template, copy:
            template.backup(copy)
        template.close()
        copy.close()


def _wait(running: Running, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise Stop(f"Label Studio ended at its start ({process.returncode}):\n{_tail(log)}")
        if answers(running.url):
            return
        time.sleep(0.3)
    _end(process.pid)
    raise Stop(f"Label Studio did not answer within {_START_S:.0f} s; its log is {log}")


def answers(url: str) -> bool:
    """Whether a Label Studio answers there."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{url}/health", timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def find(data: Path) -> Running | None:
    """The server of the folder `data`, if it runs."""
    running = _read(data)
    return running if running and _is_ours(running.pid) and answers(running.url) else None


def stop(data: Path) -> bool:
    """Whether a server of the folder `data` ran; it is ended."""
    running = _read(data)
    if running is None or not _is_ours(running.pid):
        return False
    _end(running.pid)
    for process in _started:
        process.poll()
    return True


def _end(pid: int) -> None:
    """End the process group that `start` made, by force after ten seconds."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(pid, number)
        except ProcessLookupError:
            return
        for _ in range(100):
            if not _is_ours(pid):
                return
            time.sleep(0.1)


def _is_ours(pid: int) -> bool:
    """Whether the process is a Label Studio, and no other that got its number later."""
    command = ["ps", "-o", "stat=,command=", "-p", str(pid)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return "label-studio" in shown and not shown.startswith("Z")


def _read(data: Path) -> Running | None:
    path = data / RECORD
    return Running(**orjson.loads(path.read_bytes())) if path.is_file() else None


def _write(data: Path, running: Running) -> None:
    """Keep the record where only the owner can read it."""
    path = data / RECORD
    path.touch(mode=0o600)
    path.write_bytes(orjson.dumps(asdict(running), option=orjson.OPT_INDENT_2))
