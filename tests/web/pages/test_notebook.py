"""My notebook: kept because somebody asked for it, for them alone, and never lost to an older window."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from lms.services.learning import notebook
from lms.services.privacy import own_data
from lms.store import personal
from lms.store.tables import NotebookRow
from tests.support.site import House, house_at
from tests.support.web import API, Caller, app_of, by_token, signed_in, stranger
from tests.web.pages.test_forms_of_authors import AT, TIES

WHOLE = {"what.answer": "b", "who.answer": "Rosa", "why.answer": "CANARY"}
FORMER = "content/tools/ties.md"


@pytest.fixture
def house(tmp_path: Any) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, {FORMER: TIES}) as made:
        yield made


@pytest.fixture
def app(house: House) -> Flask:
    return app_of(house)


@pytest.fixture
def amal(house: House, app: Flask) -> Caller:
    return signed_in(app, house, house.person("Amal Haddad"))


def kept(caller: Caller, **fields: str) -> str:
    """The address of a new entry."""
    answer = caller.form(f"{AT}/notebook", {**WHOLE, **{name.replace("_", "."): text for name, text in fields.items()}})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_what_is_kept_is_listed_and_read_as_it_was(amal: Caller) -> None:
    assert "There is nothing in it yet." in amal.get("/notebook").text
    first, second = kept(amal), kept(amal, who_answer="Lea")
    page = amal.get(first).text
    assert "I was given A &lt;product&gt; &amp; more by Rosa." in page
    assert "CANARY" in page
    listed = amal.get("/notebook").text
    assert listed.index(f'href="{second}"') < listed.index(f'href="{first}"')


def test_a_visitor_is_led_to_sign_in_and_loses_nothing(app: Flask, house: House) -> None:
    visitor = stranger(app)
    assert 'name="keep" value="yes"' in visitor.get(AT).text
    page = visitor.client.post(AT, data={**WHOLE, "keep": "yes"}).text
    assert "To keep it, sign in first." in page
    assert re.search(r'href="/login" target="_blank"', page)
    assert "CANARY</textarea>" in page
    back = signed_in(app, house, house.person("Amal Haddad")).client.post(AT, data={**WHOLE, "keep": "yes"}).text
    assert "You are signed in now." in back
    assert f'formaction="{AT}/notebook"' in back
    assert "CANARY</textarea>" in back


def test_an_entry_opens_filled_and_is_changed_in_its_place(amal: Caller) -> None:
    at = kept(amal)
    page = amal.get(f"{at}/change").text
    assert 'value="b" checked' in page
    assert '<input type="hidden" name="seq" value="1">' in page
    changed = amal.form(at, {**WHOLE, "who.answer": "Lea", "entry": at.rpartition("/")[2], "seq": "1"})
    assert changed.headers["Location"] == at
    assert "by Lea." in amal.get(at).text
    assert amal.get("/notebook").text.count("<article") == 1


def test_the_text_is_shown_before_a_change_is_kept_and_the_entry_stays_at_hand(amal: Caller) -> None:
    at = kept(amal)
    shown = amal.client.post(AT, data={**WHOLE, "entry": at.rpartition("/")[2], "seq": "1"}).text
    assert f'formaction="{at}"' in shown
    assert 'name="seq" value="1"' in shown


def test_an_older_window_overwrites_nothing_and_both_texts_are_there_to_see(amal: Caller) -> None:
    at = kept(amal)
    number = at.rpartition("/")[2]
    amal.form(at, {**WHOLE, "who.answer": "the newer", "entry": number, "seq": "1"})
    answer = amal.form(at, {**WHOLE, "who.answer": "the older", "entry": number, "seq": "1"})
    assert answer.status_code == 409
    assert "by the newer." in answer.text.partition('<form id="asks"')[0]
    assert "by <bdi>the older</bdi>." in answer.text
    assert 'value="the older"' in answer.text
    assert 'name="seq" value="2"' in answer.text
    assert "by the newer." in amal.get(at).text
    assert amal.form(at, {**WHOLE, "who.answer": "the older", "entry": number, "seq": "2"}).status_code == 303
    assert "by the older." in amal.get(at).text


def test_a_refused_change_gives_back_what_was_typed_and_keeps_its_place(amal: Caller) -> None:
    at = kept(amal)
    page = amal.form(at, {"why.answer": "typed", "entry": at.rpartition("/")[2], "seq": "1"})
    assert page.status_code == 422
    assert ">\ntyped</textarea>" in page.text
    assert f'formaction="{at}"' in page.text
    assert "by Rosa." in amal.get(at).text


def test_it_is_deleted_after_it_was_asked_once_more(amal: Caller) -> None:
    at = kept(amal)
    assert "It will be gone for good." in amal.get(f"{at}/delete").text
    assert amal.get(at).status_code == 200
    assert amal.form(f"{at}/delete").status_code == 303
    assert amal.get(at).status_code == 404


@pytest.mark.parametrize("rest", ["", "/change", "/delete"])
def test_nobody_else_can_tell_an_entry_from_none(app: Flask, house: House, amal: Caller, rest: str) -> None:
    at = kept(amal)
    rosa = signed_in(app, house, house.person("Rosa Lima"))
    staff = signed_in(app, house, house.person("Sam Staff", role="admin"))
    for other in (rosa, staff):
        assert other.get(f"{at}{rest}").status_code == 404
        assert other.form(at, {**WHOLE, "seq": "9"}).status_code == 404
        assert other.form(f"{at}/delete").status_code == 404
        assert "CANARY" not in other.get("/notebook").text
    assert "CANARY" in amal.get(at).text


def test_a_tool_that_is_gone_or_asks_something_else_leaves_the_entry_as_it_was(amal: Caller, house: House) -> None:
    at = kept(amal)
    tool = house.catalog.others["tool"]["ties"]
    asks = tuple(ask for ask in tool.asks if ask.id != "what")
    house.catalog = replace(
        house.catalog, revision="1", others={"tool": {"ties": replace(tool, asks=asks, gives="{who}")}}
    )
    assert "I was given A &lt;product&gt;" in amal.get(at).text
    house.catalog = replace(house.catalog, revision="2", others={})
    page = amal.get(at).text
    assert "I was given A &lt;product&gt;" in page
    assert f"{at}/change" not in page
    assert amal.get(f"{at}/change").status_code == 404
    assert amal.form(f"{at}/delete").status_code == 303


def test_a_full_notebook_and_a_text_that_is_too_long_are_refused_and_nothing_typed_is_lost(
    amal: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(amal)
    monkeypatch.setattr(notebook, "MOST_ENTRIES", 1)
    full = amal.form(f"{AT}/notebook", {**WHOLE, "who.answer": "Lea"})
    assert full.status_code == 409
    assert "Your notebook is full" in full.text
    assert "CANARY</textarea>" in full.text
    monkeypatch.setattr(notebook, "MOST_BYTES", 10)
    long = amal.form(f"{AT}/notebook", WHOLE)
    assert long.status_code == 422
    assert "too long for a notebook" in long.text
    assert "CANARY</textarea>" in long.text


def test_it_goes_with_the_account_and_is_in_its_export(app: Flask, house: House) -> None:
    person = house.person("Amal Haddad")
    kept(signed_in(app, house, person))
    (row,) = own_data.export(house.context, person)["tables"]["notebook"]
    assert row["answers"]["why"] == "CANARY"
    with house.context.database.writing() as session:
        personal.erase(session, person.id)
    with house.context.database.reading() as session:
        assert session.query(NotebookRow).count() == 0


def of(response: TestResponse) -> Any:
    """The JSON of an answer."""
    return json.loads(response.text)


def test_programs_keep_read_change_and_delete_and_an_older_state_never_overwrites(app: Flask, house: House) -> None:
    amal = by_token(app, house, house.person("Amal Haddad"))
    answers = {"what": "a", "much": "12", "who": "Rosa"}
    new = amal.put(f"{API}/me/notebook", {"tool": "tools/ties", "answers": answers})
    assert new.status_code == 201
    entry = of(new)
    assert (entry["seq"], entry["n"], entry["answers"]) == (1, 1, answers)
    assert entry["text"] == "I was given Money by Rosa.\n\nMuch: 12\n"
    at = f"{API}/me/notebook/{entry['id']}"
    assert of(amal.get(at)) == entry
    changed = amal.put(at, {"seq": 1, "answers": {**answers, "who": "Lea"}})
    assert (changed.status_code, of(changed)["seq"]) == (200, 2)
    assert amal.put(at, {"seq": 1, "answers": answers}).status_code == 409
    assert of(amal.get(at))["answers"]["who"] == "Lea"
    assert [one["id"] for one in of(amal.get(f"{API}/me/notebook"))] == [entry["id"]]
    assert of(amal.get(f"{API}/me/notebook?after={entry['id']}")) == []
    other = by_token(app, house, house.person("Rosa Lima"))
    for refused in (other.get(at), other.put(at, {"seq": 5, "answers": answers}), other.send("DELETE", at)):
        assert refused.status_code == 404
    assert amal.send("DELETE", at).status_code == 204
    assert amal.get(at).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"tool": "tools/none", "answers": {}}, 404),
        ({"tool": "courses/listening", "answers": {}}, 404),
        ({"tool": "tools/ties", "answers": {"what": "z", "who": "x"}}, 422),
        ({"tool": "tools/ties", "answers": {"what": "a"}}, 422),
        ({"tool": "tools/ties", "answers": {"diagnosis": "x", "what": "a", "who": "x"}}, 422),
        ({"tool": "tools/ties", "answers": []}, 422),
        ({"tool": 5, "answers": {}}, 422),
    ],
)
def test_what_programs_send_and_cannot_be_kept_is_refused(app: Flask, house: House, body: Any, status: int) -> None:
    amal = by_token(app, house, house.person("Amal Haddad"))
    assert amal.put(f"{API}/me/notebook", body).status_code == status


def test_programs_are_told_what_a_tool_asks_and_gives(app: Flask) -> None:
    told = of(stranger(app).get(f"{API}/tools/ties"))
    assert [ask["id"] for ask in told["asks"]] == ["what", "much", "who", "why", "when", "all"]
    assert told["asks"][1]["show_if"] == {"what": ["a"]}
    assert [one["key"] for one in told["asks"][0]["options"]] == ["a", "b"]
    assert told["gives"].startswith("I was given {what} by {who}.")


def test_a_number_that_no_entry_can_have_leads_nowhere(amal: Caller) -> None:
    for number in (2**31, 2**63 - 1, 2**63, 10**24):
        assert amal.get(f"/notebook/{number}").status_code == 404
        assert amal.get(f"{API}/me/notebook/{number}").status_code == 404
        assert amal.form(f"/account/consents/{number}").status_code == 404


def test_what_is_sent_twice_is_kept_once(amal: Caller) -> None:
    first = kept(amal)
    assert kept(amal) == first
    other = kept(amal, who_answer="Lea")
    assert other != first
    assert kept(amal) not in (first, other)
