"""A loop of events for one test, on a thread of its own: the browser of another test may have one on this thread."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """What the work gives, once it is done."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
