"""Nothing is dated before what stands in the logs already, at any act; and a time that was wrong holds up nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from unittest.mock import Mock

import pytest
from sqlalchemy import text

from lms.credentials import leaf as leaf_of
from lms.credentials.keys import KeyKind
from lms.credentials.leaf import Kind
from lms.credentials.life import Status
from lms.credentials.steps import Outcome
from lms.credentials.times import GRACE, RunsBack
from lms.services import rehearsing
from lms.services.accounts import administering
from lms.services.assessing import results
from lms.services.certifying import changing_keys, claiming, filing, issuing, promising, stewarding, verifying
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid
from lms.services.keys import ring
from lms.services.log import auditing, checking, clocks, logbook
from lms.services.privacy import erasing
from lms.store import audit, certificates
from lms.store.engine import open_database
from tests.services.log.test_auditing import write
from tests.services.log.test_logbook import NAME, STAFF, issue, kinds
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.site import TODAY, House

MONTH = timedelta(days=30)
LATE = TODAY.replace(year=2030)


def set_back(house: House, by: timedelta = MONTH) -> None:
    house.clock.turn(-by)


def entries(house: House) -> int:
    return auditing.verify(house.context).entries


def certified(house: House, name: str = "Cy") -> Person:
    """Somebody who has met everything that is asked for, and claimed nothing."""
    person = house.person(name)
    finish_course(house, person)
    attempt = begin(house, person, "exam")
    answer(house, person, attempt, right_answers(house, attempt))
    results.submit(house.context, person, attempt)
    return person


@dataclass(frozen=True, slots=True)
class People:
    """The holder of a certificate, its number, and somebody who is ready to claim one."""

    holder: Person
    serial: str
    ready: Person


Act = Callable[[House, People], object]
ACTS: dict[str, Act] = {
    "issue": lambda house, who: promising.issue(
        house.context, STAFF, who.ready.email, "listener", "Cy", "why", "Experience."
    ),
    "claim": lambda house, who: claiming.claim(house.context, who.ready, "listener", "Cy", agree=True),
    "revoke": lambda house, who: stewarding.revoke(house.context, STAFF, who.serial, "a reason"),
    "suspend": lambda house, who: stewarding.suspend(house.context, STAFF, who.serial, "a reason"),
    "replace": lambda house, who: stewarding.reissue(house.context, STAFF, who.serial, "Amal H", "a reason"),
    "erase": lambda house, who: erasing.erase(house.context, who.holder, who.serial),
    "rotate": lambda house, _: changing_keys.rotate(house.context, STAFF, KeyKind.LOG),
    "compromise": lambda house, _: changing_keys.compromise(
        house.context, STAFF, ring.active(house.context.settings, KeyKind.LOG, TODAY).id, "a reason"
    ),
    "role": lambda house, who: administering.set_role(house.context, STAFF, who.holder.email, "staff", "why"),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_under_a_clock_that_was_set_back_is_refused_and_changes_nothing(house: House, act: str) -> None:
    holder = house.person()
    who = People(holder, issue(house, holder), certified(house))
    before = (kinds(house), entries(house), ring.ring(house.context.settings))
    set_back(house)
    with pytest.raises(RunsBack, match=r"22 November 2026, 12:00 UTC.*23 October 2026, 12:00 UTC.*lms log clock"):
        ACTS[act](house, who)
    assert (kinds(house), entries(house), ring.ring(house.context.settings)) == before
    assert list(issuing.unfinished(house.context)) == []
    house.clock.at = TODAY
    ACTS[act](house, who)
    assert entries(house) > before[1] or list(issuing.unfinished(house.context))
    assert checking.verify(house.context).sound


def test_a_suspension_ends_at_no_earlier_time(house: House) -> None:
    serial = issue(house, house.person())
    stewarding.suspend(house.context, STAFF, serial, "a reason")
    set_back(house)
    with pytest.raises(RunsBack):
        stewarding.reinstate(house.context, STAFF, serial, "a reason")
    assert kinds(house)[-1] == Kind.SUSPEND


def test_what_was_promised_is_not_issued_until_the_clock_is_right(house: House) -> None:
    serial = promising.issue(house.context, STAFF, house.person().email, "listener", NAME, "why", "Experience.")
    set_back(house)
    with pytest.raises(RunsBack):
        issuing.carry_on(house.context, serial)
    assert list(issuing.unfinished(house.context)) == [serial]
    house.clock.at = TODAY
    assert issuing.carry_on(house.context, serial)


def test_a_file_is_not_stored_before_the_issue_that_it_belongs_to(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    serial = promising.issue(house.context, STAFF, house.person().email, "listener", NAME, "why", "Experience.")
    with monkeypatch.context() as ended:
        ended.setattr(issuing, "_draw", Mock(side_effect=InterruptedError))
        with pytest.raises(InterruptedError):
            issuing.carry_on(house.context, serial)
    set_back(house)
    with pytest.raises(RunsBack):
        issuing.carry_on(house.context, serial)
    with house.context.database.reading() as session:
        assert (kinds(house), certificates.pdf(session, serial)) == (["issue"], None)
    house.clock.at = TODAY
    assert issuing.carry_on(house.context, serial)
    assert kinds(house) == ["issue", "file"]
    assert checking.verify(house.context).sound


def test_whoever_is_certified_already_is_told_so_under_any_clock(house: House) -> None:
    person = certified(house)
    first = claiming.claim(house.context, person, "listener", "Cy", agree=True)
    issuing.carry_on(house.context, first.holding.serial or "")
    set_back(house, timedelta(hours=1))
    again = claiming.claim(house.context, person, "listener", "Cy", agree=True)
    assert again.holding.serial == first.holding.serial


def test_learning_goes_on_under_a_clock_that_was_set_back(house: House) -> None:
    person = house.person()
    issue(house, house.person("Bo"))
    set_back(house)
    finish_course(house, person)
    assert begin(house, person, "exam")


@pytest.mark.postgres
def test_clocks_may_differ_by_five_minutes(any_house: House) -> None:
    write(any_house, 1)
    set_back(any_house, GRACE)
    with any_house.context.database.writing() as session:
        audit.append(session, any_house.clock(), STAFF, "act", "thing", {})
    set_back(any_house, timedelta(seconds=1))
    with pytest.raises(RunsBack), any_house.context.database.writing() as session:
        audit.append(session, any_house.clock(), STAFF, "act", "thing", {})
    verified = checking.verify(any_house.context)
    assert (verified.audit.entries, verified.altered, verified.told) == (2, (), ())


def test_an_entry_that_was_taken_back_leaves_no_time_behind(house: House) -> None:
    write(house, 1)
    with house.context.database.writing() as session:
        audit.append(session, LATE, STAFF, "act", "thing", {})
        audit.append(session, LATE, STAFF, "act", "thing", {})
        session.rollback()
    write(house, 1)
    assert entries(house) == 2


@pytest.mark.postgres
def test_a_leaf_of_a_wrong_future_holds_nobody_up_once_that_is_said(any_house: House) -> None:
    house = any_house
    issue(house, house.person("Bo"))
    house.clock.at = LATE
    late = issue(house, house.person())
    house.clock.at = TODAY
    with pytest.raises(RunsBack):
        stewarding.suspend(house.context, STAFF, late, "a reason")
    corrected = clocks.correct(house.context, STAFF, "The battery was flat.")
    assert (corrected.leaf, corrected.said) == (2, LATE)
    stewarding.suspend(house.context, STAFF, late, "a reason")
    assert kinds(house) == ["issue", "file", "issue", "file", "clock", "suspend"]
    verified = checking.verify(house.context)
    assert verified.sound
    assert [(one.where, one.which) for one in verified.told] == [("leaf", "4")]
    assert "leaf 2 was wrong: 2030-11-22T12:00:00Z" in verified.told[0].words


def test_the_reason_stands_in_the_audit_log_alone(house: House) -> None:
    house.clock.at = LATE
    issue(house, house.person())
    house.clock.at = TODAY
    clocks.correct(house.context, STAFF, "The battery was flat.")
    with house.context.database.reading() as session:
        newest = audit.last(session)
        bodies = session.scalars(text("SELECT body FROM leaves")).all()
    assert newest is not None
    assert (newest.act, newest.details["reason"]) == ("clock", "The battery was flat.")
    assert not any("battery" in body for body in bodies)


def test_an_entry_without_a_leaf_is_put_right_without_one(house: House) -> None:
    house.clock.at = LATE
    write(house, 1)
    house.clock.at = TODAY
    with pytest.raises(RunsBack):
        issue(house, house.person())
    assert clocks.correct(house.context, STAFF, "The battery was flat.").leaf is None
    issue(house, house.person("Bo"))
    assert kinds(house) == ["issue", "file"]
    assert checking.verify(house.context).sound


def test_where_no_time_was_wrong_there_is_nothing_to_correct(house: House) -> None:
    write(house, 1)
    with pytest.raises(Conflict, match="No entry in the log is later"):
        clocks.correct(house.context, STAFF, "a reason")
    with pytest.raises(Invalid, match="reason"):
        clocks.correct(house.context, STAFF, " ")
    assert entries(house) == 1


def test_a_correction_takes_time_back_to_the_right_leaves_and_no_further(house: House) -> None:
    issue(house, house.person("Bo"))
    house.clock.at = LATE
    issue(house, house.person())
    house.clock.at = TODAY
    clocks.correct(house.context, STAFF, "The battery was flat.")
    set_back(house)
    with pytest.raises(RunsBack):
        issue(house, house.person("Cy"))


def told_of_clock(house: House, serial: str, status: Status = Status.VALID) -> list[str]:
    """What the page of a certificate says of the clock, which is the same for a process that walks the log anew."""
    elsewhere = replace(house.context, database=open_database(str(house.context.database.engine.url)))
    reports = [verifying.report(context, serial) for context in (house.context, elsewhere)]
    assert [one.status for one in reports] == [status, status]
    here, there = ([step for step in one.steps if step.name == "clock"] for one in reports)
    assert here == there
    assert all(step.outcome is Outcome.NOT_CHECKED for step in here)
    assert reports[0].doubts == tuple(step.words for step in here)
    return [step.words for step in here]


def test_a_certificate_with_a_day_that_the_log_went_through_twice_says_so_on_its_page(house: House) -> None:
    before = issue(house, house.person("Ed"))
    house.clock.turn(MONTH)
    passed = issue(house, house.person())
    house.clock.turn(timedelta(days=1))
    house.clock.at -= MONTH
    clocks.correct(house.context, STAFF, "Every time was wrong.")
    dated_back = issue(house, house.person("Cy"))
    for serial in (passed, dated_back):
        (words,) = told_of_clock(house, serial)
        assert "counted the time from 23 November 2026, 12:00 UTC to 22 December 2026, 12:00 UTC twice" in words
    assert told_of_clock(house, before) == []
    told = checking.verify(house.context).told
    assert "had come as far as 22 December 2026, 12:00 UTC" in told[0].words
    stewarding.suspend(house.context, STAFF, before, "An act that is dated back.")
    assert len(told_of_clock(house, before, Status.SUSPENDED)) == 1
    house.clock.turn(MONTH)
    assert told_of_clock(house, issue(house, house.person("Di"))) == []
    assert len(told_of_clock(house, dated_back)) == 1


def test_a_certificate_of_a_wrong_future_says_so_before_and_after_the_log_does(house: House) -> None:
    first = issue(house, house.person())
    house.clock.at = LATE
    second = issue(house, house.person("Bo"))
    assert told_of_clock(house, second) == []
    house.clock.at = TODAY
    (words,) = told_of_clock(house, second)
    assert "is dated 22 November 2030" in words
    assert "still to come by the clock of this site" in words
    clocks.correct(house.context, STAFF, "The battery was flat.")
    (words,) = told_of_clock(house, second)
    assert "to 22 November 2030" in words
    assert told_of_clock(house, first) == []


def as_before_the_rule(house: House, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Something that was done by a version that knew no such rule, or by somebody who went around it."""
    with monkeypatch.context() as former:
        former.setattr("lms.store.passing.require", lambda *_: None)
        act()


