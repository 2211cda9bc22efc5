"""Throw-away kinds of content and of requirement, as a learner meets them: on pages, at doors, through the API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from flask import Flask, render_template
from jinja2 import ChoiceLoader, FileSystemLoader

from lms.progress.requirement import Step
from lms.services.ground.person import Person
from lms.store import standings
from tests.content.throwaway.attending import asked_for
from tests.content.throwaway.gathering import TEMPLATES, registered
from tests.support.site import FILES, House, house_at
from tests.support.web import API, Caller, app_of, by_token, signed_in, stranger

SPRING = "content/gatherings/spring.md"
COURSE = "content/courses/listening/course.md"
EXAM = "content/assessments/open.md"
DOOR = "---\nopens_after: [gatherings/spring]\n"
CHANGES = {
    SPRING: "---\ntitle: Frühlingstreffen\nwas: may\nlanguage: de\nopens_after: [assessments/exam]\n---\n"
    "Komm und hör zu.\n\n![](media/tree.svg)\n",
    "content/gatherings/media/tree.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    EXAM: FILES[EXAM].replace("---\n", DOOR, 1),
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with registered(), asked_for(), house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path, CHANGES) as made:
        yield made


@pytest.fixture
def app(house: House) -> Flask:
    made = app_of(house)
    loader = made.jinja_env.loader
    assert loader is not None
    made.jinja_env.loader = ChoiceLoader([loader, FileSystemLoader(TEMPLATES)])
    return made


def test_it_has_a_page_of_its_own(app: Flask) -> None:
    page = stranger(app).get("/gatherings/spring")
    assert page.status_code == 200
    assert '<h1 lang="de" dir="ltr">Frühlingstreffen</h1>' in page.text
    assert "<p>Komm und hör zu.</p>" in page.text


def test_its_pictures_are_served_beside_it(app: Flask) -> None:
    picture = stranger(app).get("/gatherings/media/tree.svg")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert stranger(app).get("/gatherings/media/none.svg").status_code == 404


def test_what_is_not_there_says_so(app: Flask) -> None:
    page = stranger(app).get("/gatherings/autumn")
    assert page.status_code == 404
    assert "There is no such gathering." in page.text


def test_the_address_that_it_had_before_leads_on(app: Flask) -> None:
    page = stranger(app).get("/gatherings/may?a=b")
    assert (page.status_code, page.location) == (301, "/gatherings/spring?a=b")


def test_a_closed_door_says_what_to_come_to_and_leads_there(app: Flask, house: House, amal: Person) -> None:
    page = signed_in(app, house, amal).get("/assessments/open").text
    assert 'First come to “<bdi lang="de">Frühlingstreffen</bdi>”.' in page
    assert 'href="/gatherings/spring"' in page


def _open(caller: Caller) -> dict[str, object]:
    lines = caller.get(f"{API}/me/progress").get_json()["assessments"]
    return next(line for line in lines if line["id"] == "open")


def test_the_api_tells_the_reason_and_the_way(app: Flask, house: House, amal: Person) -> None:
    line = _open(by_token(app, house, amal))
    reason = {
        "kind": "gathering",
        "what": "gatherings/spring",
        "title": "Frühlingstreffen",
        "message": "First come to “Frühlingstreffen”.",
        "since": None,
        "until": None,
    }
    assert (line["state"], line["reasons"]) == ("closed", [reason])
    way = line["way"]
    assert isinstance(way, list)
    assert [step["kind"] for step in way][-2:] == ["assessment", "gathering"]


def test_who_was_there_finds_the_door_open(app: Flask, house: House, amal: Person) -> None:
    with house.context.database.writing() as session:
        standings.keep_pass(session, amal.id, "gatherings/spring", house.clock())
    assert _open(by_token(app, house, amal))["state"] == "open"
    assert "First come to" not in signed_in(app, house, amal).get("/assessments/open").text


def test_who_was_there_under_its_former_name_finds_the_door_open(app: Flask, house: House, amal: Person) -> None:
    with house.context.database.writing() as session:
        standings.keep_pass(session, amal.id, "gatherings/may", house.clock())
    assert _open(by_token(app, house, amal))["state"] == "open"


def test_the_description_takes_it_for_a_step(app: Flask) -> None:
    description = stranger(app).get(f"{API}/openapi.json").get_json()
    kind = description["components"]["schemas"]["Step"]["properties"]["kind"]
    assert jsonschema.Draft202012Validator(kind).is_valid("gathering")


def test_learning_shows_the_way_with_it(app: Flask, house: House, amal: Person) -> None:
    page = signed_in(app, house, amal).get("/learn").text
    assert '<a href="/gatherings/spring">' in page


def test_a_step_without_words_of_its_own_has_those_of_every_step(app: Flask) -> None:
    step = Step("gathering", "gatherings/spring", "Spring")
    with app.test_request_context():
        words = [render_template("steps/step.html", step=step, said=said) for said in ("now", "act", "after")]
    assert words[:2] == ["This comes next.", "Go on: <bdi>Spring</bdi>"]
    assert 'href="/gatherings/spring"' in words[2]
