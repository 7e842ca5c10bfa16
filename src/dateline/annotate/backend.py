"""Suggestions while people work: Label Studio's ML-backend protocol over any predictor.

Label Studio asks for /health (1 s) and /setup (3 s) before every /predict (100 s), so the first
two do nothing. /setup is sent the project owner's token: it is neither kept nor logged.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import orjson
from aiohttp import web

from dateline import text as texts
from dateline.annotate.tasks import to_results
from dateline.layers import Layer

log = logging.getLogger(__name__)

Article = Mapping[str, Any]
Items = list[dict[str, Any]]
MAX_BYTES = 20_000_000  # a batch of Label Studio is five tasks


@dataclass(frozen=True)
class Predictor:
    """What makes the items of one layer."""

    version: str
    predict: Callable[[Sequence[Article]], list[Items]]  # one list of items for each article


def make_app(
    predictors: Mapping[str, Predictor],
    *,
    layers: Mapping[str, Layer] | None = None,
    max_bytes: int = MAX_BYTES,
    account: tuple[str, str] | None = None,
) -> web.Application:
    """The application. With `account` (user, password) it asks for basic authentication.

    A body of more than `max_bytes` is answered with 413, one that is no JSON with 400.
    """
    middlewares = [_guard(account)] if account else []
    app = web.Application(client_max_size=max_bytes, middlewares=middlewares)
    version = " ".join(f"{name}:{one.version}" for name, one in sorted(predictors.items()))

    async def health(request: web.Request) -> web.Response:
        return web.json_response({"status": "UP", "model_class": "dateline"})

    async def setup(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"model_version": version})

    async def versions(request: web.Request) -> web.Response:
        return web.json_response({"versions": [version]})

    async def predict(request: web.Request) -> web.Response:
        asked = await _json(request)
        tasks, names = asked.get("tasks") or [], _shown(asked.get("label_config") or "")
        chosen = {name: one for name, one in predictors.items() if name in names}
        results = await asyncio.to_thread(predictions, tasks, chosen, version, layers)
        return web.json_response({"results": results}, dumps=lambda o: orjson.dumps(o).decode())

    async def webhook(request: web.Request) -> web.Response:
        event = await _json(request)
        log.info("webhook %s", event.get("action"))
        return web.json_response({"status": "ok"})

    gets = {"/": health, "/health": health, "/versions": versions}
    posts = {"/setup": setup, "/predict": predict, "/webhook": webhook, "/train": webhook}
    app.add_routes([web.get(path, handler) for path, handler in gets.items()])
    app.add_routes([web.post(path, handler) for path, handler in posts.items()])
    return app


def predictions(
    tasks: Sequence[Mapping[str, Any]],
    predictors: Mapping[str, Predictor],
    version: str,
    layers: Mapping[str, Layer] | None = None,
) -> list[dict[str, Any]]:
    """One prediction for each task, as Label Studio wants it."""
    articles = [_article(task) for task in tasks]
    made: list[list[dict[str, Any]]] = [[] for _ in articles]
    for name, predictor in predictors.items():
        items = predictor.predict(articles)
        for at, article in enumerate(articles):
            made[at].append(
                {
                    "article": article["id"],
                    "text_sha256": article["text_sha256"],
                    "layer": name,
                    "annotator": {"id": predictor.version, "kind": "MODEL"},
                    "items": items[at],
                }
            )
    return [{"model_version": version, "result": to_results(one, layers=layers)} for one in made]


def _article(task: Mapping[str, Any]) -> dict[str, Any]:
    data, meta = task.get("data") or {}, task.get("meta") or {}
    text = str(data.get("text", ""))
    return {
        "id": str(meta.get("article") or data.get("article") or task.get("id")),
        "text": text,
        "text_sha256": texts.sha256(text),
        "title": data.get("title"),
        "published": data.get("published"),
        "blocks": meta.get("blocks") or [{"type": "PARAGRAPH", "start": 0, "end": len(text)}],
    }


def _shown(label_config: str) -> set[str]:
    """The layers of a labelling config: the names of its Labels controls."""
    try:
        root = ElementTree.fromstring(label_config)
    except ElementTree.ParseError:
        return set()
    return {str(tag.get("name")) for tag in root.iter("Labels")}


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        asked = orjson.loads(await request.read())
    except orjson.JSONDecodeError as error:
        raise web.HTTPBadRequest(text=f"the body is no JSON: {error}") from error
    if not isinstance(asked, dict):
        raise web.HTTPBadRequest(text="the body should be a JSON object")
    return asked


def _guard(account: tuple[str, str]) -> Any:
    expected = "Basic " + b64encode(":".join(account).encode()).decode()

    @web.middleware
    async def guard(request: web.Request, handler: Any) -> web.StreamResponse:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), expected.encode()):
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": 'Basic realm="dateline"'})
        response: web.StreamResponse = await handler(request)
        return response

    return guard


def serve(app: web.Application, *, port: int = 9090, host: str = "127.0.0.1") -> None:
    """Serve `app` until interrupted."""
    web.run_app(app, host=host, port=port, print=None, access_log=None)
