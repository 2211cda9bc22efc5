"""The pages of an examination, without a script."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from lms.services.assessing import results, sitting, staff_acts
from lms.services.ground.person import Person
from lms.store import sessions
from tests.services.walks import answer, begin, finish_course, right_answers, wrong_answers
from tests.support.site import FILES, House
from tests.support.web import Caller


def words(page: TestResponse) -> str:
    """What a person reads: no tags, single spaces."""
    text = re.sub(r"<(script|style|title)\b.*?</\1>|<[^>]+>", " ", page.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(html.unescape(text).split())


def started(browser: Caller, of: str = "open", **fields: str) -> str:
    """Begin on the cover page; the address of the paper."""
    answer = browser.form(f"/assessments/{of}", fields)
    assert answer.status_code == 303, words(answer)
    return answer.headers["Location"]


def test_the_cover_says_the_rules_in_words_and_what_opens_it(browser: Caller) -> None:
    said = words(browser.get("/assessments/exam"))
    assert "5 questions" in said
    assert "75%" in browser.get("/assessments/exam").get_data(as_text=True)
    assert "1 hour after try 1 and 24 hours after try 2. After" in said
    assert "You may try 3 times." in said
    assert "First finish the course “Listening”." in said
    assert "Begin" not in re.sub("Beginning", "", said)


def test_the_cover_of_an_open_examination_leads_a_visitor_to_sign_in(anyone: Caller) -> None:
    page = anyone.get("/assessments/open").get_data(as_text=True)
    assert "/login?next=/assessments/open" in page
    assert 'name="csrf_token"' not in page


def test_beginning_needs_the_agreement_and_says_so_beside_it(browser: Caller, house: House, amal: Person) -> None:
    finish_course(house, amal)
    refused = browser.form("/assessments/exam")
    assert refused.status_code == 422
    assert "Please agree to the statement" in words(refused)
    assert "/attempts/" in started(browser, "exam", agree="yes", key="k")


def test_a_closed_examination_cannot_be_begun_by_posting(browser: Caller) -> None:
    answer = browser.form("/assessments/exam", {"agree": "yes"})
    assert answer.status_code == 403
    assert "First finish the course" in words(answer)


def test_two_taps_on_begin_begin_one(browser: Caller) -> None:
    assert started(browser, key="one") == started(browser, key="one") == started(browser, key="two")


def test_one_question_stands_on_a_page_and_nothing_leads_away(browser: Caller) -> None:
    paper = started(browser)
    page = browser.get(paper)
    assert page.get_data(as_text=True).count("What about bank-") == 1
    assert "Question 1 of 3" in words(page)
    assert "30 minutes left" in words(page)
    for name in ("My learning", "Sign out", "Courses"):
        assert name not in words(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_an_answer_is_saved_by_the_button_that_goes_on(browser: Caller, house: House, amal: Person) -> None:
    paper = started(browser)
    attempt = paper.rpartition("/")[2]
    key = right_answers(house, attempt)[1]
    onward = browser.form(f"{paper}/answers/1", {"answer": key, "go": "2"})
    assert onward.status_code == 303
    page = browser.get(onward.headers["Location"])
    assert "Question 2 of 3" in words(page)
    assert "Question 1: saved 12:00 UTC" in words(page)
    again = browser.get(f"{paper}?n=1")
    assert "Saved 12:00 UTC" in words(again)
    assert re.search(rf'value="{key}" checked', again.get_data(as_text=True))
    assert sitting.attempt(house.context, amal, attempt).items[0].answer == key


def test_every_way_out_of_a_question_saves_it_first(browser: Caller, house: House, amal: Person) -> None:
    paper = started(browser)
    attempt = paper.rpartition("/")[2]
    right = right_answers(house, attempt)
    for n, go in ((2, "1"), (1, "check"), (3, "3")):
        browser.form(f"{paper}/answers/{n}", {"answer": right[n], "go": go})
    assert [one.answer for one in sitting.attempt(house.context, amal, attempt).items] == list(right.values())


def test_an_answer_can_be_taken_back(browser: Caller, house: House, amal: Person) -> None:
    paper = started(browser)
    attempt = paper.rpartition("/")[2]
    key = right_answers(house, attempt)[1]
    browser.form(f"{paper}/answers/1", {"answer": key})
    assert "Take my answer back" in words(browser.get(f"{paper}?n=1"))
    browser.form(f"{paper}/answers/1", {"answer": key, "go": "clear"})
    assert sitting.attempt(house.context, amal, attempt).items[0].answer is None


def test_a_form_with_a_number_counts_on_where_a_script_stopped(browser: Caller, house: House, amal: Person) -> None:
    paper = started(browser)
    attempt = paper.rpartition("/")[2]
    right, wrong = right_answers(house, attempt)[1], wrong_answers(house, attempt)[1]
    sitting.save(house.context, amal, attempt, 1, wrong, 5000)
    browser.form(f"{paper}/answers/1", {"answer": right, "seq": "40"})
    assert sitting.attempt(house.context, amal, attempt).items[0].answer == right


def test_a_question_that_can_not_be_read_is_given_back_with_the_reason(browser: Caller) -> None:
    paper = started(browser)
    refused = browser.form(f"{paper}/answers/1", {"answer": "no-such-key", "go": "2"})
    assert refused.status_code == 422
    assert "This is not saved yet." in words(refused)
    assert "Question 1 of 3" in words(refused)


def test_marks_are_kept_and_listed_before_handing_in(browser: Caller, house: House, amal: Person) -> None:
    paper = started(browser)
    browser.form(f"{paper}/answers/2", {"marked": "yes", "go": "check"})
    said = words(browser.get(f"{paper}/check"))
    assert "You have answered 0 of 3 questions." in said
    assert "These 3 questions have no answer." in said
    assert re.search(r"To look at again 2\b", said)
    browser.form(f"{paper}/answers/2", {"go": "check"})
    assert "To look at again" not in words(browser.get(f"{paper}/check"))


def test_what_is_put_aside_waits_and_goes_on(browser: Caller, house: House, amal: Person) -> None:
    finish_course(house, amal)
    paper = started(browser, "exam", agree="yes")
    attempt = paper.rpartition("/")[2]
    key = right_answers(house, attempt)[1]
    aside = browser.form(f"{paper}/answers/1", {"answer": key, "go": "aside"})
    page = browser.get(aside.headers["Location"])
    assert "waits for you" in words(page)
    assert "What about" not in words(page)
    assert browser.get(f"{paper}/check").status_code == 303
    browser.form(f"{paper}/resume")
    # Going on leads to the first question without an answer.
    assert "Question 2 of 5" in words(browser.get(paper))


def test_handing_in_shows_the_result_with_each_topic(browser: Caller, house: House) -> None:
    paper = started(browser)
    attempt = paper.rpartition("/")[2]
    for n, key in right_answers(house, attempt).items():
        browser.form(f"{paper}/answers/{n}", {"answer": key})
    done = browser.form(f"{paper}/submission")
    page = browser.get(done.headers["Location"])
    said = words(page)
    assert "Passed" in said
    assert "on 22 November 2026. That is yours: no later correction takes it away." in said
    assert "Listen to somebody to the end You reached" in said
    assert page.get_data(as_text=True).count('class="quiz"') == 3
    assert browser.get(paper).headers["Location"] == f"{paper}/result"
    assert browser.form(f"{paper}/submission").headers["Location"] == f"{paper}/result"


def test_not_yet_is_said_kindly_and_when_to_try_again(browser: Caller, house: House, amal: Person) -> None:
    finish_course(house, amal)
    attempt = begin(house, amal, "exam")
    answer(house, amal, attempt, wrong_answers(house, attempt))
    results.submit(house.context, amal, attempt)
    said = words(browser.get(f"/attempts/{attempt}/result"))
    assert "Not yet" in said
    assert "fail" not in said.casefold()
    assert "the next try opens 1 hour from now" in said
    house.clock.turn(timedelta(hours=1))
    assert "You may try again whenever you are ready." in words(browser.get(f"/attempts/{attempt}/result"))


def test_only_what_the_policy_shows_is_on_the_result(browser: Caller, house: House, amal: Person) -> None:
    finish_course(house, amal)
    attempt = begin(house, amal, "exam")
    results.submit(house.context, amal, attempt)
    page = browser.get(f"/attempts/{attempt}/result").get_data(as_text=True)
    assert "CANARY" not in page
    assert "The right answer" not in page
    everything = begin(house, amal, "open")
    results.submit(house.context, amal, everything)
    assert "CANARY-why" in browser.get(f"/attempts/{everything}/result").get_data(as_text=True)


def test_no_page_of_an_attempt_carries_what_only_the_server_knows(browser: Caller, house: House, amal: Person) -> None:
    finish_course(house, amal)
    paper = started(browser, "exam", agree="yes")
    attempt = paper.rpartition("/")[2]
    pages = [browser.get("/assessments/exam"), browser.get(f"{paper}/check")]
    for n, key in right_answers(house, attempt).items():
        pages += [browser.get(f"{paper}?n={n}"), browser.form(f"{paper}/answers/{n}", {"answer": key, "go": str(n)})]
        pages.append(browser.get(f"{paper}?n={n}"))
    pages.append(browser.form(f"{paper}/answers/1", {"answer": "nonsense"}))
    pages.append(browser.form(f"{paper}/answers/1", {"go": "aside"}))
    pages.append(browser.get(paper))
    pages.append(browser.form(f"{paper}/submission"))
    for page in pages:
        assert "CANARY" not in page.get_data(as_text=True)


def test_right_and_wrong_answers_make_pages_of_one_weight(browser: Caller, house: House) -> None:
    paper = started(browser)
    attempt = paper.rpartition("/")[2]
    weights = set()
    for given in (right_answers(house, attempt)[1], wrong_answers(house, attempt)[1]):
        kept = browser.form(f"{paper}/answers/1", {"answer": given, "go": "1"})
        page = browser.get(kept.headers["Location"]).get_data(as_text=True)
        weights.add((kept.status_code, len(kept.data), len(re.sub(r'"[\w.-]{60,}"', '""', page))))
    assert len(weights) == 1


@pytest.mark.parametrize("path", ["", "?n=1", "/check", "/result"])
def test_an_attempt_of_somebody_else_is_as_unknown_as_any(browser: Caller, other: Caller, path: str) -> None:
    paper = started(browser)
    foreign, unknown = other.get(paper + path), other.get(f"/attempts/AAAAAAAAAAAAAAAAAAAAAA{path}")
    assert foreign.status_code == unknown.status_code == 404
    number = re.compile(r"\b[0-9a-f]{12}\b")
    assert number.sub("", words(foreign)) == number.sub("", words(unknown))


def test_acts_on_an_attempt_of_somebody_else_change_nothing(browser: Caller, other: Caller, house: House) -> None:
    paper = started(browser)
    for path, fields in (("/answers/1", {"go": "aside"}), ("/resume", {}), ("/submission", {})):
        assert other.form(paper + path, fields).status_code == 404
    assert browser.get(paper).status_code == 200


@pytest.mark.parametrize("n", ["0", "4", "99999", "x", "-1", "1.5", "9" * 4400, "١"])
def test_a_question_that_was_not_drawn_is_not_found(browser: Caller, n: str) -> None:
    paper = started(browser)
    assert browser.get(f"{paper}?n={n}").status_code == 404
    assert browser.get(f"{paper}?saved={n}").status_code == 404
    assert browser.form(f"{paper}/answers/{n}", {}).status_code == 404


def test_every_act_needs_the_token_of_its_page(browser: Caller) -> None:
    paper = started(browser)
    for path in ("/assessments/open", f"{paper}/answers/1", f"{paper}/resume", f"{paper}/submission"):
        assert browser.client.post(path, data={"answer": "a"}).status_code == 400, path
    assert browser.get(paper).status_code == 200


def page_fields(page: TestResponse) -> dict[str, str]:
    """What the hidden fields of a paper's form hold."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"(?! disabled)', page.text))
    return {name: html.unescape(value) for name, value in found.items() if name not in ("csrf_token", "untouched")}


