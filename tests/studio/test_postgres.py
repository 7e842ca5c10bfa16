"""A team's server: Label Studio on PostgreSQL, which is told once and remembered."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.annotate.studio import server as servers
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.deal import Shown, deal
from dateline.annotate.studio.desk import Desk, open_desk
from dateline.annotate.studio.push import push
from dateline.annotate.studio.sync import pull_into
from dateline.errors import Usage
from dateline.project import Project

from .conftest import free_port, needs_server
from .examples import ARTICLE, NAMES, annotations, items
from .test_sync import annotate, lines, task_of

pytestmark = pytest.mark.studio
PASSWORD = "a word/with @ signs"
TEAM = Desk("test postgres", tuple(NAMES))


def programs() -> Path | None:
    """Where PostgreSQL's programs are; Debian keeps them out of the path."""
    known = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    place = Path(known).resolve() if known else next(reversed(found), None)
    return place.parent if place else None


@pytest.fixture
def database() -> Iterator[str]:
    """A cluster on loopback, with one empty database; PostgreSQL refuses to run as root."""
    needs_server()
    bin_ = programs()
    if bin_ is None:
        pytest.skip("needs PostgreSQL's initdb: apt-get install postgresql")
    user = "postgres" if os.geteuid() == 0 else None
    folder, port = Path(tempfile.mkdtemp(prefix="dateline-postgres-")), free_port()
    (folder / "password").write_text(PASSWORD, "utf-8")
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        environment = {**os.environ, "PGPASSWORD": PASSWORD}
        command = [str(bin_ / program), *arguments]
        log = (folder / "log").open("ab")
        with log:
            subprocess.run(
                command, check=True, cwd=folder, env=environment, stdout=log, stderr=log, user=user
            )

    data = str(folder / "data")
    run(
        "initdb", "-D", data, "-U", "team", "--pwfile", str(folder / "password"),
        "--auth", "scram-sha-256", "-E", "UTF8", "--locale", "C.UTF-8",
    )  # fmt: skip
    run("pg_ctl", "-D", data, "-w", "-o", f"-h 127.0.0.1 -p {port} -k {folder}", "start")
    try:
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "team", "studio")
        yield f"postgresql://team:a%20word%2Fwith%20%40%20signs@127.0.0.1:{port}/studio"
    finally:
        run("pg_ctl", "-D", data, "-m", "fast", "stop")
        shutil.rmtree(folder)


def test_a_team_works_on_postgresql_which_is_told_once(
    database: str, tmp_path: Path, folder: Path
) -> None:
    data, here = tmp_path / "studio", Project(folder)
    shown = Shown(annotations())
    try:
        running = servers.start(data, port=free_port(), database=database)
        with Server(running.url, running.token) as server:
            project = open_desk(server, TEAM)
            tasks = list(deal([ARTICLE], TEAM, shown=lambda _: shown))
            assert push(server, project["id"], tasks).made == 1
            task = task_of(server, project, "a1")
            annotate(server, task, task["predictions"][0]["result"])
            pull_into(here, server, [project])
        assert items(lines(here, "admin")) == items(annotations())
        with pytest.raises(Usage, match="runs with another database"):
            servers.start(data, port=free_port(), database=f"{database}2")
        servers.stop(data)

        running = servers.start(data, port=free_port())
        with Server(running.url, running.token) as server:
            assert push(server, project["id"], tasks).present == 1
            assert pull_into(here, server, [project])[TEAM.title].lines == 0
    finally:
        servers.stop(data)
    assert not (data / "label_studio.sqlite3").exists()
    modes = [path.stat().st_mode & 0o777 for path in (data, data / servers.RECORD)]
    assert modes == [0o700, 0o600]
    assert "signs" not in (data / "server.log").read_text("utf-8")
