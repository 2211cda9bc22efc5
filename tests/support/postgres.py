"""A PostgreSQL cluster of the tests' own: started when first asked for, gone when the tests end."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from signal import SIGINT
from typing import Any

import psycopg
import pytest

SECONDS_TO_START = 60
# What a test acknowledged must outlive a killed process, not a power cut: the disk need not be waited for.
SETTINGS = {"fsync": "off", "full_page_writes": "off", "max_connections": "200", "listen_addresses": ""}


@dataclass(frozen=True)
class Cluster:
    """A running cluster, reached through the socket in its directory and by nobody from outside."""

    directory: Path

    def url(self, database: str) -> str:
        """The address of a database, as LMS_DATABASE_URL takes it. On a busy machine it is slow, and not away."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.directory}&connect_timeout={SECONDS_TO_START}"

    def execute(self, statement: str) -> None:
        address = f"postgresql://postgres@/postgres?host={self.directory}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    with a_cluster() as cluster:
        yield cluster


@contextmanager
def a_cluster() -> Iterator[Cluster]:
    """A running cluster, gone when the block ends."""
    programs, owner = server_programs(), account()
    with cluster_directory(programs, owner) as directory:
        process = _start(programs, directory, owner)
        try:
            cluster = Cluster(directory)
            _wait_for(cluster, process)
            yield cluster
        finally:
            process.send_signal(SIGINT)  # PostgreSQL's "fast" end: it closes what is still connected.
            process.wait(timeout=SECONDS_TO_START)


_numbers = count(1)


@pytest.fixture(scope="module")
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """The address of an empty database, which all tests of a module share."""
    database = f"lms_{next(_numbers)}"
    postgres_cluster.execute(f"CREATE DATABASE {database}")
    yield postgres_cluster.url(database)
    postgres_cluster.execute(f"DROP DATABASE {database} WITH (FORCE)")


@contextmanager
def cluster_directory(programs: Path, owner: dict[str, Any]) -> Iterator[Path]:
    """A directory with a new cluster in `cluster`, that nothing serves yet; deleted in the end."""
    directory = Path(tempfile.mkdtemp(prefix="lms-postgres-", dir="/tmp"))
    try:
        if owner:
            shutil.chown(directory, owner["user"], owner["group"])
        _create(programs, directory, owner)
        yield directory
    finally:
        shutil.rmtree(directory)


def server_programs() -> Path:
    """Where the server's programs are."""
    # Debian keeps the server's programs off the path, in a folder for each version.
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = versions[-1] if versions else shutil.which("initdb")
    if not found:
        pytest.fail("PostgreSQL's server is missing: `make test` installs it.", pytrace=False)
    return Path(found).resolve().parent


def account() -> dict[str, Any]:
    """Whom the server runs as, in subprocess's words: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _create(programs: Path, directory: Path, owner: dict[str, Any]) -> None:
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    subprocess.run(
        [programs / "initdb", "--pgdata", directory / "cluster", *options],
        check=True,
        cwd=directory,
        stdout=subprocess.DEVNULL,
        **owner,
    )


def _start(programs: Path, directory: Path, owner: dict[str, Any]) -> subprocess.Popen[bytes]:
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    with (directory / "server.log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", directory / "cluster", "-k", directory, *settings],
            cwd=directory,
            stdout=log,
            stderr=log,
            **owner,
        )


def _wait_for(cluster: Cluster, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            return cluster.execute("SELECT 1")
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail("PostgreSQL did not start:\n" + (cluster.directory / "server.log").read_text())
            time.sleep(0.05)
