"""A real web server on the loopback address whose every answer a test can choose."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dateline.scrape import Limits, ScrapeProgress, ScrapeReport, ScrapeSettings, Source, scrape

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@dataclass
class Answer:
    """What a path answers. `raw` is sent as it is, `pause_s` before every byte of it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    pause_s: float = 0.0


@dataclass
class Request:
    path: str
    headers: Mapping[str, str]


Route = Answer | Callable[[Request, int], Answer]


class Server(ThreadingHTTPServer):
    """Answers from `routes` by path; a function gets the request and how often it came before."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, Route] = {}
        self.requests: list[Request] = []
        self.counts: Counter[str] = Counter()
        self.stopped = threading.Event()
        self.guard = threading.Lock()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed in the middle is no error here."""

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def page(self, path: str, text: str, **headers: str) -> None:
        """A small HTML page."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        body = f"<!doctype html><title>{text}</title><p>{text}</p>".encode()
        self.routes[path] = Answer(body, headers={"Content-Type": "text/html", **names})

    def asked(self, path: str) -> int:
        return self.counts[path]

    def answer(self, request: Request) -> Answer:
        with self.guard:
            before = self.counts[request.path]
            self.counts[request.path] += 1
            self.requests.append(request)
        route = self.routes.get(request.path, Answer(b"nothing here", 404))
        return route(request, before) if callable(route) else route


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: Server

    def do_GET(self) -> None:
        answer = self.server.answer(Request(self.path, dict(self.headers.items())))
        if answer.raw is not None:
            self.send_raw(answer)
            return
        tag = answer.headers.get("ETag")
        if tag and self.headers.get("If-None-Match") == tag:
            answer = replace(answer, status=304, body=b"")
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def send_raw(self, answer: Answer) -> None:
        self.close_connection = True
        for byte in answer.raw or b"":
            if answer.pause_s and self.server.stopped.wait(answer.pause_s):
                return
            try:
                self.wfile.write(bytes([byte]))
                if answer.pause_s:
                    self.wfile.flush()
            except OSError:
                return

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(NOW, usegmt=True)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.stopped.set()
    server.shutdown()
    thread.join()
    server.server_close()


Scrape = Callable[..., ScrapeReport]


@pytest.fixture
def site(server: Server, tmp_path: Path) -> Scrape:
    """A scrape of the server as http://paper.example/, without pauses, into tmp_path/pages."""

    def run(
        *sources: Source,
        progress: Callable[[ScrapeProgress], None] | None = None,
        **changes: object,
    ) -> ScrapeReport:
        settings = ScrapeSettings(
            user_agent="Dateline/0.1 (+tests)",
            delay_s=0.0,
            backoff_s=0.01,
            resolve={"paper.example": server.address},
            limits=Limits(answer_s=5.0),
        )
        return scrape(
            sources,
            tmp_path / "pages",
            settings=replace(settings, **changes),  # type: ignore[arg-type]
            clock=lambda: NOW,
            rng=random.Random(0),
            progress=progress,
        )

    return run
