"""Answers that are on the disk when they are acknowledged, against one insert and update through SQLAlchemy Core."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.campus import COURSE, LESSONS_DONE, LETTERS, Learner, campus
from benchmarks.client import request
from benchmarks.lesson_page import site
from benchmarks.measuring import Figure, Goal, Row, Series, Unit
from benchmarks.over_http import CONNECTIONS, Side, compare
from benchmarks.yardsticks import DATABASE, make_tables

JSON_BODY = {"Content-Type": "application/json"}
YARDSTICK = "one durable insert and update through SQLAlchemy Core under the same server"


def _against_core(lines: list[Iterator[bytes]], rounds: int) -> Series:
    with TemporaryDirectory(prefix="lms-benchmark-") as folder:
        url = f"sqlite:///{Path(folder) / 'yardstick.sqlite'}"
        make_tables(url)
        core = Side("benchmarks.yardsticks:durable", _core_lines, environment={DATABASE: url})
        return compare(site(lines), core, rounds)


def _core_lines() -> list[Iterator[bytes]]:
    bodies = [json.dumps({"answer": letter}).encode() for letter in LETTERS]
    return [cycle(request("POST", f"/{place}", JSON_BODY, body) for body in bodies) for place in range(CONNECTIONS)]


def measure_practice(rounds: int) -> Series:
    """A quiz of a lesson: marked, appended as an event, folded into the standing, and explained."""
    here = campus()
    lesson = here.catalog.courses[COURSE].lessons[here.lessons[LESSONS_DONE + 1]]
    path = f"/api/v1/courses/{COURSE}/lessons/{lesson.id}/quizzes/{lesson.questions[0].id}/answers"
    bodies = [json.dumps({"answer": letter}).encode() for letter in LETTERS]
    lines: list[Iterator[bytes]] = [
        cycle(request("POST", path, learner.in_program, body) for body in bodies)
        for learner in here.learners[:CONNECTIONS]
    ]
    return _against_core(lines, rounds)


def measure_attempt(rounds: int) -> Series:
    """An answer of an examination under way, question after question."""
    return _against_core([_saves(learner) for learner in campus().learners[:CONNECTIONS]], rounds)


_newest = count(1)


def _saves(learner: Learner) -> Iterator[bytes]:
    """Each save is newer than all before it, in an earlier round too."""
    while True:
        for n, key in learner.keys.items():
            body = json.dumps({"answer": key, "seq": next(_newest)}).encode()
            yield request("PUT", f"/api/v1/attempts/{learner.attempt}/answers/{n}", learner.in_program, body)


ROWS = (
    Row(
        work="quiz answer saved and marked, durable",
        yardstick=YARDSTICK,
        unit=Unit.RATE,
        measure=measure_practice,
        goal=Goal(Figure.RATIO, 0.6),
        before="with the ORM 604/s, with Core 766/s; RELATE 70/s",
    ),
    Row(
        work="answer of an examination saved, durable",
        yardstick=YARDSTICK,
        unit=Unit.RATE,
        measure=measure_attempt,
        goal=Goal(Figure.RATIO, 0.6),
    ),
)
