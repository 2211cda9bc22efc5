"""A call in a thread of its own.

pyHanko runs an event loop for each call. A thread in which one is running already does not allow that, so the caller's
thread is never asked.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def apart(call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What the call gives, or raises."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call, *args, **kwargs).result()
