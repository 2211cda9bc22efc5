"""Joining, signing in and out, and a person's own account."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.services.accounts import administering
from lms.store.tables import AccountRow, MailRow
from tests.support.site import House
from tests.support.web import Caller, csrf_token, stranger

PASSWORD = "a password that is long enough"
ROSA = {"name": "Rosa Lima", "email": "rosa@example.org", "password": PASSWORD}


def visit(caller: Caller, page: str, fields: dict[str, Any], to: str = "") -> TestResponse:
    """Open a page, fill in its form, and send it."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', caller.get(page).text)
    assert token
    return caller.client.post(to or page, data={"csrf_token": token[1], **fields})


def newest_mail(house: House) -> str:
    with house.context.database.reading() as session:
        return session.scalars(select(MailRow.body).order_by(MailRow.id.desc())).first() or ""


def link_in(mail: str) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(/(?:confirm|reset|email)/\S+)", mail)
    assert found, mail
    return found[1]


@pytest.fixture
def rosa(house: House, app: Flask) -> Caller:
    """Rosa, who has joined and signed in as people do."""
    caller = stranger(app)
    visit(caller, "/register", ROSA)
    visit(caller, "/login", {"email": ROSA["email"], "password": PASSWORD})
    return caller


def test_mails_are_in_the_language_of_the_page_on_which_somebody_joined(house: House, anyone: Caller) -> None:
    anyone.get("/register?language=en-XA")
    visit(anyone, "/register", ROSA)
    assert "Þļéåšé çöñƒîŕɱ" in newest_mail(house)
    anyone.get(link_in(newest_mail(house)))
    visit(anyone, link_in(newest_mail(house)), {})
    new = {"new_email": "rosa@example.net", "current_password": PASSWORD}
    visit(anyone, "/account", new, "/account/email")
    assert "ŵåñţš ţö ûšé" in newest_mail(house)
    visit(anyone, link_in(newest_mail(house)), {})
    assert "ĥåš åñöţĥéŕ" in newest_mail(house)


def test_joining_leads_to_signing_in_and_to_ones_own_page(anyone: Caller) -> None:
    sent = visit(anyone, "/register?next=/courses/listening/quiet", {**ROSA, "next": "/courses/listening/quiet"})
    assert sent.status_code == 303
    page = anyone.get(sent.headers["Location"]).text
    assert "We have sent a mail to <bdi>rosa@example.org</bdi>." in page
    assert 'value="rosa@example.org"' in anyone.get("/login").text
    assert "/login?next=/courses/listening/quiet" in page
    signed_in = visit(anyone, "/login", {"email": "rosa@example.org", "password": PASSWORD})
    assert signed_in.headers["Location"] == "/learn"
    assert "Hello, <bdi>Rosa Lima</bdi>" in anyone.get("/learn").text


def test_a_known_address_is_answered_like_a_new_one(app: Flask, rosa: Caller) -> None:
    again, new = stranger(app), stranger(app)
    one = visit(again, "/register", {**ROSA, "name": "Somebody else"})
    other = visit(new, "/register", {**ROSA, "email": "new@example.org"})
    assert (one.status_code, one.headers["Location"]) == (other.status_code, other.headers["Location"])
    cookies = [again.client.get_cookie("session"), new.client.get_cookie("session")]
    with again.client.session_transaction() as held, new.client.session_transaction() as other_held:
        assert None not in cookies
        assert set(held) == set(other_held)
        assert len(held["joining"]) == len(other_held["joining"])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"password": "short"}, "This has 5 characters; 15 or more are needed."),
        ({"email": ""}, "Type your e-mail address."),
        ({"email": "not an address"}, "e-mail"),
        ({"name": ""}, "Type the name that we should call you."),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_the_rest_is_kept(
    anyone: Caller, change: dict[str, str], complaint: str
) -> None:
    sent = visit(anyone, "/register", {**ROSA, **change})
    assert sent.status_code == 422
    assert complaint in sent.text
    assert 'aria-invalid="true"' in sent.text
    kept = [value for name, value in {**ROSA, **change}.items() if name != "password" and value]
    assert all(value in sent.text for value in kept)
    assert PASSWORD not in sent.text


