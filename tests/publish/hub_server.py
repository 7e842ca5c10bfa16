"""A server on loopback that speaks as much of the Hub's protocol as uploading and loading need."""

import base64
import contextlib
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Reply = tuple[int, Any, dict[str, str]]


class Hub:
    """The repositories of the server: files by path, and a number for each commit."""

    def __init__(self) -> None:
        self.repos: dict[str, dict[str, bytes]] = {}
        self.large: dict[str, bytes] = {}
        self.commits = 0
        self.status = 0  # answer everything with this, where it is not 0
        self.routes: list[tuple[re.Pattern[str], Callable[..., Reply]]] = [
            (re.compile(pattern), function)
            for pattern, function in (
                (r"/api/repos/create", self.create),
                (r"/api/validate-yaml", lambda **_: (200, {"errors": [], "warnings": []}, {})),
                (r"/api/datasets/(?P<repo>\w+/\w+)/preupload/\w+", self.preupload),
                (r"/api/datasets/(?P<repo>\w+/\w+)/commit/\w+", self.commit),
                (r"/api/datasets/(?P<repo>\w+/\w+)/tree/\w+/?(?P<path>.*)", self.tree),
                (r"/api/datasets/(?P<repo>\w+/\w+)/paths-info/\w+", self.paths),
                (r"/api/datasets/(?P<repo>\w+/\w+)(/revision/\w+)?", self.about),
                (r"/datasets/(?P<repo>\w+/\w+)\.git/info/lfs/objects/batch", self.batch),
                (r"/large/(?P<oid>\w+)", self.store),
                (r"/datasets/(?P<repo>\w+/\w+)/resolve/\w+/(?P<path>.+)", self.resolve),
            )
        ]

    @property
    def sha(self) -> str:
        return f"{self.commits:040x}"

    def answer(self, path: str, body: bytes, address: str) -> Reply:
        if self.status:
            return self.status, {"error": "as the test wants it"}, {}
        for pattern, function in self.routes:
            match = pattern.fullmatch(path)
            if match:
                return function(**match.groupdict(), body=body, address=address)
        return 404, {"error": f"no route for {path}"}, {}

    def create(self, *, body: bytes, address: str) -> Reply:
        found = json.loads(body)
        repo = f"{found.get('organization') or 'me'}/{found['name']}"
        self.repos.setdefault(repo, {})
        return 200, {"url": f"{address}/datasets/{repo}", "name": repo, "id": repo}, {}

    def preupload(self, repo: str, *, body: bytes, address: str) -> Reply:
        files = [
            {"path": file["path"], "uploadMode": _mode(file["path"]), "shouldIgnore": False}
            for file in json.loads(body)["files"]
        ]
        return 200, {"files": [{**file, "oid": None} for file in files]}, {}

    def commit(self, repo: str, *, body: bytes, address: str) -> Reply:
        files = self.repos[repo]
        self.commits += 1
        for line in body.decode().splitlines():
            found = json.loads(line)
            value = found["value"]
            if found["key"] == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            elif found["key"] == "lfsFile":
                files[value["path"]] = self.large[value["oid"]]
            elif found["key"] == "deletedFile":
                del files[value["path"]]
        url = f"{address}/datasets/{repo}/commit/{self.sha}"
        return 200, {"success": True, "commitOid": self.sha, "commitUrl": url, "hookOutput": ""}, {}

    def tree(self, repo: str, path: str, *, body: bytes, address: str) -> Reply:
        prefix = f"{path}/" if path else ""
        inside = {name for name in self.repos.get(repo, {}) if name.startswith(prefix)}
        entries = [self._entry(repo, name) for name in sorted(inside)]
        folders = {name.rpartition("/")[0] for name in inside if "/" in name[len(prefix) :]}
        return 200, [*entries, *map(_folder, sorted(folders))], {}

    def paths(self, repo: str, *, body: bytes, address: str) -> Reply:
        text = body.decode()
        wanted = json.loads(text)["paths"] if text.startswith("{") else parse_qs(text)["paths"]
        files = self.repos[repo]
        found = [self._entry(repo, name) for name in wanted if name in files]
        folders = [n for n in wanted if any(file.startswith(f"{n}/") for file in files)]
        return 200, [*found, *map(_folder, folders)], {}

    def about(self, repo: str, *, body: bytes, address: str, **_: Any) -> Reply:
        if repo not in self.repos:
            return 404, {"error": "Repository not found"}, {"X-Error-Code": "RepoNotFound"}
        day = "2026-01-01T00:00:00.000Z"
        found = {
            "_id": "1", "id": repo, "sha": self.sha, "private": False, "gated": False,
            "disabled": False, "downloads": 0, "likes": 0, "tags": [], "lastModified": day,
            "createdAt": day, "siblings": [{"rfilename": name} for name in self.repos[repo]],
        }  # fmt: skip
        return 200, found, {}

    def batch(self, repo: str, *, body: bytes, address: str) -> Reply:
        objects = [
            {**found, "actions": {"upload": {"href": f"{address}/large/{found['oid']}"}}}
            for found in json.loads(body)["objects"]
        ]
        kind = {"Content-Type": "application/vnd.git-lfs+json"}
        return 200, {"transfer": "basic", "objects": objects}, kind

    def store(self, oid: str, *, body: bytes, address: str) -> Reply:
        if hashlib.sha256(body).hexdigest() != oid:
            return 400, {"error": "another file"}, {}
        self.large[oid] = body
        return 200, {}, {}

    def resolve(self, repo: str, path: str, *, body: bytes, address: str) -> Reply:
        data = self.repos.get(repo, {}).get(path)
        about = {"X-Repo-Commit": self.sha, "Accept-Ranges": "bytes"}
        if data is None:
            return 404, {"error": "no such file"}, {**about, "X-Error-Code": "EntryNotFound"}
        return 200, data, {**about, "ETag": f'"{hashlib.sha256(data).hexdigest()}"'}

    def _entry(self, repo: str, name: str) -> dict[str, Any]:
        data = self.repos[repo][name]
        found = {"type": "file", "path": name, "size": len(data)}
        found["oid"] = hashlib.sha1(data).hexdigest()
        if _mode(name) == "lfs":
            oid = hashlib.sha256(data).hexdigest()
            found["lfs"] = {"oid": oid, "size": len(data), "pointerSize": 134}
        return found


def _mode(path: str) -> str:
    return "lfs" if path.endswith(".parquet") else "regular"


def _folder(path: str) -> dict[str, Any]:
    return {"type": "directory", "path": path, "oid": "d" * 40, "size": 0}


@contextlib.contextmanager
def serve(hub: Hub) -> Iterator[str]:
    """The address of a server of `hub`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def _body(self) -> bytes:
            if "chunked" not in (self.headers.get("Transfer-Encoding") or ""):
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        def _answer(self) -> None:
            address = f"http://{self.headers['Host']}"
            path = unquote(urlsplit(self.path).path)
            status, value, headers = hub.answer(path, self._body(), address)
            data = value if isinstance(value, bytes) else json.dumps(value).encode()
            wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
            if wanted and status == 200 and self.command == "GET":
                first, last = int(wanted[1]), int(wanted[2] or len(data) - 1)
                headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
                status, data = 206, data[first : last + 1]
            self.send_response(status)
            headers.setdefault("Content-Type", "application/json")
            for name, text in {**headers, "Content-Length": str(len(data))}.items():
                self.send_header(name, text)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_HEAD = _answer

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
