"""The ML-backend protocol, over HTTP on loopback."""

import asyncio
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer

from dateline.annotate.studio import from_results
from dateline.annotate.studio.backend import _article, make_app
from dateline.annotate.studio.config import config
from dateline.annotate.studio.deal import Shown, task_body
from dateline.annotate.studio.desk import Desk

from .examples import ARTICLE, TEXT, annotation, span

TASK = {"id": 7, "data": {"text": TEXT}, "meta": {"article": "a1"}}


def mondays(articles: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[Shown]:
    assert all(article["text"] == TEXT for article in articles)
    date = {"id": "t1", "type": "DATE", **span("Monday")}
    found = [annotation("times", [date])] if "times" in names else []
    return [Shown(found, (), 0.75) for _ in articles]


def ask(questions: Callable[[aiohttp.ClientSession], Awaitable[Any]], **options: Any) -> Any:
    async def run() -> Any:
        async with (
            TestServer(make_app(mondays, "mondays@1", **options)) as server,
            aiohttp.ClientSession(server.make_url("/")) as session,
        ):
            return await questions(session)

    return asyncio.run(run())


def test_health_and_setup_answer_at_once() -> None:
    async def questions(session: aiohttp.ClientSession) -> Any:
        before = time.monotonic()
        async with session.get("/health") as health:
            up = (await health.json())["status"]
        body = {"project": "1", "schema": config(["times"]), "access_token": "secret"}
        async with session.post("/setup", json=body) as setup:
            return up, await setup.json(), time.monotonic() - before

    up, setup, seconds = ask(questions)
    assert (up, setup) == ("UP", {"model_version": "mondays@1"})
    assert seconds < 1


def test_predict_knows_the_language_of_a_task_that_was_pushed() -> None:
    pushed = task_body({**ARTICLE, "language": "de"}, Shown(), Desk("times", ("times",)), None)
    assert _article(pushed)["language"] == "de"


def test_predict_gives_one_prediction_for_each_task() -> None:
    async def questions(session: aiohttp.ClientSession) -> Any:
        body = {"tasks": [TASK, TASK], "label_config": config(["entities", "times"])}
        async with session.post("/predict", json=body) as answer:
            return await answer.json()

    results = ask(questions)["results"]
    assert [(one["model_version"], one["score"]) for one in results] == [("mondays@1", 0.75)] * 2
    [read] = from_results(results[0]["result"], ARTICLE, ["times"])
    assert [item["text"] for item in read["items"]] == ["Monday"]


def test_predict_leaves_layers_alone_that_are_not_shown() -> None:
    async def questions(session: aiohttp.ClientSession) -> Any:
        body = {"tasks": [TASK], "label_config": config(["entities"])}
        async with session.post("/predict", json=body) as answer:
            return await answer.json()

    assert ask(questions)["results"][0]["result"] == []


def test_webhooks_are_taken() -> None:
    async def questions(session: aiohttp.ClientSession) -> Any:
        async with session.post("/webhook", json={"action": "ANNOTATION_CREATED"}) as answer:
            return answer.status

    assert ask(questions) == 200


def test_a_body_over_the_limit_or_without_sense_is_refused() -> None:
    async def questions(session: aiohttp.ClientSession) -> Any:
        statuses = []
        for body in (b"x" * 2000, b"{", b"[]", b'{"label_config": "<View>"}'):
            async with session.post("/predict", data=body) as answer:
                statuses.append(answer.status)
        return statuses

    assert ask(questions, max_bytes=1000) == [413, 400, 400, 400]


def test_an_account_is_asked_for_where_one_is_set() -> None:
    async def questions(session: aiohttp.ClientSession) -> Any:
        statuses = []
        for account in (b"", b"desk:no", b"desk:yes"):
            given = {"Authorization": f"Basic {b64encode(account).decode()}"}
            async with session.get("/health", headers=given) as answer:
                statuses.append(answer.status)
        return statuses

    assert ask(questions, account=("desk", "yes")) == [401, 401, 200]