def test_an_older_page_that_was_not_touched_changes_nothing(browser: Caller, house: House, amal: Person) -> None:
    paper = started(browser)
    attempt = paper.rpartition("/")[2]
    right, wrong = right_answers(house, attempt)[1], wrong_answers(house, attempt)[1]
    for shown in ({}, {"answer": wrong}):
        older = page_fields(browser.get(f"{paper}?n=1"))
        sitting.save(house.context, amal, attempt, 1, right, None)
        onward = browser.form(f"{paper}/answers/1", {**older, **shown, "go": "2"})
        assert onward.status_code == 303
        assert sitting.attempt(house.context, amal, attempt).items[0].answer == right
        sitting.save(house.context, amal, attempt, 1, wrong, None)


def test_an_older_page_that_was_changed_is_given_back_beside_the_newer_answer(
    browser: Caller, house: House, amal: Person
) -> None:
    paper = started(browser)
    attempt = paper.rpartition("/")[2]
    right, wrong = right_answers(house, attempt)[1], wrong_answers(house, attempt)[1]
    older = page_fields(browser.get(f"{paper}?n=1"))
    sitting.save(house.context, amal, attempt, 1, right, None)
    both = browser.form(f"{paper}/answers/1", {**older, "answer": wrong, "marked": "yes", "go": "2"})
    assert both.status_code == 409
    assert "Two answers: choose one" in words(both)
    saved, _, written = both.text.partition('<form method="post"')
    assert f'value="{right}" checked' in saved
    assert f'value="{wrong}" checked' in written
    now = sitting.attempt(house.context, amal, attempt).items[0]
    assert (now.answer, now.marked) == (right, True)
    # Pressed once more, what stands on the page is what is meant.
    chosen = browser.form(f"{paper}/answers/1", {**page_fields(both), "answer": wrong, "marked": "yes", "go": "2"})
    assert chosen.status_code == 303
    assert sitting.attempt(house.context, amal, attempt).items[0].answer == wrong


