"""The application is Flask as it comes: what is hung on it is called, and no Host that is sent counts."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from flask import Blueprint, Flask, Response, abort, g, request
from werkzeug.exceptions import NotFound
from werkzeug.routing import Rule

from lms.web.edge import addresses, current, policies
from lms.web.edge.whole import Whole
from tests.support.site import House
from tests.support.web import Caller, app_of, stranger

ROOT = Path(__file__).parents[2] / "lms"
OWN = frozenset({"self", "cls"})
NAMEDTUPLE = frozenset({"_replace", "_asdict", "_fields", "_make"})
"""Public, and named so that no field can have the same name."""


def with_part(house: House, part: Blueprint) -> Flask:
    app = app_of(house)
    app.register_blueprint(part)
    return app


def part_with_hooks(calls: list[str]) -> Blueprint:
    part = Blueprint("part", __name__)

    @part.before_request
    def _before() -> None:
        calls.append(f"before {request.endpoint}")
        g.began = True
        if "refuse" in request.args:
            abort(403)
        if "break" in request.args:
            raise RuntimeError("the guard itself is broken")

    @part.after_request
    def _after(response: Response) -> Response:
        calls.append("after")
        response.headers["X-Part"] = "here"
        return response

    @part.teardown_request
    def _at_the_end(_error: BaseException | None) -> None:
        calls.append("torn down")

    @part.get("/part")
    @policies.anyone()
    def view() -> str:
        calls.append("view")
        return "shown"

    return part


def test_the_application_is_a_plain_flask(app: Flask) -> None:
    assert type(app) is Flask
    assert app.response_class is Flask.response_class
    assert app.request_class is Flask.request_class


def test_hooks_of_a_blueprint_are_called_around_its_views_and_around_no_others(house: House) -> None:
    calls: list[str] = []
    caller = stranger(with_part(house, part_with_hooks(calls)))
    answer = caller.get("/part")
    assert (answer.text, answer.headers["X-Part"]) == ("shown", "here")
    assert calls == ["before part.view", "view", "after", "torn down"]
    calls.clear()
    assert "X-Part" not in caller.get("/healthz").headers
    assert calls == []


@pytest.mark.parametrize(("how", "status"), [("refuse", 403), ("break", 500)])
def test_a_hook_that_refuses_or_breaks_lets_nobody_through(house: House, how: str, status: int) -> None:
    calls: list[str] = []
    answer = stranger(with_part(house, part_with_hooks(calls))).get(f"/part?{how}=1")
    assert answer.status_code == status
    assert "shown" not in answer.text
    assert "Content-Security-Policy" in answer.headers
    assert calls == ["before part.view", "after", "torn down"]


def test_a_view_that_is_hung_on_later_without_a_policy_is_called_by_nobody(house: House) -> None:
    part = Blueprint("part", __name__)
    part.add_url_rule("/part", view_func=lambda: "shown")
    answer = stranger(with_part(house, part)).get("/part")
    assert (answer.status_code, "shown" in answer.text) == (500, False)


def test_hooks_of_the_application_are_called_on_each_request(app: Flask) -> None:
    calls: list[str] = []
    app.before_request(lambda: calls.append("before"))
    app.teardown_request(lambda _error: calls.append("torn down"))
    app.teardown_appcontext(lambda _error: calls.append("at the very end"))
    app.url_value_preprocessor(lambda _endpoint, _values: calls.append("values"))
    assert stranger(app).get("/courses/listening").status_code == 200
    assert calls == ["values", "before", "torn down", "at the very end"]


def test_a_request_within_a_request_leaves_the_outer_one_at_hand(house: House) -> None:
    part, seen = Blueprint("part", __name__), list[str]()

    @part.get("/outer")
    @policies.anyone()
    def outer() -> str:
        assert stranger(app).get("/inner?which=inner").text == "inner"
        seen.append(current.request().path)
        return current.argument("which")

    @part.get("/inner")
    @policies.anyone()
    def inner() -> str:
        seen.append(current.request().path)
        return current.argument("which")

    app = with_part(house, part)
    assert stranger(app).get("/outer?which=outer").text == "outer"
    assert seen == ["/inner", "/outer"]


def test_arguments_of_one_request_are_not_those_of_the_next(app: Flask) -> None:
    seen: list[dict[str, object]] = []

    @app.before_request
    def _spoil() -> None:
        arguments = request.view_args
        assert arguments is not None
        seen.append(dict(arguments))
        arguments["course"] = "listening"

    caller = stranger(app)
    for _ in range(2):
        caller.get("/courses/another")
    assert seen == [{"course": "another"}, {"course": "another"}]


def test_an_address_with_signs_of_any_language_is_read_as_it_was_meant(anyone: Caller) -> None:
    for path in ("/courses/%C3%A9t%C3%A9", "/courses/%ff%fe", "/verify/%E2%98%83"):
        assert anyone.get(path).status_code in (400, 404)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:99", "a b", "[::1", ""])
def test_nothing_that_is_answered_depends_on_the_host_that_was_sent(house: House, host: str) -> None:
    caller = stranger(app_of(house))
    for path in ("//courses", "/learn", "/courses/listening/quiet"):
        answer = caller.client.get(path, headers={"Host": host}, base_url="http://localhost")
        assert answer.status_code in (200, 303, 308)
        assert "evil" not in answer.headers.get("Location", "") + answer.text


def test_a_whole_body_goes_out_with_its_length_and_none_to_who_asks_for_the_head(app: Flask, browser: Caller) -> None:
    answers = stranger(app).client
    whole = answers.get("/healthz")
    assert (whole.data, whole.headers["Content-Length"]) == (b"fine\n", "5")
    assert answers.head("/healthz").data == b""
    assert answers.head("/healthz").headers["Content-Length"] == "5"
    path = "/courses/listening/quiet"
    page, head = browser.get(path), browser.client.head(path)
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", str(len(page.data)))


def test_an_address_that_led_to_one_view_leads_to_another_that_is_hung_before_it_later(app: Flask) -> None:
    anyone = stranger(app)
    assert anyone.get("/verify/later").status_code == 404
    app.url_map.add(Rule("/verify/later", endpoint=app.url_map.bind("").match("/healthz")[0]))
    assert anyone.get("/verify/later").text == "fine\n"


def test_an_address_that_is_known_for_one_method_is_refused_for_another(app: Flask) -> None:
    caller = stranger(app).client
    for _ in range(2):
        assert caller.get("/healthz").status_code == 200
        assert caller.delete("/healthz").status_code == 405
        assert caller.get("/healthz/").status_code == 404


def test_no_more_addresses_are_remembered_than_there_is_room_for(
    app: Flask, anyone: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "MOST_KNOWN", 2)
    before = len(anyone.get("/courses").data)
    for n in range(5):
        assert anyone.get(f"/verify/{n}").status_code == 404
    assert isinstance(app.url_map, addresses.Addresses)
    assert len(app.url_map.known) <= 2
    assert len(anyone.get("/courses").data) == before


def test_what_shall_be_done_at_the_end_of_an_answer_is_done(house: House) -> None:
    part, calls = Blueprint("part", __name__), list[str]()

    @part.get("/part")
    @policies.anyone()
    def view() -> Response:
        page = Whole(b"shown")
        page.call_on_close(lambda: calls.append("closed"))
        return page

    answer = stranger(with_part(house, part)).get("/part")
    answer.close()
    assert (answer.text, calls) == ("shown", ["closed"])


def test_a_whole_page_that_a_hook_puts_other_words_into_goes_out_with_those(house: House) -> None:
    part = Blueprint("part", __name__)

    @part.after_request
    def _other(response: Response) -> Response:
        response.set_data("others")
        return response

    @part.get("/part")
    @policies.anyone()
    def view() -> Response:
        return Whole(b"shown")

    answer = stranger(with_part(house, part)).get("/part")
    assert (answer.text, answer.headers["Content-Length"]) == ("others", "6")


def test_no_private_attribute_of_a_framework_is_read_or_written() -> None:
    places: dict[str, str] = {}
    own: set[str] = set()
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and re.match(r"_[^_]", node.attr):
                places[node.attr] = f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
                if isinstance(node.value, ast.Name) and node.value.id in OWN:
                    own.add(node.attr)
            elif isinstance(node, ast.Assign) and "__slots__" in map(ast.unparse, node.targets):
                own |= set(ast.literal_eval(node.value))
    assert {name: place for name, place in places.items() if name not in own | NAMEDTUPLE} == {}


def test_an_address_with_a_number_that_no_row_can_have_leads_nowhere(house: House) -> None:
    urls = app_of(house).url_map.bind("")
    assert urls.match(f"/notebook/{2**31 - 1}")[1] == {"id": 2**31 - 1}
    for number in (2**31, 2**63, 10**40):
        with pytest.raises(NotFound):
            urls.match(f"/notebook/{number}")
