"""A terminal in which a tutorial is followed: one shell for the commands, a second for what keeps running."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from html import unescape
from pathlib import Path

SECONDS = 60.0
_END = "--- the command has ended ---"


class Terminal:
    """Commands share folder and variables, as they do in a person's terminal. `port` is where the site is served."""

    def __init__(self, home: Path, environment: dict[str, str], port: int) -> None:
        self.port = port
        self._log = home / "serve.log"
        self._shell = subprocess.Popen(
            ["bash", "--norc", "--noprofile"],
            cwd=home,
            env={**environment, "HOME": str(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._server: subprocess.Popen[bytes] | None = None
        self.type("set -o pipefail")

    def close(self) -> None:
        """End what was begun here, and nothing else."""
        self.stop_serving()
        assert self._shell.stdin is not None
        self._shell.stdin.close()
        self._shell.wait(SECONDS)

    def type(self, command: str) -> tuple[int, str]:
        """Type a command and wait for it: its status, and what it said."""
        assert self._shell.stdin is not None
        assert self._shell.stdout is not None
        self._shell.stdin.write(f"{{ {command}\n}} </dev/null 2>&1; printf '\\n%s %s\\n' '{_END}' $?\n")
        self._shell.stdin.flush()
        said: list[str] = []
        for line in self._shell.stdout:
            if line.startswith(_END):
                return int(line.removeprefix(_END)), "".join(said)
            said.append(line)
        raise AssertionError(f"The shell ended during: {command}\n{''.join(said)}")

    def folder(self) -> Path:
        return Path(self.type("pwd")[1].strip())

    def serve(self, command: str) -> None:
        """Begin what is not waited for: the site, on the test's own port."""
        assert self._server is None, "The tutorial serves twice."
        variables = dict(line.split("=", 1) for line in self.type("env")[1].splitlines() if "=" in line)
        with self._log.open("wb") as log:
            self._server = subprocess.Popen(
                [*command.split(), "--port", str(self.port)],
                cwd=self.folder(),
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def stop_serving(self) -> None:
        """Ctrl-C, in the terminal of the server."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(SECONDS)
            self._server = None

    def said_by_server(self) -> str:
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def open_page(self, path: str, words: tuple[str, ...]) -> None:
        """Open a page, again and again as an author does, until it shows these words."""
        wait_until(lambda: all(word in self._text(path) for word in words), f"{path} to show {words}", self)

    def _text(self, path: str) -> str:
        address = f"http://127.0.0.1:{self.port}{path}"
        try:
            with urllib.request.urlopen(address, timeout=10) as response:
                return unescape(response.read().decode("utf-8"))
        except (urllib.error.URLError, OSError):
            return ""


def wait_until(holds: Callable[[], bool], what: str, terminal: Terminal) -> None:
    until = time.monotonic() + SECONDS
    while not holds():
        if time.monotonic() > until:
            raise AssertionError(f"Waited in vain for {what}.\nThe server said:\n{terminal.said_by_server()}")
        time.sleep(0.2)


def environment(checkout: Path) -> dict[str, str]:
    """What a person's terminal has: no setting of ours, and the checkout's commands on its path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    return kept | {"PATH": f"{checkout / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"}
