"""What covers what: found where somebody keeps the books, and never of what is only begun."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lms.content.compiling.cache import Cache
from lms.content.compiling.compiler import compile_catalog, world_of
from lms.content.writing.coverage import in_percent
from lms.content.writing.report import Report, as_json, as_text, report_on
from tests.content.sites import BANK, COURSE, EXAM, LESSON, SECOND, TODAY, good_files, quiz, site_with
from tests.content.writing.corpus import codes

THIRD = "content/courses/bees/03-third.md"


def course(*objectives: str) -> str:
    lines = "".join(f"  {name}: Do it.\n" for name in objectives)
    return f"---\ntitle: Keeping bees\nobjectives:\n{lines}---\nAbout bees.\n"


def teaching(*objectives: str, body: str = "Read.\n") -> str:
    named = f"objectives: [{', '.join(objectives)}]\n" if objectives else ""
    return f"---\ntitle: x\n{named}---\n{body}"


def of(objective: str, count: int, prefix: str) -> str:
    return "\n".join(quiz(f"{prefix}-{n}", f"objective: {objective}\n") for n in range(count))


def test_a_course_that_is_only_begun_lacks_nothing() -> None:
    assert codes({COURSE: course("calm-hands", "smoke-use"), SECOND: teaching("calm-hands")}) == []
    assert codes({COURSE: course("calm-hands", "smoke-use"), SECOND: teaching(), THIRD: teaching("calm-hands")}) == []


def test_an_objective_that_a_quiz_practises_is_taught() -> None:
    files = {
        COURSE: course("calm-hands", "smoke-use"),
        SECOND: teaching("calm-hands", body=of("smoke-use", 1, "s")),
        THIRD: teaching("calm-hands"),
    }
    assert codes(files) == []


def test_an_objective_of_another_course_may_be_taught_in_this_one() -> None:
    wasps = {
        f"content/courses/wasps/day-{n}.md": teaching("sting-care", body=of("sting-care", 2, f"w{n}"))
        for n in (1, 2, 3)
    }
    wasps["content/courses/wasps/course.md"] = course("sting-care", "nest-far").replace("Keeping bees", "Wasps")
    assert codes(wasps) == ["W301", "W302"]
    assert codes({**wasps, SECOND: teaching("nest-far")}) == ["W302"]
    assert codes({**wasps, SECOND: teaching("nest-far", body=of("nest-far", 1, "n"))}) == []


def test_questions_that_nobody_sees_cover_nothing() -> None:
    files = {
        COURSE: course("calm-hands", "smoke-use"),
        SECOND: teaching("smoke-use", body=of("calm-hands", 3, "c")),
        THIRD: teaching("smoke-use", body=quiz("s-1", "objective: smoke-use\nstatus: draft\n")),
    }
    assert codes(files) == ["W302"]


def exam(lines: str) -> str:
    return f"---\ntitle: x\nopens_after: [courses/bees]\npass_mark: 75%\ndraw:\n{lines}---\nTake your time.\n"


SMOKE = "  - {take: 12, from: banks/big, objective: smoke-use}\n"
BIG = "content/assessments/banks/big.md"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (SMOKE, ["W304"]),
        ("  - {take: 7, from: banks/big, objective: smoke-use}\n", []),
        ("  - {take: 12, from: banks/big}\n", []),
        (SMOKE + "  - {take: 1, from: banks/big, objective: honey-safe}\n", []),
    ],
)
def test_a_long_examination_draws_from_all_that_its_course_promises(lines: str, found: list[str]) -> None:
    files = {
        COURSE: course("calm-hands", "smoke-use", "honey-safe"),
        SECOND: teaching("smoke-use"),
        THIRD: teaching("honey-safe"),
        BIG: "---\ntitle: Big\n---\n" + of("smoke-use", 14, "s") + "\n" + of("honey-safe", 3, "h"),
        EXAM: exam(lines + "  - {take: 2, from: banks/bees}\n"),
    }
    assert codes(files) == found


def report(files: dict[str, str], only: str = "") -> Report:
    tree, cache = site_with(files), Cache()
    compile_catalog(tree, today=TODAY, cache=cache, writing=True)
    return report_on(world_of(tree, cache), cache.writings, lambda file: file.startswith(only))


def test_the_report_has_the_grade_and_the_worst_sentences_of_each_text() -> None:
    easy = "You stand beside the hive and wait. The bees come and go, and you look at them. " * 20
    (row,) = [row for row in as_json(report({SECOND: teaching(body=easy)}))["reading"] if row["file"] == SECOND]  # type: ignore[attr-defined]
    assert (row["words"], row["sentences"], row["grade"]) == (340, 40, "0.2")
    assert row["worst"][0]["line"] == 4
    (short,) = [row for row in as_json(report({}))["reading"] if row["file"] == LESSON]  # type: ignore[attr-defined]
    assert (short["grade"], short["words"]) == (None, 4)


def test_the_report_has_a_row_for_each_objective() -> None:
    files = {COURSE: course("calm-hands", "smoke-use"), SECOND: teaching("smoke-use", body=of("smoke-use", 2, "s"))}
    rows = [(row.objective.text, row.lessons, row.practice, dict(row.banks)) for row in report(files).rows]
    assert rows == [("calm-hands", ("first",), 1, {"bees": 2}), ("smoke-use", ("second",), 2, {})]


def test_the_report_has_the_overlap_of_each_paper() -> None:
    (one,) = report({}).overlaps
    assert (one.assessment, one.questions, one.there) == ("exam", 1, 2)
    assert [(seen.attempt, str(seen.low), str(seen.high)) for seen in one.seen] == [(2, "0", "0"), (3, "1", "1")]
    fewer = good_files()[EXAM].decode().replace("pass_mark:", "attempts: 2\non_retake: any\npass_mark:")
    (one,) = report({EXAM: fewer}).overlaps
    assert [(seen.attempt, seen.low) for seen in one.seen] == [(2, Fraction(1, 2))]
    assert as_json(report({EXAM: fewer}))["overlap"] == [
        {
            "assessment": "exam",
            "questions": 1,
            "there": 2,
            "attempts": [{"attempt": 2, "least": "1/2", "most": "1/2"}],
        }
    ]


def test_a_paper_that_cannot_be_drawn_has_no_overlap() -> None:
    assert report({EXAM: good_files()[EXAM].decode().replace("take: 1", "take: 9")}).overlaps == ()


def test_the_report_on_some_files_leaves_the_others_out() -> None:
    found = report({}, "content/courses/")
    assert {file.split("/")[1] for file, _, _ in found.readings} == {"courses"}
    assert [len(found.rows), len(found.overlaps)] == [1, 0]
    assert as_text(report({}, "nowhere")) == "There is nothing to report on yet."


def test_the_report_in_words() -> None:
    text = as_text(report({}))
    assert f"  {LESSON}: no grade, 4 words in 1 sentence\n    line 8, 4 words: Bees see what moves:" in text
    assert "    calm-hands: taught in first; asked for by 1 in practice; 2 in banks/bees" in text
    assert "  exam: 1 question out of 2; 2nd attempt 0%, 3rd attempt 100%" in text
    assert BANK not in text


def test_shares_are_written_as_people_read_them() -> None:
    assert [in_percent(share) for share in (Fraction(1), Fraction(1, 3), Fraction(1, 1000))] == [
        "100%",
        "33.3%",
        "0.1%",
    ]


def test_a_lesson_that_merely_asks_for_an_objective_does_not_teach_it() -> None:
    files = {
        COURSE: course("calm-hands", "smoke-use"),
        SECOND: teaching("smoke-use"),
        THIRD: teaching("calm-hands", body=of("smoke-use", 2, "s")),
    }
    rows = {row.objective.text: (row.lessons, row.practice) for row in report(files).rows}
    assert rows["smoke-use"] == (("second",), 2)


def test_the_lessons_of_an_objective_come_as_they_are_taught() -> None:
    modules = "modules:\n  - {id: a, lessons: [third]}\n  - {id: b, lessons: [second, first]}\n"
    files = {
        COURSE: course("smoke-use").replace("objectives:", f"{modules}objectives:"),
        SECOND: teaching("smoke-use"),
        THIRD: teaching("smoke-use"),
    }
    assert report(files).rows[0].lessons == ("third", "second")


def test_the_report_tells_where_the_right_options_of_a_bank_stand() -> None:
    def choose(id: str, answer: str, *options: str, more: str = "") -> str:
        lines = "".join(f"  {letter}: {words}\n" for letter, words in zip("abc", options, strict=False))
        return f"```quiz\nid: {id}\ntype: choose-one\nquestion: x?\noptions:\n{lines}answer: {answer}\n{more}```\n"

    blocks = [
        choose("one", "a", "Wait.", "Wait a day.", "Go."),
        choose("two", "b", "Wait.", "Wait a whole day.", "Go now."),
        choose("three", "b", "Wait.", "Go.", "Wait now."),
        choose("four", "c", "Wait.", "Go.", "Come.", more="status: retired\n"),
    ]
    found = report({BANK: "---\ntitle: Bees\n---\n" + "\n".join(blocks)})
    (one,) = found.spreads
    assert (one.bank, one.questions, one.letters, one.longest, one.shortest) == ("bees", 3, {"a": 1, "b": 2}, 1, 1)
    assert "  banks/bees: 3 questions with one right option: a 1, b 2; alone the longest in 1" in as_text(found)
    assert as_json(found)["keys"] == [one._asdict()]
