"""A learner's own page: the next thing first, then how far, then what is closed and the way there."""

from __future__ import annotations

import re

from flask import Flask

from tests.support.site import House
from tests.support.web import Caller, signed_in

QUIET = "/courses/listening/quiet"


def _next(page: str) -> str:
    """The one primary button."""
    assert page.count("btn-primary") == 1
    start = page.index("btn-primary")
    return page[page.rindex("<a", 0, start) : page.index("</a>", start)]


def test_a_newcomer_is_led_to_the_first_lesson(browser: Caller) -> None:
    button = _next(browser.get("/learn").text)
    assert f'href="{QUIET}"' in button
    assert "Begin" in button


def test_one_is_led_exactly_to_where_one_stopped(browser: Caller) -> None:
    browser.form(f"{QUIET}/quizzes/quiet-one", {"answer": "a"})
    page = browser.get("/learn").text
    assert f'href="{QUIET}#quiz_quiet-two"' in _next(page)
    assert "Continue" in _next(page)
    assert "You stopped in the middle of this lesson." in page
    assert "0 of 3 lessons done." in page


def test_the_next_thing_comes_before_all_else(browser: Caller) -> None:
    page = browser.get("/learn").text
    assert page.index("What to do next") < page.index(">Courses</h2>") < page.index(">Checks and examinations</h2>")


def test_what_is_closed_says_why_and_shows_the_shortest_way(browser: Caller) -> None:
    page = browser.get("/learn").text
    assert "First finish the course “Listening”." in page
    way = page[page.index("The shortest way there") :]
    assert way.index("Being quiet") < way.index("Asking") < way.index("Silence")


def test_an_attempt_under_way_is_the_next_thing(browser: Caller) -> None:
    started = browser.form("/assessments/open")
    assert started.status_code == 303
    button = _next(browser.get("/learn").text)
    assert f'href="{started.headers["Location"]}"' in button
    assert "Go on with" in button


def test_an_address_that_is_not_confirmed_is_told_kindly(app: Flask, house: House) -> None:
    caller = signed_in(app, house, house.person("Rosa Lima", confirmed=False))
    page = caller.get("/learn").text
    assert "Please confirm your e-mail address" in page
    assert "An examination that counts your tries needs it, and so does a certificate." in page
    leads = re.search(r'href="(/account)#([\w-]+)">Send a new link', page)
    assert leads is not None
    assert f'id="{leads[2]}"' in caller.get(leads[1]).text
    assert "rosa.lima@example.org" in page


def test_a_name_is_shown_as_its_owner_wrote_it(app: Flask, house: House) -> None:
    caller = signed_in(app, house, house.person("<b>Zoë</b> {{ x }}"))
    assert "&lt;b&gt;Zoë&lt;/b&gt; {{ x }}" in caller.get("/learn").text
