"""Examinations and certificates in a browser: saving while one types, a lost connection, the keyboard alone, axe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from lms.services.assessing import covers, results, sitting
from lms.services.certifying import claiming, issuing, stewarding
from lms.services.ground.person import Person
from lms.store import sessions
from tests.browser.hands import Keyboard
from tests.browser.looking import assert_no_barrier, assert_no_barrier_in_any_shape
from tests.browser.readers import NARROW, SAVED, Reader, close_without_connection, kept, nothing_kept, reader
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support import allkinds
from tests.support.site import House, house_at
from tests.support.web import signed_in

pytestmark = pytest.mark.browser

POLICY = (
    "attempts: 3\nagree_to: I answer on my own.\nshow_learner:\n  after_hand_in: [result, objectives, answers, why]\n"
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    changes = {**allkinds.FILES, "content/assessments/kinds.md": allkinds.assessment(POLICY)}
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, changes) as made:
        yield made


def test_an_answer_is_saved_as_it_is_made(amals: Reader, house: House, amal: Person) -> None:
    attempt = begin(house, amal, "kinds")
    page = amals.open(f"/attempts/{attempt}?n=1")
    page.get_by_label("Ask her brother").check()
    expect(page.locator("#saved")).to_have_text(SAVED)
    item = sitting.attempt(house.context, amal, attempt).items[0]
    chosen = next(one.key for one in item.question.body.options if "Ask her brother" in one.html)
    assert item.answer == chosen
    page = amals.open(f"/attempts/{attempt}?n=6")
    page.get_by_role("textbox").press_sequentially("permission")
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert kept(house, amal, attempt, 6) == "permission"
    assert not amals.complaints


def test_every_kind_of_question_saves_by_itself_and_stands_as_saved(amals: Reader, house: House, amal: Person) -> None:
    attempt = begin(house, amal, "kinds")
    for n in (2, 3, 4, 5, 7, 8, 9, 10):
        page = amals.open(f"/attempts/{attempt}?n={n}")
        respond(page, n)
        expect(page.locator("#saved")).to_have_text(SAVED)
        fields = "() => new URLSearchParams(new FormData(document.querySelector('#paper'))).toString()"
        before = page.evaluate(fields)
        assert kept(house, amal, attempt, n) is not None, n
        page.reload()
        assert page.evaluate(fields) == before, n
        page.close()
    assert kept(house, amal, attempt, 8) == {"1": "ask"}
    assert kept(house, amal, attempt, 9) == "4"


def respond(page: Page, n: int) -> None:
    """Answer the question at this place of the paper with a question of every kind."""
    if n == 2:
        page.get_by_role("checkbox").nth(0).check()
        page.get_by_role("checkbox").nth(2).check()
    elif n == 3:
        page.get_by_role("radio", name="True").check()
    elif n == 4:
        for place in range(3):
            page.get_by_role("combobox").nth(place).select_option(str(3 - place))
    elif n == 5:
        page.get_by_role("combobox").nth(0).select_option(index=1)
        page.get_by_role("combobox").nth(1).select_option(index=1)
    elif n == 7:
        page.get_by_role("textbox").fill("2,371")
    elif n == 8:
        page.get_by_label("Gap 1 of 2").fill("ask")
    elif n == 9:
        page.get_by_role("radio").nth(3).check()
    else:
        page.get_by_role("textbox").fill("I will\nlisten. <b>")


def test_half_an_answer_is_saved_as_it_is_and_one_may_go_on(amals: Reader, house: House, amal: Person) -> None:
    attempt = begin(house, amal, "kinds")
    page = amals.open(f"/attempts/{attempt}?n=4")
    boxes = page.get_by_role("combobox")
    for place, shares in (("1", 1), ("1", 2)):
        boxes.nth(shares - 1).select_option(place)
        expect(page.locator("#saved")).to_have_text(SAVED)
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("heading", name="Question 3 of 10")).to_be_visible()
    page = amals.open(f"/attempts/{attempt}?n=4")
    boxes = page.get_by_role("combobox")
    expect(boxes.nth(0)).to_have_value("1")
    expect(boxes.nth(1)).to_have_value("1")
    boxes.nth(1).select_option("2")
    boxes.nth(2).select_option("3")
    expect(page.locator("#saved")).to_have_text(SAVED)
    nothing_kept(page)
    assert all(isinstance(one, str) for one in kept(house, amal, attempt, 4))


def test_a_lost_connection_is_told_once_and_saved_when_it_is_back(amals: Reader, house: House, amal: Person) -> None:
    attempt = begin(house, amal, "kinds")
    page = amals.open(f"/attempts/{attempt}?n=6")
    amals.context.set_offline(True)
    box = page.get_by_role("textbox")
    box.press_sequentially("con")
    expect(page.locator("#saved")).to_contain_text("There is no connection just now.")
    expect(page.get_by_role("status")).to_contain_text("What you write is kept in this browser")
    box.press_sequentially("sent")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator("#saved")).to_contain_text("Then you can go to another question.")
    expect(page.get_by_role("heading", name="Question 6 of 10")).to_be_visible()
    amals.context.set_offline(False)
    expect(page.locator("#saved")).to_have_text(SAVED, timeout=15_000)
    expect(page.get_by_role("status")).to_contain_text("The connection is back.")
    assert kept(house, amal, attempt, 6) == "consent"
    assert page.evaluate("localStorage.length") == 0


def test_what_could_not_be_saved_is_there_after_the_page_was_closed(amals: Reader, house: House, amal: Person) -> None:
    attempt = begin(house, amal, "kinds")
    page = amals.open(f"/attempts/{attempt}?n=6")
    amals.context.set_offline(True)
    page.get_by_role("textbox").press_sequentially("consent")
    expect(page.locator("#saved")).to_contain_text("Not saved yet")
    close_without_connection(page)
    amals.context.set_offline(False)
    page = amals.open(f"/attempts/{attempt}?n=6")
    expect(page.get_by_role("textbox")).to_have_value("consent")
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert kept(house, amal, attempt, 6) == "consent"


def test_who_leaves_right_after_typing_has_saved_all_the_same(amals: Reader, house: House, amal: Person) -> None:
    attempt = begin(house, amal, "kinds")
    page = amals.open(f"/attempts/{attempt}?n=6")
    page.get_by_role("textbox").press_sequentially("consent")
    page.goto(f"{amals.base}/attempts/{attempt}?n=7")
    page.goto(f"{amals.base}/attempts/{attempt}?n=6")
    expect(page.get_by_role("textbox")).to_have_value("consent")
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert kept(house, amal, attempt, 6) == "consent"


def test_what_was_left_behind_never_overwrites_what_was_saved_elsewhere_since(
    amals: Reader, house: House, amal: Person
) -> None:
    attempt = begin(house, amal, "kinds")
    page = amals.open(f"/attempts/{attempt}?n=6")
    amals.context.set_offline(True)
    page.get_by_role("textbox").press_sequentially("old")
    expect(page.locator("#saved")).to_contain_text("Not saved yet")
    close_without_connection(page)
    sitting.save(house.context, amal, attempt, 6, "new, from another device", None)
    amals.context.set_offline(False)
    page = amals.open(f"/attempts/{attempt}?n=6")
    expect(page.get_by_role("textbox")).to_have_value("new, from another device")
    page.wait_for_timeout(1000)
    assert kept(house, amal, attempt, 6) == "new, from another device"


def test_an_ended_session_keeps_the_answer_until_after_signing_in(
    amals: Reader, app: Flask, house: House, amal: Person
) -> None:
    attempt = begin(house, amal, "kinds")
    page = amals.open(f"/attempts/{attempt}?n=6")
    with house.context.database.writing() as session:
        sessions.end_all_of(session, amal.id)
    page.get_by_role("textbox").press_sequentially("consent")
    expect(page.locator("#saved")).to_contain_text("You are signed out.")
    way = page.locator("#saved").get_by_role("link", name="Sign in").get_attribute("href")
    assert way == f"/login?next=/attempts/{attempt}?n%3D6" or way == f"/login?next=/attempts/{attempt}?n=6"
    fresh = signed_in(app, house, amal).client.get_cookie("session")
    assert fresh is not None
    amals.context.add_cookies([{"name": "session", "value": fresh.value, "url": amals.base}])
    page.goto(f"{amals.base}/attempts/{attempt}?n=6")
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert kept(house, amal, attempt, 6) == "consent"


def test_an_attempt_that_has_ended_says_so_and_leads_on(amals: Reader, house: House, amal: Person) -> None:
    attempt = begin(house, amal, "kinds")
    page = amals.open(f"/attempts/{attempt}?n=6")
    results.submit(house.context, amal, attempt)
    page.get_by_role("textbox").press_sequentially("late")
    expect(page.locator("#saved")).to_contain_text("ended")
    page.locator("#saved").get_by_role("link", name="Go on").click()
    expect(page).to_have_url(f"{amals.base}/attempts/{attempt}/result")
    # Nothing of it stays behind in a browser that somebody else may use next.
    nothing_kept(page)


def test_what_is_typed_after_it_was_put_aside_elsewhere_is_saved_after_going_on(
    amals: Reader, house: House, amal: Person
) -> None:
    attempt = begin(house, amal, "kinds")
    page = amals.open(f"/attempts/{attempt}?n=6")
    sitting.put_aside(house.context, amal, attempt)
    page.get_by_role("textbox").press_sequentially("consent")
    expect(page.locator("#saved")).to_contain_text("put aside")
    page.locator("#saved").get_by_role("link", name="Go on").click()
    page.get_by_role("button", name="Go on").click()
    page.goto(f"{amals.base}/attempts/{attempt}?n=6")
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert kept(house, amal, attempt, 6) == "consent"


def test_minutes_are_told_in_words_and_aloud_at_ten_five_and_one(amals: Reader, house: House, amal: Person) -> None:
    attempt = begin(house, amal, "open")
    page = amals.context.new_page()
    page.clock.install()
    page.goto(f"{amals.base}/attempts/{attempt}")
    left, said = page.locator("#left"), page.get_by_role("status")
    expect(left).to_have_text("30 minutes left")
    for minutes, shown, aloud in (
        (12, "17 minutes left", ""),
        (7, "10 minutes left", "10 minutes left"),
        (3, "7 minutes left", "10 minutes left"),
        (2, "5 minutes left", "5 minutes left"),
        (4, "1 minute left", "1 minute left"),
        (1, "Less than a minute left", "1 minute left"),
    ):
        # Half a minute beyond each, so that the seconds the test itself takes make no difference.
        passed = minutes * 60_000 + (30_000 if minutes == 12 else 0)
        house.clock.turn(timedelta(milliseconds=passed))
        page.clock.run_for(passed)
        expect(left).to_have_text(shown)
        expect(said).to_have_text(aloud)
    house.clock.turn(timedelta(minutes=1))
    page.clock.run_for(60_000)
    expect(left).to_have_text("The time is over")
    expect(page.locator("#saved")).to_contain_text("What was saved is handed in.")


def test_an_examination_can_be_sat_with_the_keyboard_alone(amals: Reader) -> None:
    page, keys = amals.open("/assessments/open"), Keyboard()
    keys.press(page.get_by_role("button", name="Begin"))
    for n in (1, 2, 3):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Question {n} of 3")
        keys.choose(page.get_by_role("radio").last)
        expect(page.locator("#saved")).to_have_text(SAVED)
        keys.press(page.locator("button.btn-primary"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you hand in")
    keys.press(page.get_by_role("button", name="Hand in"))
    expect(page.get_by_role("heading", name="How you did in each topic")).to_be_visible()


def test_an_examination_can_be_sat_on_a_phone_without_a_script(
    chromium: Browser, base: str, cookie: str, house: House, amal: Person
) -> None:
    hers = reader(chromium, base, cookie, size=NARROW, script=False)
    page = hers.open("/assessments/kinds")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Ask her brother").check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("Question 1: saved 12:00 UTC")).to_be_visible()
    page.get_by_label("Look at this one again later").check()
    page.get_by_text("All questions").click()
    page.get_by_role("button", name="Question 4: not answered").click()
    page.get_by_role("combobox").nth(0).select_option("1")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("button", name="Back").click()
    # Half an order is kept as it was left.
    expect(page.get_by_role("combobox").nth(0)).to_have_value("1")
    page.get_by_role("combobox").nth(1).select_option("2")
    page.get_by_role("combobox").nth(2).select_option("3")
    page.get_by_role("button", name="Put aside").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Put aside")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Look over and hand in").click()
    expect(page.get_by_text("You have answered 2 of 10 questions.")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not yet")
    hers.context.close()


def earn(house: House, person: Person) -> None:
    finish_course(house, person)
    attempt = begin(house, person, "exam")
    answer(house, person, attempt, right_answers(house, attempt))
    results.submit(house.context, person, attempt)


def test_a_dropped_file_is_checked_at_once(chromium: Browser, base: str) -> None:
    someone = reader(chromium, base, "")
    page = someone.open("/verify")
    page.evaluate(
        """() => {
            const files = new DataTransfer();
            files.items.add(new File(["%PDF-1.7 forged"], "certificate.pdf", {type: "application/pdf"}));
            for (const kind of ["dragover", "drop"]) {
                const about = {dataTransfer: files, bubbles: true, cancelable: true};
                document.body.dispatchEvent(new DragEvent(kind, about));
            }
        }"""
    )
    expect(page.get_by_role("heading", level=1)).to_contain_text("Not one of ours")
    assert someone.context.cookies() == []
    someone.context.close()


def test_a_certificate_is_claimed_and_the_page_follows_by_itself(amals: Reader, house: House, amal: Person) -> None:
    earn(house, amal)
    page = amals.open("/certificates")
    page.get_by_role("link", name="Claim it").click()
    page.get_by_label("Your name, as it will be printed").fill("أمل حداد")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Issue my certificate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your certificate is being prepared")
    for serial in issuing.unfinished(house.context):
        issuing.carry_on(house.context, serial)
    expect(page.get_by_role("link", name="Download the PDF")).to_be_visible(timeout=10_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    assert download.value.suggested_filename.startswith("Good-Listener-")


def pages_of(house: House, person: Person) -> list[str]:
    """Every page of this part of the site while an attempt runs and nothing is earned."""
    attempt = begin(house, person, "kinds")
    questions = [f"/attempts/{attempt}?n={n}" for n in range(1, 11)]
    covers = ["/assessments/exam", "/assessments/open", "/assessments/kinds"]
    return [*covers, *questions, f"/attempts/{attempt}/check", "/certificates", "/verify", "/verify/nonsense"]


def later_pages_of(house: House, person: Person) -> list[str]:
    """The same afterwards: a result, a time limit, a claim, a certificate that is suspended."""
    done = begin(house, person, "kinds")
    sitting.save(house.context, person, done, 1, kept_key(house, person, done), None)
    results.submit(house.context, person, done)
    timed = begin(house, person, "open")
    earn(house, person)
    claimed = claiming.claim(house.context, person, "listener", "Nguyễn Thị Ánh Nguyệt", True).holding.serial
    assert claimed is not None
    issuing.carry_on(house.context, claimed)
    stewarding.suspend(house.context, "staff", claimed, "a reason", "Under review.")
    ended = f"/attempts/{done}/result"
    return [ended, f"/attempts/{timed}", "/certificates", f"/certificates/{claimed}", f"/verify/{claimed}"]


def kept_key(house: House, person: Person, attempt: str) -> str:
    key: str = sitting.attempt(house.context, person, attempt).items[0].question.body.options[0].key
    return key


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    chromium: Browser, base: str, cookie: str, house: House, amal: Person
) -> None:
    hers = reader(chromium, base, cookie)
    for pages in (pages_of, later_pages_of):
        if pages is later_pages_of:
            results.submit(house.context, amal, covers.cover(house.context, amal, "kinds").running or "")
        for path in pages(house, amal):
            page = hers.open(path)
            assert_no_barrier_in_any_shape(page, "wide and light", "narrow and dark")
            page.close()
    assert [one for one in hers.complaints if "404" not in one] == []
    hers.context.close()


def test_a_number_that_can_be_read_in_two_ways_shows_both_and_keeps_the_choice(
    amals: Reader, house: House, amal: Person
) -> None:
    attempt = begin(house, amal, "kinds")
    page = amals.open(f"/attempts/{attempt}?n=7")
    page.get_by_role("textbox").fill("2,371")
    decimal = page.get_by_role("radio", name="2.371 (between 2 and 3)")
    expect(page.get_by_role("radio", name="2371 (a whole number)")).to_be_visible()
    assert kept(house, amal, attempt, 7) == "2,371"
    decimal.check()
    expect(page.locator("#saved")).to_have_text(SAVED)
    page.wait_for_timeout(1000)
    assert kept(house, amal, attempt, 7) == "2,371 = 2.371"
    expect(decimal).to_be_focused()
    assert_no_barrier(page)
    page.reload()
    expect(decimal).to_be_checked()
    page.get_by_role("textbox").fill("2371")
    expect(page.get_by_role("radio")).to_have_count(0)
    expect(page.locator("#saved")).to_have_text(SAVED)
    assert kept(house, amal, attempt, 7) == "2371"
    assert not amals.complaints
