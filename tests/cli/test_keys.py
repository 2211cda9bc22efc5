"""`lms keys`: what an operator types to make, list, change and take away the keys that sign."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Lms
from tests.support.signing import give_keys

PUBLIC = "https://learn.example.org"
SECRET = "sG7ckQ0vX1mZ4hJ9tR2wY6bN8dF5pL3a"
PASSPHRASE = "correct horse battery staple\n"


def listed(lms: Lms, **more: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(lms("keys", "list", "--format", "json", **more).stdout)
    return rows


def test_keys_are_made_listed_and_made_once(lms: Lms, tmp_path: Path) -> None:
    assert "no key yet" in lms("keys", "list").stdout
    public = {"LMS_BASE_URL": PUBLIC, "LMS_SECRET_KEY": SECRET}
    refused = lms("user", "list", **public)
    assert (refused.exit_code, "lms keys init" in refused.stderr) == (2, True)
    made = lms("keys", "init", "--issuer", "The Test Programme", **public)
    assert made.exit_code == 0, made.stderr
    assert "export-root" in made.stderr
    assert {row["kind"] for row in listed(lms, **public)} == {"credential", "log", "root", "pdf"}
    assert "is there" in lms("keys", "init", **public).stdout
    assert lms("user", "list", **public).exit_code == 0
    assert json.loads(lms("log", "verify", "--format", "json", **public).stdout)["leaves"] == 4
    away = lms("keys", "export-root", str(tmp_path / "root.pem"), "--passphrase-stdin", given=PASSPHRASE, **public)
    assert away.exit_code == 0, away.stderr
    assert lms("keys", "rotate", "pdf", **public).exit_code == 2
    rotated = lms(
        *("keys", "rotate", "pdf", "--root", str(tmp_path / "root.pem"), "--passphrase-stdin"),
        given=PASSPHRASE,
        **public,
    )
    assert rotated.exit_code == 0, rotated.stderr
    assert lms("log", "verify", **public).exit_code == 0


def test_keys_of_this_machine_are_refused_elsewhere(lms: Lms, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o700)
    give_keys(tmp_path / "home")
    assert lms("user", "list").exit_code == 0
    ran = lms("user", "list", LMS_BASE_URL=PUBLIC, LMS_SECRET_KEY=SECRET)
    assert ran.exit_code == 2
    assert "made for development" in ran.stderr


def test_a_lost_key_is_named_and_another_takes_over(lms: Lms, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o700)
    give_keys(tmp_path / "home")
    lost = next(row["id"] for row in listed(lms) if row["kind"] == "log")
    ran = lms("keys", "compromise", lost, "--reason", "stolen")
    assert ran.exit_code == 0, ran.stderr
    rows = {row["id"]: row for row in listed(lms)}
    assert rows[lost]["compromised"]
    assert len(rows) == 5
    assert lms("keys", "compromise", "0" * 16, "--reason", "stolen").exit_code == 1
    assert "compromised since" in lms("keys", "list").stdout


def test_the_doctor_looks_at_the_keys(lms: Lms, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o700)
    give_keys(tmp_path / "home")
    rows = {row["name"]: row for row in json.loads(lms("doctor", "--format", "json").stdout)}
    assert rows["signing"]["fine"]
    (tmp_path / "home" / "keys").chmod(0o755)
    rows = {row["name"]: row for row in json.loads(lms("doctor", "--format", "json").stdout)}
    assert "chmod" in rows["signing"]["words"]


def test_the_list_of_lost_keys_is_signed_by_command_and_the_doctor_asks_for_it(lms: Lms, tmp_path: Path) -> None:
    public = {"LMS_BASE_URL": PUBLIC, "LMS_SECRET_KEY": SECRET}
    lms("keys", "init", **public)
    root = ("--root", str(tmp_path / "root.pem"), "--passphrase-stdin")
    lms("keys", "export-root", root[1], root[2], given=PASSPHRASE, **public)
    former = next(row["id"] for row in listed(lms, **public) if row["kind"] == "pdf")
    lms("keys", "rotate", "pdf", *root, given=PASSPHRASE, **public)

    def doctor() -> dict[str, str]:
        rows = json.loads(lms("doctor", "--format", "json", **public).stdout)
        return {row["name"]: row["words"] for row in rows if not row["fine"]}

    assert "lost" not in doctor()
    ran = lms("keys", "compromise", former, "--reason", "an old disk was sold", **public)
    assert ran.exit_code == 0
    assert "lms keys crl --root FILE" in ran.stderr
    assert former in doctor()["lost"]
    assert lms("keys", "crl", **public).exit_code == 2
    signed = lms("keys", "crl", *root, given=PASSPHRASE, **public)
    assert signed.exit_code == 0, signed.stderr
    assert "Lost keys on it: 1." in signed.stdout
    assert former in signed.stdout
    assert "lost" not in doctor()
    (tmp_path / "home" / "keys" / "crl.der").unlink()
    assert "no list of lost PDF keys" in doctor()["lost"]
