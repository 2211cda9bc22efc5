"""The kinds of requirement, found by their modules: a new one is a new file here, and nothing else changes."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from lms.progress.requirement import Requirements


def _found() -> Requirements:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return Requirements(module.KIND for module in modules)


REQUIREMENTS = _found()
