"""docs/reference/data.md tells of every column, and what it says of exports is what the code does."""

import re
from pathlib import Path

import pytest

from lms.store import personal
from lms.store.tables import Base

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "data.md"
CLASSES = {"personal", "health-adjacent", "pseudonymous", "secret", "content", "operational"}


def described() -> dict[tuple[str, str], tuple[str, str, str, str]]:
    """Class, purpose, time of keeping and export of each column, by table and column."""
    found, table = {}, ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"## `(\w+)`", line):
            table = heading.group(1)
        elif row := re.fullmatch(r"\| `(\w+)` \| (.+) \| (.+) \| (.+) \| (.+) \|", line):
            column, *cells = row.groups()
            assert (table, column) not in found
            found[table, column] = (cells[0], cells[1], cells[2], cells[3])
    return found


COLUMNS = [(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.columns]


def test_the_page_and_the_tables_hold_the_same_columns() -> None:
    assert set(described()) == set(COLUMNS)


@pytest.mark.parametrize("column", COLUMNS, ids=".".join)
def test_every_column_has_its_class_its_purpose_and_its_time(column: tuple[str, str]) -> None:
    kind, purpose, kept, exported = described()[column]
    assert kind in CLASSES
    assert purpose.endswith(".")
    assert kept
    assert exported in ("yes", "no")


@pytest.mark.parametrize("column", COLUMNS, ids=".".join)
def test_what_the_page_says_of_an_export_is_so(column: tuple[str, str]) -> None:
    about_people = personal.is_about_people(Base.metadata.tables[column[0]])
    given = about_people and column not in personal.NOT_TOLD
    assert described()[column][3] == ("yes" if given else "no")


def test_no_secret_is_exported() -> None:
    assert {exported for kind, _, _, exported in described().values() if kind == "secret"} == {"no"}


def test_what_is_personal_goes_with_the_account() -> None:
    """All but a certificate's number, which its page goes on to answer to."""
    stays = {column for column, (kind, _, kept, _) in described().items() if kind == "personal" and kept == "for ever"}
    assert stays == {("certificates", "serial")}
