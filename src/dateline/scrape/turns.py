"""Whose turn it is: one request at a time for each host, with a pause between two."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """The turns of all hosts. At most `concurrency` requests run at once."""

    def __init__(self, concurrency: int) -> None:
        self._slots = asyncio.Semaphore(concurrency)
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = defaultdict(float)  # seconds of the event loop's clock

    @asynccontextmanager
    async def take(self, host: str, delay_s: float) -> AsyncIterator[None]:
        """Wait for the turn; the host's next one begins at least `delay_s` after this one."""
        now = asyncio.get_running_loop().time
        async with self._locks[host]:
            while (pause := self._free_at[host] - now()) > 0:
                await asyncio.sleep(pause)
            async with self._slots:
                self._free_at[host] = now() + delay_s
                yield

    def hold(self, host: str, seconds: float) -> None:
        """Nobody asks `host` for so long."""
        until = asyncio.get_running_loop().time() + seconds
        self._free_at[host] = max(self._free_at[host], until)
