"""The log in its two forms: our own words, the places in the code, and never what an error or a library quotes."""

from __future__ import annotations

import io
import json
import logging
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from lms.services.ground import journal

CANARY = "amal@example.org"


def record(name: str, message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    told = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.WARNING, __file__, 7, message, arguments, told, "somewhere")


def as_json(one: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(journal.AsJson().format(one))
    return told


def failed() -> ValueError:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as cause:
            raise ValueError(f"for {CANARY}") from cause
    except ValueError as error:
        return error


def test_our_own_message_is_told_in_its_words() -> None:
    told = as_json(record("lms.jobs.work", "A job (%s) broke off.", "mail"))
    assert (told["message"], told["level"], told["kind"]) == ("A job (mail) broke off.", "warning", "log")


def test_of_a_library_only_the_place_is_told_where_it_spoke() -> None:
    for one in (record("huey", f"could not do {CANARY}"), record("lmsx", "%s", CANARY)):
        assert CANARY not in journal.AsJson().format(one)
        assert CANARY not in journal.InWords().format(one)
        assert as_json(one)["said_at"].endswith("tests/services/ground/test_journal.py:7 somewhere")


def test_of_an_error_and_its_cause_only_kinds_and_places_are_told() -> None:
    one = record("lms.faults", "It broke.", error=failed())
    told = as_json(one)
    assert [error["type"] for error in told["errors"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert "tests/services/ground/test_journal.py" in told["errors"][0]["at"][0]
    words = journal.InWords().format(one)
    assert "builtins.KeyError" in words
    assert CANARY not in words + json.dumps(told)


class Screen(io.StringIO):
    """Standard error, as a terminal or as a file."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self._patch = monkeypatch
        self.is_terminal = False

    def isatty(self) -> bool:
        return self.is_terminal

    def begin(self, form: str) -> str:
        """What stands here after a warning in this form."""
        self._patch.setattr(sys, "stderr", self)
        journal.begin(form)
        logging.getLogger("lms.x").warning("Something is odd.")
        self._patch.undo()
        return self.getvalue()


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Screen]:
    """The loggers and the lines are as before when the test is over."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield Screen(monkeypatch)
    root.handlers[:] = handlers
    root.setLevel(level)
    journal.send_to(None)


def test_a_terminal_gets_words_and_no_line_for_each_request(screen: Screen) -> None:
    screen.is_terminal = True
    assert screen.begin("auto") == "WARNING lms.x: Something is odd.\n"
    assert journal.writer() is None


def test_anything_else_gets_json_and_a_line_for_each_request(screen: Screen) -> None:
    assert json.loads(screen.begin("auto"))["message"] == "Something is odd."
    assert journal.writer() is not None


def test_a_setting_wins_over_what_standard_error_is(screen: Screen) -> None:
    assert screen.begin("words").startswith("WARNING")
    assert journal.writer() is None


def test_json_is_written_on_a_terminal_where_it_is_asked_for(screen: Screen) -> None:
    screen.is_terminal = True
    assert json.loads(screen.begin("json"))["logger"] == "lms.x"
    assert journal.writer() is not None


def test_times_are_told_to_the_millisecond_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_772_712_000.042)
    assert journal.now() == "2026-03-05T12:00:00.042Z"
    monkeypatch.setattr(time, "time", lambda: 1_772_712_001.5)
    assert journal.now() == "2026-03-05T12:00:01.500Z"
