"""An altered log shows, whatever was altered in it."""

import json
from datetime import timedelta

import pytest

from lms.services.log import auditing
from lms.store import audit
from tests.services.accounts.post import at_once
from tests.support.site import House


def write(house: House, times: int) -> None:
    for n in range(times):
        house.clock.turn(timedelta(seconds=1))
        with house.context.database.writing() as session:
            audit.append(session, house.clock(), "operator:test", "act", f"thing:{n}", {"n": n, "why": "weil’s so ist"})


def alter(house: House, statement: str) -> None:
    with house.context.database.writing() as session:
        session.connection().exec_driver_sql(statement)


@pytest.mark.postgres
def test_a_log_as_it_was_written_verifies(any_house: House) -> None:
    assert auditing.verify(any_house.context).first_altered is None
    write(any_house, 5)
    verified = auditing.verify(any_house.context)
    assert (verified.entries, verified.first_altered) == (5, None)
    write(any_house, 2)
    assert auditing.verify(any_house.context).entries == 7


@pytest.mark.postgres
def test_entries_written_at_once_stand_in_one_chain(any_house: House) -> None:
    came = at_once(12, lambda _: write(any_house, 1))
    assert came == [None] * 12
    verified = auditing.verify(any_house.context)
    assert (verified.entries, verified.first_altered) == (12, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE n = 3",
        "UPDATE audit SET at = 'no time' WHERE n = 3",
        "UPDATE audit SET actor = 'somebody' WHERE n = 3",
        "UPDATE audit SET act = 'other' WHERE n = 3",
        "UPDATE audit SET subject = 'other' WHERE n = 3",
        "UPDATE audit SET details = '{}' WHERE n = 3",
        "UPDATE audit SET details = 'no JSON' WHERE n = 3",
        "UPDATE audit SET details = '{\"n\":2.5}' WHERE n = 3",
        "UPDATE audit SET details = '[[[[' WHERE n = 3",
        "UPDATE audit SET previous = hash WHERE n = 3",
        "UPDATE audit SET hash = previous WHERE n = 3",
        "DELETE FROM audit WHERE n = 3",
        "UPDATE audit SET n = 100 WHERE n = 3",
    ],
)
def test_the_first_altered_entry_is_named(house: House, statement: str) -> None:
    write(house, 5)
    alter(house, statement)
    assert auditing.verify(house.context).first_altered == 3


def test_a_log_that_was_cut_shows_by_what_was_remembered(house: House) -> None:
    write(house, 3)
    auditing.remember_head(house.context)
    alter(house, "DELETE FROM audit WHERE n >= 3")
    assert auditing.verify(house.context).first_altered == 3


def test_a_log_written_anew_shows_by_what_was_remembered(house: House) -> None:
    write(house, 3)
    auditing.remember_head(house.context)
    alter(house, "DELETE FROM audit")
    write(house, 4)
    assert auditing.verify(house.context).first_altered == 3


def test_a_log_that_does_not_fit_is_not_remembered(house: House) -> None:
    write(house, 3)
    auditing.remember_head(house.context)
    file = house.context.settings.home / auditing.HEAD_FILE
    before = file.read_text()
    alter(house, "DELETE FROM audit WHERE n = 3")
    auditing.remember_head(house.context)
    write(house, 2)
    auditing.remember_head(house.context)
    assert file.read_text() == before
    assert json.loads(before)["n"] == 3


def test_an_entry_is_taken_back_with_its_act(house: House) -> None:
    write(house, 1)
    with pytest.raises(ZeroDivisionError):
        _write_and_break_off(house)
    assert auditing.verify(house.context).entries == 1


def _write_and_break_off(house: House) -> None:
    with house.context.database.writing() as session:
        audit.append(session, house.clock(), "operator:test", "act", "thing", {})
        raise ZeroDivisionError
