"""Decision records: numbered without gaps, under a page, each with what a reader needs to judge it."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, destinations, headings

FOLDER = DOCS / "decisions"
INDEX = FOLDER / "README.md"
LONGEST = 80
RECORDS = sorted(path for path in FOLDER.glob("*.md") if path != INDEX)


def test_records_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_a_record_is_named_by_number_and_title_and_is_under_a_page(record: Path) -> None:
    assert re.fullmatch(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md", record.name)
    text = record.read_text(encoding="utf-8")
    assert text.startswith(f"# {record.name[:4]}: ")
    assert text.count("\n") < LONGEST


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_a_record_tells_context_decision_evidence_and_consequences(record: Path) -> None:
    assert {"Context", "Decision", "Evidence", "Consequences"} <= set(headings(record))


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_a_record_is_in_the_index(record: Path) -> None:
    assert record in destinations(INDEX)
