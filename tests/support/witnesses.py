"""A witness of our own, after C2SP's tlog-witness, written from the specification and nothing of this program.

It answers over HTTP on loopback. An honest one keeps what it saw and never goes back; what a lying one does is said by
whoever makes it.
"""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIZE = "text/x.tlog.size"


class Signing:
    """A key that cosigns under a name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._private = Ed25519PrivateKey.generate()
        self._public = b"\x04" + self._private.public_key().public_bytes_raw()
        self._id = hashlib.sha256(name.encode() + b"\n" + self._public).digest()[:4]

    @property
    def key(self) -> str:
        return f"{self.name}+{self._id.hex()}+{base64.b64encode(self._public).decode()}"

    def line(self, body: str, at: datetime) -> str:
        return self.line_at(body, int(at.timestamp()))

    def line_at(self, body: str, second: int) -> str:
        signature = self._private.sign(f"cosignature/v1\ntime {second}\n{body}".encode())
        content = self._id + second.to_bytes(8, "big") + signature
        return f"\u2014 {self.name} {base64.b64encode(content).decode()}"


@dataclass(frozen=True)
class Answer:
    """What is answered to a question."""

    status: int
    body: str = ""
    kind: str = "text/plain"


@dataclass
class Asked:
    """A question: the old size, the proof, and the checkpoint with its parts."""

    old: int
    proof: list[bytes]
    note: str
    body: str
    origin: str
    size: int
    root: bytes


def read(content: str) -> Asked:
    """The question in the body of a request, or ValueError."""
    head, _, note = content.partition("\n\n")
    first, *proof = head.split("\n")
    word, _, old = first.partition(" ")
    body = note.rpartition("\n\n")[0] + "\n"
    origin, size, root = body.split("\n")[:3]
    if word != "old" or str(int(old)) != old or len(proof) > 63:
        raise ValueError(content)
    hashes = [base64.b64decode(one, validate=True) for one in proof]
    return Asked(int(old), hashes, note, body, origin, int(size), base64.b64decode(root, validate=True))


@dataclass
class Witness:
    """An honest one. `logs` are the public keys of the logs that it knows, by origin."""

    signing: Signing
    now: Callable[[], datetime]
    logs: dict[str, bytes] = field(default_factory=dict)
    seen: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def answer(self, content: str) -> Answer:
        try:
            asked = read(content)
        except ValueError:
            return Answer(400)
        self.asked.append(asked)
        if asked.origin not in self.logs:
            return Answer(404)
        if not self._is_signed(asked):
            return Answer(403)
        size, root = self.seen.get(asked.origin, (0, b""))
        if asked.old > asked.size:
            return Answer(400)
        if asked.old != size or (size == asked.size and root != asked.root):
            return Answer(409, f"{size}\n", SIZE)
        if not goes_on(size, asked.size, root, asked.root, asked.proof):
            return Answer(422)
        self.seen[asked.origin] = (asked.size, asked.root)
        return self.signed(asked)

    def signed(self, asked: Asked) -> Answer:
        return Answer(200, self.signing.line(asked.body, self.now()) + "\n")

    def _is_signed(self, asked: Asked) -> bool:
        public = self.logs[asked.origin]
        own = hashlib.sha256(asked.origin.encode() + b"\n\x01" + public).digest()[:4]
        for line in asked.note.rpartition("\n\n")[2].splitlines():
            content = base64.b64decode(line.split(" ")[2])
            if content[:4] == own:
                Ed25519PublicKey.from_public_bytes(public).verify(content[4:], asked.body.encode())
                return True
        return False


def goes_on(first: int, second: int, old: bytes, new: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the second tree begins with the first: RFC 6962, 2.1.2, read the other way round, by recursion."""
    if first in (0, second):
        return not proof and (first == 0 or old == new)
    rest = list(proof)

    def roots(known: int, size: int, whole: bool) -> tuple[bytes, bytes]:
        if known == size:
            only = old if whole else rest.pop(0)
            return only, only
        split = 1
        while split * 2 < size:
            split *= 2
        if known <= split:
            before, after = roots(known, split, whole)
            return before, _node(after, rest.pop(0))
        before, after = roots(known - split, size - split, False)
        left = rest.pop(0)
        return _node(left, before), _node(left, after)

    try:
        return roots(first, second, True) == (old, new) and not rest
    except IndexError:
        return False


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@contextmanager
def served(answer: Callable[[str], Answer]) -> Iterator[str]:
    """Whatever answers, over HTTP on loopback: its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = answer(content) if self.path == "/add-checkpoint" else Answer(405)
            body = given.body.encode()
            self.send_response(given.status)
            self.send_header("Content-Type", given.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
