"""A process that is held loads its code, and is at work only when it is let go."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lms.cli.process.household import Kept
from tests.cli.serving import until

PROGRAM = """
import sys, pathlib
from lms.cli.process.household import HELD, wait_until_let_go
place, *held = sys.argv[1:]
pathlib.Path(place, "loaded").touch()
if held == [HELD]:
    wait_until_let_go()
pathlib.Path(place, "works").touch()
"""


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    (tmp_path / "program_of_this_test.py").write_text(PROGRAM, encoding="utf-8")
    return Kept("The program", "program_of_this_test", (str(tmp_path),))


def environment(place: Path) -> dict[str, str]:
    return {"PYTHONPATH": f"{place}:{':'.join(sys.path)}"}


def ended(kept: Kept) -> int:
    assert kept.process is not None
    return kept.process.wait(60)


def test_a_held_process_works_when_it_is_let_go_and_not_before(kept: Kept, tmp_path: Path) -> None:
    kept.start(environment(tmp_path), held=True)
    until((tmp_path / "loaded").exists)
    assert not kept.has_ended()
    assert not (tmp_path / "works").exists()
    kept.let_go(environment(tmp_path))
    assert (ended(kept), (tmp_path / "works").exists()) == (0, True)


def test_a_held_process_does_nothing_when_its_parent_is_gone(kept: Kept, tmp_path: Path) -> None:
    kept.start(environment(tmp_path), held=True)
    until((tmp_path / "loaded").exists)
    assert kept.process is not None
    assert kept.process.stdin is not None
    kept.process.stdin.close()
    assert (ended(kept), (tmp_path / "works").exists()) == (0, False)


def test_one_that_was_not_held_is_started_when_it_is_let_go(kept: Kept, tmp_path: Path) -> None:
    kept.let_go(environment(tmp_path))
    assert (ended(kept), (tmp_path / "works").exists()) == (0, True)


def test_letting_go_twice_or_of_one_that_has_ended_does_no_harm(kept: Kept, tmp_path: Path) -> None:
    kept.start(environment(tmp_path), held=True)
    assert kept.process is not None
    kept.process.kill()
    ended(kept)
    kept.let_go(environment(tmp_path))
    kept.let_go(environment(tmp_path))
    assert kept.has_ended()
