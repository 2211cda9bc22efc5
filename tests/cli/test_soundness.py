"""A damaged database and an altered log are seen by whoever looks: `lms doctor`, `lms db check` and `lms backup`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from lms.store.engine import open_database
from lms.store.snapshots import Damaged, look_through
from tests.cli.conftest import Lms
from tests.support.databases import BOTH, NewDatabase
from tests.support.populated import populated

PAGE = 4096
CUT = "DELETE FROM audit WHERE n = 3"
LEAF = "INSERT INTO leaves (n, body, hash, nodes) VALUES (0, 'x', 'y', '')"
ALTERED = [
    ("UPDATE audit SET actor = 'somebody else' WHERE n = 1", "Entry 1 of the audit log"),
    ("UPDATE audit SET actor = 'somebody else' WHERE n = 3", "Entry 3 of the audit log"),
    ("UPDATE audit SET details = 'nonsense' WHERE n = 2", "Entry 2 of the audit log"),
    ("DELETE FROM audit WHERE n = 2", "of the audit log"),
    (CUT, "of the audit log"),
    (LEAF, "has leaves, and no head"),
]


@pytest.fixture
def site(lms: Lms, tmp_path: Path) -> Path:
    """A database with a few acts in its log, whose end is remembered."""
    for n in range(3):
        lms("user", "add", f"person{n}@example.org", "--name", "A Person")
    assert lms("log", "verify").exit_code == 0
    return tmp_path / "home" / "lms.sqlite"


def act(file: Path, statement: str) -> None:
    database = open_database(f"sqlite:///{file}")
    with database.writing() as session:
        session.connection().exec_driver_sql(statement)
    database.engine.dispose()


def settled(file: Path) -> bytearray:
    """The file with everything in it, and nothing beside it."""
    database = open_database(f"sqlite:///{file}")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    return bytearray(file.read_bytes())


def spoil(file: Path, first: int, pages: int) -> None:
    content = settled(file)
    content[first * PAGE : (first + pages) * PAGE] = bytes(range(1, 256)) * 17 * pages
    file.write_bytes(content[: len(content) // PAGE * PAGE])


def looked(lms: Lms, name: str) -> tuple[bool, str]:
    ran = lms("doctor", "--format", "json")
    found = {row["name"]: row for row in json.loads(ran.stdout)}
    return found[name]["fine"], found[name]["words"]


def one_line(ran: Result) -> str:
    assert ran.exit_code == 1
    assert ran.exception is None or isinstance(ran.exception, SystemExit)
    return ran.output


def test_what_is_sound_is_fine(lms: Lms, site: Path) -> None:
    assert (looked(lms, "whole")[0], looked(lms, "log")[0]) == (True, True)
    ran = lms("db", "check", "--format", "json")
    assert (ran.exit_code, json.loads(ran.stdout)["faults"]) == (0, [])


@pytest.mark.parametrize("first", [6, 20, 40])
def test_pages_of_noise_are_seen(lms: Lms, site: Path, tmp_path: Path, first: int) -> None:
    spoil(site, first, 6)
    fine, words = looked(lms, "whole")
    assert not fine
    assert "restore the newest backup" in words
    assert "restore the newest backup" in one_line(lms("db", "check"))
    assert "malformed" in one_line(lms("backup", str(tmp_path / "backup.tar")))
    assert not (tmp_path / "backup.tar").exists()


def test_a_database_whose_first_page_is_noise_is_one_line_for_every_command(
    lms: Lms, site: Path, tmp_path: Path
) -> None:
    spoil(site, 0, 1)
    backup = ("backup", str(tmp_path / "backup.tar"))
    for arguments in (("db", "check"), ("db", "upgrade"), ("user", "list"), ("log", "verify"), backup):
        assert "cannot be read" in one_line(lms(*arguments))
    assert not looked(lms, "database")[0]
    assert not looked(lms, "whole")[0]


def test_a_table_of_noise_is_one_line_for_what_reads_it(lms: Lms, site: Path) -> None:
    query = "SELECT rootpage FROM sqlite_master WHERE name = 'certificates'"
    with open_database(f"sqlite:///{site}").reading() as session:
        page = session.connection().exec_driver_sql(query).scalar_one()
    spoil(site, page - 1, 1)
    for arguments in (("log", "verify"), ("certificate", "list")):
        assert "restore the newest backup" in one_line(lms(*arguments))


@pytest.mark.parametrize(("statement", "words"), ALTERED)
def test_an_altered_log_is_seen(lms: Lms, site: Path, statement: str, words: str) -> None:
    act(site, statement)
    fine, told = looked(lms, "log")
    assert not fine
    assert words in told
    assert "lms log verify" in told
    assert words in one_line(lms("db", "check"))
    assert json.loads(lms("db", "check", "--format", "json").stdout)["faults"]


@pytest.mark.parametrize("statement", [statement for statement, _ in ALTERED])
def test_a_backup_of_an_altered_log_says_so_in_the_words_of_a_restore(
    lms: Lms, site: Path, tmp_path: Path, statement: str
) -> None:
    act(site, statement)
    file = tmp_path / "backup.tar"
    said = one_line(lms("backup", str(file)))
    assert "Do not count on this backup" in said
    assert file.exists()
    assert not (tmp_path / "home" / "last-backup").exists()
    restored = lms("restore", str(file), LMS_HOME=str(tmp_path / "elsewhere"))
    if statement == CUT:
        # An end that was cut is known from the head in LMS_HOME alone, and a restore goes into an empty one.
        assert "of the audit log" in said
    else:
        assert one_line(restored).split("tell of. ")[1].split(". ")[0] in said


def test_a_log_that_grows_while_its_backup_is_written_is_not_taken_for_altered(
    lms: Lms, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lms.services.backup import backing_up

    write = backing_up._write_database

    def meanwhile(*given: object) -> object:
        lms("user", "add", "late@example.org", "--name", "Late")
        assert lms("log", "verify").exit_code == 0
        return write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(backing_up, "_write_database", meanwhile)
    ran = lms("backup", str(tmp_path / "backup.tar"))
    assert ran.exit_code == 0, ran.output


@pytest.mark.parametrize("kind", BOTH)
def test_every_table_of_either_database_is_looked_through(new_database: NewDatabase, kind: str, tmp_path: Path) -> None:
    with populated(new_database(kind), tmp_path) as made:
        look_through(made.database)


def test_a_database_that_goes_away_meanwhile_is_no_traceback() -> None:
    with pytest.raises(Damaged, match="from end to end"):
        look_through(open_database("postgresql+psycopg://nobody@127.0.0.1:1/none"))
