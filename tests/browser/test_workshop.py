"""The workshop in a browser: in every shape, by keyboard, without scripts; and a page that follows its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from lms.services.publishing import workbench
from lms.web import workshop
from lms.web.workshop import Workshop
from tests.browser.hands import Keyboard
from tests.browser.looking import SHAPES, assert_no_barrier_in_any_shape
from tests.support.drafts import COURSE, LESSON, Drafts, drafts_in
from tests.support.live import serving
from tests.support.site import FILES, house_at, question

pytestmark = pytest.mark.browser

WIDE, NARROW = SHAPES["wide and light"], SHAPES["narrow and dark"]
LEARNERS = "/courses/listening/quiet"
PAGES = [
    "/workshop",
    "/workshop/findings",
    "/workshop/courses/listening",
    "/workshop/courses/listening/quiet",
    "/workshop/courses/listening/quiet/try/quiet-one",
    "/workshop/banks/listening",
    "/workshop/assessments/exam?seed=1",
    "/workshop/assessments/exam?seed=1&keys=no",
    "/workshop/certificates/listener",
    "/workshop/learners",
    "/workshop/learners/certificates.listener/expired",
    LEARNERS,
]
DRAFT = question("a-draft", more="status: draft\n")
LONG = "".join(f"Paragraph {n}, with some words in it.\n\n## Part {n}\n\n" for n in range(60))


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drafts]:
    monkeypatch.setattr(workbench, "SECONDS_BETWEEN_LOOKS", 0)
    monkeypatch.setattr(workshop, "SECONDS_BETWEEN_LOOKS", 0)
    for waiting in (workbench, workshop):
        monkeypatch.setattr(waiting, "PATIENCE", 60)
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path) as house:
        yield drafts_in(house)


@pytest.fixture
def base(drafts: Drafts) -> Iterator[str]:
    with serving(drafts.app(Workshop(preview=True))) as address:
        yield address


@contextmanager
def opened(chromium: Browser, base: str, **shape: object) -> Iterator[Page]:
    with chromium.new_context(base_url=base, **shape) as context:  # type: ignore[arg-type]
        yield context.new_page()


def test_no_page_has_a_barrier_or_is_wider_than_the_screen(chromium: Browser, base: str, drafts: Drafts) -> None:
    drafts.save({LESSON: FILES[LESSON].replace("Be quiet", "Be [quiet](nowhere.md)") + DRAFT})
    with opened(chromium, base) as page:
        for address in PAGES:
            page.goto(address)
            assert_no_barrier_in_any_shape(page)
        page.goto("/workshop/learners/certificates.listener/waiting")
        page.get_by_role("button", name="Look at the site as them").click()
        expect(page.get_by_text("You look as a learner who")).to_be_visible()
        page.get_by_text("Let time pass").click()
        assert_no_barrier_in_any_shape(page)


def test_a_saved_file_is_on_the_open_page_and_the_reader_stays_where_they_were(
    chromium: Browser, base: str, drafts: Drafts
) -> None:
    text = FILES[LESSON].replace("Be quiet first.", LONG)
    drafts.save({LESSON: text})
    drafts.publish()
    with opened(chromium, base, **WIDE) as page:
        page.goto(LEARNERS)
        page.locator("#part-40").evaluate("element => element.scrollIntoView({behavior: 'instant'})")
        before = page.locator("#part-40").bounding_box()
        longer = text.replace("Paragraph 3,", "New words, and a new\n\nparagraph 3,")
        drafts.save({LESSON: longer.replace("h 40,", "h forty,")})
        drafts.publish()
        expect(page.get_by_text("Paragraph forty,")).to_be_visible()
        after = page.locator("#part-40").bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2


def test_what_was_typed_and_not_sent_is_kept(chromium: Browser, base: str, drafts: Drafts) -> None:
    with opened(chromium, base, **WIDE) as page:
        page.goto("/workshop/learners/certificates.listener/new")
        page.get_by_role("button", name="Look at the site as them").click()
        page.goto(LEARNERS)
        page.locator("#quiz_quiet-one").get_by_label("The second of quiet-one").check()
        page.locator("#quiz_quiet-think textarea").click()
        page.keyboard.type("Half a thought")
        page.keyboard.press("ArrowLeft")
        drafts.save({LESSON: FILES[LESSON].replace("Be quiet first.", "Be very quiet.")})
        drafts.publish()
        expect(page.get_by_text("Be very quiet.")).to_be_visible()
        expect(page.locator("#quiz_quiet-think textarea")).to_have_value("Half a thought")
        expect(page.locator("#quiz_quiet-one").get_by_label("The second of quiet-one")).to_be_checked()
        expect(page.locator("#quiz_quiet-one").get_by_label("The first of quiet-one")).not_to_be_checked()
        page.keyboard.type("f")
        expect(page.locator("#quiz_quiet-think textarea")).to_have_value("Half a thoughft")


def test_a_password_is_kept_nowhere(chromium: Browser, base: str, drafts: Drafts) -> None:
    with opened(chromium, base, **WIDE) as page:
        page.goto("/login")
        page.get_by_label("E-mail").fill("amal@example.org")
        page.get_by_label("Password").fill("something secret")
        drafts.save({COURSE: FILES[COURSE].replace("level: new", "level: low")})
        expect(page.get_by_text("1 error in the files")).to_be_visible()
        expect(page.get_by_label("E-mail")).to_have_value("amal@example.org")
        expect(page.get_by_label("Password")).to_have_value("")
        assert page.evaluate("JSON.stringify({...sessionStorage})") == '{"carried-email":"amal@example.org"}'
        assert page.evaluate("localStorage.length") == 0


def test_a_fault_and_its_cure_come_and_go_on_the_open_page(chromium: Browser, base: str, drafts: Drafts) -> None:
    with opened(chromium, base, **NARROW) as page:
        page.goto(LEARNERS)
        drafts.save({LESSON: FILES[LESSON].replace("id: quiet-two\n", "id: quiet-two\npoints: none\n")})
        note = page.get_by_role("note", name="Found in the file")
        expect(note).to_be_visible()
        card = page.locator("#quiz_quiet-two").bounding_box()
        place = note.bounding_box()
        assert card is not None
        assert place is not None
        assert 0 < card["y"] - place["y"] < place["height"] + 100
        drafts.save({LESSON: FILES[LESSON]})
        expect(note).to_have_count(0)


def test_a_page_asks_for_nothing_from_elsewhere_and_breaks_no_policy(chromium: Browser, base: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    with opened(chromium, base, **WIDE) as page:
        page.on("request", lambda request: asked.append(_host(request)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for address in PAGES:
            page.goto(address)
            page.wait_for_load_state("load")
    assert {host for host in asked if host} == {base.removeprefix("http://")}
    assert complaints == []


def _host(request: Request) -> str:
    return request.url.partition("://")[2].partition("/")[0] if request.url.startswith("http") else ""


def test_without_scripts_the_next_load_shows_the_change_and_a_learner_is_one_press_away(
    chromium: Browser, base: str, drafts: Drafts
) -> None:
    with opened(chromium, base, java_script_enabled=False, **NARROW) as page:
        page.goto(LEARNERS)
        drafts.save({LESSON: FILES[LESSON].replace("Be quiet first.", "Be [very](nowhere.md) quiet.")})
        page.reload()
        expect(page.get_by_text("1 error in the files")).to_be_visible()
        page.get_by_role("link", name="See it as its author").click()
        expect(page.get_by_role("note", name="Found in lines")).to_be_visible()
        page.goto("/workshop/learners")
        page.get_by_role("button", name="who is half-way through, on the way to Good Listener").click()
        expect(page.get_by_text("You look as a learner who is half-way through")).to_be_visible()
        page.get_by_role("button", name="Leave this learner").click()
        expect(page.get_by_role("heading", name="Look at the site as a learner")).to_be_visible()


def test_a_question_is_tried_with_the_keyboard_alone(chromium: Browser, base: str) -> None:
    hands = Keyboard()
    with opened(chromium, base, **WIDE) as page:
        page.goto("/workshop/courses/listening/quiet")
        card = page.get_by_role("region", name="Question quiet-one")
        hands.press(card.get_by_role("link", name="Try it as a learner"))
        hands.choose(page.get_by_label("The first of quiet-one"))
        hands.press(page.get_by_role("button", name="Check my answer"))
        expect(page.get_by_text("CANARY-why-a-quiet-one")).to_be_visible()
        hands.press(page.get_by_role("link", name="Back, with the key"))
        expect(card).to_be_visible()
