"""A lesson is read aloud by the browser's own voice, which is put in by the test: it hears what would be said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.live import serving
from tests.support.site import house_at
from tests.support.web import app_of
from tests.web.site import FILES

pytestmark = pytest.mark.browser

LESSON = """---
title: One
---
Bees fly.[^1] They hum $x^2$ times.

> [!note] Look
> - At a flower

```quiz
id: bees-fly
type: true-or-false
question: Do they sting?
answer: yes
why: They do.
```

The end.

[^1]: A note.
"""
VOICE = """
Object.defineProperty(window, "speechSynthesis", { value: {
  heard: [], voices: [{ lang: "en-US" }, { lang: "de-DE" }],
  getVoices() { return this.voices; },
  speak(one) { this.now = one; this.heard.push([one.text, one.lang, one.rate]); },
  cancel() { this.now = null; },
} });
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
window.finish = () => window.speechSynthesis.now.dispatchEvent(new Event("end"));
"""


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    files = {
        "content/courses/bees/course.md": "---\ntitle: Bees\n---\n",
        "content/courses/bees/01-one.md": LESSON,
        "content/courses/bienen/course.md": "---\ntitle: Abejas\nlanguage: es\n---\n",
        "content/courses/bienen/01-uno.md": "---\ntitle: Uno\n---\nVuelan.\n",
    }
    place = f"sqlite:///{tmp_path / 'lms.sqlite'}"
    with house_at(place, tmp_path, {**FILES, **files}) as house, serving(app_of(house)) as address:
        yield address


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    context.add_init_script(VOICE)
    yield context.new_page()
    context.close()


def heard(page: Page) -> list[list[object]]:
    found: list[list[object]] = page.evaluate("speechSynthesis.heard")
    return found


def texts(page: Page) -> list[object]:
    return [one[0] for one in heard(page)]


def test_a_lesson_is_read_piece_by_piece_and_goes_on_where_it_stopped(page: Page, base: str) -> None:
    page.goto(f"{base}/courses/bees/one")
    page.get_by_role("button", name="Read to me").focus()
    page.keyboard.press("Enter")
    assert heard(page) == [["Bees fly. They hum x^2 times.", "en", 1]]
    expect(page.locator(".being-read")).to_have_text("Bees fly.1 They hum x2 times.")
    page.evaluate("finish()")
    page.keyboard.press("Enter")
    page.get_by_label("Speed").select_option("Slower")
    page.get_by_role("button", name="Go on reading").click()
    assert heard(page)[1:] == [["Good to know Look", "en", 1], ["Good to know Look", "en", 0.75]]
    page.evaluate("finish()")
    page.evaluate("finish()")
    page.evaluate("finish()")
    # Neither the question nor the note is read, and at the end the voice stops.
    assert texts(page)[3:] == ["At a flower", "The end."]
    expect(page.get_by_role("status")).to_have_text("That was the end of this lesson.")
    expect(page.get_by_role("button", name="Read to me")).to_be_visible()


def test_escape_stops_the_voice(page: Page, base: str) -> None:
    page.goto(f"{base}/courses/bees/one")
    page.get_by_role("button", name="Read to me").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Go on reading")).to_be_visible()
    assert page.evaluate("speechSynthesis.now") is None


def test_no_voice_of_another_language_reads_a_lesson(page: Page, base: str) -> None:
    page.goto(f"{base}/courses/bienen/uno")
    page.get_by_role("button", name="Read to me").click()
    expect(page.get_by_role("status")).to_have_text("Your device has no voice for the language of this lesson.")
    assert heard(page) == []


def test_a_browser_that_cannot_speak_shows_nothing_of_it(chromium: Browser, base: str) -> None:
    context = chromium.new_context()
    context.add_init_script("delete window.speechSynthesis; delete Window.prototype.speechSynthesis;")
    page = context.new_page()
    page.goto(f"{base}/courses/bees/one")
    expect(page.get_by_text("The end.")).to_be_visible()
    expect(page.get_by_role("button", name="Read to me")).to_have_count(0)
    context.close()
