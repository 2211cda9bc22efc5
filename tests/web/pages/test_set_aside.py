"""Where the database is an older copy, or the clock is behind, pages and programs are told so; courses stay open."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask

from lms.services.certifying import stewarding
from lms.services.ground.person import Person
from tests.services.log.test_logbook import STAFF, issue
from tests.services.log.test_time import certified
from tests.support.older import rows_of, set_back
from tests.support.site import House
from tests.support.web import API, by_token, signed_in, stranger

UNKNOWN = "3D8M-7KVW-KSFF-SQAJ-1GKG-2CJE-80K"


@pytest.fixture
def serial(house: House, amal: Person) -> str:
    """A certificate that was suspended, which the database knows nothing of."""
    made = issue(house, amal)
    rows = rows_of(house)
    stewarding.suspend(house.context, STAFF, made, "a complaint")
    set_back(house, rows)
    return made


def test_a_stranger_is_told_that_certificates_are_set_aside(app: Flask, serial: str) -> None:
    anyone = stranger(app).client
    asked = [
        anyone.get(f"/verify/{serial}"),
        anyone.get(f"/verify/{UNKNOWN}"),
        anyone.get(f"/verify/{serial}", headers={"Accept": "application/vc"}),
        anyone.post("/verify", data={"file": (BytesIO(b"%PDF-1.7"), "a.pdf")}),
        anyone.post("/verify/several", data={"numbers": serial}),
        anyone.get("/status/suspension-1"),
        anyone.get("/registry"),
        anyone.get("/log/checkpoint"),
    ]
    for answer in asked:
        assert answer.status_code == 503, answer.request.path
        assert int(answer.headers["Retry-After"]) > 0
        assert "older copy" in answer.get_data(as_text=True)
        assert "Courses and examinations go on." in answer.get_data(as_text=True)


def test_programs_are_told_so_in_json(app: Flask, serial: str) -> None:
    anyone = stranger(app).client
    for answer in (
        anyone.get(f"{API}/certificates/{serial}"),
        anyone.post(f"{API}/certificates/reports", json={"serials": [serial]}),
    ):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        problem = answer.get_json()
        assert problem["type"] == "urn:problem:set-aside"
        assert "covers 3" in problem["detail"]


def test_a_holder_gets_no_pdf_and_no_page_and_learns_on(app: Flask, house: House, amal: Person, serial: str) -> None:
    holder = signed_in(app, house, amal)
    for path in ("/certificates", f"/certificates/{serial}", f"/certificates/{serial}.pdf"):
        assert holder.get(path).status_code == 503
    for path in ("/", "/learn", "/courses/listening", "/account"):
        assert holder.get(path).status_code in (200, 302, 303), path


def test_nobody_is_certified_by_a_clock_that_is_behind(app: Flask, house: House, amal: Person) -> None:
    issue(house, amal)
    learner = certified(house)
    house.clock.turn(timedelta(days=-30))
    caller = signed_in(app, house, learner)
    answer = caller.form("/certificates/claim/listener", {"name": "Cy", "agree": "on"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "The clock of this site is wrong just now, so nothing was changed." in answer.get_data(as_text=True)
    program = by_token(app, house, learner)
    answer = program.post(f"{API}/me/certificates", {"credential": "listener", "name": "Cy", "agree": True})
    assert (answer.status_code, answer.get_json()["type"]) == (503, "urn:problem:clock")
    assert caller.get("/courses/listening").status_code == 200
