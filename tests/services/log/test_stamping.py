"""Heads are stamped when it is time; a service that is down, lies or sends junk means: not stamped, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from lms.credentials.cosignature import body_of
from lms.credentials.leaf import issued
from lms.credentials.timestamp import Question, stamped_at
from lms.services.ground.refusals import NotFound
from lms.services.log import checking, logbook, stamping, trouble
from lms.services.log.witnessing import Patience
from lms.store import witnessed
from tests.support.site import House
from tests.support.timestamps import THEIRS, Stamper, roots
from tests.support.timestamps import stamping as answering
from tests.support.watched import enter, stamped_by

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def sizes(house: House) -> list[int]:
    with house.context.database.reading() as session:
        return [one.size for one in witnessed.stamps(session)]


def stamp(house: House, patience: Patience | None = None) -> None:
    stamping.stamp_due(house.context, patience or Patience())


def enter_issue(house: House) -> None:
    with house.context.database.writing() as session:
        leaf, at = issued("number", house.clock(), claims="claims"), house.clock()
        logbook.enter(session, house.context, leaf, at=at, actor="test", act="enter", subject="number", details={})


@pytest.mark.postgres
def test_a_stamp_is_of_the_three_lines_that_the_log_signed(any_house: House) -> None:
    enter(any_house, 3)
    with answering(Stamper(any_house.clock)) as address:
        stamp(stamped_by(any_house, address))
    assert sizes(any_house) == [3]
    body = body_of(logbook.checkpoint(any_house.context)).encode()
    assert body.count(b"\n") == 3
    assert stamped_at(stamping.stamp_of(any_house.context, 3), body, roots()) == any_house.clock().replace(
        microsecond=0
    )
    assert checking.verify(stamped_by(any_house, address).context).altered == ()


def test_the_log_is_stamped_daily_and_at_an_issue_unless_it_was_within_the_hour(house: House) -> None:
    stamper = Stamper(house.clock)
    with answering(stamper) as address:
        watched = stamped_by(house, address)
        stamp(watched)
        assert sizes(house) == []
        enter(watched)
        stamp(watched)
        stamp(watched)
        assert sizes(house) == [1]
        enter_issue(house)
        stamp(watched)
        assert sizes(house) == [1]
        house.clock.turn(HOUR)
        stamp(watched)
        assert sizes(house) == [1, 2]
        enter(watched)
        house.clock.turn(HOUR * 23)
        stamp(watched)
        assert sizes(house) == [1, 2]
        house.clock.turn(HOUR)
        stamp(watched)
        assert sizes(house) == [1, 2, 3]
        house.clock.turn(DAY)
        stamp(watched)
    assert len(stamper.asked) == 3


def test_a_stamp_of_a_time_to_come_holds_no_later_one_up(house: House) -> None:
    with answering(Stamper(lambda: house.clock() + 300 * DAY)) as ahead:
        enter(house)
        stamp(stamped_by(house, ahead))
    with answering(Stamper(house.clock)) as right:
        enter(house)
        stamp(stamped_by(house, right))
    assert sizes(house) == [1, 2]


def junk(_question: bytes) -> bytes:
    return b"\x30" * 900


def too_much(_question: bytes) -> bytes:
    return b"\x00" * 100_000


def of_another(house: House) -> Callable[[bytes], bytes]:
    return lambda _question: Stamper(house.clock)(Question(b"another").query)


def test_a_service_that_is_down_means_not_stamped_and_is_asked_again_later(house: House) -> None:
    enter(house)
    patience = Patience()
    stamp(stamped_by(house, "http://127.0.0.1:9/"), patience)
    assert sizes(house) == []
    told = trouble.troubles(house.context.settings)[stamping.SERVICE]
    assert "cannot be reached" in told.words
    assert not patience.is_over(stamping.SERVICE, house.clock())
    house.clock.turn(HOUR)
    with answering(Stamper(house.clock)) as address:
        stamp(stamped_by(house, address), patience)
    assert sizes(house) == [1]
    assert trouble.troubles(house.context.settings) == {}


@pytest.mark.parametrize(
    ("status", "answer", "words"),
    [
        (503, junk, "it answers 503"),
        (200, junk, "cannot be read"),
        (200, too_much, "far too long"),
    ],
)
def test_an_answer_that_is_no_stamp_is_not_kept(
    house: House, status: int, answer: Callable[[bytes], bytes], words: str
) -> None:
    enter(house)
    with answering(answer, status) as address:
        stamp(stamped_by(house, address))
    assert sizes(house) == []
    assert words in trouble.troubles(house.context.settings)[stamping.SERVICE].words


def test_a_stamp_of_something_else_or_by_a_stranger_is_not_kept(house: House) -> None:
    enter(house)
    with answering(of_another(house)) as address:
        stamp(stamped_by(house, address))
    with answering(Stamper(house.clock, THEIRS + 1)) as address:
        stamp(stamped_by(house, address))
    assert sizes(house) == []
    assert "nobody whom we know" in trouble.troubles(house.context.settings)[stamping.SERVICE].words


def test_a_stamp_by_another_clock_is_kept_and_somebody_is_told(house: House) -> None:
    enter(house)
    with answering(Stamper(lambda: house.clock() + DAY)) as address:
        stamp(stamped_by(house, address))
    assert sizes(house) == [1]
    told = trouble.troubles(house.context.settings)[stamping.SERVICE]
    assert "by its clock it is 2026-11-23 12:00 UTC, and by ours 2026-11-22 12:00 UTC" in told.words


def test_no_transaction_is_open_while_the_service_is_asked(house: House) -> None:
    enter(house)

    def answer(question: bytes) -> bytes:
        enter(house)
        return Stamper(house.clock)(question)

    with answering(answer) as address:
        stamp(stamped_by(house, address))
    assert sizes(house) == [1]


def test_what_is_not_stamped_is_not_found(house: House) -> None:
    enter(house)
    for size in (0, 1, 2**31, 10**30):
        with pytest.raises(NotFound):
            stamping.stamp_of(house.context, size)
