"""What a word that names something leads to, beyond what the recorded cases show."""

from __future__ import annotations

from tests.content.sites import compiled, lesson

THIRD = "content/courses/bees/03-third.md"


def test_a_section_without_a_name_is_not_its_course() -> None:
    found = compiled({THIRD: lesson("x", 'title: x\nopens_after: ["#"]')})[1]
    assert [(one.code, one.place.file) for one in found] == [("R101", THIRD)]
