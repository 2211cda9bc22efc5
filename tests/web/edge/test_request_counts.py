"""The figures of the site: closed by default, open to whoever has the token, and without a name of anybody."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from lms.services.ground.person import Person
from lms.services.operating import tallied
from tests.support.site import House
from tests.support.web import API, Caller, app_of, by_token, csrf_token, signed_in, stranger
from tests.web.edge.test_logs import SERIAL

TOKEN = "a-token-for-metrics-of-thirty-two-and-more"
LABEL = re.compile(r'route="([^"]*)"')


@pytest.fixture
def open_app(house: House) -> Iterator[Flask]:
    """An app whose figures can be asked for by token."""
    house.context = replace(house.context, settings=replace(house.context.settings, metrics_token=TOKEN))
    ours = logging.getLogger("lms")
    before = list(ours.handlers)
    yield app_of(house)
    ours.handlers[:] = before


def text_of(app: Flask) -> str:
    answer = stranger(app).get("/metrics", authorization=f"Bearer {TOKEN}")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    return answer.text


def test_figures_are_not_there_unless_somebody_asked_for_them(anyone: Caller, house: House) -> None:
    assert anyone.get("/metrics").status_code == 404
    assert anyone.get("/metrics", authorization="Bearer ").status_code == 404
    assert not (house.context.settings.home / "metrics").exists()


@pytest.mark.parametrize("given", ["", "Bearer wrong", f"Basic {TOKEN}", "Bearer", f"Bearer {TOKEN}x", "Bearer \u00e9"])
def test_without_the_token_nothing_is_told(open_app: Flask, given: str) -> None:
    headers = {"authorization": given} if given else {}
    answer = stranger(open_app).get("/metrics", **headers)
    assert answer.status_code == 401
    assert "lms_" not in answer.text


def test_each_request_is_counted_under_its_route_and_class(open_app: Flask, house: House, amal: Person) -> None:
    caller, person = stranger(open_app), signed_in(open_app, house, amal)
    for _ in range(3):
        caller.get(f"/verify/{SERIAL}")
    person.get("/courses/listening/quiet")
    caller.get(f"/nowhere/{SERIAL}")
    text = text_of(open_app)
    assert 'lms_requests_total{method="GET",route="/verify/<path:serial>",status="4xx"} 3' in text
    assert 'lms_requests_total{method="GET",route="/courses/<course>/<lesson>",status="2xx"} 1' in text
    assert 'lms_requests_total{method="?",route="?",status="4xx"} 1' in text
    assert 'lms_request_seconds_count{method="GET",route="/courses/<course>/<lesson>"} 1' in text
    assert SERIAL not in text
    rules = {rule.rule for rule in open_app.url_map.iter_rules()}
    assert set(LABEL.findall(text)) <= {*rules, tallied.UNKNOWN}


def test_saved_answers_are_counted_on_the_page_and_by_the_interface(
    open_app: Flask, house: House, amal: Person
) -> None:
    person, program = signed_in(open_app, house, amal), by_token(open_app, house, amal)
    form = {"csrf_token": csrf_token(person.client), "answer": "a"}
    person.client.post("/courses/listening/quiet/quizzes/quiet-one", data=form)
    program.post(f"{API}/courses/listening/lessons/quiet/quizzes/quiet-two/answers", {"answer": "b"})
    program.post(f"{API}/courses/listening/lessons/quiet/quizzes/quiet-two/answers", {"answer": 7})
    attempt = program.post(f"{API}/assessments/open/attempts", {"agree": True}).json
    assert attempt
    key = attempt["questions"][0]["options"][0]["key"]
    program.put(f"{API}/attempts/{attempt['id']}/answers/1", {"answer": key, "seq": 1})
    text = text_of(open_app)
    assert 'lms_saves_total{kind="practice"} 2' in text
    assert 'lms_saves_total{kind="examination"} 1' in text


def test_the_routes_that_save_are_routes_of_this_site(app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    for ends in tallied.SAVES.values():
        for end in ends:
            assert any(rule.endswith(end) for rule in rules), end


def test_what_was_too_many_and_what_broke_are_counted(
    open_app: Flask, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = stranger(open_app)
    assert "lms_too_many_total 0" in text_of(open_app)
    for _ in range(130):
        caller.get("/shared/none")
    text = text_of(open_app)
    assert "lms_too_many_total 0" not in text
    assert "lms_faults_total 0" in text

    def broken(_: object) -> None:
        raise ValueError

    monkeypatch.setattr("lms.services.learning.courses.catalogue", broken)
    caller.get("/courses")
    text = text_of(open_app)
    assert "lms_faults_total 1" in text
    assert "lms_database_errors_total 0" in text
