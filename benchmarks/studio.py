"""Push, pull and incremental pull of 2,000 articles with 60 regions each, on a real server.

usage: python benchmarks/studio.py [ARTICLES]

Prints seconds, the share of them that is ours (CPU time of this process over wall time), and the
peak memory of both sides. The articles are made of a few words; needs `dateline studio install`.
"""

from __future__ import annotations

import resource
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dateline import text as texts
from dateline.annotate.studio import server as servers
from dateline.annotate.studio.client import Server
from dateline.annotate.studio.deal import Shown, Task, deal
from dateline.annotate.studio.desk import Desk, open_desk
from dateline.annotate.studio.push import push
from dateline.annotate.studio.sync import pull_into
from dateline.project import Project

SENTENCE = (
    "On Monday Ana Tolland said that 12 boats of the Harbour Board were lost off Port Sorrel. "
)
DESK = Desk("benchmark", ("entities", "quotes", "figures"))


def article(number: int) -> dict[str, Any]:
    text = texts.normalise(f"Report {number}\n\n" + SENTENCE * 10).rstrip()
    return {"id": f"a{number}", "text": text, "text_sha256": texts.sha256(text), "blocks": []}


def annotations(article: dict[str, Any]) -> list[dict[str, Any]]:
    """Entities, quotes with cue and source, and figures: 60 regions."""
    text, made = article["text"], {"entities": [], "quotes": [], "figures": []}  # type: ignore[var-annotated]
    for at in range(10):
        base = text.index("On Monday") + at * len(SENTENCE)

        def span(words: str, base: int = base) -> dict[str, Any]:
            start = text.index(words, base)
            return {"start": start, "end": start + len(words), "text": words}

        made["entities"].append(
            {"id": f"e{at}", "type": "PERSON", **span("Ana Tolland"), "level": "NAM", "entity": "E"}
        )
        made["entities"].append({"id": f"g{at}", "type": "GPE", **span("Port Sorrel")})
        quote = {"id": f"q{at}", "type": "INDIRECT", **span("12 boats of the Harbour Board")}
        parts = {"cue": span("said"), "source": span("Ana Tolland"), "speaker": f"e{at}"}
        made["quotes"].append({**quote, **parts})
        made["figures"].append({"id": f"f{at}", "type": "COUNT", **span("12 boats"), "value": "12"})
    return [
        {
            "article": article["id"], "text_sha256": article["text_sha256"], "layer": layer,
            "annotator": {"id": "made@1", "kind": "MODEL"}, "items": items,
        }
        for layer, items in made.items()
    ]  # fmt: skip


def tasks(count: int) -> Iterator[Any]:
    for number in range(count):
        one = article(number)
        yield from deal([one], DESK, shown=lambda _, one=one: Shown(annotations(one)))


def with_annotations(task: Task) -> Task:
    """The task with its prediction as somebody's annotation: much faster than one by one."""
    [prediction] = task.body["predictions"]
    done = {"result": prediction["result"], "ground_truth": False, "lead_time": 60}
    return task._replace(body={**task.body, "annotations": [done]})


def timed(what: str, work: Callable[[], Any], running: servers.Running) -> Any:
    wall, cpu = time.monotonic(), time.process_time()
    result = work()
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    theirs = _peak(running.pid)
    print(
        f"{what:<34} {wall:7.1f} s  ours {cpu:6.1f} s ({cpu / wall:4.0%})  "
        f"peak memory: ours {ours:5.0f} MB, server {theirs:5.0f} MB",
        flush=True,
    )
    return result


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return float(status.partition("VmHWM:")[2].split()[0]) / 1024


def main(count: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        data, here = Path(folder) / "data", Project(Path(folder) / "project")
        running = servers.start(data, port=port)
        try:
            with Server(running.url, running.token) as server:
                _run(server, running, here, count)
        finally:
            servers.stop(data)


def _run(server: Server, running: servers.Running, here: Project, count: int) -> None:
    project = open_desk(server, DESK)
    number = project["id"]
    done = timed(f"push {count:,}", lambda: push(server, number, tasks(count)), running)
    assert done.made == count, done
    done = timed("push again", lambda: push(server, number, tasks(count)), running)
    assert (done.made, done.present) == (0, count), done

    second = open_desk(server, Desk("benchmark, annotated", DESK.names))
    ready = (with_annotations(task) for task in tasks(count))
    timed("import with annotations", lambda: push(server, second["id"], ready), running)

    def pull() -> Any:
        return pull_into(here, server, [second])[second["title"]]

    found = timed(f"pull {count:,}", pull, running)
    assert (found.taken, found.lines) == (count, 3 * count), (found.taken, found.quarantine[:1])
    found = timed("pull, nothing changed", pull, running)
    assert found.lines == 0
    rows = list(server.tasks(second["id"], "annotations"))[5 : count : count // 10][:10]
    for row in rows:
        path = f"api/annotations/{row['annotations'][0]['id']}/"
        results = server.call("GET", path)["result"]
        keep = [result for result in results if "entities-g9" not in result.values()]
        server.call("PATCH", path, json={"result": keep})
    found = timed("pull, ten changed", pull, running)
    assert found.lines == len(rows), found.lines


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
