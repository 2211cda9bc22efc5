"""Wherever somebody is told to write to us, it is said to what address."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from lms.content.reading.contact import asking, with_address
from lms.content.reading.model import Issuer
from lms.services.assessing import results
from lms.services.ground.person import Person
from lms.services.mail import outbox
from lms.wording.languages import ENGLISH
from tests.services.walks import begin
from tests.support.site import House
from tests.support.web import API, Caller, by_token

ROOT = Path(__file__).parents[3]
ADDRESS = "hello@programme.example"
LINK = f'<a class="address" href="mailto:{ADDRESS}">{ADDRESS}</a>'
ASKING = re.compile(r"\b(write to|writing to|ask|tell|contact|mail|reach) us\b(?! your e-mail)", re.IGNORECASE)
TEXTS = [*ROOT.glob("lms/**/*.py"), *ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.txt")]


def used_up(house: House, person: Person) -> str:
    """The last of two attempts."""
    for _ in range(2):
        attempt = begin(house, person, "open")
        results.submit(house.context, person, attempt)
    return attempt


def test_attempts_that_are_used_up_say_to_what_address_on_each_page(
    house: House, browser: Caller, amal: Person
) -> None:
    attempt = used_up(house, amal)
    for path in ("/assessments/open", f"/attempts/{attempt}/result", "/learn"):
        page = browser.get(path).text
        assert f"write to us at {LINK}" in page, path


def test_a_refusal_says_it_on_its_page_and_in_the_api(house: House, browser: Caller, amal: Person, app: Flask) -> None:
    used_up(house, amal)
    refused = browser.form("/assessments/open", {"agree": "yes"})
    assert refused.status_code == 403
    assert refused.text.count(LINK) >= 2
    problem = by_token(app, house, amal).post(f"{API}/assessments/open/attempts", {}).get_json()
    assert f"write to us at {ADDRESS} if" in problem["reasons"][0]["message"]


def test_every_error_page_says_whom_to_ask_and_the_number_to_quote(anyone: Caller) -> None:
    page = anyone.get("/no-such-page").text
    assert f"please write to us at {LINK}, and quote the number" in page


def test_our_own_fault_says_it_too(house: House, anyone: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("lms.services.learning.courses.catalogue", broken)
    assert f"write to us at {LINK} and quote" in anyone.get("/courses").text
    assert f"write to us at {ADDRESS} and quote" in anyone.get(f"{API}/courses").get_json()["detail"]


@pytest.mark.parametrize(
    ("email", "url", "says"),
    [
        (
            "",
            "https://programme.example/help",
            'write to us at <a class="address" href="https://programme.example/help">',
        ),
        ("", "", "please write to us, and quote"),
        ('a"b&c@x.example', "", 'href="mailto:a%22b%26c@x.example">a&#34;b&amp;c@x.example</a>'),
    ],
)
def test_without_an_address_the_page_of_the_issuer_serves_and_no_link_is_empty(
    house: House, anyone: Caller, email: str, url: str, says: str
) -> None:
    assert house.catalog.issuer is not None
    house.catalog = replace(house.catalog, issuer=replace(house.catalog.issuer, email=email, url=url))
    page = anyone.get("/no-such-page").text
    assert says in page
    assert 'href=""' not in page
    assert 'href="mailto:"' not in page


def test_a_mail_that_says_it_says_to_what_address(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "compose", lambda *_, **__: ("Subject", "Is it wrong? Please write to us.\n"))
    with house.context.database.writing() as session:
        outbox.write(session, house.context, "confirm", "amal@example.org")
    with house.context.database.reading() as session:
        (mail,) = session.connection().exec_driver_sql("SELECT body FROM mails").all()
    assert mail[0] == f"Is it wrong? Please write to us at {ADDRESS}.\n"


def test_it_is_said_once_and_in_one_way() -> None:
    issuer = Issuer("Us", "", ADDRESS)
    once = with_address("Write to us, or not.", issuer)
    assert once == f"Write to us at {ADDRESS}, or not." == with_address(once, issuer)
    said = {
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in TEXTS
        for found in ASKING.finditer(path.read_text(encoding="utf-8"))
        if not asking(ENGLISH).fullmatch(found[0])
    }
    assert not said


def test_a_template_that_says_it_lets_the_address_follow() -> None:
    lines = (
        (path.name, line)
        for path in ROOT.glob("templates/**/*.html")
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    bare = [(name, line) for name, line in lines if asking(ENGLISH).search(line) and ")|to_us" not in line]
    assert not bare
