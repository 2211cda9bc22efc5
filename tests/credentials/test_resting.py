"""What an endorsement rests on: the certificate that it names, or what took that one's place; and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from lms.credentials import badge, offline
from lms.credentials.life import Life, Making, Status, status
from lms.credentials.model import Claims, Endorsed
from lms.credentials.offline import Readers
from lms.credentials.resting import Basis, basis_of, why
from lms.credentials.upload import Look
from tests.credentials.badges import BASE, KEY
from tests.credentials.examples import AWARDED, ISSUED, LATER, claims, serial

BASE_SERIAL = serial(1).text
NAMED = Endorsed("leader", "Leader", BASE_SERIAL)


def basis(number: int, state: Status, *, renews: str = "", replaces: str = "") -> Basis:
    made = replace(claims(), serial=serial(number).text, credential="leader", renews=renews, replaces=replaces)
    return Basis(made.serial, state, made, ISSUED)


def endorsement() -> Claims:
    return replace(claims(kind="endorsement"), endorses=NAMED)


@pytest.mark.parametrize("state", [one for one in Status if one is not Status.VALID])
def test_nothing_but_a_valid_basis_leaves_it_valid(state: Status) -> None:
    assert status(ISSUED, None, LATER) is Status.VALID
    assert status(ISSUED, None, LATER, Status.VALID) is Status.VALID
    assert status(ISSUED, None, LATER, state) is Status.LAPSED
    assert status(replace(ISSUED, revoked=LATER), None, LATER, state) is Status.REVOKED
    assert status(replace(ISSUED, suspended=LATER), None, LATER, state) is Status.SUSPENDED
    assert status(Life(making=Making.STORED), None, LATER, state) is Status.UNKNOWN


def test_a_correction_and_a_renewal_lead_on() -> None:
    first = basis(1, Status.REPLACED)
    second = basis(2, Status.EXPIRED, replaces=first.serial)
    third = basis(3, Status.VALID, renews=second.serial)
    assert basis_of(NAMED, [third, first, second]) == third
    assert basis_of(NAMED, [first, second]) == second
    assert basis_of(NAMED, [first, third]) == first


def test_a_valid_one_is_looked_no_further() -> None:
    first, second = basis(1, Status.VALID), basis(2, Status.REVOKED, renews=BASE_SERIAL)
    assert basis_of(NAMED, [first, second]) == first


def test_what_took_over_from_nothing_of_its_own_counts_for_nothing() -> None:
    first, other = basis(1, Status.REVOKED), basis(2, Status.VALID)
    assert basis_of(NAMED, [first, other]) == first
    assert basis_of(NAMED, [other]).status is Status.UNKNOWN
    assert basis_of(NAMED, [first, replace(other, claims=None)]) == first


def test_certificates_that_name_each_other_end_somewhere() -> None:
    first = basis(1, Status.EXPIRED, renews=serial(2).text)
    second = basis(2, Status.EXPIRED, renews=BASE_SERIAL)
    assert basis_of(NAMED, [first, second]) in (first, second)


def test_each_state_has_its_sentence() -> None:
    said = {state: str(why(NAMED, basis(1, state))) for state in Status}
    assert said[Status.VALID].endswith("is valid.")
    assert "ended on" in said[Status.EXPIRED]
    assert "erased" in said[Status.ERASED]
    assert said[Status.UNKNOWN].endswith("cannot be relied on.")
    revoked = Basis(BASE_SERIAL, Status.REVOKED, life=replace(ISSUED, revoked=LATER))
    assert str(why(NAMED, revoked)).endswith("was revoked on 9 April 2027.")


def test_its_claims_are_read_as_they_were_written_and_others_stay_as_they_are() -> None:
    made = endorsement()
    assert Claims.from_json(json.loads(made.to_bytes())) == made
    assert made.to_json()["format"] == 5
    assert "endorses" not in claims().to_json()
    assert claims().to_json()["format"] == 1


def test_offline_it_says_what_it_rests_on_and_that_this_was_not_checked() -> None:
    content = json.dumps(KEY.badge(endorsement())).encode()
    readers = Readers(lambda _: Look.UNSIGNED, lambda *_: None, lambda _: None)  # type: ignore[arg-type, return-value]
    found = offline.check(content, KEY.did(), readers, AWARDED + timedelta(days=1))
    (step,) = [one for one in found.steps if one.name == "endorsed"]
    assert found.holds
    assert "endorsed" in found.not_checked
    assert step.words == (
        f"Valid only while “Leader” of the same holder is valid ({BASE}/verify/{BASE_SERIAL}). "
        "Check that certificate as well."
    )
    other = offline.check(json.dumps(KEY.badge(claims())).encode(), KEY.did(), readers, AWARDED + timedelta(days=1))
    assert "endorsed" not in {one.name for one in other.steps}
    assert badge.condition_in(KEY.badge(claims())) == badge.condition_in({}) == ""
