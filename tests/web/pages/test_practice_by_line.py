"""What practice tells of an answer that has several parts: line by line, on the page and in the API alike."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask

from lms.services.assessing import results
from lms.services.ground.person import Person
from tests.services.walks import begin
from tests.support.site import House
from tests.support.web import API, Caller, by_token

LESSON = "/courses/parts/first"
WHYS = "why:\n  {}: TELLS-ONE\n  {}: TELLS-TWO\n  {}: TELLS-THREE\n"
OPTIONS = "  a: Ask\n  b: Listen\n  c: Write\n"
QUIZZES = {
    "many": f"type: choose-many\nquestion: Which?\noptions:\n{OPTIONS}  d: Wait\nanswer: [a, b]\nignore: [d]\n"
    "credit: each choice\n" + WHYS.format("a", "b", "c"),
    "strict": f"type: choose-many\nquestion: Which?\noptions:\n{OPTIONS}answer: [a, b]\nwhy: TELLS-ALL\n",
    "order": f"type: put-in-order\nquestion: First?\noptions:\n{OPTIONS}answer: [a, b, c]\ncredit: each place\n"
    + WHYS.format("a", "b", "c"),
    "all-lines": f"type: put-in-order\nquestion: First?\noptions:\n{OPTIONS}answer: [a, b, c]\nwhy: TELLS-ALL\n",
    "pairs": f"type: match\nquestion: Pair\nleft:\n{OPTIONS}right:\n  x: One\n  y: Two\n  z: Three\n"
    "answer: {a: x, b: y, c: z}\n" + WHYS.format("a", "b", "c"),
    "gaps": "type: fill-in\ntext: First [[1]], then [[2]], at last [[3]].\nblanks:\n  1: {accept: [ask]}\n"
    "  2: {accept: [listen]}\n  3: {accept: [write]}\n" + WHYS.format(1, 2, 3),
    "words": "type: fill-in\ntext: First [[1]], then [[2]].\nblanks:\n  1: {accept: [ask]}\n"
    "  2: {accept: [listen]}\nwhy: TELLS-ALL\n",
    "one": f"type: choose-one\nquestion: Which?\noptions:\n{OPTIONS}answer: a\n" + WHYS.format("a", "b", "c"),
    "figure": "type: number\nquestion: How many?\nanswer: 7\nwhy: TELLS-ALL\n",
}
BANK = "".join(f"```quiz\nid: {id}\nobjective: listening\n{text}```\n\n" for id, text in QUIZZES.items())
DRAW = "".join(f"  - use: {id}\n    from: banks/parts\n" for id in QUIZZES)


def assessment(shows: str) -> str:
    head = f"---\ntitle: Parts\npass_mark: 50%\nshuffle: []\nshow_learner:\n  after_hand_in: {shows}\n"
    return f"{head}draw:\n{DRAW}---\nGo.\n"


FILES = {
    "content/courses/parts/course.md": "---\ntitle: Parts\nsummary: Parts of answers.\n---\nParts.\n",
    "content/courses/parts/01-first.md": "---\ntitle: First\n---\nGo.\n\n" + BANK.replace("objective: listening\n", ""),
    "content/assessments/banks/parts.md": "---\ntitle: Parts\n---\n" + BANK,
    "content/assessments/told.md": assessment("[result, answers, why]"),
    "content/assessments/silent.md": assessment("[result]"),
}

PARTLY: dict[str, dict[str, str | list[str]]] = {
    "order": {"answer.a": "1", "answer.b": "3", "answer.c": "2"},
    "pairs": {"answer.a": "x", "answer.b": "z"},
    "gaps": {"answer.1": "ask", "answer.2": "talk"},
}
"""The first part is right, the second is not, and the third is wrong or left open."""

SENT = {"order": ["a", "c", "b"], "pairs": {"a": "x", "b": "z"}, "gaps": {"1": "ask", "2": "talk"}}
RIGHT: dict[str, dict[str, str | list[str]]] = {
    "order": {"answer.a": "1", "answer.b": "2", "answer.c": "3"},
    "pairs": {"answer.a": "x", "answer.b": "y", "answer.c": "z"},
    "gaps": {"answer.1": "ask", "answer.2": "listen", "answer.3": "write"},
}


@pytest.fixture(autouse=True)
def _parts(house: House) -> None:
    house.serve(FILES)


@pytest.fixture
def program(app: Flask, house: House, amal: Person) -> Caller:
    """Amal, by a bearer token."""
    return by_token(app, house, amal)


def card(page: str, quiz: str) -> str:
    start = page.index(f'id="quiz_{quiz}"')
    return page[start : page.index("</form>", start)]


def answered(caller: Caller, quiz: str, fields: dict[str, str | list[str]], more: str = "") -> str:
    assert caller.form(f"{LESSON}/quizzes/{quiz}", fields).status_code == 303
    return card(caller.get(LESSON + more).text, quiz)


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def told(page: str, quiz: str, part: str) -> str:
    """What stands beside one part."""
    start = page.index(f'id="quiz_{quiz}-told-{part}"')
    return words(re.split(r"</li>|<li\b|<div class=\"option\">", page[start:])[0].partition(">")[2])


@pytest.mark.parametrize("quiz", PARTLY)
def test_each_line_says_right_or_not_yet_and_what_is_not_found_is_not_told(browser: Caller, quiz: str) -> None:
    page = answered(browser, quiz, PARTLY[quiz])
    parts = "123" if quiz == "gaps" else "abc"
    assert told(page, quiz, parts[0]) == "Right TELLS-ONE"
    assert [told(page, quiz, part) for part in parts[1:]] == ["Not yet", "Not yet"]
    assert "1 of 3 is right so far. Look again at the rest." in words(page)
    # Each input says what is told of it: beside its name, or as a part of it.
    assert len(re.findall(r'aria-(?:describedby|labelledby)="[^"]*-told-', page)) == 3
    assert "TELLS-TWO" not in page


@pytest.mark.parametrize("quiz", PARTLY)
def test_the_rest_is_told_to_whoever_asks_and_once_it_is_right(browser: Caller, quiz: str) -> None:
    page = answered(browser, quiz, PARTLY[quiz])
    assert f"{LESSON}?explain={quiz}#quiz_{quiz}" in page
    asked = card(browser.get(f"{LESSON}?explain={quiz}").text, quiz)
    assert all(f"TELLS-{n}" in asked for n in ("ONE", "TWO", "THREE"))
    assert "data-explain" not in asked
    found = answered(browser, quiz, RIGHT[quiz])
    assert all(f"TELLS-{n}" in found for n in ("ONE", "TWO", "THREE"))
    assert "Not yet" not in words(found)


@pytest.mark.parametrize("quiz", PARTLY)
def test_the_api_tells_the_same(program: Caller, quiz: str) -> None:
    path = f"{API}{LESSON.replace('/parts/', '/parts/lessons/')}/quizzes/{quiz}/answers"
    said = program.post(path, {"answer": SENT[quiz]}).get_json()
    assert list(said["parts"].values()).count(True) == 1
    assert len(said["parts"]) == 3
    assert [html for html in said["why"].values() if "TELLS-ONE" in html]
    assert "TELLS-TWO" not in str(said)
    assert said["more"] is True
    everything = program.post(path, {"answer": SENT[quiz], "explain": True}).get_json()
    assert "TELLS-THREE" in str(everything["why"])
    assert everything["more"] is False


@pytest.mark.parametrize(
    ("quiz", "fields"),
    [
        ("strict", {"answer": "a"}),
        ("all-lines", {"answer.a": "1", "answer.b": "3", "answer.c": "2"}),
        ("words", {"answer.1": "ask"}),
    ],
)
def test_one_why_for_the_whole_waits_where_there_is_something_left_to_find(
    browser: Caller, quiz: str, fields: dict[str, str | list[str]]
) -> None:
    assert "TELLS-ALL" not in answered(browser, quiz, fields)
    assert "TELLS-ALL" in card(browser.get(f"{LESSON}?explain={quiz}").text, quiz)


def test_an_answer_that_is_all_or_nothing_says_how_far_it_is(browser: Caller) -> None:
    page = answered(browser, "all-lines", {"answer.a": "1", "answer.b": "3", "answer.c": "2"})
    assert "1 of 3 is right so far. It counts when all are." in words(page)
    assert "What you chose is right. Something is still missing." in words(answered(browser, "strict", {"answer": "a"}))


def test_choices_are_explained_as_they_were_made_and_one_that_does_not_count_is_not_judged(browser: Caller) -> None:
    page = answered(browser, "many", {"answer": ["a", "c", "d"]})
    assert told(page, "many", "a") == "Right TELLS-ONE"
    assert told(page, "many", "c") == "Not this one TELLS-THREE"
    assert "told-d" not in page
    assert "TELLS-TWO" not in page
    assert "TELLS-ONE" not in answered(browser, "one", {"answer": "c"})


def test_where_there_are_no_parts_the_why_is_there_after_answering(browser: Caller) -> None:
    page = answered(browser, "figure", {"answer": "8"})
    assert "TELLS-ALL" in page
    assert "data-explain" not in page


def test_an_explanation_is_given_of_what_was_answered_alone(browser: Caller) -> None:
    assert "TELLS-" not in browser.get(f"{LESSON}?explain=order").text
    assert "TELLS-" not in browser.get(f"{LESSON}?explain=no-such").text


def hand_in(house: House, person: Person, caller: Caller, of: str) -> str:
    attempt = begin(house, person, of)
    page = caller.get(f"{API}/attempts/{attempt}").get_json()
    for n, one in enumerate(page["questions"], start=1):
        if one["type"] == "fill-in":
            caller.put(f"{API}/attempts/{attempt}/answers/{n}", {"answer": {"1": "ask"}, "seq": 1})
        if one["type"] == "match":
            first = next(left["key"] for left in one["left"] if left["html"] == "Ask")
            fits = next(right["key"] for right in one["right"] if right["html"] == "One")
            caller.put(f"{API}/attempts/{attempt}/answers/{n}", {"answer": {first: fits}, "seq": 1})
    results.submit(house.context, person, attempt)
    return attempt


def test_a_result_that_shows_answers_says_of_each_line_whether_it_was_right(
    house: House, amal: Person, browser: Caller, program: Caller
) -> None:
    attempt = hand_in(house, amal, program, "told")
    said = {one["n"]: one for one in program.get(f"{API}/attempts/{attempt}/result").get_json()["questions"]}
    kinds = list(QUIZZES)
    assert sorted(said[kinds.index("pairs") + 1]["parts"].values()) == [False, False, True]
    assert said[kinds.index("gaps") + 1]["parts"] == {"1": True, "2": False, "3": False}
    assert said[kinds.index("order") + 1]["parts"] == {}
    page = words(browser.get(f"/attempts/{attempt}/result").text)
    assert "Gap 1 Right TELLS-ONE Gap 2 Not yet TELLS-TWO" in page


def test_a_result_that_shows_no_answers_says_nothing_of_lines(
    house: House, amal: Person, browser: Caller, program: Caller
) -> None:
    attempt = hand_in(house, amal, program, "silent")
    assert program.get(f"{API}/attempts/{attempt}/result").get_json()["questions"] == []
    assert "told-" not in browser.get(f"/attempts/{attempt}/result").text


def test_an_answer_that_an_edit_took_away_is_not_called_saved(house: House, browser: Caller) -> None:
    answered(browser, "one", {"answer": "c"})
    lesson = FILES["content/courses/parts/01-first.md"]
    start = lesson.index("id: one")
    edited = lesson[start:].replace("  c: Write\n", "", 1).replace("  c: TELLS-THREE\n", "", 1)
    house.serve({**FILES, "content/courses/parts/01-first.md": lesson[:start] + edited})
    page = words(card(browser.get(LESSON).text, "one"))
    assert "Not yet" in page
    assert "There is no right or wrong here" not in page


def test_one_choice_that_earns_a_part_says_that_another_is_better(house: House, browser: Caller) -> None:
    near = f"```quiz\nid: near\n{QUIZZES['one'].partition('why')[0]}credit: {{b: 50%}}\n```\n"
    house.serve({**FILES, "content/courses/parts/02-near.md": f"---\ntitle: Near\n---\nGo.\n\n{near}"})
    assert browser.form("/courses/parts/near/quizzes/near", {"answer": "b"}).status_code == 303
    assert "You have 50% of it. Another answer is better." in words(
        card(browser.get("/courses/parts/near").text, "near")
    )
