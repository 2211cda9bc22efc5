"""Power loss: what was acknowledged is on the disk. `make faults` runs it, since it needs root and a loop device.

In weaker settings the same must lose something, or the disk of this test keeps what a real one would not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from threading import Event

import pytest
from sqlalchemy import text

from tests.faults.callers import Program
from tests.faults.clients import LONG, Ledger, begin, check, clients_at_work, wait_for_each
from tests.faults.disk import Disk
from tests.faults.premises import Premises, Server, laid_out

CUTS = int(os.environ.get("CUTS", "10"))
CLIENTS = 8
WEAK = "tests.faults.weak_webserver"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk")
    made.make()
    made.power_on()
    yield made
    made.cut()


def cut_under_load(premises: Premises, disk: Disk, server: Server, waiting: float) -> list[Ledger]:
    """Clients save until the power goes; their ledgers, as they are with the power back."""
    people = [premises.person(f"Client {premises.folder.name} {server.port} {n}") for n in range(CLIENTS)]
    server.start()
    clients = [begin(Program(server.port, premises.token(person)), person.id) for person in people]
    # A connection of the test's own would bring everything onto the disk when it is closed.
    premises.context.database.engine.dispose()
    with clients_at_work(clients):
        wait_for_each([ledger for _, ledger in clients])
        Event().wait(waiting)
        server.kill()
    disk.cut()
    disk.power_on()
    return [ledger for _, ledger in clients]


def test_what_was_acknowledged_survives_the_loss_of_power(disk: Disk) -> None:
    random = Random(7)
    with laid_out(disk.mount / "site", {"content/assessments/long.md": LONG}) as premises:
        os.sync()
        for _ in range(CUTS):
            ledgers = cut_under_load(premises, disk, Server(premises), random.uniform(0, 0.5))
            for ledger in ledgers:
                check(premises, ledger)
                assert ledger.unexpected == []
            with premises.context.database.reading() as session:
                assert session.scalar(text("PRAGMA integrity_check")) == "ok"


def test_in_weaker_settings_the_same_loses_what_was_acknowledged(disk: Disk) -> None:
    with laid_out(disk.mount / "site", {"content/assessments/long.md": LONG}) as premises:
        os.sync()
        ledgers = cut_under_load(premises, disk, Server(premises, module=WEAK), 0.5)
        assert any(_lost(premises, ledger) for ledger in ledgers)


def _lost(premises: Premises, ledger: Ledger) -> bool:
    try:
        check(premises, ledger)
    except (AssertionError, KeyError):
        return True
    return False
