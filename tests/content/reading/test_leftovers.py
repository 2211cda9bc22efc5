"""Names of copies and of what programs leave behind, and the names that were meant."""

from __future__ import annotations

import pytest

from lms.content.reading.leftovers import as_markdown, is_left_behind, original_name


@pytest.mark.parametrize(
    "name",
    [
        *("01-one (copy).md", "01-one (1).md", "01-one - Copy.md", "01-one copy.md", "01-one copy 2.md"),
        *("01-one - Copy (2).md", "01-one_copy.md", "Copy of 01-one.md", "Kopie von 01-one.md", "01-one (kopie).md"),
        *("01-one (Rosa's conflicted copy 2026-11-30).md", "01-one.sync-conflict-20261130-101500-ABC.md"),
    ],
)
def test_a_copy_is_known_by_its_name(name: str) -> None:
    assert original_name(name) == "01-one.md"


@pytest.mark.parametrize(
    "name", ["05-copy.md", "keep-a-copy.md", "hard-copy.md", "01-one.md", "one (1).png", "notes.txt"]
)
def test_a_name_that_may_be_meant_is_none(name: str) -> None:
    assert original_name(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        *("01-one.md~", "#01-one.md#", "01-one.md.bak", "01-one.md.orig", "01-one.md.swp", "~$one.docx"),
        *("Thumbs.db", "desktop.ini", ".~lock.one.odt#", "one.md.crdownload", "one.rej"),
    ],
)
def test_what_a_program_left_behind_is_known(name: str) -> None:
    assert is_left_behind(name)


@pytest.mark.parametrize("name", ["01-one.md", "backup.md", "old.md", "original.png", "temporary.md"])
def test_what_somebody_wrote_is_not(name: str) -> None:
    assert not is_left_behind(name)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("02-two.md.txt", "02-two.md"), ("02-two.MD", "02-two.md"), ("a.markdown", "a.md"), ("b.txt.txt", "b.md")],
)
def test_a_text_gets_the_name_that_was_meant(name: str, meant: str) -> None:
    assert as_markdown(name) == meant
