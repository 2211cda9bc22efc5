"""Clients who save answers whatever happens to the server, each with a ledger of what was acknowledged to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import func, select

from lms.questions.quiz import Json
from lms.store import attempts
from lms.store.tables import EventRow
from tests.faults.callers import API, NoAnswer, Program
from tests.faults.premises import Premises, until

LONG = "---\ntitle: A long check\npass_mark: 50%\ndraw:\n  - take: 8\n    from: banks/listening\n---\n"
A_MOMENT = 0.03


@dataclass(slots=True)
class Ledger:
    """What one client sent and what was acknowledged to it, kept outside the server and its database.

    `lost` counts requests that got no answer, or that of a server in trouble; `unexpected` are all other refusals.
    """

    attempt: str
    keys: dict[int, list[str]]
    account: int
    sent: dict[tuple[int, int], Json] = field(default_factory=dict)
    acknowledged: dict[int, int] = field(default_factory=dict)
    practised: int = 0
    lost: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)

    @property
    def acknowledgements(self) -> int:
        return sum(self.acknowledged.values()) + self.practised


def begin(program: Program, account: int) -> tuple[Program, Ledger]:
    started = program.post(f"{API}/assessments/long/attempts")
    assert started.status == 201, started.text
    keys = {one["n"]: [option["key"] for option in one["options"]] for one in started.json["questions"]}
    return program, Ledger(started.json["id"], keys, account)


def save_on(program: Program, ledger: Ledger, ending: threading.Event) -> None:
    """Save answers one after the other, in the examination and in practice, whatever happens to the server."""
    seq = 0
    while not ending.is_set():
        seq += 1
        try:
            _save(program, ledger, seq)
            if seq % 4 == 0:
                _practise(program, ledger, "ab"[seq % 8 == 0])
        except NoAnswer as lost:
            ledger.lost.append(str(lost))
            ending.wait(A_MOMENT)


def _save(program: Program, ledger: Ledger, seq: int) -> None:
    n = seq % len(ledger.keys) + 1
    answer = ledger.sent[n, seq] = ledger.keys[n][seq % 2]
    saved = program.put(f"{API}/attempts/{ledger.attempt}/answers/{n}", {"answer": answer, "seq": seq})
    if saved.status == 200 and saved.json["seq"] == seq:
        ledger.acknowledged[n] = seq
    else:
        _note(ledger, f"{saved.status} {saved.text[:200]}", in_trouble=saved.status >= 500)


def _practise(program: Program, ledger: Ledger, answer: str) -> None:
    path = f"{API}/courses/listening/lessons/quiet/quizzes/quiet-one/answers"
    practised = program.post(path, {"answer": answer})
    if practised.status == 200:
        ledger.practised += 1
    else:
        _note(ledger, f"{practised.status} {practised.text[:200]}", in_trouble=practised.status >= 500)


def _note(ledger: Ledger, what: str, *, in_trouble: bool) -> None:
    (ledger.lost if in_trouble else ledger.unexpected).append(what)


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
