"""What the how-to guide on backups tells people to type gives a whole copy while somebody writes."""

import re
import subprocess
import sys
from pathlib import Path

from sqlalchemy import text

from lms.store.engine import open_database
from tests.docs.pages import DOCS

PAGE = DOCS / "how-to" / "back-up-the-database.md"


def block(under: str) -> str:
    """The first block to be typed under a heading."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {under}\n", 1)[1]
    found = re.search(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_copy_holds_what_was_written_last_and_can_be_opened(tmp_path: Path) -> None:
    home, backups = tmp_path / "home", tmp_path / "backups"
    home.mkdir()
    backups.mkdir()
    (home / "secret-key").write_text("key", encoding="ascii")
    database = open_database(f"sqlite:///{home / 'lms.sqlite'}")
    with database.writing() as session:
        session.execute(text("CREATE TABLE answers (words TEXT)"))
        session.execute(text("INSERT INTO answers VALUES ('kept')"))
    assert (home / "lms.sqlite-wal").stat().st_size, "the newest answers are to be where a plain copy misses them"
    script = block("While it runs").replace("/var/backups", str(backups)).replace(".venv/bin/python", sys.executable)
    environment = {"LMS_HOME": str(home), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["bash", "-euc", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (copy,) = backups.glob("*.sqlite")
    with open_database(f"sqlite:///{copy}").reading() as session:
        assert session.scalars(text("SELECT words FROM answers")).all() == ["kept"]
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    assert (backups / "secret-key").read_text(encoding="ascii") == "key"
    database.engine.dispose()
