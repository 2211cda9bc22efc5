"""A result leads on: to what to read and when to come back, or after a pass to what is next."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask

from lms.services.assessing import results
from lms.services.ground.person import Person
from tests.services.walks import answer, begin, finish_course, right_answers, wrong_answers
from tests.support.site import FILES, House, question
from tests.support.web import API, Caller, by_token

COURSE = FILES["content/courses/listening/course.md"].replace(
    "  listening: Listen to somebody to the end.\n",
    "  listening: Listen to somebody to the end.\n  zeal: Ask a question that opens.\n  art: Wait for an answer.\n",
)
SITE = {
    "content/courses/listening/course.md": COURSE,
    "content/courses/listening/02-asking.md": (
        "---\ntitle: Asking\nminutes: 6\nobjectives: [zeal]\ncomplete_when: read\n---\nThen ask.\n"
    ),
    "content/courses/closed/course.md": (
        "---\ntitle: Closed\nsummary: No.\nopens_after: [assessments/exam]\n---\nNo.\n"
    ),
    "content/courses/closed/01-shut.md": "---\ntitle: Shut\nobjectives: [zeal]\n---\nShut.\n",
    "content/assessments/banks/topics.md": "---\ntitle: Topics\n---\n"
    + question("t-1")
    + question("t-2").replace("objective: listening", "objective: zeal")
    + question("t-3").replace("objective: listening", "objective: zeal")
    + question("t-4").replace("objective: listening", "objective: art"),
    "content/assessments/topics.md": (
        "---\ntitle: Topics\npass_mark: 75%\npass_mark_per_objective: 50%\nshuffle: []\nwait_between: [1 hour]\ndraw:\n"
        + "".join(f"  - use: t-{n}\n    from: banks/topics\n" for n in range(1, 5))
        + "show_learner:\n  after_hand_in: [result, objectives]\n---\nGo.\n"
    ),
}


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def hand_in(house: House, person: Person, of: str, right: tuple[int, ...]) -> str:
    attempt = begin(house, person, of)
    given = wrong_answers(house, attempt) | {n: right_answers(house, attempt)[n] for n in right}
    answer(house, person, attempt, given)
    results.submit(house.context, person, attempt)
    return attempt


@pytest.fixture
def missed(house: House, amal: Person) -> str:
    """The first topic whole, of the second a half, of the third nothing."""
    house.serve(SITE)
    return hand_in(house, amal, "topics", (1, 2))


def test_the_weakest_topic_comes_first_with_what_to_read_about_it(browser: Caller, missed: str) -> None:
    page = browser.get(f"/attempts/{missed}/result").text
    said = words(page[page.index('id="topics"') :])
    order = [said.index(topic) for topic in ("Wait for an answer You", "Ask a question that opens You", "Listen to")]
    assert order == sorted(order)
    assert re.search(r'Read again: <a href="/courses/listening"><bdi lang="en">Listening</bdi></a></p>', page)
    assert re.search(r'Read again: <a href="/courses/listening/asking"><bdi lang="en">Asking</bdi></a></p>', page)
    assert page.count("Read again:") == 2
    assert "/courses/closed" not in page


def test_it_says_what_each_topic_needs_and_when_the_next_try_opens(browser: Caller, missed: str) -> None:
    said = words(browser.get(f"/attempts/{missed}/result").text)
    assert "Wait for an answer You reached 0% of the points. 50% are needed" in said
    assert "50% are needed in each topic" in said
    assert said.count("are needed in each topic") == 1
    assert "To pass, you need 75% of the points, and 50% of those in each" in said
    assert "It opens on 22 November 2026 at 13:00 UTC" in said


def test_the_api_tells_the_same(house: House, app: Flask, amal: Person, missed: str) -> None:
    told = by_token(app, house, amal).get(f"{API}/attempts/{missed}/result").get_json()
    assert [one["id"] for one in told["objectives"]] == ["art", "zeal", "listening"]
    assert [(one["objective"], one["enough"]) for one in told["readings"]] == [
        ("art", False),
        ("zeal", True),
        ("listening", True),
    ]
    assert [one["lessons"] for one in told["readings"]] == [
        [{"path": "courses/listening", "title": "Listening"}],
        [{"path": "courses/listening/asking", "title": "Asking"}],
        [],
    ]
    assert told["next"] is None


def test_a_pass_that_earns_a_certificate_leads_to_claiming_it(
    house: House, browser: Caller, amal: Person, app: Flask
) -> None:
    finish_course(house, amal)
    attempt = hand_in(house, amal, "exam", (1, 2, 3, 4, 5))
    page = browser.get(f"/attempts/{attempt}/result").text
    assert "You have done everything that “Good Listener” asks for." in words(page)
    assert 'href="/certificates/claim/listener"' in page
    told = by_token(app, house, amal).get(f"{API}/attempts/{attempt}/result").get_json()
    assert told["next"]["path"] == "certificates/listener"


def test_a_pass_that_opens_another_examination_leads_there(house: House, browser: Caller, amal: Person) -> None:
    exam = FILES["content/assessments/exam.md"]
    house.serve({"content/assessments/exam.md": exam.replace("[courses/listening]", "[assessments/open]")})
    attempt = hand_in(house, amal, "open", (1, 2, 3))
    page = browser.get(f"/attempts/{attempt}/result").text
    assert re.search(r'<a class="btn btn-primary" href="/assessments/exam"><span>Go on: ', page)


def test_a_pass_that_opens_nothing_leads_to_the_next_lesson(house: House, browser: Caller, amal: Person) -> None:
    attempt = hand_in(house, amal, "open", (1, 2, 3))
    assert 'class="btn btn-primary" href="/courses/listening/quiet"' in browser.get(f"/attempts/{attempt}/result").text


def test_a_result_that_is_not_shown_says_nothing_of_what_a_pass_would_open(
    house: House, app: Flask, browser: Caller, amal: Person
) -> None:
    policy = FILES["content/assessments/open.md"].replace("[result, objectives, answers, why]", "[]")
    house.serve({"content/assessments/open.md": policy})
    attempt = hand_in(house, amal, "open", (1, 2, 3))
    assert "Go to my learning" in words(browser.get(f"/attempts/{attempt}/result").text)
    told = by_token(app, house, amal).get(f"{API}/attempts/{attempt}/result").get_json()
    assert (told["next"], told["objectives"]) == (None, [])
