"""A Redis of the tests' own, in memory, on a socket: started when first asked for, gone when the tests end."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

SECONDS_TO_START = 30


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The address of a Redis, as LMS_REDIS_URL takes it."""
    program = shutil.which("redis-server")
    if not program:
        pytest.fail("Redis is missing: `make test` installs it.", pytrace=False)
    with tempfile.TemporaryDirectory(prefix="lms-redis-", dir="/tmp") as directory:
        socket = Path(directory) / "redis.sock"
        process = subprocess.Popen(
            [program, "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no"],
            cwd=directory,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for(f"unix://{socket}", process)
            yield f"unix://{socket}"
        finally:
            process.terminate()
            process.wait(timeout=SECONDS_TO_START)


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The address of a Redis that holds nothing yet."""
    with redis.Redis.from_url(redis_server) as connection:
        connection.flushall()
    return redis_server


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    with redis.Redis.from_url(url) as connection:
        while True:
            try:
                connection.ping()
                return
            except redis.ConnectionError:
                if process.poll() is not None or time.monotonic() > end:
                    pytest.fail("Redis did not start.")
                time.sleep(0.05)
