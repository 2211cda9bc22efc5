"""The figures that a site is watched by."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from pysqlite3 import dbapi2 as sqlite

from lms.services.assessing import beginning, results
from lms.services.certifying import claiming, issuing
from lms.services.mail import outbox
from lms.services.operating import counters, faults, measures, tallied
from lms.store import revisions
from lms.store.engine import open_database
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.site import House

LINE = re.compile(r'^(lms_[a-z_]+)((?:\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})?) (\S+)$')


def figures(house: House) -> dict[str, float]:
    """Each line by its name and labels."""
    found: dict[str, float] = {}
    for line in measures.exposition(house.context).splitlines():
        if line.startswith("#"):
            continue
        matched = LINE.match(line)
        assert matched, line
        assert matched[1] + matched[2] not in found, f"{line} is there twice"
        found[matched[1] + matched[2]] = float(matched[3])
    return found


def test_attempts_are_counted_while_they_run(any_house: House) -> None:
    house = any_house
    amal = house.person()
    assert figures(house)['lms_attempts{state="running"}'] == 0
    attempt = beginning.start(house.context, amal, "open", agree=False, key=None).attempt.id
    assert figures(house)['lms_attempts{state="running"}'] == 1
    results.submit(house.context, amal, attempt)
    assert figures(house)['lms_attempts{state="running"}'] == 0


def test_mails_that_wait_are_told_with_the_age_of_the_oldest(any_house: House) -> None:
    house = any_house
    with house.context.database.writing() as session:
        number = outbox.write(session, house.context, "reset", "a@example.org", link="x", name="A", minutes=30)
    house.clock.turn(timedelta(minutes=7))
    found = figures(house)
    assert found['lms_work_waiting{work="mail"}'] == 1
    assert found['lms_work_oldest_seconds{work="mail"}'] == 420
    assert found["lms_mails_given_up"] == 0
    with house.context.database.writing() as session:
        session.connection().exec_driver_sql(f"UPDATE mails SET due_at = NULL WHERE id = {number}")
    found = figures(house)
    assert (found['lms_work_waiting{work="mail"}'], found["lms_mails_given_up"]) == (0, 1)


def test_certificates_and_the_log_grow_as_one_is_issued(any_house: House) -> None:
    house = any_house
    amal = house.person()
    finish_course(house, amal)
    attempt = begin(house, amal, "exam")
    answer(house, amal, attempt, right_answers(house, attempt))
    results.submit(house.context, amal, attempt)
    serial = claiming.claim(house.context, amal, "listener", "Amal Haddad", agree=True).holding.serial
    assert serial is not None
    before = figures(house)
    assert (before["lms_log_size"], before['lms_work_waiting{work="certificate"}']) == (0, 1)
    assert "lms_log_checkpoint_timestamp_seconds" not in before
    issuing.carry_on(house.context, serial)
    after = figures(house)
    assert (after["lms_log_size"], after['lms_work_waiting{work="certificate"}']) == (2, 0)
    assert after['lms_certificates{state="issued"}'] == 1
    assert after["lms_log_checkpoint_timestamp_seconds"] == house.clock().timestamp()
    assert serial not in measures.exposition(house.context)


def test_without_its_database_the_rest_is_told_and_that_it_is_away(house: House) -> None:
    away = open_database("postgresql+psycopg://nobody:CANARY@127.0.0.1:1/none")
    house.context = replace(house.context, database=away)
    text = measures.exposition(house.context)
    found = figures(house)
    assert found["lms_database_up"] == 0
    assert "lms_log_size" not in found
    assert 'version="0.1.0"' in text
    assert "CANARY" not in text


def test_requests_of_several_processes_are_added_up_with_their_saves(house: House) -> None:
    rows = (
        "? ?",
        "GET /",
        "PUT /api/v1/attempts/<attempt>/answers/<n>",
        "POST /courses/<course>/<lesson>/quizzes/<quiz>",
    )
    tallies = [
        counters.Tally(
            house.context.settings.home, tallied.WEB, counters.Shape(rows, tallied.COLUMNS, tallied.WEB_OTHERS)
        )
        for _ in range(2)
    ]
    ok, closed = tallied.CLASSES.index("2xx"), tallied.CLASSES.index("4xx")
    for tally in tallies:
        tally.add_row(1, ok, tallied.FIRST_BOUND + 2, 0.004)
        tally.add_row(2, ok, tallied.FIRST_BOUND, 0.001)
        tally.add_row(2, closed, tallied.FIRST_BOUND + len(tallied.BOUNDS), 30.0)
        tally.add_row(3, ok, tallied.FIRST_BOUND, 0.001)
        tally.add("too_many")
    found = figures(house)
    assert found['lms_requests_total{method="GET",route="/",status="2xx"}'] == 2
    assert found['lms_request_seconds_bucket{le="0.0025",method="GET",route="/"}'] == 0
    assert found['lms_request_seconds_bucket{le="0.005",method="GET",route="/"}'] == 2
    assert found['lms_request_seconds_bucket{le="+Inf",method="GET",route="/"}'] == 2
    saved = 'method="PUT",route="/api/v1/attempts/<attempt>/answers/<n>"'
    assert found[f'lms_request_seconds_bucket{{le="10.0",{saved}}}'] == 2
    assert (
        found[f'lms_request_seconds_bucket{{le="+Inf",{saved}}}'] == found[f"lms_request_seconds_count{{{saved}}}"] == 4
    )
    assert found['lms_saves_total{kind="examination"}'] == 2
    assert found['lms_saves_total{kind="practice"}'] == 2
    assert found["lms_too_many_total"] == 2
    assert found['lms_processes{kind="web"}'] == 1
    assert found[f'lms_process_memory_bytes{{kind="web",pid="{os.getpid()}"}}'] > 1_000_000


def test_the_revision_that_is_served_is_told_and_what_its_check_found(house: House) -> None:
    assert not [name for name in figures(house) if name.startswith("lms_content_info")]
    with house.context.database.writing() as session:
        revisions.held_revision(session)
        revisions.add(session, "abcdef0123456789", {}, house.clock())
        revisions.serve(session, "abcdef0123456789", house.clock())
        revisions.note_check(
            session, "abcdef0123456789", [{"severity": "error"}, {"severity": "warning"}], house.clock()
        )
    found = figures(house)
    assert found['lms_content_info{revision="abcdef012345"}'] == 1
    assert found["lms_content_errors"] == 1


@pytest.fixture
def counted() -> Iterator[list[str]]:
    """What is counted of errors; the loggers are as before when the test is over."""
    heard: list[str] = []
    ours = logging.getLogger("lms")
    before = list(ours.handlers)
    faults.count_faults(heard.append)
    yield heard
    ours.handlers[:] = before


def test_errors_that_are_told_are_counted_and_those_of_the_database_twice_named(counted: list[str]) -> None:
    log = logging.getLogger("lms.anything")
    for error in (ValueError("x"), sqlite.OperationalError("disk")):
        try:
            try:
                raise error
            except Exception as cause:
                raise RuntimeError("y") from cause
        except RuntimeError:
            log.exception("It broke.")
    log.warning("No error at all.")
    assert counted == ["faults", "faults", "database_errors"]


def test_counting_errors_again_takes_the_place_of_counting_them_before(counted: list[str]) -> None:
    newer: list[str] = []
    faults.count_faults(newer.append)
    try:
        raise ValueError
    except ValueError:
        logging.getLogger("lms.anything").exception("It broke.")
    assert (counted, newer) == ([], ["faults"])