def test_a_mail_program_that_opens_a_link_confirms_nothing(house: House, rosa: Caller) -> None:
    link = link_in(newest_mail(house))
    assert "Yes, this is my address" in rosa.get(link).text
    assert "Not confirmed yet" in rosa.get("/account").text
    sent = visit(rosa, link, {})
    assert sent.headers["Location"] == "/learn"
    assert "Confirmed" in rosa.get("/account").text
    assert rosa.get(link).status_code == 410


def test_the_link_in_the_mail_signs_in_where_one_joined_and_leads_back(house: House, anyone: Caller) -> None:
    visit(anyone, "/register?next=/courses/listening/quiet", {**ROSA, "next": "/courses/listening/quiet"})
    link = link_in(newest_mail(house))
    assert 'type="password"' not in anyone.get(link).text
    assert visit(anyone, link, {}).headers["Location"] == "/courses/listening/quiet"
    assert "Confirmed" in anyone.get("/account").text


def test_in_another_browser_the_link_asks_for_the_password(house: House, app: Flask, anyone: Caller) -> None:
    elsewhere = stranger(app)
    visit(anyone, "/register", {**ROSA, "next": "/courses/listening/quiet"})
    link = link_in(newest_mail(house))
    wrong = visit(elsewhere, link, {"password": "not the password at all"})
    assert wrong.status_code == 422
    assert visit(elsewhere, link, {}).status_code == 422
    assert visit(elsewhere, link, {"password": PASSWORD}).headers["Location"] == "/courses/listening/quiet"
    assert "Confirmed" in elsewhere.get("/account").text


@pytest.mark.parametrize("kind", ["confirm", "reset", "email", "email/undo"])
def test_a_made_up_link_says_so_at_once(anyone: Caller, kind: str) -> None:
    answer = anyone.get(f"/{kind}/made-up")
    assert answer.status_code == 410
    assert "<h1>This link is no longer good</h1>" in answer.text
    if "write to us" in answer.text:
        assert 'write to us at <a class="address" href="mailto:' in answer.text


def test_all_faults_of_a_form_are_told_at_once_first_and_with_the_focus(anyone: Caller) -> None:
    sent = visit(anyone, "/register", {"name": "evil.example/x", "email": "nobody", "password": "short"})
    assert sent.text.count('aria-invalid="true"') == 3
    assert "<title>Error: Join" in sent.text
    assert re.search(r'role="alert" tabindex="-1" id="complaints" autofocus>', sent.text)
    assert [f'href="#{name}"' in sent.text for name in ("name", "email", "password")] == [True] * 3


def test_a_password_that_was_right_is_asked_for_again_and_never_sent_back(anyone: Caller) -> None:
    sent = visit(anyone, "/register", {**ROSA, "email": "nobody"})
    assert "A page never sends a password back" in sent.text
    assert PASSWORD not in sent.text


def test_an_e_mail_is_carried_over_to_the_next_form(anyone: Caller) -> None:
    visit(anyone, "/login", {"email": "rosa@example.org", "password": "not the password at all"})
    assert 'value="rosa@example.org"' in anyone.get("/reset").text
    assert 'value="rosa@example.org"' in anyone.get("/register").text


def test_an_address_is_changed_with_the_password_and_from_the_new_one(house: House, app: Flask, rosa: Caller) -> None:
    visit(rosa, link_in(newest_mail(house)), {})
    wish = {"new_email": "lima@example.org", "current_password": PASSWORD}
    refused = rosa.form("/account/email", wish | {"current_password": "not the password at all"})
    assert refused.status_code == 422
    assert 'value="lima@example.org"' in refused.text
    assert "<title>Error: Account" in refused.text
    assert rosa.form("/account/email", wish).status_code == 303
    assert "You asked for <bdi>lima@example.org</bdi>" in rosa.get("/account").text
    link = link_in(newest_mail(house))
    assert "Please sign in first" in stranger(app).get(link).text
    assert visit(rosa, link, {}).status_code == 303
    assert "<bdi>lima@example.org</bdi>" in rosa.get("/account").text
    undo = link_in(newest_mail(house))
    elsewhere = stranger(app)
    taken_back = visit(elsewhere, undo, {})
    assert rosa.get("/account").status_code == 303
    assert visit(elsewhere, taken_back.headers["Location"], {"password": "another password of mine"}).status_code == 303
    assert 'value="rosa@example.org"' in elsewhere.get("/login").text


