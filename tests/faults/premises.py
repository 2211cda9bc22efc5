"""A site on the disk and the real processes that serve it: started, killed, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from lms.services.accounts import bearers
from lms.services.ground import home
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.operating import start
from lms.services.publishing import publish
from lms.settings import load
from lms.store import accounts, migrating
from tests.faults.callers import NoAnswer, Program
from tests.support.ports import free_port
from tests.support.signing import give_keys
from tests.support.site import FILES, lay_migrated

COMMAND = Path(sys.executable).parent / "lms"
SECONDS_TO_START = 60
SECONDS_TO_END = 20
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Premises:
    """The folders, and a context of the test's own, by which it sets things up and looks at what is stored."""

    folder: Path
    environment: Mapping[str, str]
    context: Context

    def person(self, name: str, password_hash: str = "!") -> Person:
        """A new account with a confirmed e-mail, made of the name."""
        email = f"{name.casefold().replace(' ', '.')}@example.org"
        with self.context.database.writing() as session:
            id = accounts.add(
                session,
                email=email,
                name=name,
                password_hash=password_hash,
                now=self.context.now(),
                role="learner",
                confirmed=True,
            )
        assert id is not None
        return Person(id, email, name)

    def token(self, person: Person) -> str:
        """A bearer token of this person."""
        now = self.context.now()
        with self.context.database.writing() as session:
            token, _ = bearers.issue(session, person.id, "a test", bearers.SCOPES, bearers.LASTS.days, now)
        return token


@contextmanager
def laid_out(
    folder: Path, changes: Mapping[str, str] | None = None, given: Mapping[str, str] | None = None
) -> Iterator[Premises]:
    """The test site in a folder, published into a new database. Nothing serves it yet. `given` are more settings."""
    for path, text in {**FILES, **(changes or {})}.items():
        file = folder / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    environment = {"LMS_HOME": str(folder / "home"), "LMS_SITE": str(folder / "site"), **(given or {})}
    settings = load(environment)
    home.make(settings)
    give_keys(settings.home)
    if settings.database_url == f"sqlite:///{settings.home / 'lms.sqlite'}":
        lay_migrated(settings.home)
    context = start.make_context(settings)
    migrating.upgrade(context.database)
    report = publish.publish(context)
    assert report.published, report.checked.findings
    try:
        yield Premises(folder, environment, context)
    finally:
        context.database.engine.dispose()


@dataclass(slots=True)
class Server:
    """One server: `lms serve` with all that belongs to it, or the web server alone, whose start is quicker."""

    premises: Premises
    whole: bool = False
    workers: int = 2
    module: str = "lms.cli.serving.webserver"
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        environment = {**os.environ, **self.premises.environment, "LMS_BASE_URL": f"http://127.0.0.1:{self.port}"}
        log = (self.premises.folder / f"server-{self.port}.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                self._command(), env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        until(self._answers, f"the server answers; it said:\n{self.said()}", SECONDS_TO_START)

    def _command(self) -> Sequence[str]:
        if self.whole:
            return [str(COMMAND), "serve", "--port", str(self.port), "--workers", str(self.workers)]
        return [sys.executable, "-m", self.module, "127.0.0.1", str(self.port), str(self.workers)]

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"the server ended by itself; it said:\n{self.said()}"
        try:
            return Program(self.port, "").get("/readyz").status == 200
        except NoAnswer:
            return False

    def said(self) -> str:
        log = self.premises.folder / f"server-{self.port}.log"
        return log.read_text("utf-8", "replace") if log.exists() else ""

    def family(self) -> list[int]:
        """The numbers of the server's processes, its own first."""
        assert self.process is not None
        return [self.process.pid, *descendants(self.process.pid)]

    def web_workers(self) -> list[int]:
        """The numbers of the processes that answer pages: the children of the one that started them."""
        return [number for number in self.family() if "lms.cli.serving.webserver" in command_line(number)][1:]

    def kill(self) -> None:
        """End it as a power cut would, and wait until no process of it is left."""
        family = self.family()
        os.kill(family[0], signal.SIGKILL)
        assert self.process is not None
        self.process.wait(SECONDS_TO_END)
        until(lambda: not any(map(is_alive, family)), "everything that belongs to the server has ended with it")

    def stop(self) -> None:
        """End it in order; what does not end is killed."""
        if self.process is None or self.process.poll() is not None:
            return
        family = self.family()
        self.process.terminate()
        try:
            self.process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            for number in family:
                end_now(number)
            self.process.wait(SECONDS_TO_END)


@contextmanager
def serving(premises: Premises, *, whole: bool = False, workers: int = 2) -> Iterator[Server]:
    """A server that answers, until the block ends."""
    server = Server(premises, whole=whole, workers=workers)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def until(true: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Wait for something that is bound to come; the test fails if it does not."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} seconds: {what}"
        time.sleep(0.02)


def descendants(number: int) -> list[int]:
    """The children of a process and theirs, each after its parent."""
    try:
        children = Path(f"/proc/{number}/task/{number}/children").read_text("ascii").split()
    except OSError:
        return []
    return [one for child in map(int, children) for one in (child, *descendants(child))]


def command_line(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_text("utf-8", "replace")
    except OSError:
        return ""


def is_alive(number: int) -> bool:
    """Whether the process runs; one that ended and was not fetched by its parent does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state != "Z"


def end_now(number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)
