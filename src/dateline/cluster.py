"""Tasks on a Ray cluster: paths in, shards out. Every machine must see the project's folder at
the same path, and have the same Dateline.

Plain Ray tasks, since a worker or a machine that dies then costs its task and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from dateline.engine import Results, Task, do
from dateline.errors import MissingExtra, Usage


def on_cluster(tasks: Sequence[Task], address: str) -> Results:
    """The results of `tasks` from the cluster at `address`.

    `local` starts Ray on this machine, `auto` takes the cluster that runs here, else it is
    `HOST:PORT` or `ray://HOST:PORT`. A task whose worker died is tried once more there. Raises
    MissingExtra without Ray, Usage where no cluster answers, and what a task raises.
    """
    own = address == "local"
    try:
        import ray
    except ImportError as error:
        raise MissingExtra("ray", "ray") from error
    try:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would report to its makers
        ray.init(address, log_to_driver=False, include_dashboard=False if own else None)
    except (ConnectionError, ValueError) as error:
        raise Usage(
            f"no Ray cluster at {address!r} ({error}). "
            "Start one with `ray start --head`, or set `cluster` under [clean] in dateline.toml"
        ) from error
    try:
        remote = ray.remote(max_retries=1)(do)
        running = {remote.remote(task): task for task in tasks}
        while running:
            (ready, *_), _ = ray.wait(list(running), num_returns=1)
            task = running.pop(ready)
            try:
                yield task, ray.get(ready)
            except ray.exceptions.RayTaskError as error:
                raise error.cause from None
            except ray.exceptions.RayError:
                yield task, None
    finally:
        ray.shutdown()
