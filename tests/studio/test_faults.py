"""What goes wrong on the way: a clear message, and a repetition that completes."""

import os
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.annotate.studio import server as servers
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.deal import Shown, deal
from dateline.annotate.studio.desk import Desk, desks, find_desk, open_desk
from dateline.annotate.studio.push import push
from dateline.annotate.studio.server import Running
from dateline.annotate.studio.sync import pull_into
from dateline.annotate.studio.tasks import to_results
from dateline.errors import Retry, Stop, Usage
from dateline.project import Project

from .conftest import Studio, free_port, needs_server
from .examples import ARTICLE, annotations
from .proxy import Proxy

pytestmark = pytest.mark.studio

TIMES = Desk("test faults", ("times",))
NAMES = [f"a{n}" for n in range(450)]


def send(server: Server, project: int, **options: Any) -> Any:
    articles = [{**ARTICLE, "id": name} for name in NAMES]
    times = annotations()[3]
    tasks = deal(articles, TIMES, shown=lambda name: Shown([{**times, "article": name}]))
    return push(server, project, tasks, **options)


def there(server: Server, project: int) -> tuple[Counter[str], set[int]]:
    """How many tasks each article has, and how many predictions the tasks have."""
    rows = list(server.tasks(project, "id,meta,predictions,model_version", page_size=500))
    return Counter(row["meta"]["article"] for row in rows), {len(r["predictions"]) for r in rows}


def kill(running: Running) -> None:
    os.killpg(running.pid, signal.SIGKILL)


def test_a_server_that_is_killed_loses_and_doubles_nothing(tmp_path: Path, folder: Path) -> None:
    needs_server()
    data, port = tmp_path / "data", free_port()
    try:
        running = servers.start(data, port=port)
        with Server(running.url, running.token, retries=0) as server:
            project = open_desk(server, TIMES)["id"]
            with pytest.raises(Retry, match="does not answer"):
                send(server, project, progress=lambda done: kill(running))
            running = servers.start(data, port=port)
            done = send(server, project)
            assert (done.made, done.present, done.doubled) == (250, 200, [])
            assert there(server, project) == (Counter(NAMES), {1})
            results = [
                {"task": task["id"], "result": [], "lead_time": 1.0, "parent_prediction": None}
                for task in server.tasks(project, "id")
            ]
            for one in results[:3]:
                server.call("POST", f"api/tasks/{one['task']}/annotations/", json=one)

            here, desk = Project(folder), find_desk(server, TIMES.title)
            with pytest.raises(Retry, match="does not answer"):
                pull_into(here, server, [desk], progress=lambda _, done: kill(running))
            running = servers.start(data, port=port)
            pulled = pull_into(here, server, [desk])[TIMES.title]
            assert (pulled.tasks, len(pulled.quarantine)) == (450, 3), "empty over suggestions"
    finally:
        servers.stop(data)


@pytest.mark.parametrize("wrong", [500, 503, "cut", "late"])
def test_push_goes_on_after_an_import_that_failed(
    studio: Studio, admin: Server, new_desk: Callable[..., Any], wrong: int | str
) -> None:
    project = new_desk("times")[0]["id"]
    imports = []

    def plan(method: str, path: str, n: int) -> int | str | None:
        if path.endswith("/import"):
            imports.append(n)
            return wrong if len(imports) == 2 else None
        return None

    with (
        Proxy(studio.running.url, plan) as url,
        Server(url, studio.running.token, timeout_s=8) as server,
    ):
        with pytest.raises(Retry, match=r"[Rr]un the same command"):
            send(server, project)
        done = send(server, project)
    assert done.made + done.present == len(NAMES)
    assert there(admin, project) == (Counter(NAMES), {1})


def test_a_reading_call_that_fails_once_is_repeated(studio: Studio) -> None:
    calls = []

    def plan(method: str, path: str, n: int) -> int | None:
        calls.append(path)
        return 502 if len(calls) == 1 else None

    with (
        Proxy(studio.running.url, plan) as url,
        Server(url, studio.running.token) as server,
    ):
        assert "anna" in server.users.values()
    assert calls == ["/api/users"] * 2


