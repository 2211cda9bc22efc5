"""Lessons that are kept on a device: read without a connection, without anything of a person, gone at signing out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from lms.services.ground.person import Person
from lms.services.learning import lessons
from tests.browser.readers import Reader
from tests.support.site import House

pytestmark = pytest.mark.browser

EVERYTHING_KEPT = """async () => {
    let all = "";
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const answer = await cache.match(request);
            all += `${request.url} ${JSON.stringify([...answer.headers])} ${await answer.text()}\\n`;
        }
    }
    return all;
}"""


def keep(amals: Reader, house: House, amal: Person) -> Page:
    """Amal has begun the course, and keeps it."""
    lessons.answer_quiz(house.context, amal, "listening", "quiet", "quiet-one", "a")
    page = amals.open("/courses/listening")
    page.get_by_role("button", name="Keep on this device").click()
    expect(page.get_by_text("are on this device. Signing out takes them away.")).to_be_visible()
    return page


def test_kept_lessons_are_read_without_a_connection_and_any_other_page_lists_them(
    amals: Reader, house: House, amal: Person
) -> None:
    page = keep(amals, house, amal)
    amals.context.set_offline(True)
    page.goto(amals.base + "/learn")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    expect(page.get_by_text("These lessons are kept on this device.")).to_be_visible()
    expect(page.get_by_text("No lessons are kept here.")).to_be_hidden()
    page.get_by_role("link", name="Being quiet").click()
    expect(page.get_by_text("This is the copy on your device.")).to_be_visible()
    expect(page.get_by_text("Be quiet first.")).to_be_visible()
    expect(page.get_by_text("To answer, you need a connection.").first).to_be_visible()
    assert page.locator("form").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.quiz')).borderTopStyle") == "solid"
    amals.context.set_offline(False)
    page.reload()
    expect(page.get_by_role("button", name="Check my answer").first).to_be_visible()


def test_a_device_keeps_nothing_of_a_person_and_signing_out_clears_it(
    amals: Reader, house: House, amal: Person
) -> None:
    page = keep(amals, house, amal)
    everything = page.evaluate(EVERYTHING_KEPT)
    assert "Be quiet first." in everything
    for own in (amal.name, amal.email, "csrf", "Account", "Sign out"):
        assert own not in everything
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_what_is_kept_can_be_taken_away(amals: Reader, house: House, amal: Person) -> None:
    page = keep(amals, house, amal)
    page.get_by_role("button", name="Take off this device").click()
    expect(page.get_by_role("button", name="Keep on this device")).to_be_visible()
    page.goto(amals.base + "/offline")
    expect(page.get_by_text("No lessons are kept here.")).to_be_visible()
    expect(page.get_by_text("These lessons are kept on this device.")).to_be_hidden()
    assert page.evaluate("caches.keys()") == []
