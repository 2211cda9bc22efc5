"""With LMS_LOG_FORMAT=json each command leaves a line: which, how it ended, how long; nothing that was typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.cli.serving import lms

CANARY = "canary.person@example.org"


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_a_command_is_a_line_without_its_arguments(tmp_path: Path) -> None:
    ran = lms(tmp_path, "user", "add", CANARY, "--name", "Canary", LMS_LOG_FORMAT="json")
    assert ran.returncode == 0, ran.stderr
    (line,) = [one for one in lines(ran.stderr) if one["kind"] == "command"]
    assert (line["command"], line["status"]) == ("user add", 0)
    assert not [one for one in lines(ran.stderr) if CANARY in json.dumps(one)]


@pytest.mark.parametrize(("arguments", "status"), [(("user", "token", CANARY), 1), (("user", "add"), 2)])
def test_how_it_ended_is_told(tmp_path: Path, arguments: tuple[str, ...], status: int) -> None:
    ran = lms(tmp_path, *arguments, LMS_LOG_FORMAT="json")
    assert ran.returncode == status
    (line,) = [one for one in lines(ran.stderr) if one["kind"] == "command"]
    assert line["status"] == status


def test_a_command_that_breaks_off_tells_where_and_not_what() -> None:
    program = dedent(
        f"""\
        from lms.cli.main import main

        @main.command()
        def broken() -> None:
            raise ValueError("{CANARY}")

        main(["broken"])
        """
    )
    environment = {**os.environ, "LMS_LOG_FORMAT": "json"}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert CANARY not in ran.stderr
    assert "Traceback" not in ran.stderr
    told = lines(ran.stderr)
    assert told[-1]["kind"] == "command"
    assert any("errors" in one for one in told)


def test_a_database_that_is_none_is_told_without_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o700)
    (tmp_path / "home" / "lms.sqlite").write_text(f"{CANARY} is no database" * 100)
    ran = lms(tmp_path, "log", "verify", LMS_LOG_FORMAT="json")
    assert ran.returncode == 1
    assert "The database cannot be read" in ran.stderr
    assert CANARY not in ran.stderr
    assert "Traceback" not in ran.stderr


def test_without_the_setting_a_command_leaves_no_line(tmp_path: Path) -> None:
    assert lines(lms(tmp_path, "db", "upgrade").stderr) == []
