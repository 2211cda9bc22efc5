"""`lms log` and `lms restore --accept` where a clock was wrong, or the database is an older copy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from tests.cli.conftest import Lms
from tests.cli.serving import write_site
from tests.support.older import copy_of, put_in_place
from tests.support.signing import give_keys
from tests.support.site import lay_migrated

REAL = datetime


class Clock(datetime):
    """The clock of this machine, as far off as a test sets it."""

    off = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Clock:
        at = REAL.now(tz) + cls.off
        return cls.combine(at.date(), at.timetz())


@contextmanager
def off_by(monkeypatch: pytest.MonkeyPatch, days: int) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr(Clock, "off", timedelta(days=days))
        patched.setattr("lms.services.ground.context.datetime", Clock)
        yield


@pytest.fixture
def site(lms: Lms, tmp_path: Path) -> Path:
    """A site with its keys in the log; the home."""
    write_site(tmp_path)
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    give_keys(home)
    lay_migrated(home)
    assert lms("content", "publish").exit_code == 0
    assert lms("user", "add", "amal@example.org", "--name", "Amal").exit_code == 0
    assert lms("keys", "rotate", "log").exit_code == 0
    return home


def verified(lms: Lms) -> tuple[int, dict[str, list[dict[str, str]]]]:
    ran = lms("log", "verify", "--format", "json")
    return ran.exit_code, json.loads(ran.stdout)


def test_a_command_under_a_clock_that_was_set_back_is_refused(
    lms: Lms, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in (
        ("user", "role", "amal@example.org", "staff", "--reason", "why"),
        ("user", "add", "bo@example.org", "--name", "Bo"),
        ("keys", "rotate", "log"),
    ):
        with off_by(monkeypatch, -30):
            ran = lms(*command)
        assert (ran.exit_code, ran.stderr.count("\n")) == (1, 1), ran.output
        assert "lms log clock --reason" in ran.stderr
    assert verified(lms)[0] == 0


def test_a_wrong_time_is_put_right_by_a_command(lms: Lms, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with off_by(monkeypatch, 1000):
        assert lms("keys", "rotate", "log").exit_code == 0
    assert lms("keys", "rotate", "log").exit_code == 1
    assert "lms log clock" in lms("doctor").stdout
    assert lms("log", "clock").exit_code == 2
    ran = lms("log", "clock", "--reason", "The battery was flat.")
    assert (ran.exit_code, "The log says now that the time of leaf" in ran.stderr) == (0, True), ran.output
    assert lms("keys", "rotate", "log").exit_code == 0
    status, found = verified(lms)
    assert (status, found["altered"]) == (0, [])
    assert "was wrong" in found["told"][0]["words"]
    assert "To know: Leaf" in lms("log", "verify").stdout
    assert "was wrong" in lms("doctor").stdout
    again = lms("log", "clock", "--reason", "Once more.")
    assert (again.exit_code, "No entry in the log is later" in again.stderr) == (1, True)


def test_an_older_copy_of_the_database_is_told_and_gone_on_with_by_a_command(lms: Lms, site: Path) -> None:
    older = copy_of(site / "lms.sqlite", site.parent / "older")
    assert lms("keys", "rotate", "credential").exit_code == 0
    put_in_place(older, site / "lms.sqlite")
    refused = lms("keys", "rotate", "log")
    assert (refused.exit_code, "older copy" in refused.stderr) == (1, True)
    status, found = verified(lms)
    assert status == 1
    assert "kept" in [one["which"] for one in found["altered"]]
    assert "older copy" in lms("doctor").stdout + lms("log", "verify").stdout
    assert lms("restore").exit_code == 2
    assert lms("restore", "--accept", "altered-log").exit_code == 2
    ran = lms("restore", "--accept", "older-log")
    assert (ran.exit_code, "/log/2" in ran.stderr) == (0, True), ran.output
    assert lms("keys", "rotate", "credential").exit_code == 0
    again = lms("restore", "--accept", "older-log")
    assert (again.exit_code, "nothing to accept" in again.stderr) == (1, True)


@pytest.mark.parametrize("file", ["audit-head.json", "log-head"])
def test_a_file_of_a_head_that_was_cut_short_has_its_sentence(lms: Lms, site: Path, file: str) -> None:
    assert lms("log", "verify").exit_code == 0
    kept = site / file
    kept.write_bytes(kept.read_bytes()[:-9])
    for command in (("log", "verify"), ("backup", str(site.parent / "backup.tar")), ("doctor",)):
        ran = lms(*command)
        assert ran.exit_code == 1
        assert f"{file} is cut short, or was altered" in ran.output, command
    kept.unlink()
    assert lms("log", "verify").exit_code == 0


def test_the_clock_of_these_tests_is_the_real_one_but_for_what_is_set() -> None:
    assert abs(Clock.now(UTC).timestamp() - REAL.now(UTC).timestamp()) < 60
