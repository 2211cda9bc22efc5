"""What is said of those who saw the log: only what their signatures and stamps bear out; nothing where none is set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, text

from lms.credentials.leaf import clock as clock_leaf
from lms.credentials.seen import Seen
from lms.credentials.times import RunsBack
from lms.services.log import checking, clocks, logbook, others, stamping, witnessing
from lms.services.log.checking_others import OthersSaw
from lms.services.log.witnessing import Patience
from lms.services.operating import measures
from tests.support.site import House
from tests.support.timestamps import Stamper
from tests.support.timestamps import stamping as answering
from tests.support.watched import enter, honest, shown_to, stamped_by
from tests.support.witnesses import served

ONE, TWO = "witness.example/w1", "witness.example/w2"
MINUTES = timedelta(minutes=11)


@dataclass
class Watched:
    """A house whose log two witnesses and a time-stamp service see, when it is said so."""

    house: House

    def by(self, *names: str) -> datetime:
        """Those look now; the time is gone on before and after."""
        self.house.clock.turn(MINUTES)
        for witness in self.house.context.settings.witnesses:
            if witness.name in names:
                witnessing.ask(self.house.context, witness)
        at = self.house.clock()
        self.house.clock.turn(MINUTES)
        return at.replace(microsecond=0)

    def stamp(self) -> datetime:
        self.house.clock.turn(timedelta(days=1))
        at = self.house.clock()
        stamping.stamp_due(self.house.context, Patience())
        return at

    def seen(self, leaf: int) -> Seen:
        self.house.clock.turn(others.FRESH)
        found = others.of_leaf(self.house.context, leaf)
        assert found is not None
        return found

    def edit(self, statement: str) -> None:
        with self.house.context.database.writing() as session:
            session.execute(text(statement))

    def faults(self) -> list[str]:
        return [one.words for one in checking.verify(self.house.context).altered]


@contextmanager
def watching(house: House) -> Iterator[Watched]:
    first, second = honest(house, ONE), honest(house, TWO)
    with served(first.answer) as one, served(second.answer) as two, answering(Stamper(house.clock)) as service:
        seen = shown_to(house, (first.signing.key, one), (second.signing.key, two))
        yield Watched(stamped_by(seen, service))


@pytest.fixture
def watched(house: House) -> Iterator[Watched]:
    with watching(house) as made:
        yield made


def test_where_nobody_is_asked_nothing_is_said_and_nothing_is_read(house: House) -> None:
    enter(house)
    asked: list[str] = []
    event.listen(house.context.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert others.of_leaf(house.context, 0) is None
    assert asked == []
    verified = checking.verify(house.context)
    assert verified.others == OthersSaw()
    assert not any("cosignatures" in one or "checkpoint_stamps" in one for one in asked)
    assert "lms_witness" not in measures.exposition(house.context)


def test_a_leaf_was_seen_by_those_who_signed_a_head_that_covers_it_since_the_first(watched: Watched) -> None:
    enter(watched.house, 2)
    assert watched.seen(0) == Seen(asked=True, stamped=True)
    first = watched.by(ONE)
    assert (watched.seen(1).witnesses, watched.seen(1).since) == ((ONE,), first)
    enter(watched.house, 2)
    second = watched.by(ONE, TWO)
    for leaf in (0, 1):
        assert (watched.seen(leaf).witnesses, watched.seen(leaf).since) == ((ONE, TWO), first)
    assert (watched.seen(3).witnesses, watched.seen(3).since) == ((ONE, TWO), second)
    enter(watched.house)
    assert watched.seen(4).witnesses == ()


def test_a_leaf_lies_between_the_stamps_before_and_after_it(watched: Watched) -> None:
    enter(watched.house, 2)
    first = watched.stamp()
    enter(watched.house)
    before = watched.seen(2)
    assert (before.not_before, before.not_after) == (first, None)
    second = watched.stamp()
    assert (watched.seen(2).not_before, watched.seen(2).not_after) == (first, second)
    assert (watched.seen(1).not_before, watched.seen(1).not_after) == (None, first)


def test_what_is_new_is_read_on_and_at_most_every_ten_seconds(watched: Watched) -> None:
    enter(watched.house)
    watched.by(ONE)
    assert watched.seen(0).witnesses == (ONE,)
    asked: list[str] = []
    event.listen(watched.house.context.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    for _ in range(5):
        assert others.of_leaf(watched.house.context, 0) is not None
    assert asked == []


EDITS = (
    (
        "UPDATE cosignatures SET line = substr(line, 1, 60)"
        " || CASE substr(line, 61, 1) WHEN 'x' THEN 'y' ELSE 'x' END || substr(line, 62)"
    ),
    "UPDATE cosignatures SET line = 'junk'",
    "UPDATE cosignatures SET size = 2",
    "UPDATE cosignatures SET witness = 'witness.example/w2'",
    "UPDATE cosignatures SET at = '2020-01-01 00:00:00.000000'",
    "UPDATE cosignatures SET at = 'no time'",
    (
        "UPDATE checkpoint_stamps SET token = substr(token, 1, 900)"
        " || CASE substr(token, 901, 1) WHEN x'00' THEN x'01' ELSE x'00' END || substr(token, 902)"
    ),
    "UPDATE checkpoint_stamps SET token = x'30'",
    "UPDATE checkpoint_stamps SET size = 2",
    "UPDATE checkpoint_stamps SET at = '2020-01-01 00:00:00.000000'",
    "UPDATE checkpoint_stamps SET at = 'no time'",
)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_row_says_nothing_of_a_leaf_and_is_named(watched: Watched, edit: str) -> None:
    enter(watched.house)
    watched.by(ONE)
    watched.stamp()
    enter(watched.house)
    whole = watched.seen(0)
    assert watched.faults() == []
    watched.edit(edit)
    others.forget(watched.house.context)
    told = watched.seen(0)
    of_stamps = "stamps" in edit
    if "SET at" in edit:
        assert told == whole
    elif of_stamps:
        assert (told.witnesses, told.not_after) == ((ONE,), None)
    else:
        assert (told.witnesses, told.not_after) == ((), whole.not_after)
    expected = "The time stamp over " if of_stamps else "The signature of witness.example/w"
    assert len(watched.faults()) == 1
    assert watched.faults()[0].startswith(expected)


def test_a_stamp_of_no_head_and_a_signature_over_none_are_named(watched: Watched) -> None:
    enter(watched.house)
    watched.by(TWO)
    watched.stamp()
    watched.edit("UPDATE cosignatures SET size = 77")
    watched.edit("UPDATE checkpoint_stamps SET size = 78")
    assert watched.faults() == [
        "The signature of witness.example/w2 over 77 leaves is not as it was given.",
        "The time stamp over 78 leaves does not hold: there is no such head.",
    ]


def test_a_witness_that_is_no_longer_set_is_not_counted_and_is_no_fault(watched: Watched) -> None:
    enter(watched.house)
    watched.by(ONE, TWO)
    settings = watched.house.context.settings
    watched.house.context = replace(watched.house.context, settings=replace(settings, witnesses=settings.witnesses[:1]))
    others.forget(watched.house.context)
    assert watched.seen(0).witnesses == (ONE,)
    assert watched.faults() == []


def test_log_verify_tells_who_saw_what(watched: Watched) -> None:
    enter(watched.house, 3)
    watched.by(ONE)
    at = watched.stamp()
    enter(watched.house)
    second = watched.by(TWO)
    saw = checking.verify(watched.house.context).others
    assert [(one.name, one.size) for one in saw.witnesses] == [(ONE, 3), (TWO, 4)]
    assert saw.witnesses[1].at == second
    assert saw.newest_stamp is not None
    assert (saw.stamps, saw.newest_stamp.size, saw.newest_stamp.at) == (1, 3, at)


def test_a_leaf_that_was_dated_before_a_stamp_that_it_stands_after_is_named(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(watched.house)
    watched.stamp()
    watched.house.clock.turn(-timedelta(days=30))
    with pytest.raises(RunsBack):
        enter(watched.house)
    with monkeypatch.context() as by_an_operator:
        by_an_operator.setattr("lms.store.passing.require", lambda *_: None)
        enter(watched.house)
    faults = watched.faults()
    after = "stands after a head that was stamped on 23 November 2026, 12:00 UTC"
    words = f"Leaf 1 says 24 October 2026, 12:00 UTC, and {after}."
    assert words in faults
    assert [one for one in faults if "stamped" in one] == [words]


def test_whoever_says_that_the_time_before_was_wrong_dates_nothing_before_a_stamp_unseen(watched: Watched) -> None:
    enter(watched.house)
    watched.stamp()
    watched.house.clock.turn(-timedelta(days=30))
    clocks.correct(watched.house.context, "operator:test", "The battery was flat.")
    enter(watched.house)
    faults = [one for one in watched.faults() if "stamped" in one]
    assert len(faults) == 1
    assert faults[0].startswith("Leaf 1 says 24 October 2026, 12:00 UTC, and stands after a head that was stamped")


def test_a_few_minutes_between_the_clocks_are_no_fault(watched: Watched) -> None:
    enter(watched.house)
    watched.stamp()
    watched.house.clock.turn(-timedelta(minutes=4))
    enter(watched.house)
    assert [one for one in watched.faults() if "stamped" in one] == []


def test_a_leaf_of_a_time_to_come_is_named_until_somebody_says_that_the_clock_was_wrong(house: House) -> None:
    real = house.clock()
    house.clock.turn(timedelta(days=1500))
    enter(house)
    said = house.clock()
    with answering(Stamper(lambda: real)) as service:
        watched = Watched(stamped_by(house, service))
        stamping.stamp_due(watched.house.context, Patience())
        words = [one for one in watched.faults() if "stamped" in one]
        assert len(words) == 1
        assert words[0].startswith("Leaf 0 says 31 December 2030")
        assert words[0].endswith("is covered by a head that was stamped on 22 November 2026, 12:00 UTC.")
        house.clock.turn(real - said)
        with house.context.database.writing() as session:
            leaf, at = clock_leaf(real, leaf=0, said=said), house.clock()
            details: dict[str, str] = {}
            logbook.enter(session, house.context, leaf, at=at, actor="x", act="clock", subject="log", details=details)
        assert [one for one in watched.faults() if "stamped" in one] == []


def test_figures_tell_how_far_each_witness_saw_and_when_the_log_was_stamped(watched: Watched) -> None:
    enter(watched.house, 3)
    seen = watched.by(ONE)
    stamped = watched.stamp()
    told = measures.exposition(watched.house.context)
    lines = [line.rpartition(" ") for line in told.splitlines() if not line.startswith("#")]
    figures = {name: float(figure) for name, _, figure in lines}
    assert figures[f'lms_witness_size{{witness="{ONE}"}}'] == 3
    assert figures[f'lms_witness_timestamp_seconds{{witness="{ONE}"}}'] == int(seen.timestamp())
    assert figures["lms_log_stamp_timestamp_seconds"] == int(stamped.timestamp())
    assert TWO not in told


def test_an_outsider_is_told_which_heads_to_fetch(watched: Watched) -> None:
    enter(watched.house)
    watched.by(ONE)
    watched.stamp()
    enter(watched.house, 2)
    watched.by(ONE, TWO)
    watched.stamp()
    assert others.heads(watched.house.context, 2) == others.Heads({3: [ONE, TWO]}, 1, 3)
    assert others.heads(watched.house.context, 1) == others.Heads({1: [ONE], 3: [ONE, TWO]}, None, 1)
    assert others.heads(watched.house.context, 4) == others.Heads({}, 3, None)
