"""An examination from its cover to its result: invariants “Examination” 1 and 3 to 8."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from fractions import Fraction

import pytest

from lms.services.assessing import beginning, covers, results, sitting
from lms.services.granting import extra_time
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, NotFound
from lms.store import attempts
from tests.services.walks import answer, begin, finish_course, right_answers, wrong_answers
from tests.support.site import FILES, House, question


def test_a_closed_door_names_every_reason_on_the_cover_and_at_the_act(house: House) -> None:
    amal = house.person()
    cover = covers.cover(house.context, amal, "exam")
    with pytest.raises(ClosedDoor) as refused:
        beginning.start(house.context, amal, "exam", agree=True, key=None)
    assert refused.value.reasons == cover.gate.reasons
    assert [reason.what for reason in refused.value.reasons] == ["courses/listening"]


def test_an_examination_begins_only_after_the_statement_is_agreed_to(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    with pytest.raises(Invalid) as refused:
        beginning.start(house.context, amal, "exam", agree=False, key=None)
    assert refused.value.field == "agree"
    assert beginning.start(house.context, amal, "exam", agree=True, key=None).created


def test_to_begin_again_comes_back_to_the_attempt_under_way(house: House) -> None:
    amal = house.person()
    first = beginning.start(house.context, amal, "open", agree=True, key="one")
    again = beginning.start(house.context, amal, "open", agree=True, key="two")
    assert (again.attempt.id, again.created) == (first.attempt.id, False)
    assert again.attempt.items == first.attempt.items


def test_the_same_key_gives_the_same_attempt_after_its_end_too(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal, key="one")
    results.submit(house.context, amal, attempt)
    again = beginning.start(house.context, amal, "open", agree=True, key="one")
    assert (again.attempt.id, again.attempt.state, again.created) == (attempt, "submitted", False)


def test_a_key_is_one_learners_own(house: House) -> None:
    first = begin(house, house.person(), key="one")
    assert begin(house, house.person("Rosa Lind"), key="one") != first


def test_an_attempt_of_somebody_else_is_as_unknown_as_none(house: House) -> None:
    attempt = begin(house, house.person())
    rosa = house.person("Rosa Lind")
    for id in (attempt, "no-such-attempt"):
        for act in (sitting.attempt, sitting.put_aside, sitting.go_on, results.submit, results.result):
            with pytest.raises(NotFound) as refused:
                act(house.context, rosa, id)
            assert refused.value.message == "There is no such try here."
        with pytest.raises(NotFound):
            sitting.save(house.context, rosa, id, 1, "a", 1)


def test_a_question_that_was_not_drawn_takes_no_answer(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    for n in (0, 4, -1):
        with pytest.raises(NotFound):
            sitting.save(house.context, amal, attempt, n, "a", 1)


def test_a_saved_answer_is_there_on_every_device(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    given = right_answers(house, attempt)[2]
    saved = sitting.save(house.context, amal, attempt, 2, given, 7)
    assert (saved.answer, saved.seq, saved.saved_at) == (given, 7, house.clock())
    assert sitting.attempt(house.context, amal, attempt).items[1].answer == given


def test_an_older_save_never_overwrites_a_newer_one(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    right, wrong = right_answers(house, attempt)[1], wrong_answers(house, attempt)[1]
    sitting.save(house.context, amal, attempt, 1, right, 8)
    for seq in (7, 8):
        kept = sitting.save(house.context, amal, attempt, 1, wrong, seq)
        assert (kept.answer, kept.seq) == (right, 8)


def test_an_answer_can_be_taken_back(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    answer(house, amal, attempt, right_answers(house, attempt))
    sitting.save(house.context, amal, attempt, 1, None, None)
    assert sitting.attempt(house.context, amal, attempt).unanswered == (1,)


@pytest.mark.parametrize("seq", [0, -1, 2**60])
def test_a_seq_out_of_bounds_is_refused(house: House, seq: int) -> None:
    amal = house.person()
    with pytest.raises(Invalid):
        sitting.save(house.context, amal, begin(house, amal), 1, "a", seq)


def test_the_page_of_an_attempt_has_no_room_for_a_solution(house: House) -> None:
    page = sitting.attempt(house.context, amal := house.person(), begin(house, amal))
    shown = {"n", "question", "answer", "seq", "saved_at", "marked", "language"}
    assert {field.name for field in fields(page.items[0])} == shown
    assert "CANARY" not in repr(page)


def test_seventy_five_percent_meet_a_pass_mark_of_seventy_five_percent(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    attempt = begin(house, amal, "exam")
    scored = [item.n for item in sitting.attempt(house.context, amal, attempt).items if item.question.scored]
    right = right_answers(house, attempt)
    answer(house, amal, attempt, {n: right[n] for n in scored[:3]})
    result = results.submit(house.context, amal, attempt)
    assert (result.share, result.passed) == (Fraction(3, 4), True)


def test_two_thirds_do_not_meet_a_pass_mark_of_sixty_seven_percent(house: House) -> None:
    exam = FILES["content/assessments/open.md"].replace("50%", "67%")
    house.serve({"content/assessments/open.md": exam})
    amal = house.person()
    attempt = begin(house, amal)
    right = right_answers(house, attempt)
    answer(house, amal, attempt, {1: right[1], 2: right[2]})
    result = results.submit(house.context, amal, attempt)
    assert (result.share, result.passed) == (Fraction(2, 3), False)


def test_handing_in_again_gives_the_same_result(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    first = results.submit(house.context, amal, attempt)
    house.clock.turn(timedelta(hours=5))
    assert results.submit(house.context, amal, attempt) == first


def test_after_the_end_nothing_is_saved(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    results.submit(house.context, amal, attempt)
    before = sitting.attempt(house.context, amal, attempt).items
    with pytest.raises(Conflict):
        sitting.save(house.context, amal, attempt, 1, before[0].question.body.options[0].key, 99)
    assert sitting.attempt(house.context, amal, attempt).items == before


def test_two_seconds_after_the_deadline_still_count_and_then_no_more(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    right = right_answers(house, attempt)
    house.clock.turn(timedelta(minutes=30, seconds=2))
    sitting.save(house.context, amal, attempt, 1, right[1], 1)
    house.clock.turn(timedelta(milliseconds=1))
    with pytest.raises(Conflict):
        sitting.save(house.context, amal, attempt, 2, right[2], 1)


def test_an_abandoned_attempt_is_closed_and_marked_on_what_was_saved(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    right = right_answers(house, attempt)
    answer(house, amal, attempt, {1: right[1], 2: right[2]})
    house.clock.turn(timedelta(minutes=31))
    assert sitting.close_overdue(house.context) == 1
    result = results.result(house.context, amal, attempt)
    assert (result.state, result.share, result.passed) == ("expired", Fraction(2, 3), True)
    assert sitting.close_overdue(house.context) == 0


def test_a_late_hand_in_gives_the_result_of_what_was_saved_in_time(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    house.clock.turn(timedelta(minutes=31))
    assert results.submit(house.context, amal, attempt).state == "expired"


def test_extra_time_multiplies_the_limit(house: House) -> None:
    amal = house.person()
    extra_time.set_extra_time(house.context, "test", amal.email, "2", "agreed")
    attempt = sitting.attempt(house.context, amal, begin(house, amal))
    assert attempt.deadline == house.clock() + timedelta(hours=1)
    assert covers.cover(house.context, amal, "open").minutes_allowed == 60


def test_attempts_are_counted_and_the_door_says_so(house: House) -> None:
    amal = house.person()
    for _ in range(2):
        results.submit(house.context, amal, begin(house, amal))
    with pytest.raises(ClosedDoor) as refused:
        begin(house, amal)
    assert [reason.kind for reason in refused.value.reasons] == ["attempts"]


def test_the_wait_between_attempts_grows_and_says_until_when(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    for wait in (timedelta(hours=1), timedelta(days=1)):
        results.submit(house.context, amal, begin(house, amal, "exam"))
        with pytest.raises(ClosedDoor) as refused:
            begin(house, amal, "exam")
        assert [reason.until for reason in refused.value.reasons] == [house.clock() + wait]
        house.clock.turn(wait)
    assert begin(house, amal, "exam")


def test_what_is_passed_is_not_sat_again(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    answer(house, amal, attempt, right_answers(house, attempt))
    assert results.submit(house.context, amal, attempt).passed
    with pytest.raises(ClosedDoor) as refused:
        begin(house, amal)
    assert [reason.kind for reason in refused.value.reasons] == ["passed"]


def test_a_retake_prefers_questions_that_were_not_seen(house: House) -> None:
    amal = house.person()
    drawn = []
    for _ in range(2):
        attempt = begin(house, amal)
        with house.context.database.reading() as session:
            drawn.append({item.source for item in attempts.solved_items(session, attempt)})
        results.submit(house.context, amal, attempt)
    assert not drawn[0] & drawn[1]


def test_put_aside_on_one_device_and_taken_up_on_another(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    attempt = begin(house, amal, "exam")
    answer(house, amal, attempt, {1: right_answers(house, attempt)[1]})
    aside = sitting.put_aside(house.context, amal, attempt)
    assert (aside.state, aside.items) == ("paused", ())
    with pytest.raises(Conflict, match="put aside"):
        sitting.save(house.context, amal, attempt, 1, None, 99)
    back = sitting.go_on(house.context, amal, attempt)
    assert back.state == "running"
    assert back.items[0].answer is not None


def test_an_untimed_examination_is_put_aside_only_as_often_as_it_allows(house: House) -> None:
    exam = FILES["content/assessments/exam.md"].replace("attempts: 3", "attempts: 3\nsittings: 1")
    house.serve({"content/assessments/exam.md": exam})
    amal = house.person()
    finish_course(house, amal)
    attempt = begin(house, amal, "exam")
    sitting.put_aside(house.context, amal, attempt)
    assert not sitting.go_on(house.context, amal, attempt).may_put_aside
    with pytest.raises(Conflict):
        sitting.put_aside(house.context, amal, attempt)


def test_a_timed_examination_is_not_put_aside(house: House) -> None:
    amal = house.person()
    with pytest.raises(Conflict):
        sitting.put_aside(house.context, amal, begin(house, amal))


def test_an_edit_changes_no_attempt_under_way_and_no_finished_result(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    page = sitting.attempt(house.context, amal, attempt)
    answer(house, amal, attempt, right_answers(house, attempt))
    bank = "---\ntitle: Listening\nobjective: listening\n---\n"
    turned = "".join(question(f"bank-{n}", "ba"[n % 2]) for n in range(12)) + question(
        "pilot-one", more="status: pilot\n"
    )
    stricter = FILES["content/assessments/open.md"].replace("50%", "100%").replace("30 minutes", "1 minute")
    house.serve({"content/assessments/banks/listening.md": bank + turned, "content/assessments/open.md": stricter})
    after = sitting.attempt(house.context, amal, attempt)
    assert [item.question for item in after.items] == [item.question for item in page.items]
    assert (after.policy, after.deadline) == (page.policy, page.deadline)
    result = results.submit(house.context, amal, attempt)
    assert (result.share, result.passed) == (Fraction(1), True)
    house.serve({})
    assert results.result(house.context, amal, attempt).share == Fraction(1)


def test_marking_again_from_the_raw_answers_gives_the_stored_result(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    answer(house, amal, attempt, {1: right_answers(house, attempt)[1]})
    result = results.submit(house.context, amal, attempt)
    with house.context.database.reading() as session:
        assert results.mark_stored(attempts.solved_items(session, attempt)).share == result.share


def test_the_result_shows_what_the_policy_says_and_no_more(house: House) -> None:
    amal = house.person()
    finish_course(house, amal)
    attempt = begin(house, amal, "exam")
    result = results.submit(house.context, amal, attempt)
    assert [(one.text, one.share) for one in result.by_objective] == [("Listen to somebody to the end.", Fraction(0))]
    assert result.items == ()
    shown = results.submit(house.context, amal, begin(house, amal))
    assert "CANARY-why" in shown.items[0].why[shown.items[0].question.body.options[0].key]


def test_there_is_no_result_before_the_end(house: House) -> None:
    amal = house.person()
    with pytest.raises(Conflict):
        results.result(house.context, amal, begin(house, amal))


def test_a_mark_for_later_is_kept(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    sitting.mark_for_review(house.context, amal, attempt, 2, marked=True)
    assert [item.marked for item in sitting.attempt(house.context, amal, attempt).items] == [False, True, False]


def test_an_answer_that_followed_on_an_older_one_never_takes_the_place_of_a_newer(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    right, wrong = right_answers(house, attempt)[1], wrong_answers(house, attempt)[1]
    first = sitting.save(house.context, amal, attempt, 1, right, 10, seen=0)
    assert (first.kept, first.seq) == (True, 10)
    late = sitting.save(house.context, amal, attempt, 1, wrong, 999, seen=0)
    assert (late.kept, late.answer, late.seq) == (False, right, 10)
    # The same answer from two windows is no contradiction.
    same = sitting.save(house.context, amal, attempt, 1, right, 5, seen=0)
    assert (same.kept, same.seq) == (True, 10)
    assert sitting.save(house.context, amal, attempt, 1, wrong, 1001, seen=10).kept


def test_to_take_back_what_was_never_given_is_nothing_that_has_a_time(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    assert sitting.save(house.context, amal, attempt, 1, None, None).saved_at is None
    sitting.save(house.context, amal, attempt, 1, right_answers(house, attempt)[1], None)
    assert sitting.save(house.context, amal, attempt, 1, None, None).saved_at == house.clock()


def test_the_servers_word_on_a_question_comes_with_its_time(house: House) -> None:
    amal = house.person()
    attempt = begin(house, amal)
    now = sitting.question_now(house.context, amal, attempt, 1)
    assert (now.state, now.server_time) == ("running", house.clock())
    assert now.deadline == house.clock() + timedelta(minutes=30)
    with pytest.raises(NotFound):
        sitting.question_now(house.context, amal, attempt, 99)
