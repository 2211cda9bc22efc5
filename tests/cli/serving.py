"""`lms serve` as a process of its own, on a free port, and what can be asked of it from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lms.content.compiling.cache import Cache
from lms.services.ground import home
from lms.services.operating.start import COMPILED, make_context
from lms.services.publishing import publish
from lms.settings import load
from tests.support.ports import free_port
from tests.support.signing import give_keys
from tests.support.site import FILES, lay_migrated

SECONDS = 60.0


def write_site(site: Path, changes: Mapping[str, str] | None = None) -> None:
    for path, text in {**FILES, **(changes or {})}.items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def publish_by_itself(site: Path) -> None:
    """What a first start of `lms serve` leaves: keys, tables, content that is published, and how it was compiled."""
    settings = load(environment(site))
    home.make(settings)
    give_keys(settings.home)
    lay_migrated(settings.home)
    ctx = make_context(settings)
    cache = Cache()
    assert publish.publish(ctx, cache=cache).published
    cache.save(settings.home / COMPILED)
    ctx.database.engine.dispose()


def environment(site: Path, **more: str) -> dict[str, str]:
    """Nothing of what the person who runs the tests has set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    return {**kept, "LMS_HOME": str(site / "home"), "LMS_SITE": str(site), **more}


def lms(site: Path, *arguments: str, given: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, "-m", "lms.cli.main", *arguments]
    return subprocess.run(
        command,
        env=environment(site, **more),
        input=given,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def until(true: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.05)


@dataclass(slots=True)
class Site:
    """A site that is being served."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def get(self, path: str) -> tuple[int, str]:
        """Status and text; status 0 where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except OSError:
            return 0, ""

    def answers(self) -> bool:
        return self.get("/healthz")[0] == 200

    def family(self) -> dict[int, str]:
        """The processes below this one, by number, with their command lines."""
        return dict(_below(self.process.pid))

    def kill(self, *, of: str) -> None:
        """Kill the youngest process of a kind, as the kernel would when memory is short."""
        os.kill(max(pid for pid, command in self.family().items() if of in command), signal.SIGKILL)


def _below(pid: int) -> Iterator[tuple[int, str]]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return
    for child in map(int, children):
        try:
            command = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except FileNotFoundError:
            continue
        if command:
            yield child, command
        yield from _below(child)


def is_running(pid: int) -> bool:
    """Whether a process is there and has not ended; one that waits to be reaped has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def can_listen(port: int) -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@contextmanager
def served(folder: Path, *options: str, **more: str) -> Iterator[Site]:
    """A site from these files, until the end of the block. It is given keys, and need not make any."""
    (folder / "home").mkdir(mode=0o700, exist_ok=True)
    give_keys(folder / "home")
    with served_anew(folder, *options, **more) as site:
        yield site


@contextmanager
def served_anew(folder: Path, *options: str, **more: str) -> Iterator[Site]:
    """The same where nothing is but the files."""
    port = free_port()
    command = [sys.executable, "-m", "lms.cli.main", "serve", "--port", str(port), *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment(folder, **more), stdout=log, stderr=log)
    site = Site(folder, port, process)
    try:
        until(lambda: site.answers() or process.poll() is not None)
        assert process.poll() is None, site.log
        yield site
    finally:
        process.terminate()
        process.wait(SECONDS)
