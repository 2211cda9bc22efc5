"""Passkeys in Chromium with a device of its own: kept, used alone and as a second step, and nothing taken twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lms.store import second_factors
from tests.services.accounts.post import PASSWORD
from tests.services.factors.people import joined, known
from tests.support.site import House

pytestmark = pytest.mark.browser

EMAIL = "amal@example.org"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(base: str) -> str:
    """The site by its name, which passkeys need."""
    return base.replace("127.0.0.1", "localhost")


@pytest.fixture
def context(chromium: Browser, house: House, named: str) -> Iterator[BrowserContext]:
    joined(house, EMAIL)
    opened = chromium.new_context(base_url=named, viewport={"width": 320, "height": 640})
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page whose browser has a device for passkeys."""
    opened = context.new_page()
    session = context.new_cdp_session(opened)
    session.send("WebAuthn.enable")
    device = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    opened.device = device  # type: ignore[attr-defined]
    opened.cdp = session  # type: ignore[attr-defined]
    return opened


def sign_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page: Page, name: str = "My phone") -> None:
    sign_in(page)
    page.goto("/account/passkeys/new")
    page.get_by_label("A name for this passkey").fill(name)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()


def test_a_passkey_is_kept_and_signs_in_alone_and_as_a_second_step(page: Page, context: BrowserContext) -> None:
    add_passkey(page)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("My phone").first).to_be_visible()
    context.clear_cookies()
    page.goto("/login?next=/account")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    context.clear_cookies()
    sign_in(page)
    expect(page.get_by_role("heading", name="One step more")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/learn")


def test_a_long_name_breaks_on_a_phone(page: Page) -> None:
    add_passkey(page, "W" * 60)
    page.goto("/account/second-factor")
    expect(page.get_by_text("W" * 60).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_device_that_cannot_tell_who_holds_it_opens_nothing(page: Page, context: BrowserContext) -> None:
    add_passkey(page)
    context.clear_cookies()
    page.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": page.device, "isUserVerified": False})  # type: ignore[attr-defined]
    page.goto("/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()
    assert page.url.endswith("/login")


def test_an_answer_is_taken_once_and_a_removed_passkey_never(page: Page, context: BrowserContext, house: House) -> None:
    add_passkey(page)
    context.clear_cookies()
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.post_data or "") if one.url.endswith("/login/passkey") else None)
    page.goto("/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/learn")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    context.clear_cookies()
    page.goto("/login")
    token = page.locator("form[data-passkey] input[name=csrf_token]").get_attribute("value") or ""
    again = "&".join([f"csrf_token={token}", *(part for part in sent[0].split("&") if "csrf" not in part)])
    answer = context.request.post("/login/passkey", data=again, headers=headers, max_redirects=0)
    assert answer.status == 422
    with house.context.database.writing() as session:
        second_factors.remove_all(session, known(house, EMAIL).id)
    page.goto("/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey is not known here.").first).to_be_visible()


def test_without_a_script_the_page_says_that_passkeys_need_one(chromium: Browser, named: str) -> None:
    context = chromium.new_context(base_url=named, java_script_enabled=False)
    page = context.new_page()
    page.goto("/login")
    expect(page.get_by_text("A passkey needs a script of this page")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    context.close()
