"""Two machines' worth of processes: PostgreSQL, Redis, two web servers, a worker, and a proxy as deploy/ has it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import psycopg
import redis

from tests.faults.callers import NoAnswer, Program
from tests.faults.premises import COMMAND, Premises, descendants, end_now, is_alive, laid_out, until
from tests.support import postgres
from tests.support.ports import free_port

NGINX = "/usr/sbin/nginx"
CADDY = "/usr/bin/caddy"
DEPLOY = Path(__file__).parents[2] / "deploy"
SECONDS_TO_START = 60
SECONDS_TO_END = 30


@dataclass(slots=True)
class Part:
    """One process of the estate, with all that it starts. It is killed as by a power cut, or ended in order."""

    name: str
    folder: Path
    command: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=dict)
    account: Mapping[str, object] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def answers(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        """Returns when it answers."""
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in self.command],
                env={**os.environ, **self.environment},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self.account,  # type: ignore[call-overload]
            )
        until(self._answers, f"{self.name} answers; it said:\n{self.said()}", SECONDS_TO_START)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"{self.name} ended by itself; it said:\n{self.said()}"
        return self.answers()

    def said(self) -> str:
        return (self.folder / f"{self.name}.log").read_text("utf-8", "replace")[-4000:]

    def kill(self) -> None:
        """Every process of it at once, and wait until none is left."""
        assert self.process is not None
        family = [self.process.pid, *descendants(self.process.pid)]
        for number in family:
            end_now(number)
        self.process.wait(SECONDS_TO_END)
        until(lambda: not any(map(is_alive, family)), f"everything of {self.name} has ended")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """In order, as an operator restarts it."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                self.kill()


class Postgres(Part):
    """With fsync, as in earnest: it is to come back from its own log after it was killed."""

    def answers(self) -> bool:
        try:
            with psycopg.connect(f"postgresql://postgres@/postgres?host={self.folder}") as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    def start(self) -> None:
        # A file of this name is left by one that was killed; its number may be another's by now.
        (self.folder / "cluster" / "postmaster.pid").unlink(missing_ok=True)
        super().start()


class Redis(Part):
    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(f"unix://{self.folder}/redis.sock") as connection:
                return bool(connection.ping())
        except redis.RedisError:
            return False


@dataclass(slots=True)
class Web(Part):
    """`lms serve --no-jobs`, or nginx before it: whatever answers on a port."""

    port: int = 0

    def answers(self) -> bool:
        program = Program(self.port, "")
        try:
            return program.get("/readyz").status == 200
        except NoAnswer:
            return False
        finally:
            program.close()


class Worker(Part):
    def answers(self) -> bool:
        return True


AnyPart = TypeVar("AnyPart", bound=Part)


@dataclass(frozen=True, slots=True)
class Estate:
    premises: Premises
    port: int
    postgres: Postgres
    redis: Redis
    webs: tuple[Web, Web]
    worker: Worker
    nginx: Web

    def program(self, token: str) -> Program:
        """Somebody who calls by the one address that the public knows."""
        return Program(self.port, token)


@contextmanager
def estate(folder: Path, changes: Mapping[str, str]) -> Iterator[Estate]:
    """Everything started, with content published from one machine."""
    with ExitStack() as stack:

        def started(part: AnyPart) -> AnyPart:
            stack.callback(part.end)
            part.start()
            return part

        database = started(_postgres(stack))
        queue = started(_redis(folder))
        port = free_port()
        given = {
            "LMS_DATABASE_URL": f"postgresql+psycopg://postgres@/postgres?host={database.folder}",
            "LMS_REDIS_URL": f"unix://{queue.folder}/redis.sock",
            "LMS_BASE_URL": f"http://127.0.0.1:{port}",
            "LMS_TRUSTED_PROXIES": "1",
            "LMS_PUBLISH": "manual",
        }
        premises = stack.enter_context(laid_out(folder, changes, given))
        webs = (started(_web(premises, "one")), started(_web(premises, "two")))
        worker = started(Worker("worker", folder, [COMMAND, "work"], _at(premises, "three")))
        nginx = started(nginx_before(folder, port, [web.port for web in webs]))
        yield Estate(premises, port, database, queue, webs, worker, nginx)


def _at(premises: Premises, machine: str) -> dict[str, str]:
    """The settings on one machine: its own home, with a copy of the keys, and nothing else in common."""
    home = premises.folder / machine
    (home / "keys").parent.mkdir(mode=0o700)
    own = Path(premises.environment["LMS_HOME"])
    shutil.copytree(own / "keys", home / "keys")
    shutil.copy2(own / "secret-key", home / "secret-key")
    return {**premises.environment, "LMS_HOME": str(home)}


def _web(premises: Premises, name: str) -> Web:
    port = free_port()
    command: list[str | Path] = [COMMAND, "serve", "--no-jobs", "--workers", "2", "--port", str(port)]
    return Web(f"web-{name}", premises.folder, command, _at(premises, name), port=port)


def _postgres(stack: ExitStack) -> Postgres:
    programs, account = postgres.server_programs(), postgres.account()
    directory = stack.enter_context(postgres.cluster_directory(programs, account))
    settings = ["--fsync=on", "--max_connections=100", "--listen_addresses="]
    command: list[str | Path] = [programs / "postgres", "-D", directory / "cluster", "-k", directory, *settings]
    return Postgres("postgres", directory, command, account=account)


def _redis(folder: Path) -> Redis:
    directory = folder / "redis"
    directory.mkdir()
    command: list[str | Path] = ["redis-server", "--port", "0", "--unixsocket", directory / "redis.sock", "--save", ""]
    return Redis("redis", directory, command)


def nginx_before(folder: Path, port: int, machines: Sequence[int]) -> Web:
    """The configuration of deploy/, with this machine's addresses in place of the example's, and without TLS."""
    directory = folder / "nginx"
    directory.mkdir()
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for n, machine in enumerate(machines):
        text = text.replace(f"10.0.0.1{n + 1}:8000", f"127.0.0.1:{machine}")
    text = re.sub(r"^ *server 10\..*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^ *ssl_.*\n", "", text, flags=re.MULTILINE).replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    kept = "".join(
        f"{kind}_temp_path {directory}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"daemon off;\nuser root;\npid {directory}/pid;\nerror_log stderr;\n"
        f"events {{ worker_connections 512; }}\nhttp {{\naccess_log off;\n{kept}{text}\n}}\n"
    )
    (directory / "nginx.conf").write_text(whole, "utf-8")
    command: list[str | Path] = [NGINX, "-p", directory, "-c", directory / "nginx.conf"]
    return Web("nginx", directory, command, port=port)


def caddy_before(folder: Path, port: int, machines: Sequence[int]) -> Web:
    """The same for Caddy. It listens on this machine alone, and is given no way to be told anything else."""
    directory = folder / "caddy"
    directory.mkdir()
    text = (DEPLOY / "Caddyfile").read_text("utf-8")
    options = "{\n\tadmin off\n\tdefault_bind 127.0.0.1\n"
    (directory / "Caddyfile").write_text(re.sub(r"^\{\n", options, text, count=1, flags=re.MULTILINE), "utf-8")
    places = " ".join(f"127.0.0.1:{machine}" for machine in machines)
    environment = {"LMS_HOST": f"http://:{port}", "LMS_MACHINES": places, "HOME": str(directory)}
    command: list[str | Path] = [CADDY, "run", "--adapter", "caddyfile", "--config", directory / "Caddyfile"]
    return Web("caddy", directory, command, environment, port=port)
