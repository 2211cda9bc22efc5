"""Every page of the shell as it is looked at: wide and narrow, light and dark, in print, with wider letters."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Request, expect

from lms.content.compiling.compiler import compile_catalog
from lms.sources.files import read_tree
from tests.browser.looking import SHAPES, WIDER, assert_no_barrier, assert_no_barrier_in_any_shape
from tests.support.site import House
from tests.support.web import Caller, signed_in
from tests.web.site import ANSWERS

pytestmark = pytest.mark.browser

CHECKOUT = Path(__file__).parents[2]
LESSON = "/courses/welcome/every-kind"
FOR_ANYONE = [
    "/",
    "/courses",
    "/courses?path=creator&level=practising",
    "/courses/welcome",
    LESSON,
    "/courses/welcome/to-read",
    "/register",
    "/register/done",
    "/login?next=/account",
    "/reset",
    "/reset/a-token",
    "/confirm/a-token",
    "/nowhere",
]
FOR_LEARNERS = [
    "/learn",
    "/courses",
    "/courses/welcome",
    LESSON,
    "/courses/welcome/to-read",
    "/courses/welcome/behind-the-door",
    "/courses/arabic",
    "/courses/arabic/first-step",
    "/account",
    "/account/erase",
]
FOR_STAFF = ["/staff", "/staff/extra-time", "/staff/certificates"]


class Visits:
    """Opens pages in a browser of a shape, as one of three people."""

    def __init__(self, chromium: Browser, base: str, people: dict[str, Caller]) -> None:
        self._chromium = chromium
        self._base = base
        self._people = people

    @contextmanager
    def page(self, who: str = "", **shape: object) -> Iterator[Page]:
        with self._chromium.new_context(base_url=self._base, **shape) as context:  # type: ignore[arg-type]
            cookie = self._people[who].client.get_cookie("session") if who else None
            if cookie:
                context.add_cookies([{"name": "session", "value": cookie.value, "url": self._base}])
            yield context.new_page()


@pytest.fixture
def people(app: Flask, house: House) -> dict[str, Caller]:
    return {
        "learner": signed_in(app, house, house.person("Amal Haddad", confirmed=False)),
        "staff": signed_in(app, house, house.person("Sam Staff", role="staff")),
    }


@pytest.fixture
def visits(chromium: Browser, base: str, people: dict[str, Caller]) -> Visits:
    return Visits(chromium, base, people)


def test_no_page_has_a_barrier_or_is_wider_than_the_screen(visits: Visits, people: dict[str, Caller]) -> None:
    for quiz, fields in ANSWERS.items():
        people["learner"].form(f"{LESSON}/quizzes/{quiz}", dict(fields))
    people["learner"].form(f"{LESSON}/quizzes/one", {"answer": "a"})
    people["learner"].form(f"{LESSON}/quizzes/many", {"answer": ["a", "b"]})
    for who, addresses in (("", FOR_ANYONE), ("learner", FOR_LEARNERS), ("staff", FOR_STAFF)):
        with visits.page(who) as page:
            for address in addresses:
                page.goto(address)
                assert_no_barrier_in_any_shape(page)


def _every_question(page: Page, act: Callable[[str], None]) -> None:
    for quiz in ANSWERS:
        act(quiz)
        expect(page.locator(f"#quiz_{quiz}-result")).to_be_visible()


def test_every_kind_of_question_is_answered_in_its_place(visits: Visits) -> None:
    with visits.page("learner", **SHAPES["wide and light"]) as page:
        page.goto(LESSON)
        page.evaluate("window.stayed = true")

        def act(quiz: str) -> None:
            card = page.locator(f"#quiz_{quiz}")
            for name, value in ANSWERS[quiz].items():
                for one in [value] if isinstance(value, str) else value:
                    field = card.locator(f'[name="{name}"]')
                    if field.first.evaluate("e => e.type === 'radio' || e.type === 'checkbox'"):
                        card.locator(f'[name="{name}"][value="{one}"]').check()
                    elif field.first.evaluate("e => e.tagName === 'SELECT'"):
                        field.select_option(one)
                    else:
                        field.fill(one)
            card.get_by_role("button").click()
            expect(page.locator(f"#quiz_{quiz}-result")).to_be_focused()

        _every_question(page, act)
        assert page.evaluate("window.stayed")
        expect(page.locator("#lesson_end")).to_contain_text("This lesson is done.")
        assert_no_barrier(page)


def test_the_explanation_is_shown_in_its_place_and_nothing_typed_elsewhere_is_lost(visits: Visits) -> None:
    with visits.page("learner") as page:
        page.goto(LESSON)
        page.locator("#quiz_thoughts textarea").fill("A long thought")
        page.locator("#quiz_pairs select").first.select_option("x")
        page.locator("#quiz_pairs select").last.select_option("")
        page.locator("#quiz_pairs").get_by_role("button", name="answer").click()
        expect(page.locator("#quiz_pairs-result")).to_contain_text("1 of 2 is right so far.")
        expect(page.locator("#quiz_pairs")).not_to_contain_text("The letter asks for a rule.")
        page.locator("#quiz_pairs").get_by_role("link", name="Show the explanation now").click()
        expect(page.locator("#quiz_pairs-result")).to_contain_text("The letter asks for a rule.")
        expect(page.locator("#quiz_pairs-result")).to_be_focused()
        expect(page.locator("#quiz_thoughts textarea")).to_have_value("A long thought")


def test_what_was_written_stays_when_the_connection_is_lost(visits: Visits) -> None:
    with visits.page("learner") as page:
        page.goto(LESSON)
        page.locator("#quiz_thoughts textarea").fill("A long thought")
        page.context.set_offline(True)
        page.locator("#quiz_thoughts").get_by_role("button").click()
        complaint = page.locator("#quiz_thoughts .complaint")
        expect(complaint).to_contain_text("What you wrote is still here")
        expect(complaint).to_be_focused()
        expect(page.locator("#quiz_thoughts textarea")).to_have_value("A long thought")
        page.context.set_offline(False)
        page.locator("#quiz_thoughts").get_by_role("button").click()
        expect(page.locator("#quiz_thoughts-result")).to_contain_text("Saved")


def test_who_was_signed_out_meanwhile_is_told_and_loses_nothing(
    visits: Visits, app: Flask, house: House, base: str
) -> None:
    with visits.page("learner") as page:
        page.goto(LESSON)
        page.locator("#quiz_thoughts textarea").fill("A long thought")
        page.context.clear_cookies()
        page.locator("#quiz_thoughts").get_by_role("button").click()
        expect(page.locator("#quiz_thoughts .complaint")).to_contain_text("You are signed out.")
        expect(page.locator("#quiz_thoughts textarea")).to_have_value("A long thought")
        # Signed in again on another page, this one takes it as it promised.
        fresh = signed_in(app, house, house.person("Amal Again")).client.get_cookie("session")
        assert fresh is not None
        page.context.add_cookies([{"name": "session", "value": fresh.value, "url": base}])
        page.locator("#quiz_thoughts").get_by_role("button").click()
        expect(page.locator("#quiz_thoughts-result")).to_contain_text("Saved")


def test_without_scripts_an_answer_comes_back_with_its_lesson(visits: Visits) -> None:
    with visits.page("learner", java_script_enabled=False, **SHAPES["narrow and light"]) as page:
        page.goto(LESSON)
        card = page.locator("#quiz_one")
        card.get_by_text("Show a hint", exact=True).click()
        expect(card.get_by_text("Whose story is it?")).to_be_visible()
        expect(card.get_by_text("Who was lying there that night?")).to_be_hidden()
        card.get_by_label("Leave her brother out").check()
        card.get_by_role("button").click()
        assert page.url.endswith("#quiz_one")
        expect(page.locator("#quiz_one-result")).to_contain_text("Not yet")
        expect(page.locator("#quiz_one").get_by_label("Leave her brother out")).to_be_checked()


@pytest.mark.parametrize("address", ["/learn", LESSON, "/courses", "/account"])
def test_wider_letters_and_lines_cut_nothing_off(visits: Visits, address: str) -> None:
    spacing = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    with visits.page("learner", bypass_csp=True, **SHAPES["narrow and light"]) as page:
        page.goto(address)
        page.add_style_tag(content=spacing)
        assert page.evaluate(WIDER) == []


def test_a_line_of_prose_has_at_most_68_characters(visits: Visits) -> None:
    longest = """() => {
        const text = document.querySelector(".prose p").firstChild, range = document.createRange();
        text.textContent = "Every lesson asks for care, since what you say may help or harm. ".repeat(12);
        let top = null, count = 0, most = 0;
        for (let at = 0; at < text.length; at++) {
            range.setStart(text, at); range.setEnd(text, at + 1);
            const now = range.getBoundingClientRect().top;
            if (now !== top) { top = now; count = 0; }
            most = Math.max(most, ++count);
        }
        return most;
    }"""
    with visits.page("learner", **SHAPES["wide and light"]) as page:
        page.goto(LESSON)
        # The space at which a line breaks is no character that one reads.
        assert 50 <= page.evaluate(longest) <= 69


def test_what_is_pressed_is_large_enough_for_a_tired_hand(visits: Visits) -> None:
    small = """() => [...document.querySelectorAll("button, .btn, .option > label, select, summary, .places a")]
        .filter(element => element.checkVisibility() && element.getBoundingClientRect().height < 43.5)
        .map(element => element.outerHTML.slice(0, 100))"""
    with visits.page("learner", **SHAPES["narrow and light"]) as page:
        for address in (LESSON, "/learn", "/courses", "/account"):
            page.goto(address)
            assert page.evaluate(small) == []


def test_a_printed_lesson_has_its_words_and_nothing_to_press(visits: Visits) -> None:
    with visits.page("learner") as page:
        page.goto(LESSON)
        page.emulate_media(media="print")
        expect(page.get_by_text("You may be reading this lying down.")).to_be_visible()
        expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
        expect(page.get_by_role("button", name="Check my answer").first).to_be_hidden()
        folded = '<details class="more" id="folded"><summary>More</summary><p>The law in full.</p></details>'
        page.evaluate("html => document.querySelector('.prose').insertAdjacentHTML('beforeend', html)", folded)
        assert page.locator("#folded p").evaluate("told => told.checkVisibility() && told.offsetHeight > 0")


def test_nothing_moves_for_who_wants_stillness(visits: Visits) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter(element => {
        const style = getComputedStyle(element), times = style.transitionDuration.split(", ");
        return times.some(time => parseFloat(time) > 0) || style.animationName !== "none";
    }).length"""
    with visits.page("learner", reduced_motion="reduce") as page:
        page.goto(LESSON)
        assert page.evaluate(moving) == 0