def test_a_token_that_is_not_accepted_is_named(studio: Studio) -> None:
    with (
        Server(studio.running.url, "0" * 40) as server,
        pytest.raises(Usage, match="does not accept the token"),
    ):
        desks(server)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the SDK, with newer pydantic
def test_a_personal_access_token_is_as_good_until_it_is_revoked(
    studio: Studio, admin: Server, new_desk: Callable[..., Any]
) -> None:
    project = new_desk("times")[0]["id"]
    token = admin.call("POST", "api/token/")["token"]
    with Server(studio.running.url, token) as server:
        assert server.users == admin.users
    admin.call("POST", "api/token/blacklist/", json={"refresh": token})
    with (
        Server(studio.running.url, token) as server,
        pytest.raises(Usage, match="does not accept the token"),
    ):
        send(server, project)
    with Server(studio.running.url, admin.call("POST", "api/token/")["token"]) as server:
        assert send(server, project).made == len(NAMES)


@pytest.mark.parametrize("wrong", [500, "cut", "late"])
@pytest.mark.parametrize("place", [2, 3], ids=["tasks", "drafts"])
def test_pull_goes_on_after_a_list_that_failed(
    studio: Studio,
    admin: Server,
    new_desk: Callable[..., Any],
    folder: Path,
    wrong: int | str,
    place: int,
) -> None:
    project, desk = new_desk("times")
    push(admin, project["id"], deal([ARTICLE], desk))
    task = next(admin.tasks(project["id"], "id"))["id"]
    made = {"result": to_results(annotations()[3])}
    admin.call("POST", f"api/tasks/{task}/annotations/", json=made)
    lists = []

    def plan(method: str, path: str, n: int) -> int | str | None:
        if path == "/api/tasks":
            lists.append(n)
        return wrong if path == "/api/tasks" and len(lists) == place else None

    here = Project(folder)
    with (
        Proxy(studio.running.url, plan) as url,
        Server(url, studio.running.token, timeout_s=3, retries=0) as server,
    ):
        with pytest.raises(Retry, match=r"[Rr]un the same command"):
            pull_into(here, server, [project])
        assert not list(here.judgements.glob("*.jsonl")), "nothing is written by halves"
        assert pull_into(here, server, [project])[desk.title].lines == 1
        assert pull_into(here, server, [project])[desk.title].lines == 0


def test_a_deleted_project_is_said_to_be_deleted_and_made_anew(
    admin: Server, new_desk: Callable[..., Any], folder: Path
) -> None:
    project, desk = new_desk("times")
    admin.call("DELETE", f"api/projects/{project['id']}/")
    with pytest.raises(Stop, match="was the project deleted there"):
        send(admin, project["id"])
    with pytest.raises(Stop, match="was the project deleted there"):
        pull_into(Project(folder), admin, [project])
    with pytest.raises(Stop, match="has no project"):
        find_desk(admin, desk.title)
    assert send(admin, open_desk(admin, desk)["id"]).made == len(NAMES)


def test_a_server_that_is_not_there_is_said_to_be_down() -> None:
    needs_server()
    with (
        Server(f"http://127.0.0.1:{free_port()}", "x", retries=0) as server,
        pytest.raises(Retry, match="dateline studio up"),
    ):
        desks(server)


def test_start_refuses_a_port_that_is_taken(studio: Studio, tmp_path: Path) -> None:
    port = int(studio.running.url.rpartition(":")[2])
    with pytest.raises(Usage, match=f"port {port} is taken"):
        servers.start(tmp_path, port=port)


def test_start_asks_for_an_installation(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="dateline studio install"):
        servers.start(tmp_path, port=free_port(), folder=tmp_path / "nothing")


def test_the_server_says_nothing_to_the_world(studio: Studio) -> None:
    """Its settings, as the page that it serves shows them."""
    import httpx

    page = httpx.get(f"{studio.running.url}/user/login", trust_env=False).text
    assert "ingest.sentry.io" not in page
    assert "googletagmanager" not in page
