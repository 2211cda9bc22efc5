"""The porch: whoever comes before the site can answer is met here, and told how far it is.

A small process of its own, which listens on the site's port until one of the site's own processes does so as well: on
Linux, sockets of one account may share a port, and each gets some of the callers. Then it is gone.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECONDS_BETWEEN_LOOKS = 0.1
SECONDS_FOR_A_REQUEST = 2
SECONDS_BETWEEN_WORDS = 0.1
SECONDS_TO_LEAVE = 0.02
OWN_THREADS = 2
NAME = "lms-porch"
TABLES, LISTENING = ("/proc/self/net/tcp", "/proc/self/net/tcp6"), "0A"
HTML, CSS = "text/html; charset=utf-8", "text/css; charset=utf-8"
STYLE = "/porch.css"
STYLES = ("tokens.css", "base.css")
BARE = b"""
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font-family: system-ui, sans-serif; line-height: 1.6; }
progress { inline-size: 100%; max-inline-size: var(--measure); accent-color: var(--action); }
"""
"""What Bootstrap does for the site's own pages, which have more of it."""
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="stylesheet" href="{style}">
</head>
<body>
<main class="frame">
<h1>{title}</h1>
<p role="status">{words}</p>
{further}
</main>
</body>
</html>
"""
STARTING = "The site is starting"
SOON = "It will be here in a moment."
AGAIN = "<p>This page looks again by itself, each second.</p>"
NOT_TAKEN = "What you sent was not taken. Go back, and send it again in a moment."


@dataclass(slots=True)
class Porch:
    """The process, as whoever opened it sees it. What is told to one that has gone is lost, as it should be."""

    process: subprocess.Popen[bytes] | None = None
    last_told: float = 0.0

    @classmethod
    def opened(cls, host: str, port: int) -> Porch:
        """A porch at this address; a closed one where sockets can't share a port so."""
        if not sys.platform.startswith("linux"):
            return cls()
        command = [sys.executable, "-m", __name__, host, str(port)]
        # It ends with its input, and so with this process. Ctrl-C at the terminal reaches this process alone.
        return cls(subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True))  # noqa: S603 ours

    def tell(self, done: int, of: int) -> None:
        """How many files of how many are read."""
        if time.monotonic() - self.last_told >= SECONDS_BETWEEN_WORDS:
            self.last_told = time.monotonic()
            self._say(f"{done} {of}\n".encode())

    def _say(self, words: bytes) -> None:
        if self.process is not None and self.process.stdin is not None:
            with suppress(OSError):
                self.process.stdin.write(words)
                self.process.stdin.flush()

    def has_gone(self) -> bool:
        """Whether somebody else answers now."""
        return self.process is None or self.process.poll() is not None

    def wait(self, seconds: float) -> None:
        """Until it has gone, and not longer than this."""
        if self.process is not None:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


class _Server(ThreadingHTTPServer):
    allow_reuse_port = True
    daemon_threads = True
    words = SOON
    progress = ""

    def __init__(self, host: str, port: int) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Asking)
        self._leaving = threading.Lock()
        self._has_left = False

    def hear(self) -> None:
        """How far it is, as whoever opened the porch says it; with them it ends."""
        for line in open(0, "rb", buffering=0, closefd=False):  # noqa: SIM115
            done, of = map(int, line.split())
            self.words = f"The courses are being read: {done:,} of {of:,} files."
            self.progress = f'<p><progress max="{of}" value="{done}">{done:,} of {of:,}</progress></p>'
        signal.raise_signal(signal.SIGTERM)

    def gives_way(self) -> bool:
        """Whether the site listens too. Then nobody is met here any more, and who has come already is sent there."""
        with self._leaving:
            if not self._has_left and not self._is_alone():
                self._leave()
            return self._has_left

    def _is_alone(self) -> bool:
        own = str(os.fstat(self.fileno()).st_ino)
        listening = _listening(self.server_port)
        here = {address for address, number in listening if number == own}
        return {number for address, number in listening if address in here} == {own}

    def _leave(self) -> None:
        self.shutdown()
        self.socket.setblocking(False)
        self._has_left = True
        with suppress(OSError):
            while True:
                self.process_request(*self.socket.accept())
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever goes away before the answer needs none."""


class _Asking(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = NAME, ""
    timeout = SECONDS_FOR_A_REQUEST

    def do_GET(self) -> None:
        if self.server.gives_way():
            self._answer(307, b"", HTML, Location=self.path)
        elif self.path == STYLE:
            folder = Path(__file__).parents[2] / "web" / "static"
            self._answer(200, b"\n".join([*((folder / name).read_bytes() for name in STYLES), BARE]), CSS)
        elif self.command in ("GET", "HEAD"):
            self._answer(503, _page(self.server.words, self.server.progress + AGAIN), HTML, Refresh="1")
        else:
            # Not looked at again by itself: that would be another request than the one that was sent.
            self._answer(503, _page(NOT_TAKEN, ""), HTML)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_GET()

    def do_PATCH(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        self.do_GET()

    def _answer(self, status: int, body: bytes, kind: str, **more: str) -> None:
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
            **({"Retry-After": "1"} if status == 503 else {}),
            **more,
        }
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Addresses of pages are not written down."""


def _page(words: str, further: str) -> bytes:
    return PAGE.format(title=STARTING, style=STYLE, words=words, further=further).encode()


def _listening(port: int) -> list[tuple[str, str]]:
    """The address and the number of each socket on which somebody listens at this port, as Linux tells them."""
    line = rf"^ *\d+: (\w+:{port:04X}) \w+:\w+ {LISTENING} (?:\S+ +){{5}}(\d+) "
    return [one for table in TABLES for one in re.findall(line, Path(table).read_text("ascii"), re.MULTILINE)]


def main() -> None:
    host, port = sys.argv[1], int(sys.argv[2])
    try:
        server = _Server(host, port)
    except OSError:
        return
    threading.Thread(target=server.hear, daemon=True).start()
    threading.Thread(target=server.serve_forever, args=(SECONDS_TO_LEAVE,), daemon=True).start()
    while not server.gives_way():
        time.sleep(SECONDS_BETWEEN_LOOKS)
    until = time.monotonic() + SECONDS_FOR_A_REQUEST
    while threading.active_count() > OWN_THREADS and time.monotonic() < until:
        # Somebody is being sent on.
        time.sleep(SECONDS_TO_LEAVE)


if __name__ == "__main__":
    main()
