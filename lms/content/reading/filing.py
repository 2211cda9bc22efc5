"""Where files lie, and what their names say before their kind is known."""

from __future__ import annotations

import re
from typing import NamedTuple

COURSES, ASSESSMENTS, BANKS, CERTIFICATES = (
    "content/courses/",
    "content/assessments/",
    "content/assessments/banks/",
    "certificates/",
)
IN_LANGUAGE = re.compile(r"(.+)\.([A-Za-z][A-Za-z0-9_-]*)\.md")


class Original(NamedTuple):
    """What a translation translates: a file of this kind in this folder, whose name gives this id."""

    kind: str
    folder: str
    name: str
    language: str


def is_readme(name: str) -> bool:
    """Whether a file is a README, in whatever language."""
    return name[:6].lower() == "readme" and (
        name.lower() == "readme.md" or IN_LANGUAGE.sub(r"\1", name).lower() == "readme"
    )
