"""What a registrar does to an attempt: by duty, with its effect told before, never to one of their own."""

from datetime import timedelta

import pytest

from lms.services.appointing.asking import BarredAct, NoDuty
from lms.services.assessing import attempt_acts, results
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, Invalid
from lms.store import audit_search
from tests.services.deciding.candidates import GUIDE, decider, registrar
from tests.services.walks import begin
from tests.support.schemed import SCHEMED
from tests.support.site import House, catalog_of


@pytest.fixture
def schemed(house: House) -> House:
    house.catalog = catalog_of(SCHEMED)
    return house


def keys(house: House, person: Person, attempt: str) -> list[str]:
    return [offer.key for offer in attempt_acts.look(house.context, person, attempt).offers]


def test_what_fits_is_offered_and_done_with_the_duty_on_record(schemed: House) -> None:
    amal, rex = schemed.person(), registrar(schemed)
    attempt = begin(schemed, amal)
    assert keys(schemed, rex, attempt) == ["extend"]
    until = attempt_acts.extend(schemed.context, rex, attempt, 10, "The line broke")
    assert until == schemed.clock() + timedelta(minutes=40)
    results.submit(schemed.context, amal, attempt)
    assert keys(schemed, rex, attempt) == ["reopen", "grant"]
    attempt_acts.grant(schemed.context, rex, attempt, "The line broke again")
    with schemed.context.database.reading() as session:
        found = audit_search.about(session, amal.id, ["extend attempt", "grant attempt"], 9)
    assert len(found) == 2
    assert {(entry.details["duty"], entry.details["scheme"]) for entry in found} == {("registrar", GUIDE)}


def test_nobody_acts_on_an_attempt_of_their_own(schemed: House) -> None:
    rex = registrar(schemed)
    attempt = begin(schemed, rex)
    offers = attempt_acts.look(schemed.context, rex, attempt).offers
    assert [[bar.kind for bar in offer.bars] for offer in offers] == [["B1"]]
    with pytest.raises(BarredAct):
        attempt_acts.extend(schemed.context, rex, attempt, 10, "For me")


def test_without_the_duty_no_attempt_is_there(schemed: House) -> None:
    attempt = begin(schemed, schemed.person())
    for who in (decider(schemed), schemed.person("Sam", role="staff")):
        for id in (attempt, "none"):
            with pytest.raises(NoDuty):
                attempt_acts.look(schemed.context, who, id)


def test_a_reason_is_asked_for_and_what_does_not_fit_is_refused(schemed: House) -> None:
    rex, attempt = registrar(schemed), begin(schemed, schemed.person())
    with pytest.raises(Invalid):
        attempt_acts.extend(schemed.context, rex, attempt, 10, " ")
    with pytest.raises(Invalid):
        attempt_acts.extend(schemed.context, rex, attempt, 0, "A reason")
    with pytest.raises(Conflict):
        attempt_acts.reopen(schemed.context, rex, attempt, "A reason")
