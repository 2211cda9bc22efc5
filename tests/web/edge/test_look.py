"""What a reader chose of the look stands on every page, for them alone, and nothing else is taken from the cookie."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.site import House
from tests.support.web import Caller, stranger

CHOSEN = {"text": "large", "scheme": "dark"}


def choosing(visitor: Caller, **wished: str) -> None:
    page = visitor.get("/reading").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = visitor.client.post("/reading", data={"csrf_token": token, **wished})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "path", ["/", "/courses", "/courses/listening", "/courses/listening/quiet", "/verify", "/login"]
)
def test_a_choice_stands_on_every_page_of_this_browser_and_of_no_other(app: Flask, path: str) -> None:
    with_choice, other = stranger(app), stranger(app)
    other.get(path)
    choosing(with_choice, **CHOSEN)
    assert ' data-text="large" data-scheme="dark">' in with_choice.get(path).text.partition("<head>")[0]
    assert "data-" not in other.get(path).text.partition("<head>")[0]


def test_a_page_that_is_the_same_for_visitors_is_another_one_for_another_look(app: Flask) -> None:
    visitor = stranger(app)
    before = visitor.get("/courses").headers["ETag"]
    choosing(visitor, contrast="more")
    visitor.get("/reading")
    again = visitor.get("/courses", If_None_Match=before)
    assert again.status_code == 200
    assert again.headers["ETag"] != before


def test_the_page_of_a_learner_follows_the_choice_at_once(browser: Caller) -> None:
    assert "data-spacing" not in browser.get("/learn").text
    choosing(browser, spacing="wide")
    browser.get("/reading")
    assert 'data-spacing="wide"' in browser.get("/learn").text


@pytest.mark.parametrize("word", ['text-"><script>', "text-huge", "colour-red", "text", "-", ".", "text-large" * 50])
def test_what_cannot_be_chosen_is_not_taken_from_a_cookie(app: Flask, word: str) -> None:
    visitor = stranger(app)
    visitor.client.set_cookie("look", word)
    assert '<html lang="en-GB" dir="ltr">' in visitor.get("/courses").text


def test_the_usual_look_leaves_no_cookie_behind(app: Flask) -> None:
    visitor = stranger(app)
    choosing(visitor, **CHOSEN)
    assert visitor.client.get_cookie("look") is not None
    choosing(visitor, text="", scheme="", contrast="anything")
    assert visitor.client.get_cookie("look") is None


def test_a_choice_lives_on_when_somebody_signs_out(house: House, browser: Caller) -> None:
    choosing(browser, scheme="light")
    browser.form("/logout")
    assert 'data-scheme="light"' in browser.get("/courses").text
