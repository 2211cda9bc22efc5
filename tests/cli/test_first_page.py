"""From the first moment on `lms serve --reload` answers: from the porch, then with what was published last."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.serving import Site, environment, publish_by_itself, until, write_site
from tests.support.ports import free_port
from tests.support.site import FILES

pytestmark = pytest.mark.faults
COURSE = "content/courses/listening/course.md"
NEW = {COURSE: FILES[COURSE].replace("title: Listening\n", "title: Listening closely\n")}
SLOW_READER = """
import os, time
from pathlib import Path
import lms.sources.files as files
read_tree = files.read_tree

def waiting(*arguments):
    while not Path(os.environ["READ_NOW"]).exists():
        time.sleep(0.02)
    return read_tree(*arguments)

files.read_tree = waiting
"""


@contextmanager
def started(folder: Path, **more: str) -> Iterator[Site]:
    """`lms serve --reload`, which nobody waits for."""
    port = free_port()
    command = [sys.executable, "-m", "lms.cli.main", "serve", "--reload", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment(folder, **more), stdout=log, stderr=log)
    try:
        yield Site(folder, port, process)
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def started_with_a_slow_reader(folder: Path) -> Iterator[Site]:
    """Its files are read when `read-now` is there, and not before."""
    (folder / "slow").mkdir()
    (folder / "slow" / "sitecustomize.py").write_text(SLOW_READER, encoding="utf-8")
    more = {"PYTHONPATH": f"{folder / 'slow'}:{':'.join(sys.path)}", "READ_NOW": str(folder / "read-now")}
    with started(folder, **more) as site:
        yield site


def read_now(site: Site) -> None:
    (site.folder / "read-now").touch()


def test_on_an_empty_home_a_page_says_how_far_it_is_until_there_is_content(tmp_path: Path) -> None:
    write_site(tmp_path)
    with started_with_a_slow_reader(tmp_path) as site:
        until(lambda: site.get("/courses")[0])
        assert site.get("/courses")[0] == 503
        assert site.get("/healthz")[0] == 503
        read_now(site)
        until(lambda: "Listening" in site.get("/courses")[1])
    assert f"http://127.0.0.1:{site.port} says how far it is" in site.log


def test_once_somebody_was_answered_nobody_is_refused_and_once_the_site_answered_it_goes_on(tmp_path: Path) -> None:
    write_site(tmp_path)
    statuses: list[int] = []

    def ask() -> bool:
        statuses.append(site.get("/courses")[0])
        return statuses[-60:] == [200] * 60

    with started(tmp_path) as site:
        until(ask)
    changes = [one for one, before in zip(statuses, [None, *statuses], strict=False) if one != before]
    assert changes in ([0, 503, 200], [503, 200])


def test_the_last_good_version_answers_while_the_files_are_still_being_read(tmp_path: Path) -> None:
    write_site(tmp_path)
    publish_by_itself(tmp_path)
    write_site(tmp_path, NEW)
    with started_with_a_slow_reader(tmp_path) as site:
        until(site.answers)
        page = site.get("/courses")[1]
        assert "Listening" in page
        assert "Listening closely" not in page
        assert "The files are being read" in page
        assert site.get("/workshop")[0] == 503
        assert site.get("/readyz")[0] == 200
        until(lambda: "what was published last is served" in site.log)
        read_now(site)
        until(lambda: "Listening closely" in site.get("/courses")[1])
        until(lambda: "Listening closely" in site.get("/workshop")[1])
