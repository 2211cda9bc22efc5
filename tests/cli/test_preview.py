"""`lms content preview`: a site of its own, of the files or of a revision, of which nothing is left at the end."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.serving import Site, environment, is_running, lms, until, write_site
from tests.support.ports import free_port
from tests.support.site import FILES

pytestmark = pytest.mark.faults
COURSE = "content/courses/listening/course.md"
EXAM = "content/assessments/exam.md"


def titled(title: str) -> dict[str, str]:
    return {COURSE: FILES[COURSE].replace("title: Listening\n", f"title: {title}\n")}


@contextmanager
def previewed(folder: Path, *arguments: str, **more: str) -> Iterator[Site]:
    """A preview whose scratch homes lie in `folder / "scratch"`, until the end of the block."""
    port = free_port()
    (folder / "scratch").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "lms.cli.main", "content", "preview", "--port", str(port), *arguments]
    known = environment(folder, TMPDIR=str(folder / "scratch"), **more)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=known, stdout=log, stderr=log)
    site = Site(folder, port, process)
    try:
        until(lambda: site.answers() or process.poll() is not None)
        assert process.poll() is None, site.log
        yield site
    finally:
        process.terminate()
        process.wait(60)


def scratch(folder: Path) -> list[Path]:
    return sorted((folder / "scratch").glob("lms-preview-*"))


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_at_the_end_nothing_of_it_is_left(tmp_path: Path, number: signal.Signals) -> None:
    write_site(tmp_path)
    with previewed(tmp_path) as site:
        assert len(scratch(tmp_path)) == 1
        assert scratch(tmp_path)[0].stat().st_mode & 0o777 == 0o700
        assert "Listening" in site.get("/courses")[1]
        family = site.family()
        site.process.send_signal(number)
        site.process.wait(60)
        assert scratch(tmp_path) == []
        assert [pid for pid in family if is_running(pid)] == []


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A preview that each test leaves as it was, of a site whose settings lead to places that are not there."""
    folder = tmp_path_factory.mktemp("site")
    write_site(folder)
    nowhere = f"sqlite:///{folder / 'real' / 'lms.sqlite'}"
    elsewhere = {"LMS_MAIL_URL": "smtp://192.0.2.1", "LMS_REDIS_URL": "redis://192.0.2.1"}
    with previewed(folder, LMS_DATABASE_URL=nowhere, **elsewhere) as site:
        yield site


def test_the_home_and_the_database_of_the_site_are_never_opened(shared: Site) -> None:
    """Neither is even there, and a setting that leads to a database leads nowhere."""
    assert shared.get("/readyz") == (200, "ready\n")
    assert "/workshop/learners/" in shared.get("/workshop/learners")[1]
    assert not (shared.folder / "home").exists()
    assert not (shared.folder / "real").exists()


def test_a_saved_file_shows(shared: Site) -> None:
    write_site(shared.folder, titled("Hearing"))
    until(lambda: "Hearing" in shared.get("/courses")[1])
    write_site(shared.folder)


def test_a_revision_is_shown_as_it_was_and_stays_so(tmp_path: Path) -> None:
    write_site(tmp_path)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "content", "certificates")
    git(tmp_path, "commit", "-q", "-m", "One")
    write_site(tmp_path, titled("Hearing"))
    with previewed(tmp_path, "HEAD") as site:
        page = site.get("/courses")[1]
        assert "Listening" in page
        assert "Hearing" not in page
        assert "Preview of <bdi>HEAD</bdi>" in page
        assert "Hearing" not in site.get("/workshop")[1]
    assert (tmp_path / COURSE).read_text(encoding="utf-8") == titled("Hearing")[COURSE]


def test_what_a_killed_preview_left_is_removed_by_the_next(tmp_path: Path) -> None:
    write_site(tmp_path)
    with previewed(tmp_path) as site:
        site.process.kill()
        site.process.wait(60)
    left = scratch(tmp_path)
    assert len(left) == 1
    with previewed(tmp_path):
        assert len(scratch(tmp_path)) == 1
        assert scratch(tmp_path) != left
    assert scratch(tmp_path) == []


def test_two_previews_leave_each_other_alone(shared: Site) -> None:
    with previewed(shared.folder):
        assert len(scratch(shared.folder)) == 2
        assert shared.answers()
    assert len(scratch(shared.folder)) == 1


def test_files_with_errors_have_a_workshop_before_they_have_a_site(tmp_path: Path) -> None:
    write_site(tmp_path, {COURSE: "---\ntitel: no\n---\n"})
    with previewed(tmp_path) as site:
        assert f"{COURSE}:2" in site.get("/workshop/findings")[1]
        assert site.get("/courses")[0] == 200


def test_a_learner_to_begin_with_is_one_press_away(tmp_path: Path) -> None:
    write_site(tmp_path)
    with previewed(tmp_path, "--as", "ends-soon") as site:
        path = "/workshop/learners/certificates.listener/ends-soon"
        assert f"http://127.0.0.1:{site.port}{path}" in site.log
        assert "Look at the site as them" in site.get(path)[1]


def test_what_cannot_be_previewed_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    write_site(tmp_path, {EXAM: FILES[EXAM].replace("wait_between: [1 hour, 1 day]\n", "")})
    (tmp_path / "scratch").mkdir()
    where = {"TMPDIR": str(tmp_path / "scratch")}
    no_state = lms(tmp_path, "content", "preview", "--port", str(free_port()), "--as", "waiting", **where)
    assert no_state.returncode == 1
    assert "no wait between" in no_state.stderr
    no_revision = lms(tmp_path, "content", "preview", "nowhere", "--port", str(free_port()), **where)
    assert no_revision.returncode == 2
    assert "Traceback" not in no_revision.stderr + no_state.stderr
    assert scratch(tmp_path) == []