def unfiled(monkeypatch: pytest.MonkeyPatch) -> Callable[[House, str], str]:
    """How a version issued that knew no such rule, and named no file in the log either."""

    def issue_unfiled(house: House, name: str) -> str:
        with monkeypatch.context() as former:
            former.setattr(filing, "enter", lambda *_: None)
            return issue(house, house.person(name))

    return issue_unfiled


def test_what_ran_back_before_the_rule_is_told_and_refuses_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    formerly = unfiled(monkeypatch)
    formerly(house, "Bo")
    set_back(house)
    as_before_the_rule(house, monkeypatch, lambda: formerly(house, "Amal"))
    house.clock.turn(timedelta(hours=1))
    issue(house, house.person("Cy"))
    house.clock.turn(2 * MONTH)
    filing.enter_all_late(house.context, filing.unfiled(house.context))
    assert kinds(house) == ["issue", "issue", "issue", "file", "file", "file"]
    verified = checking.verify(house.context)
    assert verified.sound
    assert [(one.where, one.which) for one in verified.told] == [("leaf", "1"), ("audit", "4")]
    assert all(one.words.endswith("It is from before this was refused.") for one in verified.told)


def test_what_runs_back_since_the_rule_is_a_fault(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.clock.at = LATE
    issue(house, house.person("Bo"))
    house.clock.at = TODAY
    clocks.correct(house.context, STAFF, "The battery was flat.")
    set_back(house)
    as_before_the_rule(house, monkeypatch, lambda: issue(house, house.person()))
    verified = checking.verify(house.context)
    assert not verified.sound
    assert kinds(house) == ["issue", "file", "clock", "issue", "file"]
    assert [one.which for one in verified.altered if one.where == "leaf"] == ["3", "4"]


def test_a_correction_that_names_a_time_that_no_leaf_says_is_a_fault(house: House) -> None:
    issue(house, house.person())
    with house.context.database.writing() as session:
        body = leaf_of.clock(TODAY, leaf=0, said=LATE)
        logbook.enter(session, house.context, body, at=TODAY, actor=STAFF, act="clock", subject="log", details={})
    assert [one.which for one in checking.verify(house.context).altered] == ["2"]


def test_an_award_that_is_older_than_its_leaf_is_told(house: House) -> None:
    serial = promising.issue(house.context, STAFF, house.person().email, "listener", NAME, "why", "Experience.")
    house.clock.turn(timedelta(days=2))
    issuing.carry_on(house.context, serial)
    verified = checking.verify(house.context)
    assert verified.sound
    assert [one.which for one in verified.told] == [serial]
    assert "awarded on 22 November 2026; the first leaf of its number is of 24 November 2026" in verified.told[0].words


def test_a_corrected_name_keeps_its_award_day_and_says_whose_it_is(house: House) -> None:
    first = issue(house, house.person())
    house.clock.turn(timedelta(days=40))
    fresh = stewarding.reissue(house.context, STAFF, first, "Amal H", "a new name")
    issuing.carry_on(house.context, fresh)
    told = checking.verify(house.context).told
    assert [one.which for one in told] == [fresh]
    assert f"It stands in the place of {first}" in told[0].words


def test_a_real_log_is_never_written_as_that_of_a_preview_is(house: House) -> None:
    target = rehearsing.find_target(house.catalog, "certificates.listener")
    with pytest.raises(Conflict, match="in a preview alone"):
        rehearsing.pretend(house.context, target, "valid")
    assert not house.context.database.scratch
