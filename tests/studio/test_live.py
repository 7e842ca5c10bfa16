"""Suggestions while people work: Label Studio asks our backend, stores and shows what it says."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dateline.annotate.studio.backend import make_app
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.deal import deal
from dateline.annotate.studio.push import push
from dateline.annotate.studio.reading import from_results

from .conftest import free_port
from .examples import ARTICLE
from .test_backend import mondays

pytestmark = pytest.mark.studio


@pytest.fixture
def backend() -> Iterator[str]:
    import asyncio

    from aiohttp import web

    port, loop, up = free_port(), asyncio.new_event_loop(), threading.Event()
    end = asyncio.Event()

    async def run() -> None:
        runner = web.AppRunner(make_app(mondays, "mondays@1"), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        up.set()
        await end.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    up.wait()
    yield f"http://127.0.0.1:{port}"
    loop.call_soon_threadsafe(end.set)
    thread.join()
    loop.close()


def test_label_studio_asks_the_backend_when_a_task_is_opened(
    admin: Server, new_desk: Callable[..., Any], backend: str
) -> None:
    project, desk = new_desk("times", "entities")
    number = project["id"]
    push(admin, number, deal([ARTICLE], desk))
    made = {"project": number, "url": backend, "title": "mondays"}
    assert admin.call("POST", "api/ml/", json=made)["state"] == "CO"
    wanted = {"evaluate_predictions_automatically": True, "show_collab_predictions": True}
    admin.call("PATCH", f"api/projects/{number}/", json=wanted)
    task = next(admin.tasks(number, "id"))["id"]
    shown = admin.call("GET", f"api/tasks/{task}/", params={"project": number})
    [prediction] = shown["predictions"]
    assert (prediction["model_version"], prediction["score"]) == ("mondays@1", 0.75)
    [read] = from_results(prediction["result"], ARTICLE, ["times"])
    assert [item["text"] for item in read["items"]] == ["Monday"]