def test_programs_are_seen_and_ended(house: House, rosa: Caller) -> None:
    administering.issue_token(house.context, "a test", "rosa@example.org", "Reading list", ["read"])
    page = rosa.get("/account").text
    assert "<bdi>Reading list</bdi>" in page
    end = re.search(r'action="(/account/tokens/[^"]+)"', page)
    assert end
    assert rosa.form(end[1]).status_code == 303
    assert "Reading list" not in rosa.get("/account").text


def test_a_new_link_can_be_asked_for(house: House, rosa: Caller) -> None:
    before = newest_mail(house)
    rosa.form("/account/confirmation")
    assert link_in(newest_mail(house)) != link_in(before)


def test_a_forgotten_password_is_chosen_anew_by_mail(house: House, app: Flask, rosa: Caller) -> None:
    elsewhere = stranger(app)
    sent = visit(elsewhere, "/reset", {"email": "rosa@example.org"})
    assert "Please look at your mail" in sent.text
    link = link_in(newest_mail(house))
    assert visit(elsewhere, link, {"password": "short"}).status_code == 422
    done = visit(elsewhere, link, {"password": "another password of mine"})
    assert done.headers["Location"] == "/login"
    assert rosa.get("/account").status_code == 303
    again = visit(elsewhere, "/login", {"password": "yet another password of mine"}, to=link)
    assert again.status_code == 410
    assert "This link is no longer good" in again.text
    visit(elsewhere, "/login", {"email": "rosa@example.org", "password": "another password of mine"})
    assert elsewhere.get("/account").status_code == 200


def test_a_forgotten_password_leads_back_to_the_page_that_was_wanted(house: House, app: Flask, rosa: Caller) -> None:
    elsewhere, lesson = stranger(app), "/courses/listening/quiet#quiz_quiet-one"
    wanted = "next=/courses/listening/quiet%23quiz_quiet-one"
    assert f'href="/reset?{wanted}"' in elsewhere.get(f"/login?{wanted}").text
    assert f'href="/login?{wanted}"' in elsewhere.get(f"/reset?{wanted}").text
    refused = visit(elsewhere, f"/reset?{wanted}", {"email": "", "next": lesson})
    assert f'name="next" value="{lesson}"' in refused.text
    sent = visit(elsewhere, f"/reset?{wanted}", {"email": "rosa@example.org", "next": lesson})
    assert f'href="/reset?{wanted}">Ask again' in sent.text
    done = visit(elsewhere, link_in(newest_mail(house)), {"password": "another password of mine"})
    assert done.headers["Location"] == f"/login?{wanted}"
    assert f'name="next" value="{lesson}"' in elsewhere.get(done.headers["Location"]).text


def test_a_link_to_choose_a_password_leads_to_no_other_site(house: House, app: Flask, rosa: Caller) -> None:
    elsewhere = stranger(app)
    visit(elsewhere, "/reset", {"email": "rosa@example.org", "next": "https://evil.example/learn"})
    done = visit(elsewhere, link_in(newest_mail(house)), {"password": "another password of mine"})
    assert done.headers["Location"] == "/login"


def test_an_unknown_address_is_answered_like_a_known_one(app: Flask, rosa: Caller) -> None:
    token = re.compile(r'value="[^"]*"')
    known, unknown = (
        visit(stranger(app), "/reset", {"email": email}) for email in ("rosa@example.org", "nobody@example.org")
    )
    assert known.status_code == unknown.status_code == 200
    assert token.sub("", known.text) == token.sub("", unknown.text)


