"""The importers, found by their modules: a new one is a new file here, and nothing else changes."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from lms.interchange.importer import Importers


def _found() -> Importers:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    return Importers(module.IMPORTER for module in modules)


IMPORTERS = _found()
