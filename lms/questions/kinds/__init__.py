"""The kinds of question, found by their modules: a new one is a new file here, and nothing else changes."""

from __future__ import annotations

from lms.questions.register import Kinds
from lms.sources.register import of_modules

KINDS = Kinds(of_modules(__name__, __path__, "KIND"))
