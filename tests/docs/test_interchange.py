"""The reference of what goes in and out says what the code does."""

from __future__ import annotations

import re

import pytest

from lms.interchange import moodle, qtiasking, tables
from lms.questions.kinds import KINDS
from tests.docs.pages import REFERENCE
from tests.interchange import allkinds
from tests.interchange.test_round_trips import by_qti, by_table

__all__ = ["by_qti", "by_table"]
PAGE = (REFERENCE / "interchange.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip("` "): [cell.strip() for cell in cells[1:]]
    for cells in (row.strip("|").split(" | ") for row in PAGE.splitlines() if row.startswith("| "))
}


# One that takes no shape of its own goes out by that of another, or is refused by name.
TAKING = [name for name, kind in KINDS.items() if kind.takes is not None]


def test_every_kind_of_question_that_comes_in_has_its_row() -> None:
    assert set(TAKING) <= set(ROWS)


@pytest.mark.parametrize("kind", TAKING)
def test_every_kind_goes_out_in_both_forms_as_the_table_says(kind: str) -> None:
    assert ROWS[kind][-1].startswith("yes")
    assert ROWS[kind][-2].startswith(("yes", "as a"))
    assert kind in {quiz.question.type for quiz in allkinds.bank().quizzes.values()}


def reasons() -> list[tuple[str, str]]:
    told = {**{f"Moodle {name}": why for name, (why, _) in moodle.NOT_CARRIED.items()}}
    told |= {f"QTI {name}": why for name, (why, _) in qtiasking.NOT_CARRIED.items()}
    return list(told.items())


@pytest.mark.parametrize(("what", "why"), reasons())
def test_every_reason_to_stay_behind_is_told(what: str, why: str) -> None:
    tool, name = what.split(" ")
    assert any(
        row.startswith(f"| {tool} ") and f"`{name}`" in row and row.rstrip(" |").endswith(why)
        for row in PAGE.splitlines()
    )


def test_no_other_reason_is_told() -> None:
    known = {name for what, _ in reasons() for name in [what.split(" ")[1]]}
    told = [row for row in PAGE.splitlines() if row.startswith(("| Moodle ", "| QTI "))]
    assert {name for row in told for name in re.findall("`([^`]+)`", row)} == known


def test_every_column_of_a_table_is_told() -> None:
    columns = PAGE.partition("## Columns of a table")[2].partition("## Bounds")[0]
    for name in (*tables.SINGLE, *tables.LISTED, *tables.BY_PART):
        assert re.search(rf"`{name}(?: [a-z0-9])?`", columns), name
