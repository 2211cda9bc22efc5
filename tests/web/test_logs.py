"""The logs tell what happened, and nothing of whom it happened to."""

from __future__ import annotations

import json
import logging

import pytest
from flask import Flask

from lms.services import learning
from tests.support.web import Caller, stranger

SECRETS = ["amal@example.org", "a secret password of mine", "reset-token-1234", "7K3MD-SERIAL", "made-up-bearer"]


def test_a_request_is_one_line_that_names_a_pattern_and_no_person(
    anyone: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="lms.requests"):
        answer = anyone.get("/reset/reset-token-1234")
        anyone.get("/verify/7K3MD-SERIAL")
        anyone.get("/nowhere/amal@example.org?password=a secret password of mine")
        anyone.client.get("/api/v1/me", headers={"Authorization": "Bearer made-up-bearer"})
    lines = [json.loads(record.getMessage()) for record in caplog.records if record.name == "lms.requests"]
    assert lines[0]["path"] == "/reset/<token>"
    assert lines[0]["request"] == answer.headers["X-Request-Id"]
    assert lines[0]["status"] == 200
    assert lines[2]["path"] == "?"
    assert not any(secret in record.getMessage() for secret in SECRETS for record in caplog.records)


def test_a_fault_is_logged_by_its_place_and_not_by_its_words(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_: object) -> None:
        raise ValueError("amal@example.org typed a secret password of mine")

    monkeypatch.setattr(learning, "catalogue", break_down)
    answer = stranger(app).get("/")
    assert answer.status_code == 500
    fault = json.loads(next(record.getMessage() for record in caplog.records if record.name == "lms.faults"))
    assert fault["request"] == answer.headers["X-Request-Id"]
    assert fault["errors"][0]["type"] == "builtins.ValueError"
    assert any("lms/web/pages/home.py" in place for place in fault["errors"][0]["at"])
    assert not any(secret in record.getMessage() for secret in SECRETS for record in caplog.records)
