"""A stranger's monitor, which knows the specification and nothing of this program, rebuilds the log from its tiles."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from lms.credentials import leaf
from lms.services.log import logbook
from lms.store import leaves
from tests.support.site import House
from tests.support.web import Caller


def interior(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass
class Monitor:
    """It reads `checkpoint` and tiles, by the specification alone."""

    client: FlaskClient

    def get(self, address: str) -> bytes:
        answer = self.client.get(f"/log/{address}")
        assert answer.status_code == 200, address
        return answer.get_data()

    def head(self) -> tuple[int, bytes]:
        lines = self.get("checkpoint").decode().split("\n")
        return int(lines[1]), base64.b64decode(lines[2])

    def row(self, level: str, count: int) -> bytes:
        """Everything in the tiles of a level, of which there are `count` hashes or entries."""
        whole, rest = divmod(count, 256)
        names = [f"{n:03}" for n in range(whole)] + ([f"{whole:03}.p/{rest}"] if rest else [])
        return b"".join(self.get(f"tile/{level}/{name}") for name in names)

    def hashes(self, level: int, count: int) -> list[bytes]:
        content = self.row(str(level), count)
        assert len(content) == 32 * count
        return [content[n : n + 32] for n in range(0, len(content), 32)]

    def entries(self, count: int) -> Iterator[bytes]:
        content = self.row("entries", count)
        while content:
            length = int.from_bytes(content[:2], "big")
            yield content[2 : 2 + length]
            content = content[2 + length :]


def tree(hashes: Sequence[bytes]) -> bytes:
    """The root, as RFC 9162 defines it."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return interior(tree(hashes[:split]), tree(hashes[split:]))


@pytest.fixture
def long_log(house: House) -> int:
    """A log of two whole tiles, and of a part of a third."""
    context = house.context
    with context.database.writing() as session:
        for n in range(600):
            at = house.clock()
            entry = leaf.revoked(f"number {n}", at)
            if n < 599:
                leaves.append(session, entry)
        logbook.enter(session, context, entry, at=at, actor="test", act="revoke", subject="number 599", details={})
    return 600


def test_a_monitor_rebuilds_the_root_from_tiles_alone(anyone: Caller, long_log: int) -> None:
    monitor = Monitor(anyone.client)
    size, root = monitor.head()
    assert size == long_log
    hashes = monitor.hashes(0, size)
    assert [hashlib.sha256(b"\x00" + entry).digest() for entry in monitor.entries(size)] == hashes
    assert tree(hashes) == root
    above = monitor.hashes(1, size // 256)
    assert above == [tree(hashes[:256]), tree(hashes[256:512])]
    assert interior(interior(above[0], above[1]), tree(hashes[512:])) == root


def test_a_tile_is_bytes_that_may_be_kept_for_ever_and_read_by_any_site(anyone: Caller, long_log: int) -> None:
    for address in ("tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/001", "tile/entries/000.p/1"):
        answer = anyone.client.get(f"/log/{address}")
        assert answer.status_code == 200, address
        assert answer.content_type == "application/octet-stream"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers
    again = anyone.client.get("/log/tile/0/000", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 200
    same = anyone.client.get("/log/tile/0/000", headers={"If-None-Match": again.headers["ETag"]})
    assert same.status_code == 304


NOT_THERE = (
    *("0/002", "0/002.p/89", "0/003", "0/003.p/1", "1/000", "1/000.p/3", "1/001.p/1", "2/000.p/1", "63/000.p/1"),
    *("0/000.p/256", "0/000.p/0", "0/0", "00/000", "64/000", "-1/000", "0/x000/000", "0/999", "a/000", "0/", "0"),
    *("entries/002", "entries/002.p/89", "entries/003", "entries/0", "entries/", "entries"),
    *(f"{level}/{'x999/' * 5}999{part}" for level in ("0", "1", "entries") for part in ("", ".p/1")),
)


def test_what_is_not_there_yet_or_is_no_tile_is_not_found(anyone: Caller, long_log: int) -> None:
    for address in NOT_THERE:
        answer = anyone.client.get(f"/log/tile/{address}")
        assert answer.status_code == 404, address
        assert answer.headers["Cache-Control"] == "no-store"
    assert anyone.client.get(f"/log/leaves/{10**30}-{10**30}").status_code == 404


def test_a_tile_takes_one_statement(anyone: Caller, house: House, long_log: int) -> None:
    asked: list[str] = []
    engine = house.context.database.engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    for address in ("tile/0/000", "tile/1/000.p/2", "tile/entries/001"):
        asked.clear()
        assert anyone.client.get(f"/log/{address}").status_code == 200
        assert len([one for one in asked if one.startswith("SELECT")]) == 1, asked
