"""Copies of lessons for reading without a connection."""

from __future__ import annotations

from flask import Flask

from lms.services.ground.person import Person
from tests.services.walks import finish_course
from tests.support.site import House
from tests.support.web import Caller, signed_in

COURSE = "/courses/listening"


def test_a_copy_is_the_same_for_all_who_may_read_the_lesson(app: Flask, house: House, amal: Person) -> None:
    other = house.person("Bo Berg")
    copies = {signed_in(app, house, person).get(f"{COURSE}/quiet/copy").text for person in (amal, other)}
    assert len(copies) == 1
    (copy,) = copies
    assert "Be quiet first." in copy
    assert "<form" not in copy


def test_a_closed_lesson_has_no_copy_and_is_not_listed(browser: Caller, house: House, amal: Person) -> None:
    closed = [one for one in ("asking", "silence") if browser.get(f"{COURSE}/{one}").status_code == 403]
    assert closed
    listed = [one["address"] for one in browser.get(f"{COURSE}/offline").get_json()["lessons"]]
    for one in closed:
        assert browser.get(f"{COURSE}/{one}/copy").status_code == 404
        assert f"{COURSE}/{one}" not in listed
    finish_course(house, amal)
    told = browser.get(f"{COURSE}/offline").get_json()
    every = [f"{COURSE}/{one}/copy" for one in ("quiet", "asking", "silence")]
    assert [one["copy"] for one in told["lessons"]] == every


def test_the_page_without_a_connection_reads_no_session(browser: Caller) -> None:
    answer = browser.get("/offline")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Amal" not in answer.text
