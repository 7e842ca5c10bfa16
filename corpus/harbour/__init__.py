"""The Harbour, a sample newspaper written for this repository, served on the loopback address.

The pages are the files under `site/`; whatever departs from a plain file (redirects, failures,
further headers, charsets) is a route in `site.toml`. Nothing here knows a single page.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import threading
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

__all__ = ["serve"]

log = logging.getLogger(__name__)

_KEPT_IN_304 = ("ETag", "Last-Modified", "Vary")


@dataclass(frozen=True)
class Route:
    """A table of `site.toml`: what a path answers where that is not just its file."""

    path: str
    file: str | None = None
    redirect: str | None = None
    status: int = 200
    type: str | None = None
    charset: str | None = None
    last_modified: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    fail_first: int = 0


@dataclass(frozen=True)
class Page:
    """A finished answer; `fail_first` requests get a 500 before it is given."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    zipped: bytes = b""
    fail_first: int = 0


def read_pages(root: Path) -> tuple[dict[str, Page], Page]:
    """All pages of a site by `_key` of their path, and the page for a path that is not there.

    Everything is read here, so no request reaches the disk, let alone a file outside `site/`.
    """
    with (root / "site.toml").open("rb") as stream:
        config = tomllib.load(stream)
    site = root / "site"
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    files = {_key(f"/{name}"): name for name in names}
    routes = {key: Route(path=f"/{name}") for key, name in files.items()}
    routes |= {_key(table["path"]): Route(**table) for table in config["routes"]}
    pages = {
        key: _read_page(route, site / files.get(_key(route.file or route.path), ""), config)
        for key, route in routes.items()
    }
    missing = Route(path=config["not_found"], status=404)
    return pages, _read_page(missing, site / missing.path.lstrip("/"), config)


def _key(path: str) -> str:
    """A path with the endings taken off that one may leave out: `.html`, `index.html`."""
    return path.removesuffix(".html") if not path.endswith("/index.html") else path[:-10]


def _read_page(route: Route, file: Path, config: Mapping[str, Any]) -> Page:
    """The answer to a route; the same bytes and dates on every machine."""
    if route.redirect:
        headers = {**route.headers, "Location": route.redirect}
        return Page(route.status, headers, fail_first=route.fail_first)
    if not file.is_file():
        raise FileNotFoundError(f"site.toml: the route {route.path} has no file under site/")
    body = file.read_bytes()
    kind = route.type or config["types"][file.suffix]
    changed = route.last_modified or config["last_modified"]
    headers = {
        "Content-Type": f"{kind}; charset={route.charset or config['charset']}",
        "Last-Modified": format_datetime(changed.astimezone(UTC), usegmt=True),
        # Weak: one tag stands for the plain and the gzipped body (RFC 9110, section 8.8.1).
        "ETag": f'W/"{hashlib.sha256(body).hexdigest()[:20]}"',
        "Vary": "Accept-Encoding",
        **route.headers,
    }
    return Page(route.status, headers, body, gzip.compress(body, 6, mtime=0), route.fail_first)


def _is_fresh(page: Page, request: Message) -> bool:
    """Whether the client's copy is still good; a tag outranks a date (RFC 9110, section 13.2.2)."""
    if page.status != 200:
        return False
    if tags := request.get("If-None-Match"):
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or page.headers["ETag"].removeprefix("W/") in known
    try:
        since = parsedate_to_datetime(request.get("If-Modified-Since", ""))
        return parsedate_to_datetime(page.headers["Last-Modified"]) <= since
    except (ValueError, TypeError):  # no date, none that can be read, or one without a zone
        return False


def _takes_gzip(accept: str) -> bool:
    """Whether an Accept-Encoding header allows gzip: named, and not with a weight of zero."""
    codings = dict(item.replace(" ", "").lower().partition(";")[::2] for item in accept.split(","))
    return codings.get("gzip", "q=0") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # a scraper opens more connections at once than the default 5

    def __init__(self, port: int, root: Path) -> None:
        self.pages, self.missing = read_pages(root)
        self.failed: Counter[str] = Counter()
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def answer(self, path: str) -> Page:
        """The page for a request's path, which for some is a failure at first."""
        key = _key(path)
        page = self.pages.get(key, self.missing)
        if page is self.missing and f"{key}/" in self.pages:
            return Page(301, {"Location": f"{key}/"})
        with self.lock:
            if self.failed[key] < page.fail_first:
                self.failed[key] += 1
                return Page(500, {"Content-Type": "text/plain; charset=utf-8"}, b"Try again.\n")
        return page


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Harbour"
    sys_version = ""
    disable_nagle_algorithm = True  # head and body are two packets: 40 ms a page otherwise
    server: _Server

    def do_GET(self) -> None:
        page = self.server.answer(unquote(urlsplit(self.path).path))
        if _is_fresh(page, self.headers):
            self._send(304, {name: page.headers[name] for name in _KEPT_IN_304})
        elif page.zipped and _takes_gzip(self.headers.get("Accept-Encoding", "")):
            self._send(page.status, {**page.headers, "Content-Encoding": "gzip"}, page.zipped)
        else:
            self._send(page.status, page.headers, page.body)

    do_HEAD = do_GET

    def _send(self, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        log.debug(format, *args)


@contextmanager
def serve(port: int = 0, root: Path | None = None) -> Iterator[str]:
    """The address, `127.0.0.1:PORT`, at which the site answers while the context is open.

    Port 0 takes any free one. `root` holds `site.toml` and `site/`; by default this folder.
    """
    server = _Server(port, root or Path(__file__).parent)
    thread = threading.Thread(target=server.serve_forever, name="harbour", daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
