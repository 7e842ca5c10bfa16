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
from typing import Any
from xml.etree import ElementTree

import orjson
from aiohttp import web

from dateline import text as texts
from dateline.annotate.studio.controls import PIECES
from dateline.annotate.studio.deal import Shown
from dateline.annotate.studio.tasks import to_results
from dateline.layers import Layer

log = logging.getLogger(__name__)

Article = Mapping[str, Any]
MAX_BYTES = 20_000_000  # a batch of Label Studio is five tasks


# Articles and the layers that the project shows -> for each article what to suggest.
Suggest = Callable[[Sequence[Article], Sequence[str]], Sequence[Shown]]


def make_app(
    suggest: Suggest,
    version: str,
    *,
    layers: Mapping[str, Layer] | None = None,
    max_bytes: int = MAX_BYTES,
    account: tuple[str, str] | None = None,
) -> web.Application:
    """The application; `version` names what suggests.

    With `account` (user, password) it asks for basic authentication. A body of more than
    `max_bytes` is answered with 413, one that is no JSON with 400.
    """
    middlewares = [_guard(account)] if account else []
    app = web.Application(client_max_size=max_bytes, middlewares=middlewares)

    async def health(request: web.Request) -> web.Response:
        return web.json_response({"status": "UP", "model_class": "dateline"})

    async def setup(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"model_version": version})

    async def versions(request: web.Request) -> web.Response:
        return web.json_response({"versions": [version]})

    async def predict(request: web.Request) -> web.Response:
        asked = await _json(request)
        articles = [_article(task) for task in asked.get("tasks") or ()]
        names = _shown(asked.get("label_config") or "")
        made = await asyncio.to_thread(suggest, articles, names)
        results = [_prediction(shown, version, layers) for shown in made]
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


def _prediction(shown: Shown, version: str, layers: Mapping[str, Layer] | None) -> dict[str, Any]:
    result = to_results(shown.suggestions, layers=layers)
    prediction = {"model_version": version, "result": result}
    return prediction if shown.score is None else {**prediction, "score": shown.score}


def _article(task: Mapping[str, Any]) -> dict[str, Any]:
    data, meta = task.get("data") or {}, task.get("meta") or {}
    text = str(data.get("text", ""))
    return {
        "id": str(meta.get("article") or data.get("article") or task.get("id")),
        "text": text,
        "text_sha256": texts.sha256(text),
        "language": meta.get("language"),
        "title": data.get("title"),
        "published": data.get("published"),
        "blocks": meta.get("blocks") or [{"type": "PARAGRAPH", "start": 0, "end": len(text)}],
    }


def _shown(label_config: str) -> list[str]:
    """The layers of a labelling config: the names of its Labels controls."""
    try:
        root = ElementTree.fromstring(label_config)
    except ElementTree.ParseError as error:
        raise web.HTTPBadRequest(text=f"label_config is no XML: {error}") from error
    return [str(tag.get("name")) for tag in root.iter("Labels") if tag.get("name") != PIECES]


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
