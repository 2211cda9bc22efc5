"""Every form, walked: labels, tokens for filling in, and what a refusal says, where, and with what was typed kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask

from lms.services import accounts
from lms.services.certifying import sharing
from lms.services.mail import consents
from tests.services.accounts.post import mails_to, token_in
from tests.services.certifying.test_certificates import earn, issued
from tests.services.walks import finish_course
from tests.support.site import House, house_at
from tests.support.web import Caller, app_of, signed_in, stranger
from tests.web.policy_table import TABLE

VOID = frozenset({"input", "meta", "link", "img", "br", "hr", "path", "progress"})
TOKENS = {"name", "email", "username", "current-password", "new-password", "one-time-code", "off"}
UNSEEN = ("hidden", "submit")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """The elements of a page in order, each with all text inside of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, inside=[one.tag for one in self._open])
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def by_id(self, id: str) -> Element:
        return next(one for one in self.elements if one.attributes.get("id") == id)

    def all(self, *tags: str) -> list[Element]:
        return [one for one in self.elements if one.tag in tags]

    def fields(self) -> list[Element]:
        """What somebody can fill in."""
        found = self.all("input", "select", "textarea")
        return [one for one in found if one.attributes.get("type") not in UNSEEN and "hidden" not in one.attributes]


@dataclass(frozen=True)
class Sent:
    """What is sent with faults, and the fields that it is refused at; `kept` is what comes back as it was typed."""

    page: str
    to: str
    fields: dict[str, Any]
    wrong: tuple[str, ...]
    kept: dict[str, str] = field(default_factory=dict)
    who: str = "amal"


LONG = "a password that is long enough"
REFUSED = (
    Sent("/register", "/register", {}, ("name", "email", "password"), who="anyone"),
    Sent(
        "/register",
        "/register",
        {"name": "Amal <b>", "email": "no address", "password": "short"},
        ("email", "password"),
        {"name": "Amal <b>", "email": "no address"},
        who="anyone",
    ),
    Sent("/login", "/login", {"email": "amal@x.org"}, ("password",), {"email": "amal@x.org"}, who="anyone"),
    Sent("/reset", "/reset", {"email": "amal"}, ("email",), {"email": "amal"}, who="anyone"),
    Sent("/reset/{reset}", "/reset/{reset}", {"password": "short"}, ("password",), who="anyone"),
    Sent("/account", "/account/name", {"name": ""}, ("name",)),
    Sent("/account", "/account/password", {"old": "", "new": "short"}, ("old", "new")),
    Sent(
        "/account",
        "/account/email",
        {"new_email": "none", "current_password": ""},
        ("new_email", "current_password"),
        {"new_email": "none"},
    ),
    Sent("/account/erase", "/account/erase", {}, ("password", "sure")),
    Sent("/account/profile", "/account/profile", {"name": "Amal H.", "handle": "x"}, ("handle",), {"name": "Amal H."}),
    Sent("/account/consents", "/account/reminders", {"wanted": "yes", "hour": "7", "zone": "x"}, ("zone",)),
    Sent("/account/consents", "/account/reminders/break", {"weeks": "99"}, ("weeks",), who="reminded"),
    Sent("/assessments/exam", "/assessments/exam", {}, ("agree",), who="ready"),
    Sent(
        "/certificates/claim/listener",
        "/certificates/claim/listener",
        {"name": "Rosa ☃ Lima"},
        ("agree",),
        {"name": "Rosa ☃ Lima"},
        who="passed",
    ),
    Sent("/certificates/{serial}/erase", "/certificates/{serial}/erase", {}, ("sure",), who="holder"),
    Sent(
        "/certificates/{serial}",
        "/certificates/{serial}/links",
        {"last_day": "1999-01-01"},
        ("last-day",),
        who="holder",
    ),
    Sent("/verify", "/verify", {}, ("file",), who="anyone"),
    Sent("/verify/several", "/verify/several", {"numbers": " "}, ("numbers",), who="anyone"),
    Sent("/verify/{discreet}", "/verify/{discreet}", {"name": " "}, ("name",), who="anyone"),
    Sent("/verify/{discreet}", "/verify/{discreet}", {"name": "Bo"}, ("name",), {"name": "Bo"}, who="anyone"),
)
NO_FIELDS = {
    "accounts.logout",
    "reading.choose",
    "accounts.sign_in_by_passkey",
    "accounts.second_step_by_passkey",
    "accounts.prove_by_passkey",
    "accounts.end_other_sessions",
    "accounts.end_app",
    "accounts.end_passkey",
    "accounts.new_codes",
    "accounts.end_identity",
    "accounts.confirm_now",
    "accounts.keep_email",
    "accounts.new_email_now",
    "accounts.undo_email_now",
    "accounts.confirm_again",
    "accounts.end_session",
    "accounts.end_token",
    "accounts.end_all_sessions",
    "accounts.take_back",
    "accounts.mails_off_now",
    "accounts.export",
    "record.record_as_pdf",
    "assessments.tell_when_open",
    "assessments.resume",
    "assessments.submit",
    "courses.complete",
    "certificates.end_link",
    "applying.withdraw",
    "accommodations.withdraw",
    "following.follow",
    "following.stop",
    "notebook.delete",
    "forms.tool_text",
    "staff.open_keys",
    "staff.send_again",
}
"""A button alone, or one that asks for nothing that can be typed wrongly."""

