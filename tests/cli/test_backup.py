"""`lms backup`, `lms restore` and `lms db move` as they are typed, and killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lms.services.ground import half_restored
from lms.store.engine import open_database
from lms.store.schema import Schema, schema_of
from tests.cli.conftest import Lms
from tests.cli.serving import environment, write_site
from tests.support.databases import POSTGRESQL, NewDatabase
from tests.support.signing import give_keys
from tests.support.site import lay_migrated

PASSPHRASE = "a passphrase for keys"


@pytest.fixture
def site(lms: Lms, tmp_path: Path) -> Path:
    """A site with content, accounts and keys; the path of a backup that is yet to be made."""
    write_site(tmp_path)
    (tmp_path / "home").mkdir(mode=0o700)
    give_keys(tmp_path / "home")
    lay_migrated(tmp_path / "home")
    assert lms("content", "publish").exit_code == 0
    for name in ("amal", "bo"):
        assert lms("user", "add", f"{name}@example.org", "--name", name).exit_code == 0
    return tmp_path / "backup.tar"


def there(tmp_path: Path) -> dict[str, str]:
    """Another home."""
    return {"LMS_HOME": str(tmp_path / "there")}


def test_a_backup_is_made_and_restored_elsewhere(lms: Lms, site: Path, tmp_path: Path) -> None:
    made = lms("backup", str(site))
    assert (made.exit_code, "without the private keys" in made.stdout) == (0, True)
    ran = lms("restore", str(site), **there(tmp_path))
    assert ran.exit_code == 0, ran.output
    assert "All" in ran.stdout
    assert "Both logs are as they were written" in ran.stdout
    assert "lms keys rotate" in ran.stderr
    assert json.loads(lms("db", "check", "--format", "json", **there(tmp_path)).stdout)["schema"] == "current"


def test_keys_go_along_when_they_are_asked_for(lms: Lms, site: Path, tmp_path: Path) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    made = lms("backup", str(site), "--with-keys", "--passphrase-stdin", given=PASSPHRASE + "\n")
    assert (made.exit_code, "with the keys, locked" in made.stdout) == (0, True)
    ran = lms("restore", str(site), "--passphrase-file", str(secret), **there(tmp_path))
    assert (ran.exit_code, "missing" in ran.stderr) == (0, False)
    assert [row["email"] for row in json.loads(lms("user", "list", "--format", "json", **there(tmp_path)).stdout)]
    assert (tmp_path / "there" / "secret-key").read_text() == (tmp_path / "home" / "secret-key").read_text()


def test_a_passphrase_is_asked_for_and_never_taken_from_the_command_line(lms: Lms, site: Path, tmp_path: Path) -> None:
    assert lms("backup", str(site), "--with-keys").exit_code == 2
    lms("backup", str(site), "--with-keys", "--passphrase-stdin", given=PASSPHRASE)
    ran = lms("restore", str(site), **there(tmp_path))
    assert (ran.exit_code, "passphrase is needed" in ran.stderr) == (2, True)
    ran = lms("restore", str(site), "--passphrase-stdin", given="another passphrase", **there(tmp_path))
    assert (ran.exit_code, "not the passphrase" in ran.stderr) == (1, True)
    assert not (tmp_path / "there").exists()
    assert lms("restore", str(site), "--without-keys", **there(tmp_path)).exit_code == 0


def test_what_is_refused_is_one_sentence_and_status_1(lms: Lms, site: Path, tmp_path: Path) -> None:
    assert lms("backup", str(site)).exit_code == 0
    content = bytearray(site.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "flipped").write_bytes(content)
    refusals = [
        (("backup", str(site)), "never written over"),
        (("backup", str(tmp_path / "no" / "where" / "b.tar")), "cannot be written"),
        (("restore", str(site)), "not empty"),
        (("restore", str(tmp_path / "flipped")), "damaged"),
        (("restore", str(tmp_path / "nothing")), "cannot be read"),
        (("db", "move", "mysql://here/lms"), "must begin with"),
    ]
    for arguments, words in refusals:
        ran = lms(*arguments)
        assert (ran.exit_code, ran.stderr.count("\n")) == (1, 1), ran.output
        assert words in ran.stderr


def test_a_home_in_which_a_restore_broke_off_is_worked_in_by_no_other_command(lms: Lms, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o700)
    (tmp_path / "home" / half_restored.MARK).touch()
    commands = ["user list", "db upgrade", "keys init", "content publish", "log verify", "work", f"backup {tmp_path}/b"]
    for command in [*commands, f"db move sqlite:///{tmp_path}/x"]:
        ran = lms(*command.split())
        assert "broken off" in ran.output, command
        assert ran.exit_code in (1, 2)
    assert [one.name for one in (tmp_path / "home").iterdir()] == [half_restored.MARK]


def test_a_restore_that_is_killed_at_any_moment_leaves_nothing_half(lms: Lms, site: Path, tmp_path: Path) -> None:
    """Whenever `kill -9` comes: the next try finds it undone, or done but for the mark, and does the rest."""
    assert lms("backup", str(site), "--with-keys", "--passphrase-stdin", given=PASSPHRASE).exit_code == 0
    undisturbed = _restore_begun(site, tmp_path, tmp_path / "undisturbed")
    marked = time.monotonic()
    assert undisturbed.wait() == 0
    takes = time.monotonic() - marked
    killed = 0
    for moment in range(8):
        home = tmp_path / f"there-{moment}"
        process = _restore_begun(site, tmp_path, home)
        time.sleep(takes * moment / 8)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        if (home / half_restored.MARK).exists():
            ran = lms("user", "list", LMS_HOME=str(home))
            assert "broken off" in ran.stderr
            ran = lms("restore", str(site), "--passphrase-stdin", given=PASSPHRASE, LMS_HOME=str(home))
            assert ran.exit_code == 0, ran.output
        assert len(json.loads(lms("user", "list", "--format", "json", LMS_HOME=str(home)).stdout)) == 2
        assert lms("log", "verify", LMS_HOME=str(home)).exit_code == 0
    assert killed >= 3


def _restore_begun(backup: Path, site: Path, home: Path) -> subprocess.Popen[bytes]:
    """A restore in a process of its own that has begun to write, or has ended already."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lms.cli.main", "restore", str(backup), "--passphrase-stdin"],
        env=environment(site, LMS_HOME=str(home)),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    process.stdin.write(PASSPHRASE.encode() + b"\n")
    process.stdin.close()
    while process.poll() is None and not (home / half_restored.MARK).exists():
        time.sleep(0.001)
    return process


