"""Threads in which the site answers. What takes long has lanes of its own, so that no page waits behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


class Full(Exception):
    """So much waits in this lane already that one more would wait too long."""


class Lane:
    """A few threads, and a line before them that has an end."""

    def __init__(self, name: str, threads: int, most: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most = most
        self._inside = 0

    async def run(self, work: Callable[..., Result], *given: object) -> Result:
        """Do this in a thread of the lane, in turn; Full where the line has reached its end."""
        if self._inside >= self._most:
            raise Full
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *given)
        finally:
            self._inside -= 1
