"""People as a registrar sees them, and mails as an admin does."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from lms.services.mail import outbox
from lms.store import audit, mails
from tests.services.appointing.people import admin, with_duty
from tests.services.certifying.test_certificates import issued
from tests.services.walks import answer, begin, right_answers
from tests.support.site import House
from tests.support.web import API, signed_in
from tests.web.pages.console.test_duties import with_factor


def test_a_registrar_finds_people_and_sees_no_answer(app: Flask, house: House) -> None:
    amal = house.person("Amal Haddad")
    serial = issued(house, amal)
    attempt = begin(house, amal, "open")
    answer(house, amal, attempt, right_answers(house, attempt))
    for n in range(51):
        house.person(f"Somebody {n}")
    registrar = with_factor(app, house, with_duty(house, "Reg", "registrar"))
    first = registrar.get("/staff/people").text
    assert "Older ones" in first
    assert "Amal Haddad" not in first
    for words in ("haddad", "amal.h"):
        assert f'href="/staff/people/{amal.id}"' in registrar.get(f"/staff/people?words={words}").text
    assert "Nobody was found by that." in registrar.get("/staff/people?words=%25").text
    page = registrar.get(f"/staff/people/{amal.id}").text
    assert serial in page
    assert "running" in page
    assert "CANARY" not in page
    assert registrar.get("/staff/people/4711").status_code == 404
    found = registrar.get(f"{API}/staff/people?words=haddad").get_json()
    assert [one["name"] for one in found["people"]] == ["Amal Haddad"]
    told = registrar.get(f"{API}/staff/people/{amal.id}")
    assert [one["serial"] for one in told.get_json()["certificates"]] == [serial]
    assert "CANARY" not in told.text
    offered = registrar.get(f"{API}/staff/certificates/{serial}").get_json()
    assert [one["act"] for one in offered["acts"]] == ["revoke", "correct", "suspend"]


def test_people_are_told_of_to_nobody_else(app: Flask, house: House) -> None:
    undeclared = with_factor(app, house, with_duty(house, "Un Declared", "registrar", declared=False))
    assert undeclared.get("/staff/people").status_code == 403
    for caller in (
        with_factor(app, house, with_duty(house, "Wri Ter", "writer")),
        with_factor(app, house, admin(house)),
        signed_in(app, house, house.person("Sam", role="staff")),
        signed_in(app, house, house.person("Amal")),
    ):
        assert caller.get("/staff/people").status_code == 404
        assert caller.get("/staff/people/1").status_code == 404


def test_an_admin_sees_what_went_out_and_tries_again_what_waits(app: Flask, house: House) -> None:
    ida = with_factor(app, house, admin(house))
    now = house.clock()
    with house.context.database.writing() as session:
        numbers = [
            outbox.write(session, house.context, "reset_unknown", f"{n}@example.org") for n in ("sent", "lost", "slow")
        ]
        mails.sent(session, numbers[0], now)
        mails.again_at(session, numbers[1], None, "no such mailbox")
        mails.again_at(session, numbers[2], now + timedelta(hours=2), "the server is away")
    page = ida.get("/staff/mails").text
    assert "given up: no such mailbox" in page
    assert "not yet: the server is away" in page
    assert "/reset" not in page
    assert "lost@example.org" not in ida.get("/staff/mails?recipient=Sent@example.org").text
    assert [ida.form(f"/staff/mails/{n}/again").status_code for n in numbers] == [409, 409, 303]
    with house.context.database.reading() as session:
        assert mails.due(session, now, 10) == [numbers[2]]
        assert [one.subject for one in audit.of_act(session, "send mail again")] == [f"mail:{numbers[2]}"]
    assert ida.form("/staff/mails/4711/again").status_code == 404
    listed = ida.get(f"{API}/staff/mails?recipient=lost@example.org").get_json()
    assert [one["fault"] for one in listed["mails"]] == ["no such mailbox"]
    entries = ida.get(f"{API}/staff/audit?act=send mail again").get_json()["entries"]
    assert [one["thing"] for one in entries] == [f"mail:{numbers[2]}"]
