"""The chain of the audit log: whatever is altered, its first altered entry is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from lms.credentials.audit import BEFORE_THE_FIRST, Entry, Head, first_altered, next_entry
from tests.credentials.examples import AWARDED


def _log(length: int) -> list[Entry]:
    entries: list[Entry] = []
    for n in range(length):
        last = entries[-1] if entries else None
        moment = AWARDED + timedelta(minutes=n)
        entries.append(next_entry(last, at=moment, actor="staff:1", act="issue", subject=f"s{n}", details={"n": n}))
    return entries


def test_an_untouched_log_is_whole() -> None:
    log = _log(5)
    assert first_altered([]) is None
    assert first_altered(log) is None
    assert first_altered(iter(log), head=Head(5, log[4].hash)) is None
    assert first_altered(log, head=Head(3, log[2].hash)) is None
    assert (log[0].n, log[0].previous) == (1, BEFORE_THE_FIRST)


@pytest.mark.parametrize(
    "edit",
    [
        {"at": AWARDED},
        {"actor": "staff:2"},
        {"act": "revoke"},
        {"subject": "other"},
        {"details": {"n": 3}},
        {"previous": "0" * 64},
        {"hash": "0" * 64},
    ],
)
def test_an_edited_entry_is_named(edit: dict[str, object]) -> None:
    log = _log(5)
    log[2] = replace(log[2], **edit)  # type: ignore[arg-type]
    assert first_altered(log) == 3


def test_an_entry_that_was_edited_and_hashed_anew_breaks_the_next_one() -> None:
    log = _log(5)
    edited = replace(log[2], actor="staff:2")
    log[2] = replace(edited, hash=edited.hashed())
    assert first_altered(log) == 4
    assert first_altered(log, head=Head(3, _log(5)[2].hash)) == 3


def test_missing_moved_and_added_entries_are_named() -> None:
    log = _log(5)
    assert first_altered(log[1:]) == 1
    assert first_altered([log[0], *log[2:]]) == 2
    assert first_altered([log[0], log[2], log[1], *log[3:]]) == 2
    assert first_altered([*log[:2], log[1], *log[2:]]) == 3


def test_a_number_that_was_skipped_is_named_although_the_chain_holds() -> None:
    first = _log(1)[0]
    skipping = replace(first, n=3, previous=first.hash)
    assert first_altered([first, replace(skipping, hash=skipping.hashed())]) == 2


def test_a_cut_tail_shows_only_to_one_who_remembers_the_head() -> None:
    log = _log(5)
    head = Head(5, log[4].hash)
    assert first_altered(log[:3]) is None
    assert first_altered(log[:3], head=head) == 4
    assert first_altered([], head=head) == 1


def test_a_log_written_anew_from_its_start_shows_against_the_head() -> None:
    other = [next_entry(None, at=AWARDED, actor="x", act="issue", subject="s0", details=None)]
    assert first_altered(other) is None
    assert first_altered(other, head=Head(1, _log(1)[0].hash)) == 1


def test_the_same_moment_in_another_zone_is_the_same_entry() -> None:
    moment = datetime(2027, 3, 5, 23, 2, 9, 123456, tzinfo=timezone(timedelta(hours=9)))
    here = next_entry(None, at=moment, actor="a", act="b", subject="c", details=None)
    there = next_entry(None, at=moment.astimezone(UTC), actor="a", act="b", subject="c", details=None)
    assert here.hash == there.hash
