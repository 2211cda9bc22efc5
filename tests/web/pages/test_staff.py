"""What the people who run the programme see: sentences, and nothing to press."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask

from lms.services.granting import extra_time
from lms.store import revisions
from tests.services.certifying.test_certificate_list import fill
from tests.services.log.test_logbook import issue
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


def test_of_many_findings_the_first_are_shown_and_where_the_others_are(house: House, staff: Caller) -> None:
    _note(house, *({**FINDING, "line": line} for line in range(1, 1001)))
    page = staff.get("/staff").text
    assert "1,000 errors" in page
    assert "line 50, column 3" in page
    assert "line 51, column 3" not in page
    assert "These are the first 50." in page


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
    assert author.get("/staff/extra-time").status_code == 404


def test_extra_time_stands_among_the_accommodations(house: House, staff: Caller) -> None:
    house.person("Rosa Lima")
    assert staff.get("/staff/extra-time").headers["Location"] == "/staff/accommodations"
    assert "Nobody has any." in staff.get("/staff/accommodations").text
    extra_time.set_extra_time(house.context, "a test", "rosa.lima@example.org", "3/2", "asked for")
    page = staff.get("/staff/accommodations").text
    assert "Rosa Lima" in page
    assert "1 hour 30 minutes" in page


def test_without_certificates_the_page_says_what_will_be_here(staff: Caller) -> None:
    assert "No certificate has been issued yet." in staff.get("/staff/certificates").text


def test_certificates_are_found_by_name_status_and_page(house: House, staff: Caller) -> None:
    serials = fill(house, 120)
    page = staff.get("/staff/certificates").text
    assert page.count('data-label="Number"') == 50
    assert f"after={serials[49]}" in page
    onward = staff.get(f"/staff/certificates?after={serials[49]}&status=&words=").text
    assert serials[50] in onward
    assert serials[49] not in onward.replace(f"after={serials[49]}", "")
    assert "The newest" in onward
    revoked = staff.get("/staff/certificates?status=revoked&words=amal").text
    assert revoked.count("on hold: our record does not match the log") == revoked.count('data-label="Number"') > 0
    assert '<td role="cell" data-label="Status">valid</td>' not in revoked
    assert 'value="amal"' in revoked
    assert "No certificate was found by that." in staff.get("/staff/certificates?words=nobody").text


def test_the_status_of_a_certificate_that_the_log_bears_out_is_listed(house: House, staff: Caller) -> None:
    issue(house, house.person("Bo"))
    page = staff.get("/staff/certificates").text
    assert '<td role="cell" data-label="Status">valid</td>' in page
    assert "on hold" not in page


@pytest.mark.parametrize(
    "query", ["words=%00%FF%ED%A0%80", "after=%00", "credential=%00", "status=%F0", "words=" + "x" * 4000]
)
def test_odd_searches_are_answered(house: House, staff: Caller, query: str) -> None:
    fill(house, 3)
    assert staff.get(f"/staff/certificates?{query}").status_code == 200


def test_what_is_searched_for_is_shown_as_text(staff: Caller) -> None:
    page = staff.get("/staff/certificates?words=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in page


@pytest.mark.parametrize("before", ["-1", "x", "99999999999999999999", ""])
def test_accommodations_behind_an_odd_place_are_answered(staff: Caller, before: str) -> None:
    assert staff.get(f"/staff/accommodations?before={before}").status_code == 200
