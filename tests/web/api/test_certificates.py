"""Claiming a certificate, and verifying one, over HTTP."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import quote

import pytest

from lms.credentials.serial import new_serial
from lms.services.certifying import issuing
from lms.services.ground.person import Person
from lms.store import accounts
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.site import House
from tests.support.web import API, Caller

MINE = f"{API}/me/certificates"
CLAIM = {"credential": "listener", "name": "Amal Haddad", "agree": True}


def earn(house: House, person: Person) -> None:
    """Everything that the credential of the test site asks for."""
    finish_course(house, person)
    attempt = begin(house, person, "exam")
    answer(house, person, attempt, right_answers(house, attempt))
    from lms.services.assessing import results

    results.submit(house.context, person, attempt)


def claimed(caller: Caller, house: House, person: Person) -> dict[str, Any]:
    earn(house, person)
    told = caller.post(MINE, CLAIM).get_json()
    assert isinstance(told, dict)
    return told


def test_what_is_not_earned_is_closed_with_its_reasons(caller: Caller) -> None:
    (one,) = caller.get(MINE).get_json()
    assert (one["credential"], one["state"], one["serial"]) == ("listener", "closed", None)
    assert {reason["what"] for reason in one["reasons"]} == {"courses/listening", "assessments/exam"}
    refused = caller.post(MINE, CLAIM)
    assert refused.status_code == 409
    assert refused.get_json()["reasons"] == one["reasons"]


def test_what_is_earned_is_ready_and_can_be_claimed_once(caller: Caller, house: House, amal: Person) -> None:
    earn(house, amal)
    assert caller.get(MINE).get_json()[0]["state"] == "ready"
    first = caller.post(MINE, CLAIM, idempotency_key="c1")
    assert first.status_code == 202
    assert first.get_json()["state"] == "preparing"
    serial = first.get_json()["serial"]
    assert first.headers["Location"] == f"{API}/certificates/{serial}"
    again = caller.post(MINE, CLAIM | {"name": "Somebody Else"})
    assert again.get_json()["serial"] == serial
    assert again.get_json()["holder"] == "Amal Haddad"


def test_a_certificate_that_is_drawn_verifies_for_anyone(
    caller: Caller, anyone: Caller, house: House, amal: Person
) -> None:
    serial = claimed(caller, house, amal)["serial"]
    assert anyone.get(f"{API}/certificates/{serial}").status_code == 404
    issuing.carry_on(house.context, serial)
    issued = caller.post(MINE, CLAIM)
    assert (issued.status_code, issued.get_json()["state"]) == (200, "issued")
    addresses = [f"https://programme.example/verify/{serial.replace('-', sign)}" for sign in ("-", "%2D", "%20", "+")]
    for written in (serial, serial.lower(), serial.replace("-", ""), *(quote(one, safe="") for one in addresses)):
        told = anyone.get(f"{API}/certificates/{written}")
        assert told.status_code == 200
        report = told.get_json()
        assert (report["status"], report["holder"], report["serial"]) == ("valid", "Amal Haddad", serial)
        assert report["steps"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 5000}, "name"),
        ({"name": "Amal\u202eHaddad"}, "name"),
        ({"name": 7}, "name"),
        ({"name": None}, "name"),
        ({"agree": False}, "agree"),
        ({"agree": "yes"}, "agree"),
        ({"credential": 1}, "credential"),
    ],
)
def test_a_claim_that_cannot_be_printed_is_refused_with_its_field(
    caller: Caller, house: House, amal: Person, change: dict[str, Any], field: str
) -> None:
    earn(house, amal)
    answer = caller.post(MINE, CLAIM | change)
    assert (answer.status_code, answer.get_json()["field"]) == (422, field)
    assert caller.get(MINE).get_json()[0]["state"] == "ready"


def test_an_unconfirmed_e_mail_may_not_claim(house: House, app: Any) -> None:
    from tests.support.web import by_token

    person = house.person("New Comer")
    caller = by_token(app, house, person)
    earn(house, person)
    with house.context.database.writing() as session:
        accounts.change(session, person.id, confirmed_at=None)
    answer = caller.post(MINE, CLAIM | {"name": "New Comer"})
    assert (answer.status_code, answer.get_json()["reasons"][0]["kind"]) == (409, "email")


def test_unknown_and_malformed_numbers_look_alike_and_a_slip_is_told(anyone: Caller, caller: Caller) -> None:
    bodies = set()
    for text in ("7", "nonsense", "x" * 5000, "%00", "'; DROP TABLE certificates; --"):
        answer = anyone.get(f"{API}/certificates/{text}")
        assert answer.status_code == 404, text
        bodies.add(answer.data)
    assert len(bodies) == 1
    assert b'"unknown"' in bodies.pop()
    slip = anyone.get(f"{API}/certificates/7K3MD2QX9V4T0HBNR6WE8ZYF1CJ")
    assert (slip.status_code, slip.get_json()["status"]) == (400, "mistyped")


def test_a_number_is_found_in_what_a_program_was_given(anyone: Caller) -> None:
    serial = new_serial(secrets.token_bytes).text
    for written in (f"No. {serial}", f"({serial})", f"The number is {serial.lower()}."):
        assert anyone.get(f"{API}/certificates/{quote(written)}").get_json()["status"] == "unknown"
    for wrong in (serial[:-1], f"{serial} {new_serial(secrets.token_bytes).text}"):
        answer = anyone.get(f"{API}/certificates/{quote(wrong)}")
        assert (answer.status_code, answer.get_json()["status"]) == (400, "mistyped")


def test_the_report_is_for_every_site_and_for_no_store_or_index(anyone: Caller) -> None:
    headers = anyone.get(f"{API}/certificates/nonsense").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in headers


def test_who_asks_for_many_unknown_numbers_is_asked_to_wait(anyone: Caller) -> None:
    for _ in range(60):
        assert anyone.get(f"{API}/certificates/nonsense").status_code == 404
    answer = anyone.get(f"{API}/certificates/nonsense")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.content_type == "application/problem+json"
