"""Time stamps: what a service says counts if it is of this very content, and under a root that came from elsewhere."""

from __future__ import annotations

import random
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import tsp

from lms.credentials.certificates import pem
from lms.credentials.timestamp import NoStamp, Question, roots_of_machine, stamped_at
from tests.support.timestamps import THEIRS, Stamper, roots

CONTENT = b"learn.example/log\n13\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
AT = datetime(2026, 11, 30, 14, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def reply() -> bytes:
    return Stamper(lambda: AT)(Question(CONTENT).query)


def test_a_stamp_says_when(reply: bytes) -> None:
    assert stamped_at(reply, CONTENT, roots()) == AT


def test_a_question_asks_for_the_hash_a_nonce_and_the_certificates() -> None:
    asked = tsp.TimeStampReq.load(Question(CONTENT).query).native
    assert asked["message_imprint"]["hash_algorithm"]["algorithm"] == "sha256"
    assert asked["cert_req"] is True
    assert asked["nonce"] != tsp.TimeStampReq.load(Question(CONTENT).query).native["nonce"]


def test_a_reply_to_another_question_about_the_same_is_refused(reply: bytes) -> None:
    question = Question(CONTENT)
    with pytest.raises(NoStamp, match="to another question"):
        question.stamped_at(reply, roots())
    assert question.stamped_at(Stamper(lambda: AT)(question.query), roots()) == AT


def test_a_stamp_of_something_else_is_refused(reply: bytes) -> None:
    with pytest.raises(NoStamp, match="of something else"):
        stamped_at(reply, CONTENT + b"\n", roots())


def test_a_stamp_under_another_root_of_the_same_name_or_under_none_is_refused(reply: bytes) -> None:
    for known in (roots(THEIRS + 1), []):
        with pytest.raises(NoStamp, match="nobody whom we know"):
            stamped_at(reply, CONTENT, known)
    assert stamped_at(reply, CONTENT, roots(THEIRS + 1) + roots()) == AT


@pytest.mark.parametrize("at", [datetime(2025, 12, 31, tzinfo=UTC), datetime(2045, 2, 1, tzinfo=UTC)])
def test_a_stamp_from_outside_the_time_of_its_certificate_is_refused(at: datetime) -> None:
    late = Stamper(lambda: at)(Question(CONTENT).query)
    with pytest.raises(NoStamp, match="nobody whom we know"):
        stamped_at(late, CONTENT, roots())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read"),
        (b"<html>", "cannot be read"),
        (b"0" * 65_536, "cannot be read"),
        (bytes.fromhex("30053003020102"), r"does not stamp this \(status 2\)"),
        (bytes.fromhex("30053003020100"), "cannot be read"),
    ],
)
def test_what_is_no_stamp_has_a_word(content: bytes, words: str) -> None:
    with pytest.raises(NoStamp, match=words):
        stamped_at(content, CONTENT, roots())


def test_no_changed_byte_changes_what_a_stamp_says(reply: bytes) -> None:
    chance = random.Random(20261130)
    for _ in range(1500):
        changed = bytearray(reply)
        for _ in range(chance.choice([1, 1, 2, 8])):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            said = stamped_at(bytes(changed), CONTENT, roots())
        except NoStamp:
            continue
        assert said == AT


def test_openssl_reads_the_same(reply: bytes, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    assert openssl is not None
    for name, content in (("reply", reply), ("content", CONTENT), ("roots", pem(*roots()))):
        (tmp_path / name).write_bytes(content)
    command = f"{openssl} ts -verify -in reply -data content -CAfile roots"
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout + done.stderr


def test_the_roots_of_the_machine_are_found() -> None:
    assert len(roots_of_machine()) > 20
