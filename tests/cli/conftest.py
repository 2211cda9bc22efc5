"""`lms` called within the test's own process, on a house that is made for the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.cli.main import main
from tests.cli.serving import environment

Lms = Callable[..., Result]


@pytest.fixture
def lms(tmp_path: Path) -> Iterator[Lms]:
    """Runs a command on a site whose files are in `tmp_path`; `given` is its standard input."""
    mask = os.umask(0o077)

    def run(*arguments: str, given: str = "", **more: str) -> Result:
        wanted = environment(tmp_path, **more)
        unset: dict[str, str | None] = {name: None for name in os.environ if name.startswith("LMS_")}
        return CliRunner(env={**unset, **wanted}).invoke(main, arguments, input=given)

    yield run
    os.umask(mask)
