"""Switching the language in a course, a lesson and an attempt, and what is remembered of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.services.ground.person import Person
from tests.support import spanish
from tests.support.site import FILES, House, house_at
from tests.support.web import API, Caller, app_of, by_token, signed_in

LESSON = "/courses/listening/quiet"
ARABIC = {
    "content/courses/listening/quiet.ar.md": "---\ntitle: الهدوء\n---\nاهدأ أولاً.\n",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, {**spanish.FILES, **ARABIC}) as made:
        yield made


def page(caller: Caller, path: str, **headers: str) -> str:
    response = caller.get(path, **headers)
    assert response.status_code == 200, response.status_code
    return response.get_data(as_text=True)


def begin(browser: Caller) -> str:
    """The address of a new attempt at the check that is open to everyone."""
    begun = browser.form("/assessments/open", {"key": "once"})
    assert begun.status_code == 303
    return begun.headers["Location"]


def test_a_lesson_can_be_read_in_each_of_its_languages(anyone: Caller) -> None:
    english = page(anyone, LESSON)
    assert '<a href="/courses/listening/quiet?language=es" hreflang="es" lang="es" dir="ltr">Español</a>' in english
    assert '<span lang="en" dir="ltr" aria-current="true">English</span>' in english
    other = page(anyone, f"{LESSON}?language=es")
    assert '<h1 lang="es" dir="ltr">Estar en silencio</h1>' in other
    assert '<article lang="es" dir="ltr">' in other
    assert "Lo primero de quiet-one" in other


def test_arabic_reads_from_right_to_left(anyone: Caller) -> None:
    arabic = page(anyone, f"{LESSON}?language=ar")
    assert '<article lang="ar" dir="rtl">' in arabic
    assert 'lang="ar" dir="rtl" aria-current="true">العربية</span>' in arabic


def test_what_is_not_translated_is_marked_as_it_is(anyone: Caller) -> None:
    other = page(anyone, f"{LESSON}?language=es")
    assert '<span lang="en" dir="ltr">The first of quiet-two</span>' in other
    assert '<div lang="en" dir="ltr"><p>What about quiet-two?</p>' in other


def test_our_own_words_inside_a_lesson_are_marked_as_english(house: House, browser: Caller) -> None:
    house.serve(spanish.under("de"))
    other = page(browser, f"{LESSON}?language=de")
    assert re.search(r'<legend class="quiz-kind" lang="en-GB"', other)
    assert '<button class="btn btn-quiet" type="submit" lang="en-GB">' in other
    assert '<html lang="en-GB" dir="ltr">' in other


def test_a_choice_is_remembered_in_this_browser_alone(anyone: Caller, browser: Caller) -> None:
    page(anyone, f"{LESSON}?language=es")
    assert "Estar en silencio" in page(anyone, LESSON)
    assert "Escuchar" in page(anyone, "/courses/listening")
    assert "Being quiet" in page(browser, LESSON)
    page(anyone, f"{LESSON}?language=en")
    assert "Being quiet" in page(anyone, LESSON)


def test_the_cookie_of_a_choice_holds_the_code_alone(anyone: Caller) -> None:
    (cookie,) = anyone.get(f"{LESSON}?language=es").headers.getlist("Set-Cookie")
    assert cookie.startswith("language=es;")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("code", ["", "english", "../etc", "es%0d%0aSet-Cookie:x=1", "<b>", "x" * 3000, "ES"])
def test_what_is_no_language_changes_nothing(anyone: Caller, code: str) -> None:
    response = anyone.get(f"{LESSON}?language={code}")
    assert "Being quiet" in response.get_data(as_text=True)
    assert "Set-Cookie" not in response.headers


def test_a_forged_cookie_changes_nothing(anyone: Caller) -> None:
    assert "Being quiet" in page(anyone, LESSON, Cookie="language=<script>; language=x")


def test_the_browsers_own_language_counts_where_nothing_was_chosen(anyone: Caller) -> None:
    assert "Estar en silencio" in page(anyone, LESSON, accept_language="es-MX,es;q=0.9,en;q=0.5")
    assert "Being quiet" in page(anyone, LESSON, accept_language="en-GB,es;q=0.5")
    assert "Being quiet" in page(anyone, LESSON, accept_language="fr")
    page(anyone, f"{LESSON}?language=en")
    assert "Being quiet" in page(anyone, LESSON, Accept_Language="es")


def test_a_page_that_was_drawn_in_one_language_is_not_given_in_another(browser: Caller, anyone: Caller) -> None:
    for _ in range(2):
        for caller in (browser, anyone):
            assert "Being quiet" in page(caller, f"{LESSON}?language=en")
            assert "Estar en silencio" in page(caller, f"{LESSON}?language=es")


def test_answers_and_progress_are_kept_when_the_language_changes(browser: Caller) -> None:
    page(browser, f"{LESSON}?language=es")
    browser.form(f"{LESSON}/quizzes/quiet-one", {"answer": "a"})
    assert "CANARIO-a-quiet-one" in page(browser, LESSON)
    english = page(browser, f"{LESSON}?language=en")
    assert "CANARY-why-a-quiet-one" in english
    assert re.search(r'value="a" checked', english)


def test_the_card_that_a_script_puts_in_place_is_in_the_language_of_the_page(browser: Caller) -> None:
    page(browser, f"{LESSON}?language=es")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page(browser, LESSON))
    assert token
    card = browser.client.post(
        f"{LESSON}/quizzes/quiet-one", data={"csrf_token": token[1], "answer": "a"}, headers={"X-In-Place": ""}
    ).get_data(as_text=True)
    assert "Lo primero de quiet-one" in card
    assert "CANARIO-a-quiet-one" in card


def test_a_course_and_the_catalogue_are_in_the_language(browser: Caller) -> None:
    course = page(browser, "/courses/listening?language=es")
    assert '<h1 lang="es" dir="ltr">Escuchar</h1>' in course
    assert "Para empezar" in course
    assert '<bdi lang="en">Silence</bdi>' in course
    assert '<h2 lang="es" dir="ltr"><a href="/courses/listening">Escuchar</a></h2>' in page(browser, "/courses")


def test_a_cover_is_in_the_language_with_its_statement(browser: Caller) -> None:
    cover = page(browser, "/assessments/exam?language=es")
    assert '<h1 lang="es" dir="ltr">El examen de escucha</h1>' in cover
    assert "Tómate tu tiempo." in cover


def test_the_language_is_switched_in_the_middle_of_an_attempt_and_what_was_typed_is_kept(browser: Caller) -> None:
    attempt = begin(browser)
    english = page(browser, attempt)
    assert "What about bank-" in english
    assert 'name="go" value="language-es" lang="es" dir="ltr">Español</button>' in english
    key = re.findall(r'name="answer" value="([^"]+)"', english)[1]
    switched = browser.form(f"{attempt}/answers/1", {"answer": key, "go": "language-es"})
    assert switched.headers["Location"] == f"{attempt}?n=1&language=es"
    other = page(browser, switched.headers["Location"])
    assert '<div class="quiz" lang="es" dir="ltr">' in other
    assert "¿Qué hay de bank-" in other
    assert re.search(rf'value="{key}" checked', other)
    assert "¿Qué hay de bank-" in page(browser, f"{attempt}?n=2")
    assert "What about bank-" in page(browser, f"{attempt}?n=2&language=en")


def test_nothing_of_a_solution_is_on_a_page_of_an_attempt_in_any_language(browser: Caller) -> None:
    attempt = begin(browser)
    for language in ("en", "es"):
        for path in (f"{attempt}?n=1&language={language}", f"{API}{attempt}?language={language}"):
            assert not re.search("CANAR[IY]", page(browser, path))


def test_a_result_can_be_read_in_each_language(browser: Caller) -> None:
    attempt = begin(browser)
    browser.form(f"{attempt}/submission")
    assert "CANARIO-a-bank" in page(browser, f"{attempt}/result?language=es")
    assert "CANARY-why-a-bank" in page(browser, f"{attempt}/result?language=en")


def test_the_api_takes_the_language_from_the_address_or_the_header(house: House, app: object, amal: Person) -> None:
    caller = by_token(app, house, amal)  # type: ignore[arg-type]
    path = f"{API}/courses/listening/lessons/quiet"
    usual = caller.get(path)
    assert (usual.json["language"], usual.json["languages"]) == ("en", ["en", "ar", "es"])  # type: ignore[index]
    for other in (caller.get(f"{path}?language=es"), caller.get(path, Accept_Language="es")):
        assert other.headers["Content-Language"] == "es"
        assert "Accept-Language" in other.headers["Vary"]
        assert other.json["title"] == "Estar en silencio"  # type: ignore[index]
        assert [quiz["id"] for quiz in other.json["quizzes"]] == ["quiet-one", "quiet-two", "quiet-think"]  # type: ignore[index]
        assert "Set-Cookie" not in other.headers


def test_the_api_gives_an_attempt_in_the_language_with_the_same_keys(house: House, app: object, amal: Person) -> None:
    caller = by_token(app, house, amal)  # type: ignore[arg-type]
    started = caller.post(f"{API}/assessments/open/attempts?language=es", {"agree": True})
    assert (started.status_code, started.headers["Content-Language"]) == (201, "es")
    english = caller.get(f"{API}/attempts/{started.json['id']}")  # type: ignore[index]
    assert english.json["language"] == "en"  # type: ignore[index]
    for here, there in zip(started.json["questions"], english.json["questions"], strict=True):  # type: ignore[index]
        assert here["html"] != there["html"]
        assert [one["key"] for one in here["options"]] == [one["key"] for one in there["options"]]


def test_pages_that_are_the_same_for_all_set_no_cookie(anyone: Caller) -> None:
    for path in ("/verify", "/healthz?language=es", f"{API}/openapi.json?language=es"):
        assert "Set-Cookie" not in anyone.get(path).headers


def test_a_language_that_is_chosen_on_a_page_for_all_is_remembered(anyone: Caller) -> None:
    assert "language=es" in anyone.get("/verify?language=es").headers["Set-Cookie"]


def test_a_site_in_one_language_offers_no_switch(house: House, anyone: Caller) -> None:
    house.serve({})
    assert "Languages of this text" not in page(anyone, LESSON)
    assert "content/courses/listening/quiet.es.md" not in FILES


def test_who_may_not_see_a_page_for_staff_is_told_so_in_their_language(browser: Caller) -> None:
    page = browser.get("/staff", Accept_Language="es")
    assert page.status_code == 404
    assert '<html lang="es"' in page.text
    assert "There is nothing here for you." not in page.text


def test_on_a_page_for_staff_the_pages_of_the_foot_are_named_in_its_language(tmp_path: Path) -> None:
    pages = {"content/pages/terms.md": "---\ntitle: Terms\nfooter: yes\n---\nBe kind.\n"}
    pages |= {"content/pages/terms.es.md": "---\ntitle: Condiciones\n---\nSé amable.\n"}
    with house_at(f"sqlite:///{tmp_path / 'l.sqlite'}", tmp_path, pages) as house:
        staff = signed_in(app_of(house), house, house.person("Sam Staff", role="staff"))
        page = staff.get("/staff", Accept_Language="es").text
        assert '<html lang="en-GB"' in page
        assert ">Terms</a>" in page
        assert ">Condiciones</a>" in staff.get("/learn", Accept_Language="es").text
