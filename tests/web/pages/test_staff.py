"""What the people who run the programme see: sentences, and nothing to press."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask

from lms.services.accounts import administering
from lms.store import revisions
from tests.support.site import House
from tests.support.web import Caller, signed_in

FINDING = {
    "file": "content/courses/a/course.md",
    "line": 7,
    "column": 3,
    "code": "S201",
    "severity": "error",
    "message": "There is no key “titel” here.",
    "help": "Did you mean “title”?",
}


@pytest.fixture
def staff(app: Flask, house: House) -> Caller:
    return signed_in(app, house, house.person("Sam Staff", role="staff"))


def _note(house: House, *findings: Mapping[str, object]) -> None:
    with house.context.database.writing() as session:
        revisions.held_revision(session)
        revisions.note_check(session, "some-revision", [dict(one) for one in findings], house.clock())


def test_findings_read_as_sentences_with_their_place_and_cure(house: House, staff: Caller) -> None:
    _note(house, FINDING, {**FINDING, "severity": "warning", "message": "This lesson is long.", "help": ""})
    page = staff.get("/staff").text
    assert "1 error" in page
    assert "1 warning were found" in page
    assert "line 7, column 3" in page
    assert "There is no key “titel” here." in page
    assert "Did you mean “title”?" in page
    assert "the last good version stays" in page


def test_a_site_without_findings_says_so(house: House, staff: Caller) -> None:
    _note(house)
    assert "Nothing was found." in staff.get("/staff").text


def test_before_anything_was_checked_the_page_says_that(staff: Caller) -> None:
    assert "The files have not been checked yet." in staff.get("/staff").text


def test_an_author_sees_the_content_and_not_the_people(app: Flask, house: House) -> None:
    author = signed_in(app, house, house.person("An Author", role="author"))
    page = author.get("/staff")
    assert page.status_code == 200
    assert "/staff/extra-time" not in page.text
    assert author.get("/staff/extra-time").status_code == 403


def test_extra_time_is_told_in_minutes(house: House, staff: Caller) -> None:
    house.person("Rosa Lima")
    assert "Nobody has extra time at present." in staff.get("/staff/extra-time").text
    administering.set_extra_time(house.context, "a test", "rosa.lima@example.org", "3/2", "asked for")
    page = staff.get("/staff/extra-time").text
    assert "Rosa Lima" in page
    assert "1 hour 30 minutes" in page
    assert "1 person has more time" in page


def test_without_certificates_the_page_says_what_will_be_here(staff: Caller) -> None:
    assert "No certificate has been issued yet." in staff.get("/staff/certificates").text
