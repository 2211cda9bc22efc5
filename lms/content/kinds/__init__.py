"""The kinds of content, found by their modules: a new one is a new file here, and nothing else changes."""

from __future__ import annotations

from lms.content.reading.register import Kinds
from lms.sources.register import of_modules

KINDS = Kinds(of_modules(__name__, __path__, "KIND"))
