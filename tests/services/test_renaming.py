"""What people did under a former name counts under the one of today, and nothing that is kept is changed for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from lms.progress.gates import Closed
from lms.services.assessing import attempt_list, beginning, covers, results, staff_acts
from lms.services.assessing.overview import overview
from lms.services.certifying import claiming
from lms.services.ground import renamed
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.learning import courses, lessons
from lms.store import attempts, standings
from tests.services.walks import answer as save_all
from tests.services.walks import begin, finish_course, folded_again, right_answers
from tests.support.site import FILES, House

COURSE, QUIET, ASKING, SILENCE, EXAM, LISTENER = (
    "content/courses/listening/course.md",
    "content/courses/listening/01-quiet.md",
    "content/courses/listening/02-asking.md",
    "content/courses/listening/03-silence.md",
    "content/assessments/exam.md",
    "certificates/listener/credential.md",
)


def with_front(file: str, line: str) -> str:
    return FILES[file].replace("---\n", f"---\n{line}\n", 1)


RENAMED_LESSON = {
    QUIET: "",
    "content/courses/listening/01-calm.md": with_front(QUIET, "was: quiet"),
    COURSE: FILES[COURSE].replace("[quiet, asking]", "[calm, asking]"),
}
RENAMED_COURSE = {
    **dict.fromkeys((COURSE, QUIET, ASKING, SILENCE), ""),
    "content/courses/hearing/course.md": with_front(COURSE, "was: listening"),
    "content/courses/hearing/01-quiet.md": FILES[QUIET],
    "content/courses/hearing/02-asking.md": FILES[ASKING],
    "content/courses/hearing/03-silence.md": FILES[SILENCE],
    EXAM: FILES[EXAM].replace("courses/listening", "courses/hearing"),
    LISTENER: FILES[LISTENER].replace("courses/listening", "courses/hearing"),
}
MOVED_LESSON = {
    QUIET: "",
    COURSE: FILES[COURSE].replace("[quiet, asking]", "[asking]"),
    "content/courses/resting/course.md": "---\ntitle: Resting\n---\n",
    "content/courses/resting/01-calm.md": with_front(QUIET, "was: courses/listening/quiet"),
}
RENAMED_EXAM = {
    EXAM: "",
    "content/assessments/final.md": with_front(EXAM, "was: [exam, older]"),
    LISTENER: FILES[LISTENER].replace("assessments/exam", "assessments/final"),
}


def answer(house: House, person: Person, lesson: str, quiz: str, given: str, course: str = "listening") -> None:
    house.clock.turn(timedelta(minutes=1))
    lessons.answer_quiz(house.context, person, course, lesson, quiz, given)


def pass_exam(house: House, person: Person) -> str:
    attempt = begin(house, person, "exam")
    save_all(house, person, attempt, right_answers(house, attempt))
    results.submit(house.context, person, attempt)
    return attempt


def finish_quiet(house: House, person: Person) -> None:
    answer(house, person, "quiet", "quiet-one", "a")
    answer(house, person, "quiet", "quiet-two", "b")


@pytest.mark.parametrize(
    ("changes", "course", "lesson"),
    [(RENAMED_LESSON, "listening", "calm"), (RENAMED_COURSE, "hearing", "quiet"), (MOVED_LESSON, "resting", "calm")],
    ids=["a lesson", "its course", "to another course"],
)
def test_a_lesson_that_was_finished_stays_so_under_another_name(
    house: House, changes: Mapping[str, str], course: str, lesson: str
) -> None:
    amal = house.person()
    finish_quiet(house, amal)
    done = lessons.lesson_page(house.context, amal, "listening", "quiet").done
    house.serve(changes)
    page = lessons.lesson_page(house.context, amal, course, lesson)
    assert page.done == done is not None
    assert {id: one.answer for id, one in page.answers.items()} == {"quiet-one": "a", "quiet-two": "b"}
    with pytest.raises(NotFound):
        lessons.lesson_page(house.context, amal, "listening", "quiet")


def test_what_is_answered_after_a_rename_is_added_to_what_was_before(house: House) -> None:
    amal = house.person()
    answer(house, amal, "quiet", "quiet-one", "b")
    house.serve(RENAMED_LESSON)
    answer(house, amal, "calm", "quiet-one", "a")
    page = lessons.lesson_page(house.context, amal, "listening", "calm")
    assert (page.answers["quiet-one"].answer, page.answers["quiet-one"].tries) == ("a", 2)
    assert page.done is None
    answer(house, amal, "calm", "quiet-two", "b")
    assert lessons.lesson_page(house.context, amal, "listening", "calm").done is not None


@pytest.mark.parametrize("changes", [RENAMED_LESSON, RENAMED_COURSE], ids=["lesson", "course"])
def test_what_is_kept_is_what_the_events_of_its_own_name_give(house: House, changes: Mapping[str, str]) -> None:
    amal = house.person()
    answer(house, amal, "quiet", "quiet-one", "b")
    house.serve(changes)
    course = next(iter(house.catalog.courses.values()))
    answer(house, amal, next(iter(course.lessons)), "quiet-two", "b", course.id)
    with house.context.database.reading() as session:
        kept = standings.of_account(session, amal.id).courses
        assert kept == {id: folded_again(session, amal.id, f"courses/{id}") for id in kept}
    assert courses.course_page(house.context, amal, course.id).lessons_done == 1


def test_a_course_that_was_finished_opens_what_waits_for_it_under_its_new_name(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    house.serve(RENAMED_COURSE)
    assert courses.course_page(house.context, amal, "hearing").done is not None
    assert not isinstance(covers.cover(house.context, amal, "exam").gate, Closed)


def test_a_course_stays_finished_when_a_lesson_goes_to_another_one(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    house.serve(MOVED_LESSON)
    pages = {one.course.id: one for one in overview(house.context, amal).courses}
    assert pages["listening"].done is not None
    assert pages["resting"].done is not None
    assert (pages["resting"].lessons_done, pages["resting"].joined) == (1, True)


def test_an_examination_that_was_passed_is_passed_under_its_new_name(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    attempt = pass_exam(house, amal)
    house.serve(RENAMED_EXAM)
    assert covers.cover(house.context, amal, "final").passed is not None
    assert results.result(house.context, amal, attempt).passed
    ready = {one.credential_id: one.state for one in claiming.mine(house.context, amal)}
    assert ready["listener"] == "ready"
    line = next(one for one in overview(house.context, amal).assessments if one.assessment.id == "final")
    assert line.last_result == attempt


def test_limits_count_what_was_tried_under_a_former_name(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    first = beginning.start(house.context, amal, "exam", agree=True, key="k").attempt
    house.serve(RENAMED_EXAM)
    assert beginning.start(house.context, amal, "final", agree=True, key=None).attempt.id == first.id
    results.submit(house.context, amal, first.id)
    assert beginning.start(house.context, amal, "final", agree=True, key="k").attempt.id == first.id
    gate = covers.cover(house.context, amal, "final").gate
    assert [one.kind for one in gate.reasons] == ["wait"]
    house.clock.turn(timedelta(minutes=1))
    staff_acts.grant(house.context, "staff", amal.email, "final", "The line broke down.")
    second = beginning.start(house.context, amal, "final", agree=True, key=None).attempt
    assert (second.number, second.assessment) == (2, "final")
    listed = attempt_list.listing(house.context, amal.email)
    assert [(one["assessment"], one["number"], one["left"]) for one in listed] == [("final", 1, 2), ("final", 2, 2)]


def test_a_pass_that_is_taken_back_is_gone_under_every_name(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    attempt = pass_exam(house, amal)
    house.serve(RENAMED_EXAM)
    staff_acts.reopen(house.context, "staff", attempt, "Handed in by mistake.")
    assert covers.cover(house.context, amal, "final").passed is None
    assert covers.cover(house.context, amal, "final").running == attempt


def test_a_second_pass_is_not_written_down_after_a_rename(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    pass_exam(house, amal)
    house.serve(RENAMED_EXAM)
    with pytest.raises(Conflict):
        staff_acts.grant(house.context, "staff", amal.email, "final", "One more.")


def test_rows_keep_the_names_that_they_were_written_with(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    attempt = pass_exam(house, amal)
    house.serve(RENAMED_EXAM)
    overview(house.context, amal)
    with house.context.database.reading() as session:
        found = attempts.find(session, amal.id, attempt)
        assert found is not None
        assert found.assessment == "exam"
        assert set(standings.of_account(session, amal.id).passed) == {"exam"}


def test_no_service_reads_what_somebody_did_by_another_way() -> None:
    ways = re.compile(
        r"(standings\.(of_account|with_last_answers)|attempts\.(find_started|drawn_before)|grants\.given)"
    )
    services = Path(renamed.__file__).parents[1]
    found = {file.name for file in services.rglob("*.py") if ways.search(file.read_text(encoding="utf-8"))}
    assert found == {"renamed.py"}
