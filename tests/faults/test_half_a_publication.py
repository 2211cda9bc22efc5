"""After `kill -9` at any step of a publication, a way back or a correction, it has happened whole or not at all."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.serving import environment, lms, write_site

DYING = """
import os, signal, sys
from importlib import import_module
module, name, call = sys.argv[1:4]
owner, calls = import_module(module), []
real = getattr(owner, name)
def dying(*arguments, **named):
    result = real(*arguments, **named)
    calls.append(1)
    if len(calls) == int(call):
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(owner, name, dying)
from lms.cli.main import main
main(sys.argv[4:])
"""
EXAM = "content/assessments/open.md"


def killed(site: Path, function: str, call: int, *arguments: str) -> None:
    module, _, name = function.rpartition(".")
    command = [sys.executable, "-c", DYING, module, name, str(call), *arguments]
    done = subprocess.run(command, env=environment(site), capture_output=True, timeout=120, check=False, cwd=Path.cwd())
    assert done.returncode == -signal.SIGKILL, f"{function} was never reached: {done.stderr.decode()}"


def served(site: Path) -> list[str]:
    done = lms(site, "content", "revisions", "--format", "json")
    return [one["revision"] for one in json.loads(done.stdout)]


@pytest.mark.parametrize(
    "function",
    [
        "lms.store.revisions.note_check",
        "lms.store.revisions.add",
        "lms.store.revisions.serve",
        "lms.store.audit.append",
    ],
)
def test_a_publication_that_is_killed_has_not_happened_and_can_be_done_again(tmp_path: Path, function: str) -> None:
    write_site(tmp_path)
    assert lms(tmp_path, "content", "publish").returncode == 0
    [first] = served(tmp_path)
    file = tmp_path / EXAM
    file.write_text(file.read_text(encoding="utf-8").replace("50%", "60%"), encoding="utf-8")
    killed(tmp_path, function, 1, "content", "publish")
    assert served(tmp_path) == [first]
    assert lms(tmp_path, "content", "publish").returncode == 0
    second = served(tmp_path)
    assert (len(second), second[1]) == (2, first)
    killed(tmp_path, "lms.store.revisions.serve", 1, "content", "rollback")
    assert served(tmp_path) == second
    assert lms(tmp_path, "content", "rollback").returncode == 0
    assert served(tmp_path) == [first, *second]
