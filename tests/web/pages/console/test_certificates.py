"""What registrar and decider do to a certificate on its page: two people, with notice, by the bars."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms.services.deciding import certificate_acts
from lms.services.ground.person import Person
from lms.store import audit
from lms.store.personal import label
from lms.store.tables import MailRow
from tests.services.appointing.people import with_duty
from tests.services.certifying.test_certificates import issued
from tests.services.deciding.candidates import GUIDE
from tests.support.schemed import SCHEMED
from tests.support.site import House
from tests.support.web import Caller, signed_in
from tests.web.pages.console.test_duties import with_factor

GROUNDS = {"reason": "Two people sat it", "grounds": "honesty", "public": ""}


@pytest.fixture
def office(app: Flask, house: House) -> tuple[Person, Caller, Person, Caller]:
    """A registrar and a decider of the scheme, each in a browser."""
    registrar, decider = with_duty(house, "Reg Istrar", "registrar"), with_duty(house, "De Cider", "decider")
    return registrar, with_factor(app, house, registrar), decider, with_factor(app, house, decider)


def test_a_revocation_is_proposed_confirmed_by_another_told_and_done_five_days_later(
    house: House, office: tuple[Person, Caller, Person, Caller]
) -> None:
    registrar, proposing, decider, confirming = office
    serial = issued(house, house.person("Amal Haddad"))
    page = f"/staff/certificates/{serial}"
    assert "Propose to revoke it" in proposing.get(page).text
    assert proposing.form(f"{page}/revoke", GROUNDS).status_code == 303
    assert "it is proposed to revoke it" in proposing.get(page).text
    assert "Confirm or decline the revocation of certificate" in confirming.get("/staff").text
    assert proposing.form(f"{page}/confirm").status_code == 404
    assert confirming.form(f"{page}/confirm").status_code == 303
    assert "takes effect on" in confirming.get(page).text
    assert proposing.form(f"{page}/revoke", GROUNDS).status_code == 409
    assert certificate_acts.revoke_due(house.context) == 0
    with house.context.database.reading() as session:
        subjects = list(session.scalars(select(MailRow.subject).where(MailRow.recipient == "amal.haddad@example.org")))
    assert subjects[-1].startswith("Your certificate is to be revoked")
    house.clock.turn(timedelta(days=5))
    assert certificate_acts.revoke_due(house.context) == 1
    assert certificate_acts.revoke_due(house.context) == 0
    with house.context.database.reading() as session:
        (entry,) = audit.of_act(session, "revoke")
    assert (entry.actor, entry.details["confirmed_by"]) == (label(registrar.id), label(decider.id))
    assert (entry.details["duty"], entry.details["scheme"]) == ("registrar", "listener")


def test_whoever_proposed_does_not_confirm_and_nobody_acts_on_their_own(app: Flask, house: House) -> None:
    both = with_duty(house, "Bo Th", "registrar", "decider")
    caller = with_factor(app, house, both)
    page = f"/staff/certificates/{issued(house, house.person('Amal Haddad'))}"
    assert caller.form(f"{page}/revoke", GROUNDS).status_code == 303
    refused = caller.form(f"{page}/confirm")
    assert refused.status_code == 403
    assert "(B8)" in refused.text
    own = issued(house, both, "Bo Th")
    for act in ("suspend", "correct", "revoke"):
        refused = caller.form(f"/staff/certificates/{own}/{act}", GROUNDS | {"name": "Bo Thorn"})
        assert refused.status_code == 403, act
        assert "(B1)" in refused.text
    with house.context.database.reading() as session:
        assert [audit.of_act(session, act) for act in ("revoke", "suspend", "replace")] == [[], [], []]


def test_it_is_set_aside_at_once_and_reinstated_with_a_reason_that_is_kept(
    house: House, office: tuple[Person, Caller, Person, Caller]
) -> None:
    _, registrar, _, decider = office
    page = f"/staff/certificates/{issued(house, house.person('Amal Haddad'))}"
    refused = registrar.form(f"{page}/suspend", {"reason": "", "public": "We look into it."})
    assert refused.status_code == 400
    assert 'value="We look into it."' in refused.text
    assert registrar.form(f"{page}/suspend", {"reason": "A complaint"}).status_code == 303
    assert "is suspended today" in registrar.get(page).text
    assert "Reinstate it" not in registrar.get(page).text
    assert decider.form(f"{page}/reinstate", {"reason": "It was nothing"}).status_code == 303
    with house.context.database.reading() as session:
        (entry,) = audit.of_act(session, "reinstate")
    assert entry.details["duty"] == "decider"


def test_a_duty_sees_its_own_scheme_alone_and_staff_do_nothing(app: Flask, house: House) -> None:
    serial = issued(house, house.person("Amal Haddad"))
    page = f"/staff/certificates/{serial}"
    writer = with_factor(app, house, with_duty(house, "Wri Ter", "writer"))
    assert (writer.get(page).status_code, writer.get("/staff/certificates").status_code) == (404, 404)
    registrar = with_factor(app, house, with_duty(house, "Reg", "registrar"))
    assert serial in registrar.get("/staff/certificates").text
    assert registrar.get("/staff/certificates/7K3MD-FAKE0-SER1A-L0000").status_code == 404
    staff = signed_in(app, house, house.person("Sam", role="staff"))
    assert "There is nothing that you can do here by a duty." in staff.get(page).text
    assert staff.form(f"{page}/suspend", GROUNDS).status_code == 404


def test_an_award_is_proposed_with_what_was_typed_kept_and_answered_by_another(app: Flask, house: House) -> None:
    house.serve(SCHEMED)
    proposing = with_factor(app, house, with_duty(house, "Reg Istrar", "registrar", scheme=GUIDE))
    answering = with_factor(app, house, with_duty(house, "De Cider", "decider", scheme=GUIDE))
    award = "/staff/certificates/award"
    assert "No award waits for a decision." in proposing.get(award).text
    amal = house.person("Amal Haddad")
    asked = {"email": amal.email, "credential": GUIDE, "name": amal.name, "awarded_for": "", "reason": "The council"}
    refused = proposing.form(award, asked)
    assert refused.status_code in (400, 422)
    assert 'value="The council"' in refused.text
    assert proposing.form(award, asked | {"awarded_for": "Ten years of listening"}).status_code == 303
    assert answering.form(f"{award}/1/decline", {"reason": ""}).status_code == 400
    assert "Confirm the award" in answering.get(f"{award}/1").text
    assert answering.form(f"{award}/1/confirm").status_code == 303
