"""Verifying a certificate by what somebody typed or pasted behind the command."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Lms

NUMBER = "0000-0000-0000-0000-0000-0000-011"


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        (f"No. {NUMBER}.", "unknown"),
        (f"Dear all, the number is {NUMBER}, " + "as I was told by those who were there on the day. " * 9, "unknown"),
        (NUMBER[:-1], "mistyped"),
        (f"{NUMBER}0", "mistyped"),
    ],
)
def test_a_number_is_found_in_what_was_pasted(lms: Lms, typed: str, status: str) -> None:
    ran = lms("certificate", "verify", typed, "--format", "json")
    assert ran.exit_code == 1
    assert json.loads(ran.stdout)["status"] == status
