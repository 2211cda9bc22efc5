"""`lms duty` and `lms interest`: in an admin's name, by the same bars as on the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Lms
from tests.cli.serving import write_site

ADMIN, OLU, SCHEME = "ida@example.org", "olu@example.org", "listener"
REASON = ("--reason", "Elected")


@pytest.fixture
def site(tmp_path: Path, lms: Lms) -> None:
    write_site(tmp_path)
    for email, role in ((ADMIN, "admin"), (OLU, "learner")):
        assert lms("user", "add", email, "--name", email.partition("@")[0], "--role", role).exit_code == 0
    assert lms("content", "publish").exit_code == 0


def listed(lms: Lms) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(lms("duty", "list", "--format", "json").stdout)
    return rows


def test_an_admin_is_named_and_the_duty_listed_and_ended(site: None, lms: Lms) -> None:
    assert "Nobody holds a duty" in lms("duty", "list").stderr
    made = lms("duty", "appoint", OLU, "content reviewer", SCHEME, "--as", ADMIN, *REASON)
    assert (made.exit_code, made.stdout) == (0, "Appointment 1\n")
    again = lms("duty", "appoint", OLU, "content-reviewer", SCHEME, "--as", ADMIN, *REASON)
    assert (again.exit_code, again.stdout) == (0, "Appointment 1\n")
    (row,) = listed(lms)
    assert (row["email"], row["duty"], row["state"], row["until"]) == (OLU, "content-reviewer", "in force", None)
    assert "not declared yet" in lms("interest", "list").stdout
    assert lms("duty", "end", "1", "--as", ADMIN, "--reason", "Moved on").exit_code == 0
    assert listed(lms)[0]["state"] == "over"
    assert json.loads(lms("interest", "list", "--format", "json").stdout) == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((ADMIN, "decider", SCHEME, "--as", ADMIN), "about yourself"),
        ((OLU, "decider", SCHEME, "--as", OLU), "nothing here"),
        ((OLU, "decider", SCHEME, "--as", "nobody@example.org"), "no account"),
        ((OLU, "king", SCHEME, "--as", ADMIN), "no duty"),
        ((OLU, "decider", "nowhere", "--as", ADMIN), "no scheme"),
    ],
)
def test_what_is_barred_is_refused_with_its_words(site: None, lms: Lms, arguments: tuple[str, ...], why: str) -> None:
    refused = lms("duty", "appoint", *arguments, *REASON)
    assert refused.exit_code == 1
    assert why in refused.stderr
    assert listed(lms) == []
