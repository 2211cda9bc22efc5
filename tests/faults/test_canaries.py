"""Invariant “Examination” 6: no key, no `why` and no unused question reaches a browser while an attempt runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pytest

from lms.services.accounts import hashing
from lms.store import attempts
from tests.faults.callers import API, Answer, Browser, Program
from tests.faults.premises import Premises, Server, laid_out, serving
from tests.support import allkinds

PASSWORD = "quiet rivers carry small boats"
QUESTIONS = 12
DRAWN = 3
MOST_PAGES = 150
NOT_OPENED = ("/logout", "/static/")
OF_ONE_ANSWER = ("date", "x-request-id")
"""Headers that differ between any two answers."""


@pytest.fixture(scope="module")
def premises(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    with laid_out(tmp_path_factory.mktemp("premises"), allkinds.FILES) as made:
        yield made


@pytest.fixture(scope="module")
def server(premises: Premises) -> Iterator[Server]:
    with serving(premises, workers=1) as started:
        yield started


@dataclass(slots=True)
class Walk:
    """Every answer that a learner got, by the request it was for."""

    browser: Browser
    program: Program
    answers: dict[str, Answer] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._keep(f"GET {path}", self.browser.get(path))

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self._keep(f"POST {path} {fields}", self.browser.post(path, fields))

    def ask(self, method: str, path: str, body: object = None) -> Answer:
        return self._keep(f"{method} {path} {body}", self.program.send(method, API + path, body))

    def _keep(self, asked: str, answer: Answer) -> Answer:
        assert answer.status < 500, f"{asked}: {answer.text}"
        self.answers[asked] = answer
        return answer

    def everywhere(self, start: str) -> None:
        """Open every page that a link leads to."""
        waiting, seen = [start], {start}
        while waiting and len(seen) < MOST_PAGES:
            page = self.get(waiting.pop())
            for link in re.findall(r'(?:href|src|action)="([^"#]*)', page.text):
                path = unescape(link)
                if path.startswith("/") and not path.startswith(NOT_OPENED) and path not in seen:
                    seen.add(path)
                    waiting.append(path)
        assert len(seen) < MOST_PAGES, "the walk has an end"


@pytest.fixture(scope="module")
def walk(premises: Premises, server: Server) -> Walk:
    person = premises.person("Amal Haddad", password_hash=hashing.hashed(PASSWORD))
    browser = Browser(server.port)
    browser.get("/login")
    assert browser.post("/login", {"email": person.email, "password": PASSWORD}).status == 303
    return Walk(browser, Program(server.port, premises.token(person)))


def some_answer(question: dict[str, Any]) -> Any:
    """An answer of the right shape, as a learner who knows nothing gives it."""
    options = [one["key"] for one in question.get("options") or ()]
    match question["type"]:
        case "choose-one":
            return options[0]
        case "choose-many":
            return options[:1]
        case "put-in-order":
            return options
        case "true-or-false":
            return False
        case "match":
            right = [one["key"] for one in question["right"]]
            return {one["key"]: right[0] for one in question["left"]}
        case "fill-in":
            return dict.fromkeys(question["blanks"], "nothing")
        case "scale" | "number":
            return "2"
    return "nothing"


def test_nothing_of_keys_whys_and_unused_questions_is_sent_while_attempts_run(walk: Walk, premises: Premises) -> None:
    running = {}
    for assessment in ("open", "kinds"):
        started = walk.ask("POST", f"/assessments/{assessment}/attempts").json
        running[assessment] = started
        for question in started["questions"]:
            body = {"answer": some_answer(question), "seq": 1}
            kept = walk.ask("PUT", f"/attempts/{started['id']}/answers/{question['n']}", body)
            assert kept.status == 200, kept.text
            walk.get(f"/attempts/{started['id']}?n={question['n']}")
        walk.get(f"/attempts/{started['id']}/check")
        walk.get(f"/attempts/{started['id']}/result")
        walk.ask("GET", f"/attempts/{started['id']}")
        walk.ask("GET", f"/attempts/{started['id']}/result")
        walk.ask("GET", f"/assessments/{assessment}")
    for path in ("/courses", "/courses/listening", "/courses/listening/lessons/quiet", "/me", "/me/progress"):
        walk.ask("GET", path)
    walk.everywhere("/learn")

    with premises.context.database.reading() as session:
        drawn = {one.source.partition("/")[2] for one in attempts.solved_items(session, running["open"]["id"])}
    unused = {f"bank-{number}" for number in range(QUESTIONS)} - drawn
    assert len(unused) == QUESTIONS - DRAWN
    secrets = [r"CANARY-why", r"CANARY-(?:hint-)?bank", r"CANARY-(?:consent|ask|write)", "2371"]
    secrets += [rf"\b{id}\b" for id in sorted(unused)]
    for asked, answer in walk.answers.items():
        for secret in secrets:
            assert not re.search(secret, answer.everything), f"{secret} in the answer to {asked}"
    assert any("/attempts/" in asked and answer.status == 200 for asked, answer in walk.answers.items())


def test_right_and_wrong_saves_look_and_weigh_the_same(walk: Walk, premises: Premises) -> None:
    started = walk.ask("POST", "/assessments/open/attempts").json
    saves = [
        [walk.ask("PUT", f"/attempts/{started['id']}/answers/{one['n']}", {"answer": option["key"], "seq": seq})]
        for one in started["questions"]
        for seq, option in enumerate(one["options"], 2)
    ]
    told = {
        (
            answer.status,
            tuple((name, value) for name, value in answer.headers if name.lower() not in OF_ONE_ANSWER),
            len(answer.body),
        )
        for (answer,) in saves
    }
    assert len(saves) == 2 * DRAWN
    assert len(told) == 1


def test_the_search_finds_what_it_looks_for(walk: Walk) -> None:
    """After the end this policy shows answers and why: the same search finds them then."""
    started = walk.ask("POST", "/assessments/open/attempts").json
    result = walk.ask("POST", f"/attempts/{started['id']}/submission")
    assert re.search(r"CANARY-why", result.everything)
    assert re.search(r"CANARY-why", walk.get(f"/attempts/{started['id']}/result").everything)
