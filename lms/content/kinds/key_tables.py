"""Every table of keys that an author's file can have: for the JSON Schema, the manual and whoever else lists them."""

from __future__ import annotations

from collections.abc import Mapping

from lms.content.kinds import assessment, bank, course, credential, glossary, issuer, lesson
from lms.questions.block import SCENARIO as SCENARIO
from lms.questions.block import known_to
from lms.questions.kinds import KINDS
from lms.sources.tables import Table

FRONT_MATTERS: Mapping[str, Table] = {
    "course": course.KEYS,
    "lesson": lesson.KEYS,
    "assessment": assessment.KEYS,
    "bank": bank.KEYS,
    "credential": credential.KEYS,
    "agreement": credential.AGREEMENT_KEYS,
    "issuer": issuer.KEYS,
    "glossary": glossary.KEYS,
}
"""By the kind of file, as `lms.content.reading.filing.kind_of_file` names it."""


def quizzes() -> Mapping[str, Table]:
    """By type; each holds the keys of every quiz and those of its own type."""
    return {name: known_to(kind) for name, kind in KINDS.items()}


OPTIONAL_FRONT_MATTERS = ("bank", "agreement")
"""Kinds of file that may do without a front matter."""
