"""Each stretch of a file is known with its lines, so that page and file can be looked at together."""

from __future__ import annotations

from textwrap import dedent

from lms.content.editing.passages import PROSE, QUIZ, SCENARIO, UNREADABLE, Stretch, stretches_of
from lms.content.kinds.bank import read_bank
from lms.content.kinds.lesson import read_lesson
from lms.sources.diagnostics import Findings
from lms.sources.files import SourceFile

LESSON = "content/courses/c/01-l.md"


def quiz(id: str, more: str = "") -> str:
    return f"```quiz\nid: {id}\ntype: true-or-false\nquestion: Is it?\nanswer: true\n{more}```\n"


def stretches(body: str, front: str = "---\ntitle: L\n---\n") -> tuple[Stretch, ...]:
    file = SourceFile(LESSON, (front + dedent(body)).encode(), "")
    part = read_lesson(file, Findings())
    assert part is not None
    return stretches_of(file, part.blocks)


def test_every_paragraph_heading_and_list_has_its_first_and_last_line() -> None:
    found = stretches("# One\n\nTwo\nlines.\n\n- a\n- b\n\n\n> said\n")
    assert [(one.first, one.last) for one in found] == [(4, 4), (6, 7), (9, 10), (13, 13)]
    assert [one.kind for one in found] == [PROSE] * 4
    assert "<p>Two\nlines.</p>" in found[1].html


def test_a_question_is_there_whatever_its_status() -> None:
    found = stretches("Words.\n\n" + quiz("one", "status: draft\n") + "\n" + quiz("two", "status: retired\n"))
    assert [one.quiz.id for one in found if one.quiz] == ["one", "two"]
    assert [(one.first, one.last) for one in found if one.kind == QUIZ] == [(6, 12), (14, 20)]


def test_a_question_that_cannot_be_read_comes_as_it_is_written() -> None:
    found = stretches("```quiz\nid: x\ntype: nonsense\n```\n\n" + quiz("good"))
    assert [one.kind for one in found] == [UNREADABLE, QUIZ]
    assert found[0].written == "id: x\ntype: nonsense\n"
    assert found[1].quiz is not None
    assert found[1].quiz.id == "good"


def test_a_scenario_is_no_question_and_a_question_in_a_list_comes_after_it() -> None:
    scenario = "```scenario\nid: s\ntext: A story.\n```\n\n"
    found = stretches(
        scenario + "- first\n\n" + "".join(f"  {line}\n" for line in quiz("inner").splitlines()) + "- last\n"
    )
    assert [one.kind for one in found] == [SCENARIO, PROSE, QUIZ]
    assert "first" in found[1].html
    assert "last" in found[1].html
    assert found[1].holds(found[2].first)


def test_lines_are_those_of_the_file_also_without_front_matter_and_in_other_line_ends() -> None:
    file = SourceFile(
        "content/assessments/banks/b.md", b"Words.\r\n\r\n" + quiz("one").replace("\n", "\r\n").encode(), ""
    )
    part = read_bank(file, Findings())
    assert part is not None
    assert [(one.kind, one.first) for one in stretches_of(file, part.blocks)] == [(PROSE, 1), (QUIZ, 3)]


def test_a_file_that_is_no_text_has_none() -> None:
    assert stretches_of(SourceFile(LESSON, b"\xff\xfe\x00", ""), ()) == ()
