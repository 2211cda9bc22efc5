"""A page speaks the reader's language, its words, marks and switch; staff, programs and others' texts do not."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from lms.services.ground.person import Person
from lms.services.mail import choosing, outbox
from lms.web.edge import contact
from lms.wording.phrases import _
from tests.support.site import House
from tests.support.web import API, Caller, app_of, by_token, signed_in, stranger
from tests.wording import catalogues

LESSON = "/courses/listening/quiet"


@pytest.fixture
def speaking(house: House, tmp_path: Path) -> Flask:
    """The site with a catalogue in Arabic."""
    house.context = replace(house.context, languages=catalogues.in_folder(tmp_path / "catalogues"))
    return app_of(house)


@pytest.fixture
def reader(speaking: Flask) -> Caller:
    return stranger(speaking)


def test_the_page_says_the_language_that_it_is_in(reader: Caller) -> None:
    page = reader.get("/courses", accept_language="de, ar-EG;q=0.9").text
    assert '<html lang="ar" dir="rtl">' in page
    assert ">الدورات</a>" in page
    assert '<html lang="en-GB" dir="ltr">' in reader.get("/courses").text


def test_a_choice_stays_and_the_page_is_kept_for_each_language_apart(reader: Caller) -> None:
    assert "الدورات" not in reader.get("/courses").text
    assert "الدورات" in reader.get("/courses?language=ar").text
    assert "الدورات" in reader.get("/courses").text
    assert "الدورات" not in reader.get("/courses?language=en-GB").text


def test_the_switch_is_on_every_page_and_keeps_what_was_asked_for(reader: Caller) -> None:
    page = reader.get("/courses?path=creator&language=ar").text
    assert 'href="?path=creator&amp;language=en-GB"' in page
    assert '<span lang="ar" dir="rtl" aria-current="true">العربية</span>' in page
    assert "en-XA" not in page
    assert 'href="?language=en-GB"' in reader.get("/no-such-page").text


def test_the_switch_of_an_act_leads_to_a_page(speaking: Flask, house: House, amal: Person) -> None:
    refused = signed_in(speaking, house, amal).form("/courses/none/none/completion", {})
    assert refused.status_code == 404
    assert 'href="/?language=ar"' in refused.text


def test_what_two_readers_asked_of_one_page_stays_apart(speaking: Flask, house: House, amal: Person) -> None:
    browser = signed_in(speaking, house, amal)
    assert 'href="?path=creator&amp;language=ar"' in browser.get("/courses?path=creator").text
    assert 'href="?path=creator&amp;level=new&amp;language=ar"' in browser.get("/courses?path=creator&level=new").text


def test_words_of_ours_in_a_lesson_say_their_language_and_the_lesson_its_own(reader: Caller) -> None:
    page = reader.get(f"{LESSON}?language=ar").text
    assert re.search(r'<legend class="quiz-kind" lang="ar" dir="rtl"', page)
    assert re.search(r'<article lang="en(-\w+)?" dir="ltr">', page)


def test_the_address_follows_where_somebody_is_told_to_write(speaking: Flask, house: House) -> None:
    with speaking.test_request_context("/?language=ar"):
        said = contact.linked(_("Please write to us."))
    assert re.fullmatch(r'من فضلك راسلنا على <a class="address" href="mailto:[^"]+">[^<]+</a>\.', said)


def test_staff_and_programs_read_english(speaking: Flask, house: House) -> None:
    staff = house.person("Rosa", role="staff")
    page = signed_in(speaking, house, staff).get("/staff?language=ar").text
    assert '<html lang="en-GB" dir="ltr">' in page
    assert "الدورات" not in page
    assert by_token(speaking, house, staff).get(f"{API}/courses?language=ar").status_code == 200


def test_who_chooses_a_language_while_signed_in_is_written_to_in_it(
    speaking: Flask, house: House, amal: Person, reader: Caller
) -> None:
    def of_mails() -> str:
        with house.context.database.reading() as session:
            return outbox.language_of(session, house.context, amal.email, "").code

    reader.get("/courses?language=ar")
    browser = signed_in(speaking, house, amal)
    browser.get("/learn")
    browser.get("/learn?language=de")
    assert of_mails() == "en-GB"
    browser.get("/learn?language=ar")
    assert of_mails() == "ar"
    by_token(speaking, house, amal).get(f"{API}/courses?language=en-GB")
    assert of_mails() == "ar"


def test_a_mail_is_in_the_language_that_somebody_chose(house: House, speaking: Flask, amal: Person) -> None:
    def language(otherwise: str = "") -> str:
        with house.context.database.reading() as session:
            return outbox.language_of(session, house.context, amal.email, otherwise).code

    assert language() == "en-GB"
    assert language("ar") == "ar"
    choosing.choose_language(house.context, amal, "en-XA")
    assert language("ar") == "en-XA"
