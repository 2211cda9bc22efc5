"""A house on SQLite for each test; and one on each database for what races can break."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.site import House, house_at


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path) as made:
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """The same house on SQLite and on PostgreSQL."""
    on_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'lms.sqlite'}" if on_sqlite else request.getfixturevalue("postgres_url")
    with house_at(url, tmp_path) as made:
        yield made