ELSEWHERE = {
    "courses.answer": "a question, which says what is wrong with an answer in its own card",
    "assessments.keep": "a question of a paper",
    "certificates.show": "choices, each of which is good",
    "verify.name": "tried here, under the number of a certificate that shows only initials",
    "accounts.second_step_now": "tried in tests/web/pages/test_second_factor.py, where an account has a second step",
    "accounts.prove_by_password": "tried in tests/web/pages/test_second_factor.py, where an account has a second step",
    "accounts.prove_by_code": "tried in tests/web/pages/test_second_factor.py, where an account has a second step",
    "accounts.keep_app": "tried in tests/web/pages/test_second_factor.py, where an account has a second step",
    "accounts.keep_passkey": "needs a device: tried in tests/browser/test_passkeys.py",
    "reading.choose": "choices, each of which is good",
    "accounts.sign_in_by_passkey": "a passkey, which a script sends",
    "accounts.second_step_by_passkey": "a passkey, which a script sends",
    "accounts.prove_by_passkey": "a passkey, which a script sends",
    "accounts.choose_pen_name": "tried in tests/web/pages/console/test_own_account.py, where somebody has a duty",
    "applying.apply": "tried in tests/web/pages/test_applying.py, where there is a scheme",
    **dict.fromkeys(
        ("staff.grant_route", "staff.certify_several", "staff.decide"), "tried in tests/web/pages/test_applying.py"
    ),
    **dict.fromkeys(
        ("staff.appoint_to_duty", "staff.end_duty", "staff.declare"), "tried in tests/web/pages/console/test_duties.py"
    ),
    **dict.fromkeys(
        ("staff.adopt_bank", "staff.give_review", "staff.act_on_question"),
        "tried in tests/web/pages/console/test_questions.py",
    ),
    **dict.fromkeys(("forms.tool_given", "forms.tool_kept"), "tried in tests/web/pages/test_forms_of_authors.py"),
    **dict.fromkeys(
        ("staff.propose_award", "staff.confirm_award", "staff.decline_award"),
        "tried in tests/web/pages/console/test_certificates.py",
    ),
    "notebook.change": "tried in tests/web/pages/test_notebook.py",
    **dict.fromkeys(
        (
            "accommodations.ask",
            "staff.grant_unasked",
            "staff.confirm_refusal",
            "staff.act_on_accommodation",
            "staff.act_on_attempt",
        ),
        "tried in tests/web/pages/console/test_accommodations.py",
    ),
    "staff.act_on_certificate": "tried in tests/web/pages/console/test_certificates.py",
}
"""Forms whose refusals are told elsewhere, and tried with them."""


class World:
    """One house with somebody for each form."""

    def __init__(self, house: House, app: Flask) -> None:
        self.app = app
        amal = house.person("Amal Haddad")
        ready, passed, holder = house.person("Re Ady"), house.person("Rosa Lima"), house.person("Ho Lder")
        discreet = house.person("Di Screet")
        finish_course(house, ready)
        earn(house, passed)
        self.serial = issued(house, holder)
        self.discreet = issued(house, discreet)
        sharing.choose(house.context, discreet, self.discreet, listed=False, name_shown="initials")
        accounts.request_reset(house.context, amal.email, "127.0.0.1", "")
        self.reset = token_in(mails_to(house.context, amal.email)[-1])
        consents.choose_reminders(house.context, ready, True, "7", "UTC")
        people = {"amal": amal, "reminded": ready, "ready": ready, "passed": passed, "holder": holder}
        self.callers = {name: signed_in(app, house, person) for name, person in people.items()}

    def caller(self, who: str) -> Caller:
        return self.callers[who] if who in self.callers else stranger(self.app)

    def address(self, path: str) -> str:
        return path.format(serial=self.serial, reset=self.reset, discreet=self.discreet)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("forms")
    with house_at(f"sqlite:///{folder / 'lms.sqlite'}", folder) as house:
        yield World(house, app_of(house))


