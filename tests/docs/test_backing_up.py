"""What the how-to guide on backups tells people to type makes a backup, and brings it back."""

import os
import re
import subprocess
import sys
from pathlib import Path

from lms.services.backup.archive import opened
from lms.services.backup.restoring import read_manifest
from tests.docs.pages import DOCS

PAGE = DOCS / "how-to" / "back-up-and-restore.md"


def block(under: str, kind: str) -> str:
    """The first block of this kind to be typed under a heading."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {under}\n", 1)[1]
    found = re.search(rf"^```{kind}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def typed(script: str, folder: Path) -> str:
    """What a shell says to it, in which `lms` is ours and each folder is the test's own."""
    for named in ("/var/backups", "/tmp/try"):
        script = script.replace(named, str(folder / named.replace("/", "-").strip("-")))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin"
    done = subprocess.run(
        ["bash", "-euc", script],
        env=kept | {"LMS_HOME": str(folder / "home"), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_backup_that_is_typed_is_tried_as_the_page_says(tmp_path: Path) -> None:
    (tmp_path / "var-backups").mkdir()
    typed("lms user add amal@example.org --name Amal", tmp_path)
    typed(block("Make one", "console"), tmp_path)
    (made,) = (tmp_path / "var-backups").glob("*.tar")
    with opened(made) as backup:
        assert read_manifest(backup).tables["accounts"].rows == 1
    said = typed(block("Try it", "sh"), tmp_path)
    assert "Restored" in said
    assert "as they were written" in said
    assert "up to date" in said


def test_what_is_typed_every_night_keeps_two_weeks(tmp_path: Path) -> None:
    backups = tmp_path / "var-backups"
    backups.mkdir()
    for name, days in (("lms-old.tar", 20), ("lms-young.tar", 3)):
        (backups / name).touch()
        moment = (backups / name).stat().st_mtime - days * 86400
        os.utime(backups / name, (moment, moment))
    typed("lms db upgrade", tmp_path)
    nightly = re.findall(r"^```sh\n(file=.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (script,) = ("\n".join(one.splitlines()[:2]) for one in nightly)
    typed(script, tmp_path)
    kept = sorted(one.name for one in backups.iterdir())
    assert "lms-old.tar" not in kept
    assert "lms-young.tar" in kept
    assert len(kept) == 2
