"""The manual has an entry for everything that authors can write, and for every finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lms.content.editing import diagnostics_manual
from lms.content.kinds import assessment, bank, course, credential, issuer, lesson
from lms.content.kinds.design.template import NAMES
from lms.content.reading import for_whom
from lms.questions.kinds import KINDS
from lms.sources.files import ROOTS

DOCS = Path(__file__).parents[3] / "docs" / "reference"
FORMAT = (DOCS / "content-format.md").read_text(encoding="utf-8")
KEYS = {
    "course.md": course.KEYS,
    "A module": course.MODULE_KEYS,
    "A lesson": lesson.KEYS,
    "A bank": bank.KEYS,
    "An assessment": assessment.KEYS,
    "A line of the blueprint": assessment.DRAW_KEYS,
    "credential.md": credential.KEYS,
    "The design": tuple(NAMES),
    "issuer.md": issuer.KEYS,
}


def entries(heading: str) -> list[str]:
    """The words in the first column of the tables below a heading, up to the next one."""
    part = re.split(rf"^#+ {re.escape(heading)}$", FORMAT, flags=re.MULTILINE)[1]
    rows = re.split(r"^#+ ", part, flags=re.MULTILINE)[0]
    cells = re.findall(r"^\| (`[^|]*) \|", rows, flags=re.MULTILINE)
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize("heading", KEYS)
def test_every_key_has_its_entry(heading: str) -> None:
    own = entries(heading)
    if heading == "A lesson":
        own = own[: -len(("id", "text"))]
    assert sorted(own) == sorted(KEYS[heading])


@pytest.mark.parametrize("name", KINDS)
def test_every_type_of_question_has_its_section(name: str) -> None:
    assert f"\n## {name}\n" in (DOCS / "question-types.md").read_text(encoding="utf-8")


def test_every_word_that_a_key_can_take_is_named() -> None:
    for words in (
        for_whom.LEVELS,
        for_whom.PATHS,
        lesson.COMPLETE_WHEN,
        assessment.SHUFFLED,
        assessment.SHOWN,
        assessment.ON_RETAKE,
        assessment.DRAWN,
        credential.KINDS,
    ):
        assert all(f"`{word}`" in FORMAT for word in words)
    assert all(f"{root}/\n" in FORMAT for root in ROOTS)


def test_the_reference_of_findings_says_what_the_command_explains() -> None:
    assert (DOCS / "diagnostics.md").read_text(encoding="utf-8") == diagnostics_manual.page()