def test_a_page_asks_no_other_host_for_anything(visits: Visits, base: str) -> None:
    asked: list[str] = []
    with visits.page("learner") as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: asked.append(said.text) if "Content Security Policy" in said.text else None)
        for address in (LESSON, "/learn", "/courses", "/account"):
            page.goto(address, wait_until="networkidle")
    assert asked
    assert [address for address in asked if not address.startswith(base)] == []


def weight_of(request: Request) -> int:
    """Bytes over the wire, there and back."""
    sizes = request.sizes()
    return sizes["requestHeadersSize"] + sizes["responseHeadersSize"] + sizes["responseBodySize"]


def test_a_lesson_and_all_it_loads_is_light(visits: Visits) -> None:
    sizes: list[int] = []
    with visits.page("learner") as page:
        page.on("requestfinished", lambda request: sizes.append(weight_of(request)))
        page.goto(LESSON, wait_until="networkidle")
    assert 0 < sum(sizes) <= 100_000


def test_times_are_told_in_the_readers_own_zone(visits: Visits) -> None:
    with visits.page("learner", timezone_id="Pacific/Auckland", locale="en-GB") as page:
        page.goto("/account")
        expect(page.locator("time").first).not_to_contain_text("UTC")


def test_the_readme_has_its_picture(
    chromium: Browser, base: str, app: Flask, house: House, people: dict[str, Caller], tmp_path: Path
) -> None:
    """Taken of the first lesson that is shipped. With LMS_PICTURES=docs/images it is kept there."""
    tree, unreadable = read_tree(CHECKOUT, None)
    catalog, _ = compile_catalog(tree, today=house.clock().date())
    assert catalog is not None
    assert not unreadable
    house.catalog = catalog
    question = "leading-paid-review"
    lesson = "/courses/foundations/what-counts-as-leading"
    right = catalog.solutions["foundations"][question].key.rule["right"][0]
    people["learner"].form(f"{lesson}/quizzes/{question}", {"answer": right})
    target = Path(os.environ.get("LMS_PICTURES", tmp_path)) / "lesson.png"
    with Visits(chromium, base, people).page("learner", viewport={"width": 1280, "height": 980}) as page:
        page.goto(lesson)
        page.locator(f"#quiz_{question}").evaluate("card => scrollTo(0, card.offsetTop - 60)")
        page.screenshot(path=target)
    assert target.read_bytes().startswith(b"\x89PNG")
