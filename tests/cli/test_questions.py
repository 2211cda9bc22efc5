"""`lms question`: in the name of whoever has the duty, by the same bars as on the page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lms.practice.duties import Interest
from lms.store import accounts, interests
from lms.store.engine import open_database
from tests.cli.conftest import Lms
from tests.cli.serving import write_site
from tests.services.reviewing.lives import SCHEME

PEOPLE = {
    "writer": "wim@example.org",
    "content-reviewer": "cleo@example.org",
    "fairness-reviewer": "fay@example.org",
    "decider": "dee@example.org",
}
QUESTION = "listening/bank-0"
REASON = ("--reason", "In use since 2025")
CONTENT = ("one_best_answer", "supported", "level", "no_trick", "plain_words")
FAIRNESS = ("nobody_helped_or_hurt", "no_diagnosis", "people_first")


@pytest.fixture
def site(tmp_path: Path, lms: Lms) -> None:
    write_site(tmp_path)
    for path, text in SCHEME.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert lms("user", "add", "ida@example.org", "--name", "Ida", "--role", "admin").exit_code == 0
    assert lms("content", "publish").exit_code == 0
    for duty, email in PEOPLE.items():
        assert lms("user", "add", email, "--name", duty).exit_code == 0
        appointed = lms("duty", "appoint", email, duty, "listener", "--as", "ida@example.org", "--reason", "Elected")
        assert appointed.exit_code == 0
    _declare(tmp_path)


def _declare(folder: Path) -> None:
    """Everybody declares that there is nothing; that is done in a browser alone."""
    now = datetime.now(UTC)
    database = open_database(f"sqlite:///{folder / 'home' / 'lms.sqlite'}")
    with database.writing() as session:
        for email in PEOPLE.values():
            number = accounts.id_of(session, email)
            assert number is not None
            interests.add(session, Interest(number, now.year, now))
    database.engine.dispose()


def said(names: tuple[str, ...]) -> list[str]:
    return [word for name in names for word in ("--answer", f"{name}=yes")]


def test_a_version_is_proposed_and_read_by_two_people(site: None, lms: Lms) -> None:
    writer, content = ("--as", PEOPLE["writer"]), ("--as", PEOPLE["content-reviewer"])
    assert "is in review now" in lms("question", "propose", QUESTION, *writer).stderr
    missing = lms("question", "review", QUESTION, "content", *content)
    assert missing.exit_code == 1
    assert "one_best_answer" in missing.stderr
    read = lms("question", "review", QUESTION, "content", *said(CONTENT), "--answer", "difficulty=60", *content)
    assert read.exit_code == 0, read.stderr
    fairness = ("--as", PEOPLE["fairness-reviewer"])
    assert "is approved now" in lms("question", "review", QUESTION, "fairness", *said(FAIRNESS), *fairness).stderr
    shown = json.loads(lms("question", "show", QUESTION, *writer, "--format", "json").stdout)
    assert [act["act"] for act in shown["acts"]] == ["proposed", "approved (content)", "approved (fairness)"]
    assert "CANARY" not in str(shown)
    refused = lms("question", "suspend", QUESTION, "--as", PEOPLE["decider"], *REASON)
    assert refused.exit_code == 1
    assert "in a browser" in refused.stderr
    assert lms("question", "adopt", "listening", *writer, *REASON).exit_code == 1


def test_a_bank_is_adopted_and_its_record_printed(site: None, lms: Lms) -> None:
    decider = ("--as", PEOPLE["decider"])
    assert "approved by decision" in lms("question", "adopt", "listening", *decider, *REASON).stderr
    rows = json.loads(lms("question", "list", "listening", *decider, "--format", "json").stdout)
    assert {row["drawn"] for row in rows} == {"active", "pilot"}
    assert all(row["adopted"] for row in rows)
    record = lms("question", "record", "listening", "--by", "The committee", "--reason", "In use").stdout
    assert record.startswith("---\nbank: banks/listening\nby: 'The committee'\n")
