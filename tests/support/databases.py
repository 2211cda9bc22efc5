"""Empty databases, as many as a test asks for, on SQLite or on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.support.postgres import Cluster

SQLITE, POSTGRESQL = "sqlite", "postgresql"
NewDatabase = Callable[[str], str]
"""The address of a new, empty database of this kind."""

BOTH = (SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.postgres))
_numbers = count(1)


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewDatabase]:
    made: list[str] = []

    def make(kind: str) -> str:
        if kind == SQLITE:
            return f"sqlite:///{tmp_path / f'empty-{next(_numbers)}.sqlite'}"
        made.append(f"lms_new_{next(_numbers)}")
        cluster: Cluster = request.getfixturevalue("postgres_cluster")
        cluster.execute(f"CREATE DATABASE {made[-1]}")
        return cluster.url(made[-1])

    yield make
    for name in made:
        request.getfixturevalue("postgres_cluster").execute(f"DROP DATABASE {name} WITH (FORCE)")
