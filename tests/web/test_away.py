"""A part of the site is away, locked or full: pages and programs are told to come back, and then all is as before."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from pysqlite3 import dbapi2 as sqlite
from redis.exceptions import ConnectionError as NoRedis
from sqlalchemy import text
from werkzeug.test import TestResponse

from lms.services.ground.person import Person
from lms.services.learning import courses
from lms.store import engine
from lms.store.away import is_away
from lms.store.engine import Database, open_database
from lms.web.edge import current
from tests.support.site import House
from tests.support.web import Caller, app_of, by_token, signed_in

AWAY = "postgresql+psycopg://nobody:CANARY@127.0.0.1:1/none"
QUIZ = "/courses/listening/quiet/quizzes/quiet-one"


@pytest.fixture
def learner(app: Flask, house: House, amal: Person) -> Caller:
    """A browser whose pages were opened before, by a process that knows the content."""
    made = signed_in(app, house, amal)
    assert made.get("/account").status_code == 200
    return made


@contextmanager
def with_database(app: Flask, database: Database) -> Iterator[None]:
    before = app.extensions[current.EXTENSION]
    app.extensions[current.EXTENSION] = replace(before, database=database)
    yield
    app.extensions[current.EXTENSION] = before


def comes_back(answer: TestResponse) -> bool:
    assert "CANARY" not in answer.text
    assert "write to us and quote" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["/learn", "/account", "/certificates", "/api/v1/me/progress"])
def test_with_the_database_away_each_page_says_to_come_back(app: Flask, learner: Caller, path: str) -> None:
    with with_database(app, open_database(AWAY)):
        answer = learner.get(path)
        assert comes_back(answer)
        assert "come back in a moment" in answer.text
        kind = "application/problem+json" if path.startswith("/api") else "text/html"
        assert answer.mimetype == kind
    assert learner.get(path).status_code == 200


def test_a_program_with_a_token_is_told_the_same(app: Flask, house: House, amal: Person) -> None:
    program = by_token(app, house, amal)
    with with_database(app, open_database(AWAY)):
        answer = program.get("/api/v1/me")
    assert comes_back(answer)
    assert answer.json is not None
    assert answer.json["type"] == "urn:problem:not-ready"
    assert program.get("/api/v1/me").status_code == 200


def hurried(house: House, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The same database for somebody who does not wait long for a lock."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    return open_database(str(house.context.database.engine.url))


def test_with_the_database_locked_what_was_typed_is_given_back(
    app: Flask, house: House, learner: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = learner.get("/account").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    holder = sqlite.connect(str(house.context.database.engine.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with with_database(app, hurried(house, monkeypatch)):
        answer = learner.client.post("/account/name", data={"csrf_token": token, "name": "A new name"})
    holder.execute("ROLLBACK")
    holder.close()
    assert comes_back(answer)
    assert "A new name" in answer.text


def test_with_the_database_full_a_save_is_not_acknowledged(
    app: Flask, house: House, learner: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = hurried(house, monkeypatch)
    with full.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")

        def writing(_: Database) -> Any:
            raise_full(full)

        with monkeypatch.context() as patched:
            patched.setattr(Database, "writing", writing)
            answer = learner.form("/account/name", {"name": "A new name"})
    assert comes_back(answer)


def raise_full(full: Database) -> None:
    with full.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        connection.execute(text("CREATE TABLE more (text)"))
        connection.execute(text("INSERT INTO more VALUES (zeroblob(1000000))"))


@pytest.mark.parametrize(
    "error",
    [NoRedis("away"), OSError(errno.ENOSPC, "no space"), OSError(errno.EROFS, "read-only"), OSError(errno.EIO, "disk")],
)
def test_whatever_else_is_away_is_told_alike(app: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def away(*_: object) -> None:
        raise error

    monkeypatch.setattr(courses, "course_page", away)
    client = app.test_client()
    assert comes_back(client.get("/courses/listening"))
    assert comes_back(client.get("/api/v1/courses/listening"))


@pytest.mark.parametrize(
    "statement", ["SELECT * FROM nothing", "SELEC 1", "INSERT INTO accounts (id) VALUES (NULL)", "SELECT nothing()"]
)
def test_a_statement_that_is_wrong_is_a_fault_of_ours(house: House, statement: str) -> None:
    with pytest.raises(Exception) as raised, house.context.database.writing() as session:  # noqa: PT011
        session.connection().exec_driver_sql(statement)
    assert not is_away(raised.value)
    assert not is_away(RuntimeError())
    assert not is_away(TimeoutError())


def test_rates_that_cannot_be_counted_say_when_to_come_back(house: House, amal: Person) -> None:
    app = app_of(house)
    learner = signed_in(app, house, amal)
    house.context = replace(
        house.context, settings=replace(house.context.settings, redis_url="redis://:CANARY@127.0.0.1:1")
    )
    counted = signed_in(app_of(house), house, amal)
    assert learner.form("/account/export").status_code == 200
    assert comes_back(counted.form("/account/export"))
