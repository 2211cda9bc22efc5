"""The last days of a certificate: reminders, renewal by examination, and erasure at the holder's wish."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms.content.reading.model import Term
from lms.credentials.dates import after
from lms.credentials.life import Status
from lms.progress.gates import Closed, Open
from lms.services.assessing import covers, overview, results
from lms.services.certifying import claiming, issuing, promising, stewarding, verifying
from lms.services.ground.person import Person
from lms.services.ground.refusals import ClosedDoor, Conflict, NotFound
from lms.services.log import checking
from lms.services.mail import reminders
from lms.services.privacy import erasing
from lms.store.tables import MailRow, ReminderRow
from tests.services.certifying.test_certificates import NAME, issued
from tests.services.walks import answer, begin, right_answers, wrong_answers
from tests.support.site import FILES, TODAY, House

CREDENTIAL = "certificates/listener/credential.md"
RENEWABLE = {CREDENTIAL: FILES[CREDENTIAL].replace("valid_for:", "renew_with: [assessments/exam]\nvalid_for:")}


@pytest.fixture
def renewable(house: House) -> House:
    house.serve(RENEWABLE)
    return house


def before_the_end(house: House, days: int) -> None:
    """Turn the clock to so many days before the last moment of what was issued today."""
    house.clock.at = after(TODAY, Term(years=3)) - timedelta(days=days)


def sit_exam(house: House, person: Person, *, passing: bool = True) -> None:
    attempt = begin(house, person, "exam")
    answer(house, person, attempt, (right_answers if passing else wrong_answers)(house, attempt))
    results.submit(house.context, person, attempt)


def mail_count(house: House) -> int:
    with house.context.database.reading() as session:
        return session.scalar(select(func.count()).where(MailRow.subject.contains("is valid until"))) or 0


def test_reminders_go_out_at_180_90_30_and_7_days_each_once(renewable: House) -> None:
    issued(renewable, renewable.person())
    counts = []
    for days in (200, 181, 180, 179, 90, 89, 30, 8, 7, 1, -1):
        before_the_end(renewable, days)
        reminders.remind(renewable.context)
        reminders.remind(renewable.context)
        counts.append(mail_count(renewable))
    assert counts == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4]


def test_of_reminders_that_were_missed_one_speaks_for_all(renewable: House) -> None:
    issued(renewable, renewable.person())
    before_the_end(renewable, 25)
    assert reminders.remind(renewable.context) == 1
    assert reminders.remind(renewable.context) == 0
    with renewable.context.database.reading() as session:
        assert sorted(session.scalars(select(ReminderRow.days))) == [30, 90, 180]
        body = session.scalars(select(MailRow.body).where(MailRow.subject.contains("is valid until"))).one()
    assert "22 November 2029" in body
    assert "renew" in body


@pytest.mark.parametrize("act", ["revoke", "suspend", "erase"])
def test_nobody_is_reminded_of_what_is_not_in_force(renewable: House, act: str) -> None:
    amal = renewable.person()
    serial = issued(renewable, amal)
    if act == "erase":
        erasing.erase(renewable.context, amal, serial)
    else:
        getattr(stewarding, act)(renewable.context, "staff:test", serial, "a reason")
    before_the_end(renewable, 30)
    assert reminders.remind(renewable.context) == 0


def test_a_certificate_near_its_end_is_shown_so(renewable: House) -> None:
    amal = renewable.person()
    issued(renewable, amal)
    shown = []
    for days in (200, 180, 1, -1):
        before_the_end(renewable, days)
        shown.append(claiming.mine(renewable.context, amal)[0].ends_soon)
    assert shown == [False, True, True, False]


def test_the_examination_opens_again_for_a_renewal_and_not_before(renewable: House) -> None:
    amal = renewable.person()
    issued(renewable, amal)
    before_the_end(renewable, 181)
    assert isinstance(covers.cover(renewable.context, amal, "exam").gate, Closed)
    with pytest.raises(ClosedDoor):
        begin(renewable, amal, "exam")
    before_the_end(renewable, 180)
    assert isinstance(covers.cover(renewable.context, amal, "exam").gate, Open)
    lines = {line.assessment.id: line for line in overview.overview(renewable.context, amal).assessments}
    assert isinstance(lines["exam"].gate, Open)


def test_a_credential_that_names_nothing_to_pass_again_is_not_renewed(house: House) -> None:
    amal = house.person()
    issued(house, amal)
    before_the_end(house, 10)
    assert claiming.mine(house.context, amal)[0].renewal is None
    with pytest.raises(ClosedDoor):
        begin(house, amal, "exam")


@pytest.mark.parametrize("days", [180, 1, -400])
def test_a_certificate_is_renewed_by_passing_again(renewable: House, days: int) -> None:
    amal = renewable.person()
    old = issued(renewable, amal)
    before_the_end(renewable, days)
    door = claiming.mine(renewable.context, amal)[0].renewal
    assert isinstance(door, Closed)
    assert [reason.what for reason in door.reasons] == ["assessments/exam"]
    with pytest.raises(ClosedDoor):
        claiming.claim(renewable.context, amal, "listener", NAME, agree=True)
    sit_exam(renewable, amal)
    assert isinstance(claiming.mine(renewable.context, amal)[0].renewal, Open)
    claimed = claiming.claim(renewable.context, amal, "listener", NAME, agree=True)
    fresh = claimed.holding.serial
    assert claimed.created
    assert fresh is not None
    assert fresh != old
    assert issuing.carry_on(renewable.context, fresh)
    report = verifying.report(renewable.context, fresh)
    assert report.claims is not None
    assert report.claims.renews == old
    assert report.claims.expires == period_after(renewable.clock(), days)
    assert [one.path for one in report.claims.evidence] == ["assessments/exam"]
    assert report.claims.evidence[0].met == renewable.clock().replace(microsecond=0)
    assert verifying.report(renewable.context, old).status is (Status.VALID if days > 0 else Status.EXPIRED)
    again = claiming.claim(renewable.context, amal, "listener", NAME, agree=True)
    assert (again.created, again.holding.serial) == (False, fresh)
    assert checking.verify(renewable.context).sound
    with pytest.raises(ClosedDoor):
        begin(renewable, amal, "exam")


def period_after(now: datetime, days: int) -> datetime:
    """Whoever is early loses no day: the new period begins at the end of the old one."""
    end = after(TODAY, Term(years=3))
    return after(end if days > 0 else now, Term(years=3))


def test_attempts_are_counted_anew_for_a_renewal(renewable: House) -> None:
    amal = renewable.person()
    issued(renewable, amal)
    before_the_end(renewable, 100)
    for _ in range(3):
        sit_exam(renewable, amal, passing=False)
        renewable.clock.turn(timedelta(days=2))
    gate = covers.cover(renewable.context, amal, "exam").gate
    assert [reason.kind for reason in gate.reasons] == ["attempts"]
    assert isinstance(claiming.mine(renewable.context, amal)[0].renewal, Closed)


@pytest.mark.parametrize("act", ["revoke", "suspend"])
def test_what_was_taken_back_or_set_aside_is_not_renewed(renewable: House, act: str) -> None:
    amal = renewable.person()
    serial = issued(renewable, amal)
    getattr(stewarding, act)(renewable.context, "staff:test", serial, "a reason")
    before_the_end(renewable, 30)
    assert claiming.mine(renewable.context, amal)[0].renewal is None
    claimed = claiming.claim(renewable.context, amal, "listener", NAME, agree=True)
    assert (claimed.created, claimed.holding.serial) == (False, serial)


def test_a_renewal_is_not_reminded_of_its_former_period(renewable: House) -> None:
    amal = renewable.person()
    issued(renewable, amal)
    before_the_end(renewable, 100)
    sit_exam(renewable, amal)
    fresh = claiming.claim(renewable.context, amal, "listener", NAME, agree=True).holding.serial
    assert fresh is not None
    issuing.carry_on(renewable.context, fresh)
    before_the_end(renewable, 7)
    assert reminders.remind(renewable.context) == 0


def test_an_erased_certificate_says_only_that(house: House) -> None:
    amal = house.person()
    serial = issued(house, amal)
    erasing.erase(house.context, amal, serial)
    report = verifying.report(house.context, serial)
    assert report.status is Status.ERASED
    assert NAME not in str(report.to_json())
    assert report.facts == ()
    with pytest.raises(Conflict):
        erasing.erase(house.context, amal, serial)
    assert claiming.mine(house.context, amal)[0].state == "ready"


def test_only_the_holder_erases_a_certificate(house: House) -> None:
    serial = issued(house, house.person())
    with pytest.raises(NotFound):
        erasing.erase(house.context, house.person("Rosa Lind"), serial)
    assert verifying.report(house.context, serial).status is Status.VALID


def test_erasing_does_not_undo_a_revocation(house: House) -> None:
    amal = house.person()
    serial = issued(house, amal)
    stewarding.revoke(house.context, "staff:test", serial, "a reason")
    erasing.erase(house.context, amal, serial)
    assert claiming.mine(house.context, amal)[0].state == "issued"
    assert not claiming.claim(house.context, amal, "listener", NAME, agree=True).created


ALLOWED = {
    "valid": {"revoke", "suspend", "reissue", "erase"},
    "suspended": {"revoke", "reinstate", "erase"},
    "revoked": {"erase"},
    "replaced": {"erase"},
    "erased": set[str](),
}
"""Which act may follow which state."""


def acts(house: House, holder: Person, serial: str, act: str) -> None:
    context = house.context
    if act == "erase":
        erasing.erase(context, holder, serial)
    elif act == "reissue":
        issuing.carry_on(context, stewarding.reissue(context, "staff:test", serial, "Amal Nasser", "a new name"))
    else:
        getattr(stewarding, act)(context, "staff:test", serial, "a reason")


WAY = {"valid": (), "suspended": ("suspend",), "revoked": ("revoke",), "replaced": ("reissue",), "erased": ("erase",)}


@pytest.mark.parametrize("state", WAY)
def test_each_act_is_done_or_refused_with_all_that_belongs_to_it(house: House, state: str) -> None:
    for act in ("revoke", "suspend", "reinstate", "reissue", "erase"):
        holder = house.person(f"Amal {act.capitalize()} {state.capitalize()}")
        serial = promising.issue(house.context, "staff:test", holder.email, "listener", NAME, "why", "Experience.")
        issuing.carry_on(house.context, serial)
        for step in WAY[state]:
            acts(house, holder, serial, step)
        before = checking.verify(house.context)
        assert before.sound
        if act in ALLOWED[state]:
            acts(house, holder, serial, act)
            # That it is replaced, that another was issued, and the file of that one.
            added = 3 if act == "reissue" else 1
        else:
            with pytest.raises(Conflict):
                acts(house, holder, serial, act)
            added = 0
        verified = checking.verify(house.context)
        assert verified.sound
        assert verified.leaves == before.leaves + added
