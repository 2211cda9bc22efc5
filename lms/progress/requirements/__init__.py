"""The kinds of requirement, found by their modules: a new one is a new file here, and nothing else changes."""

from __future__ import annotations

from lms.progress.requirement import Requirements
from lms.sources.register import of_modules

REQUIREMENTS = Requirements(of_modules(__name__, __path__, "KIND"))
