"""An entry of the audit log and its leaf tell of one act: whatever one says otherwise than the other is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lms.credentials import leaf as leaves
from lms.credentials.audit import Entry
from lms.credentials.logcheck import CheckpointFact, LeafFact, check_entries

AT = datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
SERIAL = "3D8M-7KVW-KSFF-SQAJ-1GKG-2CJE-80K"
LEAF = leaves.issued(SERIAL, AT, claims="c" * 64)
KEPT = LeafFact(0, LEAF.body, LEAF.hash.hex(), "")
DETAILS = {"leaf": 0, "leaf_hash": LEAF.hash.hex(), "claims": "c" * 64}
ENTRY = Entry(1, AT, "operator:rosa", "enter", SERIAL, DETAILS, "", "")


def found(entry: Entry, signed: datetime = AT) -> str:
    altered = check_entries([entry], [KEPT], [CheckpointFact(1, "", "", signed)])
    return "" if altered is None else altered.where


def test_an_entry_and_its_leaf_that_tell_the_same_are_sound() -> None:
    assert found(ENTRY) == ""


@pytest.mark.parametrize(
    "otherwise",
    [
        {"act": "revoke"},
        {"subject": "43W6-AX0T-HGTB-ZVMN-FB7V-Q56M-HSF"},
        {"details": {**DETAILS, "claims": "d" * 64}},
        {"details": {**DETAILS, "leaf_hash": "e" * 64}},
        {"details": {**DETAILS, "leaf": 1}},
    ],
)
def test_an_entry_that_tells_otherwise_than_its_leaf_is_found(otherwise: dict[str, object]) -> None:
    assert found(replace(ENTRY, **otherwise)) == "audit"  # type: ignore[arg-type]


def test_an_act_that_was_given_another_day_in_the_log_and_its_head_alike_is_found() -> None:
    later = AT + timedelta(days=1)
    assert found(replace(ENTRY, at=later), signed=later) == "audit"
    assert found(ENTRY, signed=later) == "checkpoint"
