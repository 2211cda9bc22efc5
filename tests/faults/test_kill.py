"""Invariant “Examination” 4: what was acknowledged as saved is there, after `kill -9` at any instant."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from lms.store import standings
from tests.faults.callers import Program
from tests.faults.clients import LONG, begin, check, clients_at_work, wait_for_each
from tests.faults.premises import Premises, Server, laid_out, serving, until
from tests.services.walks import folded_again

ROUNDS = int(os.environ.get("ROUNDS", "20"))
"""`make faults` asks for two hundred."""

CLIENTS = 32
EVERY_KILLED_WHOLE = 5


@pytest.fixture(params=["sqlite", "postgresql"])
def premises(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Premises]:
    on_postgresql = request.param == "postgresql"
    given = {"LMS_DATABASE_URL": request.getfixturevalue("postgres_url")} if on_postgresql else {}
    with laid_out(tmp_path, {"content/assessments/long.md": LONG}, given) as made:
        yield made


def kill_oldest_worker(server: Server) -> None:
    """One of two: the web server takes a worker that dies as soon as it was started for broken, and ends."""
    until(lambda: len(server.web_workers()) == server.workers, "all workers are there")
    os.kill(server.web_workers()[0], signal.SIGKILL)


def test_what_was_acknowledged_survives_every_kill(premises: Premises) -> None:
    random = Random(20)
    with serving(premises) as server:
        people = [premises.person(f"Client {number}") for number in range(CLIENTS)]
        clients = [begin(Program(server.port, premises.token(person)), person.id) for person in people]
        with clients_at_work(clients):
            for round in range(1, ROUNDS + 1):
                wait_for_each([ledger for _, ledger in clients])
                threading.Event().wait(random.uniform(0, 0.15))
                if round % EVERY_KILLED_WHOLE == 0:
                    server.kill()
                    server.start()
                else:
                    kill_oldest_worker(server)
                for _, ledger in clients:
                    check(premises, ledger)
        for _, ledger in clients:
            check(premises, ledger)
            assert ledger.unexpected == []
    with premises.context.database.reading() as session:
        if session.get_bind().dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        for _, ledger in clients:
            kept = standings.of_account(session, ledger.account).course("listening")
            assert folded_again(session, ledger.account, "courses/listening") == kept
