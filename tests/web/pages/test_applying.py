"""Applying and deciding in a browser and through the API: what one sees, sends, and is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.services.assessing import results
from lms.services.certifying import claiming
from lms.services.ground.person import Person
from tests.services.certifying.test_certificates import earn
from tests.services.deciding.candidates import applied, decider, in_use, registrar
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.schemed import SCHEMED
from tests.support.site import House, house_at
from tests.support.web import API, Caller, app_of, csrf_token, signed_in
from tests.web.pages.console.test_duties import with_factor

FORM = {"name": "Amal Haddad", "truth": "yes", "agree": "yes", "signature": "Amal Haddad"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, SCHEMED) as made:
        yield in_use(made)


@pytest.fixture
def app(house: House) -> Flask:
    return app_of(house)


def ready(house: House, app: Flask) -> Caller:
    amal = house.person()
    earn(house, amal)
    return signed_in(app, house, amal)


def posted(caller: Caller, path: str, body: Any) -> TestResponse:
    """Sent to the API from a browser, with the token of its forms."""
    return caller.post(f"{API}{path}", body, X_CSRFToken=csrf_token(caller.client))


def test_who_is_ready_applies_and_sees_by_when_somebody_decides(house: House, app: Flask) -> None:
    amal = ready(house, app)
    assert 'href="/apply/guide"' in amal.get("/certificates").text
    assert amal.get("/certificates/claim/guide").location == "/apply/guide"
    form = amal.get("/apply/guide").text
    assert "I will guide." in form
    assert amal.form("/apply/guide", FORM | {"route": "courses"}).status_code == 303
    page = amal.get("/apply/guide").text
    assert "A person decides about it by 2 December 2026." in page
    assert "Applied for" in amal.get("/certificates").text


@pytest.mark.parametrize("left_out", ["truth", "agree", "signature"])
def test_a_form_that_is_not_whole_comes_back_with_what_was_typed(house: House, app: Flask, left_out: str) -> None:
    amal = ready(house, app)
    sent = {name: value for name, value in FORM.items() if name != left_out} | {"name": "Amal B. Haddad"}
    page = amal.form("/apply/guide", sent)
    assert page.status_code == 422
    assert 'value="Amal B. Haddad"' in page.text
    assert f'id="{left_out}-complaint"' in page.text


def test_who_is_not_ready_is_told_what_is_missing_by_each_way(house: House, app: Flask) -> None:
    page = signed_in(app, house, house.person()).get("/apply/guide").text
    assert "Come in by experience" in page
    assert "The listening examination" in page
    assert signed_in(app, house, house.person("Bo")).get("/apply/listener").status_code == 404


def test_an_application_is_taken_back(house: House, app: Flask) -> None:
    amal = ready(house, app)
    amal.form("/apply/guide", FORM)
    id = amal.get(f"{API}/me/applications").json["applications"][0]["id"]  # type: ignore[index]
    assert amal.form("/apply/guide/withdraw", {"application": id}).status_code == 303
    assert amal.get(f"{API}/me/applications").json["applications"][0]["state"] == "withdrawn"  # type: ignore[index]


def test_programs_apply_by_the_same_address_as_they_claim(house: House, app: Flask) -> None:
    amal = ready(house, app)
    body = {"credential": "guide", "name": "Amal Haddad", "agree": True}
    for _ in range(2):
        answer = posted(amal, "/me/certificates", body)
        assert answer.status_code == 202
        assert (answer.json["state"], answer.json["serial"]) == ("applied", None)  # type: ignore[index]
    listed: Any = amal.get(f"{API}/me/certificates").json
    assert [one["decide_by"] for one in listed if one["state"] == "applied"] == ["2026-12-02T12:00:00Z"]
    own = posted(amal, "/me/certificates", body | {"credential": "listener"})
    assert own.json["state"] == "preparing"  # type: ignore[index]


def at_work(house: House, app: Flask, person: Person) -> Caller:
    return with_factor(app, house, person)


def test_a_decider_certifies_what_is_ticked_and_looks_at_one(house: House, app: Flask) -> None:
    dee = at_work(house, app, decider(house))
    first = applied(house, house.person("Bo Berg"), "Bo Berg").application.id
    second = applied(house, house.person("Cy Young"), "Cy Young").application.id
    page = dee.get("/staff/decisions").text
    assert "Bo Berg" in page
    assert dee.form("/staff/decisions", {"application": [first]}).status_code == 303
    assert "Bo Berg" not in dee.get("/staff/decisions").text.split("<main")[1].split("Cy Young")[1]
    refused = dee.form(f"/staff/decisions/{second}", {"outcome": "refused", "reason": "Two papers are alike."})
    assert refused.status_code in (400, 422)
    assert "Two papers are alike." in refused.text
    sent = {"outcome": "refused", "ground": "not-own-work", "reason": "Two papers are alike."}
    assert dee.form(f"/staff/decisions/{second}", sent).status_code == 303
    assert "Nothing waits for a decision." in dee.get("/staff/decisions").text


def test_a_registrar_takes_a_statement_and_decides_nothing(house: House, app: Flask) -> None:
    amal = signed_in(app, house, house.person())
    sent = {"route": "experience", "signature": "Amal Haddad"}
    assert amal.form("/apply/guide", sent).status_code == 303
    rex = at_work(house, app, registrar(house))
    id = amal.get(f"{API}/me/applications").json["applications"][0]["id"]  # type: ignore[index]
    assert "Its statement waits for a registrar." in rex.get("/staff/applications").text
    assert rex.get("/staff/decisions").status_code == 404
    assert rex.form(f"/staff/applications/{id}/grant", {"reason": "Seen at two events"}).status_code == 303
    assert "taken on" in rex.get(f"/staff/applications/{id}").text


def test_the_bar_of_ones_own_application_is_named_by_page_and_api_alike(house: House, app: Flask) -> None:
    person = decider(house)
    id = applied(house, person, "Dee Decider").application.id
    dee = at_work(house, app, person)
    page = dee.form(f"/staff/decisions/{id}", {"outcome": "certified"})
    answer = posted(dee, "/staff/decisions", {"application": id, "outcome": "certified"})
    assert (page.status_code, answer.status_code) == (403, 403)
    assert "(B1)" in page.text
    assert [bar["kind"] for bar in answer.json["bars"]] == ["B1"]  # type: ignore[index]


def test_a_decision_through_the_api_is_made_once(house: House, app: Flask) -> None:
    id = applied(house, house.person()).application.id
    dee = at_work(house, app, decider(house))
    sent = {"application": id, "outcome": "certified"}
    first, second = posted(dee, "/staff/decisions", sent), posted(dee, "/staff/decisions", sent)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json


def test_a_statement_is_read_in_ones_language_and_signed_as_it_was_written(tmp_path: Path) -> None:
    text = "---\nroutes: {experience: Llevo dos años escuchando.}\ndomains: {listening: Escuchar}\n"
    text += "governance: {the-committee: El comité, the-chair: La presidencia}\n---\n"
    with house_at(
        f"sqlite:///{tmp_path / 'l.sqlite'}", tmp_path, {**SCHEMED, "certificates/guide/scheme.es.md": text}
    ) as house:
        page = signed_in(app_of(house), house, house.person()).get("/apply/guide?language=es").text
    assert '<q lang="es" dir="ltr">Llevo dos años escuchando.</q>' in page
    assert '<q lang="en" dir="ltr">I have listened to people for two years.</q>' in page


def test_a_passed_examination_leads_to_applying_and_never_to_claiming(house: House, app: Flask) -> None:
    amal = house.person()
    finish_course(house, amal)
    attempt = begin(house, amal, "exam")
    answer(house, amal, attempt, right_answers(house, attempt))
    results.submit(house.context, amal, attempt)
    claiming.claim(house.context, amal, "listener", "Amal Haddad", agree=True)
    caller = signed_in(app, house, amal)
    for page in (caller.get(f"/attempts/{attempt}/result").text, caller.get("/learn").text):
        assert 'href="/apply/guide"' in page
        assert "Apply for “Certified Guide”" in page
        assert "Claim my certificate" not in page
        assert "/certificates/claim/guide" not in page
