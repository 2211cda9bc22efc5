"""A report is worked out once for what the database holds, and is never older than that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from lms.credentials.life import Status
from lms.credentials.report import Report
from lms.credentials.steps import Outcome
from lms.services.assessing import results
from lms.services.certifying import claiming, issuing, stewarding, verifying
from lms.services.ground.person import Person
from lms.store import certificates
from lms.store.prepared import moment_of_text
from tests.services.walks import answer, begin, finish_course, right_answers
from tests.support.site import TODAY, House


def issued(house: House, person: Person) -> str:
    finish_course(house, person)
    attempt = begin(house, person, "exam")
    answer(house, person, attempt, right_answers(house, attempt))
    results.submit(house.context, person, attempt)
    serial = claiming.claim(house.context, person, "listener", person.name, True).holding.serial
    assert serial is not None
    issuing.carry_on(house.context, serial)
    return serial


def test_every_change_of_a_certificate_shows_at_once_and_back_again(any_house: House) -> None:
    house = any_house
    serial = issued(house, house.person())

    def ask() -> Report:
        return verifying.report(house.context, serial)

    assert ask().status is Status.VALID
    assert ask() is ask()
    stewarding.suspend(house.context, "staff", serial, "a reason", "Under review.")
    assert ask().status is Status.SUSPENDED
    stewarding.reinstate(house.context, "staff", serial, "a reason")
    assert ask().status is Status.VALID
    last = ask().claims
    assert last is not None
    assert last.expires is not None
    house.clock.at = last.expires
    assert ask().status is Status.VALID
    house.clock.turn(timedelta(seconds=1))
    assert ask().status is Status.EXPIRED
    stewarding.revoke(house.context, "staff", serial, "a reason", "")
    assert ask().status is Status.REVOKED


@pytest.mark.postgres
def test_a_stored_file_is_hashed_once_and_again_when_somebody_has_written_into_it(
    any_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, serial = any_house, issued(any_house, any_house.person())
    # Otherwise SQLite is read again while the last write is this fresh.
    monkeypatch.setattr("lms.store.engine.A_TICK", -1)
    assert verifying.report(house.context, serial).status is Status.VALID
    with monkeypatch.context() as unread:
        unread.setattr("lms.store.verification.sha256", lambda _: 1 / 0)
        assert verifying.report(house.context, serial).status is Status.VALID
    with house.context.database.reading() as session:
        content = certificates.pdf(session, serial)
    for edited, status in ((b"forged", Status.SUSPENDED), (content, Status.VALID)):
        with house.context.database.writing() as session:
            session.execute(sql("UPDATE pdfs SET content = :content"), {"content": edited})
        assert verifying.report(house.context, serial).status is status


def test_the_report_by_file_is_that_by_number_and_says_that_the_file_was_compared(any_house: House) -> None:
    person = any_house.person()
    serial = issued(any_house, person)
    by_file = verifying.report_on_file(any_house.context, claiming.pdf(any_house.context, person, serial))
    by_number = verifying.report(any_house.context, serial)
    assert by_file.report is not None
    without_it = [
        {**report.to_json(), "steps": [step for step in report.to_json()["steps"] if step["name"] != "file"]}
        for report in (by_file.report, by_number)
    ]
    assert without_it[0] == without_it[1]
    outcomes = [step.outcome for report in (by_file.report, by_number) for step in report.steps if step.name == "file"]
    assert outcomes == [Outcome.OK, Outcome.NOT_CHECKED]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 12:00:00.000000",
        "2026-11-22 12:00:00+00",
        "2026-11-22 13:00:00+01",
        "2026-11-22 12:00:00.000000+00:00",
    ],
)
def test_a_moment_is_read_as_either_database_writes_it(text: str) -> None:
    assert moment_of_text(text) == TODAY
