"""Duties, interests and the audit log in a browser, by the API and by the command: allowed and refused alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from lms.services.appointing import appoint
from lms.services.ground.person import Person
from lms.store import appointments
from lms.store.second_factors import keep_totp
from tests.services.appointing.people import SCHEME, admin, with_duty
from tests.support.site import House
from tests.support.web import API, Caller, csrf_token, signed_in

WANTED = {"email": "olu@example.org", "duty": "decider", "scheme": SCHEME, "reason": "Elected"}


def with_factor(app: Flask, house: House, person: Person) -> Caller:
    """Signed in, with a second factor given just now."""
    with house.context.database.writing() as session:
        keep_totp(session, person.id, "sealed", 0, house.clock())
    return signed_in(app, house, person, factor="app")


@pytest.fixture
def ida(app: Flask, house: House) -> Caller:
    return with_factor(app, house, admin(house))


def sent(caller: Caller, path: str, body: object) -> tuple[int, dict[str, object]]:
    """An act by the API in a browser's session."""
    answer = caller.post(f"{API}{path}", body, X_CSRFToken=csrf_token(caller.client))
    return answer.status_code, answer.get_json()


def test_an_admin_appoints_and_ends_on_the_page(house: House, ida: Caller) -> None:
    olu = house.person("Olu")
    assert "Nobody holds a duty yet." in ida.get("/staff/duties").text
    assert ida.form("/staff/duties", WANTED).status_code == 303
    page = ida.get("/staff/duties").text
    assert "Appointed as decider." in page
    assert "since 20" not in page.split("<tbody>")[0]
    with house.context.database.reading() as session:
        (held,) = appointments.of_account(session, olu.id)
    refused = ida.form(f"/staff/duties/{held.id}/end", {"reason": ""})
    assert refused.status_code == 400
    assert "Nothing was changed." in refused.text
    assert ida.form(f"/staff/duties/{held.id}/end", {"reason": "Moved on"}).status_code == 303
    assert "ended on" in ida.get("/staff/duties").text


def test_a_refusal_names_its_bars_keeps_what_was_typed_and_changes_nothing(house: House, ida: Caller) -> None:
    own = {**WANTED, "email": "ida.admin@example.org", "reason": "I know it all"}
    page = ida.form("/staff/duties", own)
    assert page.status_code == 403
    assert "This is about yourself." in page.text
    assert "(B1)" in page.text
    assert 'value="I know it all"' in page.text
    assert sent(ida, "/staff/duties", own)[0] == 403
    assert [bar["kind"] for bar in sent(ida, "/staff/duties", own)[1]["bars"]] == ["B1"]  # type: ignore[attr-defined]
    with house.context.database.reading() as session:
        assert appointments.in_force(session, house.clock()) == []


def test_the_interface_appoints_alike_and_answers_a_repeat_alike(house: House, ida: Caller) -> None:
    house.person("Olu")
    status, made = sent(ida, "/staff/duties", WANTED)
    assert (status, made["duty"], made["state"]) == (201, "decider", "in force")
    assert sent(ida, "/staff/duties", WANTED) == (200, made)
    assert sent(ida, "/staff/duties", {**WANTED, "until": "2027-03-05"})[0] == 409
    assert sent(ida, "/staff/duties", {**WANTED, "reason": "x" * 501})[0] == 400
    assert sent(ida, "/staff/duties", {**WANTED, "duty": "king"})[0] == 422
    status, ended = sent(ida, f"/staff/duties/{made['id']}/end", {"reason": "Moved on"})
    assert (status, ended["state"]) == (200, "over")
    assert sent(ida, f"/staff/duties/{made['id']}/end", {"reason": "Moved on"}) == (200, ended)
    listed = ida.get(f"{API}/staff/duties").get_json()
    assert [one["email"] for one in listed["duties"]] == ["olu@example.org"]


def test_a_session_without_a_fresh_second_factor_is_led_to_it_with_what_was_typed(app: Flask, house: House) -> None:
    house.person("Olu")
    ida = signed_in(app, house, admin(house))
    for caller in (ida, with_factor(app, house, admin(house))):
        house.clock.turn(timedelta(minutes=6))
        to_factor = caller.get("/staff/duties")
        assert (to_factor.status_code, to_factor.location) == (303, "/account/again?what=factor&next=/staff/duties")
        page = caller.form("/staff/duties", WANTED)
        assert page.status_code == 403
        assert "Elected" in page.text
        assert sent(caller, "/staff/duties", WANTED)[1]["type"] == "urn:problem:second-factor"
    with house.context.database.reading() as session:
        assert appointments.in_force(session, house.clock()) == []


def test_a_duty_opens_the_console_to_a_learner_once_a_factor_is_given(app: Flask, house: House) -> None:
    olu = with_duty(house, "Olu", "registrar", declared=False)
    caller = signed_in(app, house, olu)
    assert caller.get("/staff").location == "/account/again?what=factor&next=/staff"
    caller = with_factor(app, house, olu)
    assert 'href="/staff"' in caller.get("/account").text
    page = caller.get("/staff").text
    assert f"Declare your interests for {house.clock().year}" in page
    assert "you are registrar" in page
    assert caller.form("/staff/interests", {"people": "", "organisations": "hospital.example"}).status_code == 303
    assert "Declared" in caller.get("/staff/interests").text
    assert "Nothing waits for you." in caller.get("/staff").text
    assert caller.get("/staff/duties").status_code == 404
    assert caller.get("/staff/audit").status_code == 404
    (held,) = held_by(house, olu)
    appoint.end(house.context, admin(house), held, "Moved on")
    assert caller.get("/staff").status_code == 404
    assert 'href="/staff"' not in caller.get("/account").text


def held_by(house: House, person: Person) -> list[int]:
    with house.context.database.reading() as session:
        return [one.id for one in appointments.of_account(session, person.id)]


def test_a_declaration_that_cannot_be_read_keeps_what_was_typed(app: Flask, house: House) -> None:
    caller = with_factor(app, house, with_duty(house, "Olu", "registrar", declared=False))
    typed = {"people": "nobody@example.org", "who": "A company", "kind": "Talk", "year": "2026", "band": "under 1,000"}
    page = caller.form("/staff/interests", typed)
    assert page.status_code == 422
    assert "There is no account with the e-mail nobody@example.org." in page.text
    assert 'value="A company"' in page.text
    typed["people"] = ""
    assert caller.form("/staff/interests", typed).status_code == 303
    assert 'value="A company"' in caller.get("/staff/interests").text


def test_the_audit_log_is_narrowed_down_and_given_as_a_file(house: House, ida: Caller) -> None:
    olu = with_duty(house, "Olu", "registrar")
    page = ida.get("/staff/audit").text
    assert "As it was written" in page
    assert "declare interests" in page
    found = ida.get(f"/staff/audit?thing={olu.email}&act=appoint").text
    assert "appointed: registrar</code>" in found
    assert "declare interests" not in found
    assert "No entry was found by that." in ida.get("/staff/audit?last_day=2001-01-01").text
    assert ida.get("/staff/audit?first_day=yesterday").status_code == 422
    file = ida.get(f"/staff/audit.csv?person={olu.email}")
    assert file.content_type == "text/csv; charset=utf-8"
    assert len(file.text.strip().splitlines()) == 2
    assert "declare interests" in file.text
