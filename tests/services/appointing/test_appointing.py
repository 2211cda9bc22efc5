"""Appointing people to duties, and asking what a duty opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.practice import acts
from lms.practice.duties import Act, Allowed, Duty, Thing
from lms.services.appointing import appoint, asking, declaring, pen_naming, proposing, recording
from lms.services.appointing.appoint import Wanted
from lms.services.appointing.asking import BarredAct, FactorAsked, NoDuty
from lms.services.appointing.declaring import Declared
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid, NotFound, Refusal
from lms.store import appointments, audit, pen_names, proposals, second_factors, seen_keys
from lms.store.personal import label
from lms.store.proposals import Proposal
from lms.store.tables import AppointmentRow, MailRow
from tests.services.accounts.post import at_once
from tests.services.appointing.people import SCHEME, admin, proved, with_duty
from tests.support.site import House

THING = Thing("application", "one", (SCHEME,), person=10_000)


def required(house: House, person: Person, act: Act, thing: Thing = THING, *, shell: bool = False) -> Allowed:
    with house.context.database.reading() as session:
        return asking.require(house.context, session, person, act, thing, shell=shell)


def written(house: House) -> list[tuple[str, str, str]]:
    with house.context.database.reading() as session:
        return [(one.actor, one.act, one.subject) for one in audit.entries(session)]


def test_an_admin_appoints_and_the_person_is_told(house: House) -> None:
    ida, olu = admin(house), house.person("Olu")
    wanted = Wanted(olu.email, "Measurement officer", f"certificates/{SCHEME}", "Knows the figures", "", "2027-03-05")
    made, is_new = appoint.appoint(house.context, ida, wanted)
    assert is_new
    assert (made.account, made.scheme, made.duty, made.by) == (olu.id, SCHEME, Duty.OFFICER, ida.id)
    assert made.since == house.clock()
    assert made.until is not None
    assert made.until.isoformat() == "2027-03-06T00:00:00+00:00"
    with house.context.database.reading() as session:
        (mail,) = session.scalars(select(MailRow).where(MailRow.recipient == olu.email))
        (entry,) = audit.of_act(session, "appoint")
    assert mail.subject == "You have a new duty: measurement officer"
    assert "until 5 March 2027" in mail.body
    assert (entry.actor, entry.subject) == (label(ida.id), label(olu.id))
    assert entry.details["duty"] == "admin"
    assert entry.details["appointed"] == "measurement-officer"
    assert entry.details["scheme"] == SCHEME
    assert entry.details["reason"] == "Knows the figures"


def test_the_same_appointment_once_more_is_the_one_that_stands(house: House) -> None:
    ida, olu = admin(house), house.person("Olu")
    wanted = Wanted(olu.email, "judge", SCHEME, "A reason")
    first, _ = appoint.appoint(house.context, ida, wanted)
    again, is_new = appoint.appoint(house.context, ida, wanted)
    assert (again, is_new) == (first, False)
    assert len([one for one in written(house) if one[1] == "appoint"]) == 1
    with pytest.raises(Conflict):
        appoint.appoint(house.context, ida, replace(wanted, until="2027-03-05"))


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"duty": "king"}, Invalid),
        ({"scheme": "nowhere"}, Invalid),
        ({"reason": " "}, Invalid),
        ({"reason": "x" * 501}, Invalid),
        ({"email": "nobody@example.org"}, Invalid),
        ({"since": "tomorrow"}, Invalid),
        ({"since": "2020-01-01"}, Invalid),
        ({"since": "2027-01-02", "until": "2027-01-01"}, Invalid),
        ({"until": "9999-12-31"}, Invalid),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    house: House, changed: dict[str, str], kind: type[Refusal]
) -> None:
    ida, olu = admin(house), house.person("Olu")
    with pytest.raises(kind):
        appoint.appoint(house.context, ida, replace(Wanted(olu.email, "judge", SCHEME, "A reason"), **changed))
    with house.context.database.reading() as session:
        assert appointments.of_account(session, olu.id) == ()


def test_nobody_appoints_themselves_and_the_database_says_so_too(house: House) -> None:
    ida = admin(house)
    with pytest.raises(BarredAct) as refused:
        appoint.appoint(house.context, ida, Wanted(ida.email, "decider", SCHEME, "A reason"))
    assert [bar.kind for bar in refused.value.bars] == ["B1"]
    row = AppointmentRow(
        account_id=ida.id, scheme=SCHEME, duty="decider", since=house.clock(), by_id=ida.id, reason="A reason"
    )
    with pytest.raises(IntegrityError), house.context.database.writing() as session:
        session.add(row)


def test_an_appointment_is_ended_once_and_stays_on_record(house: House) -> None:
    ida, olu = admin(house), with_duty(house, "Olu", "decider")
    assert required(house, olu, acts.CERTIFY) == Allowed("decider", SCHEME)
    house.clock.turn(timedelta(minutes=1))
    with house.context.database.reading() as session:
        (held,) = appointments.of_account(session, olu.id)
    ended = appoint.end(house.context, ida, held.id, "Moved on")
    assert appoint.end(house.context, ida, held.id, "Moved on") == ended
    assert len([one for one in written(house) if one[1] == "end appointment"]) == 1
    with pytest.raises(NoDuty) as refused:
        required(house, olu, acts.CERTIFY)
    assert [bar.kind for bar in refused.value.bars] == ["B9"]
    with house.context.database.reading() as session:
        assert appointments.of_account(session, olu.id) == (ended,)
    with pytest.raises(NotFound):
        appoint.end(house.context, ida, 4711, "A reason")


def test_whoever_is_no_admin_appoints_nobody_and_hears_of_nothing(house: House) -> None:
    olu = with_duty(house, "Olu", "registrar")
    rosa = house.person("Rosa")
    for person in (olu, proved(house, house.person("Sam Staff", role="staff")), proved(house, rosa)):
        with pytest.raises(NoDuty):
            appoint.appoint(house.context, person, Wanted(rosa.email, "judge", SCHEME, "A reason"))
        with pytest.raises(NoDuty):
            appoint.listed(house.context, person)


def test_a_duty_opens_nothing_without_a_second_factor_and_what_is_fresh_asks_for_a_new_one(house: House) -> None:
    olu = with_duty(house, "Olu", "registrar", "decider")
    without, stale = replace(olu, factor_at=None), replace(olu, factor_at=house.clock() - timedelta(minutes=5))
    with pytest.raises(FactorAsked):
        required(house, without, acts.SEE_PEOPLE)
    assert required(house, stale, acts.SEE_PEOPLE).duty == "registrar"
    for person in (without, stale):
        with pytest.raises(FactorAsked):
            required(house, person, acts.CERTIFY)
    assert required(house, olu, acts.CERTIFY).duty == "decider"


def test_a_program_may_see_with_a_duty_and_is_never_fresh(house: House) -> None:
    olu = replace(with_duty(house, "Olu", "registrar", "decider"), factor_at=None, scopes=frozenset({"staff"}))
    with pytest.raises(FactorAsked):
        required(house, olu, acts.SEE_PEOPLE)
    with house.context.database.writing() as session:
        second_factors.keep_totp(session, olu.id, "sealed", 0, house.clock())
    assert required(house, olu, acts.SEE_PEOPLE).duty == "registrar"
    with pytest.raises(FactorAsked):
        required(house, olu, acts.CERTIFY)


def test_the_shell_does_what_is_not_fresh_by_the_same_bars(house: House) -> None:
    olu = replace(with_duty(house, "Olu", "registrar", "decider"), factor_at=None)
    assert required(house, olu, acts.GRANT_ROUTE, shell=True).duty == "registrar"
    with pytest.raises(BarredAct):
        required(house, olu, acts.GRANT_ROUTE, replace(THING, person=olu.id), shell=True)
    with pytest.raises(FactorAsked):
        required(house, olu, acts.CERTIFY, shell=True)


def test_an_interest_bars_from_the_person_that_it_names_and_from_their_organisation(house: House) -> None:
    olu, rosa = with_duty(house, "Olu", "registrar"), house.person("Rosa Lind")
    thing = replace(THING, person=rosa.id)
    assert required(house, olu, acts.GRANT_ROUTE, thing).duty == "registrar"
    for declared in (Declared([rosa.email]), Declared((), [rosa.email.rpartition("@")[2]])):
        declaring.declare(house.context, olu, declared)
        with pytest.raises(BarredAct) as refused:
            required(house, olu, acts.GRANT_ROUTE, thing)
        assert [bar.kind for bar in refused.value.bars] == ["B6"]
    declaring.declare(house.context, olu, Declared())
    assert required(house, olu, acts.GRANT_ROUTE, thing).duty == "registrar"


def test_a_declaration_holds_for_its_year(house: House) -> None:
    olu = with_duty(house, "Olu", "registrar", declared=False)
    with pytest.raises(BarredAct) as refused:
        required(house, olu, acts.SEE_PEOPLE)
    assert [bar.kind for bar in refused.value.bars] == ["B7"]
    paid = Declared((), (), [("A company", "Talk", "2026", "under 1,000")])
    first = declaring.declare(house.context, olu, paid)
    assert declaring.declare(house.context, olu, paid) == first
    assert required(house, olu, acts.SEE_PEOPLE).duty == "registrar"
    (line,) = declaring.listed(house.context, admin(house))
    assert (line.name, line.declared) == ("Olu", first)
    house.clock.turn(timedelta(days=366))
    with pytest.raises(BarredAct):
        required(house, proved(house, olu), acts.SEE_PEOPLE)


@pytest.mark.parametrize(
    "declared",
    [
        Declared(["nobody@example.org"]),
        Declared((), ["x" * 201]),
        Declared((), (), [("A company", "", "2026", "none")]),
        Declared((), (), [("A company", "Talk", "26", "none")]),
        Declared((), (), [("A company", "Talk", "2026", "much")]),
        Declared((), ["x"] * 51),
    ],
)
def test_a_declaration_that_cannot_be_read_is_refused(house: House, declared: Declared) -> None:
    with pytest.raises(Invalid):
        declaring.declare(house.context, house.person("Olu"), declared)


def test_a_pen_name_is_one_persons(house: House) -> None:
    olu, rosa = house.person("Olu"), house.person("Rosa")
    assert pen_naming.choose(house.context, olu, " olu-1 ") == "olu-1"
    with pytest.raises(Conflict):
        pen_naming.choose(house.context, rosa, "olu-1")
    for text in ("Olu", "-olu", "o" * 41, "ólu"):
        with pytest.raises(Invalid):
            pen_naming.choose(house.context, olu, text)
    with house.context.database.reading() as session:
        assert pen_names.accounts_of(session, ["olu-1", "nobody"]) == {"olu-1": olu.id}
    pen_naming.choose(house.context, olu, "")
    assert pen_naming.choose(house.context, rosa, "olu-1") == "olu-1"


def test_whoever_has_seen_a_key_may_not_sit_its_examination(house: House) -> None:
    olu = with_duty(house, "Olu", "writer")
    exam = Thing("examination", "exam", banks=("listening",))
    assert required(house, olu, acts.SIT, exam) == Allowed()
    with house.context.database.writing() as session:
        allowed = asking.require(house.context, session, olu, acts.SEE_KEY, Thing("key", "x", (SCHEME,)))
        recording.note_seen(session, house.context, olu, allowed, "listening", "listening/quiet")
    with pytest.raises(BarredAct) as refused:
        required(house, olu, acts.SIT, exam)
    assert [bar.kind for bar in refused.value.bars] == ["B5"]
    assert written(house)[-1] == (label(olu.id), "seen", "listening/quiet")
    with house.context.database.reading() as session:
        assert seen_keys.of_account(session, olu.id) == {"listening": house.clock()}


@pytest.mark.postgres
def test_a_proposal_is_settled_once_by_somebody_else(any_house: House) -> None:
    house, right = any_house, Allowed("registrar", SCHEME)
    olu, deciders = with_duty(house, "Olu", "registrar"), [house.person(f"Di {n}") for n in range(8)]

    def propose(person: Person, reason: str = "A reason") -> tuple[Proposal, bool]:
        with house.context.database.writing() as session:
            return proposing.propose(house.context, session, person, right, "revoke", "certificate:X", reason)

    made, is_new = propose(olu)
    assert (propose(olu), is_new) == ((made, False), True)
    with pytest.raises(Conflict):
        propose(olu, "Another")

    def settle(n: int) -> bool:
        with house.context.database.writing() as session:
            proposing.settle(house.context, session, made, deciders[n], proposing.CONFIRMED)
        return True

    outcomes = at_once(len(deciders), settle)
    assert outcomes.count(True) == 1
    assert sum(isinstance(one, Conflict) for one in outcomes) == len(deciders) - 1
    second, _ = propose(olu)
    with pytest.raises(IntegrityError), house.context.database.writing() as session:
        proposals.settle(session, second.id, olu.id, proposing.CONFIRMED, house.clock())