def test_a_full_disk_is_one_sentence_and_leaves_nothing(lms: Lms, site: Path, tmp_path: Path) -> None:
    """No file may grow beyond a size that is too small at each step of the way."""
    made = tmp_path / "whole.tar"
    assert lms("backup", str(made)).exit_code == 0
    for kibibytes in (1, 8, 64):
        for arguments, home in ((("backup", str(site)), {}), (("restore", str(made)), there(tmp_path))):
            command = ["prlimit", f"--fsize={kibibytes * 1024}", sys.executable, "-m", "lms.cli.main", *arguments]
            ran = subprocess.run(
                command, env=environment(tmp_path, **home), capture_output=True, text=True, check=False
            )
            assert (ran.returncode, ran.stderr.count("\n")) == (1, 1), ran.stderr
            assert not site.exists()
            assert not (tmp_path / "there").exists()
            assert not list(tmp_path.glob(".*unfinished"))


@pytest.mark.postgres
def test_a_site_moves_to_postgresql_by_one_command(
    lms: Lms, site: Path, tmp_path: Path, new_database: NewDatabase
) -> None:
    url = new_database(POSTGRESQL)
    ran = subprocess.run(
        [sys.executable, "-m", "lms.cli.main", "db", "move", url],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, "this process has the database open"
    assert "still connected" in ran.stderr
    fresh = tmp_path / "fresh.tar"
    lms("backup", str(fresh), "--with-keys", "--passphrase-stdin", given=PASSPHRASE)
    lms("restore", str(fresh), "--passphrase-stdin", given=PASSPHRASE, **there(tmp_path))
    moved = subprocess.run(
        [sys.executable, "-m", "lms.cli.main", "db", "move", url],
        env=environment(
            tmp_path,
            LMS_HOME=str(tmp_path / "home-2"),
            LMS_DATABASE_URL=f"sqlite:///{tmp_path}/there/lms.sqlite",
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (moved.returncode, "each compared" in moved.stdout) == (0, True), moved.stderr
    assert schema_of(open_database(url).engine) is Schema.CURRENT
    assert "moved to another" in lms("user", "list", **there(tmp_path)).stderr
    assert "moved to another" in lms("db", "check", **there(tmp_path)).stdout
    assert "moved to another" in lms("db", "upgrade", **there(tmp_path)).stderr
    listed = lms("user", "list", "--format", "json", LMS_DATABASE_URL=url)
    assert len(json.loads(listed.stdout)) == 2
