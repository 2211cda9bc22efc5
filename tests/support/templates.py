"""Templates that are compiled once in a process, for the many apps that tests make over the same ones."""

from __future__ import annotations

from functools import cache

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class _Compiled(BytecodeCache):
    """What was compiled, by the template's name and file; Jinja compares the text before it takes it."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


@cache
def _of_this_process() -> _Compiled:
    return _Compiled()


def compiled_once(app: Flask) -> Flask:
    """The same app, which takes a template as another app of this process has compiled it."""
    app.jinja_env.bytecode_cache = _of_this_process()
    return app
