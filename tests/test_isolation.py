"""A test sees nothing of what the person who runs it has set, made or tried in the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lms.settings import load

ROOT = Path(__file__).parent.parent
POISON = {
    "LMS_DATABASE_URL": "nonsense",
    "LMS_HOME": "/nowhere",
    "LMS_SITE": "/nowhere",
    "LMS_TRUSTED_PROXIES": "many",
    "GIT_DIR": "/nowhere",
    "XDG_CACHE_HOME": "/nowhere",
    "LC_ALL": "C",
    "TZ": "Asia/Kathmandu",
    "COLUMNS": "20",
}


def test_a_test_has_a_home_and_a_site_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    given, ours = load(), tmp_path_factory.getbasetemp()
    assert all(ours in path.parents for path in (given.home, given.site, Path.cwd(), Path.home()))
    assert (given.home.exists(), list(given.site.iterdir())) == (False, [])


def test_a_test_is_told_no_setting_but_where_it_is() -> None:
    assert {name for name in os.environ if name.startswith("LMS_")} == {"LMS_HOME", "LMS_SITE"}
    assert not {name for name in POISON if name in os.environ} - {"LMS_HOME", "LMS_SITE", "TZ"}
    assert load(dict[str, str]()).home.parent == Path.cwd()


def test_a_program_that_a_test_starts_sees_no_more_than_the_test() -> None:
    code = "from lms.settings import load; print(load().home, load().site, load({}).home)"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.split() == [str(load().home), str(load().site), str(Path.cwd() / "instance")]


def test_all_this_holds_where_settings_are_set_and_a_site_was_tried(tmp_path: Path) -> None:
    """The case of a checkout in which somebody has typed `make run` and `lms demo`, and has settings of their own."""
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "lms.sqlite").write_text("no database")
    tests = [f"{Path(__file__)}::{name}" for name in globals() if name.startswith("test_a_")]
    starting = f"{ROOT}/tests/cli/test_content.py::test_every_starting_file_checks_clean_in_an_empty_site"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--rootdir={ROOT}", *tests, starting]
    ran = subprocess.run(
        [*command, f"--config-file={ROOT / 'pyproject.toml'}"],
        cwd=tmp_path,
        env={**os.environ, **POISON},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "4 passed" in ran.stdout
