"""Awards by decision under a scheme: proposed by one, confirmed by another, and printed as what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.practice.lives import Act, Kind
from lms.services.appointing import tasks
from lms.services.appointing.asking import BarredAct, FactorAsked, NoDuty
from lms.services.certifying import issuing, verifying
from lms.services.deciding import applying, awards, decided
from lms.services.deciding.applying import Filled
from lms.services.deciding.awards import Sent
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid
from lms.services.reviewing.keeping import keep
from lms.store import audit, certificates, personal, proposals, question_lives
from lms.store.personal import label
from lms.store.tables import MailRow
from tests.services.accounts.post import at_once
from tests.services.appointing.people import proved
from tests.services.deciding.candidates import GROUND, GUIDE, awarded_to, decider, in_use, registrar
from tests.services.walks import begin, finish_course
from tests.support.schemed import SCHEMED
from tests.support.site import House, house_at


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, SCHEMED) as made:
        yield in_use(made)


def sent(person: Person, **changes: str) -> Sent:
    return replace(Sent(person.email, GUIDE, person.name, GROUND, "The council"), **changes)


def test_what_one_proposes_another_confirms_and_the_certificate_says_what_it_rests_on(house: House) -> None:
    rosa, rex, dee = house.person("Rosa Lima"), registrar(house), decider(house)
    proposal = awards.propose(house.context, rex, sent(rosa))
    with house.context.database.reading() as session:
        assert not certificates.of_account(session, rosa.id)
        (task,) = tasks.desk(house.context, session, dee).tasks
    assert (task.words, task.page) == (
        "Confirm or decline an award by decision: guide",
        f"/staff/certificates/award/{proposal.id}",
    )
    serial = awards.answer(house.context, dee, proposal.id, True)
    assert issuing.carry_on(house.context, serial)
    report = verifying.report(house.context, serial)
    assert report.status.value == "valid"
    with house.context.database.reading() as session:
        record = certificates.find(session, serial)
        (entry,) = audit.of_act(session, "confirm award")
        subjects = list(session.scalars(select(MailRow.body).where(MailRow.recipient == rosa.email)))
    assert record is not None
    assert record.claims["ground"] == GROUND
    assert not record.claims["agreement"]
    assert (entry.actor, entry.subject) == (label(dee.id), serial)
    assert (entry.details["proposed_by"], entry.details["reason"]) == (label(rex.id), "The council")
    assert entry.details["scheme_hash"] == house.catalog.schemes[GUIDE].hash
    assert any(GROUND in body for body in subjects)
    assert [one.words for one in decided.about(house.context, rosa)] == ["A certificate was awarded to you by decision"]


def test_each_act_sent_again_is_answered_alike_and_done_once(house: House) -> None:
    rosa, rex, dee = house.person("Rosa Lima"), registrar(house), decider(house)
    first = awards.propose(house.context, rex, sent(rosa))
    assert awards.propose(house.context, rex, sent(rosa)) == first
    with pytest.raises(Conflict, match="proposed already"):
        awards.propose(house.context, rex, sent(rosa, reason="Another"))
    serial = awards.answer(house.context, dee, first.id, True)
    assert awards.answer(house.context, dee, first.id, True) == serial
    assert awards.propose(house.context, rex, sent(rosa)).id == first.id
    with pytest.raises(Conflict, match="answered this already: confirmed"):
        awards.answer(house.context, dee, first.id, False, "No")
    with pytest.raises(Conflict, match="answered this already"):
        awards.answer(house.context, decider(house, "Other"), first.id, True)
    with pytest.raises(Conflict, match="has it already"):
        awards.propose(house.context, rex, sent(rosa, reason="Once more"))
    with house.context.database.reading() as session:
        assert [len(audit.of_act(session, act)) for act in ("propose award", "confirm award")] == [1, 1]


def test_many_confirmations_at_once_give_one_number(house: House) -> None:
    proposal = awarded_to(house, registrar(house), house.person("Rosa Lima"))
    people = [decider(house, f"Decider {n}") for n in range(3)]

    def one(n: int) -> str:
        try:
            return awards.answer(house.context, people[n % 3], proposal.id, True)
        except Conflict:
            return ""

    assert len(set(at_once(12, one)) - {""}) == 1


def test_what_is_declined_may_be_proposed_again(house: House) -> None:
    rosa, rex, dee = house.person("Rosa Lima"), registrar(house), decider(house)
    first = awarded_to(house, rex, rosa)
    with pytest.raises(Invalid):
        awards.answer(house.context, dee, first.id, False)
    assert awards.answer(house.context, dee, first.id, False, "Not shown") == ""
    assert awards.answer(house.context, dee, first.id, False, "Not shown") == ""
    assert awards.propose(house.context, rex, sent(rosa)).id != first.id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody@example.org"}, "email"),
        ({"credential": ""}, "credential"),
        ({"name": " "}, "name"),
        ({"awarded_for": " "}, "awarded_for"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_missing_is_named_and_proposes_nothing(house: House, changes: dict[str, str], field: str) -> None:
    rex, rosa = registrar(house), house.person("Rosa Lima")
    with pytest.raises(Invalid) as refused:
        awards.propose(house.context, rex, sent(rosa, **changes))
    assert refused.value.field == field
    with house.context.database.reading() as session:
        assert proposals.all_open(session, [GUIDE], 10) == []


def test_whoever_may_not_learns_of_no_account_and_no_proposal(house: House) -> None:
    rosa, dee = house.person("Rosa Lima"), decider(house)
    for email in (rosa.email, "nobody@example.org"):
        with pytest.raises(NoDuty):
            awards.propose(house.context, dee, sent(rosa, email=email))
    with pytest.raises(NoDuty):
        awards.propose(house.context, registrar(house), sent(rosa, credential="listener"))
    with pytest.raises(NoDuty):
        awards.answer(house.context, dee, 999, True)


def test_who_has_applied_is_decided_about_as_an_applicant(house: House) -> None:
    rosa, rex, dee = house.person("Rosa Lima"), registrar(house), decider(house)
    proposal = awarded_to(house, rex, rosa)
    applying.apply(house.context, rosa, GUIDE, Filled("experience", "", signature="Rosa Lima"))
    with pytest.raises(Conflict, match="has applied"):
        awards.answer(house.context, dee, proposal.id, True)
    omar = house.person("Omar Said")
    applying.apply(house.context, omar, GUIDE, Filled("experience", "", signature="Omar Said"))
    with pytest.raises(Conflict, match="has applied"):
        awards.propose(house.context, rex, sent(omar))


def test_who_reviewed_a_question_of_a_paper_that_was_not_even_passed_confirms_nothing(house: House) -> None:
    rosa, rex, dee = house.person("Rosa Lima"), registrar(house), decider(house)
    finish_course(house, rosa)
    begin(house, rosa, "exam")
    proposal = awarded_to(house, rex, rosa)
    with house.context.database.writing() as session:
        for id in house.catalog.banks["listening"].quizzes:
            keep(session, house.context, house.catalog, f"listening/{id}", dee.id)
    with house.context.database.writing() as session:
        for id, quiz in house.catalog.banks["listening"].quizzes.items():
            act = Act(Kind.PROPOSED, dee.id)
            question_lives.add_act(
                session,
                f"listening/{id}",
                quiz.version,
                act,
                duty="",
                form={},
                reason="",
                request="",
                at=house.clock(),
            )
    with pytest.raises(BarredAct) as refused:
        awards.answer(house.context, dee, proposal.id, True)
    assert [bar.kind for bar in refused.value.bars] == ["B3"]


def test_it_is_confirmed_in_a_browser_alone_and_freshly(house: House) -> None:
    rosa, rex, dee = house.person("Rosa Lima"), registrar(house), decider(house)
    with pytest.raises(FactorAsked):
        awards.propose(house.context, replace(rex, factor_at=None), sent(rosa))
    proposal = awarded_to(house, rex, rosa)
    with pytest.raises(FactorAsked):
        awards.answer(house.context, replace(dee, factor_at=None), proposal.id, True)
    assert awards.answer(house.context, proved(house, dee), proposal.id, True)


def test_with_an_account_goes_what_was_proposed_for_it(house: House) -> None:
    rosa, rex = house.person("Rosa Lima"), registrar(house)
    proposal = awarded_to(house, rex, rosa)
    with house.context.database.reading() as session:
        assert "Rosa" not in str(personal.rows_about(session, rex.id)["proposals"])
    with house.context.database.writing() as session:
        personal.erase(session, rosa.id)
    with house.context.database.reading() as session:
        assert proposals.find(session, proposal.id) is None
