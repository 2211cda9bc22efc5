"""The kinds of content, found by their modules: a new one is a new file here, and nothing else changes."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from lms.content.reading.register import Kinds


def _found() -> Kinds:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return Kinds(module.KIND for module in modules)


KINDS = _found()
