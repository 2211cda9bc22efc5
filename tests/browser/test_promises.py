"""Each sentence of an examination page that promises something, held to it: offline, signed out, in two windows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from lms.services.accounts.hashing import hashed
from lms.services.assessing import results, sitting
from lms.services.ground.person import Person
from lms.store import accounts, sessions
from tests.browser.readers import SAVED, Reader, close_without_connection, kept, nothing_kept, reader
from tests.services.walks import begin
from tests.support import allkinds
from tests.support.site import House, house_at
from tests.support.web import signed_in

pytestmark = pytest.mark.browser

PASSWORD = "a long password of hers"
KEPT = "What you write is kept in this browser, and saved when"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, allkinds.FILES) as made:
        yield made


@pytest.fixture
def attempt(house: House, amal: Person) -> str:
    return begin(house, amal, "kinds")


def line(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("#saved")).to_contain_text(words)


def write(page: Page, words: str) -> None:
    page.locator("#paper").get_by_role("textbox").fill(words)


def sign_out_elsewhere(amals: Reader) -> None:
    other = amals.context.new_page()
    other.goto(amals.base + "/account")
    other.get_by_role("button", name="Sign out", exact=True).first.click()
    expect(other.get_by_text("You are signed out.")).to_be_visible()
    other.close()


def sign_in(page: Page, person: Person) -> None:
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def give_password(house: House, person: Person) -> None:
    with house.context.database.writing() as session:
        accounts.change(session, person.id, password_hash=hashed(PASSWORD))


def test_what_is_written_after_signing_out_in_another_window_is_saved_after_signing_in(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    give_password(house, amal)
    page = amals.open(f"/attempts/{attempt}?n=10")
    write(page, "One paragraph.")
    line(page, SAVED)
    sign_out_elsewhere(amals)
    for words in ("One paragraph. Another.", "One paragraph. Another. The last one."):
        write(page, words)
        line(page, f"You are signed out. {KEPT} you have signed in.")
    page.get_by_role("button", name="Save and look it over").click()
    line(page, "Then you can go to another question.")
    page.locator("#saved").get_by_role("link", name="Sign in").click()
    sign_in(page, amal)
    expect(page.get_by_role("heading", name="Question 10 of 10")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("One paragraph. Another. The last one.")
    line(page, SAVED)
    assert kept(house, amal, attempt, 10) == "One paragraph. Another. The last one."
    nothing_kept(page)


def test_what_is_written_signed_out_is_saved_once_signed_in_elsewhere_in_this_browser(
    amals: Reader, house: House, app: Flask, amal: Person, attempt: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    with house.context.database.writing() as session:
        sessions.end_all_of(session, amal.id)
    write(page, "consent")
    line(page, "You are signed out.")
    fresh = signed_in(app, house, amal).client.get_cookie("session")
    assert fresh is not None
    amals.context.add_cookies([{"name": "session", "value": fresh.value, "url": amals.base}])
    expect(page.locator("#saved")).to_have_text(SAVED, timeout=15_000)
    assert kept(house, amal, attempt, 6) == "consent"


def test_a_clock_that_jumps_ends_nothing_and_everything_goes_on_being_saved(
    amals: Reader, house: House, amal: Person
) -> None:
    timed = begin(house, amal, "open")
    page = amals.context.new_page()
    page.clock.install()
    page.goto(f"{amals.base}/attempts/{timed}")
    house.clock.turn(timedelta(minutes=1))
    page.clock.fast_forward("02:00:00")
    expect(page.locator("#left")).to_have_text("29 minutes left")
    page.get_by_role("radio").first.check()
    page.clock.run_for(2000)
    line(page, SAVED)
    assert kept(house, amal, timed, 1) is not None


def test_the_clock_of_the_device_is_not_read_at_all(amals: Reader, house: House, amal: Person) -> None:
    timed = begin(house, amal, "open")
    page = amals.context.new_page()
    page.add_init_script("Date.now = () => { throw new Error('the clock was read') }")
    page.on("pageerror", lambda fault: amals.complaints.append(str(fault)))
    page.goto(f"{amals.base}/attempts/{timed}")
    page.get_by_role("radio").first.check()
    line(page, SAVED)
    expect(page.locator("#left")).to_have_text("30 minutes left")
    assert amals.complaints == []


def test_when_the_time_is_over_the_server_says_so_and_what_came_too_late_is_told(
    amals: Reader, house: House, amal: Person
) -> None:
    timed = begin(house, amal, "open")
    page = amals.open(f"/attempts/{timed}")
    house.clock.turn(timedelta(minutes=31))
    page.get_by_role("radio").first.check()
    line(page, "The time for this examination is over.")
    line(page, "What you wrote last came too late")
    expect(page.get_by_role("radio").first).to_be_disabled()
    assert page.evaluate("localStorage.length") == 0
    page.locator("#saved").get_by_role("link", name="Go on").click()
    expect(page).to_have_url(re.compile("/result$"))


def test_more_time_given_meanwhile_is_believed(amals: Reader, house: House, amal: Person) -> None:
    timed = begin(house, amal, "open")
    page = amals.context.new_page()
    page.clock.install()
    page.goto(f"{amals.base}/attempts/{timed}")
    house.clock.turn(timedelta(minutes=-20))
    page.clock.fast_forward(130_000)
    expect(page.locator("#left")).to_have_text("50 minutes left")


def test_an_untouched_older_window_writes_nothing_over_a_newer_answer(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    older = amals.open(f"/attempts/{attempt}?n=6")
    newer = amals.open(f"/attempts/{attempt}?n=6")
    write(newer, "newer")
    line(newer, SAVED)
    older.get_by_role("button", name="Save and go on").click()
    expect(older.get_by_role("heading", name="Question 7 of 10")).to_be_visible()
    assert kept(house, amal, attempt, 6) == "newer"


def test_two_answers_from_two_windows_are_both_shown_and_one_is_chosen(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    older = amals.open(f"/attempts/{attempt}?n=6")
    newer = amals.open(f"/attempts/{attempt}?n=6")
    write(newer, "newer")
    line(newer, SAVED)
    write(older, "older, and written on")
    line(older, "This answer was changed in another window or on another device. Both are kept.")
    assert kept(house, amal, attempt, 6) == "newer"
    older.locator("#saved").get_by_role("button", name="See both").click()
    expect(older.get_by_role("heading", name="Two answers: choose one")).to_be_visible()
    expect(older.locator("#complaint").get_by_role("textbox")).to_have_value("newer")
    expect(older.locator("#paper").get_by_role("textbox")).to_have_value("older, and written on")
    older.wait_for_timeout(1500)
    assert kept(house, amal, attempt, 6) == "newer"
    older.get_by_role("button", name="Save and go on").click()
    expect(older.get_by_role("heading", name="Question 7 of 10")).to_be_visible()
    assert kept(house, amal, attempt, 6) == "older, and written on"
    assert older.evaluate("localStorage.length") == 0


def test_of_two_answers_the_saved_one_may_stay(amals: Reader, house: House, amal: Person, attempt: str) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    amals.context.set_offline(True)
    write(page, "left behind")
    line(page, "There is no connection just now.")
    close_without_connection(page)
    sitting.save(house.context, amal, attempt, 6, "from another device", None)
    amals.context.set_offline(False)
    page = amals.open(f"/attempts/{attempt}?n=6")
    line(page, "What you wrote here before is not saved.")
    expect(page.get_by_role("textbox")).to_have_value("from another device")
    page.locator("#saved").get_by_role("button", name="See both").click()
    expect(page.locator("#paper").get_by_role("textbox")).to_have_value("left behind")
    page.get_by_role("link", name="Keep what is saved").click()
    expect(page.get_by_role("textbox")).to_have_value("from another device")
    line(page, SAVED)
    assert page.evaluate("localStorage.length") == 0
    assert kept(house, amal, attempt, 6) == "from another device"


@pytest.mark.parametrize("button", ["Save and go on", "Question 9: not answered", "Look over and hand in", "Back"])
def test_without_a_connection_each_button_says_what_is_so_and_leads_on_when_it_is_back(
    amals: Reader, house: House, amal: Person, attempt: str, button: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    page.get_by_text("All questions").click()
    amals.context.set_offline(True)
    page.get_by_label("Look at this one again later").check()
    write(page, "consent")
    line(page, f"There is no connection just now. {KEPT} the connection is back.")
    page.get_by_role("button", name=button).click()
    line(page, "Then you can go to another question.")
    expect(page.get_by_role("heading", name="Question 6 of 10")).to_be_visible()
    amals.context.set_offline(False)
    expect(page.locator("#saved")).to_have_text(SAVED, timeout=15_000)
    item = sitting.attempt(house.context, amal, attempt).items[5]
    assert (item.answer, item.marked) == ("consent", True)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name="Question 6 of 10")).to_have_count(0)


def test_a_question_that_was_never_answered_is_not_taken_back(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="Question 7 of 10")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    # The page that is left says the same below its question.
    expect(page.get_by_role("heading", name="Question 6 of 10")).to_be_visible()
    expect(page.locator("#saved")).to_have_text("Not answered yet")
    page.get_by_role("textbox").fill("x")
    line(page, SAVED)
    page.get_by_role("textbox").fill("")
    line(page, re.compile(r"Taken back \d\d:\d\d"))
    assert sitting.attempt(house.context, amal, attempt).items[6].saved_at is None


def test_a_mark_without_a_connection_is_there_after_the_page_was_closed(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    amals.context.set_offline(True)
    page.get_by_label("Look at this one again later").check()
    line(page, "There is no connection just now.")
    close_without_connection(page)
    amals.context.set_offline(False)
    page = amals.open(f"/attempts/{attempt}?n=6")
    expect(page.get_by_label("Look at this one again later")).to_be_checked()
    nothing_kept(page)
    assert sitting.attempt(house.context, amal, attempt).items[5].marked


@pytest.mark.parametrize("page_after", ["?n=7", "/check"])
def test_what_was_left_unsaved_is_saved_from_any_page_of_the_examination(
    amals: Reader, house: House, amal: Person, attempt: str, page_after: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    amals.context.set_offline(True)
    write(page, "consent")
    line(page, "Not saved yet.")
    close_without_connection(page)
    amals.context.set_offline(False)
    page = amals.open(f"/attempts/{attempt}{page_after}")
    nothing_kept(page)
    expect(page.locator("main")).to_contain_text(re.compile("answered 1 of 10|1 of 10 answered"))
    assert kept(house, amal, attempt, 6) == "consent"


def test_before_handing_in_what_could_not_be_saved_is_named(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    amals.context.set_offline(True)
    write(page, "left behind")
    line(page, "Not saved yet.")
    close_without_connection(page)
    sitting.save(house.context, amal, attempt, 6, "from another device", None)
    amals.context.set_offline(False)
    page = amals.open(f"/attempts/{attempt}/check")
    page.get_by_role("link", name="question 6").click()
    line(page, "What you wrote here before is not saved.")


def test_a_page_that_was_left_by_another_account_keeps_what_was_written_for_its_owner(
    amals: Reader, house: House, app: Flask, amal: Person, attempt: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    other = signed_in(app, house, house.person("Rosa Lima")).client.get_cookie("session")
    assert other is not None
    amals.context.add_cookies([{"name": "session", "value": other.value, "url": amals.base}])
    write(page, "consent")
    line(page, f"Whoever is signed in now did not begin this. {KEPT} you have signed in again.")
    hers = signed_in(app, house, amal).client.get_cookie("session")
    assert hers is not None
    amals.context.add_cookies([{"name": "session", "value": hers.value, "url": amals.base}])
    page.reload()
    line(page, SAVED)
    assert kept(house, amal, attempt, 6) == "consent"


def test_handed_in_in_another_window_says_so_and_takes_nothing_more(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    results.submit(house.context, amal, attempt)
    write(page, "too late")
    line(page, "This examination has ended.")
    line(page, "What you wrote last came too late: it stands here until you leave this page.")
    expect(page.get_by_role("textbox")).to_have_value("too late")
    expect(page.get_by_role("textbox")).not_to_be_editable()
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Save and go on").click()
    expect(page).to_have_url(re.compile("/result$"))


def test_what_is_gone_on_with_between_a_refusal_and_the_question_why_is_saved(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    refusal = '{"detail": "This examination is put aside. Choose “Go on” to continue, then answer."}'
    saves: list[str] = []

    def put_aside_at_first(route: Route) -> None:
        if route.request.method == "PUT":
            saves.append(route.request.url)
        if route.request.method == "PUT" and len(saves) == 1:
            route.fulfill(status=409, content_type="application/problem+json", body=refusal)
        else:
            route.continue_()

    page.route("**/answers/6", put_aside_at_first)
    write(page, "consent")
    line(page, SAVED)
    assert kept(house, amal, attempt, 6) == "consent"
    expect(page.get_by_role("textbox")).to_be_editable()


def test_a_refusal_by_size_from_before_the_site_says_what_to_do(amals: Reader, attempt: str) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    page.route("**/answers/6", lambda route: route.fulfill(status=413, body="<h1>413</h1>"))
    write(page, "consent")
    line(page, "Not saved. It is too long. Please shorten it.")


def test_an_untouched_page_of_an_attempt_that_was_handed_in_leads_to_the_result(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    results.submit(house.context, amal, attempt)
    page.get_by_role("button", name="Save and go on").click()
    line(page, "This examination has ended.")
    page.locator("#saved").get_by_role("link", name="Go on").click()
    expect(page).to_have_url(re.compile("/result$"))


def test_a_site_that_falters_is_told_and_saved_to_when_it_answers_again(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    for status in (503, 429, 500):
        page.route("**/answers/6", lambda route, _request, code=status: route.fulfill(status=code, body="{}"))
        write(page, f"consent {status}")
        line(page, f"The site does not answer just now. {KEPT} it answers again.")
    page.unroute("**/answers/6")
    expect(page.locator("#saved")).to_have_text(SAVED, timeout=15_000)
    assert kept(house, amal, attempt, 6) == "consent 500"


def test_an_answer_whose_acknowledgement_was_lost_is_no_second_answer(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")

    def lose(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/answers/6", lose, times=1)
    write(page, "con")
    line(page, "There is no connection just now.")
    assert kept(house, amal, attempt, 6) == "con"
    write(page, "consent")
    expect(page.locator("#saved")).to_have_text(SAVED, timeout=15_000)
    assert kept(house, amal, attempt, 6) == "consent"


def test_back_and_reload_show_what_is_saved(amals: Reader, attempt: str) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    write(page, "consent")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="Question 7 of 10")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("textbox")).to_have_value("consent")
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("consent")
    line(page, SAVED)


def test_signing_out_leaves_nothing_that_was_written_in_this_browser(amals: Reader, attempt: str) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    expect(page.get_by_text("kept in this browser until it is saved, or until you sign out.")).to_be_visible()
    page.route("**/answers/6", lambda route: route.abort())
    write(page, "something private")
    line(page, "Not saved yet.")
    assert page.evaluate("localStorage.length") == 1
    page.close()
    sign_out_elsewhere(amals)
    page = amals.open("/")
    assert page.evaluate("localStorage.length") == 0


def test_a_browser_that_keeps_nothing_says_so(chromium: Browser, base: str, cookie: str, attempt: str) -> None:
    hers = reader(chromium, base, cookie)
    hers.context.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full') }")
    page = hers.open(f"/attempts/{attempt}?n=6")
    expect(page.locator("#keeping")).to_be_hidden()
    hers.context.set_offline(True)
    write(page, "consent")
    line(page, "Keep this page open: what you write is saved when the connection is back.")
    hers.context.set_offline(False)
    expect(page.locator("#saved")).to_have_text(SAVED, timeout=15_000)
    hers.context.close()


def test_a_page_whose_figures_were_translated_saves_the_places_that_were_chosen(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=4")
    page.evaluate(
        """() => {
            for (const option of document.querySelectorAll("#paper option")) {
                option.textContent = option.textContent.replace(/[0-9]/g, (digit) => "٠١٢٣٤٥٦٧٨٩"[digit]);
            }
        }"""
    )
    for place in range(3):
        page.get_by_role("combobox").nth(place).select_option(label="٣٢١"[place])
    line(page, SAVED)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="Question 5 of 10")).to_be_visible()
    assert all(isinstance(one, str) for one in kept(house, amal, attempt, 4))


def test_putting_aside_and_changing_nothing_else_needs_all_to_be_saved(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    page = amals.open(f"/attempts/{attempt}?n=6")
    write(page, "consent")
    page.get_by_role("button", name="Put aside").click()
    expect(page.get_by_role("heading", name="Put aside")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    assert kept(house, amal, attempt, 6) == "consent"


def test_what_is_answered_before_the_script_is_there_is_saved(
    amals: Reader, house: House, amal: Person, attempt: str
) -> None:
    held: list[Route] = []
    page = amals.context.new_page()

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/examination*.js*", hold)
    page.goto(f"{amals.base}/attempts/{attempt}?n=1", wait_until="commit")
    page.locator("input[name=answer]").nth(1).check()
    for route in held:
        route.continue_()
    line(page, SAVED)
    assert kept(house, amal, attempt, 1) is not None


def test_an_answer_is_taken_back_by_its_button(amals: Reader, house: House, amal: Person, attempt: str) -> None:
    sitting.save(house.context, amal, attempt, 6, "consent", None)
    page = amals.open(f"/attempts/{attempt}?n=6")
    page.get_by_role("button", name="Take my answer back").click()
    line(page, re.compile(r"Taken back \d\d:\d\d"))
    expect(page.get_by_role("textbox")).to_have_value("")
    assert kept(house, amal, attempt, 6) is None
