"""One more attempt, a mistaken hand-in taken back, more time: what each opens, what each refuses, and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.progress.gates import Closed, Open
from lms.services.assessing import attempt_list, beginning, covers, results, sitting, staff_acts
from lms.services.certifying import claiming
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict, Invalid, NotFound
from lms.services.log import auditing
from lms.services.privacy import own_data
from lms.store import audit, standings
from tests.services.certifying.test_certificates import NAME
from tests.services.walks import answer, begin, finish_course, right_answers, wrong_answers
from tests.support.site import FILES, House

STAFF = "staff:test"
EXAM = FILES["content/assessments/exam.md"]


def ready(house: House, name: str = "Amal Haddad") -> Person:
    person = house.person(name)
    finish_course(house, person)
    return person


def sit(house: House, person: Person, *, right: bool = False, assessment: str = "exam") -> str:
    attempt = begin(house, person, assessment)
    answer(house, person, attempt, right_answers(house, attempt) if right else wrong_answers(house, attempt))
    house.clock.turn(timedelta(minutes=5))
    results.submit(house.context, person, attempt)
    house.clock.turn(timedelta(minutes=1))
    return attempt


def limited(house: House, limit: int = 1, more: str = "") -> None:
    house.serve({"content/assessments/exam.md": EXAM.replace("attempts: 3", f"attempts: {limit}\n{more}".rstrip())})


def grant(house: House, person: Person) -> None:
    staff_acts.grant(house.context, STAFF, person.email, "exam", "a reason")
    house.clock.turn(timedelta(minutes=1))


def reopen(house: House, attempt: str) -> None:
    staff_acts.reopen(house.context, STAFF, attempt, "a reason")


def extend(house: House, attempt: str, minutes: int = 15) -> None:
    staff_acts.extend(house.context, STAFF, attempt, minutes, "a reason")


def kinds(house: House, person: Person) -> list[str]:
    return [one.kind for one in covers.cover(house.context, person, "exam").gate.reasons]


# --- one more attempt ---------------------------------------------------------------------------------------------


def test_a_grant_opens_one_more_attempt_and_no_second(house: House) -> None:
    limited(house)
    amal = ready(house)
    sit(house, amal)
    assert kinds(house, amal) == ["attempts"]
    grant(house, amal)
    assert covers.cover(house.context, amal, "exam").gate == Open(granted=True)
    sit(house, amal)
    gate = covers.cover(house.context, amal, "exam").gate
    assert [reason.message[:36] for reason in gate.reasons] == ["You have used all 2 tries. Please wr"]
    with pytest.raises(ClosedDoor):
        begin(house, amal, "exam")


def test_two_grants_open_two(house: House) -> None:
    limited(house)
    amal = ready(house)
    sit(house, amal)
    grant(house, amal)
    grant(house, amal)
    sit(house, amal)
    house.clock.turn(timedelta(days=2))
    sit(house, amal)
    assert kinds(house, amal) == ["attempts"]


def test_a_grant_needs_no_wait_and_later_waits_hold_as_ever(house: House) -> None:
    amal = ready(house)
    sit(house, amal)
    assert kinds(house, amal) == ["wait"]
    grant(house, amal)
    assert kinds(house, amal) == []
    sit(house, amal)
    assert kinds(house, amal) == ["wait"]
    house.clock.turn(timedelta(days=2))
    sit(house, amal)
    house.clock.turn(timedelta(days=2))
    sit(house, amal)
    assert kinds(house, amal) == ["attempts"]


def test_a_grant_opens_no_other_door(house: House) -> None:
    limited(house)
    amal = house.person()
    grant(house, amal)
    assert kinds(house, amal) == ["course"]
    rosa = ready(house, "Rosa Lind")
    sit(house, rosa)
    assert kinds(house, rosa) == ["attempts"]


def test_what_is_passed_or_has_no_limits_needs_no_grant(house: House) -> None:
    amal = ready(house)
    sit(house, amal, right=True)
    with pytest.raises(Conflict, match="passed it already"):
        grant(house, amal)
    house.serve({"content/assessments/exam.md": EXAM.replace("attempts: 3\nwait_between: [1 hour, 1 day]\n", "")})
    with pytest.raises(Conflict, match="limits nothing"):
        grant(house, ready(house, "Rosa Lind"))


def test_nobody_and_nothing_unknown_is_given_an_attempt(house: House) -> None:
    with pytest.raises(NotFound):
        staff_acts.grant(house.context, STAFF, "nobody@example.org", "exam", "a reason")
    with pytest.raises(NotFound):
        staff_acts.grant(house.context, STAFF, house.person().email, "exams", "a reason")


def test_the_result_page_says_that_one_more_was_given(house: House) -> None:
    limited(house)
    amal = ready(house)
    attempt = sit(house, amal)
    assert isinstance(results.result(house.context, amal, attempt).next_attempt, Closed)
    grant(house, amal)
    again = results.result(house.context, amal, attempt).next_attempt
    assert again == Open(granted=True)


# --- a hand-in taken back -----------------------------------------------------------------------------------------


def test_a_hand_in_taken_back_goes_on_with_every_answer(house: House) -> None:
    amal = ready(house)
    attempt = sit(house, amal)
    before = attempt_list.listing(house.context, amal.email)[0]
    reopen(house, attempt)
    page = sitting.attempt(house.context, amal, attempt)
    assert (page.state, page.deadline, page.unanswered) == ("running", None, ())
    with pytest.raises(Conflict, match="no result yet"):
        results.result(house.context, amal, attempt)
    answer(house, amal, attempt, right_answers(house, attempt))
    assert results.submit(house.context, amal, attempt).passed
    row = attempt_list.listing(house.context, amal.email)[0]
    assert (row["number"], row["state"], row["share"]) == (1, "submitted", "1")
    assert [(one["share"], one["passed"]) for one in row["taken_back"]] == [(before["share"], False)]


def test_it_can_be_taken_back_again(house: House) -> None:
    amal = ready(house)
    attempt = sit(house, amal)
    for _ in range(2):
        reopen(house, attempt)
        results.submit(house.context, amal, attempt)
    assert len(attempt_list.listing(house.context, amal.email)[0]["taken_back"]) == 2


def test_limited_time_stands_still_until_the_learner_goes_on(house: House) -> None:
    limited(house, more="time_limit: 30 minutes")
    amal = ready(house)
    attempt = sit(house, amal)
    assert staff_acts.reopen(house.context, STAFF, attempt, "a reason") == timedelta(minutes=25)
    house.clock.turn(timedelta(days=3))
    assert sitting.close_overdue(house.context) == 0
    page = sitting.attempt(house.context, amal, attempt)
    assert (page.state, page.deadline, page.time_left, page.items) == ("paused", None, timedelta(minutes=25), ())
    page = sitting.go_on(house.context, amal, attempt)
    assert (page.state, page.deadline) == ("running", house.clock() + timedelta(minutes=25))
    with pytest.raises(Conflict, match="time limit"):
        sitting.put_aside(house.context, amal, attempt)
    house.clock.turn(timedelta(minutes=26))
    assert sitting.close_overdue(house.context) == 1
    assert sitting.attempt(house.context, amal, attempt).state == "expired"


def test_a_time_that_stands_still_is_not_lost_by_handing_in_and_going_on_once_more(house: House) -> None:
    limited(house, more="time_limit: 30 minutes")
    amal = ready(house)
    attempt = sit(house, amal)
    for _ in range(2):
        assert staff_acts.reopen(house.context, STAFF, attempt, "a reason") == timedelta(minutes=25)
        results.submit(house.context, amal, attempt)
    reopen(house, attempt)
    assert sitting.go_on(house.context, amal, attempt).deadline == house.clock() + timedelta(minutes=25)


def test_starting_again_leads_back_to_it_and_lets_the_time_run(house: House) -> None:
    limited(house, more="time_limit: 30 minutes")
    amal = ready(house)
    attempt = sit(house, amal)
    reopen(house, attempt)
    started = beginning.start(house.context, amal, "exam", agree=True, key="another key")
    assert (started.attempt.id, started.created) == (attempt, False)
    assert started.attempt.deadline == house.clock() + timedelta(minutes=25)


def test_the_pass_of_a_hand_in_goes_with_it_and_comes_with_the_next(house: House) -> None:
    amal = ready(house)
    attempt = sit(house, amal, right=True)
    assert claiming.mine(house.context, amal)[0].state == "ready"
    reopen(house, attempt)
    assert claiming.mine(house.context, amal)[0].state == "closed"
    with house.context.database.reading() as session:
        kept = standings.of_account(session, amal.id).met("assessments/exam")
    assert kept is None
    results.submit(house.context, amal, attempt)
    assert claiming.mine(house.context, amal)[0].state == "ready"


def test_a_certificate_that_rests_on_it_keeps_it_closed(house: House) -> None:
    amal = ready(house)
    attempt = sit(house, amal, right=True)
    claiming.claim(house.context, amal, "listener", NAME, agree=True)
    with pytest.raises(Conflict, match="rests on it"):
        reopen(house, attempt)


def test_who_has_seen_the_answers_does_not_go_on(house: House) -> None:
    amal = house.person()
    with pytest.raises(Conflict, match="shown the answers"):
        reopen(house, sit(house, amal, assessment="open"))


def test_answers_shown_after_another_attempt_count_too(house: House) -> None:
    amal = ready(house)
    first = sit(house, amal)
    house.serve({"content/assessments/exam.md": EXAM.replace("[result, objectives]", "[result, answers]")})
    house.clock.turn(timedelta(days=2))
    sit(house, amal)
    with pytest.raises(Conflict, match="shown the answers"):
        reopen(house, first)


def test_while_another_attempt_runs_nothing_is_taken_back(house: House) -> None:
    amal = ready(house)
    first = sit(house, amal)
    house.clock.turn(timedelta(days=2))
    second = begin(house, amal, "exam")
    with pytest.raises(Conflict, match="under way"):
        reopen(house, first)
    with pytest.raises(Conflict, match="has not been handed in"):
        reopen(house, second)


def test_what_the_clock_ended_was_handed_in_by_nobody(house: House) -> None:
    limited(house, more="time_limit: 30 minutes")
    amal = ready(house)
    attempt = begin(house, amal, "exam")
    house.clock.turn(timedelta(hours=1))
    sitting.close_overdue(house.context)
    with pytest.raises(Conflict, match="Its time was over"):
        reopen(house, attempt)


def test_a_hand_in_at_the_last_moment_leaves_nothing_to_go_on_with(house: House) -> None:
    limited(house, more="time_limit: 5 minutes")
    amal = ready(house)
    with pytest.raises(Conflict, match="No time was left"):
        reopen(house, sit(house, amal))


def test_the_request_that_handed_in_is_no_new_hand_in_when_it_comes_again(house: House) -> None:
    amal = ready(house)
    attempt = begin(house, amal, "exam")
    first = results.submit(house.context, amal, attempt, "key-1")
    assert results.submit(house.context, amal, attempt, "key-1") == first
    reopen(house, attempt)
    with pytest.raises(Conflict, match="was taken back"):
        results.submit(house.context, amal, attempt, "key-1")
    assert sitting.attempt(house.context, amal, attempt).state == "running"
    assert results.submit(house.context, amal, attempt, "key-2").state == "submitted"


@pytest.mark.parametrize("act", [reopen, extend])
def test_an_attempt_that_there_is_not_is_not_found(house: House, act: object) -> None:
    with pytest.raises(NotFound, match=r"^There is no attempt with this ID\.$"):
        act(house, "no-such-attempt")  # type: ignore[operator]


# --- more time ----------------------------------------------------------------------------------------------------


def test_more_time_moves_the_end_of_what_runs(house: House) -> None:
    limited(house, more="time_limit: 30 minutes")
    amal = ready(house)
    attempt = begin(house, amal, "exam")
    before = sitting.attempt(house.context, amal, attempt).deadline
    assert before is not None
    extend(house, attempt, 15)
    assert sitting.attempt(house.context, amal, attempt).deadline == before + timedelta(minutes=15)
    house.clock.turn(timedelta(minutes=40))
    assert sitting.close_overdue(house.context) == 0
    answer(house, amal, attempt, right_answers(house, attempt))


def test_more_time_reaches_what_stands_still(house: House) -> None:
    limited(house, more="time_limit: 30 minutes")
    amal = ready(house)
    attempt = sit(house, amal)
    reopen(house, attempt)
    extend(house, attempt, 10)
    assert sitting.go_on(house.context, amal, attempt).deadline == house.clock() + timedelta(minutes=35)


def test_more_time_is_only_for_what_is_under_way_and_limited(house: House) -> None:
    amal = ready(house)
    attempt = begin(house, amal, "exam")
    with pytest.raises(Conflict, match="no time limit"):
        extend(house, attempt)
    sitting.put_aside(house.context, amal, attempt)
    with pytest.raises(Conflict, match="no time limit"):
        extend(house, attempt)
    results.submit(house.context, amal, attempt)
    with pytest.raises(Conflict, match="has ended"):
        extend(house, attempt)


def test_a_time_that_is_over_is_not_brought_back(house: House) -> None:
    limited(house, more="time_limit: 30 minutes")
    attempt = begin(house, ready(house), "exam")
    house.clock.turn(timedelta(minutes=30, seconds=3))
    with pytest.raises(Conflict, match="is over"):
        extend(house, attempt)


@pytest.mark.parametrize("minutes", [0, -5, 24 * 60 + 1, 10**9])
def test_minutes_have_bounds(house: House, minutes: int) -> None:
    limited(house, more="time_limit: 30 minutes")
    attempt = begin(house, ready(house), "exam")
    with pytest.raises(Invalid):
        extend(house, attempt, minutes)


# --- all of them --------------------------------------------------------------------------------------------------


def test_each_act_needs_a_reason_and_stands_in_the_audit_log(house: House) -> None:
    limited(house, more="time_limit: 30 minutes")
    amal = ready(house)
    attempt = sit(house, amal)
    context = house.context
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(Invalid):
            staff_acts.grant(context, STAFF, amal.email, "exam", reason)
        with pytest.raises(Invalid):
            staff_acts.reopen(context, STAFF, attempt, reason)
        with pytest.raises(Invalid):
            staff_acts.extend(context, STAFF, attempt, 5, reason)
    grant(house, amal)
    reopen(house, attempt)
    extend(house, attempt)
    with context.database.reading() as session:
        found = [(one.act, one.subject, one.details) for one in audit.entries(session) if one.actor == STAFF]
    named = {"assessment": "exam", "attempt": attempt}
    assert found == [
        ("grant attempt", f"account:{amal.id}", {"assessment": "exam", "reason": "a reason"}),
        ("reopen attempt", f"account:{amal.id}", {**named, "reason": "a reason"}),
        ("extend attempt", f"account:{amal.id}", {**named, "minutes": 15, "reason": "a reason"}),
    ]
    assert auditing.verify(context).first_altered is None


def test_a_list_tells_how_attempts_stand_and_nothing_of_the_paper(house: House) -> None:
    limited(house)
    amal = ready(house)
    sit(house, amal)
    grant(house, amal)
    (row,) = attempt_list.listing(house.context, amal.email)
    assert (row["assessment"], row["number"], row["state"], row["passed"]) == ("exam", 1, "submitted", False)
    assert (row["share"], row["granted"], row["left"]) == ("0", 1, 1)
    text = str(row)
    for secret in ("CANARY", "seed", "banks/", "answer", "question", "solution"):
        assert secret not in text


def test_what_was_given_and_taken_back_is_exported_and_goes_with_the_account(house: House) -> None:
    limited(house)
    amal = ready(house)
    attempt = sit(house, amal)
    grant(house, amal)
    reopen(house, attempt)
    tables = own_data.export(house.context, amal)["tables"]
    assert len(tables["grants"]) == len(tables["taken_back"]) == 1
    assert not {"share", "passed", "result"} & tables["taken_back"][0].keys()
