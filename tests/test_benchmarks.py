"""The harness's arithmetic, and that each goal has a row. Nothing here says how fast anything is."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import repeat

import pytest

from benchmarks import client, measuring, report
from benchmarks.generated import LESSON_BYTES, QUIZZES, lesson, site
from benchmarks.measuring import Figure, Goal, Outcome, Row, Series, Unit, in_turn
from benchmarks.rows import ROWS
from lms.content.compiling.compiler import compile_catalog
from lms.sources.files import tree_of

GOALS = {
    "lesson page, signed in": "≥ 0.40 ×",
    "quiz answer saved and marked, durable": "≥ 0.60 ×",
    "answer of an examination saved": "≥ 0.60 ×",
    "verification page": "≥ 0.35 ×",
    "1,000 lessons of 6 KB": "≤ 1.50 ×",
    "the same on two cores": "≤ 0.80 ×",
    "the same, nothing changed": "≤ 40 ms",
    "the same, one file changed": "≤ 60 ms",
    "500 certificates promised at once": "≤ 30.00 s",
    "99 of 100 lesson pages meanwhile": "≤ 1.30 ×",
    "`lms --help`": "≤ 250 ms more",
    "`lms content check` of one file": "≤ 250 ms more",
}


def series(unit: Unit = Unit.RATE) -> Series:
    return Series(unit, (40.0, 60.0, 10.0), (100.0, 100.0, 50.0))


@pytest.mark.parametrize(("work", "goal"), GOALS.items())
def test_each_goal_has_a_row(work: str, goal: str) -> None:
    found = [row for row in ROWS if row.work.startswith(work)]
    assert [row.goal.words(row.unit) for row in found if row.goal] == [goal]


def test_one_certificate_has_a_row() -> None:
    assert [row.goal for row in ROWS if row.work.startswith("one certificate")] == [Goal(Figure.RATIO, 0.25)]


def test_a_ratio_is_the_median_of_rounds_each_against_its_neighbour() -> None:
    assert series().ratio == 0.4
    assert series().more == -40.0
    assert series().spread == pytest.approx((0.6 - 0.2) / 0.4)


def test_a_series_with_a_yardstick_missing_is_refused() -> None:
    with pytest.raises(ValueError, match="as many rounds"):
        Series(Unit.RATE, (1.0, 2.0), (1.0,))


@pytest.mark.parametrize(
    ("unit", "goal", "met"),
    [
        (Unit.RATE, Goal(Figure.RATIO, 0.4), True),
        (Unit.RATE, Goal(Figure.RATIO, 0.41), False),
        (Unit.SECONDS, Goal(Figure.RATIO, 0.4), True),
        (Unit.SECONDS, Goal(Figure.RATIO, 0.39), False),
        (Unit.SECONDS, Goal(Figure.OURS, 40.0), True),
        (Unit.SECONDS, Goal(Figure.OURS, 39.0), False),
        (Unit.SECONDS, Goal(Figure.MORE, -40.0), True),
        (Unit.SECONDS, Goal(Figure.MORE, -41.0), False),
    ],
)
def test_a_rate_is_to_reach_its_goal_and_a_time_to_stay_within_it(unit: Unit, goal: Goal, met: bool) -> None:
    assert goal.met(series(unit)) is met


def test_both_sides_are_measured_turn_and_turn_about() -> None:
    calls: list[str] = []

    def side(name: str, value: float) -> Callable[[], float]:
        def measure() -> float:
            calls.append(name)
            return value

        return measure

    measured = in_turn(3, Unit.RATE, side("ours", 1.0), side("yardstick", 2.0))
    assert calls == ["yardstick", "ours"] * 3
    assert (measured.ours, measured.yardstick) == ((1.0,) * 3, (2.0,) * 3)


def test_the_page_tells_what_was_measured_and_where() -> None:
    row = Row("work | with a bar", "yardstick", Unit.RATE, lambda _: series(), Goal(Figure.RATIO, 0.5), "seen", "note")
    machine = report.Machine(date(2027, 3, 5), "a processor", 2, 8.0, ("Python 3.11",))
    page = report.page([Outcome(row, series()), Outcome(replace(row, goal=None, before=""), series())], machine)
    assert r"| work \| with a bar | yardstick | ≥ 0.50 × | 0.40 × | not yet |  | 40/s | 100/s | 100% |" in page
    assert r"| work \| with a bar | yardstick |  | 0.40 × |  |  |" in page
    assert "5 March 2027: a processor, 2 cores, 8 GiB. Python 3.11." in page
    assert page.count("| seen |") == 1


def test_generated_lessons_are_what_they_are_called_and_without_findings() -> None:
    files = {path: text.encode() for path, text in site(60).items()}
    catalog, findings = compile_catalog(tree_of(files), today=date(2027, 3, 5), writing=True)
    assert catalog is not None
    assert findings == ()
    lessons = [one for course in catalog.courses.values() for one in course.lessons.values()]
    assert len(lessons) == 60
    assert {len(one.questions) for one in lessons} == {QUIZZES}
    assert LESSON_BYTES <= len(lesson(1)) < LESSON_BYTES * 1.3


@pytest.fixture
def trickling_server() -> int:
    """A server that sends each answer in small pieces, two requests a connection, the second one refused."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with listener, connection:
            for status in (b"200 OK", b"409 CONFLICT"):
                while not connection.recv(1024).endswith(b"\r\n\r\n"):
                    pass
                for piece in (b"HTTP/1.1 " + status, b"\r\ncontent-le", b"ngth: 4\r\nA: b\r\n\r", b"\nbo", b"dy"):
                    connection.sendall(piece)
            connection.recv(1024)

    threading.Thread(target=serve, daemon=True).start()
    port: int = listener.getsockname()[1]
    return port


def test_the_client_finds_the_end_of_an_answer_that_comes_in_pieces(trickling_server: int) -> None:
    connection = client.Connection(trickling_server, repeat(client.request("GET", "/")))
    seen = []
    for _ in range(2):
        connection.send()
        while connection.receive() is None:
            pass
        seen.append((connection.status, connection.body))
    connection.close()
    assert seen == [(200, b"body"), (409, b"body")]


def test_amounts_are_told_as_a_person_reads_them() -> None:
    assert [measuring.amount(value, Unit.SECONDS) for value in (1.234, 0.25, 0.0321)] == ["1.23 s", "250 ms", "32.1 ms"]
    assert measuring.amount(10700.4, Unit.RATE) == "10,700/s"
