"""The importers, found by their modules: a new one is a new file here, and nothing else changes."""

from __future__ import annotations

from lms.interchange.importer import Importers
from lms.sources.register import of_modules

IMPORTERS = Importers(of_modules(__name__, __path__, "IMPORTER"))
