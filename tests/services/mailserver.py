"""A mail server that keeps what it is given, and refuses when told to."""

from __future__ import annotations

import socket
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import cast


@dataclass(slots=True)
class Taken:
    """What the server was given: each mail's sender, recipients and bytes.

    `answers` are what it says to some recipients instead of taking them; where it says nothing it hangs up.
    """

    port: int = 0
    refuses: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    connections: int = 0
    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    taken: Taken


class _Talk(socketserver.StreamRequestHandler):
    """As little of RFC 5321 as a client needs to send a mail."""

    def handle(self) -> None:
        taken = cast(_Server, self.server).taken
        taken.connections += 1
        self._say("220 ready")
        sender = ""
        recipients: list[str] = []
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"EHLO":
                self._say("250 here")
            elif word == b"MAIL":
                sender = line.decode().strip()
                self._say("250 fine")
            elif word == b"RSET":
                recipients = []
                self._say("250 fine")
            elif word == b"RCPT":
                recipients.append(line.decode().strip())
                answer = self._to_recipient(taken, line.decode())
                if not answer:
                    return
                self._say(answer)
            elif word == b"DATA":
                self._say("354 go on")
                taken.mails.append((sender, recipients, self._read_mail()))
                recipients = []
                self._say("250 taken")
            elif word == b"QUIT":
                self._say("221 bye")
                break
            else:
                self._say("250 fine")

    def _to_recipient(self, taken: Taken, line: str) -> str:
        special = [answer for address, answer in taken.answers.items() if address in line]
        return special[0] if special else "451 later" if taken.refuses else "250 fine"

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


@contextmanager
def silent_server() -> Iterator[int]:
    """A port at which somebody takes every call and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        port: int = listener.getsockname()[1]
        yield port
