"""A connection to a Label Studio server: the SDK's authentication and retries, plain JSON back."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from dateline.errors import MissingExtra, Retry, Stop, Usage

PAGE = 100  # tasks in one answer; a task with 300 regions is 100 kB


class Server:
    """One server and one account. Close it, or use it in a `with`."""

    def __init__(self, url: str, token: str, *, timeout_s: float = 600, retries: int = 2) -> None:
        """`token` is a personal access token or a legacy one. `retries` is of reading calls."""
        try:
            import httpx
            from label_studio_sdk import LabelStudio
        except ImportError as error:
            raise MissingExtra("label-studio-sdk", "studio") from error
        self.url = url.rstrip("/")
        self._errors = (httpx.TransportError,)
        self._client = httpx.Client(timeout=timeout_s, trust_env=False, follow_redirects=True)
        self._sdk = LabelStudio(
            base_url=self.url, api_key=token, httpx_client=self._client, timeout=timeout_s
        )
        self._retries = retries

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
    ) -> Any:
        """The JSON that `path` answers, None for no content.

        Only GET is repeated by itself. Raises Retry where the server is out of reach or fails,
        Stop where it refuses.
        """
        options = {"max_retries": self._retries if method == "GET" else 0}
        try:
            response = self._sdk._client_wrapper.httpx_client.request(
                path,
                method=method,
                params=dict(params or {}),
                content=None if json is None else orjson.dumps(json),
                headers={"Content-Type": "application/json"},
                request_options=options,
            )
        except self._errors as error:
            raise Retry(
                f"{self.url} does not answer ({type(error).__name__}: {error}). Start it with "
                "`dateline studio up`, or check the address; then run the same command again"
            ) from error
        except Exception as error:  # the SDK's own, raised while it renews the access token
            if type(error).__name__ in ("ApiError", "UnauthorizedError"):
                raise self._refused(401, str(error), path) from error
            raise
        if response.status_code >= 400:
            raise self._refused(response.status_code, response.text, path)
        return orjson.loads(response.content) if response.content else None

    def _refused(self, status: int, body: str, path: str) -> Stop | Retry:
        said = " ".join(body.split())[:600]
        if status == 401:
            return Usage(
                f"{self.url} does not accept the token (401): {said}. Take the one of your "
                "account's page there and set LABEL_STUDIO_API_KEY"
            )
        if status in (408, 429) or status >= 500:
            return Retry(
                f"{self.url}/{path} failed ({status}): {said}. Run the same command again: "
                "it goes on where it stopped"
            )
        if status == 404:
            return Stop(
                f"{self.url}/{path} does not exist (404): was the project deleted there? "
                "`dateline studio status` lists those that exist; `dateline push` makes one"
            )
        return Stop(f"{self.url}/{path} was refused ({status}): {said}")

    @functools.cached_property
    def users(self) -> dict[int, str]:
        """Account id -> name: what people call themselves there, else their address's first part.

        Where two would be called the same, the whole address.
        """
        rows = self.call("GET", "api/users")
        names = {row["id"]: _name(row) for row in rows}
        taken = list(names.values())
        return {
            row["id"]: names[row["id"]] if taken.count(names[row["id"]]) == 1 else row["email"]
            for row in rows
        }

    def projects(self) -> Iterator[dict[str, Any]]:
        """All projects, in the order of their making."""
        page = 1
        while page:
            params = {"page": page, "page_size": PAGE, "ordering": "id"}
            answer = self.call("GET", "api/projects", params=params)
            yield from answer["results"]
            page = page + 1 if answer["next"] else 0

    def tasks(
        self,
        project: int,
        fields: str,
        *,
        filters: list[dict[str, Any]] | None = None,
        page_size: int = PAGE,
    ) -> Iterator[dict[str, Any]]:
        """The tasks that pass all `filters`, in the order of their ids, a page at a time.

        `fields` names, with commas, what is sent of each task and of its annotations, drafts and
        predictions; the id always is. Pages begin after the last id, not at a number of tasks:
        people add, change and delete tasks meanwhile.
        """
        last, full = 0, True
        while full:
            after = task_filter("id", "greater", "Number", last)
            query = {
                "ordering": ["tasks:id"],
                "filters": {"conjunction": "and", "items": [*(filters or ()), after]},
            }
            params = {
                "project": project, "fields": "all", "include": f"id,{fields}",
                "page_size": page_size, "query": orjson.dumps(query).decode(),
            }  # fmt: skip
            rows = self.call("GET", "api/tasks", params=params)["tasks"]
            yield from rows
            full = len(rows) == page_size
            last = rows[-1]["id"] if rows else last

    def latest_change(self, project: int) -> str | None:
        """The `updated_at` of the task that changed last; None where there is no task."""
        params = {
            "project": project, "fields": "task_only", "include": "id,updated_at", "page_size": 1,
            "query": orjson.dumps({"ordering": ["-tasks:updated_at"]}).decode(),
        }  # fmt: skip
        rows = self.call("GET", "api/tasks", params=params)["tasks"]
        return str(rows[0]["updated_at"]) if rows else None


def task_filter(column: str, operator: str, type_: str, value: Any) -> dict[str, Any]:
    """One condition on tasks, as the data manager writes it."""
    return {
        "filter": f"filter:tasks:{column}", "operator": operator, "type": type_, "value": value,
    }  # fmt: skip


def _name(user: Mapping[str, Any]) -> str:
    full = f"{user.get('first_name') or ''} {user.get('last_name') or ''}".strip()
    return full or str(user["email"]).partition("@")[0]
