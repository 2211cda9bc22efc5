"""A site with rows in every table for each test, on each kind of database or on SQLite alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import BOTH, SQLITE
from tests.support.populated import Populated
from tests.support.walked import Walked, walked

__all__ = ["walked"]


@pytest.fixture(params=BOTH)
def site(request: pytest.FixtureRequest, walked: Walked, tmp_path: Path) -> Iterator[Populated]:
    with walked.copied(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def small(walked: Walked, tmp_path: Path) -> Iterator[Populated]:
    """The same on SQLite alone."""
    with walked.copied(SQLITE, tmp_path) as made:
        yield made
