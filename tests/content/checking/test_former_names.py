"""Who still writes a name that was given up is told the one of today, and --fix writes it."""

from __future__ import annotations

import pytest

from tests.content.sites import COURSE, EXAM, compiled, good_files, lesson

RENAMED = {
    "content/courses/bees/02-day-two.md": lesson("Read.", "title: The second day\nwas: second"),
    "content/assessments/final.md": "---\nwas: hard\npass_mark: 50%\ndraw: [{take: 1, from: banks/bees}]\n---\n",
}
THIRD = "content/courses/bees/03-third.md"


@pytest.mark.parametrize(
    ("files", "code", "help", "mended"),
    [
        ({THIRD: lesson("x", "title: x\nopens_after: [second]")}, "R101", "`courses/bees/day-two`", True),
        ({THIRD: lesson("x", "title: x\nopens_after: [assessments/hard]")}, "R101", "`assessments/final`", True),
        ({THIRD: lesson("Read [it](02-second.md).", "title: x")}, "M107", "`02-day-two.md`", False),
        (
            {THIRD: lesson("Sit [it](../../assessments/hard.md).", "title: x")},
            "M107",
            "`../../assessments/final.md`",
            False,
        ),
        (
            {
                COURSE: good_files()[COURSE]
                .decode()
                .replace("---\n", "---\nmodules: [{id: a, lessons: [first, second]}]\n", 1)
            },
            "C103",
            "`day-two`",
            True,
        ),
    ],
    ids=["lesson", "assessment", "link", "link to an assessment", "module"],
)
def test_the_name_of_today_is_told(files: dict[str, str], code: str, help: str, mended: bool) -> None:
    _, findings = compiled({**RENAMED, **files})
    (found,) = [one for one in findings if one.code == code]
    assert found.help == f"It is {help} now."
    assert bool(found.edits) is mended


def test_a_name_that_was_never_given_is_no_former_one() -> None:
    _, findings = compiled({EXAM: good_files()[EXAM].decode().replace("courses/bees", "courses/wasps")})
    assert "now." not in " ".join(one.help for one in findings)
