"""`lms db`, `lms log`, `lms doctor` and `lms content publish`."""

import json
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from lms.cli.doctor import machine
from lms.store.engine import open_database
from tests.cli.conftest import Lms
from tests.cli.serving import write_site

COURSE = "content/courses/listening/course.md"


def alter(tmp_path: Path, statement: str) -> None:
    with open_database(f"sqlite:///{tmp_path / 'home' / 'lms.sqlite'}").writing() as session:
        session.connection().exec_driver_sql(statement)


def test_a_database_is_looked_at_made_and_current(lms: Lms, tmp_path: Path) -> None:
    looked = lms("db", "check")
    assert (looked.exit_code, "lms db upgrade" in looked.stdout) == (1, True)
    assert not (tmp_path / "home").exists()
    assert lms("db", "upgrade").exit_code == 0
    assert json.loads(lms("db", "check", "--format", "json").stdout)["schema"] == "current"
    assert "already" in lms("db", "upgrade").stdout


@pytest.mark.parametrize(("version", "words"), [("0000", "older"), ("9999", "newer version")])
def test_another_schema_is_refused_by_every_command(lms: Lms, tmp_path: Path, version: str, words: str) -> None:
    lms("db", "upgrade")
    alter(tmp_path, f"UPDATE alembic_version SET version_num = '{version}'")
    for arguments in (("user", "list"), ("log", "verify"), ("content", "publish")):
        ran = lms(*arguments)
        assert ran.exit_code == 1
        assert words in ran.stderr


def test_a_database_that_is_away_is_one_line(lms: Lms) -> None:
    ran = lms("user", "list", LMS_DATABASE_URL="postgresql+psycopg://nobody:SECRET@127.0.0.1:1/none")
    assert ran.exit_code == 1
    assert "does not answer" in ran.stderr
    assert "SECRET" not in ran.output


def test_the_log_verifies_and_the_first_altered_entry_is_named(lms: Lms, tmp_path: Path) -> None:
    assert "empty" in lms("log", "verify").stdout
    for n in range(3):
        lms("user", "add", f"person{n}@example.org", "--name", "A Person")
    assert (lms("log", "verify").exit_code, json.loads(lms("log", "verify", "--format", "json").stdout)["entries"]) == (
        0,
        3,
    )
    alter(tmp_path, "UPDATE audit SET actor = 'somebody else' WHERE n = 2")
    ran = lms("log", "verify")
    assert ran.exit_code == 1
    assert "Entry 2 " in ran.stdout
    assert json.loads(lms("log", "verify", "--format", "json").stdout)["first_altered"] == 2


def test_publishing_says_what_is_served(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    assert "would be published" in lms("content", "publish", "--dry-run").stdout
    assert "is served now" in lms("content", "publish").stdout
    assert "is served already" in lms("content", "publish").stdout
    told = json.loads(lms("content", "publish", "--format", "json").stdout)
    assert (told["published"], told["publishable"], told["serving"]) == (False, True, told["revision"])


def test_errors_stop_a_publication_and_are_named(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    served = json.loads(lms("content", "publish", "--format", "json").stdout)["serving"]
    write_site(tmp_path, {COURSE: "---\ntitel: no\n---\n"})
    ran = lms("content", "publish")
    assert ran.exit_code == 1
    assert f"{COURSE}:2:1: error" in ran.stderr
    told = json.loads(lms("content", "publish", "--format", "json").stdout)
    assert (told["publishable"], told["serving"]) == (False, served)


def test_the_doctor_finds_a_sound_site_fine(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    lms("content", "publish")
    ran = lms("doctor", "--format", "json")
    found = {row["name"]: row for row in json.loads(ran.stdout)}
    assert [row for row in found.values() if not row["fine"]] == []
    assert ran.exit_code == 0
    machine, house = (
        "versions sqlite pango fonts",
        "keys signing lost home database whole schema log times signed clock mail redis content",
    )
    assert set(found) == {*machine.split(), *house.split(), "on hold"}
    assert "fine" in lms("doctor").stdout


def unwell(lms: Lms, **more: str) -> dict[str, str]:
    ran = lms("doctor", "--format", "json", **more)
    assert ran.exit_code == 1
    return {row["name"]: row["words"] for row in json.loads(ran.stdout) if not row["fine"]}


def test_the_doctor_says_what_to_do_on_a_fresh_machine(lms: Lms, tmp_path: Path) -> None:
    found = unwell(lms)
    assert "lms db upgrade" in found["schema"]
    assert "lms serve" in found["keys"]
    assert not (tmp_path / "home").exists()


def test_the_doctor_sees_each_thing_that_is_wrong(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path, {COURSE: "---\ntitel: no\n---\n"})
    lms("user", "add", "amal@example.org", "--name", "Amal")
    (tmp_path / "home").chmod(0o755)
    (tmp_path / "home" / "secret-key").chmod(0o644)
    alter(tmp_path, "UPDATE audit SET at = '2999-01-01T00:00:00+00:00'")
    alter(
        tmp_path,
        "INSERT INTO mails (recipient, subject, body, created_at, due_at, tries)"
        " VALUES ('a@b.org', 's', 'b', '2020-01-01 00:00:00.000000', '2020-01-01 00:00:00.000000', 0)",
    )
    found = unwell(lms)
    assert set(found) == {"keys", "home", "log", "clock", "mail", "content"}
    assert "chmod 700" in found["home"]
    assert "chmod 600" in found["keys"]
    assert "lms work" in found["mail"]


def test_the_doctor_greets_the_mail_server_and_redis(lms: Lms, tmp_path: Path) -> None:
    write_site(tmp_path)
    lms("content", "publish")
    found = unwell(lms, LMS_MAIL_URL="smtp://127.0.0.1:1", LMS_REDIS_URL="redis://127.0.0.1:1")
    assert set(found) == {"mail", "redis"}


def test_the_doctor_names_missing_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LIBRARIES", {"Pango": "libnowhere.so.9"})
    monkeypatch.setattr(sqlite, "sqlite_version_info", (3, 40, 1))
    found = {one.name: one for one in machine.of_machine()}
    assert not found["pango"].fine
    assert not found["sqlite"].fine
