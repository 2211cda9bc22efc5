"""What authors see of their files: keys beside their lines, hidden statuses, findings where they belong."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.drafts import BANK, COURSE, DESIGN, EXAM, LESSON, Drafts
from tests.support.site import FILES, question

HIDDEN = "".join(
    question(f"hidden-{status}", more=f"status: {status}\n") for status in ("draft", "suspended", "retired")
)
HOSTILE = "<img src=x onerror=alert(1)>&amp;\"'><script>alert(2)</script>"

Get = Callable[[str], str]


@pytest.fixture
def get(app: Flask) -> Get:
    return lambda path: app.test_client().get(path).get_data(as_text=True)


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_the_first_page_names_everything_and_counts_what_was_found_in_it(drafts: Drafts, get: Get) -> None:
    page = get("/workshop")
    for title in ("Listening", "The listening examination", "A check for everyone", "Good Listener"):
        assert title in page
    drafts.save({EXAM: FILES[EXAM].replace("pass_mark: 75%", "pass_mark: plenty")})
    row = re.search(r"The listening examination.*?</li>", get("/workshop"), re.DOTALL)
    assert row is not None
    assert "1 error" in row[0]


def test_the_first_page_names_what_is_published_beside_the_courses(drafts: Drafts, get: Get) -> None:
    drafts.save({"content/resources/2027-03-visit.md": "---\ntitle: A visit\ndraft: yes\nmonth: 2027-04\n---\nAsk.\n"})
    row = re.search(r'<h2 id="resources">Resources</h2>.*?</section>', get("/workshop"), re.DOTALL)
    assert row is not None
    assert '<a href="/resources/visit" dir="auto">A visit</a>' in row[0]
    assert "1 error" in row[0]


def test_a_lesson_shows_key_whys_and_hints_with_the_line_of_each_question(drafts: Drafts, get: Get) -> None:
    page = get("/workshop/courses/listening/quiet")
    line = line_of(FILES[LESSON], "```quiz\nid: quiet-two")
    card = page[page.index(f'id="line-{line}"') :]
    assert f"{LESSON}:{line}</code>" in card
    for canary in ("CANARY-why-a-quiet-two", "CANARY-why-b-quiet-two", "CANARY-hint-quiet-two"):
        assert canary in card
    options = re.findall(r'<li( class="solved-right")?>\s*<p><b class="letter">(\w)</b>', card)
    assert options[:2] == [("", "a"), (' class="solved-right"', "b")]


def test_prose_stands_beside_its_lines(get: Get) -> None:
    line = line_of(FILES[LESSON], "Be quiet first.")
    stretch = re.search(
        rf'id="line-{line}">(.*?)<div class="stretch" id=', get("/workshop/courses/listening/quiet"), re.DOTALL
    )
    assert stretch is not None
    assert "<p>Be quiet first.</p>" in stretch[1]


@pytest.mark.parametrize(
    ("path", "file"), [("/workshop/courses/listening/quiet", LESSON), ("/workshop/banks/listening", BANK)]
)
def test_questions_that_learners_do_not_see_are_shown_and_marked(
    drafts: Drafts, get: Get, path: str, file: str
) -> None:
    drafts.save({file: FILES[file] + HIDDEN + question("hidden-pilot", more="status: pilot\n")})
    drafts.publish()
    page = get(path)
    for status, words in {
        "draft": "Draft:",
        "pilot": "Pilot:",
        "suspended": "Suspended:",
        "retired": "Retired:",
    }.items():
        card = page[page.index(f'aria-label="Question hidden-{status}"') :]
        assert card.index(words) < card.index("</section>")
    learners = get("/courses/listening/quiet")
    assert not [status for status in ("draft", "suspended", "retired") if f"hidden-{status}" in learners]


def test_a_bank_has_all_its_questions_with_their_keys_on_one_page(get: Get) -> None:
    page = get("/workshop/banks/listening")
    assert page.count('class="quiz solved"') == 13
    assert page.count("solved-right") == 13


def test_a_draft_that_is_not_published_is_there_for_its_author_alone(drafts: Drafts, get: Get) -> None:
    drafts.save({LESSON: FILES[LESSON].replace("Be quiet first.", "Be very quiet.")})
    assert "Be very quiet." in get("/workshop/courses/listening/quiet")
    learners = get("/courses/listening/quiet")
    assert "Be very quiet." not in learners
    assert "not published yet" in learners


def test_a_lesson_that_no_module_has_is_listed_and_marked(drafts: Drafts, get: Get) -> None:
    drafts.save({"content/courses/listening/09-lost.md": "---\ntitle: Lost\n---\nWords.\n"})
    page = get("/workshop/courses/listening")
    assert "No module has it" in page[page.index("Lost") :]
    assert "<p>Words.</p>" in get("/workshop/courses/listening/lost")


def test_a_question_that_cannot_be_read_is_shown_as_it_is_written_with_what_is_wrong(drafts: Drafts, get: Get) -> None:
    faulty = FILES[LESSON].replace("id: quiet-two\ntype: choose-one", "id: quiet-two\ntype: choose-won")
    drafts.save({LESSON: faulty})
    page = get("/workshop/courses/listening/quiet")
    start = page.index(f'id="line-{line_of(faulty, "```quiz" + chr(10) + "id: quiet-two")}"')
    stretch = page[start : page.index('class="stretch" id=', start)]
    assert "cannot be read yet" in stretch
    assert "type: choose-won" in stretch
    assert "Q102" in stretch
    assert "<mark>choose-won</mark>" in stretch


def test_a_file_that_is_no_text_is_told_of_and_breaks_no_page(drafts: Drafts, get: Get) -> None:
    (drafts.folder / LESSON).write_bytes(b"\xff\xfe\x00")
    assert LESSON in get("/workshop/courses/listening")
    assert f"{LESSON}:1</code>" in get("/workshop/findings")
    assert "Nothing is lost" not in get("/workshop")


def test_findings_link_to_their_place_in_the_workshop(drafts: Drafts, app: Flask, get: Get) -> None:
    drafts.save(
        {
            LESSON: FILES[LESSON].replace("Be quiet first.", "Be [quiet](nowhere.md) first."),
            COURSE: FILES[COURSE].replace("level: new", "level: low"),
            EXAM: FILES[EXAM].replace("attempts: 3", "attempts: many"),
            BANK: FILES[BANK].replace("id: bank-3\n", "id: bank-3\npoints: none\n"),
            DESIGN: FILES[DESIGN].replace("{{ holder }}", "{{ holdr }}"),
        }
    )
    links = re.findall(r'<a href="(/workshop/[^"#]+)#(at-\d+)">', get("/workshop/findings"))
    assert len(links) >= 5
    for path, anchor in links:
        answer = app.test_client().get(path)
        assert answer.status_code == 200
        assert f'id="{anchor}"' in answer.text


def test_nothing_that_a_file_holds_becomes_markup_of_the_page(drafts: Drafts, get: Get) -> None:
    hostile = FILES[LESSON].replace(
        "title: Being quiet", f"title: '{HOSTILE.replace(chr(39), chr(39) * 2)}'\n{HOSTILE}: x"
    )
    drafts.save({LESSON: hostile, BANK: FILES[BANK].replace("objective: listening", f"note: '{HOSTILE[:40]}'")})
    for path in (
        "/workshop",
        "/workshop/findings",
        "/workshop/courses/listening",
        "/workshop/courses/listening/quiet",
        "/courses/listening/quiet",
    ):
        page = get(path)
        assert "<img src=x" not in page, path
        assert "<script>" not in page, path


def test_what_is_not_there_answers_like_any_page_that_is_not(app: Flask) -> None:
    for path in (
        "courses/none",
        "courses/listening/none",
        "banks/none",
        "assessments/none",
        "certificates/none",
        "banks/listening/try/none",
        "../etc/passwd",
    ):
        assert app.test_client().get(f"/workshop/{path}").status_code == 404


def test_the_words_for_a_state_change_when_a_file_does(drafts: Drafts, app: Flask, get: Get) -> None:
    before = app.test_client().get("/workshop/state").json
    assert before is not None
    assert before == app.test_client().get("/workshop/state").json
    assert f'data-state="{before["state"]}"' in get("/courses")
    drafts.save({COURSE: FILES[COURSE] + "More.\n"})
    pending = app.test_client().get("/workshop/state").json
    assert pending is not None
    assert pending["pending"]
    drafts.publish()
    after = app.test_client().get("/workshop/state").json
    assert after is not None
    assert not after["pending"]
    assert len({before["state"], pending["state"], after["state"]}) == 3


def test_asking_for_the_state_opens_no_session(app: Flask) -> None:
    assert "Set-Cookie" not in app.test_client().get("/workshop/state").headers