def send(world: World, sent: Sent) -> Page:
    """What comes back; the token of the form is that of its own page."""
    caller = world.caller(sent.who)
    shown = Page(caller.get(world.address(sent.page)).text)
    tokens = [one for one in shown.all("input") if one.attributes.get("name") == "csrf_token"]
    token = tokens[0].attributes["value"] if tokens else ""
    answer = caller.client.post(world.address(sent.to), data={"csrf_token": token, **sent.fields})
    assert answer.status_code == 422, (sent.to, answer.status_code)
    return Page(answer.text)


def test_a_refused_form_says_so_first_leads_to_each_fault_and_keeps_what_was_typed(world: World) -> None:
    for sent in REFUSED:
        page = send(world, sent)
        title = page.all("title")[0].text
        assert title.startswith("Error: "), (sent.to, title)
        summary = page.by_id("complaints")
        assert summary.attributes["role"] == "alert", sent.to
        assert "autofocus" in summary.attributes, sent.to
        assert summary.attributes["tabindex"] == "-1", sent.to
        ids = {one.attributes["id"] for one in page.elements if "id" in one.attributes}
        led_to = {
            one.attributes["href"].removeprefix("#")
            for one in page.all("a")
            if one.attributes.get("href", "").startswith("#") and one.attributes["href"] != "#page_main"
        }
        for name in sent.wrong:
            wrong = page.by_id(name)
            assert wrong.attributes.get("aria-invalid") == "true", (sent.to, name)
            said = [page.by_id(id).text for id in wrong.attributes["aria-describedby"].split() if id in ids]
            assert any(words.strip().startswith("Error:") for words in said), (sent.to, name, said)
            assert name in led_to, (sent.to, name, led_to)
        for name, typed in sent.kept.items():
            assert page.by_id(name).attributes["value"] == typed, (sent.to, name)
        for secret in page.all("input"):
            if secret.attributes.get("type") == "password":
                assert not secret.attributes.get("value"), f"{sent.to} sends a password back"


def test_each_field_has_its_label_and_says_what_a_browser_may_fill_in(world: World) -> None:
    for sent in REFUSED:
        page = Page(world.caller(sent.who).get(world.address(sent.page)).text)
        labelled = {one.attributes.get("for") for one in page.all("label")}
        for one in page.fields():
            about = one.attributes
            if about.get("type") not in ("checkbox", "radio") or "label" not in one.inside:
                named = about.get("id") in labelled or "aria-label" in about or "label" in one.inside
                assert named or "aria-hidden" in about or "readonly" in about, (sent.page, about)
            if about.get("type") in ("password", "email"):
                assert set(about.get("autocomplete", "").split()) & TOKENS, (sent.page, about)
            if about.get("type") == "password":
                assert about["autocomplete"] in ("current-password", "new-password"), (sent.page, about)


def test_no_browser_stops_a_form_by_words_of_its_own_in_a_language_of_its_own(world: World) -> None:
    for sent in REFUSED:
        form: dict[str, str] = {}
        for one in Page(world.caller(sent.who).get(world.address(sent.page)).text).elements:
            form = one.attributes if one.tag == "form" else form
            assert "required" not in one.attributes or "novalidate" in form, (sent.page, form)


def test_each_password_can_be_shown(world: World) -> None:
    for sent in REFUSED:
        text = world.caller(sent.who).get(world.address(sent.page)).text
        page = Page(text)
        secrets = [one for one in page.all("input") if one.attributes.get("type") == "password"]
        if secrets:
            boxes = [one for one in page.elements if "data-secret" in one.attributes]
            assert len(boxes) == len(secrets), sent.page
            assert "forms.js" in text, sent.page


def test_every_form_is_walked_here_or_has_its_reason() -> None:
    acts = {
        endpoint: row
        for endpoint, row in TABLE.items()
        if row.method == "POST" and not endpoint.startswith("api.") and row.asks != "workshop"
    }
    walked = {sent.to for sent in REFUSED}
    for endpoint, row in acts.items():
        if endpoint in NO_FIELDS or endpoint in ELSEWHERE:
            continue
        ends = row.path.rpartition("/")[2]
        assert any(to == row.path or to.endswith(f"/{ends}") or row.path == "/assessments/open" for to in walked) or (
            row.path == "/reset/any"
        ), f"{endpoint} has a form that nobody tried to send wrongly"
