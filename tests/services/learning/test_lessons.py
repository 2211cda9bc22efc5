"""What a learner sees, answers and completes, on the real store."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from lms.progress.gates import Closed
from lms.services.assessing.overview import overview
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, NotFound
from lms.services.learning import courses, lessons
from lms.store import standings
from tests.services.walks import finish_course, folded_again
from tests.support.site import FILES, House, question


def test_the_first_act_in_a_course_joins_it(house: House) -> None:
    amal = house.person()
    assert not courses.course_page(house.context, amal, "listening").joined
    lessons.answer_quiz(house.context, amal, "listening", "quiet", "quiet-one", "b")
    assert courses.course_page(house.context, amal, "listening").joined


def test_a_right_answer_is_told_with_every_why_and_the_right_answer(house: House) -> None:
    marked = lessons.answer_quiz(house.context, house.person(), "listening", "quiet", "quiet-one", "a")
    assert (marked.share, marked.correct) == (Fraction(1), True)
    assert "CANARY-why-a-quiet-one" in marked.why["a"]
    assert "The first of quiet-one" in marked.right


def test_a_wrong_answer_does_not_give_the_right_one_away(house: House) -> None:
    marked = lessons.answer_quiz(house.context, house.person(), "listening", "quiet", "quiet-one", "b")
    assert (marked.share, marked.correct, marked.right) == (Fraction(0), False, "")


def test_a_reflection_is_kept_and_never_scored(house: House) -> None:
    amal = house.person()
    marked = lessons.answer_quiz(house.context, amal, "listening", "quiet", "quiet-think", "That it is hard.")
    assert (marked.share, marked.correct) == (None, None)
    page = lessons.lesson_page(house.context, amal, "listening", "quiet")
    assert page.answers["quiet-think"].answer == "That it is hard."


def test_the_newest_answer_is_there_when_one_comes_back(house: House) -> None:
    amal = house.person()
    lessons.answer_quiz(house.context, amal, "listening", "quiet", "quiet-one", "b")
    lessons.answer_quiz(house.context, amal, "listening", "quiet", "quiet-one", "a")
    kept = lessons.lesson_page(house.context, amal, "listening", "quiet").answers["quiet-one"]
    assert (kept.answer, kept.correct, kept.tries) == ("a", True, 2)


def test_what_one_learner_answered_is_not_on_the_page_of_another(house: House) -> None:
    amal, rosa = house.person(), house.person("Rosa Lind")
    lessons.answer_quiz(house.context, amal, "listening", "quiet", "quiet-one", "b")
    assert lessons.lesson_page(house.context, rosa, "listening", "quiet").answers == {}


def test_a_lesson_is_done_when_every_scored_question_was_answered_once(house: House) -> None:
    amal = house.person()
    first = lessons.answer_quiz(house.context, amal, "listening", "quiet", "quiet-one", "b")
    second = lessons.answer_quiz(house.context, amal, "listening", "quiet", "quiet-two", "a")
    assert (first.lesson_done, second.lesson_done) == (False, True)


def test_a_lesson_that_wants_right_answers_is_done_by_them_alone(house: House) -> None:
    amal = house.person()
    finish = [("quiet", "quiet-one", "a"), ("quiet", "quiet-two", "a")]
    for lesson, quiz, given in finish:
        lessons.answer_quiz(house.context, amal, "listening", lesson, quiz, given)
    lessons.complete_lesson(house.context, amal, "listening", "asking")
    assert not lessons.answer_quiz(house.context, amal, "listening", "silence", "silence-one", "b").lesson_done
    last = lessons.answer_quiz(house.context, amal, "listening", "silence", "silence-one", "a")
    assert (last.lesson_done, last.course_done) == (True, True)


def test_a_closed_lesson_takes_neither_answers_nor_completion_and_says_why(house: House) -> None:
    amal = house.person()
    with pytest.raises(ClosedDoor) as refused:
        lessons.answer_quiz(house.context, amal, "listening", "silence", "silence-one", "a")
    assert [reason.what for reason in refused.value.reasons] == ["courses/listening#begin"]
    with pytest.raises(ClosedDoor):
        lessons.complete_lesson(house.context, amal, "listening", "silence")
    page = lessons.lesson_page(house.context, amal, "listening", "silence")
    assert not page.readable
    assert isinstance(page.gate, Closed)


def test_a_lesson_with_questions_cannot_be_marked_as_read(house: House) -> None:
    with pytest.raises(Conflict):
        lessons.complete_lesson(house.context, house.person(), "listening", "quiet")


def test_marking_a_lesson_as_read_twice_changes_nothing(house: House) -> None:
    amal = house.person()
    first = lessons.complete_lesson(house.context, amal, "listening", "asking").done
    house.clock.turn(timedelta(days=1))
    assert lessons.complete_lesson(house.context, amal, "listening", "asking").done == first


def test_an_answer_that_is_none_is_refused_in_words_and_leaves_no_trace(house: House) -> None:
    amal = house.person()
    with pytest.raises(Invalid):
        lessons.answer_quiz(house.context, amal, "listening", "quiet", "quiet-one", "z")
    assert not courses.course_page(house.context, amal, "listening").joined


def test_unknown_things_are_not_found(house: House) -> None:
    amal = house.person()
    for course, lesson, quiz in [("no", "quiet", "quiet-one"), ("listening", "no", "q"), ("listening", "quiet", "no")]:
        with pytest.raises(NotFound):
            lessons.answer_quiz(house.context, amal, course, lesson, quiz, "a")


def test_anyone_may_read_the_first_lesson_and_no_other(house: House) -> None:
    assert lessons.lesson_page(house.context, None, "listening", "quiet").readable
    assert not lessons.lesson_page(house.context, None, "listening", "asking").readable


def test_continue_leads_to_the_first_question_without_an_answer(house: House) -> None:
    amal = house.person()
    lessons.answer_quiz(house.context, amal, "listening", "quiet", "quiet-one", "a")
    step = overview(house.context, amal).next
    assert step is not None
    assert (step.path, step.quiz, step.started) == ("courses/listening/quiet", "quiet-two", True)


def test_completed_stays_completed_and_a_new_lesson_is_shown_as_new(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    more = FILES["content/courses/listening/course.md"].replace("[silence]", "[silence, later]")
    house.serve(
        {
            "content/courses/listening/course.md": more,
            "content/courses/listening/04-later.md": "---\ntitle: Later\nminutes: 3\n---\nMore.\n\n"
            + question("later-one"),
        }
    )
    page = courses.course_page(house.context, amal, "listening")
    links = {link.lesson.id: link for module in page.modules for link in module.lessons}
    assert page.done is not None
    assert (links["later"].is_new, links["silence"].is_new, links["silence"].state) == (True, False, "done")


def test_the_kept_standing_is_what_the_events_fold_to(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    with house.context.database.reading() as session:
        kept = standings.of_account(session, amal.id).course("listening")
        assert folded_again(session, amal.id, "courses/listening") == kept


def test_the_overview_names_the_way_to_a_closed_examination(house: House) -> None:
    amal = house.person()
    line = next(line for line in overview(house.context, amal).assessments if line.assessment.id == "exam")
    assert [step.path for step in line.way] == [
        "courses/listening/quiet",
        "courses/listening/asking",
        "courses/listening/silence",
    ]
