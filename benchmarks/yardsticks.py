"""What a page and a saved answer are held against: the least that Flask, and SQLAlchemy Core, can do here.

Each function is a factory, as the server wants one.
"""

from __future__ import annotations

import os

from flask import Flask, request
from sqlalchemy import JSON, Column, Integer, MetaData, String, Table, create_engine, insert, update

from lms.store.engine import WRITING, engine_options, prepare

DATABASE = "BENCHMARK_YARDSTICK_DATABASE"
LEARNERS = 1000
HELLO = "Hello, world!"

metadata = MetaData()
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("learner", Integer, index=True),
    Column("quiz", String(64)),
    Column("answer", JSON),
)
standings = Table("standings", metadata, Column("learner", Integer, primary_key=True), Column("body", JSON))


def hello() -> Flask:
    """The bare Flask hello."""
    app = Flask("hello")

    @app.get("/")
    def say_hello() -> str:
        return HELLO

    return app


def durable() -> Flask:
    """One insert and one update through SQLAlchemy Core in a transaction that is on the disk when it is answered.

    SQLite is set as the site sets it. The answer that is written is what was sent.
    """
    app = Flask("durable")
    url = os.environ[DATABASE]
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    writer = engine.execution_options(**{WRITING: True})

    @app.get("/")
    def say_hello() -> str:
        return HELLO

    @app.post("/<int:learner>")
    def save(learner: int) -> dict[str, object]:
        given = request.get_json()
        with writer.begin() as connection:
            connection.execute(insert(events).values(learner=learner, quiz="q", answer=given["answer"]))
            connection.execute(update(standings).where(standings.c.learner == learner).values(body=given))
        return {"share": "1", "correct": True}

    return app


def make_tables(url: str) -> None:
    """The yardstick's own database, with a row for each learner to be updated."""
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    metadata.create_all(engine)
    with engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.execute(insert(standings), [{"learner": n, "body": {}} for n in range(LEARNERS)])
    engine.dispose()
