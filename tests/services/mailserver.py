"""A mail server that keeps what it is given, and refuses when told to."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import cast


@dataclass(slots=True)
class Taken:
    """What the server was given: each mail's sender, recipients and bytes."""

    port: int = 0
    refuses: bool = False
    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    taken: Taken


class _Talk(socketserver.StreamRequestHandler):
    """As little of RFC 5321 as a client needs to send a mail."""

    def handle(self) -> None:
        taken = cast(_Server, self.server).taken
        self._say("220 ready")
        sender, recipients = "", []
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"EHLO":
                self._say("250 here")
            elif word == b"MAIL":
                sender = line.decode().strip()
                self._say("250 fine")
            elif word == b"RCPT":
                recipients.append(line.decode().strip())
                self._say("451 later" if taken.refuses else "250 fine")
            elif word == b"DATA":
                self._say("354 go on")
                taken.mails.append((sender, recipients, self._read_mail()))
                self._say("250 taken")
            elif word == b"QUIT":
                self._say("221 bye")
                break
            else:
                self._say("250 fine")

    def _read_mail(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[Taken]:
    """A server on a free port of this machine."""
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.taken = Taken(port=server.server_address[1])
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.taken
        finally:
            server.shutdown()
            thread.join()
