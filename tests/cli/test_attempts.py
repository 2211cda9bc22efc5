"""`lms attempt` and a certificate issued by hand, as staff type them: what is printed, and why something is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lms.cli.command.opening import open_context
from lms.services.assessing import beginning, results
from lms.services.ground.person import Person
from lms.store import accounts
from tests.cli.conftest import Lms
from tests.cli.serving import environment, write_site
from tests.support.signing import give_keys
from tests.support.site import FILES, lay_migrated

EMAIL = "amal@example.org"
EXAM = (
    FILES["content/assessments/exam.md"]
    .replace("opens_after: [courses/listening]\n", "")
    .replace("attempts: 3", "attempts: 1")
)


@pytest.fixture
def site(tmp_path: Path, lms: Lms, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A published site with one learner, and its settings in the environment."""
    write_site(tmp_path, {"content/assessments/exam.md": EXAM})
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "home").mkdir(mode=0o700)
    give_keys(tmp_path / "home")
    lay_migrated(tmp_path / "home")
    assert lms("user", "add", EMAIL, "--name", "Amal Haddad").exit_code == 0
    published = lms("content", "publish")
    assert published.exit_code == 0, published.output
    return tmp_path


def handed_in() -> str:
    """The ID of an attempt that Amal has handed in, with nothing answered."""
    context = open_context()
    with context.database.reading() as session:
        account = accounts.by_email(session, EMAIL)
    assert account is not None
    amal = Person(account.id, EMAIL, account.name)
    attempt = beginning.start(context, amal, "exam", agree=True, key=None).attempt.id
    results.submit(context, amal, attempt)
    return attempt


def listed(lms: Lms) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(lms("attempt", "list", EMAIL, "--format", "json").stdout)
    return rows


def test_the_acts_are_done_and_listed(site: Path, lms: Lms) -> None:
    assert listed(lms) == []
    attempt = handed_in()
    assert attempt in lms("attempt", "list", EMAIL).stdout
    ran = lms("attempt", "grant", EMAIL, "assessments/exam", "--reason", "a power cut")
    assert ran.exit_code == 0, ran.output
    assert "one more attempt" in ran.stderr
    ran = lms("attempt", "reopen", attempt, "--reason", "a wrong button")
    assert ran.exit_code == 0, ran.output
    (row,) = listed(lms)
    assert (row["id"], row["state"], row["granted"], row["left"]) == (attempt, "running", 1, 1)
    assert len(str(row["taken_back"])) > 10


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("grant", EMAIL, "exam"), 2, "--reason"),
        (("grant", EMAIL, "exam", "--reason", " "), 1, "reason"),
        (("grant", "nobody@example.org", "exam", "--reason", "x"), 1, "no account"),
        (("grant", EMAIL, "nonsense", "--reason", "x"), 1, "no such assessment"),
        (("reopen", "nonsense", "--reason", "x"), 1, "There is no attempt with this ID."),
        (("extend", "nonsense", "--reason", "x"), 2, "--minutes"),
        (("extend", "nonsense", "--minutes", "1.5", "--reason", "x"), 2, "not a valid integer"),
        (("extend", "nonsense", "--minutes", "0", "--reason", "x"), 1, "whole number of minutes"),
        (("list", "nobody@example.org"), 1, "no account"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    site: Path, lms: Lms, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ran = lms("attempt", *arguments)
    assert ran.exit_code == status
    assert said in ran.stderr
    assert "Traceback" not in ran.output


def test_a_certificate_is_issued_by_decision_or_not_at_all(site: Path, lms: Lms) -> None:
    ran = lms("certificate", "issue", EMAIL, "listener", "--name", "Amal Haddad")
    assert ran.exit_code == 1
    assert "--ground" in ran.stderr
    assert "“The listening examination”" in ran.stderr
    assert lms("certificate", "issue", EMAIL, "listener", "--name", "A", "--ground", " ").exit_code == 2
    assert json.loads(lms("certificate", "list", "--format", "json").stdout) == []
    by_hand = ("--awarded-for", "Ten years of listening", "--reason", "the council")
    ran = lms("certificate", "issue", EMAIL, "listener", "--name", "Amal Haddad", *by_hand)
    assert ran.exit_code == 0, ran.output
    serial = ran.stdout.strip()
    (row,) = json.loads(lms("certificate", "list", "--format", "json").stdout)
    assert (row["serial"], row["status"], row["awarded_for"]) == (serial, "valid", "Ten years of listening")
    assert "Awarded by decision: Ten years of listening" in lms("certificate", "verify", serial).stdout
    ran = lms("certificate", "revoke", serial, "--grounds", "conduct", "--reason", "x")
    assert ran.exit_code == 1
    assert "signed no code" in ran.stderr
