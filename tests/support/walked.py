"""A site in which every table has rows: walked once on each kind of database in a process, and copied for each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import pytest

from tests.support.databases import SQLITE
from tests.support.populated import Populated, copied, populated
from tests.support.postgres import Cluster


class Walked:
    """The originals, each made when it is first asked for, and left as they are."""

    def __init__(self, request: pytest.FixtureRequest, stack: ExitStack, folder: Path) -> None:
        self._request = request
        self._stack = stack
        self._folder = folder
        # Workers of a run may share a cluster, and each module that takes the fixture has one of its own.
        self._name = f"lms_{folder.name}_{os.getpid()}"
        self._made: dict[str, Populated] = {}
        self._numbers = count(1)

    @contextmanager
    def copied(self, kind: str, folder: Path) -> Iterator[Populated]:
        if kind == SQLITE:
            with copied(self._original(kind, f"sqlite:///{self._folder / 'lms.sqlite'}"), folder) as made:
                yield made
            return
        cluster: Cluster = self._request.getfixturevalue("postgres_cluster")
        if kind not in self._made:
            cluster.execute(f"CREATE DATABASE {self._name}")
        original, name = self._original(kind, cluster.url(self._name)), f"{self._name}_{next(self._numbers)}"
        # One that somebody is connected to is not copied.
        cluster.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self._name}'")
        cluster.execute(f"CREATE DATABASE {name} TEMPLATE {self._name}")
        try:
            with copied(original, folder, cluster.url(name)) as made:
                yield made
        finally:
            cluster.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _original(self, kind: str, url: str) -> Populated:
        if kind not in self._made:
            (self._folder / kind).mkdir()
            self._made[kind] = self._stack.enter_context(populated(url, self._folder / kind))
        return self._made[kind]


@pytest.fixture(scope="session")
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    with ExitStack() as stack:
        yield Walked(request, stack, tmp_path_factory.mktemp("walked"))
