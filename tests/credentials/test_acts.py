"""What the leaves of a number make true, and what a row says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lms.credentials import leaf as leaves
from lms.credentials.acts import NO_ACTS, Derived, derive
from lms.credentials.canonical import digest
from lms.credentials.derived import Kept, compare
from lms.credentials.leaf import Leaf
from lms.credentials.life import Life, Making
from lms.wording.phrases import Phrase
from tests.credentials.examples import serial

AT = datetime(2026, 11, 22, 12, 0, 7, 123456, tzinfo=UTC)
ONE, OTHER = serial().text, serial(1).text
ISSUE = leaves.issued(ONE, AT, claims="c" * 64, credential="d" * 64)
FILE = leaves.filed(ONE, AT, credential="d" * 64, pdf="e" * 64)


def told(*acts: Leaf) -> Derived:
    return derive(ONE, [(n, act.body) for n, act in enumerate(acts)])


def test_leaves_of_other_numbers_and_of_keys_count_nothing() -> None:
    others = [
        leaves.issued(OTHER, AT, claims="x" * 64),
        leaves.revoked(OTHER, AT),
        leaves.key(leaves.KeyAct.MADE, AT, use="log", id="i", public="p"),
        leaves.restored(AT, origin="o", size=1, root="r"),
    ]
    assert told(*others) == NO_ACTS
    assert told(*others, ISSUE).claims == "c" * 64


def test_every_act_is_said_in_the_language_of_its_reader() -> None:
    ends = [leaves.revoked(ONE, AT), leaves.replaced(ONE, AT, OTHER), leaves.erased(ONE, AT)]
    derived = told(ISSUE, FILE, leaves.suspended(ONE, AT), leaves.reinstated(ONE, AT), *ends)
    assert [act.kind for act in derived.acts if not isinstance(act.words, Phrase)] == []
    assert len(derived.acts) == 7


def test_the_days_are_those_of_the_acts_and_a_suspension_ends() -> None:
    later = AT + timedelta(days=1)
    derived = told(ISSUE, FILE, leaves.suspended(ONE, later))
    assert derived.suspended == later.replace(microsecond=0)
    assert derived.ended
    again = told(ISSUE, FILE, leaves.suspended(ONE, later), leaves.reinstated(ONE, later))
    assert (again.suspended, again.ended, again.file and again.file.leaf) == (None, False, 1)
    gone = told(ISSUE, leaves.replaced(ONE, later, OTHER), leaves.erased(ONE, later))
    assert (gone.replaced_by, gone.erased) == (leaves.name_of(OTHER), later.replace(microsecond=0))


def test_a_reinstatement_that_signs_anew_puts_credential_and_file_among_the_former() -> None:
    derived = told(
        *(ISSUE, FILE, leaves.suspended(ONE, AT), leaves.reinstated(ONE, AT, "f" * 64)),
        leaves.filed(ONE, AT, credential="f" * 64, pdf="a" * 64),
    )
    assert derived.issue is not None
    assert derived.file is not None
    assert (derived.issue.leaf, derived.issue.credential) == (3, "f" * 64)
    assert (derived.file.leaf, derived.file.pdf) == (4, "a" * 64)
    assert (derived.former_credentials, derived.former_files) == (("d" * 64,), ("e" * 64,))
    assert derived.claims == "c" * 64


def test_a_second_file_of_the_same_credential_takes_over_from_nothing() -> None:
    derived = told(ISSUE, FILE, leaves.filed(ONE, AT, credential="d" * 64, pdf="a" * 64))
    assert derived.file is not None
    assert derived.file.pdf == "e" * 64


def test_a_row_without_any_leaf_is_not_vouched_for_unless_it_is_only_intended() -> None:
    kept = Kept(ONE, "x", None, "", None, Life(), None, None, None, None, None, None, None)
    assert compare(kept, NO_ACTS) == ""
    for making in (Making.LOGGED, Making.STORED, Making.ISSUED):
        assert compare(replace(kept, life=Life(making)), NO_ACTS) != ""


@pytest.mark.parametrize("act", ["revoked", "suspended", "erased"])
def test_a_day_is_compared_to_the_second(act: str) -> None:
    leaf = {"revoked": leaves.revoked, "suspended": leaves.suspended, "erased": leaves.erased}[act](ONE, AT)
    derived, life = told(ISSUE, FILE, leaf), Life(Making.ISSUED, "e" * 64)
    kept = Kept(ONE, "x", None, "", None, life, 0, 1, None, None, None, None, None)
    differs = {
        words: compare(replace(kept, life=_at(life, act, at)), derived)
        for words, at in (("same", AT), ("other", AT + timedelta(seconds=1)), ("none", None))
    }
    assert differs["none"] == differs["other"] != differs["same"]
    assert act in differs["none"]


def test_a_last_day_in_another_zone_is_the_same_moment() -> None:
    claims = {"serial": ONE, "credential": "x", "expires": "2029-11-22T23:59:59+01:00"}
    issue = leaves.issued(ONE, AT, claims=digest(claims), credential="")
    last = datetime(2029, 11, 22, 22, 59, 59, tzinfo=UTC)
    kept = Kept(ONE, "x", claims, digest(claims), last, Life(Making.LOGGED), 0, None, None, "", None, None, None)
    differs = compare(kept, told(issue))
    assert differs != "its last day"
    assert compare(replace(kept, expires=last + timedelta(seconds=1)), told(issue)) == "its last day"


def _at(life: Life, act: str, at: datetime | None) -> Life:
    facts: dict[str, Any] = {act: at}
    return replace(life, **facts)
