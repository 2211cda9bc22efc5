"""The logs tell what happened, and nothing of whom it happened to."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from lms.services.ground import journal
from lms.services.ground.person import Person
from lms.services.learning import courses
from lms.store.engine import Database
from tests.support.site import House
from tests.support.web import Caller, app_of, by_token, csrf_token, signed_in, stranger
from tests.web.policy_table import TABLE

EMAIL, NAME, PASSWORD = "canary.person@example.org", "Canary Lastname", "canary password of mine"
SERIAL, TOKEN, ANSWER, ADDRESS = "CANA-RYSE-RIAL-7K3M", "canary-bearer-token", "canary answer text", "203.0.113.77"
SECRETS = [EMAIL, NAME, PASSWORD, SERIAL, TOKEN, ANSWER, ADDRESS, "canary", "Canary", "CANA"]


class Log:
    """All lines that this process writes, as they would be written."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @property
    def facts(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [line for line in self.facts if line["kind"] == kind]


class _Into(logging.Handler):
    def __init__(self, log: Log) -> None:
        super().__init__()
        self.setFormatter(journal.AsJson())
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Log]:
    """What is written from the lowest level on, by ourselves and by libraries."""
    heard = Log()
    handler, root = _Into(heard), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    journal.send_to(heard.lines.append)
    yield heard
    journal.send_to(None)
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_request_is_one_line_that_names_a_pattern_and_no_person(anyone: Caller, log: Log) -> None:
    answer = anyone.get("/reset/reset-token-1234")
    line = log.of("request")[0]
    assert line["path"] == "/reset/<token>"
    assert line["request"] == answer.headers["X-Request-Id"]
    assert (line["method"], line["status"], line["bytes"]) == ("GET", 410, len(answer.data))
    assert line["ms"] >= 0
    assert line["worker"] > 0
    assert len(log.of("request")) == 1


def test_an_address_that_leads_nowhere_is_not_written_down(anyone: Caller, log: Log) -> None:
    anyone.get(f"/nowhere/{EMAIL}?password={PASSWORD}")
    line = log.of("request")[0]
    assert (line["path"], line["method"], line["status"]) == ("?", "?", 404)
    assert EMAIL not in "".join(log.lines)


def test_where_nobody_wants_lines_none_are_made(anyone: Caller, log: Log) -> None:
    journal.send_to(None)
    anyone.get("/")
    assert not log.of("request")


def test_a_fault_is_logged_by_its_place_and_not_by_its_words(
    app: Flask, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    def break_down(*_: object) -> None:
        raise ValueError(f"{EMAIL} typed {PASSWORD}")

    monkeypatch.setattr(courses, "catalogue", break_down)
    answer = stranger(app).get("/")
    assert answer.status_code == 500
    fault = log.of("log")[0]
    assert fault["request"] == answer.headers["X-Request-Id"]
    assert fault["request"] in answer.text
    assert fault["errors"][0]["type"] == "builtins.ValueError"
    assert any("lms/web/pages/site/home.py" in place for place in fault["errors"][0]["at"])


def test_a_number_is_taken_from_a_proxy_that_is_trusted_and_from_nobody_else(house: House) -> None:
    given = "0123456789abcdef0123456789abcdef"
    assert stranger(app_of(house)).get("/", x_request_id=given).headers["X-Request-Id"] != given
    trusting = replace(house.context.settings, trusted_proxies=1)
    house.context = replace(house.context, settings=trusting)
    caller = stranger(app_of(house))
    assert caller.get("/", x_request_id=given).headers["X-Request-Id"] == given
    assert given in caller.get("/nowhere", x_request_id=given).text
    for wrong in ("short", EMAIL, given + "\n", "x" * 32, given * 3, '"}' + given):
        try:
            answer = caller.get("/", x_request_id=wrong)
        except ValueError:
            continue  # The test client itself sends no line break.
        assert answer.headers["X-Request-Id"] != wrong
        assert len(answer.headers["X-Request-Id"]) == 12


def _paths(path: str) -> list[str]:
    """The address as the table tries it, and with a canary in the place of its last part."""
    return [path, f"{path.rpartition('/')[0]}/{SERIAL}", f"{path}?q={EMAIL}"]


def _try_all(callers: list[Caller], attempt: str) -> None:
    form = {"email": EMAIL, "password": PASSWORD, "name": NAME, "answer": ANSWER, "number": SERIAL, "numbers": SERIAL}
    headers = {"User-Agent": NAME, "X-Forwarded-For": ADDRESS, "Referer": f"https://{EMAIL}/", "Cookie2": TOKEN}
    for row in TABLE.values():
        for caller in callers:
            for path in _paths(row.path.replace("{attempt}", attempt)):
                given = {**headers, **caller.headers}
                if row.method == "GET":
                    caller.client.get(path, headers=given)
                else:
                    caller.client.open(path, method=row.method, data=form, headers=given)
                    caller.client.open(path, method=row.method, json=form, headers=given)


def _callers(app: Flask, house: House, amal: Person) -> list[Caller]:
    admin = house.person("Canary Admin", role="admin")
    made_up = Caller(app.test_client(), {"Authorization": f"Bearer {TOKEN}"})
    signed = signed_in(app, house, admin)
    signed.headers["X-CSRFToken"] = csrf_token(signed.client)
    return [stranger(app), signed, by_token(app, house, amal), made_up]


def _hold_nothing(log: Log) -> None:
    whole = "\n".join(log.lines)
    assert len(log.of("request")) > len(TABLE)
    assert [secret for secret in SECRETS if secret in whole] == []
    assert ADDRESS not in whole
    assert "127.0.0.1" not in whole
    known = {line["path"] for line in log.of("request")}
    assert all("<" in path or path.count("/") < 6 for path in known)


def test_no_route_writes_anything_personal_into_the_log(
    app: Flask, house: House, amal: Person, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every address, by a stranger, an admin, a program and one with a made-up token, with canaries everywhere."""
    callers = _callers(app, house, amal)
    log.lines.clear()
    _try_all(callers, SERIAL)
    _hold_nothing(log)


def test_no_route_does_so_when_the_database_breaks_down_with_what_was_typed(
    app: Flask, house: House, amal: Person, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As PostgreSQL does, whose errors quote the row: Key (email)=(…) already exists."""
    callers = _callers(app, house, amal)

    def broken(_: object) -> None:
        cause = ValueError(f"Key (email)=({EMAIL}) already exists, {NAME} {ANSWER} {SERIAL}")
        raise IntegrityError(f"INSERT {PASSWORD}", {"token": TOKEN}, cause)

    monkeypatch.setattr(Database, "reading", broken)
    monkeypatch.setattr(Database, "writing", broken)
    log.lines.clear()
    _try_all(callers, SERIAL)
    assert any(line["status"] == 500 for line in log.of("request"))
    assert any("errors" in line for line in log.of("log"))
    _hold_nothing(log)
