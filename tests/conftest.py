"""Fixtures that every test may ask for, and what each has without asking: a place and an environment of its own."""

from __future__ import annotations

import gc
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings

from tests.support.compiled import remember_what_was_compiled

# However long an example takes, on a busy machine.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

pytest_plugins = [
    "tests.support.chromium",
    "tests.support.postgres",
    "tests.support.databases",
    "tests.support.redis",
    "tests.support.softhsm",
]

ROOT = Path(__file__).parent.parent
# What a shell, a hook of Git or a person's taste may have set, and a test would do otherwise by.
OF_THE_SHELL = ("LMS_", "GIT_", "XDG_", "LC_", "PG", "PYTEST_ADDOPTS", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LANGUAGE")
MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30
"""A disk in memory, and what must be free on it, in bytes, for the tests to lay their files there."""


def pytest_configure() -> None:
    """A test's files lie in memory where there is room: a database waits for the disk after each act that it keeps.

    What outlives a cut of the power is tried on a disk of its own, by `make faults`.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    remember_what_was_compiled()


def pytest_collection_finish() -> None:
    """What was read so far stays: to look through it for garbage again and again cost a fifth of the time."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture(scope="session", autouse=True)
def environment_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that the person who runs the tests has set or made reaches them, nor the programs that they start."""
    mask = os.umask(0o022)
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(OF_THE_SHELL)]:
            patch.delenv(name)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("person")))
        patch.setenv("LANG", "C.UTF-8")
        patch.setenv("TZ", "UTC")
        # What a test starts finds the tests' own modules from any folder.
        patch.setenv("PYTHONPATH", str(ROOT))
        time.tzset()
        yield
    time.tzset()
    os.umask(mask)


@pytest.fixture(scope="session")
def folder_of_places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the places of tests are. pytest's own numbering reads all that is there before it makes one more."""
    return tmp_path_factory.mktemp("places")


@pytest.fixture(autouse=True)
def place_of_its_own(folder_of_places: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty folder to be in, with no site and no home but those of this test. It is gone when the test ends."""
    folder = Path(mkdtemp(dir=folder_of_places))
    (folder / "site").mkdir()
    monkeypatch.setenv("LMS_HOME", str(folder / "home"))
    monkeypatch.setenv("LMS_SITE", str(folder / "site"))
    monkeypatch.chdir(folder)
    yield
    shutil.rmtree(folder, ignore_errors=True)
