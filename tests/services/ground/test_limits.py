"""Tries are counted exactly, whoever counts at the same time, and for a window alone."""

from datetime import timedelta

import pytest

from lms.services.ground import limits
from lms.services.ground.limits import Limit
from lms.services.ground.refusals import TooMany
from lms.services.operating import tidying
from lms.store.tables import LimitRow
from tests.services.accounts.post import at_once
from tests.support.site import House


def count(house: House, subject: str = "here") -> None:
    limits.count(house.context, "try", subject, 3, 60)


@pytest.mark.postgres
def test_of_many_at_once_exactly_so_many_pass(any_house: House) -> None:
    came = at_once(20, lambda _: count(any_house))
    assert came.count(None) == 3
    assert {type(one) for one in came if one is not None} == {TooMany}


@pytest.mark.postgres
def test_a_window_begins_with_the_first_try_and_ends(any_house: House) -> None:
    for _ in range(3):
        any_house.clock.turn(timedelta(seconds=10))
        count(any_house)
    with pytest.raises(TooMany) as refused:
        count(any_house)
    assert refused.value.retry_after == 40
    any_house.clock.turn(timedelta(seconds=39))
    with pytest.raises(TooMany):
        count(any_house)
    any_house.clock.turn(timedelta(seconds=1))
    count(any_house)


@pytest.mark.postgres
def test_many_who_count_two_things_in_two_orders_do_not_block_one_another(any_house: House) -> None:
    one, two = Limit("try", "one", 100, 60), Limit("try", "two", 100, 60)
    came = at_once(16, lambda n: limits.count_each(any_house.context, [one, two] if n % 2 else [two, one]))
    assert came == [None] * 16


def test_subjects_and_kinds_are_counted_apart(house: House) -> None:
    for subject in ("here", "there"):
        for _ in range(3):
            count(house, subject)
    limits.count(house.context, "other", "here", 3, 60)


def test_a_try_given_back_does_not_count(house: House) -> None:
    for _ in range(10):
        count(house)
        limits.give_back(house.context, [Limit("try", "here", 3, 60)])


def test_no_more_is_given_back_than_was_counted(house: House) -> None:
    count(house)
    for _ in range(3):
        limits.give_back(house.context, [Limit("try", "here", 3, 60)])
    for _ in range(3):
        count(house)
    with pytest.raises(TooMany):
        count(house)


@pytest.mark.parametrize(("one", "two"), [(10, 50), (50, 10)])
def test_of_two_limits_that_are_reached_the_longer_wait_is_told(house: House, one: int, two: int) -> None:
    tries = [Limit("try", "one", 1, one), Limit("try", "two", 1, two)]
    limits.count_each(house.context, tries)
    with pytest.raises(TooMany) as refused:
        limits.count_each(house.context, tries)
    assert refused.value.retry_after == 50


def test_an_act_that_breaks_off_afterwards_was_counted(house: House) -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            _count_and_break_off(house)
    with pytest.raises(TooMany):
        count(house)


def _count_and_break_off(house: House) -> None:
    count(house)
    raise ZeroDivisionError


def test_no_address_and_no_e_mail_is_kept_in_clear(house: House) -> None:
    count(house, "rosa@example.org")
    with house.context.database.reading() as session:
        (row,) = session.query(LimitRow)
    assert "rosa" not in row.bucket
    assert len(row.bucket) == 64


def test_windows_that_ended_are_forgotten(house: House) -> None:
    count(house)
    tidying.tidy(house.context)
    with house.context.database.reading() as session:
        assert session.query(LimitRow).count() == 1
    house.clock.turn(timedelta(seconds=60))
    tidying.tidy(house.context)
    with house.context.database.reading() as session:
        assert session.query(LimitRow).count() == 0


@pytest.mark.parametrize(
    ("address", "stands_for"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("no address" * 100, ("no address" * 100)[:100]),
    ],
)
def test_an_address_stands_for_whoever_calls_from_it(address: str, stands_for: str) -> None:
    assert limits.of_address(address) == stands_for


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 minute"), (60, "1 minute"), (61, "2 minutes"), (240, "4 minutes")]
)
def test_how_long_to_wait_is_told_in_words(house: House, seconds: int, words: str) -> None:
    limits.count(house.context, "try", "words", 1, seconds)
    with pytest.raises(TooMany, match=words):
        limits.count(house.context, "try", "words", 1, seconds)
