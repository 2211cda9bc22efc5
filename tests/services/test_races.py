"""What happens when many do the same at once, on SQLite and on PostgreSQL: invariants “Examination” 2 and 3."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest

from lms.services.assessing import attempt_list, covers, results, sitting, staff_acts
from lms.services.certifying import claiming, issuing
from lms.services.ground.refusals import Refusal
from lms.services.learning import lessons
from lms.store import certificates, grants, standings
from tests.services.walks import answer, begin, finish_course, folded_again, right_answers
from tests.support.site import FILES, House

MANY = 50

Outcome = TypeVar("Outcome")


def at_once(act: Callable[[int], Outcome], times: int = MANY) -> list[Outcome | Refusal]:
    """The outcomes of so many calls that begin together."""
    together = Barrier(times)

    def one(number: int) -> Outcome | Refusal:
        together.wait()
        try:
            return act(number)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_fifty_starts_and_hand_ins_at_once_give_exactly_the_allowed_attempts(any_house: House, limit: int) -> None:
    assessment = FILES["content/assessments/open.md"].replace("attempts: 2", f"attempts: {limit}")
    any_house.serve({"content/assessments/open.md": assessment})
    amal = any_house.person()

    def sit(number: int) -> str:
        attempt = begin(any_house, amal, key=f"key-{number}")
        results.submit(any_house.context, amal, attempt)
        return attempt

    outcomes = at_once(sit)
    assert len({outcome for outcome in outcomes if isinstance(outcome, str)}) == limit
    assert len(covers.cover(any_house.context, amal, "open").past) == limit


def test_fifty_starts_at_once_give_one_attempt(any_house: House) -> None:
    amal = any_house.person()
    outcomes = at_once(lambda number: begin(any_house, amal, key=f"key-{number}"))
    assert len(set(outcomes)) == 1


def test_fifty_hand_ins_at_once_give_one_result(any_house: House) -> None:
    amal = any_house.person()
    attempt = begin(any_house, amal)
    answer(any_house, amal, attempt, right_answers(any_house, attempt))
    outcomes = at_once(lambda _: results.submit(any_house.context, amal, attempt))
    assert len({repr(outcome) for outcome in outcomes}) == 1
    assert isinstance(outcomes[0], results.Result)


def test_of_fifty_saves_at_once_the_newest_is_kept(any_house: House) -> None:
    amal = any_house.person()
    attempt = begin(any_house, amal)
    keys = [option.key for option in sitting.attempt(any_house.context, amal, attempt).items[0].question.body.options]
    at_once(lambda number: sitting.save(any_house.context, amal, attempt, 1, keys[number % 2], number + 1))
    kept = sitting.attempt(any_house.context, amal, attempt).items[0]
    assert (kept.seq, kept.answer) == (MANY, keys[(MANY - 1) % 2])


def test_no_answer_is_acknowledged_and_then_left_out_of_the_marking(any_house: House) -> None:
    amal = any_house.person()
    attempt = begin(any_house, amal)
    right = right_answers(any_house, attempt)

    def save_or_hand_in(number: int) -> object:
        if number % 10 == 9:
            return results.submit(any_house.context, amal, attempt)
        return sitting.save(any_house.context, amal, attempt, number % 3 + 1, right[number % 3 + 1], number + 1)

    outcomes = at_once(save_or_hand_in)
    acknowledged = {outcome.n for outcome in outcomes if isinstance(outcome, sitting.Saved)}
    result = results.result(any_house.context, amal, attempt)
    assert result.share is not None
    assert result.share * 3 == len(acknowledged)


def test_practice_answers_at_once_are_all_kept_and_folded(any_house: House) -> None:
    amal = any_house.person()
    at_once(
        lambda number: lessons.answer_quiz(any_house.context, amal, "listening", "quiet", "quiet-one", "ab"[number % 2])
    )
    with any_house.context.database.reading() as session:
        kept = standings.of_account(session, amal.id).course("listening")
        assert kept.lesson("quiet").quizzes["quiet-one"].tries == MANY
        assert folded_again(session, amal.id, "courses/listening") == kept


def test_fifty_claims_at_once_give_one_certificate(any_house: House) -> None:
    amal = any_house.person()
    finish_course(any_house, amal)
    attempt = begin(any_house, amal, "exam")
    answer(any_house, amal, attempt, right_answers(any_house, attempt))
    results.submit(any_house.context, amal, attempt)
    outcomes = at_once(lambda _: claiming.claim(any_house.context, amal, "listener", "Amal Haddad", agree=True))
    claimed = [outcome for outcome in outcomes if isinstance(outcome, claiming.Claimed)]
    assert len(claimed) == MANY
    assert len({one.holding.serial for one in claimed}) == 1
    assert sum(one.created for one in claimed) == 1
    serial = claimed[0].holding.serial
    assert serial is not None
    issued = at_once(lambda _: issuing.carry_on(any_house.context, serial), times=4)
    assert issued.count(True) == 1
    with any_house.context.database.reading() as session:
        assert len(certificates.of_account(session, amal.id)) == 1


def test_fifty_starts_at_once_after_one_grant_give_exactly_one_more(any_house: House) -> None:
    assessment = FILES["content/assessments/open.md"].replace("attempts: 2", "attempts: 1")
    any_house.serve({"content/assessments/open.md": assessment})
    amal = any_house.person()
    results.submit(any_house.context, amal, begin(any_house, amal))
    any_house.clock.turn(timedelta(minutes=1))
    staff_acts.grant(any_house.context, "staff:test", amal.email, "open", "a reason")
    any_house.clock.turn(timedelta(minutes=1))

    def sit(number: int) -> str:
        attempt = begin(any_house, amal, key=f"key-{number}")
        results.submit(any_house.context, amal, attempt)
        return attempt

    outcomes = at_once(sit)
    assert len({outcome for outcome in outcomes if isinstance(outcome, str)}) == 1
    assert len(covers.cover(any_house.context, amal, "open").past) == 2


def test_fifty_grants_at_once_are_fifty(any_house: House) -> None:
    amal = any_house.person()
    at_once(lambda _: staff_acts.grant(any_house.context, "staff:test", amal.email, "exam", "a reason"))
    with any_house.context.database.reading() as session:
        assert len(grants.given(session, amal.id, "exam")) == MANY


def test_a_hand_in_is_taken_back_once_by_fifty_who_ask_at_once(any_house: House) -> None:
    amal = any_house.person()
    finish_course(any_house, amal)
    attempt = begin(any_house, amal, "exam")
    results.submit(any_house.context, amal, attempt, "a key")
    outcomes = at_once(lambda _: staff_acts.reopen(any_house.context, "staff:test", attempt, "a reason"))
    assert sum(not isinstance(outcome, Refusal) for outcome in outcomes) == 1


def test_hand_ins_and_taking_back_at_once_lose_no_result(any_house: House) -> None:
    """Whatever comes first, each hand-in that was acknowledged is kept: as the result, or beside it."""
    amal = any_house.person()
    finish_course(any_house, amal)
    attempt = begin(any_house, amal, "exam")

    def act(number: int) -> str:
        if number % 2:
            staff_acts.reopen(any_house.context, "staff:test", attempt, "a reason")
            return "reopened"
        return results.submit(any_house.context, amal, attempt, f"key-{number}").state

    outcomes = at_once(act)
    reopened = sum(outcome == "reopened" for outcome in outcomes)
    results.submit(any_house.context, amal, attempt, "the last")
    (row,) = attempt_list.listing(any_house.context, amal.email)
    assert len(row["taken_back"]) == reopened
    assert row["state"] == "submitted"
