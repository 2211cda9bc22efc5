"""Extensions hang functions on every request. Here they are asked where they are needed, and not on all others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask


@contextmanager
def left_off(app: Flask) -> Iterator[None]:
    """What an extension hangs on every request while it is set up is taken off again."""
    hooks: tuple[list[Any], ...] = (
        app.before_request_funcs.setdefault(None, []),
        app.after_request_funcs.setdefault(None, []),
        app.teardown_request_funcs.setdefault(None, []),
        app.teardown_appcontext_funcs,
    )
    before = [len(functions) for functions in hooks]
    yield
    for functions, there in zip(hooks, before, strict=True):
        del functions[there:]
