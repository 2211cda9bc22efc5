"""Accommodations and attempts at the pages: asked for without a reason, answered by two people, refusals that keep."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.services.ground.person import Person
from tests.services.appointing.people import with_duty
from tests.services.walks import begin
from tests.support.schemed import SCHEMED
from tests.support.site import House
from tests.support.web import Caller
from tests.web.pages.console.test_duties import with_factor

ASKED = {"time": "3/2", "settings": "breaks", "before": "no"}
REFUSAL = {"ground": "otherwise", "reason": "It is what the paper measures"}


@pytest.fixture
def registrar(app: Flask, house: House) -> Caller:
    house.serve(SCHEMED)
    return with_factor(app, house, with_duty(house, "Reg Istrar", "registrar"))


def test_what_is_asked_for_is_granted_with_more_and_never_with_less(browser: Caller, registrar: Caller) -> None:
    refused = browser.form("/accommodations", ASKED | {"time": "", "settings": "", "helper": "reader", "name": ""})
    assert refused.status_code == 422
    assert "<title>Error: " in refused.text
    assert browser.form("/accommodations", ASKED).status_code == 303
    assert "You have an answer by" in browser.get("/accommodations").text
    assert "Amal Haddad" in registrar.get("/staff/accommodations").text
    page = "/staff/accommodations/1"
    less = registrar.form(f"{page}/grant", {"time": "5/4", "settings": "breaks", "until": "", "reason": "As asked for"})
    assert less.status_code == 409
    unexplained = registrar.form(f"{page}/grant", ASKED | {"until": "2027-03-05", "reason": ""})
    assert unexplained.status_code == 400
    assert 'value="2027-03-05"' in unexplained.text
    granted = registrar.form(f"{page}/grant", ASKED | {"time": "2", "until": "2027-03-05", "reason": "More than asked"})
    assert granted.status_code == 303
    assert "Granted until 5 March 2027." in browser.get("/accommodations").text


def test_a_refusal_is_proposed_by_one_and_confirmed_by_another(
    app: Flask, house: House, browser: Caller, registrar: Caller
) -> None:
    decider = with_factor(app, house, with_duty(house, "De Cider", "decider"))
    browser.form("/accommodations", ASKED)
    page = "/staff/accommodations/1"
    assert registrar.form(f"{page}/refuse", REFUSAL | {"ground": ""}).status_code == 422
    assert registrar.form(f"{page}/refuse", REFUSAL).status_code == 303
    assert registrar.form(f"{page}/confirm").status_code in (403, 404)
    assert "You have an answer by" in browser.get("/accommodations").text
    assert decider.form(f"{page}/confirm").status_code == 303
    assert "What you asked for was not granted." in browser.get("/accommodations").text


def test_acts_on_an_attempt_ask_for_a_reason_and_keep_what_was_typed(
    house: House, amal: Person, registrar: Caller
) -> None:
    attempt = begin(house, amal, "open")
    page = f"/staff/attempts/{attempt}"
    assert "Amal Haddad" in registrar.get(page).text
    refused = registrar.form(f"{page}/extend", {"minutes": "15", "reason": ""})
    assert refused.status_code == 400
    assert 'value="15"' in refused.text
    assert registrar.form(f"{page}/extend", {"minutes": "none", "reason": "The line was cut"}).status_code == 422
    assert registrar.form(f"{page}/extend", {"minutes": "15", "reason": "The line was cut"}).status_code == 303