def test_an_older_page_leaves_the_mark_of_a_newer_one(browser: Caller, house: House, amal: Person) -> None:
    paper = started(browser)
    attempt = paper.rpartition("/")[2]
    older = page_fields(browser.get(f"{paper}?n=1"))
    sitting.mark_for_review(house.context, amal, attempt, 1, True)
    browser.form(f"{paper}/answers/1", {**older, "go": "2"})
    assert sitting.attempt(house.context, amal, attempt).items[0].marked


def test_who_leaves_a_question_without_an_answer_has_taken_nothing_back(browser: Caller) -> None:
    paper = started(browser)
    for fields in ({}, page_fields(browser.get(f"{paper}?n=1"))):
        onward = browser.form(f"{paper}/answers/1", {**fields, "go": "2"})
        assert "Question 1: saved" not in words(browser.get(onward.headers["Location"]))
        assert "Not answered yet" in words(browser.get(f"{paper}?n=1"))


def test_an_answer_that_cannot_be_kept_leaves_a_way_on(browser: Caller) -> None:
    paper = started(browser)
    older = page_fields(browser.get(f"{paper}?n=1"))
    refused = browser.form(f"{paper}/answers/1", {**older, "answer": "no-such-key", "go": "2"})
    assert f'href="{paper}?n=2" data-drop>go on without it' in refused.text
    assert page_fields(refused)["seen"] == older["seen"]


