"""A record that was edited past this software, at every address that would show or give out something of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from lms.services.certifying import issuing, promising, sharing, stewarding
from lms.services.ground.person import Person
from tests.support.site import TODAY, House
from tests.support.web import Caller


@pytest.fixture
def serial(house: House, amal: Person) -> str:
    made = promising.issue(house.context, "staff:test", amal.email, "listener", amal.name, "why", "Experience.")
    issuing.carry_on(house.context, made)
    sharing.choose(house.context, amal, made, listed=True, name_shown="full")
    return made


def edit(house: House, statement: str) -> None:
    with house.context.database.writing() as session:
        session.execute(text(f"UPDATE certificates SET {statement}"))


def test_no_address_shows_or_gives_out_what_the_log_does_not_bear_out(
    anyone: Caller, browser: Caller, house: House, amal: Person, serial: str
) -> None:
    link = sharing.share(house.context, amal, serial, (TODAY + timedelta(days=3)).date())
    open_to_all = (
        *(f"/verify/{serial}", f"/api/v1/certificates/{serial}", f"/certificates/{serial}/credential.json"),
        *(f"/shared/{link.rpartition('/')[2]}", "/registry"),
    )
    asked = {"/verify/several": {"numbers": serial}, "/verify/several?csv": {"numbers": serial, "as": "csv"}}
    own = (f"/certificates/{serial}.pdf", f"/certificates/{serial}/badge.png", f"/certificates/{serial}/badge.svg")

    def answers() -> dict[str, str]:
        found = {path: anyone.client.get(path).get_data(as_text=True) for path in open_to_all}
        found["as a credential"] = anyone.client.get(
            f"/verify/{serial}", headers={"Accept": "application/vc"}
        ).get_data(as_text=True)
        for path, sent in asked.items():
            found[path] = anyone.client.post(path.partition("?")[0], data=sent).get_data(as_text=True)
        return found

    assert all(amal.name in text for text in answers().values())
    assert [browser.client.get(path).status_code for path in own] == [200, 200, 200]
    edit(house, "expires_at = '2031-01-01 00:00:00.000000'")
    for path, answer in answers().items():
        assert amal.name not in answer, path
        assert "On hold" in answer or path == "/registry", path
    assert [browser.client.get(path).status_code for path in own] == [409, 409, 409]
    report = anyone.client.get(f"/api/v1/certificates/{serial}").get_json()
    assert report["status"] == "suspended"
    assert [one["name"] for one in report["steps"] if one["outcome"] == "failed"] == ["acts"]


def test_the_page_lists_every_act_with_its_day_and_its_proof(anyone: Caller, house: House, serial: str) -> None:
    house.clock.turn(timedelta(days=3))
    stewarding.revoke(house.context, "staff:test", serial, "why")
    page = anyone.client.get(f"/verify/{serial}").get_data(as_text=True)
    assert page.index("What this proves") < page.index("Every act on this number") < page.index("What we checked")
    for words in ("22 November 2026: Entered", "22 November 2026: Its PDF was stored", "25 November 2026: Revoked"):
        assert words in page
    acts = anyone.client.get(f"/api/v1/certificates/{serial}").get_json()["acts"]
    assert [(one["act"], one["leaf"]) for one in acts] == [("issue", 0), ("file", 1), ("revoke", 2)]
    for one in acts:
        assert f'href="{one["proof"]}"' in page
        assert anyone.client.get(one["proof"], follow_redirects=True).get_json()["index"] == one["leaf"]


@pytest.mark.parametrize("statement", ["revoked_at = NULL", "status_index = 7", "revoked_at = NULL, status_index = 7"])
def test_no_status_list_lacks_the_bit_of_what_has_ended_whatever_the_row_says(
    anyone: Caller, house: House, serial: str, statement: str
) -> None:
    def encoded() -> str:
        found: str = anyone.client.get(f"/status/{name}").get_json(force=True)["credentialSubject"]["encodedList"]
        return found

    credential = anyone.client.get(f"/certificates/{serial}/credential.json").get_json(force=True)
    name = credential["credentialStatus"]["statusListCredential"].rpartition("/")[2]
    empty = encoded()
    stewarding.revoke(house.context, "staff:test", serial, "why")
    ended = encoded()
    assert ended != empty
    edit(house, statement)
    if "status_index" in statement:
        assert anyone.client.get(f"/status/{name}").status_code == 503
    else:
        assert encoded() == ended


def test_its_holder_is_offered_no_file_picture_or_badge_that_would_be_refused(
    browser: Caller, house: House, serial: str
) -> None:
    files = (f"{serial}.pdf", f"{serial}/picture.png", f"{serial}/badge.png")
    assert all(f"/certificates/{file}" in browser.get(f"/certificates/{serial}").text for file in files)
    edit(house, "expires_at = '2031-01-01 00:00:00.000000'")
    page = browser.get(f"/certificates/{serial}").text
    assert not [file for file in files if file in page]
    assert "On hold" in page
