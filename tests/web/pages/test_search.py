"""The page of the search and its answer for programs: what it shows, and what it leaves nowhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lms.services.ground import journal
from tests.services.learning.test_searching import FOR_TESTS, serve
from tests.support.site import House
from tests.support.web import Caller, app_of, stranger

API = "/api/v1/search"


@pytest.fixture
def app(house: House) -> Flask:
    return app_of(serve(house, FOR_TESTS))


def test_hits_are_links_with_their_words_marked_and_all_else_as_text(browser: Caller) -> None:
    page = browser.get("/search?q=lantern").text
    assert '<a href="/glossary#lantern"><mark>Lantern</mark></a>' in page
    assert "Then ask. <mark>LANTERN</mark> &lt;&amp;&gt; One more" in page
    assert re.search(r'role="status">\s*3 results\.', page)


def test_nothing_found_says_what_to_do(anyone: Caller, browser: Caller) -> None:
    page = anyone.get("/search?q=nowhere").text
    assert "Nothing has these words." in page
    assert "Most lessons are searched once you are signed in." in page
    assert "once you are signed in" not in browser.get("/search?q=nowhere").text


def test_without_a_question_it_asks_for_one(anyone: Caller) -> None:
    for address in ("/search", "/search?q=", "/search?q=+++"):
        page = anyone.get(address)
        assert page.status_code == 200
        assert "Type a word or two." in page.text
        assert "result" not in page.text.partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("asked", ["%00", "%22%22", "%F0%9F%99%82", "%FF%FE", "a" * 3000, "NEAR(", "title:", "'%5C"])
def test_whatever_is_asked_for_is_answered(anyone: Caller, asked: str) -> None:
    assert anyone.get(f"/search?q={asked}").status_code == 200
    assert anyone.get(f"{API}?q={asked}").status_code == 200


def test_what_was_typed_stands_in_the_field_again(anyone: Caller) -> None:
    page = anyone.get("/search?q=%22%3E%3Cscript%3E").text
    assert 'value="&#34;&gt;&lt;script&gt;"' in page


def test_another_language_is_named(anyone: Caller) -> None:
    page = anyone.get("/search?q=cantamos").text
    assert "<span>Spanish</span>" in page
    assert '<p class="tags">' not in anyone.get("/search?q=cantamos", accept_language="es").text


def test_a_long_list_goes_on(house: House, anyone: Caller) -> None:
    terms = "".join(f"  Paddle{n:02}: It moves a boat.\n" for n in range(25))
    serve(house, {**FOR_TESTS, "content/glossary.md": f"---\nterms:\n{terms}---\n"})
    first = anyone.get("/search?q=paddle").text
    (after,) = re.findall(r'href="(/search\?q=paddle&amp;after=[^"]+)"', first)
    assert anyone.get(after.replace("&amp;", "&")).text.count('<a href="/glossary#paddle') == 5


def test_programs_get_the_same_by_pages(house: House, anyone: Caller) -> None:
    terms = "".join(f"  Paddle{n:02}: It moves a boat.\n" for n in range(25))
    serve(house, {**FOR_TESTS, "content/glossary.md": f"---\nterms:\n{terms}---\n"})
    first: Any = anyone.get(f"{API}?q=paddle").json
    second: Any = anyone.get(f"{API}?q=paddle&after={first['after'].replace('#', '%23')}").json
    assert (first["count"], len(first["hits"]), len(second["hits"]), second["after"]) == (25, 20, 5, None)
    assert second["hits"][-1] == {
        "address": "/glossary#paddle24",
        "title": "Paddle24",
        "excerpt": "It moves a boat.",
        "language": "en",
    }


def test_programs_are_told_of_no_closed_lesson_nor_draft(anyone: Caller, browser: Caller) -> None:
    for caller in (anyone, browser):
        for canary in ("zealous", "harbour", "meadow", "canary"):
            assert caller.get(f"{API}?q={canary}").json == {"count": 0, "hits": [], "after": None}
            page = caller.get(f"/search?q={canary[:5]}").text
            assert "Nothing has these words." in page
            assert canary not in page.lower()


def test_what_is_asked_for_is_in_no_log_and_leaves_no_cookie(app: Flask, tmp_path: Path) -> None:
    lines: list[str] = []
    journal.send_to(lines.append)
    try:
        answer = stranger(app).get("/search?q=secretword")
    finally:
        journal.send_to(None)
    assert "Set-Cookie" not in answer.headers
    assert lines
    assert "secretword" not in "".join(lines)
    assert '"path": "/search"' in "".join(lines)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers.get("X-Robots-Tag", "") + answer.text
    assert not [one for one in tmp_path.rglob("*") if one.is_file() and b"secretword" in one.read_bytes()]
