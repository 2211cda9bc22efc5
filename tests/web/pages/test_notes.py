"""What somebody wrote for themselves stands on one page: for its owner alone."""

from __future__ import annotations

from flask import Flask

from tests.support.site import FILES, House
from tests.support.web import Caller, signed_in, stranger

QUIET = "/courses/listening/quiet"


def write(browser: Caller, words: str) -> None:
    assert browser.form(f"{QUIET}/quizzes/quiet-think", {"answer": words}).status_code == 303


def test_the_newest_words_stand_below_their_question_and_can_be_downloaded(browser: Caller) -> None:
    write(browser, "Once I spoke.")
    write(browser, "Now I <listen>.\nFor long.")
    browser.form(f"{QUIET}/quizzes/quiet-one", {"answer": "a"})
    page = browser.get("/learn/notes")
    assert "Now I &lt;listen&gt;.\nFor long.</p>" in page.text
    assert "Once I spoke." not in page.text
    assert page.text.index("What would you say?") < page.text.index("Now I")
    assert f'href="{QUIET}#quiz_quiet-think"' in page.text
    assert "quiet-one" not in page.text
    file = browser.get("/learn/notes.txt")
    assert "Listening: Being quiet\n22 November 2026\nWhat would you say?\n\nNow I <listen>.\nFor long." in file.text
    assert file.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_nobody_else_reads_them_and_nothing_keeps_them(app: Flask, house: House, browser: Caller) -> None:
    write(browser, "A secret of mine.")
    other = signed_in(app, house, house.person("Bo Berg"))
    for path in ("/learn/notes", "/learn/notes.txt"):
        assert "A secret of mine." in browser.get(path).text
        assert "no-store" in browser.get(path).headers["Cache-Control"]
        assert "A secret of mine." not in other.get(path).text
        assert stranger(app).get(path).status_code in (302, 303)


def test_what_was_written_stays_when_its_lesson_leaves_the_site(house: House, browser: Caller) -> None:
    write(browser, "I stay.")
    files = {path: text for path, text in FILES.items() if "quiet" not in path}
    house.serve({path: text.replace("quiet, ", "") for path, text in files.items()})
    page = browser.get("/learn/notes").text
    assert "From lessons that are no longer here" in page
    assert "I stay." in page


def test_who_wrote_nothing_is_told_what_will_stand_here(browser: Caller) -> None:
    assert "What you write there will stand here" in browser.get("/learn/notes").text
    assert '<a href="/learn/notes">What I wrote for myself</a>' in browser.get("/learn").text
