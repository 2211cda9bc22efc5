"""Mails and consents on the web: chosen, listed, taken back, and ended from a mail without signing in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from lms.services.ground.person import Person
from lms.services.mail import consents
from lms.store.tables import ConsentRow
from tests.services.assessing.test_mails_asked_for import fail_the_exam
from tests.support.site import House
from tests.support.web import Caller, signed_in, stranger


def test_reminders_are_chosen_and_what_was_agreed_to_stands_with_its_day(
    browser: Caller, house: House, amal: Person
) -> None:
    assert "Nothing yet." in browser.get("/account/consents").text
    chosen = browser.form("/account/reminders", {"wanted": "yes", "hour": "7", "zone": "Europe/Berlin"})
    assert (chosen.status_code, chosen.location) == (303, "/account/consents")
    page = browser.get("/account/consents").text
    assert consents.REMINDERS_TEXT in page.partition("What I said yes to")[2]
    assert "Said yes on 22 November 2026." in page
    assert '<option value="7" selected>07:00</option>' in page
    assert '<option value="Europe/Berlin" selected>' in page
    (given,) = consents.listed(house.context, amal)
    browser.form(f"/account/consents/{given.id}")
    assert "Ended on 22 November 2026." in browser.get("/account/consents").text


def test_a_refused_choice_comes_back_with_what_was_chosen_and_the_error_beside_it(browser: Caller) -> None:
    refused = browser.form("/account/reminders", {"wanted": "yes", "hour": "7", "zone": "Mars"})
    assert refused.status_code == 422
    assert "<title>Error: Mails and consents" in refused.text
    assert 'href="#zone"' in refused.text
    assert 'aria-invalid="true" aria-describedby="zone-complaint"' in refused.text
    assert '<option value="7" selected>' in refused.text
    assert 'id="wanted" checked' in refused.text


def test_a_break_is_taken_and_ended(browser: Caller) -> None:
    browser.form("/account/reminders", {"wanted": "yes", "hour": "7", "zone": "UTC"})
    browser.form("/account/reminders/break", {"weeks": "2"})
    assert "You are taking a break until 6 December 2026." in browser.get("/account/consents").text
    browser.form("/account/reminders/break", {"weeks": "0"})
    assert "taking a break" not in browser.get("/account/consents").text
    refused = browser.form("/account/reminders/break", {"weeks": "99"})
    assert refused.status_code == 422
    assert 'id="wanted" checked' in refused.text


def test_another_hour_does_not_end_a_break_and_a_new_beginning_does(browser: Caller) -> None:
    browser.form("/account/reminders", {"wanted": "yes", "hour": "7", "zone": "UTC"})
    browser.form("/account/reminders/break", {"weeks": "2"})
    browser.form("/account/reminders", {"wanted": "yes", "hour": "9", "zone": "UTC"})
    assert "You are taking a break until 6 December 2026." in browser.get("/account/consents").text
    browser.form("/account/reminders", {"hour": "9", "zone": "UTC"})
    browser.form("/account/reminders", {"wanted": "yes", "hour": "9", "zone": "UTC"})
    assert "taking a break" not in browser.get("/account/consents").text


@pytest.mark.parametrize("number", ["0", "2", "9" * 30])
def test_what_is_nobodys_or_somebody_elses_is_not_taken_back(
    number: str, browser: Caller, other: Caller, house: House, amal: Person
) -> None:
    browser.form("/account/reminders", {"wanted": "yes", "hour": "7", "zone": "UTC"})
    assert browser.form(f"/account/consents/{number}").status_code == 404
    (given,) = consents.listed(house.context, amal)
    assert other.form(f"/account/consents/{given.id}").status_code == 404
    assert consents.listed(house.context, amal)[0].withdrawn_at is None


def test_the_way_out_of_a_mail_needs_no_session_and_looking_ends_nothing(
    browser: Caller, app: Flask, house: House, amal: Person
) -> None:
    browser.form("/account/reminders", {"wanted": "yes", "hour": "7", "zone": "UTC"})
    (given,) = consents.listed(house.context, amal)
    way = "/" + consents.link_off(house.context, given).partition("://")[2].partition("/")[2]
    reader = stranger(app)
    asked = reader.get(way)
    assert "End these mails?" in asked.text
    assert "Set-Cookie" not in asked.headers
    assert consents.listed(house.context, amal)[0].withdrawn_at is None
    ended = reader.client.post(way, data={"List-Unsubscribe": "One-Click"})
    assert (ended.status_code, "No more of these mails come" in ended.text) == (200, True)
    assert consents.listed(house.context, amal)[0].withdrawn_at is not None
    assert reader.get("/mails/off/1-" + "0" * 32).status_code == 404


def test_a_door_that_opens_by_itself_offers_its_day_and_one_mail(
    browser: Caller, app: Flask, house: House, amal: Person
) -> None:
    assert "Tell me when it opens" not in browser.get("/assessments/exam").text
    fail_the_exam(house, amal)
    page = browser.get("/assessments/exam").text
    assert 'href="/assessments/exam/opening.ics"' in page
    calendar = browser.get("/assessments/exam/opening.ics")
    assert calendar.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART:20261122T130000Z" in calendar.text
    assert "SUMMARY:The listening examination" in calendar.text
    browser.form("/assessments/exam/opening")
    page = browser.get("/assessments/exam").text
    assert "We send you one mail when it opens." in page
    assert "Tell me when it opens" not in page
    other = signed_in(app, house, house.person("Rosa Lima"))
    assert other.get("/assessments/exam/opening.ics").status_code == 404
    assert other.form("/assessments/exam/opening").status_code == 409
    house.clock.turn(timedelta(hours=1))
    assert browser.get("/assessments/exam/opening.ics").status_code == 404


def test_a_result_leads_on_to_the_next_try(browser: Caller, house: House, amal: Person) -> None:
    fail_the_exam(house, amal)
    page = browser.get("/assessments/exam").text
    result = page.partition('href="/attempts/')[2].partition('"')[0]
    assert "Add it to my calendar" in browser.get(f"/attempts/{result}").text


def test_what_is_agreed_to_is_kept_and_shown_as_it_was_read_with_its_language(
    browser: Caller, house: House, amal: Person
) -> None:
    assert "Rappelez-moi mon cours" in browser.get("/account/consents?language=fr").text
    browser.form("/account/reminders", {"wanted": "yes", "hour": "7", "zone": "UTC", "read_in": "fr"})
    (given,) = consents.listed(house.context, amal)
    assert (given.language, given.text[:22]) == ("fr", "Rappelez-moi mon cours")
    page = browser.get("/account/consents?language=ar").text
    assert f'<p id="consent-{given.id}" lang="fr" dir="ltr">Rappelez-moi mon cours' in page
    assert "ذكّروني بدورتي" in page
    way = "/" + consents.link_off(house.context, given).partition("://")[2].partition("/")[2]
    assert '<blockquote lang="fr" dir="ltr">Rappelez-moi' in browser.get(f"{way}?language=ar").text


def test_a_form_says_the_language_it_was_read_in_whatever_was_chosen_since(
    browser: Caller, house: House, amal: Person
) -> None:
    fail_the_exam(house, amal)
    form = browser.get("/assessments/exam?language=es").text
    assert 'Envíenme un solo correo cuando pueda volver a intentar «<bdi lang="en">The listening' in form
    assert 'name="read_in" value="es"' in form
    browser.get("/assessments/exam?language=ar")
    browser.form("/assessments/exam/opening", {"read_in": "es"})
    (given,) = consents.listed(house.context, amal)
    assert given.language == "es"
    assert (
        given.text == "Envíenme un solo correo cuando pueda volver a intentar «The listening examination», y nada más."
    )


@pytest.mark.parametrize("read_in", [{}, {"read_in": "tlh"}, {"read_in": "x" * 999}])
def test_a_form_that_says_no_language_of_ours_was_read_in_that_of_the_page(
    read_in: dict[str, str], browser: Caller, house: House, amal: Person
) -> None:
    browser.get("/account/consents?language=ar")
    browser.form("/account/reminders", {"wanted": "yes", "hour": "7", "zone": "UTC", **read_in})
    assert consents.listed(house.context, amal)[0].language == "ar"


def test_a_consent_of_before_there_were_languages_is_in_english(browser: Caller, house: House, amal: Person) -> None:
    browser.form("/account/reminders", {"wanted": "yes", "hour": "7", "zone": "UTC"})
    with house.context.database.writing() as session:
        session.execute(update(ConsentRow).values(language=None))
    page = browser.get("/account/consents?language=ar").text
    assert f'lang="en-GB" dir="ltr">{consents.REMINDERS_TEXT}' in page