def test_who_was_signed_out_is_led_back_to_the_question_and_sees_no_names_of_options(
    browser: Caller, house: House, amal: Person
) -> None:
    paper = started(browser)
    fields = page_fields(browser.get(f"{paper}?n=2"))
    with house.context.database.writing() as session:
        sessions.end_all_of(session, amal.id)
    address = f"{paper}/answers/2"
    told = browser.client.post(address, data={**fields, "csrf_token": "old", "answer": "k7f3a2", "go": "3"})
    assert told.status_code == 401
    assert f'href="/login?next={paper}?n%3D2"' in told.text or f'href="/login?next={paper}?n=2"' in told.text
    assert "k7f3a2" not in told.text
    assert "textarea" not in told.text
    told = browser.client.post(address, data={"csrf_token": "old", "answer": "My own words", "seen": "0", "go": "3"})
    assert "My own words</textarea>" in told.text
    assert told.text.count("<textarea") == 1
    assert "copy it" in words(told)


def _hand_in_by_mistake(browser: Caller, house: House, amal: Person) -> tuple[str, dict[str, str]]:
    """An examination with a limit of 30 minutes, handed in after 5; its address, and what the form sent."""
    text = FILES["content/assessments/open.md"].replace(", answers, why]", "]").replace("attempts: 2", "attempts: 1")
    house.serve({"content/assessments/open.md": text})
    paper = started(browser)
    house.clock.turn(timedelta(minutes=5))
    form = browser.get(f"{paper}/check").get_data(as_text=True)
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key is not None
    sent = {"key": key[1]}
    assert browser.form(f"{paper}/submission", sent).status_code == 303
    return paper, sent


def test_after_one_more_attempt_was_given_the_cover_says_so_and_begins(
    browser: Caller, house: House, amal: Person
) -> None:
    paper, _ = _hand_in_by_mistake(browser, house, amal)
    assert "You have used your one try." in words(browser.get("/assessments/open"))
    house.clock.turn(timedelta(minutes=1))
    staff_acts.grant(house.context, "staff:test", amal.email, "open", "a reason")
    assert "You have been given one more try." in words(browser.get("/assessments/open"))
    assert "You have been given one more try." in words(browser.get(f"{paper}/result"))
    house.clock.turn(timedelta(minutes=1))
    assert started(browser) != paper
    assert "given one more" not in words(browser.get("/assessments/open"))


def test_where_no_try_is_left_no_page_speaks_of_another(browser: Caller, house: House, amal: Person) -> None:
    paper, _ = _hand_in_by_mistake(browser, house, amal)
    for address in ("/assessments/open", f"{paper}/result", "/learn"):
        page = words(browser.get(address))
        assert "No tries are left" in page
        for promise in ("What opens it", "Trying again", "more than one try", "To pass, you need"):
            assert promise not in page, address


def test_a_hand_in_taken_back_waits_with_the_time_that_was_left(browser: Caller, house: House, amal: Person) -> None:
    paper, sent = _hand_in_by_mistake(browser, house, amal)
    staff_acts.reopen(house.context, "staff:test", paper.rpartition("/")[2], "a reason")
    waiting = words(browser.get(paper))
    assert "You have 25 minutes left. The time stands still until you go on" in waiting
    again = browser.form(f"{paper}/submission", sent)
    assert again.status_code == 409
    assert "This hand-in was taken back" in words(again)
    assert browser.form(f"{paper}/resume").status_code == 303
    assert "25 minutes left" in words(browser.get(paper))