def test_an_old_link_is_told_with_what_to_do(house: House, anyone: Caller, rosa: Caller) -> None:
    visit(anyone, "/reset", {"email": "rosa@example.org"})
    house.clock.turn(timedelta(minutes=31))
    link = link_in(newest_mail(house))
    for answer in (
        anyone.get(link),
        visit(anyone, "/login", {"password": "another password of mine"}, to=link),
        anyone.get("/reset/made-up"),
    ):
        assert answer.status_code == 410
        assert "<form" not in answer.text.partition("<main")[2]
        assert 'href="/reset">Ask for a new link' in answer.text


def test_too_many_tries_are_asked_to_wait(rosa: Caller, app: Flask) -> None:
    wrong = {"email": "rosa@example.org", "password": "not the password at all"}
    answers = [visit(stranger(app), "/login", wrong) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert 'value="rosa@example.org"' in answers[-1].text


def test_a_name_can_be_changed_and_what_was_typed_is_kept_where_it_cannot(rosa: Caller) -> None:
    rosa.form("/account/name", {"name": "Rosa de Lima"})
    assert 'value="Rosa de Lima"' in rosa.get("/account").text
    refused = rosa.form("/account/name", {"name": "x" * 300})
    assert refused.status_code == 422
    assert "x" * 300 in refused.text
    assert rosa.form("/account/name", {"name": "  "}).status_code == 422


def test_a_password_is_changed_only_with_the_old_one(rosa: Caller) -> None:
    new = {"new": "another password of mine"}
    refused = rosa.form("/account/password", {"old": "not the password at all", **new})
    assert refused.status_code == 422
    assert "This is not your password so far." in refused.text
    assert rosa.form("/account/password", {"old": PASSWORD, **new}).status_code == 303


def test_ones_sessions_are_listed_and_this_one_is_marked(app: Flask, rosa: Caller) -> None:
    elsewhere = stranger(app)
    elsewhere.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Android 14) Firefox/128.0"
    visit(elsewhere, "/login", {"email": "rosa@example.org", "password": PASSWORD})
    page = rosa.get("/account").text
    assert "Firefox on Android" in page
    assert page.count("(here)") == 1
    other = re.search(r'action="(/account/sessions/[^"]+)"', page)
    assert other
    rosa.form(other[1])
    assert elsewhere.get("/account").status_code == 303
    assert rosa.get("/account").status_code == 200


def test_ones_data_come_as_a_file(rosa: Caller) -> None:
    answer = rosa.form("/account/export")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "rosa@example.org" in json.dumps(json.loads(answer.text))


def test_an_account_is_erased_only_with_its_password_and_a_clear_yes(house: House, rosa: Caller) -> None:
    assert visit(rosa, "/account/erase", {"password": PASSWORD}).status_code == 422
    wrong = visit(rosa, "/account/erase", {"password": "not the password at all", "sure": "y"})
    assert wrong.status_code == 422
    assert visit(rosa, "/account/erase", {"password": PASSWORD, "sure": "y"}).status_code == 303
    assert rosa.get("/account").status_code == 303
    with house.context.database.reading() as session:
        assert session.scalar(select(AccountRow.id).where(AccountRow.email == "rosa@example.org")) is None


def test_who_is_signed_in_needs_no_sign_in_page(browser: Caller) -> None:
    assert browser.get("/login").headers["Location"] == "/learn"
    assert browser.get("/register?next=/account").headers["Location"] == "/account"


def test_signing_in_as_somebody_else_ends_the_session_before(house: House, app: Flask, rosa: Caller) -> None:
    administering.add(house.context, "a test", "kofi@example.org", "Kofi", "learner", PASSWORD)
    token = csrf_token(rosa.client)
    old = rosa.client.get_cookie("session")
    assert old is not None
    form = {"csrf_token": token, "email": "kofi@example.org", "password": PASSWORD}
    assert rosa.client.post("/login", data=form).status_code == 303
    assert "Kofi" in rosa.get("/learn").text
    copy = app.test_client()
    copy.set_cookie("session", old.value)
    assert copy.get("/account").status_code == 303
