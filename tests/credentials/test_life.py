"""Which state may follow which, and what a stranger is told in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from lms.credentials import life as lives
from lms.credentials.life import Changed, Declined, Grounds, Life, Making, Status
from tests.credentials.examples import ISSUED, LATER, claims, serial

EXPIRES = claims().expires
assert EXPIRES is not None
AFTER_THE_END = EXPIRES + timedelta(seconds=1)
OTHER = serial(1).text

STATES = {
    "intended": Life(),
    "logged": Life(making=Making.LOGGED),
    "stored": Life(making=Making.STORED, sha256="f" * 64),
    "valid": ISSUED,
    "suspended": replace(ISSUED, suspended=LATER),
    "revoked": replace(ISSUED, revoked=LATER),
    "replaced": replace(ISSUED, replaced=LATER, replaced_by=OTHER),
    "erased": replace(ISSUED, erased=LATER),
}
CHANGES: dict[str, Callable[[Life], Changed | Declined]] = {
    "log": lives.logged,
    "store": lambda life: lives.stored(life, "f" * 64),
    "issue": lives.issued,
    "revoke": lambda life: lives.revoked(life, "certification", LATER),
    "suspend": lambda life: lives.suspended(life, EXPIRES, LATER),
    "reinstate": lives.reinstated,
    "replace": lambda life: lives.replaced(life, LATER, OTHER, EXPIRES),
    "erase": lambda life: lives.erased(life, LATER),
}
ALLOWED = {
    "intended": {"log", "erase"},
    "logged": {"log", "store", "erase"},
    "stored": {"log", "store", "issue", "erase"},
    "valid": {"log", "store", "issue", "revoke", "suspend", "replace", "erase"},
    "suspended": {"log", "store", "issue", "revoke", "reinstate", "erase"},
    "revoked": {"log", "store", "issue", "erase"},
    "replaced": {"log", "store", "issue", "erase"},
    "erased": set[str](),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_made_or_declined_with_a_reason(state: str, change: str) -> None:
    verdict = CHANGES[change](STATES[state])
    assert bool(verdict) == (change in ALLOWED[state])
    if isinstance(verdict, Declined):
        assert verdict.reason.endswith(".")


def test_storing_and_issuing_again_change_nothing() -> None:
    logged = lives.logged(Life())
    assert isinstance(logged, Changed)
    assert lives.logged(logged.life) == logged
    stored = lives.stored(logged.life, "a" * 64)
    assert isinstance(stored, Changed)
    assert lives.stored(stored.life, "a" * 64) == stored
    issued = lives.issued(stored.life)
    assert isinstance(issued, Changed)
    assert lives.issued(issued.life) == issued
    assert (issued.life.making, issued.life.sha256) == (Making.ISSUED, "a" * 64)


def test_a_stored_pdf_is_never_exchanged() -> None:
    assert not lives.stored(ISSUED, "0" * 64)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("intended", Status.UNKNOWN),
        ("logged", Status.UNKNOWN),
        ("stored", Status.UNKNOWN),
        ("valid", Status.VALID),
        ("suspended", Status.SUSPENDED),
        ("revoked", Status.REVOKED),
        ("replaced", Status.REPLACED),
        ("erased", Status.ERASED),
    ],
)
def test_the_status_follows_from_the_facts(state: str, told: Status) -> None:
    assert lives.status(STATES[state], EXPIRES, LATER) is told


def test_the_last_second_is_valid_and_the_next_one_is_not() -> None:
    assert EXPIRES is not None
    assert lives.status(ISSUED, EXPIRES, EXPIRES) is Status.VALID
    assert lives.status(ISSUED, EXPIRES, AFTER_THE_END) is Status.EXPIRED
    assert lives.status(ISSUED, None, AFTER_THE_END) is Status.VALID


def test_the_gravest_fact_is_told_first() -> None:
    everything = replace(ISSUED, suspended=LATER, replaced=LATER, revoked=LATER, erased=LATER)
    assert lives.status(everything, EXPIRES, AFTER_THE_END) is Status.ERASED
    assert lives.status(replace(everything, erased=None), EXPIRES, AFTER_THE_END) is Status.REVOKED
    assert lives.status(replace(everything, erased=None, revoked=None), EXPIRES, AFTER_THE_END) is Status.REPLACED
    assert lives.status(STATES["suspended"], EXPIRES, AFTER_THE_END) is Status.SUSPENDED


def test_an_expired_certificate_can_be_revoked_but_not_suspended_or_corrected() -> None:
    assert lives.revoked(ISSUED, "certification", AFTER_THE_END)
    assert not lives.suspended(ISSUED, EXPIRES, AFTER_THE_END)
    assert not lives.replaced(ISSUED, AFTER_THE_END, OTHER, EXPIRES)


def test_a_course_certificate_is_not_revoked_for_conduct() -> None:
    assert not lives.revoked(ISSUED, "course-certificate", LATER, grounds=Grounds.CONDUCT)
    assert lives.revoked(ISSUED, "course-certificate", LATER, grounds=Grounds.MISTAKE)
    assert lives.revoked(ISSUED, "certification", LATER, grounds=Grounds.CONDUCT, signed_code=True)


def test_who_signed_no_code_does_not_lose_a_certificate_for_conduct() -> None:
    assert not lives.revoked(ISSUED, "certification", LATER, grounds=Grounds.CONDUCT)
    for other in Grounds:
        assert other is Grounds.CONDUCT or lives.revoked(ISSUED, "certification", LATER, grounds=other)


def test_an_erasure_takes_every_text_with_it() -> None:
    verdict = lives.erased(replace(ISSUED, revoked=LATER, revoked_public="Amal asked"), LATER)
    assert isinstance(verdict, Changed)
    assert "Amal" not in repr(verdict.life)


def test_a_reinstated_certificate_is_as_if_never_suspended() -> None:
    assert lives.reinstated(replace(ISSUED, suspended=LATER, suspended_public="in question")) == Changed(ISSUED)


def test_a_holder_is_told_in_the_last_ninety_days() -> None:
    assert EXPIRES is not None
    assert not lives.expires_soon(ISSUED, EXPIRES, EXPIRES - timedelta(days=91))
    assert lives.expires_soon(ISSUED, EXPIRES, EXPIRES - timedelta(days=90))
    assert not lives.expires_soon(ISSUED, EXPIRES, AFTER_THE_END)
    assert not lives.expires_soon(STATES["revoked"], EXPIRES, EXPIRES)
    assert not lives.expires_soon(ISSUED, None, AFTER_THE_END)


def test_a_certificate_is_renewed_from_180_days_before_its_end_unless_it_was_ended() -> None:
    assert EXPIRES is not None
    opens = EXPIRES - timedelta(days=180)
    assert lives.renewal_opens(ISSUED, EXPIRES) == opens
    assert lives.renewal_opens(ISSUED, None) is None
    for state in ("intended", "logged", "stored", "suspended", "revoked", "replaced", "erased"):
        assert lives.renewal_opens(STATES[state], EXPIRES) is None


@pytest.mark.parametrize(
    ("days_left", "sent", "due"),
    [
        (181, (), None),
        (180, (), 180),
        (100, (180,), None),
        (100, (), 180),
        (90, (180,), 90),
        (31, (180, 90), None),
        (30, (180, 90), 30),
        (7, (180, 90, 30), 7),
        (5, (), 7),
        (1, (180, 90, 30, 7), None),
        (-1, (), None),
    ],
)
def test_each_reminder_is_due_once(days_left: int, sent: tuple[int, ...], due: int | None) -> None:
    assert EXPIRES is not None
    assert lives.reminder_due(ISSUED, EXPIRES, EXPIRES - timedelta(days=days_left), sent) == due
    assert lives.reminder_due(STATES["revoked"], EXPIRES, EXPIRES - timedelta(days=days_left), sent) is None
