"""A proxy on loopback that fails as it is told: what a bad line or a dying server looks like."""

import asyncio
import threading
from collections.abc import Callable

import aiohttp
from aiohttp import web
from multidict import CIMultiDict

_HOP = ("Connection", "Content-Length", "Keep-Alive", "Transfer-Encoding", "Upgrade")


Plan = Callable[[str, str, int], int | float | str | None]


class Proxy:
    """Forwards to `target`; `plan(method, path, n)` may say what goes wrong with the n-th call.

    A whole number is a status that is answered instead; a fraction is so many seconds that the
    answer takes; "late" is an answer that is never given though the call was carried out; "cut"
    closes the connection before the call is carried out.
    """

    def __init__(self, target: str, plan: Plan) -> None:
        self.target, self.plan, self.calls = target, plan, 0
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> str:
        self._thread.start()
        self._ready.wait()
        return f"http://127.0.0.1:{self.port}"

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        app = web.Application(client_max_size=100_000_000)
        app.router.add_route("*", "/{path:.*}", self._handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._end.wait()
        await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.calls += 1
        wrong = self.plan(request.method, request.path, self.calls)
        if isinstance(wrong, int):
            return web.Response(status=wrong, text="it was told to fail")
        if wrong == "cut":
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        headers = {k: v for k, v in request.headers.items() if k not in _HOP}
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(
                request.method,
                f"{self.target}{request.path_qs}",
                data=await request.read(),
                headers=headers,
                allow_redirects=False,
            ) as answer,
        ):
            body = await answer.read()
        if wrong == "late" or isinstance(wrong, float):
            await asyncio.sleep(30 if wrong == "late" else wrong)
        back = CIMultiDict((k, v) for k, v in answer.headers.items() if k not in _HOP)
        return web.Response(status=answer.status, body=body, headers=back)
