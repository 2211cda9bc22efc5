"""Invariant “Examination” 4: what was acknowledged as saved is there, after `kill -9` at any instant."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select, text

from lms.questions.quiz import Json
from lms.store import attempts, standings
from lms.store.tables import EventRow
from tests.faults.callers import API, NoAnswer, Program
from tests.faults.premises import Premises, Server, laid_out, serving, until

ROUNDS = 20
CLIENTS = 3
EVERY_KILLED_WHOLE = 5
LONG = "---\ntitle: A long check\npass_mark: 50%\ndraw:\n  - take: 8\n    from: banks/listening\n---\n"


@dataclass(slots=True)
class Ledger:
    """What one client sent and what was acknowledged to it, kept outside the server and its database."""

    attempt: str
    keys: dict[int, list[str]]
    account: int
    sent: dict[tuple[int, int], Json] = field(default_factory=dict)
    acknowledged: dict[int, int] = field(default_factory=dict)
    practised: int = 0
    unexpected: list[str] = field(default_factory=list)

    @property
    def acknowledgements(self) -> int:
        return sum(self.acknowledged.values()) + self.practised


@pytest.fixture
def premises(tmp_path: Path) -> Iterator[Premises]:
    with laid_out(tmp_path, {"content/assessments/long.md": LONG}) as made:
        yield made


def begin(premises: Premises, server: Server, number: int) -> tuple[Program, Ledger]:
    person = premises.person(f"Client {number}")
    program = Program(server.port, premises.token(person))
    started = program.post(f"{API}/assessments/long/attempts")
    assert started.status == 201, started.text
    keys = {one["n"]: [option["key"] for option in one["options"]] for one in started.json["questions"]}
    return program, Ledger(started.json["id"], keys, person.id)


def save_on(program: Program, ledger: Ledger, ending: threading.Event) -> None:
    """Save answers one after the other, in the examination and in practice, whatever happens to the server."""
    seq = 0
    while not ending.is_set():
        seq += 1
        n = seq % len(ledger.keys) + 1
        answer = ledger.keys[n][seq % 2]
        ledger.sent[n, seq] = answer
        try:
            saved = program.put(f"{API}/attempts/{ledger.attempt}/answers/{n}", {"answer": answer, "seq": seq})
            if saved.status == 200 and saved.json["seq"] == seq:
                ledger.acknowledged[n] = seq
            else:
                ledger.unexpected.append(f"{saved.status} {saved.text[:200]}")
            if seq % 4 == 0:
                path = f"{API}/courses/listening/lessons/quiet/quizzes/quiet-one/answers"
                practised = program.post(path, {"answer": "ab"[seq % 8 == 0]})
                if practised.status == 200:
                    ledger.practised += 1
                else:
                    ledger.unexpected.append(f"{practised.status} {practised.text[:200]}")
        except NoAnswer:
            ending.wait(0.03)


@contextmanager
def clients_at_work(clients: list[tuple[Program, Ledger]]) -> Iterator[None]:
    ending = threading.Event()
    threads = [threading.Thread(target=save_on, args=(*client, ending)) for client in clients]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ending.set()
        for thread in threads:
            thread.join()


def wait_for_each(ledgers: list[Ledger]) -> None:
    """Until every client has had something more acknowledged."""
    for ledger in ledgers:

        def has_more(ledger: Ledger = ledger, before: int = ledger.acknowledgements) -> bool:
            assert ledger.unexpected == []
            return ledger.acknowledgements > before

        until(has_more, "each client has something acknowledged")


def check(premises: Premises, ledger: Ledger) -> None:
    """Everything acknowledged is stored, or a newer save of the same question; each as it was sent."""
    acknowledged, practised = dict(ledger.acknowledged), ledger.practised
    with premises.context.database.reading() as session:
        stored = {item.n: item for item in attempts.items(session, ledger.attempt)}
        answered = session.scalar(
            select(func.count()).where(EventRow.account_id == ledger.account, EventRow.kind == "answered")
        )
    assert answered is not None
    assert answered >= practised
    for n, seq in acknowledged.items():
        assert stored[n].seq >= seq
        assert stored[n].answer == ledger.sent[n, stored[n].seq]


def kill_oldest_worker(server: Server) -> None:
    """One of two: the web server takes a worker that dies as soon as it was started for broken, and ends."""
    until(lambda: len(server.web_workers()) == server.workers, "all workers are there")
    os.kill(server.web_workers()[0], signal.SIGKILL)


def test_what_was_acknowledged_survives_twenty_kills(premises: Premises) -> None:
    random = Random(20)
    with serving(premises) as server:
        clients = [begin(premises, server, number) for number in range(CLIENTS)]
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
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        for _, ledger in clients:
            kept = standings.of_account(session, ledger.account).course("listening")
            assert standings.folded_again(session, ledger.account, "courses/listening") == kept
