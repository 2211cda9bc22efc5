"""What one's own account says of duties: the pen name, and what was decided about one."""

from __future__ import annotations

from flask import Flask

from lms.services.assessing import staff_acts
from lms.services.certifying import stewarding
from tests.services.appointing.people import with_duty
from tests.services.certifying.test_certificates import issued
from tests.services.walks import finish_course
from tests.support.site import House
from tests.support.web import signed_in
from tests.web.pages.console.test_duties import with_factor


def test_a_pen_name_is_chosen_refused_and_given_up(app: Flask, house: House) -> None:
    writer = with_factor(app, house, with_duty(house, "Wri Ter", "writer"))
    assert writer.form("/account/pen-name", {"pen_name": "wri-ter"}).status_code == 303
    assert 'value="wri-ter"' in writer.get("/account").text
    other = with_factor(app, house, with_duty(house, "Ot Her", "writer"))
    refused = other.form("/account/pen-name", {"pen_name": "wri-ter"})
    assert refused.status_code == 422
    assert "Somebody else writes under this name." in refused.text
    assert writer.form("/account/pen-name", {"pen_name": ""}).status_code == 303
    assert other.form("/account/pen-name", {"pen_name": "wri-ter"}).status_code == 303
    assert "Pen name" not in signed_in(app, house, house.person("Amal")).get("/account").text


def test_a_person_is_told_what_was_decided_about_them_and_by_which_duty(app: Flask, house: House) -> None:
    amal = house.person("Amal Haddad")
    learner = signed_in(app, house, amal)
    assert "What was decided about you" not in learner.get("/account").text
    serial = issued(house, amal)
    registrar = with_factor(app, house, with_duty(house, "Reg", "registrar"))
    fields = {"reason": "A xyzzy", "public": "We look into it."}
    assert registrar.form(f"/staff/certificates/{serial}/suspend", fields).status_code == 303
    stewarding.reinstate(house.context, "operator:test", serial, "Another xyzzy")
    page = learner.get("/account").text
    assert "Your certificate was suspended" in page
    assert "by the duty: registrar" in page
    assert "We look into it." in page
    assert "by the people who run the programme" in page
    assert "xyzzy" not in page
    assert "suspended" not in signed_in(app, house, house.person("Bo")).get("/account").text


def test_a_further_try_is_told_too(app: Flask, house: House) -> None:
    amal = house.person("Amal Haddad")
    finish_course(house, amal)
    staff_acts.grant(house.context, "operator:test", amal.email, "exam", "A xyzzy")
    page = signed_in(app, house, amal).get("/account").text
    assert "You were given one more try at an examination" in page
    assert "xyzzy" not in page
