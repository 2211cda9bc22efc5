"""What processes count is added up rightly: whoever dies, is started again, forks, or finds the disk full."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lms.services.operating import counters
from lms.services.operating.counters import Shape, Tally

SHAPE = Shape(("GET /", "GET /x"), ("few", "many", "seconds"), ("odd",))
PROGRAM = """
import sys, time
from pathlib import Path
from lms.services.operating.counters import Shape, Tally
shape = Shape(("GET /", "GET /x"), ("few", "many", "seconds"), ("odd",))
tally = Tally(Path(sys.argv[1]), "web", shape)
for _ in range(int(sys.argv[2])):
    tally.add_row(1, 0, 1, 0.5)
    tally.add("odd")
print("counted", flush=True)
time.sleep(60)
"""


def counted_in_total(home: Path) -> tuple[float, float]:
    found = list(counters.read(home))
    return sum(one.of(1)[0] for one in found), sum(one.other("odd") for one in found)


def other_process(home: Path, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(home), str(times)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3])
    assert process.stdout is not None
    assert process.stdout.readline() == "counted\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(20)
    assert process.stdout is not None
    process.stdout.close()


def test_processes_that_run_at_once_are_added_up(tmp_path: Path) -> None:
    processes = [other_process(tmp_path, 10), other_process(tmp_path, 32)]
    assert counted_in_total(tmp_path) == (42, 42)
    assert {one.pid for one in counters.read(tmp_path)} == {process.pid for process in processes}
    for process in processes:
        end(process)


def test_what_a_killed_process_counted_stays_and_its_place_is_taken_by_the_next(tmp_path: Path) -> None:
    for _ in range(3):
        end(other_process(tmp_path, 5))
    assert counted_in_total(tmp_path) == (15, 15)
    assert [one.pid for one in counters.read(tmp_path)] == [None]
    assert len(list((tmp_path / counters.FOLDER).iterdir())) == 1


def test_a_row_has_its_two_counts_and_its_amount(tmp_path: Path) -> None:
    tally = Tally(tmp_path, "web", SHAPE)
    tally.add_row(1, 0, 1, 0.25)
    tally.add_row(1, 0, 1, 0.5)
    tally.put("odd", 7)
    (found,) = counters.read(tmp_path)
    assert (list(found.of(0)), list(found.of(1)), found.other("odd")) == ([0, 0, 0], [2, 2, 0.75], 7)
    assert (found.kind, found.pid, found.shape) == ("web", os.getpid(), SHAPE)
    assert found.other("of another shape") == 0


def test_a_process_that_was_forked_counts_for_itself(tmp_path: Path) -> None:
    tally = Tally(tmp_path, "web", SHAPE)
    tally.add("odd")
    child = os.fork()
    if child == 0:
        tally.add("odd", 10)
        time.sleep(0.2)
        os._exit(0)
    os.waitpid(child, 0)
    tally.add("odd")
    assert sorted(one.other("odd") for one in counters.read(tmp_path)) == [2, 10]
    assert sorted(one.pid or 0 for one in counters.read(tmp_path)) == [0, os.getpid()]


def test_figures_of_another_shape_are_begun_anew(tmp_path: Path) -> None:
    end(other_process(tmp_path, 5))
    newer = Tally(tmp_path, "web", Shape(("GET /y",), ("few", "many", "seconds"), ("odd",)))
    newer.add("odd")
    (found,) = counters.read(tmp_path)
    assert (found.shape.rows, found.other("odd")) == (("GET /y",), 1)


def test_where_no_file_can_be_had_counting_goes_on_and_nothing_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    tally = Tally(tmp_path, "web", SHAPE)
    tally.add("odd")
    tally.add_row(0, 0, 1, 0.5)
    assert [one for one in counters.read(tmp_path) if one.other("odd")] == []


def test_a_damaged_file_is_passed_over_and_then_made_anew(tmp_path: Path) -> None:
    Tally(tmp_path, "work", SHAPE).add("odd")
    (tmp_path / counters.FOLDER / "web-0").write_bytes(b"lmscount garbage")
    assert [one.kind for one in counters.read(tmp_path)] == ["work"]
    tally = Tally(tmp_path, "web", SHAPE)
    tally.add("odd")
    assert [one.kind for one in counters.read(tmp_path)] == ["web", "work"]


def test_a_home_where_nobody_counts_has_no_figures(tmp_path: Path) -> None:
    assert list(counters.read(tmp_path)) == []
