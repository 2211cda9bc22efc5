"""The description names every address and method, and the answers are as it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse

from lms.services.assessing import results
from lms.services.certifying import issuing
from lms.services.ground.person import Person
from lms.web.api.description import document
from lms.web.edge import policies
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.site import House
from tests.support.web import API, Caller

ROOT = "urn:description"
MANUAL = Path(__file__).parents[3] / "docs" / "reference" / "api.md"


def registry() -> Registry[Any]:
    made: Registry[Any] = Registry().with_resource(ROOT, DRAFT202012.create_resource(document()))
    return made


def validator(pointer: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"{ROOT}#{pointer}"}, registry=registry())


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """What a reference leads to, or the part itself."""
    if "$ref" not in part:
        return part
    found: Any = document()
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    assert isinstance(found, dict)
    return found


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, item in document()["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    ]


def hold(response: TestResponse, path: str, method: str) -> None:
    """The answer is one that the description names, and of the shape that it gives."""
    told = document()["paths"][path][method]["responses"]
    assert str(response.status_code) in told, (method, path, response.status_code)
    pointer = f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}/responses/{response.status_code}"
    described = told[str(response.status_code)]
    if "$ref" in described:
        pointer = described["$ref"].removeprefix("#")
    content = resolved(described)["content"]
    assert response.mimetype in content, (method, path, response.mimetype)
    media = (response.mimetype or "").replace("/", "~1")
    validator(f"{pointer}/content/{media}/schema").validate(response.get_json())


def test_every_address_and_method_is_described_and_nothing_else(app: Flask) -> None:
    there = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule).removeprefix(API), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert there == {(path, method) for path, method, _ in operations()}


def test_every_schema_is_one_and_every_reference_leads_somewhere() -> None:
    for name, schema in document()["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        for example in schema.get("examples", []):
            validator(f"/components/schemas/{name}").validate(example)
    references = re.findall(r"'\$ref': '#/([^']+)'", str(document()))
    assert references
    for reference in references:
        resolved({"$ref": f"#/{reference}"})


def test_every_operation_says_what_it_needs_and_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(names) == len(set(names))
    for path, method, operation in operations():
        item = document()["paths"][path]
        given = [resolved(one)["name"] for one in [*item.get("parameters", []), *operation.get("parameters", [])]]
        assert set(re.findall(r"\{(\w+)\}", path)) <= set(given), (method, path)
        if {} not in operation.get("security", [{"token": []}]):
            assert "401" in operation["responses"], (method, path)
        for media in operation.get("requestBody", {}).get("content", {}).values():
            if "example" in media:
                Draft202012Validator({"$ref": f"{ROOT}#{pointer_of(path, method)}"}, registry=registry()).validate(
                    media["example"]
                )


def test_every_operation_names_the_scope_that_its_view_asks_for(app: Flask) -> None:
    table = app.extensions[policies.EXTENSION]
    views = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{}", rule.rule.removeprefix("/api/v1")), method): table[rule.endpoint]
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    for path, method, operation in operations():
        scopes = [way["token"] for way in operation["security"] if "token" in way]
        policy = views[re.sub(r"\{\w+\}", "{}", path), method.upper()]
        assert scopes in ([], [[policy.scope_for(method.upper())]]), (method, path)


def pointer_of(path: str, method: str) -> str:
    return f"/paths/{path.replace('/', '~1')}/{method}/requestBody/content/application~1json/schema"


def test_the_description_is_served_to_everyone(anyone: Caller) -> None:
    response = anyone.get(f"{API}/openapi.json")
    assert (response.status_code, response.content_type) == (200, "application/json")
    assert response.get_json() == document()
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(("path", "method"), [(path, method) for path, method, _ in operations()])
def test_the_manual_names_every_operation(path: str, method: str) -> None:
    words = re.sub(r"\{(\w+)\}", "<\\1>", path)
    assert f"{method.upper()} `{words}`" in MANUAL.read_text(encoding="utf-8")


def test_the_answers_of_learning_are_as_described(caller: Caller, anyone: Caller, house: House, amal: Person) -> None:
    lesson = "/courses/{course}/lessons/{lesson}"
    quiz = f"{lesson}/quizzes/{{quiz}}/answers"
    here = f"{API}/courses/listening/lessons"
    hold(anyone.get(f"{API}/courses"), "/courses", "get")
    hold(caller.get(f"{API}/courses/listening"), "/courses/{course}", "get")
    hold(caller.get(f"{here}/quiet"), lesson, "get")
    hold(caller.get(f"{here}/silence"), lesson, "get")
    hold(caller.get(f"{here}/nowhere"), lesson, "get")
    hold(caller.post(f"{here}/quiet/quizzes/quiet-one/answers", {"answer": "a"}), quiz, "post")
    hold(caller.post(f"{here}/quiet/quizzes/quiet-think/answers", {"answer": "So."}), quiz, "post")
    hold(caller.post(f"{here}/quiet/quizzes/quiet-one/answers", {"answer": 7}), quiz, "post")
    hold(caller.post(f"{here}/silence/quizzes/silence-one/answers", {"answer": "a"}), quiz, "post")
    hold(caller.post(f"{here}/quiet/quizzes/quiet-one/answers", b"{"), quiz, "post")
    hold(anyone.post(f"{here}/quiet/quizzes/quiet-one/answers", {"answer": "a"}), quiz, "post")
    hold(caller.get(f"{here}/quiet"), lesson, "get")
    hold(caller.post(f"{here}/asking/completion"), f"{lesson}/completion", "post")
    hold(caller.post(f"{here}/quiet/completion"), f"{lesson}/completion", "post")
    hold(caller.get(f"{API}/me"), "/me", "get")
    hold(caller.get(f"{API}/me/progress"), "/me/progress", "get")
    finish_course(house, amal)
    hold(caller.get(f"{API}/courses/listening"), "/courses/{course}", "get")
    hold(caller.get(f"{API}/me/progress"), "/me/progress", "get")


def test_the_answers_of_examinations_are_as_described(caller: Caller, house: House, amal: Person) -> None:
    start, one = "/assessments/{assessment}/attempts", "/attempts/{attempt}"
    hold(caller.get(f"{API}/assessments/exam"), "/assessments/{assessment}", "get")
    hold(caller.post(f"{API}/assessments/exam/attempts", {"agree": True}), start, "post")
    finish_course(house, amal)
    hold(caller.post(f"{API}/assessments/exam/attempts", {}), start, "post")
    begun = caller.post(f"{API}/assessments/exam/attempts", {"agree": True})
    hold(begun, start, "post")
    hold(caller.post(f"{API}/assessments/exam/attempts"), start, "post")
    here = f"{API}/attempts/{begun.get_json()['id']}"
    key = begun.get_json()["questions"][0]["options"][0]["key"]
    hold(caller.get(here), one, "get")
    hold(caller.put(f"{here}/answers/1", {"answer": key, "seq": 1}), f"{one}/answers/{{n}}", "put")
    hold(caller.put(f"{here}/answers/1", {"answer": 1, "seq": 2}), f"{one}/answers/{{n}}", "put")
    hold(caller.put(f"{here}/answers/99", {"answer": key, "seq": 1}), f"{one}/answers/{{n}}", "put")
    hold(caller.put(f"{here}/marks/1", {"marked": True}), f"{one}/marks/{{n}}", "put")
    hold(caller.get(f"{here}/result"), f"{one}/result", "get")
    hold(caller.post(f"{here}/pause"), f"{one}/pause", "post")
    hold(caller.get(here), one, "get")
    hold(caller.post(f"{here}/resume"), f"{one}/resume", "post")
    hold(caller.post(f"{here}/submission"), f"{one}/submission", "post")
    hold(caller.get(f"{here}/result"), f"{one}/result", "get")
    hold(caller.get(f"{API}/assessments/exam"), "/assessments/{assessment}", "get")
    hold(caller.get(f"{API}/me/progress"), "/me/progress", "get")
    everything = begin(house, amal, "open")
    hold(caller.post(f"{API}/attempts/{everything}/submission"), f"{one}/submission", "post")


def test_the_answers_about_certificates_are_as_described(
    caller: Caller, anyone: Caller, house: House, amal: Person
) -> None:
    mine, report = "/me/certificates", "/certificates/{serial}"
    claim = {"credential": "listener", "name": "Amal Haddad", "agree": True}
    hold(caller.get(f"{API}{mine}"), mine, "get")
    hold(caller.post(f"{API}{mine}", claim), mine, "post")
    finish_course(house, amal)
    attempt = begin(house, amal, "exam")
    answer(house, amal, attempt, right_answers(house, attempt))
    results.submit(house.context, amal, attempt)
    hold(caller.post(f"{API}{mine}", {**claim, "agree": False}), mine, "post")
    claimed = caller.post(f"{API}{mine}", claim)
    hold(claimed, mine, "post")
    hold(caller.get(f"{API}{mine}"), mine, "get")
    serial = claimed.get_json()["serial"]
    hold(anyone.get(f"{API}/certificates/{serial}"), report, "get")
    issuing.carry_on(house.context, serial)
    hold(anyone.get(f"{API}/certificates/{serial}"), report, "get")
    hold(anyone.get(f"{API}/certificates/7K3MD2QX9V4T0HBNR6WE8ZYF1CJ"), report, "get")
    hold(caller.post(f"{API}{mine}", claim), mine, "post")
    hold(caller.get(f"{API}{mine}"), mine, "get")
