"""Switching the language in a browser: in a lesson and in an attempt, with a script and without, on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lms.services.ground.person import Person
from tests.browser.looking import assert_no_barrier
from tests.support import spanish
from tests.support.site import House, house_at
from tests.support.web import signed_in

pytestmark = pytest.mark.browser

ARABIC = (
    "---\ntitle: الهدوء أولاً\n---\nاهدأ أولاً، ثم استمع.\n\n```quiz\nid: quiet-one\nquestion: ماذا عن هذا؟\n"
    "options:\n  a: الأول\n  b: الثاني\nwhy:\n  a: نعم.\n  b: لا.\n```\n"
)
FILES = {**spanish.FILES, "content/courses/listening/quiet.ar.md": ARABIC}
LESSON = "/courses/listening/quiet"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, FILES) as made:
        yield made


@pytest.fixture
def amal(house: House) -> Person:
    return house.person("Amal Haddad")


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs our scripts."""
    return bool(request.param)


@pytest.fixture
def page(scripts: bool, chromium: Browser, base: str, app: Flask, house: House, amal: Person) -> Iterator[Page]:
    """Amal at a narrow screen."""
    cookie = signed_in(app, house, amal).client.get_cookie("session")
    assert cookie is not None
    context: BrowserContext = chromium.new_context(
        base_url=base, viewport={"width": 320, "height": 640}, java_script_enabled=scripts, locale="en-GB"
    )
    context.add_cookies([{"name": "session", "value": cookie.value, "url": base}])
    yield context.new_page()
    context.close()


def look_at(page: Page, scripts: bool) -> None:
    """What every page must be; the program that looks is a script itself."""
    if scripts:
        assert_no_barrier(page)


def test_the_language_of_a_lesson_is_switched_and_answers_stay(page: Page) -> None:
    page.goto(LESSON)
    page.get_by_label("The first of quiet-one").check()
    page.get_by_role("region", name="Question 1").get_by_role("button", name="Check my answer").click()
    expect(page.get_by_text("CANARY-why-a-quiet-one")).to_be_visible()
    page.locator("article").get_by_role("link", name="Español").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Estar en silencio")
    expect(page.get_by_label("Lo primero de quiet-one")).to_be_checked()
    expect(page.get_by_text("CANARIO-a-quiet-one")).to_be_visible()
    page.get_by_label("The second of quiet-two").check()
    page.locator("#quiz_quiet-two button[type=submit]").click()
    expect(page.get_by_text("CANARY-why-b-quiet-two")).to_be_visible()
    page.locator("article").get_by_role("link", name="English").click()
    expect(page.get_by_label("The second of quiet-two")).to_be_checked()
    page.goto("/courses/listening")
    expect(page.get_by_role("heading", level=1)).to_have_text("Listening")


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_lesson_in_any_language_has_no_barrier_on_a_narrow_screen(page: Page, scripts: bool, language: str) -> None:
    page.goto(f"{LESSON}?language={language}")
    look_at(page, scripts)
    assert page.locator("article").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    side = "right" if language == "ar" else "left"
    edges = page.locator("h1").evaluate(
        "(h) => { const r = document.createRange(); r.selectNodeContents(h); const b = r.getBoundingClientRect();"
        " const a = h.getBoundingClientRect(); return {left: b.left - a.left, right: a.right - b.right}; }"
    )
    assert edges[side] < 2


def test_the_language_of_an_attempt_is_switched_in_the_middle_and_nothing_is_lost(page: Page, scripts: bool) -> None:
    page.goto("/assessments/open")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("What about bank-")).to_be_visible()
    chosen = page.locator("input[name=answer]").nth(1)
    key = chosen.get_attribute("value")
    chosen.check()
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_text("¿Qué hay de bank-")).to_be_visible()
    expect(page.locator(f"input[name=answer][value='{key}']")).to_be_checked()
    look_at(page, scripts)
    page.locator("button.btn-primary[value='2']").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2")
    expect(page.get_by_text("¿Qué hay de bank-")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("What about bank-")).to_be_visible()
    page.get_by_role("button", name="Look over and hand in").click()
    expect(page.get_by_text("You have answered 1 of 3 questions.")).to_be_visible()
